"""How fast an app reacts to what is done to it: at once, late, or not at all. Knows the phone's clock; knows no touch."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from devices.phone.clock import PhoneClock

_AGAIN_MS = 10
_EARLY = 0.1
"""Seconds by which a timer may ring too soon."""


class Reflexes:
    """What is done to apps, in its order. Use it in one thread.

    front: the package in front. later: calls a function after so many ms of real time. done: told of what happened late.
    uses: touches, keys and texts so far. watch: told of each, and of time that passes. missed: told of what a frozen app did
    not take; late: of what an app did not take because it was no longer in front.
    """

    def __init__(
        self,
        clock: PhoneClock,
        front: Callable[[], str],
        later: Callable[[int, Callable[[], None]], None],
        done: Callable[[], None],
    ) -> None:
        self._clock, self._front, self._later, self._done = clock, front, later, done
        self._waiting: deque[tuple[float, str, Callable[[], None]]] = deque()
        self._left: int | None = None
        self._acting = False
        self.milliseconds = 0
        self.frozen = ""
        self.uses = 0
        self.watch: Callable[[], None] = lambda: None
        self.missed: Callable[[], None] = lambda: None
        self.late: Callable[[str], None] = lambda _: None

    @property
    def dull(self) -> bool:
        """Whether anything is other than at once."""
        return bool(self.milliseconds or self.frozen or self._waiting)

    def lag(self, milliseconds: int, times: int | None = None) -> None:
        """Let apps react later; 0 ends that: what waits is due. times: only to so many touches, keys and texts."""
        self.milliseconds, self._left = milliseconds, times
        if not milliseconds and self._waiting:
            now = self._clock.seconds
            self._waiting = deque((now, package, act) for _, package, act in self._waiting)
            if self._clock.kind == "running":
                self._later(0, self.pass_time)

    def freeze(self, package: str) -> None:
        """Let an app take nothing; an empty name ends that."""
        self.frozen = package

    def used(self) -> None:
        """Count a touch, key or text."""
        self.uses += 1
        self.watch()

    def take(self, act: Callable[[], None]) -> None:
        """Do something to the app in front, when it is its turn."""
        package = self._front()
        if package == self.frozen:
            self.missed()
            return
        wait = self.milliseconds
        if not wait and not self._waiting:
            self._act(act)
            return
        if self._left is not None and wait:
            self._left -= 1
            if self._left <= 0:
                self.milliseconds, self._left = 0, None
        self._waiting.append((self._clock.seconds + wait / 1000, package, act))
        if self._clock.kind == "running":
            self._later(wait, self.pass_time)

    def pass_time(self) -> None:
        """Do what is due by now."""
        late = False
        while self._waiting and self._waiting[0][0] <= self._clock.seconds:
            if self._acting:  # a finger is still down: the next one comes when it has left
                self._later(_AGAIN_MS, self.pass_time)
                return
            _, package, act = self._waiting.popleft()
            if package == self.frozen:
                self.missed()
                continue
            if package != self._front():
                self.late(package)
                continue
            late = True
            self._act(act)
        if self._waiting and self._clock.kind == "running" and self._waiting[0][0] - self._clock.seconds < _EARLY:
            self._later(_AGAIN_MS, self.pass_time)
        if late:
            self._done()

    def forget(self) -> None:
        """Drop what is still waiting."""
        self._waiting.clear()

    def _act(self, act: Callable[[], None]) -> None:
        self._acting = True
        try:
            act()
        finally:
            self._acting = False

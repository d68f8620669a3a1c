"""A phone as nobody has touched it yet, and what differs from that later, also where no state tells of it.

Knows the phone's shell and screen. Does not know tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.session import Session
from tasks.state import State, changes

OUTSIDE = (
    "fingertip fault status; fingertip page; fingertip snapshots; wm size; wm density; pm list packages; ime list -s; getprop; "
    "dumpsys clipboard; dumpsys activity recents; dumpsys notification; dumpsys power; dumpsys window displays"
)
"""What a phone is besides what it remembers. Nothing here goes with the clock."""
SETTLE = 3.0
"""Seconds for the screen to come to rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A phone as nobody has touched it yet. frame: digest of what is on its screen, empty where that goes with the clock."""

    state: State
    outside: str
    frame: str

    @classmethod
    def of(cls, session: Session, stepped: bool) -> Found:
        """As it is now; raises DeviceError."""
        frame = session.device.settle(deadline=SETTLE).digest if stepped else ""
        return cls(session.fresh, session.shell(OUTSIDE), frame)

    def left(self, session: Session) -> tuple[str, ...]:
        """What is not as found now; raises DeviceError."""
        return (*map(str, changes(self.state, session.state())), *_other_lines(self.outside, session.shell(OUTSIDE)))

    def shows(self, session: Session) -> bool:
        """The screen is as found, as far as anybody can tell; raises DeviceError."""
        return not self.frame or session.device.settle(deadline=SETTLE).digest == self.frame


def _other_lines(before: str, after: str) -> Iterator[str]:
    """Lines that only one of two texts has, the new ones first."""
    old, new = before.splitlines(), after.splitlines()
    yield from (f"{line.strip()!r} is new" for line in new if line not in old)
    yield from (f"{line.strip()!r} is gone" for line in old if line not in new)

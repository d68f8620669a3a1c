"""How each fault is done to a phone, how one sees that it is over, and how it is undone. Knows nothing of when.

Everything here runs in the GUI thread.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import assert_never

from devices.phone.adbd.faults import Capture, Faults
from devices.phone.faults import Fault, kinds
from devices.phone.phone import Phone
from devices.phone.strikes.apps import front
from devices.phone.strikes.arrivals import notify, ring
from devices.phone.strikes.dialogs import Dialogs
from devices.phone.strikes.effect import CannotStrike, Effect, Link, Log
from devices.phone.strikes.screen import Screen

__all__ = ["CannotStrike", "Effect", "Link", "Log", "Strikes"]
ANSWER_SECONDS = 0.2
"""How long a link goes on when a command itself breaks it, so that the command can still answer."""


class Strikes:
    """One phone's faults. knobs: of its link. link: the cable, None where there is none. log: the phone's own."""

    def __init__(self, phone: Phone, knobs: Faults, link: Callable[[], Link | None], log: Log) -> None:
        self._phone, self._knobs, self._link = phone, knobs, link
        self._dialogs, self._screen = Dialogs(phone, log), Screen(phone, log)

    def strike(self, fault: Fault, times: int | None, draw: random.Random, *, by_command: bool) -> Effect | None:
        """Let it happen; None where it has to wait for something, such as an app in front. Raises CannotStrike.

        times: for a state, how often it is felt. draw: for what the fault leaves open. by_command: whether a command that is
        still to answer did it.
        """
        phone = self._phone
        match fault:
            case kinds.Offline() | kinds.HalfOpen():
                return self._break(fault, ANSWER_SECONDS if by_command else 0.0)
            case kinds.SlowShell(milliseconds):
                return self._slow(milliseconds, times)
            case kinds.ScreenshotEmpty():
                return self._spoil(Capture.EMPTY, times)
            case kinds.ScreenshotTruncated():
                return self._spoil(Capture.TRUNCATED, times)
            case kinds.ScreenshotStale():
                return self._spoil(Capture.STALE, times)
            case kinds.ScreenshotBlack():
                return self._spoil(Capture.BLACK, times)
            case kinds.ScreenshotFailed():
                return self._spoil(Capture.FAILED, times)
            case kinds.Crash(package):
                return self._dialogs.crash(package or front(phone))
            case kinds.Anr(seconds, package):
                return self._dialogs.hang(package or front(phone), seconds)
            case kinds.Popup():
                return self._dialogs.popup(fault, draw)
            case kinds.Permission():
                return self._dialogs.ask(fault, draw)
            case kinds.Call():
                return ring(phone, fault, draw)
            case kinds.Notification():
                return notify(phone, fault, draw)
            case kinds.Lag(milliseconds):
                return self._lag(milliseconds, times)
            case kinds.KeyboardCover():
                return self._cover()
            case kinds.Rotation(turns):
                return self._screen.turn(turns)
            case kinds.Update(package):
                return self._screen.update(package or front(phone))
            case kinds.LowBattery(level):
                return self._screen.drain(level)
            case _:
                assert_never(fault)

    def _break(self, fault: kinds.Offline | kinds.HalfOpen, delay: float) -> Effect:
        link = self._link()
        if link is None:
            raise CannotStrike(f"This phone has no link that could be {fault.name}.")
        pull = link.offline if isinstance(fault, kinds.Offline) else link.half_open
        pull(fault.seconds, delay)
        end = time.monotonic() + fault.seconds + delay  # a cable knows real time alone
        return Effect(f"no answer for {fault.seconds:g} s", lambda: time.monotonic() < end, undo=link.recover)

    def _slow(self, milliseconds: int, times: int | None) -> Effect:
        knobs = self._knobs
        knobs.slow_shell(milliseconds, times)
        said = f"shell commands start {milliseconds} ms later"
        return Effect(said, lambda: knobs.shell_ms > 0, undo=lambda: knobs.slow_shell(0))

    def _spoil(self, kind: Capture, times: int | None) -> Effect:
        knobs = self._knobs
        knobs.spoil_captures(kind, times)
        return Effect(f"screenshots are {kind}", lambda: knobs.capturing is kind, undo=lambda: knobs.spoil_captures(None))

    def _lag(self, milliseconds: int, times: int | None) -> Effect:
        reflexes = self._phone.reflexes
        reflexes.lag(milliseconds, times)
        said = f"apps react {milliseconds} ms later"
        return Effect(said, lambda: reflexes.milliseconds > 0, undo=lambda: reflexes.lag(0))

    def _cover(self) -> Effect:
        phone = self._phone
        phone.cover_with_keyboard(True)
        said = "the keyboard covers the bottom"
        return Effect(said, lambda: bool(phone.ime.covers), undo=lambda: phone.cover_with_keyboard(False))

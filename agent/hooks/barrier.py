"""A hook that waits while a robot's light barrier is broken: somebody's hand may be under the pen.

Knows how to ask a barrier, and how long to wait. Does not know robots. It holds back the next action; it cannot stop one that
is under way, so it is no replacement for an emergency stop.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from agent.errors import BadHook
from agent.hooks.base import Hook
from agent.hooks.events import BeforePerform
from agent.hooks.results import GO, Log, Result, Stop, Veto
from devices.actions import Wait

PAUSE = 0.05
MARGIN = 5.0
"""Seconds beyond the deadline after which a barrier that does not answer at all is a failure."""
LINES = ("cts", "dsr", "cd", "ri")


class Port(Protocol):
    """The part of a serial port that is used here: its input lines."""

    cts: bool
    dsr: bool
    cd: bool
    ri: bool

    def close(self) -> None:
        """Let go of it."""


class LightBarrier(Hook):
    """Before each action: go on where the beam is free, else wait until it is; after the deadline the episode stops.

    Name one of: file: reads FREE while the beam is free, anything else (also nothing) means broken, such as a GPIO's value.
    serial: a port on which one of the lines cts, dsr, cd, ri is on while the beam is free. clear: a function, from Python.
    free: what the file says then. deadline: seconds. look_again: after so many seconds of waiting the action is not done,
    since the screen may have changed meanwhile; the agent looks again instead.
    """

    name = "light barrier"
    safety = True

    def __init__(
        self,
        *,
        file: str = "",
        serial: str = "",
        line: str = "cts",
        free: str = "free",
        deadline: str | float = 30.0,
        look_again: str | float = 2.0,
        clear: Callable[[], bool] | None = None,
    ) -> None:
        """Raises BadHook."""
        if sum(map(bool, (file, serial, clear))) != 1:
            raise BadHook("The light barrier needs one of file=, serial= and (from Python) clear=.")
        self._deadline = _seconds("deadline", deadline)
        self._look_again = _seconds("look_again", look_again)
        self.seconds = self._deadline + MARGIN
        self._port: Port | None = None
        if serial:
            self._port = _open(serial, line)
            port = self._port
            self._clear: Callable[[], bool] = lambda: bool(getattr(port, line))
        elif file:
            self._clear = lambda: _read(Path(file)) == free
        elif clear is not None:
            self._clear = clear

    def before_perform(self, event: BeforePerform) -> Result:
        """Wait while the beam is broken."""
        if isinstance(event.action, Wait) or self._clear():
            return GO
        begun = time.monotonic()
        while not self._clear():
            if time.monotonic() - begun > self._deadline:
                return Stop(reason=f"the light barrier has been broken for {self._deadline:g} s: clear it and start again")
            time.sleep(PAUSE)
        waited = time.monotonic() - begun
        said = f"the light barrier was broken for {waited:.1f} s and is free again"
        return Log(text=said) if waited < self._look_again else Veto(reason=f"{said}; look at the screen again")

    def close(self) -> None:
        """Let go of the port."""
        if self._port is not None:
            self._port.close()


def _read(file: Path) -> str | None:
    """What the file says; None where it cannot be read, which is not free."""
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text("utf-8").strip()
    return None


def _open(serial: str, line: str) -> Port:
    if line not in LINES:
        raise BadHook(f"line={line} is no input of a serial port; choose one of {', '.join(LINES)}.")
    try:
        from serial import Serial, SerialException
    except ModuleNotFoundError as error:
        raise BadHook('A light barrier on a serial port needs pyserial: pip install "fingertip[robot]".') from error
    try:
        port: Port = Serial(serial)
    except SerialException as error:
        raise BadHook(
            f"The light barrier's port {serial} cannot be opened ({error}); check its name and its rights."
        ) from error
    return port


def _seconds(name: str, text: str | float) -> float:
    with suppress(ValueError):
        if 0 <= (value := float(text)) <= 3600:
            return value
    raise BadHook(f"{name}={text} is no number of seconds from 0 to 3600.")

"""A serial port that is not there: a pseudo-terminal with a controller behind it, in a thread that lets its time pass.

Knows pseudo-terminals and threads. Does not know G-code. Time is the machine's own: while the pen is on the glass it runs
as fast as ours, since the phone measures how long it is touched; otherwise `speed` times as fast.
"""

from __future__ import annotations

import os
import select
import threading
import time
import tty
from collections.abc import Callable
from contextlib import suppress

from devices.stylus.simulator.controller import Controller
from devices.stylus.simulator.glass import Glass

LOOK = 0.004
LONGEST = 0.02
"""Seconds that pass at once at most: a host that stutters makes the machine slow, not jumpy."""
FINE = 0.005
"""Seconds of the machine between two looks at the pen."""


class Port:
    """name: the path that a driver opens. touch: what becomes of bytes on their way in. watch: called after each step."""

    def __init__(
        self, controller: Controller, glass: Glass, *, speed: float, touch: Callable[[bytes], bytes], watch: Callable[[], None]
    ) -> None:
        self.lock = threading.RLock()
        self._controller = controller
        self._glass = glass
        self._speed = speed
        self._touch = touch
        self._watch = watch
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self.name = os.ttyname(self._slave)
        self._wake, self._end = os.pipe()
        self._unplugged = False
        self._thread = threading.Thread(target=self._run, name="grbl-simulator", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull the cable: the port is gone, the machine goes on with what it has."""
        with self.lock:
            if not self._unplugged:
                self._unplugged = True
                os.close(self._master)
                os.close(self._slave)

    def close(self) -> None:
        """Switch the machine off."""
        if self._end >= 0:
            os.close(self._end)
            self._end = -1
            self._thread.join()
            os.close(self._wake)
            self.unplug()
            # What these belong to holds this port, and large pictures: it goes at once where it does not go in circles.
            self._touch, self._watch = bytes, _nothing

    def _run(self) -> None:
        before = time.monotonic()
        while True:
            watched = [self._wake] if self._unplugged else [self._wake, self._master]
            with suppress(OSError, ValueError):  # pulled out while it was waited for
                if self._wake in select.select(watched, [], [], LOOK)[0]:
                    break
            now = time.monotonic()
            passed, before = min(now - before, LONGEST), now
            with self.lock:
                if not self._unplugged:
                    self._read()
                self._advance(passed)
                if not self._unplugged:
                    self._write(self._controller.take())
        if self._glass.pressed:  # whoever switches it off takes the pen away
            self._glass.feel((0.0, 0.0, 0.0))

    def _read(self) -> None:
        with suppress(BlockingIOError):
            self._controller.receive(self._touch(os.read(self._master, 4096)))

    def _write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self._master, data) :]
            except BlockingIOError:
                return  # nobody reads; a serial line loses what nobody reads, too

    def _advance(self, passed: float) -> None:
        left = passed
        while left > 0:
            factor = 1.0 if self._glass.pressed else self._speed
            span = min(left, FINE / factor)
            left -= span
            self._controller.advance(span * factor)
            self._glass.feel(self._controller.place)
            self._watch()


def _nothing() -> None:
    pass

"""A serial line without threads: the controller's time passes only while somebody reads.

Knows a controller and a glass. Does not know ports. What is done with it takes no real time and always goes the same way,
so that a hundred broken cables can be tried in a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from devices.stylus.simulator.controller import Controller
from devices.stylus.simulator.glass import Glass

BYTE = 10 / 115200
"""Seconds that a byte takes on the line."""
STEP = 0.002


class Wire:
    """Read and written like a serial port. seconds: what its clock shows.

    spoil: what becomes of each byte on its way in, by its number from 0: none, or others. happen: called after each step.
    cut: once true, the line is dead.
    """

    def __init__(
        self,
        controller: Controller,
        glass: Glass,
        *,
        spoil: Callable[[int, int], bytes] = lambda _number, byte: bytes([byte]),
        happen: Callable[[], None] = lambda: None,
    ) -> None:
        self.seconds = 0.0
        self.cut = False
        self.sent = bytearray()
        self._controller = controller
        self._glass = glass
        self._spoil = spoil
        self._happen = happen

    def clock(self) -> float:
        """Seconds, for a driver."""
        return self.seconds

    def pause(self, seconds: float) -> None:
        """Let time pass."""
        for step in _steps(seconds):
            self._pass(step)

    def read(self, _size: int, /) -> bytes:
        """What the controller says within the time-out of a port; at least a step of time passes."""
        self._alive()
        self._pass(STEP)
        said = self._controller.take()
        self.pause(len(said) * BYTE)
        return said

    def write(self, data: bytes, /) -> int:
        """Bytes for the controller, one after the other."""
        self._alive()
        for byte in data:
            kept = self._spoil(len(self.sent), byte)
            self.sent.append(byte)
            self._controller.receive(kept)
            self.seconds += BYTE
            self._controller.advance(BYTE)
        return len(data)

    def close(self) -> None:
        """Pull the plug."""
        self.cut = True

    def _alive(self) -> None:
        if self.cut:
            raise OSError("device disconnected")

    def _pass(self, seconds: float) -> None:
        self.seconds += seconds
        self._controller.advance(seconds)
        self._glass.feel(self._controller.place)
        self._happen()


def _steps(seconds: float) -> Iterator[float]:
    while seconds > 1e-9:
        step = min(STEP, seconds)
        yield step
        seconds -= step

"""The virtual phone's glass under the virtual pen: where it is touched.

Knows where the phone lies on the machine's bed, and the phone's own `input` command. Does not know G-code or cameras.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from devices.android.link import Link
from devices.errors import DeviceError
from devices.stylus.simulator.motion import Axes

WIDTH_MM = 65.0
"""The width of the screen; its height follows from its pixels."""


@dataclass(frozen=True, slots=True)
class Bed:
    """How a screen lies in the machine.

    width, height: its pixels. x, y: machine mm of the outer corner of its top left pixel. turn: degrees counter-clockwise.
    z: machine height of the glass, mm.
    """

    width: int
    height: int
    x: float = -120.0
    y: float = -45.0
    turn: float = 0.0
    z: float = -18.0

    @property
    def scale(self) -> float:
        """Millimetres of a pixel."""
        return WIDTH_MM / self.width

    def to_mm(self, column: float, row: float) -> tuple[float, float]:
        """Machine mm of a place in pixels; rows run down the screen, the machine's Y up."""
        along, down = column * self.scale, -row * self.scale
        cosine, sine = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return self.x + along * cosine - down * sine, self.y + along * sine + down * cosine

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """The place in pixels, with fractions, of machine mm; it may lie beside the screen."""
        along, up = x - self.x, y - self.y
        cosine, sine = math.cos(math.radians(self.turn)), math.sin(math.radians(self.turn))
        return (along * cosine + up * sine) / self.scale, -(-along * sine + up * cosine) / self.scale


class Glass:
    """A touch screen. feel() is told where the pen is; what that means for the screen goes to send.

    send: is given DOWN, MOVE or UP, and a pixel. touches: pixels where the pen came down, in order.
    """

    def __init__(self, bed: Bed, send: Callable[[str, int, int], None]) -> None:
        self.bed = bed
        self.touches: list[tuple[int, int]] = []
        self._send = send
        self._at: tuple[int, int] | None = None

    @property
    def pressed(self) -> bool:
        """Whether the pen is on the glass."""
        return self._at is not None

    def feel(self, place: Axes) -> None:
        """The pen's tip is here now, machine mm."""
        column, row = (math.floor(value) for value in self.bed.to_pixel(place[0], place[1]))
        on = place[2] <= self.bed.z and 0 <= column < self.bed.width and 0 <= row < self.bed.height
        before = self._at
        if not on:
            if before is not None:
                self._send("UP", *before)
                self._at = None
            return
        self._at = (column, row)
        if before is None:
            self.touches.append(self._at)
            self._send("DOWN", *self._at)
        elif before != self._at:
            self._send("MOVE", *self._at)


class PhoneFinger:
    """Tells a phone what its glass feels, over ADB. lost: why it no longer does; empty while it does."""

    def __init__(self, link: Link) -> None:
        self.lost = ""
        self._link = link

    def __call__(self, kind: str, column: int, row: int) -> None:
        """One motion event."""
        if self.lost:
            return
        try:
            self._link.run(f"input motionevent {kind} {column} {row}", acting=True)
        except DeviceError as error:
            self.lost = str(error)

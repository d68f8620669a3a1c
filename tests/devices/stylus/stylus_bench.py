"""A controller, a glass and a driver on a wire whose time passes by itself: what the driver believes, and what is true."""

from __future__ import annotations

import threading
from collections.abc import Callable

from devices.stylus.gcode import Contact
from devices.stylus.grbl import Grbl
from devices.stylus.machine import Bed as SafeBed
from devices.stylus.machine import Limits
from devices.stylus.plotter import Plotter
from devices.stylus.simulator.controller import Controller
from devices.stylus.simulator.glass import Bed, Glass
from devices.stylus.simulator.settings import Settings
from devices.stylus.simulator.wire import Wire

TRAVEL, DEEP, PARK = -14.0, 0.4, (-2.0, -2.0)


class Bench:
    """felt: what the screen felt: DOWN, MOVE or UP with a pixel."""

    def __init__(
        self,
        *,
        encoders: bool = False,
        settings: Settings | None = None,
        spoil: Callable[[int, int], bytes] | None = None,
        limits: Limits | None = None,
        timer: Callable[[float, Callable[[], None]], threading.Timer] = threading.Timer,
    ) -> None:
        self.felt: list[tuple[str, int, int]] = []
        self.bed = Bed(1080, 2400, turn=1.0)
        self.glass = Glass(self.bed, lambda kind, x, y: self.felt.append((kind, x, y)))
        self.controller = Controller(settings, encoders=encoders)
        self.happen: Callable[[], None] = lambda: None
        self.wire = Wire(
            self.controller,
            self.glass,
            spoil=spoil or (lambda _number, byte: bytes([byte])),
            happen=lambda: self.happen(),
        )
        self.grbl = Grbl(self.wire, clock=self.wire.clock, pause=self.wire.pause)
        self.grbl.wake()
        self.plotter = Plotter(self.grbl, SafeBed(TRAVEL, self.bed.z - DEEP, PARK), limits or Limits(), timer=timer)

    def ready(self) -> Bench:
        """Confirmed and homed."""
        self.plotter.confirm()
        self.plotter.home()
        return self

    def tap(self, column: int = 540, row: int = 1200) -> Contact:
        """A tap on a pixel."""
        return Contact((self.bed.to_mm(column + 0.5, row + 0.5),), 0.08)

    def swipe(self, start: tuple[int, int] = (540, 1800), end: tuple[int, int] = (540, 600)) -> Contact:
        """A stroke between two pixels, slow enough to be interrupted."""
        path = tuple(self.bed.to_mm(column + 0.5, row + 0.5) for column, row in (start, end))
        return Contact(path, 0.0, 0.1, 3000.0)

    def says(self, data: bytes, seconds: float = 0.05) -> list[str]:
        """What the controller answers to bytes, without the driver."""
        self.wire.write(data)
        said = b""
        for _ in range(max(1, round(seconds / 0.002))):
            said += self.wire.read(1)
        return [line for line in said.decode().splitlines() if line]

"""The whole simulated bench: a virtual phone on a sheet of paper, a pen plotter over it, a camera above.

Knows how the parts come together, and plays the person who calibrates. Does not know drivers: what it offers are a serial
port's name and a camera.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.stylus.calibrating import TARGETS
from devices.stylus.calibration import Calibration, Colours, Heights, Touched, now
from devices.stylus.camera import Camera, Source, read
from devices.stylus.markers import find_screen
from devices.stylus.sheet import Sheet
from devices.stylus.simulator.controller import Controller
from devices.stylus.simulator.faults import Fault
from devices.stylus.simulator.glass import Bed, Glass, PhoneFinger
from devices.stylus.simulator.lens import Lens, Look, Opened
from devices.stylus.simulator.port import Port
from devices.stylus.simulator.settings import Settings
from devices.virtual import open_phone

if TYPE_CHECKING:
    from PIL.Image import Image

TRAVEL = -14.0
JOG = 0.1
"""Millimetres of a person's smallest jog: so exactly are the four places known."""
DEEP = 0.4
"""Millimetres that the pen is pressed down below the glass's surface; its tip gives."""
SLIP = 4.0
"""Millimetres by which the pen is off after a fault `missed`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """seed: places of phone and camera. look: the camera. speed: of the machine's time while the pen is in the air.

    phone: options of the virtual phone. encoders: whether the controller reports where the axes really are.
    """

    seed: int = 0
    look: Look = field(default_factory=Look)
    speed: float = 4.0
    phone: dict[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    encoders: bool = False


def look_of(seed: int, *, size: tuple[int, int] = (1080, 1920), tilt: float, noise: float, blur: float, light: float) -> Look:
    """A camera that nobody has put up with a spirit level: a little askew in the other directions, and no pure white."""
    draw = random.Random(f"camera {seed}")
    return Look(
        *size,
        tilt=tilt,
        pan=draw.uniform(-3, 3),
        roll=draw.uniform(-3, 3),
        noise=noise,
        blur=blur,
        light=light,
        cast=(draw.uniform(0.8, 1.0), 1.0, draw.uniform(0.85, 1.0)),
    )


class Rig:
    """Open until close()."""

    def __init__(self, scene: Scene) -> None:
        self._owned = ExitStack()
        self._waiting = list(scene.faults)
        self._bytes = 0
        draw = random.Random(scene.seed)
        with ExitStack() as owned:
            self.phone: AndroidDevice = owned.enter_context(open_phone(**scene.phone))
            server = PrivateServer()
            owned.callback(server.close)
            server.begin()
            finger = Link(self.phone.address, server)
            owned.callback(finger.close)
            finger.open()
            info = self.phone.info
            bed = Bed(info.width, info.height, x=draw.uniform(-125, -115), y=draw.uniform(-48, -42), turn=draw.uniform(-2, 2))
            self.bed = bed
            self.glass = Glass(bed, PhoneFinger(finger))
            start = (draw.uniform(-140, -20), draw.uniform(-200, -20), draw.uniform(-8, -3))
            self.controller = Controller(Settings(), start=start, encoders=scene.encoders)
            self.sheet = Sheet(info.width * bed.scale, info.height * bed.scale)
            self.lens = Lens(scene.look, self.sheet, _picture_of(self.phone), _tip_of(self.controller, bed), scene.seed)
            self.port = Port(self.controller, self.glass, speed=scene.speed, touch=self._bytes_in, watch=self._watch)
            owned.callback(self.port.close)
            self._owned = owned.pop_all()

    def calibration(self) -> Calibration:
        """What a person would find out: by the markers, a white and a black card on the screen, and four taps."""
        self.lens.aside = True  # the motors are off, so the arm can be pushed away by hand
        self.lens.show_card(0)
        view = find_screen(read(self.open_camera()), self.sheet.markers)
        bare = Calibration(
            made=now(),
            width=self.bed.width,
            height=self.bed.height,
            taps=tuple(self._tapped(x, y) for x, y in TARGETS),
            heights=Heights(travel=TRAVEL, touch=self.bed.z - DEEP),
            park=(-2.0, -2.0),
            view=view.numbers,
            camera=(self.lens.look.width, self.lens.look.height),
        )
        camera = Camera(self.open_camera(), bare)
        seen = {}
        for name, level in (("white", 255), ("black", 0)):
            self.lens.show_card(level)
            seen[name] = camera.measure()
        self.lens.aside = False
        self.lens.show_card(None)
        return bare.model_copy(update={"colours": Colours(**seen)}).sealed()

    def open_camera(self) -> Source:
        """The camera, as somebody has it open."""
        return Opened(self.lens)

    def arrange(self, *faults: Fault) -> None:
        """Make good what is broken, count touches from 0 again, and let these go wrong."""
        with self.port.lock:
            self.lens.frozen = self.lens.dark = False
            self.glass.touches.clear()
            self._waiting = list(faults)

    def close(self) -> None:
        """End phone, machine and camera; may be called twice."""
        self._owned.close()

    def _tapped(self, x: float, y: float) -> Touched:
        there = self.bed.to_mm(x * self.bed.width, y * self.bed.height)
        along, up = (round(value / JOG) * JOG for value in there)
        return Touched(x=x, y=y, mm_x=round(along, 3), mm_y=round(up, 3))

    def _bytes_in(self, data: bytes) -> bytes:
        """Bytes on their way to the controller; some are lost on the cable."""
        kept = bytearray()
        for byte in data:
            self._bytes += 1
            if not self._due("drop", self._bytes):
                kept.append(byte)
        return bytes(kept)

    def _watch(self) -> None:
        """Bring about what is due."""
        touches = len(self.glass.touches)
        if self.controller.homed and self._due("missed", touches):
            self.controller.slip(SLIP / math.sqrt(2), SLIP / math.sqrt(2))
        if self.controller.homed and self._due("unplug", touches):
            self.port.unplug()
        if self._due("frozen", touches):
            self.lens.frozen = True
        if self._due("dark", touches):
            self.lens.dark = True

    def _due(self, kind: str, number: int) -> bool:
        for fault in self._waiting:
            if fault.kind == kind and number >= fault.number:
                self._waiting.remove(fault)
                return True
        return False


def _picture_of(phone: AndroidDevice) -> Callable[[], Image]:
    """What the phone shows, for the camera."""
    return lambda: phone.observe().image


def _tip_of(controller: Controller, bed: Bed) -> Callable[[], tuple[float, float]]:
    """Where the pen is, for the camera: mm right and down from the middle of the screen."""

    def tip() -> tuple[float, float]:
        column, row = bed.to_pixel(*controller.place[:2])
        return (column - bed.width / 2) * bed.scale, (row - bed.height / 2) * bed.scale

    return tip

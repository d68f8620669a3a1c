"""A pen plotter in front of a real screen, as a Device: a camera looks, a pen touches.

Knows how looking, touching and what is safe come together. Does not know serial lines, G-code or perspective.

The pen is homed at the first use, and parked out of the picture then and at the end of every action; so looking moves
nothing. A stylus has no keyboard and no keys: typing is refused; back and home are edge gestures, and only where they were
asked for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import assert_never

from devices.actions import (
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.base import Device, DeviceInfo, Receipt
from devices.errors import DeviceError, DeviceLost, ScreenTurned, ScreenUnavailable, StoppedByPerson, UnsupportedAction
from devices.frame import Frame
from devices.stylus.calibration import Calibration
from devices.stylus.camera import Camera
from devices.stylus.plotter import Plotter
from devices.stylus.strokes import FASTEST, Strokes, Touch, plan

KINDS = frozenset({"tap", "double_tap", "long_press", "swipe", "drag", "scroll", "wait"})
MOVED = 8.0
"""Grey levels by which two glances differ somewhere where something has moved; more where all of the picture is noisy."""
STILL = 0.1
"""Seconds for which glances must stay equal."""
EDGES = {
    "back": Swipe(x=0.005, y=0.5, to_x=0.4, to_y=0.5, seconds=0.2),
    "home": Swipe(x=0.5, y=0.995, to_x=0.5, to_y=0.6, seconds=0.2),
}
"""Gesture navigation of Android 10 and later."""


@dataclass(frozen=True, slots=True)
class Identity:
    """model, fingerprint, address: as in DeviceInfo."""

    model: str = "pen plotter"
    fingerprint: str = ""
    address: str = ""


class StylusDevice(Device):
    """Use open_stylus(). camera, plotter: open; closed by close(). release: called last by close().

    edges: whether the screen understands edge gestures for back and home. identity: for info.
    Whoever looks or acts waits for whoever does so already; stop() waits for nobody.
    """

    alive = True

    def __init__(
        self,
        camera: Camera,
        plotter: Plotter,
        calibration: Calibration,
        *,
        edges: bool = False,
        identity: Identity | None = None,
        release: Callable[[], None] = lambda: None,
        fastest: float = FASTEST,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._camera = camera
        self._plotter = plotter
        self._calibration = calibration
        self._to_mm = calibration.to_mm
        self._edges = edges
        self._release = release
        self._fastest = fastest
        self._clock = clock
        self._pause = pause
        self._frames = 0
        self._closing = threading.Lock()
        self._turn = threading.RLock()
        self._open = True
        who = identity or Identity()
        self._info = DeviceInfo(
            name="stylus",
            model=who.model,
            width=calibration.width,
            height=calibration.height,
            fingerprint=who.fingerprint or f"calibrated {calibration.made}",
            address=who.address,
            actions=KINDS | ({"press"} if edges else set()),
        )

    @property
    def info(self) -> DeviceInfo:
        """The size is the calibration's; raises DeviceLost after close()."""
        self._still_open()
        return self._info

    @property
    def calibration(self) -> Calibration:
        """What it was opened with."""
        return self._calibration

    def observe(self) -> Frame:
        """The screen without perspective; raises ScreenUnavailable (also where the pen may be in front), DeviceLost."""
        with self._turn:
            self._in_view()
            taken = time.time()
            image = self._camera.look()
            number, self._frames = self._frames, self._frames + 1
            return Frame(image=image, sequence=number, seconds=taken)

    def settle(self, *, deadline: float = 3.0) -> Frame:
        """Glance until nothing moves any more, then look: pictures of a camera are never equal to the last bit."""
        with self._turn:
            self._rest(deadline)
            return self.observe()

    def _rest(self, deadline: float) -> None:
        import numpy as np

        self._in_view()
        end = self._clock() + deadline
        if deadline > 0:
            before, since = self._camera.glance(), self._clock()
            while self._clock() < end:
                now = self._camera.glance()
                change = np.abs(now.astype(np.int16) - before)
                if float(change.max()) > MOVED * (1 + float(np.median(change))):
                    since = self._clock()
                elif self._clock() - since >= STILL:
                    break
                before = now
                self._pause(0.01)

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Touch the screen; the receipt's `sent` holds the G-code, `pixels` those of the screen.

        Raises ActionRefused (not confirmed, not homed, held, out of reach), UnsupportedAction, ScreenTurned, DeliveryUnknown
        and DeviceLost.
        """
        with self._turn:
            self._ready()
            start = self._clock()
            receipt = self._do(action, frame)
            return receipt.model_copy(update={"seconds": max(0.0, self._clock() - start)})

    def _do(self, action: Action, frame: Frame) -> Receipt:
        match action:
            case Tap() | DoubleTap() | LongPress() | Swipe() | Drag() | Scroll():
                return self._touch(action, frame)
            case Press(key=key):
                if not self._edges:
                    raise UnsupportedAction("A stylus has no keys; if the screen knows edge gestures, open it with edges=yes.")
                if key not in EDGES:
                    raise UnsupportedAction(f"A stylus cannot press {key}: edge gestures are {' and '.join(EDGES)} only.")
                return self._touch(EDGES[key], frame)
            case Wait(seconds=seconds):
                self._pause(seconds)
                return Receipt()
            case Type():
                raise UnsupportedAction("A stylus has no keyboard; tap the letters of the one on the screen.")
            case Launch() | Click() | Hover() | Hotkey():
                raise UnsupportedAction(f"A stylus cannot {action.kind}: it touches a screen, nothing else.")
            case _:
                assert_never(action)

    def stop(self) -> None:
        """Stop whatever moves, now, from any thread; afterwards every action is refused until it is opened again."""
        self._plotter.stop()

    def close(self) -> None:
        """Let go of robot and camera; what moves is stopped first, and its pen lifted."""
        with self._closing:
            if not self._open:
                return
            self._open = False
        if not self._turn.acquire(blocking=False):
            with suppress(DeviceError):
                self._plotter.stop()
            self._turn.acquire()
        with ExitStack() as owned:
            owned.callback(self._turn.release)
            owned.callback(self._release)
            owned.callback(self._camera.close)
            owned.callback(self._plotter.close)

    def _touch(self, action: Touch, frame: Frame) -> Receipt:
        size = self._calibration.width, self._calibration.height
        if frame.rotation != 0 or (frame.width, frame.height) != size:
            raise ScreenTurned("The picture is not of the screen as it was calibrated (turned, or another size); look again.")
        strokes: Strokes = plan(action, size, self._to_mm.map, self._fastest)
        drawn = self._plotter.draw(strokes.contacts)
        note = "; ".join(filter(None, [strokes.note, drawn.note]))
        return Receipt(sent=drawn.lines, pixels=strokes.pixels, delivered=drawn.delivered, note=note)

    def _in_view(self) -> None:
        self._ready()
        if self._plotter.in_front:
            raise ScreenUnavailable("The robot is held, and its pen may be in front of the screen; look at it, open it again.")

    def _ready(self) -> None:
        """Home at the first use: so it is in the thread of whoever uses it that Ctrl-C comes, and stops it."""
        self._still_open()
        if self._plotter.stopped:
            raise StoppedByPerson(
                "The robot was stopped, and its pen may be in front of the screen; look at it, then start anew."
            )
        if self._plotter.waits:
            self._plotter.home()

    def _still_open(self) -> None:
        if not self._open:
            raise DeviceLost("The stylus was closed; open it again.")

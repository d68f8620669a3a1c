"""How a person makes a calibration: four taps by keys, markers found by the camera, a white and a black screen.

Knows the order of the steps and what must hold. Does not know terminals: keys and lines are handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from devices.errors import ActionRefused, BadOption, ScreenUnavailable
from devices.stylus.calibration import Calibration, Colours, Heights, Touched, now
from devices.stylus.camera import Camera, Source, read
from devices.stylus.gcode import MODES
from devices.stylus.grbl import Grbl, Late, Refused, Restarted
from devices.stylus.jogging import HELP, GivenUp, jog, lift
from devices.stylus.machine import Limits, Machine
from devices.stylus.markers import Markers, find_screen
from devices.stylus.status import Axes

if TYPE_CHECKING:
    from PIL.Image import Image

TARGETS = ((0.1, 0.08), (0.9, 0.08), (0.9, 0.92), (0.1, 0.92))
"""Fractions of the screen where the card of targets has its crosses: top left, top right, bottom right, bottom left."""
NAMES = ("top left", "top right", "bottom right", "bottom left")
LIFT = 4.0
"""Millimetres that the pen travels above the highest place that it touched."""
OFF_CORNER = 2.0
"""Millimetres from the limit switches to the parking place."""
HOMING = 120.0


@dataclass(frozen=True, slots=True)
class Person:
    """key: waits for one key; "" where there are no more. say: shows a line. show: called with what the phone must show now,
    "markers", "targets", "white" or "black"; the person presses a key when it does.
    """

    key: Callable[[], str]
    say: Callable[[str], None]
    show: Callable[[str], None]


def calibrate(
    grbl: Grbl, source: Source, size: tuple[int, int], markers: Markers, person: Person, *, card: str = "markers"
) -> Calibration:
    """Go through all steps; the person has confirmed that the robot may move.

    grbl: awake. size: pixels of the screen. card: what the phone shows while the markers are looked for: "markers", or
    "black" where they are printed. Raises GivenUp, BadOption (what was measured makes no sense), ActionRefused
    (the robot does not do it), ScreenUnavailable, DeviceLost.
    """
    try:
        machine = Machine.of(grbl.settings(), Limits())
        person.say("The robot finds its home.")
        grbl.run(["$H", MODES], seconds=HOMING)
        grbl.come_to_rest(HOMING)
        view, camera = _view(source, markers, card, person)
        taps = _taps(grbl, person)
        x, y = machine.corner
        park = (x - OFF_CORNER if x == 0 else x + OFF_CORNER, y - OFF_CORNER if y == 0 else y + OFF_CORNER)
    except (Refused, Restarted, Late) as error:
        raise ActionRefused(f"The robot did not do what it was told ({error}); look at it and begin again.") from error
    except KeyboardInterrupt:
        grbl.cancel_jog()
        raise
    bare = _made(
        made=now(),
        width=size[0],
        height=size[1],
        taps=tuple(Touched(x=x, y=y, mm_x=place[0], mm_y=place[1]) for (x, y), place in zip(TARGETS, taps, strict=True)),
        heights=Heights(travel=min(0.0, max(place[2] for place in taps) + LIFT), touch=min(place[2] for place in taps)),
        park=park,
        view=view,
        camera=camera,
    )
    colours = {}
    for name in ("white", "black"):
        person.show(name)
        colours[name] = Camera(source, bare).measure()
    values = bare.model_dump(exclude={"colours", "digest"})
    return _made(**values, colours=colours).sealed()


def targets(size: tuple[int, int]) -> Image:
    """The card with four crosses that the phone shows while it is calibrated, as large as its screen."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(card)
    arm, thick = round(0.05 * size[0]), max(1, size[0] // 400)
    for x, y in TARGETS:
        column, row = x * size[0] - 0.5, y * size[1] - 0.5
        draw.line([(column - arm, row), (column + arm, row)], "black", thick)
        draw.line([(column, row - arm), (column, row + arm)], "black", thick)
    return card


def _view(source: Source, markers: Markers, card: str, person: Person) -> tuple[tuple[float, ...], tuple[int, int]]:
    """From fractions of the screen to the camera's pixels, tried again as often as the person likes."""
    while True:
        person.show(card)
        picture = read(source)
        try:
            return find_screen(picture, markers).numbers, (picture.shape[1], picture.shape[0])
        except ScreenUnavailable as error:
            person.say(str(error))
            person.say("Press Enter to try again, q to give up.")
            if person.key() in ("q", ""):
                raise GivenUp from error


def _taps(grbl: Grbl, person: Person) -> list[Axes]:
    person.show("targets")
    person.say(HELP)
    found = []
    for name in NAMES:
        person.say(f"Bring the pen's tip onto the cross at the {name}, until the screen feels it.")
        found.append(jog(grbl, person.key, person.say))
        lift(grbl, LIFT)
    return found


def _made(**values: object) -> Calibration:
    try:
        if isinstance(values.get("colours"), dict):
            values["colours"] = Colours.model_validate(values["colours"])
        return Calibration.model_validate(values)
    except ValidationError as error:
        words = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise BadOption(f"What was measured makes no calibration: {words}.") from error

"""What has to be known about a camera, a screen and a robot before one can serve the other; kept in a JSON file.

Knows the values and when they make no sense. Does not know how they are measured.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from devices.actions import Frozen
from devices.errors import BadOption
from devices.stylus.homography import Degenerate, Homography, check_spread, misfit

Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Grid = tuple[tuple[tuple[Number, Number, Number], ...], ...]
FAINT = 20
"""Grey levels by which white must be brighter than black everywhere."""
OFF = 1.5
"""Millimetres that four taps may be off a flat, rectangular screen."""


class Touched(Frozen):
    """A place where the pen was put on the screen: x, y: fractions of the screen; mm_x, mm_y: the machine's millimetres."""

    x: Share
    y: Share
    mm_x: Number
    mm_y: Number


class Heights(Frozen):
    """Of the pen, machine mm: up while it travels (safe above everything), and down so that the screen feels it."""

    travel: Annotated[float, Field(le=0, allow_inf_nan=False)]
    touch: Annotated[float, Field(lt=0, allow_inf_nan=False)]


class Colours(Frozen):
    """What the camera saw of a white and of a black screen: rows x columns x (red, green, blue), 0 to 255."""

    white: Grid
    black: Grid

    @model_validator(mode="after")
    def _fits(self) -> Self:
        shapes = {(len(grid), len(row)) for grid in (self.white, self.black) for row in grid}
        if len(shapes) != 1 or not all(next(iter(shapes))):
            raise ValueError("white and black are not grids of one size")
        flat = [[value for row in grid for cell in row for value in cell] for grid in (self.white, self.black)]
        if any(white - black < FAINT for white, black in zip(*flat, strict=True)):
            raise ValueError("a white screen is hardly brighter than a black one; brighten it, or open the camera's aperture")
        return self


class Calibration(Frozen):
    """width, height: pixels of the screen. taps: four of them. view: fractions of the screen -> pixels of the camera's picture
    (centres at whole numbers), nine numbers row by row. camera: width and height of that picture. park: where the pen is out
    of the picture, machine mm. made: date and time, ISO 8601. digest: SHA-256 over all the rest.
    """

    version: Literal[1] = 1
    made: str
    width: Annotated[int, Field(ge=100, le=10_000)]
    height: Annotated[int, Field(ge=100, le=10_000)]
    taps: Annotated[tuple[Touched, ...], Field(min_length=4, max_length=4)]
    heights: Heights
    park: tuple[Number, Number]
    view: Annotated[tuple[Number, ...], Field(min_length=9, max_length=9)]
    camera: tuple[int, int]
    colours: Colours | None = None
    digest: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        try:
            check_spread([(tap.x, tap.y) for tap in self.taps])
            check_spread([(tap.mm_x, tap.mm_y) for tap in self.taps])
            self.to_mm.inverse  # noqa: B018  # raises where there is none
            self.to_camera.inverse  # noqa: B018
        except Degenerate as error:
            raise ValueError(f"{error}; tap near the four corners of the screen") from error
        off = misfit(
            [(tap.x * self.width, tap.y * self.height) for tap in self.taps], [(tap.mm_x, tap.mm_y) for tap in self.taps]
        )
        if off > OFF:
            raise ValueError(
                f"the four taps are up to {off:.1f} mm off a screen of {self.width}x{self.height} pixels; tap again"
            )
        if self.heights.travel - self.heights.touch < 1:
            raise ValueError("the pen is lifted by less than 1 mm; raise its travel height")
        return self

    @property
    def to_mm(self) -> Homography:
        """From fractions of the screen to machine millimetres."""
        return Homography.between([(tap.x, tap.y) for tap in self.taps], [(tap.mm_x, tap.mm_y) for tap in self.taps])

    @property
    def to_camera(self) -> Homography:
        """From fractions of the screen to pixels of the camera's picture."""
        return Homography(self.view)

    @property
    def whole(self) -> str:
        """SHA-256 (hex) over everything but the digest."""
        data = self.model_dump(mode="json", exclude={"digest"})
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()

    def sealed(self) -> Calibration:
        """The same with its digest."""
        return self.model_copy(update={"digest": self.whole})


def now() -> str:
    """For `made`."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def save(calibration: Calibration, path: Path) -> None:
    """Write the file; raises BadOption where it cannot be written."""
    try:
        path.write_text(calibration.sealed().model_dump_json(indent=1) + "\n", "utf-8")
    except OSError as error:
        raise BadOption(f"The calibration cannot be written to {path} ({error.strerror}); name another file.") from error


def load(path: Path) -> Calibration:
    """Read a calibration; raises BadOption where there is none, it makes no sense, or it was changed since it was made."""
    again = "make a new one with: python -m devices.stylus calibrate"
    try:
        calibration = Calibration.model_validate_json(path.read_text("utf-8"))
    except OSError as error:
        raise BadOption(f"The calibration {path} cannot be read ({error.strerror}); {again}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "file"
        raise BadOption(f"{path} is no calibration ({place}: {first['msg']}); {again}") from error
    except UnicodeDecodeError as error:
        raise BadOption(f"{path} is no calibration (it is no text); {again}") from error
    if calibration.digest != calibration.whole:
        raise BadOption(f"The calibration {path} was changed since it was made; {again}")
    return calibration

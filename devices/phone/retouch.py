"""Changes of a picture file: turned, cut to a square, lighter or darker. What comes out is a PNG; palettes stay palettes."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageEnhance, UnidentifiedImageError

from devices.phone.palette_png import Indices, encode

Colour = tuple[int, int, int]
_TURNS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)  # Pillow turns to the left


class NoPicture(ValueError):
    """The bytes are no picture."""


@dataclass(frozen=True, slots=True)
class Retouch:
    """What to change.

    turns: quarter turns to the right, 0..3. square: cut to the largest square in the middle. brightness: percent, 100 as it is.
    zoom: percent, 100 as it is; more keeps the middle and gives it the picture's old size. portrait: what is far from the
    middle fades (pictures with a palette only).
    """

    turns: int = 0
    square: bool = False
    brightness: int = 100
    zoom: int = 100
    portrait: bool = False


def retouch(data: bytes, change: Retouch) -> bytes:
    """The picture as a changed PNG; raises NoPicture."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise NoPicture(str(error)) from error
    texts = {key: str(value) for key, value in getattr(picture, "text", {}).items()}
    if picture.mode not in ("P", "RGB"):
        picture = picture.convert("RGB")
    if change.zoom > 100:
        picture = _middle(picture, picture.width * 100 // change.zoom, picture.height * 100 // change.zoom).resize(
            picture.size, Image.Resampling.NEAREST
        )
    turn = _TURNS[change.turns % 4]
    if turn is not None:
        picture = picture.transpose(turn)
    if change.square:
        side = min(picture.size)
        picture = _middle(picture, side, side)
    if picture.mode == "P":
        colours = picture.getpalette() or []
        palette = [
            (_lit(red, change), _lit(green, change), _lit(blue, change))
            for red, green, blue in zip(colours[0::3], colours[1::3], colours[2::3], strict=True)
        ]
        places = np.asarray(picture, np.uint8)
        if change.portrait:
            places, palette = _faded(places, palette)
        return encode(places, palette, texts)
    if change.brightness != 100:
        picture = ImageEnhance.Brightness(picture).enhance(change.brightness / 100)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def _faded(places: Indices, palette: list[Colour]) -> tuple[Indices, list[Colour]]:
    """Outside an oval in the middle every colour is half white: a second half of the palette."""
    height, width = places.shape
    rows, columns = np.ogrid[:height, :width]
    outside = ((2 * columns - width) * height) ** 2 * 16 + ((2 * rows - height) * width) ** 2 * 13 > (width * height) ** 2 * 13
    half = palette[:128]
    pale = [((red + 255) // 2, (green + 255) // 2, (blue + 255) // 2) for red, green, blue in half]
    places = np.minimum(places, len(half) - 1).astype(np.uint8)
    return np.where(outside, places + len(half), places).astype(np.uint8), [*half, *pale]


def _middle(picture: Image.Image, width: int, height: int) -> Image.Image:
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return picture.crop((left, top, left + width, top + height))


def _lit(part: int, change: Retouch) -> int:
    return min(255, part * change.brightness // 100)

"""Pictures as bytes: lossless PNG and raw RGB, lossy JPEG and WebP.

Knows Pillow. Does not know frames' numbers or the wire. What arrives is checked before it is unpacked: a picture that says
another size than was announced is no picture.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, assert_never

from devices.errors import ScreenUnavailable
from devices.remote.messages import Format

if TYPE_CHECKING:
    from PIL.Image import Image

LOSSLESS: frozenset[str] = frozenset({"png", "raw"})
MOST_PIXELS = 100_000_000
"""Larger pictures are refused: they would fill the memory."""
JPEG_QUALITY, WEBP_QUALITY = 85, 80


def encode(image: Image, form: Format) -> bytes:
    """The picture (RGB) in a format; raw is one byte a channel, rows from the top, 3 * width * height bytes."""
    file = io.BytesIO()
    match form:
        case "raw":
            return image.tobytes()
        case "png":
            image.save(file, "PNG", compress_level=1)
        case "jpeg":
            image.save(file, "JPEG", quality=JPEG_QUALITY)
        case "webp":
            image.save(file, "WEBP", quality=WEBP_QUALITY, method=0)
        case _:
            assert_never(form)
    return file.getvalue()


def decode(data: bytes, form: Format, width: int, height: int) -> Image:
    """The RGB picture of width x height pixels in data; raises ScreenUnavailable for anything else."""
    from PIL import Image

    if width * height > MOST_PIXELS:
        raise ScreenUnavailable(f"The remote picture is {width}x{height}: too large to be one; look again.")
    if form == "raw":
        if len(data) != 3 * width * height:
            raise ScreenUnavailable(f"The remote picture has {len(data)} bytes instead of {3 * width * height}; look again.")
        return Image.frombytes("RGB", (width, height), data)
    try:
        with Image.open(io.BytesIO(data), formats=[form.upper()]) as file:
            if file.size != (width, height):
                raise ScreenUnavailable(
                    f"The remote picture is {file.width}x{file.height} and not {width}x{height} as announced; look again."
                )
            return file.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ScreenUnavailable(f"The remote picture is no readable {form.upper()} ({error}); look again.") from error

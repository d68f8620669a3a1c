"""What a screenshot of an Android phone must be to count as true.

Knows PNG files and the display's description in `dumpsys display`. Does not know ADB or actions.
"""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from devices.errors import ScreenBlack, ScreenUnavailable
from devices.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

_VIEWPORT = re.compile(
    r"DisplayViewport\{(?P<head>[^{}]*?)orientation=(?P<rotation>[0-3]), "
    r"logicalFrame=Rect\((?P<left>\d+), (?P<top>\d+) - (?P<right>\d+), (?P<bottom>\d+)\)"
)
_DECODER_ERRORS = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error, zlib.error)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Screen(NamedTuple):
    """The main display as it is turned now: quarter turns counter-clockwise (0..3), and pixels."""

    rotation: int
    width: int
    height: int

    @classmethod
    def of(cls, frame: Frame) -> Screen:
        """The display as it was when a frame was taken."""
        return cls(frame.rotation, frame.width, frame.height)

    @property
    def mark(self) -> str:
        """Text that `dumpsys display` contains while the display is like this (the order of AOSP's DisplayViewport)."""
        return f"orientation={self.rotation}, logicalFrame=Rect(0, 0 - {self.width}, {self.height})"


def parse_screen(text: str) -> Screen:
    """The main display from `dumpsys display`; raises ScreenUnavailable where it is not described."""
    found = [match for match in _VIEWPORT.finditer(text) if match["right"] != "0"]
    main = next((match for match in found if "displayId=0," in match["head"]), found[0] if found else None)
    if main is None:
        raise ScreenUnavailable("The phone does not tell its size and rotation (dumpsys display); is it still starting?")
    width, height = int(main["right"]) - int(main["left"]), int(main["bottom"]) - int(main["top"])
    return Screen(int(main["rotation"]), width, height)


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG file that is complete and undamaged; raises ScreenUnavailable.

    Decoders forgive damage in the middle of the pixels and hand out what they have; the checksums do not.
    """
    if not data:
        raise ScreenUnavailable("The phone sent an empty screenshot; look again.")
    if not data.startswith(_SIGNATURE):
        raise ScreenUnavailable(f"The phone sent no PNG but {data[:40]!r}; look again.")
    place, size = len(_SIGNATURE), None
    while True:
        length, kind = struct.unpack(">I4s", data[place : place + 8].ljust(8, b"\0"))
        end = place + 12 + length
        if end > len(data):
            raise ScreenUnavailable(f"The screenshot is cut off after {len(data)} bytes; look again.")
        body = data[place + 4 : end - 4]
        if zlib.crc32(body) != int.from_bytes(data[end - 4 : end], "big"):
            raise ScreenUnavailable("The screenshot is damaged (wrong checksum); look again.")
        if kind == b"IHDR" and length == 13 and size is None:
            size = struct.unpack(">II", body[4:12])
        place = end
        if kind == b"IEND":
            break
    if size is None or place != len(data):
        raise ScreenUnavailable("The screenshot is no whole PNG file; look again.")
    return int(size[0]), int(size[1])


def decode(data: bytes) -> Image:
    """The RGB picture of a PNG file that png_size() found whole; raises ScreenUnavailable, ScreenBlack."""
    import PIL.Image

    try:
        with PIL.Image.open(BytesIO(data), formats=("PNG",)) as file:
            image = file.convert("RGB")
    except (*_DECODER_ERRORS, PIL.Image.DecompressionBombError) as error:
        raise ScreenUnavailable(f"The screenshot cannot be decoded ({error}); look again.") from error
    if image.getbbox() is None:
        raise ScreenBlack("The screen is all black: it is off, or the app in front forbids pictures; wake it or leave the app.")
    return image

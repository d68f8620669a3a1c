"""The phone's PNG files are read by others exactly as the pixels were."""

from __future__ import annotations

import io
import random
import zlib

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.phone.commands.png import PngEncoder


def decoded(data: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.mode == "RGBA"
        return picture.size, picture.tobytes()


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 300), st.integers(0, 2)), min_size=1, max_size=4), st.integers(0, 9)
)
def test_every_picture_of_a_series_survives(pictures: list[tuple[int, int, int]], seed: int) -> None:
    encoder = PngEncoder()
    draw = random.Random(seed)
    for width, height, changed in pictures:
        pixels = bytearray(width * height * 4)
        for _ in range(changed):
            pixels[draw.randrange(len(pixels))] = 255
        assert decoded(encoder.encode(width, height, bytes(pixels))) == ((width, height), bytes(pixels))


def test_the_zlib_stream_ends_with_its_right_checksum() -> None:
    pixels = random.Random(1).randbytes(50 * 200 * 4)
    data = PngEncoder().encode(50, 200, pixels)
    start = data.index(b"IDAT") + 4
    packed = data[start : start + int.from_bytes(data[start - 8 : start - 4], "big")]
    rows = zlib.decompress(packed)  # raises where the checksum is wrong
    assert rows == b"".join(b"\0" + pixels[row * 200 : row * 200 + 200] for row in range(200))


def test_an_unchanged_picture_gives_the_same_file() -> None:
    encoder = PngEncoder()
    pixels = random.Random(2).randbytes(30 * 150 * 4)
    first = encoder.encode(30, 150, pixels)
    encoder.encode(30, 150, pixels[:-4] + b"abcd")
    assert encoder.encode(30, 150, pixels) == first == PngEncoder().encode(30, 150, pixels)

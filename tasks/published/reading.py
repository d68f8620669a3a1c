"""What the published data sets have in common: JSON beside the data, pictures, and where an error is said to be."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tasks.grounding import BadGroundingData
from tasks.published.wire import BadMessage

BROKEN_PICTURE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
"""All that Pillow raises on bytes that are no picture."""
MOST_PIXELS = 50_000_000
"""Of one screen; the largest in the data sets have some 4 million."""


def read_json(file: Path) -> Any:
    """Whatever it holds; raises BadGroundingData."""
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadGroundingData(f"{file} cannot be read as JSON: {error}.") from error


def read_split(file: Path) -> Mapping[str, frozenset[str]]:
    """Names of episodes by the name of their part: {"train": [ids], …}; raises BadGroundingData."""
    parts = read_json(file)
    if not isinstance(parts, dict) or not all(isinstance(ids, list) for ids in parts.values()):
        raise BadGroundingData(f"{file} is no split: lists of episodes by the name of their part.")
    return {name: frozenset(map(str, ids)) for name, ids in parts.items()}


@contextmanager
def row_errors(file: Path, number: int) -> Iterator[None]:
    """Says of a BadMessage in which row of which file it is."""
    try:
        yield
    except BadMessage as error:
        raise BadGroundingData(f"Row {number} of {file} is not as published: {error}.") from error


def png(blob: memoryview, width: int, height: int) -> Image.Image:
    """The picture in a PNG file that has to be so large; raises BadMessage."""
    check_size(width, height)
    try:
        with Image.open(BytesIO(blob), formats=("PNG",)) as opened:
            if opened.size == (width, height):
                return opened.convert("RGB")
            found = opened.size
    except BROKEN_PICTURE as error:
        raise BadMessage(f"a picture cannot be read ({error})") from error
    raise BadMessage(f"a picture has {found[0]}x{found[1]} pixels instead of {width}x{height}")


def raw(blob: memoryview, width: int, height: int, channels: int) -> Image.Image:
    """The picture in bare bytes, row by row from the top; raises BadMessage."""
    check_size(width, height)
    if channels != 3 or len(blob) != width * height * channels:
        raise BadMessage(f"a picture of {width}x{height} pixels and {channels} colours has {len(blob)} bytes")
    return Image.frombytes("RGB", (width, height), bytes(blob))


def check_size(width: int, height: int) -> None:
    """Raises BadMessage where no screen is so large."""
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise BadMessage(f"a picture is said to have {width}x{height} pixels")

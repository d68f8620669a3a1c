"""ScreenSpot and ScreenSpot-v2 as published: JSON lists beside a folder of pictures.

Each row is {img_filename, bbox, instruction, data_type, data_source}; bbox is left, top, width, height in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tasks.grounding import BadGroundingData, Inside, Sample
from tasks.published.reading import BROKEN_PICTURE, read_json


def screenspot(directory: Path) -> Iterator[Sample]:
    """Every row of every list; raises BadGroundingData."""
    pictures = {path.name: path for path in directory.rglob("*.png")}
    for file in sorted(directory.glob("screenspot*.json")):
        rows = read_json(file)
        if not isinstance(rows, list):
            raise BadGroundingData(f"{file} is no list of rows.")
        for row in rows:
            try:
                name, (left, top, wide, high) = row["img_filename"], row["bbox"]
                instruction, kind = str(row["instruction"]), str(row["data_type"])
                source = str(row.get("data_source", ""))
            except (KeyError, TypeError, ValueError) as error:
                raise BadGroundingData(f"{file} has a row that is not ScreenSpot's: {str(row)[:120]}.") from error
            image = _picture(pictures, name, file)
            box = left / image.width, top / image.height, (left + wide) / image.width, (top + high) / image.height
            yield Sample(image, instruction, Inside(box), {"kind": kind, "file": file.stem, "source": source})


def _picture(pictures: dict[str, Path], name: str, file: Path) -> Image.Image:
    if name not in pictures:
        raise BadGroundingData(f"{file} names the picture {name}, which is nowhere under its folder.")
    try:
        return Image.open(pictures[name]).convert("RGB")
    except BROKEN_PICTURE as error:
        raise BadGroundingData(f"The picture {pictures[name]} cannot be read: {error}.") from error

"""Things to point at: on fresh screens of the virtual phone, and in published data sets.

Knows where a thing is and what it is called. Does not know models: see `scripts/bench grounding`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from PIL import Image, UnidentifiedImageError

from agent.errors import AgentError
from agent.training.goals import Scene, tap_targets
from agent.training.screens import Box, scene_of, share
from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.tree import Node

Kind = Literal["text", "icon", "toggle", "small"]
KINDS: tuple[Kind, ...] = ("text", "icon", "toggle", "small")
SMALL_DP = 36
"""What is less high or wide counts as small: chips, links, keys."""
WORDS = {
    "en-US": "tap {}",
    "zh-CN": "点按{}",
    "de-DE": "tippe auf {}",
    "ja-JP": "{}をタップ",
    "ar": "انقر على {}",
}
LOCALES = {"en-US": 0.6, "zh-CN": 0.15, "de-DE": 0.1, "ja-JP": 0.1, "ar": 0.05}
FONT_SCALES = (0.85, 1.0, 1.0, 1.0, 1.15, 1.3, 1.5)
LONGEST_WALK = 3
"""So many blind touches lead from an app's first page to the screen that is asked about, at most."""


class BadGroundingData(AgentError):
    """A data set is not in the form that it should be in; one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing asked for. box: where it is, in fractions of the picture. groups: name -> value, to count by."""

    image: Image.Image
    instruction: str
    box: Box
    groups: dict[str, str] = field(default_factory=dict)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point, in fractions of the picture, lies in the box."""
        left, top, right, bottom = self.box
        return left <= x <= right and top <= y <= bottom


def screens(seeds: Iterable[int], each: int) -> Iterator[Sample]:
    """So many screens of each world, one thing on each. The same seeds, the same samples."""
    from devices.phone.phone import Phone

    for seed in seeds:
        draw = random.Random(f"grounding/{seed}")
        options = PhoneOptions(
            seed=seed,
            clock="stepped",
            theme="dark" if draw.random() < 0.4 else "light",
            locale=draw.choices(list(LOCALES), list(LOCALES.values()))[0],
            font_scale=draw.choice(FONT_SCALES),
        )
        phone = Phone(options)
        try:
            made = 0
            while made < each:
                phone.start(draw.choice(manifest.installed()).package)
                for _ in range(draw.randint(0, LONGEST_WALK)):
                    if targets := tap_targets(scene_of(phone)):
                        phone.tap(*draw.choice(targets)[1].centre)
                scene = scene_of(phone)
                by_kind: dict[Kind, list[tuple[str, Node]]] = {}
                for name, node in tap_targets(scene):
                    by_kind.setdefault(kind_of(node, scene), []).append((name, node))
                if not by_kind or phone.secure:
                    continue
                kind = draw.choice([kind for kind in KINDS if kind in by_kind])
                name, node = draw.choice(by_kind[kind])
                width, height, pixels = phone.grab()
                yield Sample(
                    Image.frombytes("RGBA", (width, height), pixels).convert("RGB"),
                    WORDS[options.locale].format(name),
                    share(node.bounds, scene),
                    {
                        "kind": kind,
                        "language": options.locale,
                        "theme": options.theme,
                        "font": f"{options.font_scale:g}",
                    },
                )
                made += 1
        finally:
            phone.close()


def kind_of(node: Node, scene: Scene) -> Kind:
    """What kind of target it is: a toggle first, then small, then a picture without a word, then text."""
    left, top, right, bottom = node.bounds
    if node.checkable:
        return "toggle"
    if min(right - left, bottom - top) < SMALL_DP * scene.density / 160:
        return "small"
    return "text" if any(one.text for one in node.walk()) else "icon"


def screenspot(directory: Path) -> Iterator[Sample]:
    """ScreenSpot and ScreenSpot-v2 as published: JSON lists of {img_filename, bbox, instruction, data_type, data_source}
    beside a folder of pictures; bbox is left, top, width, height in pixels. Raises BadGroundingData.
    """
    files = sorted(directory.glob("screenspot*.json"))
    if not files:
        raise BadGroundingData(f"{directory} holds no screenspot*.json; give the folder of ScreenSpot or ScreenSpot-v2.")
    pictures = {path.name: path for path in directory.rglob("*.png")}
    for file in files:
        for row in _rows(file):
            try:
                name, (left, top, wide, high) = row["img_filename"], row["bbox"]
                instruction, kind = str(row["instruction"]), str(row["data_type"])
                source = str(row.get("data_source", ""))
            except (KeyError, TypeError, ValueError) as error:
                raise BadGroundingData(f"{file} has a row that is not ScreenSpot's: {str(row)[:120]}.") from error
            image = _picture(pictures, name, file)
            box = left / image.width, top / image.height, (left + wide) / image.width, (top + high) / image.height
            yield Sample(image, instruction, box, {"kind": kind, "file": file.stem, "source": source})


def _rows(file: Path) -> Sequence[dict[str, Any]]:
    try:
        rows = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadGroundingData(f"{file} cannot be read as JSON: {error}.") from error
    if not isinstance(rows, list):
        raise BadGroundingData(f"{file} is no list of rows.")
    return rows


def _picture(pictures: dict[str, Path], name: str, file: Path) -> Image.Image:
    if name not in pictures:
        raise BadGroundingData(f"{file} names the picture {name}, which is nowhere under its folder.")
    try:
        return Image.open(pictures[name]).convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise BadGroundingData(f"The picture {pictures[name]} cannot be read: {error}.") from error

"""Things to point at: what one is, and those on fresh screens of the virtual phone; see tasks/published for other ones.

Knows where a thing is and what it is called. Does not know models: see `scripts/bench grounding`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

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
class Inside:
    """Hit by every point in a box: left, top, right, bottom, in fractions of the picture."""

    box: Box

    def holds(self, x: float, y: float) -> bool:
        """Whether a point, in fractions of the picture, hits."""
        return _lies_in(self.box, x, y)


@dataclass(frozen=True, slots=True)
class Near:
    """Hit by what lies near to the point that a person touched, or in one box with it; all in fractions of the picture."""

    point: tuple[float, float]
    reach: float
    boxes: tuple[Box, ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point, in fractions of the picture, hits."""
        if math.dist(self.point, (x, y)) <= self.reach:
            return True
        return any(_lies_in(box, *self.point) and _lies_in(box, x, y) for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing asked for. groups: name -> value, to count by. hold: the finger has to stay."""

    image: Image.Image
    instruction: str
    target: Inside | Near
    groups: dict[str, str] = field(default_factory=dict)
    hold: bool = False


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
                    Inside(share(node.bounds, scene)),
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


def _lies_in(box: Box, x: float, y: float) -> bool:
    left, top, right, bottom = box
    return left <= x <= right and top <= y <= bottom

"""AndroidInTheWild as published: one step a record, in a folder for each of its five parts, and splits/standard.json.

Source of the form: android_in_the_wild/README.md, visualization_utils.py and demo.ipynb in
github.com/google-research/google-research. A picture is bare bytes (image/encoded, height x width x channels). All places are
fractions of it, y before x; an annotation is y, x, height, width.

Scored is every tap: a dual-point action (results/action_type 4) whose two ends lie at most 0.04 apart. It is asked for by the
goal of its whole episode, so a model may rightly want another way than the person went. A tap hits by the rule of the
authors (android_in_the_wild/action_matching.py at 1d49f2c): it lies at most 14 % of the screen from the person's, or both lie
in the box of the same annotation, which grows by 1.4 of its width and height for that. Only the test part is scored where
standard.json is there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.training.screens import Box
from tasks.grounding import Near, Sample
from tasks.published.reading import raw, read_split, row_errors
from tasks.published.tfrecord import shards
from tasks.published.wire import BadMessage, Row, rows

DUAL_POINT = 4
TAP_ENDS = 0.04
"""So far may the two ends of a tap lie apart, as fractions."""
TAP_DISTANCE = 0.14
GROWTH = 1.4
SPLIT = "standard.json"


def aitw(directory: Path) -> Iterator[Sample]:
    """Every tap of every episode of the test part; raises BadGroundingData."""
    split = next((path for path in (directory / SPLIT, directory / "splits" / SPLIT) if path.exists()), None)
    test = read_split(split).get("test", frozenset()) if split else None
    for file in shards(directory):
        for number, row in enumerate(rows(file)):
            with row_errors(file, number):
                if (test is None or row.text("episode_id") in test) and (sample := _tap(row, file.parent.name)) is not None:
                    yield sample


def _tap(row: Row, part: str) -> Sample | None:
    """The step as a sample; None if it is no tap."""
    if row.whole("results/action_type") != DUAL_POINT:
        return None
    (y, x), (lift_y, lift_x) = _place(row, "results/yx_touch"), _place(row, "results/yx_lift")
    if not math.hypot(y - lift_y, x - lift_x) <= TAP_ENDS:
        return None
    image = raw(
        _only(row.blobs("image/encoded")), row.whole("image/width"), row.whole("image/height"), row.whole("image/channels")
    )
    numbers = row.fractions("image/ui_annotations_positions")
    if len(numbers) % 4:
        raise BadMessage(f"image/ui_annotations_positions has {len(numbers)} values")
    boxes = tuple(grown(numbers[start : start + 4]) for start in range(0, len(numbers), 4))
    return Sample(image, row.text("goal_info"), Near((x, y), TAP_DISTANCE, boxes), {"part": part})


def grown(annotation: Sequence[float]) -> Box:
    """The box of an annotation as it counts: left, top, right, bottom. The rule bounds its size by the screen, not its end."""
    y, x, height, width = annotation
    top, left = max(0.0, y - GROWTH * height / 2), max(0.0, x - GROWTH * width / 2)
    return left, top, left + min(1.0, width + GROWTH * width), top + min(1.0, height + GROWTH * height)


def _place(row: Row, key: str) -> tuple[float, float]:
    values = row.fractions(key)
    if len(values) != 2:
        raise BadMessage(f"{key} has {len(values)} values instead of two")
    return values[0], values[1]


def _only(blobs: Sequence[memoryview]) -> memoryview:
    if len(blobs) != 1:
        raise BadMessage(f"it has {len(blobs)} pictures")
    return blobs[0]

"""AndroidControl as published: one episode a record, in files android_control-NNNNN-of-00020, with splits.json beside them.

Source of the form: android_control/README.md in github.com/google-research/google-research at 1963839, and the .proto files
under android_env/proto/a11y in github.com/google-deepmind/android_env. An episode has its pictures as PNG files, a serialized
AndroidAccessibilityForest for each picture, and one action as JSON between each two of them, with x and y in pixels.

Scored is every click and long_press, asked for by the instruction of its step (the low level). A touch hits in the box of the
smallest visible node that holds the point that the person touched, in the topmost window that has one. The code that the
authors scored with is not published, so figures are comparable with each other, and with papers only as far as these use
the same box. Where no node holds the point, the distance of AndroidInTheWild counts instead (group: rule). Only the test part
is scored where splits.json is there; test_subsplits.json says which part of that. A touch outside its picture is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from agent.training.screens import Box
from tasks.grounding import Inside, Near, Sample
from tasks.published.aitw import TAP_DISTANCE
from tasks.published.reading import check_size, png, read_split, row_errors
from tasks.published.tfrecord import shards
from tasks.published.wire import BadMessage, Row, inside, numbers, rows

TOUCHES = {"click": False, "long_press": True}
"""Action -> whether the finger stays."""
WINDOWS, LAYER, TREE, NODES, BOUNDS, VISIBLE = 1, 4, 11, 1, 2, 23
"""Field numbers of AndroidAccessibilityForest, …WindowInfo (two), …Tree and …NodeInfo (two)."""
Pixels = tuple[int, int, int, int]


def android_control(directory: Path) -> Iterator[Sample]:
    """Every touch of every episode of the test part; raises BadGroundingData."""
    splits = directory / "splits.json"
    test = read_split(splits).get("test", frozenset()) if splits.exists() else None
    parts = directory / "test_subsplits.json"
    subsplits = read_split(parts) if parts.exists() else {}
    for file in shards(directory):
        for number, row in enumerate(rows(file)):
            with row_errors(file, number):
                episode = str(row.whole("episode_id"))
                if test is not None and episode not in test:
                    continue
                part = next((name for name, ids in subsplits.items() if episode in ids), "all")
                yield from _episode(row, part)


def _episode(row: Row, part: str) -> Iterator[Sample]:
    pictures, trees = row.blobs("screenshots"), row.blobs("accessibility_trees")
    widths, heights = row.wholes("screenshot_widths"), row.wholes("screenshot_heights")
    actions, instructions = row.texts("actions"), row.texts("step_instructions")
    if not len(pictures) == len(trees) == len(widths) == len(heights) or len(actions) != len(instructions):
        raise BadMessage("its lists are not of one length")
    if len(actions) > len(pictures):
        raise BadMessage(f"it has {len(actions)} actions on {len(pictures)} pictures")
    for step, (text, instruction) in enumerate(zip(actions, instructions, strict=True)):
        kind, point = _touch(text)
        width, height = widths[step], heights[step]
        check_size(width, height)
        if point is None or not (0 <= point[0] < width and 0 <= point[1] < height):
            continue
        box = smallest_box(trees[step], *point)
        target: Inside | Near
        if box is None:
            target = Near((point[0] / width, point[1] / height), TAP_DISTANCE, ())
        else:
            target = Inside(_shares(box, width, height))
        groups = {"kind": kind, "part": part, "rule": "distance" if box is None else "box"}
        yield Sample(png(pictures[step], width, height), instruction, target, groups, hold=TOUCHES[kind])


def _touch(text: str) -> tuple[str, tuple[int, int] | None]:
    """What kind of action it is, and where it touches, in pixels; None if it is no touch."""
    try:
        action = json.loads(text)
        kind = str(action["action_type"])
        return kind, (int(action["x"]), int(action["y"])) if kind in TOUCHES else None
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise BadMessage(f"an action is {text[:80]!r}") from error


def smallest_box(forest: memoryview, x: int, y: int) -> Pixels | None:
    """Left, top, right, bottom of the smallest visible node over a point, in the topmost window that has one there."""
    for window in sorted(inside(forest, WINDOWS), key=lambda window: numbers(window).get(LAYER, 0), reverse=True):
        boxes = [
            box
            for tree in inside(window, TREE)
            for node in inside(tree, NODES)
            if numbers(node).get(VISIBLE) and (box := _bounds(node)) and box[0] <= x < box[2] and box[1] <= y < box[3]
        ]
        if boxes:
            return min(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return None


def _bounds(node: memoryview) -> Pixels | None:
    for rectangle in inside(node, BOUNDS):
        sides = numbers(rectangle)
        return sides.get(1, 0), sides.get(2, 0), sides.get(3, 0), sides.get(4, 0)
    return None


def _shares(box: Pixels, width: int, height: int) -> Box:
    left, top, right, bottom = box
    return left / width, top / height, right / width, bottom / height

"""Which things a person sees on a screen, from its pixels alone: words that stand together, icons, switches.

Knows where edges are dense. Does not know what a thing is or does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from agent.replay.features import Edges, drawn

CELL = 2
"""Pixels of a side of the squares that are joined to things."""
WORD_GAP = 9.0
"""Pixels (6 dp): what lies closer side by side is one thing. The space between words is 4 dp, that between an icon and its
title 16 dp."""
SMALLEST = 9.0
"""Pixels (6 dp) of the larger side of the smallest thing: dots, carets and dividers are less."""
THINNEST = 4.0
"""Pixels of the smaller side: a divider is a line."""


class Box(NamedTuple):
    """Columns and rows; right and bottom are outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Columns."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Rows."""
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, x: float, y: float, *, margin: float = 0.0) -> bool:
        """Whether a place lies inside, or at most margin outside."""
        return self.left - margin <= x < self.right + margin and self.top - margin <= y < self.bottom + margin

    def away(self, x: float, y: float) -> tuple[float, float]:
        """How far outside a place lies, across and down; 0 where it does not."""
        return max(self.left - x, x - self.right, 0.0), max(self.top - y, y - self.bottom, 0.0)

    def scaled(self, factor: float) -> Box:
        """The same in a picture so many times as large."""
        return Box(*(value * factor for value in self))

    def grown(self, across: float, down: float | None = None) -> Box:
        """With so much more on each side; down: above and below, the same if None."""
        down = across if down is None else down
        return Box(self.left - across, self.top - down, self.right + across, self.bottom + down)


@dataclass
class _Run:
    """Squares in one row without a gap; parent: of the tree that joins runs to one thing."""

    left: int
    right: int
    row: int
    parent: int


def blocks(found: Edges) -> list[Box]:
    """All things of a screen at working scale, from top to bottom."""
    cells = _cells(drawn(found))
    runs: list[_Run] = []
    before: list[int] = []
    reach = round(WORD_GAP / CELL)
    for row in range(cells.shape[0]):
        here: list[int] = []
        for left, right in _runs(cells[row], reach):
            number = len(runs)
            runs.append(_Run(left, right, row, number))
            here.append(number)
            for other in before:
                if runs[other].left < right and left < runs[other].right:
                    runs[_root(runs, other)].parent = _root(runs, number)
        before = here
    boxes: dict[int, Box] = {}
    for number, run in enumerate(runs):
        one = Box(run.left * CELL, run.row * CELL, run.right * CELL, (run.row + 1) * CELL)
        root = _root(runs, number)
        old = boxes.get(root, one)
        boxes[root] = Box(
            min(old.left, one.left), min(old.top, one.top), max(old.right, one.right), max(old.bottom, one.bottom)
        )
    return sorted(
        (box for box in boxes.values() if max(box.width, box.height) >= SMALLEST and min(box.width, box.height) >= THINNEST),
        key=lambda box: (box.top, box.left),
    )


def _cells(ink: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    rows, columns = ink.shape[0] // CELL, ink.shape[1] // CELL
    cut = ink[: rows * CELL, : columns * CELL]
    return np.asarray(cut.reshape(rows, CELL, columns, CELL).any(axis=(1, 3)))


def _runs(row: npt.NDArray[np.bool_], reach: int) -> list[tuple[int, int]]:
    """First and last + 1 of what is set without a gap longer than reach."""
    where = np.flatnonzero(row)
    if not len(where):
        return []
    breaks = np.flatnonzero(np.diff(where) > reach)
    firsts = where[np.concatenate(([0], breaks + 1))]
    lasts = where[np.concatenate((breaks, [len(where) - 1]))]
    return [(int(first), int(last) + 1) for first, last in zip(firsts, lasts, strict=True)]


def _root(runs: list[_Run], number: int) -> int:
    while runs[number].parent != number:
        runs[number].parent = runs[runs[number].parent].parent
        number = runs[number].parent
    return number

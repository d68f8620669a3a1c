"""Lays several rows into one sequence, in which each sees itself alone; what some of them begin with stands there once.

The rows form a tree: a block is a stretch of tokens that the same rows go through, and it sees the blocks above it. So each
row still reads exactly its own tokens at its own positions, as it would alone. Knows: numbers. Does not know: tokens, torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 32
"""Tokens that rows must have in common before it pays to compute them once: each block is a call of its own."""

Places = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the sequence. row, first: whose tokens stand in it, from which of that row's on. start, stop: its places.
    before: the other places that it sees, in order. rows: how many rows go through it.
    """

    row: int
    first: int
    start: int
    stop: int
    before: tuple[Places, ...]
    rows: int = 1


def common(one: NDArray[np.int64], other: NDArray[np.int64], first: int, last: int) -> int:
    """How many places from `first` on are alike, before `last`."""
    differ = one[first:last] != other[first:last]
    return int(np.argmax(differ)) if differ.any() else last - first


def lay(rows: Sequence[NDArray[np.int64]], shareable: Sequence[int], *, least: int = LEAST) -> tuple[Block, ...]:
    """The blocks of a sequence, in the order of their places, which they cover without a gap.

    rows: what stands at each place of a row. shareable: how many of its first places others may share. The rows stay in
    order, except that those that share follow each other.
    """
    blocks: list[Block] = []

    def grow(members: Sequence[int], first: int, before: tuple[Places, ...]) -> None:
        left = list(members)
        while left:
            row, *others = left
            alike = {other: common(rows[row], rows[other], first, min(shareable[row], shareable[other])) for other in others}
            sharing = [other for other, length in alike.items() if length >= least]
            stop = first + min(alike[other] for other in sharing) if sharing else len(rows[row])
            start = blocks[-1].stop if blocks else 0
            blocks.append(Block(row, first, start, start + stop - first, before, 1 + len(sharing)))
            if sharing:
                grow([row, *sharing], stop, _joined(before, (start, start + stop - first)))
            left = [other for other in others if other not in sharing]

    grow(range(len(rows)), 0, ())
    return tuple(blocks)


def _joined(before: tuple[Places, ...], places: Places) -> tuple[Places, ...]:
    if before and before[-1][1] == places[0]:
        return (*before[:-1], (before[-1][0], places[1]))
    return (*before, places)


def divide(
    rows: Sequence[NDArray[np.int64]], shareable: Sequence[int], *, most_rows: int, most: int, least: int = LEAST
) -> list[range]:
    """Which rows go into one sequence: as many in a row as fit into `most` places, those that are shared counted once.

    A row that is longer than `most` goes alone. What less than `least` tokens of sharing would save is not counted.
    """
    found: list[range] = []
    start, filled = 0, 0
    for row, places in enumerate(rows):
        alike = [common(places, rows[other], 0, min(shareable[row], shareable[other])) for other in range(start, row)]
        shared = max(alike, default=0)
        more = len(places) - (shared if shared >= least else 0)
        if row > start and (filled + more > most or row - start >= most_rows):
            found.append(range(start, row))
            start, filled, more = row, 0, len(places)
        filled += more
    if len(rows) > start:
        found.append(range(start, len(rows)))
    return found

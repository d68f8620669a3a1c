"""How long rows are and how they fall into sequences, told from a sample before anything is loaded. Knows no weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.training.trainer.batches import Example, Reader, pack
from agent.training.trainer.feeding import passes
from agent.training.trainer.order import Order
from agent.training.trainer.rows import Row, Rows, some

SAMPLE = 256
"""Rows that are measured."""


@dataclass(frozen=True, slots=True)
class Load:
    """What goes through a model. tokens: padding included; patches: of its pictures; reply: tokens that are learnt."""

    tokens: int
    patches: int
    reply: int

    def times(self, number: int) -> Load:
        """So many of it."""
        return Load(number * self.tokens, number * self.patches, number * self.reply)

    def plus(self, other: Load) -> Load:
        """Both."""
        return Load(self.tokens + other.tokens, self.patches + other.patches, self.reply + other.reply)

    def least(self, other: Load) -> Load:
        """The smaller of each."""
        return Load(min(self.tokens, other.tokens), min(self.patches, other.patches), min(self.reply, other.reply))

    def most(self, other: Load) -> Load:
        """The larger of each."""
        return Load(max(self.tokens, other.tokens), max(self.patches, other.patches), max(self.reply, other.reply))


NO_LOAD = Load(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """row: the most that one row holds. most: tokens of a packed sequence, None where rows are padded. at_once: the most that
    goes through together, as far as a sample tells. saved: share of the tokens of the rows that are not computed, since
    another row begins with them; below 0 where padding adds some.
    """

    row: Load
    most: int | None
    at_once: Load
    saved: float


def measure(rows: Rows, reader: Reader, order: Order, *, size: int, batch: int, wish: int | None) -> Measured:
    """Look at some rows, and at the first steps. size: rows of a step on one device. wish: as Wish.pack. Raises BadRows."""
    longest = NO_LOAD
    for row in (*some(rows.train, SAMPLE), *some(rows.validation, SAMPLE)):
        longest = longest.most(_load([reader.sketch(row)], reader, packed=False))
    most = None if wish == 0 else wish or batch * longest.tokens
    bound = longest.times(batch)
    if most is not None:
        bound = Load(min(bound.tokens, max(most, longest.tokens)), bound.patches, bound.reply)
    alone, computed, seen = 0, 0, NO_LOAD
    for step in range(max(1, SAMPLE // size)):
        numbers = order.step(step, min(size, SAMPLE))
        for examples in passes([rows.train[number] for number in numbers], reader, batch=batch, most=most):
            load = _load(examples, reader, packed=most is not None)
            alone, computed, seen = alone + sum(map(len, examples)), computed + load.tokens, seen.most(load)
    return Measured(longest, most, bound.least(seen.plus(longest)) if size <= SAMPLE else bound, 1 - computed / alone)


def _load(examples: Sequence[Example], reader: Reader, *, packed: bool) -> Load:
    tokens = int(pack(examples, image=reader.image).ids.numel()) if packed else len(examples) * max(map(len, examples))
    sizes = {path: size for one in examples for path, size in zip(one.row.pictures, one.sizes, strict=True)}
    area = sum(size.frames * size.rows * size.columns for size in sizes.values())
    return Load(tokens, area * reader.rules.merge**2, sum(len(one.reply) for one in examples))


def order_of(rows: Sequence[Row], *, seed: int, together: int) -> Order:
    """The order in which rows are learnt; those of an episode stay side by side, so many at a time."""
    follows = [number > 0 and row.follows(rows[number - 1]) for number, row in enumerate(rows)]
    return Order(len(rows), seed=seed, together=together, follows=follows)

"""Guesses how a reply goes on from what was said before, so that the model can confirm many tokens in one pass.

Knows: sequences of ids. Does not know: text, grammar, weights. A guess never changes a reply, only the time it takes.
"""

from __future__ import annotations

from collections.abc import Sequence

ORDERS = (4, 3, 2)
"""How many last tokens are looked up, the most telling first."""
AHEAD = 12
"""Tokens guessed at once; on two cores a pass over 13 costs about a third more than a pass over one."""
REMEMBERED = 20_000
"""Contexts kept; the oldest are forgotten first."""


class Drafter:
    """Remembers which tokens followed which."""

    def __init__(self) -> None:
        self._after: dict[tuple[int, ...], tuple[int, ...]] = {}

    def learn(self, ids: Sequence[int]) -> None:
        """Remember a sequence; what was learnt last is guessed first."""
        after = self._after
        for order in ORDERS:
            for place in range(order, len(ids)):
                context = tuple(ids[place - order : place])
                after.pop(context, None)
                after[context] = tuple(ids[place : place + AHEAD])
        while len(after) > REMEMBERED:
            del after[next(iter(after))]

    def guess(self, ids: Sequence[int]) -> tuple[int, ...]:
        """What may follow these ids: at most AHEAD tokens, or none."""
        for order in ORDERS:
            found = self._after.get(tuple(ids[-order:]))
            if found:
                return found
        return ()

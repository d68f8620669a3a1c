"""Where a crawler has been: what it saw and touched on each screen, and where each touch led."""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from collections.abc import Sequence

Screen = tuple[str, str]
"""Package and page."""


class Atlas:
    """Leads to what has never been touched: on this screen, or by known ways on another one.

    names: numbers that stand for what can be touched; its texts would fill the memory that is measured beside it. 0: nothing.
    """

    def __init__(self) -> None:
        self._touches: Counter[tuple[Screen, int]] = Counter()
        self._fresh: defaultdict[Screen, set[int]] = defaultdict(set)  # seen and never touched
        self._ways: defaultdict[Screen, dict[int, Screen]] = defaultdict(dict)  # what was touched -> where that led

    def choose(
        self, screen: Screen, names: Sequence[int], families: Sequence[int], draw: random.Random, *, guided: float
    ) -> int:
        """Which of the things on a screen to touch: their index.

        families: things with the same number lie side by side; of a long list no more is touched at first than of a short one.
        guided: how often, from 0 to 1, the atlas is followed; at other times the less often a thing was touched, the likelier.
        """
        fresh = [index for index, name in enumerate(names) if not self._touches[screen, name]]
        self._fresh[screen] |= {names[index] for index in fresh}
        index = None
        if draw.random() < guided:
            if fresh:
                family = draw.choice(sorted({families[number] for number in fresh}))
                index = draw.choice([number for number in fresh if families[number] == family])
            elif (name := self._lead(screen)) in names:
                index = names.index(name)
        if index is None:
            index = draw.choices(range(len(names)), weights=[1.0 / (1 + self._touches[screen, name]) for name in names])[0]
        self._touches[screen, names[index]] += 1
        self._fresh[screen].discard(names[index])
        return index

    def led(self, screen: Screen, name: int, to: Screen) -> None:
        """Remember where a touch led."""
        self._ways[screen][name] = to

    def _lead(self, screen: Screen) -> int:
        """The first touch of the shortest known way to a screen with something never touched; 0 where there is none."""
        queue: deque[tuple[Screen, int]] = deque([(screen, 0)])
        known = {screen}
        while queue:
            here, first = queue.popleft()
            if first and self._fresh[here]:
                return first
            for name, there in self._ways[here].items():
                if there not in known:
                    known.add(there)
                    queue.append((there, first or name))
        return 0

"""The numbered settings of the simulated controller, with the checks that GRBL 1.1 makes.

Knows `$0` to `$132`. Does not know what the settings do.
"""

from __future__ import annotations

import math
import re

from devices.stylus.simulator.block import Wrong

FACTORY: dict[int, float] = {
    **{0: 10, 1: 25, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0, 10: 3, 11: 0.010, 12: 0.002, 13: 0},
    **{20: 1, 21: 0, 22: 1, 23: 0, 24: 100.0, 25: 2000.0, 26: 250, 27: 1.0, 30: 1000, 31: 0, 32: 0},
    **{100: 80.0, 101: 80.0, 102: 400.0, 110: 9000.0, 111: 9000.0, 112: 4500.0},
    **{120: 800.0, 121: 800.0, 122: 800.0, 130: 170.0, 131: 230.0, 132: 30.0},
}
"""A pen plotter for a phone; both limits are on, as they must be."""
_WHOLE = {0, 1, 2, 3, 4, 5, 6, 10, 13, 20, 21, 22, 23, 26, 32}
_ASSIGN = re.compile(r"\$(\d{1,3})=(-?\d+\.?\d*)")


class Settings:
    """values: by number."""

    def __init__(self, **changes: float) -> None:
        self.values = dict(FACTORY) | {int(name.removeprefix("s")): value for name, value in changes.items()}

    def __getitem__(self, number: int) -> float:
        return self.values[number]

    @property
    def travel(self) -> tuple[float, float, float]:
        """$130 to $132: mm that each axis can go below 0."""
        return self[130], self[131], self[132]

    def listed(self) -> list[str]:
        """The lines that `$$` gives."""
        return [f"${number}={self._written(number)}" for number in sorted(self.values)]

    def assign(self, line: str) -> None:
        """Do `$N=value`; raises Wrong."""
        found = _ASSIGN.fullmatch(line)
        if found is None:
            raise Wrong(3 if "=" not in line else 2)
        number, value = int(found[1]), float(found[2])
        if number not in self.values or not math.isfinite(value):
            raise Wrong(3)
        if value < 0:
            raise Wrong(4)
        if number == 20 and value and not self[22]:
            raise Wrong(10)
        self.values[number] = value
        if number == 22 and not value:
            self.values[20] = 0

    def _written(self, number: int) -> str:
        value = self.values[number]
        return f"{value:.0f}" if number in _WHOLE else f"{value:.3f}"

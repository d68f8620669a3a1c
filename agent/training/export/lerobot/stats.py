"""Statistics of columns, by which policies scale what they see and do.

Knows numbers. Does not know files. The names are those of `meta/stats.json`: min, max, mean, std (of the whole, not of a
sample), count, and quantiles. Everything is exact: of pictures, all pixels are counted.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

QUANTILES = {"q01": 0.01, "q10": 0.1, "q50": 0.5, "q90": 0.9, "q99": 0.99}
LEVELS = 256
Statistics = dict[str, list[object]]


def of_numbers(rows: Sequence[Sequence[float]]) -> Statistics:
    """Of vectors of one length, entry by entry; at least one."""
    values = np.asarray(rows, dtype=np.float64)
    found: dict[str, NDArray[np.float64]] = {
        "min": values.min(axis=0),
        "max": values.max(axis=0),
        "mean": values.mean(axis=0),
        "std": values.std(axis=0),
        **{name: np.quantile(values, share, axis=0) for name, share in QUANTILES.items()},
    }
    return {**{name: value.tolist() for name, value in found.items()}, "count": [len(values)]}


@dataclass
class Colours:
    """How often each of the 256 levels was seen, per channel; pictures: how many were counted."""

    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((3, LEVELS), np.int64))
    pictures: int = 0

    def see(self, png: bytes) -> None:
        """Count the pixels of a picture."""
        with Image.open(io.BytesIO(png)) as image:
            self.counts += np.asarray(image.convert("RGB").histogram(), np.int64).reshape(3, LEVELS)
        self.pictures += 1

    def add(self, other: Colours) -> None:
        """Count what somebody else has counted."""
        self.counts += other.counts
        self.pictures += other.pictures

    def statistics(self) -> Statistics:
        """Of the channels, as shares of full brightness; each value is [[[red]], [[green]], [[blue]]]. At least one picture."""
        levels = np.arange(LEVELS) / (LEVELS - 1)
        total = self.counts.sum(axis=1)
        mean = self.counts @ levels / total
        square = self.counts @ levels**2 / total
        summed = np.cumsum(self.counts, axis=1)
        seen = self.counts > 0
        found = {
            "min": levels[seen.argmax(axis=1)],
            "max": levels[LEVELS - 1 - seen[:, ::-1].argmax(axis=1)],
            "mean": mean,
            "std": np.sqrt(np.maximum(square - mean**2, 0.0)),
            **{
                name: levels[np.array([int(np.searchsorted(one, share * one[-1])) for one in summed])]
                for name, share in QUANTILES.items()
            },
        }
        return {**{name: value.reshape(3, 1, 1).tolist() for name, value in found.items()}, "count": [self.pictures]}

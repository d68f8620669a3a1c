"""What a measurement hands over: text for people, figures for programs, and which promises it missed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


class CannotMeasure(Exception):
    """Something that a measurement needs does not work; str() is one sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """text: lines for a terminal. figures: plain data. missed: one sentence for each promise that was not kept."""

    text: str
    figures: dict[str, Any]
    missed: tuple[str, ...] = ()


def tracked(things: Sequence[T], title: str) -> Iterable[T]:
    """The same things one by one, with a progress bar on standard error."""
    return track(things, description=title, console=Console(stderr=True))


def rows(lines: Iterable[tuple[str, str]]) -> str:
    """Name and value, one pair a line, the values under each other."""
    pairs = list(lines)
    width = max(len(name) for name, _ in pairs)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in pairs)


def spread(values: Sequence[float], unit: str = "s", digits: int = 2) -> str:
    """The median of some measurements, their range and number."""
    low, middle, high = (f"{value:.{digits}f}" for value in (min(values), median(values), max(values)))
    return f"{middle} {unit} (median of {len(values)}; {low} to {high})"

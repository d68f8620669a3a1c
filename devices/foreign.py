"""Calls into somebody else's code, which may raise anything.

Knows only that. What such code raises breaks nothing but itself.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self


class Kept:
    """`with Kept() as kept:` keeps whatever is raised inside as kept.error, Ctrl-C and SystemExit included."""

    error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        self.error = error
        return True


def described(error: BaseException | None) -> str:
    """What was raised, as a part of a sentence."""
    said = " ".join(str(error).split())[:300].rstrip(".")
    return f"it raised {type(error).__name__}" + (f": {said}" if said else "")

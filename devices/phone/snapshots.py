"""What a snapshot remembers of a phone besides its store: when, which apps ran, what was in front. Knows no Qt.

Typed text that no app has stored, and how far a list was scrolled, are not remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Moment:
    """seconds: since the phone was switched on. width, height: pixels as the screen is turned; rotation: quarter turns.

    running: packages, the newest first. front: the package in front, or empty. page, values: what opens its page again.
    """

    seconds: float
    width: int
    height: int
    density: int
    rotation: int
    awake: bool
    locked: bool
    running: tuple[str, ...] = ()
    front: str = ""
    page: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values for the store."""
        return asdict(self)

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> Moment:
        """Back from the store."""
        return cls(**{**state, "running": tuple(state["running"])})

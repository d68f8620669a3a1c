"""How long an episode may go on, and how long it took.

Knows numbers and a clock. Does not know what an episode is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop.

    steps: replies asked for. unreadable: unreadable replies in a row. repeats: attempts at the same action on the same
    screen. unchanged: actions in a row (waiting apart) that left the screen as it was. screen: seconds to go on looking
    where there is no true picture. settle: seconds for the screen to come to rest after an action.
    """

    steps: int = 20
    unreadable: int = 3
    repeats: int = 3
    unchanged: int = 4
    screen: float = 10.0
    settle: float = 3.0


@dataclass(slots=True)
class Clock:
    """Where the time of an episode went; begun: seconds as time.monotonic() counts them."""

    begun: float = field(default_factory=time.monotonic)
    split: dict[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.begun

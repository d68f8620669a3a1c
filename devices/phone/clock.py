"""The phone's own time: seconds since it was switched on, by the host's clock or step by step. Knows no Qt."""

from __future__ import annotations

import time
from typing import Literal

STEP_SECONDS = 0.5
"""How far a stepped clock goes with each touch, key and text."""


class PhoneClock:
    """Seconds since the phone was switched on.

    kind: "running" follows the host's monotonic clock; "stepped" stands still between calls of step() and advance().
    """

    def __init__(self, kind: Literal["running", "stepped"] = "running") -> None:
        self.kind = kind
        self._ahead = 0.0
        self._booted = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the phone was switched on."""
        return self._ahead + (time.monotonic() - self._booted if self.kind == "running" else 0.0)

    def set(self, seconds: float) -> None:
        """Let it be so many seconds after the phone was switched on."""
        self._ahead += seconds - self.seconds

    def advance(self, seconds: float) -> None:
        """Go ahead by so many seconds; raises ValueError for a negative number."""
        if seconds < 0:
            raise ValueError(f"The clock cannot go back by {-seconds} seconds.")
        self._ahead += seconds

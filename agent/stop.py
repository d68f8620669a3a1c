"""Why an episode is over.

Knows one exception. Does not know what leads to it.
"""

from __future__ import annotations

from agent.lines import Outcome


class Stop(Exception):
    """The episode is over; carries how. offered: see Ended."""

    def __init__(self, outcome: Outcome, message: str, *, offered: str | None = None) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message
        self.offered = offered

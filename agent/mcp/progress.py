"""What a client is told while a task runs: one short sentence for some of the lines of an episode.

Knows lines. Does not know the protocol.
"""

from __future__ import annotations

from agent.decision import Act
from agent.lines import Decided, Line, NotPerformed, Unreadable
from devices.actions import describe


def said(line: Line) -> tuple[int, str] | None:
    """The step and what happens in it; None for lines of which nobody is told."""
    match line:
        case Decided(step=step, decisions=(Act(action=action), *_)):
            return step, describe(action)
        case Decided(step=step, decisions=(first, *_)):
            return step, first.decision
        case Unreadable(step=step):
            return step, "a reply that could not be read"
        case NotPerformed(step=step, message=message):
            return step, f"not done: {message}"
        case _:
            return None

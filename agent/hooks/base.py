"""What a hook is: an object with one method for each moment, or a function that takes the event.

Knows the shape that a hook has. Does not call it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from agent.hooks.events import (
    AfterDecide,
    AfterObserve,
    AfterPerform,
    AtEnd,
    BeforeDecide,
    BeforeObserve,
    BeforePerform,
    Event,
)
from agent.hooks.results import Result

Call = Callable[[Event], Result | None]
"""A hook as a function: it is told every event, and returns a result or None."""
SECONDS = 5.0
"""How long a hook may take for one event, unless it says otherwise."""


class Hook:
    """Override the moments that matter; the others say nothing, which means: go on.

    name: for the recording and for people; the class's own where it is empty. seconds: how long one call may take; a hook
    that takes longer is given up (None: as long as it likes, and it is called in the loop's own thread).
    safety: where it fails, the episode stops instead of going on without it.
    Calls come one at a time, from one thread that is not the main one.
    """

    name: str = ""
    seconds: float | None = SECONDS
    safety: bool = False

    def before_observe(self, event: BeforeObserve) -> Result | None:
        """The screen is about to be looked at."""

    def after_observe(self, event: AfterObserve) -> Result | None:
        """There is a new frame."""

    def before_decide(self, event: BeforeDecide) -> Result | None:
        """The model is about to be asked; its instruction may be edited."""

    def after_decide(self, event: AfterDecide) -> Result | None:
        """The model has decided; the decision may be vetoed, an action edited."""

    def before_perform(self, event: BeforePerform) -> Result | None:
        """An action is about to be done; it may be vetoed or edited."""

    def after_perform(self, event: AfterPerform) -> Result | None:
        """An action was done, or was not."""

    def at_end(self, event: AtEnd) -> Result | None:
        """The episode is over."""

    def close(self) -> None:
        """Let go of whatever the hook holds; called once, after the end."""

    def __call__(self, event: Event) -> Result | None:
        """The method of the event's moment."""
        match event:
            case BeforeObserve():
                return self.before_observe(event)
            case AfterObserve():
                return self.after_observe(event)
            case BeforeDecide():
                return self.before_decide(event)
            case AfterDecide():
                return self.after_decide(event)
            case BeforePerform():
                return self.before_perform(event)
            case AfterPerform():
                return self.after_perform(event)
            case AtEnd():
                return self.at_end(event)
            case _:
                assert_never(event)


class Plain(Hook):
    """A function as a hook."""

    def __init__(self, call: Call) -> None:
        """call: is told every event."""
        self._call = call
        self.name = str(getattr(call, "__qualname__", "") or type(call).__name__)

    def __call__(self, event: Event) -> Result | None:
        """What the function says."""
        return self._call(event)

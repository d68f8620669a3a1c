"""What a hook may say: a closed union of frozen values, and at which moments it may say it.

Knows what the loop can do about it. Does not know hooks. A result that does not fit its moment is a failure of the hook.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, model_validator

from agent.decision import Act
from agent.hooks.events import AfterDecide, AtEnd, BeforeDecide, BeforePerform, Event
from agent.lines import Outcome
from devices.actions import Action, Frozen

Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class Go(Frozen):
    """Go on; a hook that returns None says the same."""

    do: Literal["go"] = "go"


class Veto(Frozen):
    """Do not do it. Recorded as not performed; the model is told the reason. After a decision that ends: do not end yet."""

    do: Literal["veto"] = "veto"
    reason: Reason


class Edit(Frozen):
    """Go on, but with this: another action, or before the model is asked another instruction for this one prompt."""

    do: Literal["edit"] = "edit"
    action: Action | None = None
    instruction: Annotated[str, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Edit:
        if (self.action is None) == (self.instruction is None):
            raise ValueError("an edit names either an action or an instruction")
        return self


class Log(Frozen):
    """Go on, and write this down."""

    do: Literal["log"] = "log"
    text: Reason


class Stop(Frozen):
    """End the episode. A hook cannot say that the task was done: only the agent claims that, and only a check knows."""

    do: Literal["stop"] = "stop"
    reason: Reason
    outcome: Literal[Outcome.NEEDS_USER, Outcome.GAVE_UP, Outcome.REFUSED, Outcome.CANCELLED, Outcome.DEVICE_LOST] = (
        Outcome.NEEDS_USER
    )


GO = Go()
Result = Annotated[Go | Veto | Edit | Log | Stop, Field(discriminator="do")]
RESULT: TypeAdapter[Result] = TypeAdapter(Result)
"""Reads a result from plain data: RESULT.validate_python({"do": "veto", "reason": "not at night"})."""


def misfit(result: Result, event: Event) -> str:
    """Why a result cannot be taken at a moment; empty where it can."""
    moment = event.moment
    match result:
        case Veto() if not isinstance(event, AfterDecide | BeforePerform):
            return f"there is nothing to veto at {moment}"
        case Edit(action=None) if not isinstance(event, BeforeDecide):
            return f"the instruction can be edited at before_decide, not at {moment}"
        case Edit(instruction=None) if isinstance(event, AfterDecide) and not isinstance(event.decision, Act):
            return "the decision is no action, so there is none to edit; veto it or stop"
        case Edit(instruction=None) if not isinstance(event, AfterDecide | BeforePerform):
            return f"there is no action to edit at {moment}"
        case Stop() if isinstance(event, AtEnd):
            return "the episode is over already"
        case _:
            return ""

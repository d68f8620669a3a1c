"""What a model can decide: one action on the device, or one way to end."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from devices.actions import Action, Frozen


class Act(Frozen):
    """Do one action, then look again."""

    decision: Literal["act"] = "act"
    action: Action


class Finish(Frozen):
    """The model claims that the instruction is carried out."""

    decision: Literal["finish"] = "finish"
    message: str = ""


class Answer(Frozen):
    """The model answers a question; this ends the episode."""

    decision: Literal["answer"] = "answer"
    text: str


class AskUser(Frozen):
    """Only a person can go on (a password, a choice, a risk)."""

    decision: Literal["ask"] = "ask"
    question: str


class GiveUp(Frozen):
    """The model says that it cannot be done."""

    decision: Literal["give_up"] = "give_up"
    reason: str = ""


Decision = Annotated[Act | Finish | Answer | AskUser | GiveUp, Field(discriminator="decision")]

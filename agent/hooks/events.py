"""What a hook is told, moment by moment: a closed union of frozen values.

Knows what is known at each moment of a step. Does not know what hooks do about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from agent.decision import Decision
from agent.lines import Moment, NotPerformed, Outcome, Performed
from devices.actions import Action
from devices.frame import Frame


@dataclass(frozen=True, slots=True)
class Screen:
    """What is on the screen. file: the frame as a PNG in the recording; read it, do not change it."""

    frame: Frame
    file: Path


@dataclass(frozen=True, slots=True)
class BeforeObserve:
    """The screen is about to be looked at. step: from 1."""

    moment: ClassVar[Moment] = "before_observe"
    step: int


@dataclass(frozen=True, slots=True)
class AfterObserve:
    """This is on the screen."""

    moment: ClassVar[Moment] = "after_observe"
    step: int
    screen: Screen


@dataclass(frozen=True, slots=True)
class BeforeDecide:
    """The model is about to be asked. instruction: as it will be told. history: one line for each step before."""

    moment: ClassVar[Moment] = "before_decide"
    step: int
    screen: Screen
    instruction: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AfterDecide:
    """The model has said this; it is recorded, and nothing is done yet. instruction: the person's. text: the raw reply."""

    moment: ClassVar[Moment] = "after_decide"
    step: int
    screen: Screen
    instruction: str
    text: str
    thought: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class BeforePerform:
    """This action is about to be done. action: as decided, or as a hook has changed it."""

    moment: ClassVar[Moment] = "before_perform"
    step: int
    screen: Screen
    instruction: str
    thought: str
    action: Action


@dataclass(frozen=True, slots=True)
class AfterPerform:
    """What came of it. done: Performed, or NotPerformed where the device did not confirm it; a veto is not told here."""

    moment: ClassVar[Moment] = "after_perform"
    step: int
    action: Action
    done: Performed | NotPerformed


@dataclass(frozen=True, slots=True)
class AtEnd:
    """The episode is over, however it ended: finished, stuck, an error, Ctrl-C. step: the last one begun, 0 if none was."""

    moment: ClassVar[Moment] = "at_end"
    step: int
    outcome: Outcome
    message: str


Event = BeforeObserve | AfterObserve | BeforeDecide | AfterDecide | BeforePerform | AfterPerform | AtEnd

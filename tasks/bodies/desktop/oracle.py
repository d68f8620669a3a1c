"""The oracle of a desktop as a model: it reads what programs tell, and decides as a careful person would. It looks at no
pixel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import cast

from agent.decision import Act, Answer, Finish
from agent.dialects import dialect
from agent.errors import ModelFailed
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Step
from devices.actions import Wait
from tasks.bodies.desktop.hand import DeskHand
from tasks.hand import Chosen, Lost, Memory
from tasks.task import Oracle

DeskSolution = Callable[[DeskHand], str | None]
"""Does a task by mouse and keys. Returns when everything is done: None, or the answer that was asked for."""
LOST = Step("It is not there yet: wait.", Act(action=Wait(seconds=1)))

PATIENCE, AGAIN = 4.0, 0.3
"""Seconds that a program is given to do what it was told before it is told again, and between two looks."""


def solution(oracle: DeskSolution) -> Oracle:
    """A desktop's oracle where a case wants one; only a desktop's session calls it, with a hand of its own."""
    return cast(Oracle, oracle)


class DeskOracle(Model):
    """Decides by a task's own oracle. look: what it sees now; keeps its memory for one episode."""

    def __init__(self, oracle: Oracle, look: Callable[[Memory], DeskHand]) -> None:
        self._oracle = cast(DeskSolution, oracle)
        self._look = look
        self._memory = Memory()
        self._last: Step | None = None

    @property
    def info(self) -> ModelInfo:
        """It speaks the dialect of Qwen2-VL."""
        return ModelInfo(name="oracle", dialect="qwen2_vl")

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it knows better)
        """The next step as a reply; raises DeviceError where the desktop does not answer, ModelFailed where it is lost."""
        begun = time.monotonic()
        step = self._next(self._look(self._memory))
        while step == self._last and not _waits(step) and time.monotonic() < begun + PATIENCE:
            time.sleep(AGAIN)  # what was done last has not been seen to do anything: the program is slow
            step = self._next(self._look(self._memory))
        self._last = step
        text = dialect(self.info.dialect).render(step.thought, step.decision)
        return Reply(text=text, seconds={"decode": time.monotonic() - begun})

    def _next(self, hand: DeskHand) -> Step:
        try:
            answer = self._oracle(hand)
        except Chosen as chosen:
            return chosen.step
        except Lost as lost:
            if hand.lost():
                raise ModelFailed(f"The oracle is lost: {lost}.") from lost
            return LOST
        return Step("Everything is done.", Finish()) if answer is None else Step("This is the answer.", Answer(text=answer))


def _waits(step: Step) -> bool:
    return isinstance(step.decision, Act) and isinstance(step.decision.action, Wait)

"""Agents that must not succeed: whoever does nothing, anything, or only talks. A task that one of them passes is no task.

Knows how little an agent can do. Does not know tasks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from agent.decision import Act, Answer, Decision, Finish, GiveUp
from agent.dialects import dialect
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from devices.actions import Action, Press, Scroll, Swipe, Tap, Type, Wait

SPEECH = "qwen2_vl"
Decide = Callable[[random.Random, str], Decision]
"""Decides by chance and by the instruction alone."""


class Probe(Model):
    """Decides without looking. seed: of its chance."""

    def __init__(self, name: str, decide: Decide, instruction: str, seed: int) -> None:
        self._name = name
        self._decide = decide
        self._instruction = instruction
        self._draw = random.Random(seed)

    @property
    def info(self) -> ModelInfo:
        """It speaks the dialect of Qwen2-VL."""
        return ModelInfo(name=self._name, dialect=SPEECH)

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it does not look)
        """What it would do anyway."""
        return Reply(text=dialect(SPEECH).render("", self._decide(self._draw, self._instruction)))


def _nothing(draw: random.Random, instruction: str) -> Decision:  # noqa: ARG001
    return Act(action=Wait(seconds=0))


def _anything(draw: random.Random, instruction: str) -> Decision:
    """Touches anywhere, mostly; now and then strokes, keys and the words of the instruction."""
    x, y = draw.random(), draw.random()
    action: Action
    match draw.choices(("tap", "scroll", "swipe", "press", "type"), (75, 8, 5, 6, 6))[0]:
        case "tap":
            action = Tap(x=x, y=y)
        case "scroll":
            action = Scroll(direction=draw.choice(("up", "down")))
        case "swipe":
            action = Swipe(x=x, y=y, to_x=draw.random(), to_y=draw.random())
        case "press":
            action = Press(key=draw.choice(("back", "home", "enter")))
        case _:
            action = Type(text=draw.choice(instruction.split() or ["a"]))
    return Act(action=action)


def _echo(draw: random.Random, instruction: str) -> Decision:
    """Says back what it was told: by typing it, or as an answer."""
    return draw.choice((Act(action=Type(text=instruction)), Act(action=Tap(x=0.5, y=0.1)), Answer(text=instruction)))


PROBES: Mapping[str, Decide] = {
    "do_nothing": _nothing,
    "random": _anything,
    "always_finished": lambda _draw, _instruction: Finish(message="Done."),
    "always_giving_up": lambda _draw, _instruction: GiveUp(reason="It cannot be done."),
    "echo": _echo,
}
"""All of them by name."""

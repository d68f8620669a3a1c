"""The contract of a dialect: a prompt one way, a decision the other way.

A dialect alone knows its model's coordinate space; it hands out and takes fractions of the frame.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.decision import Decision
from agent.prompt import Prompt
from devices.actions import TOUCH_KINDS

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class Written:
    """One place as a model wrote it, in its own space: two numbers, or four for a box whose centre is meant.

    texts: each number character by character. numbers: what they are worth.
    """

    texts: tuple[str, ...]
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """One reply, read.

    thought: the model's words before its action; empty if none.
    decisions: in the order written, at least one. The runner does the first and looks again; the rest is recorded.
    written: the places of the first decision as the model wrote them; empty if it has none.
    """

    thought: str
    decisions: tuple[Decision, ...]
    written: tuple[Written, ...] = ()

    @property
    def raw(self) -> tuple[float, ...]:
        """All numbers of the first decision's places, in the model's own space."""
        return tuple(number for place in self.written for number in place.numbers)


class Dialect(ABC):
    """How one model family is asked and how it answers."""

    name: str
    space: str
    """The coordinate space that its model writes: "norm1000", "resized", …"""

    @abstractmethod
    def prompt(
        self,
        instruction: str,
        history: Sequence[str],
        image: Image,
        *,
        brief: bool = False,
        correction: str = "",
        actions: frozenset[str] = TOUCH_KINDS,
    ) -> Prompt:
        """What the model is shown at one step.

        instruction: untrusted text. history: one line a past step, oldest first. image: the frame, RGB.
        brief: leave out the description of the actions, for models trained on this dialect.
        correction: one sentence on why the last reply could not be read; empty if it could.
        actions: the kinds that the device can do; no other is described.
        """

    @abstractmethod
    def parse(self, text: str, *, width: int, height: int) -> Parsed:
        """Read one reply. width, height: pixels of the true frame. Raises ParseError; never executes, never guesses."""

    @abstractmethod
    def render(self, thought: str, decision: Decision) -> str:
        """The reply that parse() reads as this thought and decision; what training data is made of."""

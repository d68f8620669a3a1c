"""Models that a check of a suite needs besides probes and oracles: one that watches another, one that repeats what was said.

Knows replies. Does not know tasks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Picture, Prompt
from tasks.probes import SPEECH
from tasks.state import State


class Witness(Model):
    """Another model, watched. look: reads the phone, if wanted.

    first: digest of the first picture. states: of the phone before each step. replies: what was decided.
    """

    def __init__(self, look: Callable[[], State] | None = None) -> None:
        self._model: Model | None = None
        self._look = look
        self.first = ""
        self.states: list[State] = []
        self.replies: list[str] = []

    @property
    def info(self) -> ModelInfo:
        """That of the other."""
        return self._watched.info

    def behind(self, model: Model) -> Witness:
        """Watch this one."""
        self._model = model
        return self

    @property
    def _watched(self) -> Model:
        assert self._model is not None
        return self._model

    def decide(self, prompt: Prompt) -> Reply:
        """What the other decides; raises what it raises."""
        if not self.replies:
            picture = next(part.image for part in prompt.user if isinstance(part, Picture))
            self.first = hashlib.sha256(picture.tobytes()).hexdigest()
        if self._look is not None:
            self.states.append(self._look())
        reply = self._watched.decide(prompt)
        self.replies.append(reply.text)
        return reply


class Rerun(Model):
    """Says again what was said before, whatever it is shown."""

    def __init__(self, replies: Sequence[str]) -> None:
        self._left = list(replies)

    @property
    def info(self) -> ModelInfo:
        """It speaks as the probes and the oracles do."""
        return ModelInfo(name="rerun", dialect=SPEECH)

    def decide(self, prompt: Prompt) -> Reply:  # noqa: ARG002  (it does not look)
        """The next reply."""
        return Reply(text=self._left.pop(0))

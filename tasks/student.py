"""A model that leads the way while the oracle says at each screen what would be right: so it learns from its own mistakes.

Demonstrations alone never show the screens that a model's mistakes lead to. Source of the idea: Ross, Gordon and Bagnell, A
Reduction of Imitation Learning and Structured Prediction to No-Regret Online Learning (DAgger), 2011.
"""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from agent.decision import Act
from agent.dialects import dialect
from agent.errors import ParseError
from agent.models.base import Model
from agent.models.registry import ModelOptions, open_model
from agent.training.goals import Step
from devices.actions import Launch


class Student:
    """A model, asked as in use. Close it."""

    def __init__(self, spec: str) -> None:
        """spec: as for `agent run --model`. Raises UnknownModel, BadCheckpoint, ModelFailed."""
        self._model: Model = open_model(spec, ModelOptions(device="cpu"))
        self._dialect = dialect(self._model.info.dialect)

    def step(self, frame: tuple[int, int, bytes], instruction: str, history: Sequence[str]) -> Step | None:
        """What it would do; None where that is no touch, key or text: it is done, it gives up, it cannot be understood.

        frame: width, height, RGBA bytes. Raises ModelFailed.
        """
        width, height, pixels = frame
        image = Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1).convert("RGB")
        reply = self._model.decide(self._dialect.prompt(instruction, history, image, brief=self._model.info.brief))
        try:
            said = self._dialect.parse(reply.text, width=width, height=height)
        except ParseError:
            return None
        match said.decisions[0]:
            case Act(action=Launch()):  # by no touch, which no oracle does
                return None
            case Act() as decision:
                return Step(said.thought, decision)
            case _:
                return None

    def close(self) -> None:
        """Let go of the model."""
        self._model.close()

"""A model that leads the way while the oracle says at each screen what would be right: so it learns from its own mistakes.

Demonstrations alone never show the screens that a model's mistakes lead to. Source of the idea: Ross, Gordon and Bagnell, A
Reduction of Imitation Learning and Structured Prediction to No-Regret Online Learning (DAgger), 2011.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from PIL import Image

from agent.decision import Act
from agent.dialects import dialect
from agent.errors import ParseError
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt
from agent.training.goals import Step
from devices.actions import Launch


class KeptReplies(Model):
    """A model whose replies are kept in a file, and taken from there as long as there are some.

    Demonstrations are drawn from a seed, so the same shard asks the same things in the same order: the same state of the code
    can make it again where the model would be slow, or where there is none. Nothing checks that a reply belongs to what is
    asked. The model is opened with the first thing that the file does not know, and stays its opener's to close.
    """

    def __init__(self, opened: Callable[[], Model], path: Path) -> None:
        """opened: hands out the model, the same one each time. path: JSON lines; what the model is, then one reply each."""
        self._opened, self._path = opened, path
        whole, _, cut = path.read_text("utf-8").rpartition("\n") if path.exists() else ("", "", "")
        if cut:  # whoever wrote it was ended in the middle of a line
            path.write_text(whole + "\n" if whole else "", "utf-8")
        lines = whole.splitlines()
        self._info = ModelInfo(**json.loads(lines[0])) if lines else None
        self._known = deque(json.loads(line) for line in lines[1:])

    @property
    def info(self) -> ModelInfo:
        """What the model is, or was."""
        if self._info is None:
            self._info = self._opened().info
            self._keep(asdict(self._info))
        return self._info

    def decide(self, prompt: Prompt) -> Reply:
        """The next reply that is kept, else what the model says now; raises ModelFailed."""
        if self._known:
            return Reply(text=self._known.popleft())
        reply = self._opened().decide(prompt)
        self._keep(reply.text)
        return reply

    def _keep(self, value: object) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


class Student:
    """A model, asked as in use."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._dialect = dialect(model.info.dialect)

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

"""A model that says what it is told to say: the shipped fake, and a way to drive a device by hand.

Knows a list of replies. Does not look at anything.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from agent.errors import ModelFailed, UnknownModel
from agent.models.base import Model, ModelInfo, Reply
from agent.prompt import Prompt

INFO = ModelInfo(name="scripted", dialect="qwen2_vl")


class ScriptedModel(Model):
    """Replies in order, or from a function of the prompt; prompts keeps all that it was asked.

    A reply may be its text alone; one that is an exception is raised.
    """

    def __init__(
        self, replies: Iterable[str | Reply | BaseException] | Callable[[Prompt], str], *, info: ModelInfo = INFO
    ) -> None:
        self._function = replies if callable(replies) else None
        self._replies: Iterator[str | Reply | BaseException] = iter(()) if callable(replies) else iter(replies)
        self._info = info
        self.prompts: list[Prompt] = []
        self.closed = False

    @property
    def info(self) -> ModelInfo:
        """What this model was said to be."""
        return self._info

    def decide(self, prompt: Prompt) -> Reply:
        """The next reply; raises ModelFailed when there is none left."""
        self.prompts.append(prompt)
        if self._function is not None:
            return Reply(text=self._function(prompt))
        reply = next(self._replies, None)
        if reply is None:
            raise ModelFailed(f"The script has no reply left after {len(self.prompts) - 1}: add a line that ends the episode.")
        if isinstance(reply, BaseException):
            raise reply
        return reply if isinstance(reply, Reply) else Reply(text=reply)

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True


def open_script(path: Path) -> ScriptedModel:
    """Read replies from a file: a JSON list of texts, or one reply a line (a line in double quotes is a JSON text).

    Raises UnknownModel.
    """
    try:
        text = path.read_text("utf-8")
        return ScriptedModel(_replies(text), info=ModelInfo(name=f"scripted:{path.name}", dialect=INFO.dialect))
    except (OSError, ValueError) as error:
        raise UnknownModel(f"The script {path} cannot be read ({error}): it needs one reply a line, or a JSON list.") from error


def _replies(text: str) -> list[str]:
    if text.lstrip().startswith("["):
        replies = json.loads(text)
    else:
        replies = [json.loads(line) if line.startswith('"') else line for line in text.splitlines() if line.strip()]
    if not all(isinstance(reply, str) for reply in replies):
        raise ValueError("a reply is no text")
    return list(replies)

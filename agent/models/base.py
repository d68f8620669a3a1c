"""The contract of everything that can decide."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from agent.prompt import Prompt


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a model is.

    name: as a person would pass it to --model. dialect: name of the dialect it speaks. brief: it was trained on the
    dialect's short system text and needs no description of the actions.
    devices: device models it was trained for (DeviceInfo.model); empty means any.
    sure: from which confidence on it may claim that something is done, 0..1; 0 lets it claim whatever it says.
    backtracks: where it goes round in circles, the loop goes back for it.
    fingerprint: hex digest of its weights, empty if it has none.
    options: everything that changes its replies (dtype, attention, pixel limits, …), for the record.
    """

    name: str
    dialect: str
    brief: bool = False
    devices: tuple[str, ...] = ()
    sure: float = 0.0
    backtracks: bool = False
    fingerprint: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said.

    text: the raw reply, special tokens kept, without the closing end-of-turn token.
    confidence: how likely the model itself found it, 0..1: the geometric mean of the probabilities of its tokens; None where
    nobody knows.
    prompt_tokens, reply_tokens: counts. cut_off: the token limit ended it.
    pictures: width and height in pixels of each picture as the network was shown it; empty where nobody knows.
    seconds: stage -> seconds ("encode", "prefill", "decode").
    """

    text: str
    confidence: float | None = None
    prompt_tokens: int = 0
    reply_tokens: int = 0
    cut_off: bool = False
    pictures: tuple[tuple[int, int], ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


class Model(ABC):
    """Something that can decide. Use it as a context manager; close() may be called twice."""

    @property
    @abstractmethod
    def info(self) -> ModelInfo:
        """What this model is."""

    @abstractmethod
    def decide(self, prompt: Prompt) -> Reply:
        """The reply to one prompt; raises ModelFailed."""

    def begin(self, episode: str) -> None:  # noqa: B027  (most models draw nothing)
        """An episode begins: one of the same name gets the same random draws, whatever was asked before."""

    def close(self) -> None:  # noqa: B027  (most models hold nothing that needs closing)
        """Let go of what the model holds."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

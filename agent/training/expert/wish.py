"""What a person asks expert iteration for. Knows no torch, no suite, no model."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields
from typing import Self

from agent.errors import TrainingRefused
from agent.training.screens import RESERVED
from agent.training.trainer.wish import Method, Wish

NAME = "expert-iteration"


@dataclass(frozen=True, slots=True)
class Worlds:
    """Worlds from first up to, and without, end."""

    first: int
    end: int

    @classmethod
    def of(cls, text: str, option: str) -> Self:
        """Read FROM:TO; raises TrainingRefused, also for worlds that are reserved."""
        found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", text)
        if found is None or int(found[1]) >= int(found[2]):
            raise TrainingRefused(f"{option} {text} is not FROM:TO, such as 0:5.")
        worlds = cls(int(found[1]), int(found[2]))
        if worlds.meets(cls(RESERVED.start, RESERVED.stop)):
            raise TrainingRefused(
                f"{option} {text}: worlds {RESERVED.start} to {RESERVED.stop - 1} are reserved for measuring; name others."
            )
        return worlds

    def meets(self, other: Worlds) -> bool:
        """Whether a world is in both."""
        return self.first < other.end and other.first < self.end

    def __len__(self) -> int:
        return self.end - self.first

    def __str__(self) -> str:
        return f"{self.first}:{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertWish:
    """All options of one expert iteration.

    training: how each round trains, an adapter on the model to begin with; its data and out are those of the whole: rows to
    mix in, and the directory. mixed: whether there are such rows. mix: how many of them for each row of the model's own.
    suite, tasks: what it works on; no tasks are all. worlds: where it practises. held_out: where each round is measured.
    rounds: how many. repeats: how often each task is tried on each world. jobs: phones at a time. temperature: of the
    practice; it is measured without. phone: options of the phone. unchecked: also a suite that did not pass its check.
    """

    training: Wish
    mixed: bool
    mix: float
    suite: str
    tasks: tuple[str, ...]
    worlds: Worlds
    held_out: Worlds
    rounds: int
    repeats: int
    jobs: int
    temperature: float
    phone: str
    unchecked: bool

    def check(self) -> None:
        """Raises TrainingRefused where options do not go together."""
        self.training.check()
        if self.worlds.meets(self.held_out):
            raise TrainingRefused(
                f"--seeds {self.worlds} and --held-out {self.held_out} have worlds in common: nobody is measured in what was "
                "practised."
            )

    def identity(self) -> dict[str, str]:
        """Everything that decides its course, for telling whether a directory holds this very one; rounds may be added."""
        free = {"training", "mixed", "rounds", "jobs", "unchecked", "worlds", "held_out"}
        own = {key: str(value) for key, value in asdict(self).items() if key not in free}
        spans = {"worlds": str(self.worlds), "held_out": str(self.held_out)}
        return {**self.training.identity(), **own, **spans, "method": NAME}


def words_of(wish: Wish) -> list[str]:
    """The options of `train` that ask for this, without the data; what is as ever is left out."""
    said: list[str] = []
    for field in fields(wish):
        value = getattr(wish, field.name)
        if field.name == "data" or value == field.default:
            continue
        option = field.name.replace("_", "-")
        if isinstance(value, bool):
            said.append(f"--{option}" if value else f"--no-{option}")
        else:
            said += [f"--{option}", value.value if isinstance(value, Method) else str(value)]
    return said

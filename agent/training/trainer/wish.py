"""What a person asks the trainer for. Knows no torch, no rows, no model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from agent.errors import TrainingRefused


class Method(StrEnum):
    """What learns: a LoRA adapter, all weights, or all weights drawn anew."""

    LORA = "lora"
    FULL = "full"
    SCRATCH = "scratch"


class Curve(StrEnum):
    """How the learning rate falls after the warm-up."""

    COSINE = "cosine"
    LINEAR = "linear"


EPOCHS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """All options of one training; None leaves a default that depends on the model or the data.

    data: directory with train.jsonl and, if there is one, validation.jsonl. out: where the run is kept.
    epochs, steps, minutes: how long, at most one of them; none is three epochs. batch: rows at a time on each device.
    accumulate: batches added up before a step. pack: most tokens that go through the model at once, as one sequence without
    padding in which each row sees itself alone; 0 pads instead, None is what `batch` of the longest rows have.
    steps_per_sequence: rows of an episode that stay side by side, so that they share what they begin with. rate: peak
    learning rate. warm_up: share of the run. vision: whether the vision tower learns too. evaluate_every, save_every: in
    steps; None is about once an epoch. evaluate_rows: validation rows looked at each time. threads: of the CPU; None leaves
    torch's own number. patience: evaluations without a better one before it stops; None never stops early.
    """

    data: Path
    model: str
    out: Path
    method: Method = Method.LORA
    rank: int = 16
    epochs: float | None = None
    steps: int | None = None
    minutes: float | None = None
    batch: int = 8
    accumulate: int = 1
    pack: int | None = None
    steps_per_sequence: int = 1
    rate: float | None = None
    curve: Curve = Curve.COSINE
    warm_up: float = 0.03
    dtype: str = "auto"
    device: str = "auto"
    threads: int | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None
    vision: bool | None = None
    checkpointing: bool = False
    evaluate_every: int | None = None
    evaluate_rows: int = 64
    save_every: int | None = None
    patience: int | None = None
    seed: int = 0
    force: bool = False

    def check(self) -> None:
        """Raises TrainingRefused where options do not go together."""
        given = [name for name in ("epochs", "steps", "minutes") if getattr(self, name) is not None]
        if len(given) > 1:
            raise TrainingRefused(f"Say one of {' and '.join(f'--{name}' for name in given)}, not both.")
        if self.steps_per_sequence > 1 and self.pack == 0:
            raise TrainingRefused("--steps-per-sequence shares within packed sequences: leave out --pack 0.")
        if self.vision is False and self.method is Method.SCRATCH:
            raise TrainingRefused("A vision tower that is drawn anew has to learn: leave out --no-vision.")
        if self.min_pixels and self.max_pixels and self.min_pixels > self.max_pixels:
            raise TrainingRefused(f"--min-pixels is {self.min_pixels} and --max-pixels {self.max_pixels}: swap them.")

    @property
    def tower(self) -> bool:
        """Whether the vision tower learns."""
        return self.method is not Method.LORA if self.vision is None else self.vision

    def identity(self) -> dict[str, str]:
        """Everything that decides the course of a run, for telling whether a directory holds this very one."""
        free = {"out", "force", "evaluate_rows", "save_every"}
        return {key: str(value) for key, value in asdict(self).items() if key not in free and key != "data"}

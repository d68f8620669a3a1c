"""What a stopped run needs to go on as if it had never stopped: one file, replaced as a whole, and a log cut back to it.

Knows: files. Does not know: the model. The order of the rows and the seed of each step follow from the step's number, so
weights, moments and a few numbers are all there is. Tensors are kept as safetensors, since a pickle could run code.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from agent.errors import TrainingRefused
from agent.training.trainer.claiming import claim, write_whole
from agent.training.trainer.descent import COUNT, MOMENTS, Moments

STATE, LOG = "state.safetensors", "log.jsonl"
WEIGHT = "weight"


class Progress(BaseModel):
    """How far a run has come.

    step: steps done. seconds: spent training and evaluating. success, loss: of the best evaluation; None before the first.
    best: its step. stale: evaluations since. ended: nothing is left to do.
    """

    model_config = ConfigDict(extra="forbid")

    step: int = 0
    seconds: float = 0.0
    success: float | None = None
    loss: float | None = None
    best: int = 0
    stale: int = 0
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps one run in one directory."""

    directory: Path

    def begin(self, identity: Mapping[str, str]) -> bool:
        """Claim the directory for this run; true where it has already begun here. Raises TrainingRefused for another run."""
        return claim(self.directory, identity)

    def save(self, weights: Mapping[str, Tensor], moments: Moments, progress: Progress) -> None:
        """Write the state beside the last one and put it in its place."""
        tensors: dict[str, Tensor] = {}
        for name, weight in weights.items():
            tensors[f"{WEIGHT}/{name}"] = weight.detach().cpu().contiguous()
            for key, value in moments.get(name, {}).items():
                tensors[f"{key}/{name}"] = value.detach().cpu().contiguous()
        partial = self.directory / f"{STATE}.part"
        save_file(tensors, partial, metadata={"progress": progress.model_dump_json()})
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(partial, self.directory / STATE)

    def restore(self, weights: Mapping[str, Tensor]) -> tuple[Progress, Moments]:
        """Bring back what was saved last, if anything was; the log forgets what came after it. Raises TrainingRefused."""
        path = self.directory / STATE
        if not path.is_file():
            self._cut_log(0)
            return Progress(), {}
        moments: dict[str, dict[str, Tensor]] = {}
        try:
            with safe_open(path, "pt") as file:
                progress = Progress.model_validate_json(file.metadata()["progress"])
            tensors = load_file(path)
            with torch.no_grad():
                for name, weight in weights.items():
                    weight.copy_(tensors[f"{WEIGHT}/{name}"])
                    found = {key: tensors[f"{key}/{name}"] for key in (COUNT, *MOMENTS) if f"{key}/{name}" in tensors}
                    if found:
                        moments[name] = found
        except (SafetensorError, ValidationError, KeyError, TypeError, RuntimeError, OSError) as error:
            raise TrainingRefused(f"{path} cannot be gone on with; name another --out.") from error
        self._cut_log(progress.step)
        return progress, moments

    def _cut_log(self, step: int) -> None:
        path = self.directory / LOG
        if not path.is_file():
            return
        kept = []
        for line in path.read_text("utf-8").splitlines():
            try:
                if json.loads(line)["step"] <= step:
                    kept.append(line + "\n")
            except (ValueError, KeyError, TypeError):
                break  # the line that was being written
        write_whole(path, "".join(kept))

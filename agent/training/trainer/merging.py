"""Adds an adapter to the weights it was trained on and writes the sum as a stock checkpoint. Knows files; no rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.errors import BadAdapter, TrainingRefused
from agent.models.adapter import Adapter, open_adapter, wrap
from agent.models.checkpoint import Checkpoint, find_checkpoint, open_checkpoint
from agent.models.loading import load
from agent.models.registry import locate
from agent.models.vision import DEFAULT_MAX_PIXELS, DEFAULT_MIN_PIXELS
from agent.training.trainer.subject import replaced, write_checkpoint


@dataclass(frozen=True, slots=True)
class Merged:
    """What was merged. changed: weight matrices that are no longer the base's."""

    base: str
    directory: Path
    changed: int


def merge(directory: str | Path, out: Path, *, model: str | None = None) -> Merged:
    """Merge an adapter into `model`, or into the one that its own notes name, and write it to `out`.

    Raises BadAdapter, TrainingRefused, UnknownModel, BadCheckpoint, MissingDependency, ModelFailed.
    """
    adapter = open_adapter(directory)
    base = model or adapter.base
    if not base:
        raise BadAdapter(f"{directory} does not say which model it was trained on; name it with --model.")
    if out.exists() and any(out.iterdir()):
        raise TrainingRefused(f"{out} is not empty; name another --out.")
    found = open_checkpoint(find_checkpoint(locate(base)))
    return Merged(base, out, _merge(adapter, found, out))


def _merge(adapter: Adapter, found: Checkpoint, out: Path) -> int:
    # In float32, whatever the weights are stored in: adding small to large rounds the small away.
    loaded = load(found, dtype="float32", device="cpu", attention="sdpa")
    before = {name: part.detach().clone() for name, part in loaded.model.named_parameters()}
    wrap(loaded.model, adapter).merge_and_unload(safe_merge=True)
    changed = sum(not bool((part == before[name]).all()) for name, part in loaded.model.named_parameters())
    if not changed:
        raise BadAdapter(f"The adapter {adapter.directory} changes no weight: it has learnt nothing.")
    manifest = adapter.over(found.manifest)
    limits = {
        "min_pixels": manifest.min_pixels or DEFAULT_MIN_PIXELS,
        "max_pixels": manifest.max_pixels or DEFAULT_MAX_PIXELS,
    }
    with replaced(out) as partial:
        write_checkpoint(loaded.model, found, partial, manifest.model_copy(update=limits))
    return changed

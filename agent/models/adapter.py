"""Puts a LoRA adapter on a loaded model, and refuses one that does not fit as a whole.

Knows: peft's adapter directory, its older spelling of tensor names, and `fingertip.json` beside it. Does not know: how an
adapter is trained. peft itself only warns where an adapter applies to nothing, and the model then answers as if untrained.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger
from pydantic import ValidationError

from agent.errors import BadAdapter, MissingDependency
from agent.models.checkpoint import MANIFEST, Checkpoint, Manifest
from agent.models.loading import first_line

if TYPE_CHECKING:
    from peft import LoraConfig, PeftModel
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

SETTINGS = "adapter_config.json"
TENSORS = "adapter_model.safetensors"
BEST = "best"
OLDER = (
    (re.compile(r"^base_model\.model\.model\.layers\."), "base_model.model.model.language_model.layers."),
    (re.compile(r"^base_model\.model\.visual\."), "base_model.model.model.visual."),
)
"""Tensor names as transformers 4 spelled them, and as they are spelled now."""
PART = "lora_"
NAMED = 2


class AdapterManifest(Manifest):
    """What Fingertip knows about an adapter: how the model is asked once it is on, and what it was trained on.

    base: the model's name, directory or hub id. base_fingerprint: of its weights.
    """

    base: str = ""
    base_fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter directory whose files are all there. manifest: None where somebody else's trainer wrote it."""

    directory: Path
    manifest: AdapterManifest | None
    base: str

    def over(self, manifest: Manifest) -> Manifest:
        """How the model is asked with this adapter on it."""
        if self.manifest is None:
            return manifest
        return Manifest.model_validate(self.manifest.model_dump(exclude={"base", "base_fingerprint"}))

    def fingerprint(self) -> str:
        """SHA-256 (hex) of the settings and the tensors."""
        digest = hashlib.sha256((self.directory / SETTINGS).read_bytes())
        digest.update((self.directory / TENSORS).read_bytes())
        return digest.hexdigest()


def need_peft() -> None:
    """Raises MissingDependency where peft is not installed."""
    if importlib.util.find_spec("peft") is None:
        raise MissingDependency('Adapters need peft; run: pip install -e ".[train]" where Fingertip lies.')


def open_adapter(directory: str | Path) -> Adapter:
    """Read an adapter's small files; the directory of a training run stands for its best adapter.

    Raises BadAdapter naming what is wrong.
    """
    path = Path(directory).expanduser()
    if not (path / SETTINGS).is_file() and (path / BEST / SETTINGS).is_file():
        path = path / BEST
    if not (path / SETTINGS).is_file():
        raise BadAdapter(f"{directory} holds no {SETTINGS}: name the directory of a LoRA adapter or of a training run.")
    if not (path / TENSORS).is_file():
        raise BadAdapter(f"{path} has no {TENSORS}; pickled adapters may run code and are not loaded.")
    try:
        settings = json.loads((path / SETTINGS).read_text("utf-8"))
        kind, base = settings["peft_type"], settings.get("base_model_name_or_path") or ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadAdapter(f"{path / SETTINGS} cannot be read; copy it again.") from error
    if kind != "LORA":
        raise BadAdapter(f"{path} is an adapter of the kind {kind}; only LORA can be loaded.")
    manifest = None
    if (path / MANIFEST).is_file():
        try:
            manifest = AdapterManifest.model_validate_json((path / MANIFEST).read_text("utf-8"))
        except (OSError, ValidationError) as error:
            raise BadAdapter(f"{path / MANIFEST} is wrong: {first_line(error)}") from error
    return Adapter(path, manifest, (manifest.base if manifest else "") or str(base))


def put_on(model: Qwen2VLForConditionalGeneration, adapter: Adapter, base: Checkpoint) -> None:
    """Put the adapter on the model, in place.

    In float32 it is added to the weights, which costs nothing in use; in shorter types it stays beside them, as it was
    trained, because adding would round it. Raises BadAdapter, MissingDependency.
    """
    import torch

    wrapped = wrap(model, adapter)
    known = adapter.manifest.base_fingerprint if adapter.manifest else ""
    if known and known != base.fingerprint():
        logger.warning("{} was trained on other weights than {} holds ({}).", adapter.directory, base.directory, adapter.base)
    if model.dtype == torch.float32:
        wrapped.merge_and_unload(safe_merge=True)
    model.eval()


def wrap(model: Qwen2VLForConditionalGeneration, adapter: Adapter) -> PeftModel:
    """The model with the adapter's layers in it and their tensors loaded, every one. Raises BadAdapter, MissingDependency."""
    need_peft()
    import torch
    from peft import LoraConfig, set_peft_model_state_dict
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    where = adapter.directory
    try:
        config = LoraConfig.from_pretrained(str(where))
        config.inference_mode = True
        config.base_model_name_or_path = None  # else peft warns where the same model lies elsewhere
        tensors = {_today(name): tensor for name, tensor in load_file(where / TENSORS).items()}
        with torch.random.fork_rng(devices=[]):
            wrapped = inject(model, config)
        report: Any = set_peft_model_state_dict(wrapped, tensors)
    except SafetensorError as error:
        raise BadAdapter(f"{where / TENSORS} cannot be read; copy it again.") from error
    except (ValueError, RuntimeError, KeyError, TypeError, OSError) as error:
        raise BadAdapter(f"The adapter {where} does not fit this model: {first_line(error)}") from error
    unknown = sorted(report.unexpected_keys)
    lacking = sorted(name for name in report.missing_keys if PART in name)
    if not tensors or unknown or lacking:
        raise BadAdapter(_misfit(where, len(tensors), unknown, lacking))
    return wrapped


def inject(model: Qwen2VLForConditionalGeneration, config: LoraConfig) -> PeftModel:
    """The model with new adapter layers in it. Raises ValueError where the configuration names no layer of it."""
    from peft import get_peft_model

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers under names that are about to change
        wrapped: PeftModel = get_peft_model(model, config)
    return wrapped


def _today(name: str) -> str:
    for pattern, replacement in OLDER:
        name = pattern.sub(replacement, name)
    return name


def _misfit(where: Path, held: int, unknown: list[str], lacking: list[str]) -> str:
    said = f"{held - len(unknown)} of the {held} tensors of the adapter {where} fit this model"
    if unknown:
        said += f"; the model has no {', '.join(unknown[:NAMED])}"
    elif lacking:
        said += f", which also needs {', '.join(lacking[:NAMED])}"
    return f"{said}; take the model it was trained on."

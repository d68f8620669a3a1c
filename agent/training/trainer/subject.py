"""The model that learns: loaded, with its adapter or its weights made ready, and written in the form that is used later.

Knows: torch, peft, the stock classes. Does not know: rows, steps.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

from agent.models.adapter import TENSORS, AdapterManifest, inject, need_peft
from agent.models.checkpoint import INDEX, MANIFEST, WEIGHTS, Checkpoint, Manifest
from agent.models.loading import load, quiet
from agent.training.trainer.attention import prepare
from agent.training.trainer.learner import Learner
from agent.training.trainer.plan import Plan
from agent.training.trainer.wish import Method

if TYPE_CHECKING:
    from peft import PeftModel

FORM = ("*.json", "*.jinja", "*.txt")
PARTIAL, OLD = ".part", ".old"


class Subject:
    """What learns.

    learner: its forward pass. trainable: name -> weight. ends: ids that end a reply. vocabulary: ids from here on mean nothing.
    """

    def __init__(self, plan: Plan) -> None:
        """Load it; the same plan gives the same weights. Raises BadCheckpoint, ModelFailed, MissingDependency."""
        self._plan, wish = plan, plan.wish
        self._adapted: PeftModel | None = None
        torch.manual_seed(wish.seed)
        if wish.method is Method.SCRATCH:
            self.model = Qwen2VLForConditionalGeneration._from_config(plan.config, attn_implementation="sdpa")
            module: nn.Module = self.model
            module.to(plan.device, plan.stored)
            ends = None
        else:
            name = str(plan.stored).removeprefix("torch.")
            loaded = load(plan.found, dtype=name, device=str(plan.device), attention="sdpa")
            self.model, ends = loaded.model, loaded.ends
        prepare(self.model)
        self.ends = ends or frozenset({plan.reader.end})
        if wish.method is Method.LORA:
            self._adapted = self._adapt()
        elif not wish.tower:
            self.model.model.visual.requires_grad_(False)
        if wish.checkpointing:
            # The method was renamed within transformers 5; the old name warns from then on.
            enable = getattr(self.model, "activation_checkpointing_enable", None) or self.model.gradient_checkpointing_enable
            enable({"use_reentrant": False})
        # Names as the bare model has them, so that they do not depend on what is wrapped around it.
        self.trainable = {name: part for name, part in self.model.named_parameters() if part.requires_grad}
        self.vocabulary = len(plan.tokenizer)
        image = plan.reader.image
        self.learner = Learner(self.model, image=image, vocabulary=self.vocabulary)

    def _adapt(self) -> PeftModel:
        need_peft()
        from peft import LoraConfig

        rank = self._plan.wish.rank
        config = LoraConfig(
            r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=self._plan.targets, bias="none", task_type="CAUSAL_LM"
        )
        return inject(self.model, config)

    @contextmanager
    def arithmetic(self) -> Iterator[None]:
        """Compute in the planned type."""
        plan = self._plan
        short = plan.computed is not torch.float32
        with torch.autocast(plan.device.type, dtype=plan.computed) if short else nullcontext():
            yield

    def write(self, directory: Path) -> None:
        """Write what is used later, a LoRA adapter or a stock checkpoint, all at once."""
        with replaced(directory) as partial:
            if self._adapted is None:
                write_checkpoint(self.model, self._plan.found, partial, self._plan.manifest)
            else:
                self._write_adapter(self._adapted, partial)

    def _write_adapter(self, adapted: PeftModel, directory: Path) -> None:
        found, wish = self._plan.found, self._plan.wish
        adapted.peft_config["default"].base_model_name_or_path = wish.model
        adapted.save_pretrained(str(directory), save_embedding_layers=False)
        (directory / "README.md").unlink(missing_ok=True)  # a form that nobody has filled in
        (directory / TENSORS).chmod(0o644)
        values: dict[str, Any] = self._plan.manifest.model_dump()
        manifest = AdapterManifest(**values, base=wish.model, base_fingerprint=found.fingerprint())
        (directory / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


@contextmanager
def replaced(directory: Path) -> Iterator[Path]:
    """A directory to fill beside the one that is meant, whose place it then takes; a stop leaves one of the two whole."""
    partial, old = (directory.with_name(directory.name + ending) for ending in (PARTIAL, OLD))
    if not directory.exists() and old.exists():
        os.rename(old, directory)
    for left in (partial, old):
        shutil.rmtree(left, ignore_errors=True)
    partial.mkdir(parents=True)
    yield partial
    if directory.exists():
        os.rename(directory, old)
    os.rename(partial, directory)
    shutil.rmtree(old, ignore_errors=True)


def write_checkpoint(model: Qwen2VLForConditionalGeneration, base: Checkpoint, directory: Path, manifest: Manifest) -> None:
    """Write a stock checkpoint: the base's small files, these weights in the base's type, and our manifest.

    The pixel limits go into preprocessor_config.json, too, so that other software shows it pictures of the same size.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for path in sorted({path for pattern in FORM for path in base.directory.glob(pattern)}):
        if path.name not in (INDEX, MANIFEST, WEIGHTS):
            shutil.copyfile(path, directory / path.name)
    text = base.config.get("text_config") or {}
    stored = base.config.get("dtype") or base.config.get("torch_dtype") or text.get("dtype") or "float32"
    kind: torch.dtype = getattr(torch, str(stored), torch.float32)
    # By parameter: an output head that is the embedding is one of them, and is stored once, as in the base.
    state = {name: part.detach().to("cpu", kind) for name, part in model.named_parameters()}
    with quiet(bars=False):
        model.save_pretrained(directory, state_dict=state)
    settings = json.loads((directory / "config.json").read_text("utf-8"))
    for part in (settings, settings.get("text_config", {}), settings.get("vision_config", {})):
        part["dtype"] = str(stored)  # it would say what the weights were kept in while they learnt
    (directory / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    for shard in directory.glob("*.safetensors"):
        shard.chmod(0o644)  # written for its owner alone
    pictures = dict(base.pictures)
    pictures |= {"min_pixels": manifest.min_pixels, "max_pixels": manifest.max_pixels}
    if "size" in pictures:
        pictures["size"] = {"shortest_edge": manifest.min_pixels, "longest_edge": manifest.max_pixels}
    (directory / "preprocessor_config.json").write_text(json.dumps(pictures, indent=2) + "\n", encoding="utf-8")
    (directory / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")

"""The same training as a command of another engine. Knows their flags of today; runs nothing.

Source: the command-line references of ms-swift 4 and LLaMA-Factory. docs/training.md says how the data gets there.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping

from agent.errors import TrainingRefused
from agent.models.registry import POCKET
from agent.training.trainer.rows import VALIDATION
from agent.training.trainer.wish import EPOCHS, Method, Wish

PER_STEP = 1e-4
Flags = Mapping[str, str]


def command(engine: str, wish: Wish) -> str:
    """The command, to be run in the directory of the rows. Raises TrainingRefused for what the engine cannot do."""
    wish.check()
    if wish.method is Method.SCRATCH:
        raise TrainingRefused(f"{engine} does not draw weights anew; take --method lora or full.")
    if wish.minutes is not None:
        raise TrainingRefused(f"{engine} does not count minutes; take --steps or --epochs.")
    environment, words, flags = ENGINES[engine](wish)
    said = [f"{key}={shlex.quote(value)}" for key, value in environment.items()]
    lines = [" ".join([*said, *words]), *(f"    --{key} {shlex.quote(value)}" for key, value in flags.items())]
    return f"cd {shlex.quote(str(wish.data))} && \\\n" + " \\\n".join(lines)


def _ms_swift(wish: Wish) -> tuple[Flags, list[str], Flags]:
    lora = {"lora_rank": str(wish.rank), "lora_alpha": str(2 * wish.rank), "target_modules": "all-linear"}
    flags = {
        "model": _model(wish),
        "model_type": "qwen2_vl",
        "use_hf": "true",
        "dataset": "train.jsonl",
        **({"val_dataset": VALIDATION} if (wish.data / VALIDATION).is_file() else {}),
        "tuner_type": wish.method.value,
        **(lora if wish.method is Method.LORA else {}),
        "freeze_vit": str(not wish.tower).lower(),
        "freeze_aligner": str(not wish.tower).lower(),
        **_shared(wish),
        "torch_dtype": "float32" if wish.dtype == "float32" else "bfloat16",
        "gradient_checkpointing": str(wish.checkpointing).lower(),
        "loss_scale": "default",
        "output_dir": str(wish.out.absolute()),
    }
    limits = {"MIN_PIXELS": wish.min_pixels, "MAX_PIXELS": wish.max_pixels}
    return {key: str(value) for key, value in limits.items() if value}, ["swift", "sft"], flags


def _llama_factory(wish: Wish) -> tuple[Flags, list[str], Flags]:
    flags = {
        "stage": "sft",
        "do_train": "true",
        "model_name_or_path": _model(wish),
        "template": "qwen2_vl",
        "dataset_dir": ".",
        "dataset": "fingertip_train",
        **({"eval_dataset": "fingertip_validation"} if (wish.data / VALIDATION).is_file() else {}),
        "finetuning_type": wish.method.value,
        **({"lora_rank": str(wish.rank), "lora_alpha": str(2 * wish.rank)} if wish.method is Method.LORA else {}),
        "freeze_vision_tower": str(not wish.tower).lower(),
        "freeze_multi_modal_projector": str(not wish.tower).lower(),
        **({"image_max_pixels": str(wish.max_pixels)} if wish.max_pixels else {}),
        **({"image_min_pixels": str(wish.min_pixels)} if wish.min_pixels else {}),
        "cutoff_len": "32768",  # a shorter one cuts inside pictures
        **_shared(wish),
        **({} if wish.dtype == "float32" else {"bf16": "true"}),
        "disable_gradient_checkpointing": str(not wish.checkpointing).lower(),
        "output_dir": str(wish.out.absolute()),
    }
    return {}, ["llamafactory-cli", "train"], flags


def _shared(wish: Wish) -> Flags:
    length = {"max_steps": str(wish.steps)} if wish.steps else {"num_train_epochs": f"{wish.epochs or EPOCHS:g}"}
    return {
        **length,
        "per_device_train_batch_size": str(wish.batch),
        "gradient_accumulation_steps": str(wish.accumulate),
        "learning_rate": f"{wish.rate or (PER_STEP if wish.method is Method.LORA else PER_STEP / 10):g}",
        "lr_scheduler_type": wish.curve.value,
        "warmup_ratio": f"{wish.warm_up:g}",
        "seed": str(wish.seed),
    }


def _model(wish: Wish) -> str:
    return str(POCKET) if wish.model == "pocket" else wish.model


ENGINES: Mapping[str, Callable[[Wish], tuple[Flags, list[str], Flags]]] = {
    "ms-swift": _ms_swift,
    "llama-factory": _llama_factory,
}

"""Reads a training command of ms-swift 2 and says it in the words of an engine of today, naming what has none.

Knows: the flags of `swift sft` as they were, and what became of them. Runs nothing; reads no rows.
Sources: the release notes of ms-swift 3, the command-line references of ms-swift 2.6, ms-swift 4 and LLaMA-Factory.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent.errors import TrainingRefused

VARIABLE = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
MODEL = re.compile(r"qwen2-vl-(2b|7b|72b)(-instruct)?(-gptq-int4|-gptq-int8|-awq)?", re.IGNORECASE)
ENDINGS = {None: "", "-gptq-int4": "-GPTQ-Int4", "-gptq-int8": "-GPTQ-Int8", "-awq": "-AWQ"}
TRUE = ("true", "1", "yes")
SHARED = (
    "output_dir",
    "seed",
    "resume_from_checkpoint",
    "lora_rank",
    "lora_alpha",
    "num_train_epochs",
    "max_steps",
    "learning_rate",
    "weight_decay",
    "gradient_accumulation_steps",
    "max_grad_norm",
    "lr_scheduler_type",
    "warmup_ratio",
    "eval_steps",
    "save_steps",
    "save_total_limit",
    "logging_steps",
    "dataloader_num_workers",
    "report_to",
    "use_dora",
    "use_rslora",
    "neftune_noise_alpha",
    "streaming",
)
"""Flags that both engines and the old one spell alike."""
BATCHES = {"batch_size": "per_device_train_batch_size", "eval_batch_size": "per_device_eval_batch_size"}
SWIFT = {
    **{name: name for name in (*SHARED, "dataset", "val_dataset", "system", "max_length", "gradient_checkpointing")},
    **{name: name for name in ("freeze_vit", "deepspeed", "truncation_strategy", "model", "attn_impl")},
    **BATCHES,
    "sft_type": "tuner_type",
    "train_type": "tuner_type",
    "model_id_or_path": "model",
    "template_type": "template",
    "quantization_bit": "quant_bits",
    "dtype": "torch_dtype",
    "use_flash_attn": "attn_impl",
    "lora_target_modules": "target_modules",
    "lora_dropout_p": "lora_dropout",
    "lora_modules_to_save": "modules_to_save",
    "bnb_4bit_comp_dtype": "bnb_4bit_compute_dtype",
    "check_model_is_latest": "check_model",
    "add_output_dir_suffix": "add_version",
    "dataset_test_ratio": "split_dataset_ratio",
}
FACTORY = {
    **{name: name for name in SHARED},
    **BATCHES,
    "sft_type": "finetuning_type",
    "train_type": "finetuning_type",
    "model": "model_name_or_path",
    "model_id_or_path": "model_name_or_path",
    "quantization_bit": "quantization_bit",
    "use_flash_attn": "flash_attn",
    "lora_target_modules": "lora_target",
    "lora_dropout_p": "lora_dropout",
    "dataset_test_ratio": "val_size",
    "freeze_vit": "freeze_vision_tower",
    "max_length": "cutoff_len",
    "dtype": "bf16",
    "gradient_checkpointing": "disable_gradient_checkpointing",
}
GONE = {
    "SIZE_FACTOR": "nothing reads it any more",
    "train_dataset_sample": "write the number behind the data set: NAME#1000",
    "val_dataset_sample": "write the number behind the data set: NAME#1000",
    "do_sample": "--temperature decides it now",
    "eval_human": "it was removed",
    "tuner_backend": "it was removed",
    "custom_train_dataset_path": "name the file with --dataset",
    "custom_val_dataset_path": "name the file with --val_dataset",
}
NO_DATA = "name it in dataset_info.json; `export --format llama-factory` writes one"
UNKNOWN = "it has no counterpart that is known here"


@dataclass(frozen=True, slots=True)
class _Command:
    """variables: of the environment. flags: name -> values, in order."""

    variables: dict[str, str]
    flags: dict[str, list[str]]


def translated(command: str, engine: str) -> str:
    """The command for `engine` ("ms-swift" or "llama-factory"), and a comment for each flag that is not in it.

    Raises TrainingRefused where it is no training of a Qwen2-VL by ms-swift 2.
    """
    old = _read(command)
    made = _swift(old) if engine == "ms-swift" else _factory(old)
    lines = [" ".join([*(f"{name}={shlex.quote(value)}" for name, value in made.variables.items()), *made.words])]
    lines += [f"    --{name} {' '.join(map(shlex.quote, values))}" for name, values in made.flags.items()]
    left = [f"# left out: {name}: {why}" for name, why in made.left_out.items()]
    return "\n".join([" \\\n".join(lines), *left])


@dataclass(frozen=True, slots=True)
class _New:
    words: tuple[str, ...]
    variables: dict[str, str]
    flags: dict[str, list[str]]
    left_out: dict[str, str]


def _read(command: str) -> _Command:
    try:
        words = shlex.split(re.sub(r"\\\s*\n", " ", command))
    except ValueError as error:
        raise TrainingRefused(f"The command cannot be read: {error}; quote it as one word for the shell.") from error
    variables: dict[str, str] = {}
    while words and (found := VARIABLE.fullmatch(words[0])):
        variables[found[1]] = found[2]
        words.pop(0)
    if words[:2] != ["swift", "sft"]:
        raise TrainingRefused("Only a command that begins with `swift sft` is a training of ms-swift.")
    flags: dict[str, list[str]] = {}
    values: list[str] | None = None
    for word in words[2:]:
        if word.startswith("--"):
            name, given, value = word[2:].partition("=")
            values = flags.setdefault(name, [])
            values += [value] if given else []
        elif values is None:
            raise TrainingRefused(f"{word!r} in the command belongs to no flag.")
        else:
            values.append(word)
    return _Command(variables, {name: values or ["true"] for name, values in flags.items()})


def _swift(old: _Command) -> _New:
    flags, left = _model(old, "model"), {name: GONE[name] for name in old.variables if name in GONE}
    flags["model_type"] = ["qwen2_vl"]
    for name, values in _others(old):
        if name not in SWIFT:
            left[f"--{name} {' '.join(values)}"] = GONE.get(name, UNKNOWN)
        elif name != "use_flash_attn" or _true(values):
            flags[SWIFT[name]] = _swift_values(name, values)
    variables = {name: value for name, value in old.variables.items() if name not in GONE}
    return _New(("swift", "sft"), variables, flags, left)


def _swift_values(name: str, values: list[str]) -> list[str]:
    changed: Mapping[str, Mapping[str, str]] = {
        "dtype": {"bf16": "bfloat16", "fp16": "float16", "fp32": "float32"},
        "deepspeed": {"default-zero2": "zero2", "default-zero3": "zero3"},
        "lora_target_modules": {"ALL": "all-linear"},
        "truncation_strategy": {"truncation_left": "left"},
    }
    if name == "use_flash_attn":
        return ["flash_attn"]
    return [changed.get(name, {}).get(value, value) for value in values]


def _factory(old: _Command) -> _New:
    flags = {"stage": ["sft"], "do_train": ["true"], **_model(old, "model_name_or_path"), "template": ["qwen2_vl"]}
    left: dict[str, str] = {}
    variables: dict[str, str] = {}
    for name, value in old.variables.items():
        if name in ("MAX_PIXELS", "MIN_PIXELS"):
            flags[f"image_{name.lower()}"] = [value]
        elif name in GONE:
            left[name] = GONE[name]
        else:
            variables[name] = value
    for name, values in _others(old):
        said = f"--{name} {' '.join(values)}"
        if name in ("dataset", "val_dataset"):
            left[said] = NO_DATA
        elif name not in FACTORY:
            left[said] = GONE.get(name, UNKNOWN)
        elif name == "dtype":
            flags |= {kind: ["true"] for kind in ("bf16", "fp16") if kind in values}
        elif name == "use_flash_attn":
            flags[FACTORY[name]] = ["fa2" if _true(values) else "auto"]
        elif name == "gradient_checkpointing":
            flags[FACTORY[name]] = [str(not _true(values)).lower()]
        else:
            flags[FACTORY[name]] = ["all" if name == "lora_target_modules" and value == "ALL" else value for value in values]
    return _New(("llamafactory-cli", "train"), variables, flags, left)


def _model(old: _Command, flag: str) -> dict[str, list[str]]:
    """Which model: by its name or directory or, where there is neither, by what its type says."""
    given = old.flags.get("model_id_or_path") or old.flags.get("model")
    kind = old.flags.get("model_type", [""])[0]
    if given:
        owner, slash, name = given[0].partition("/")
        return {flag: [f"Qwen/{name}" if slash and owner == "qwen" else given[0]]}
    found = MODEL.fullmatch(kind)
    if found is None:
        raise TrainingRefused(f"The command names no Qwen2-VL: neither --model_id_or_path nor --model_type {kind or '…'} does.")
    return {
        flag: [f"Qwen/Qwen2-VL-{found[1].upper()}{'-Instruct' if found[2] else ''}{ENDINGS[found[3] and found[3].lower()]}"]
    }


def _others(old: _Command) -> Iterator[tuple[str, list[str]]]:
    """Everything but the model and what is said of it anyway."""
    skipped = ("model_id_or_path", "model", "model_type", "template_type")
    return ((name, values) for name, values in old.flags.items() if name not in skipped)


def _true(values: list[str]) -> bool:
    return values[0].lower() in TRUE

"""Commands of ms-swift 2 in the words of today's engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli.app import app
from agent.errors import TrainingRefused
from agent.training.trainer.older import translated

USUAL = """SIZE_FACTOR=8 MAX_PIXELS=602112 CUDA_VISIBLE_DEVICES=0,1 NPROC_PER_NODE=2 swift sft \\
  --model_type qwen2-vl-7b-instruct \\
  --model_id_or_path qwen/Qwen2-VL-7B-Instruct \\
  --sft_type lora --lora_target_modules ALL \\
  --dataset train.jsonl more.jsonl#500 --val_dataset validation.jsonl \\
  --batch_size 2 --eval_batch_size 1 --dtype bf16 --use_flash_attn true --quantization_bit 4 \\
  --deepspeed default-zero2 --do_sample false --use_loss_scale
"""


def flags(said: str) -> dict[str, str]:
    lines = [line.strip().removesuffix("\\").strip() for line in said.splitlines()]
    return dict(line[2:].split(" ", 1) for line in lines if line.startswith("--"))


def left(said: str) -> list[str]:
    return [line.removeprefix("# left out: ") for line in said.splitlines() if line.startswith("#")]


def test_each_flag_of_ms_swift_2_becomes_the_one_of_today() -> None:
    said = translated(USUAL, "ms-swift")
    assert said.startswith("MAX_PIXELS=602112 CUDA_VISIBLE_DEVICES=0,1 NPROC_PER_NODE=2 swift sft \\\n")
    assert flags(said) == {
        "model": "Qwen/Qwen2-VL-7B-Instruct",
        "model_type": "qwen2_vl",
        "tuner_type": "lora",
        "target_modules": "all-linear",
        "dataset": "train.jsonl 'more.jsonl#500'",
        "val_dataset": "validation.jsonl",
        "per_device_train_batch_size": "2",
        "per_device_eval_batch_size": "1",
        "torch_dtype": "bfloat16",
        "attn_impl": "flash_attn",
        "quant_bits": "4",
        "deepspeed": "zero2",
    }
    assert [line.split(":")[0] for line in left(said)] == ["SIZE_FACTOR", "--do_sample false", "--use_loss_scale true"]


def test_llama_factory_gets_what_it_has_a_word_for() -> None:
    said = translated(USUAL, "llama-factory")
    assert said.startswith("CUDA_VISIBLE_DEVICES=0,1 NPROC_PER_NODE=2 llamafactory-cli train \\\n")
    assert flags(said) == {
        "stage": "sft",
        "do_train": "true",
        "model_name_or_path": "Qwen/Qwen2-VL-7B-Instruct",
        "template": "qwen2_vl",
        "image_max_pixels": "602112",
        "finetuning_type": "lora",
        "lora_target": "all",
        "per_device_train_batch_size": "2",
        "per_device_eval_batch_size": "1",
        "bf16": "true",
        "flash_attn": "fa2",
        "quantization_bit": "4",
    }
    assert len(left(said)) == 6


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("qwen2-vl-7b-instruct", "Qwen/Qwen2-VL-7B-Instruct"),
        ("qwen2-vl-2b-instruct", "Qwen/Qwen2-VL-2B-Instruct"),
        ("qwen2-vl-7b-instruct-gptq-int4", "Qwen/Qwen2-VL-7B-Instruct-GPTQ-Int4"),
        ("qwen2-vl-72b-instruct-awq", "Qwen/Qwen2-VL-72B-Instruct-AWQ"),
        ("qwen2-vl-7b", "Qwen/Qwen2-VL-7B"),
    ],
)
def test_a_type_names_its_model(kind: str, name: str) -> None:
    said = translated(f"swift sft --model_type {kind} --sft_type lora --dataset my.jsonl", "ms-swift")
    assert flags(said) == {"model": name, "model_type": "qwen2_vl", "tuner_type": "lora", "dataset": "my.jsonl"}


def test_a_value_that_a_shell_would_read_stays_one_word() -> None:
    said = translated("swift sft --model_type qwen2-vl-7b --dataset='a b;c' --use_flash_attn false", "ms-swift")
    assert flags(said)["dataset"] == "'a b;c'"
    assert "attn_impl" not in flags(said)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("swift infer --ckpt_dir x", "swift sft"),
        ("swift sft stray", "belongs to no flag"),
        ("swift sft --dataset 'x", "cannot be read"),
        ("swift sft --model_type llama3-8b", "names no Qwen2-VL"),
        ("", "swift sft"),
    ],
)
def test_what_is_no_such_training_is_refused(command: str, why: str) -> None:
    with pytest.raises(TrainingRefused, match=why):
        translated(command, "ms-swift")


def test_a_command_is_given_with_from(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["train", "--print", "ms-swift", "--from", USUAL])
    assert done.exit_code == 0
    assert done.output == translated(USUAL, "ms-swift") + "\n"
    for words, said in (
        (["--from", USUAL], "--print"),
        (["--print", "ms-swift", "--from", "swift infer"], "swift sft"),
        ([str(tmp_path)], "--out"),
    ):
        done = CliRunner().invoke(app, ["train", *words])
        assert done.exit_code == 2
        assert said in done.output

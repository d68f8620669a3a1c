"""The trainer as a person calls it: a small model learns, is stopped and goes on, and its adapter is used and merged."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from taught import reply, texts, write_rows
from typer.testing import CliRunner

from agent.cli.app import app
from agent.dialects.qwen2_vl import Qwen2VL
from agent.errors import BadAdapter, UnknownModel
from agent.models.adapter import open_adapter
from agent.models.checkpoint import Manifest, open_checkpoint
from agent.models.loading import load
from agent.models.qwen2_vl import LocalQwen2VL
from agent.models.registry import ModelOptions, open_model
from agent.training.tiny import write_tiny_checkpoint

pytest.importorskip("peft")
ROOT = Path(__file__).resolve().parents[2]
PIXELS = 4 * 3 * 784
LONGEST = 90
GOLD = reply("gold", 1)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Any:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tiny")
    manifest = Manifest(name="tiny", min_pixels=4 * 784, max_new_tokens=LONGEST, devices=("Fingertip One",))
    write_tiny_checkpoint(directory, seed=1, texts=texts(), spread=6.0, min_pixels=4 * 784, manifest=manifest)
    return directory


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("data") / "rows")


def call(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.output


def train(rows: Path, tiny: Path, out: Path, *options: object, code: int = 0) -> str:
    shared = ("--model", tiny, "--out", out, "--threads", 1, "--dtype", "float32", "--max-pixels", PIXELS)
    return call("train", rows, *shared, *options, code=code)


def log(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]


def losses(out: Path) -> dict[int, float]:
    return {line["step"]: line["loss"] for line in log(out) if "loss" in line}


def ask(model: LocalQwen2VL, image: Path, colour: str) -> str:
    with Image.open(image) as picture:
        return model.decide(Qwen2VL().prompt(f"tap {colour}", (), picture.convert("RGB"), brief=model.info.brief)).text


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory, tiny: Path, rows: Path) -> Path:
    """A run in which all weights learnt 8 rows by heart, seen also as validation rows."""
    data = tmp_path_factory.mktemp("same") / "rows"
    shutil.copytree(rows, data)
    shutil.copy(data / "train.jsonl", data / "validation.jsonl")
    out = tmp_path_factory.mktemp("runs") / "learnt"
    train(data, tiny, out, "--method", "full", "--steps", 200, "--rate", 0.002, "--evaluate-every", 100, "--warm-up", 0.1)
    return out


def test_all_weights_learn_and_the_reply_is_the_taught_one(learnt: Path, rows: Path) -> None:
    course = losses(learnt)
    assert course[1] > 4
    assert course[200] < 0.02
    last = log(learnt)[-1]["validation"]
    assert (last["rows"], last["verb"], last["inside"], last["success"]) == (8, 1, 1, 1)
    assert open_checkpoint(learnt / "best").manifest == Manifest(
        brief=True, min_pixels=4 * 784, max_pixels=PIXELS, max_new_tokens=LONGEST, devices=("Fingertip One",)
    )
    with LocalQwen2VL(learnt / "best", dtype="float32") as model:
        assert model.info.options["max_pixels"] == str(PIXELS)
        assert ask(model, rows / "images" / "train-0.png", "red") == reply("red", 0)
        assert ask(model, rows / "images" / "train-7.png", "red") == reply("red", 3)
    assert any((learnt / "tensorboard").iterdir())


@pytest.fixture(scope="module")
def adapted(tmp_path_factory: pytest.TempPathFactory, learnt: Path) -> tuple[Path, Path]:
    """The learnt model and a run in which an adapter on it learnt to tap gold whatever is asked."""
    folder = tmp_path_factory.mktemp("adapted")
    data = write_rows(folder / "rows", box=None)
    for name in ("train.jsonl", "validation.jsonl"):
        lines = [json.loads(line) for line in (data / name).read_text("utf-8").splitlines()]
        for line in lines:
            line["messages"][-1]["content"] = GOLD
        (data / name).write_text("\n".join(map(json.dumps, lines)), "utf-8")
    words = ("--steps", 30, "--rate", 0.01, "--rank", 8, "--vision", "--checkpointing", "--accumulate", 2, "--batch", 2)
    train(data, learnt / "best", folder / "run", *words)
    return learnt / "best", folder / "run"


def test_an_adapter_learns_is_loaded_and_leaves_the_model_alone(adapted: tuple[Path, Path], rows: Path) -> None:
    base, run = adapted
    picture = rows / "images" / "train-0.png"
    assert losses(run)[30] < 0.05
    assert log(run)[-1]["validation"]["success"] == 1
    with LocalQwen2VL(base, adapter=run) as model:
        assert ask(model, picture, "red") == GOLD
        assert model.info.options["max_pixels"] == str(PIXELS)
        assert "+" in model.info.fingerprint
    with LocalQwen2VL(base) as model:
        assert ask(model, picture, "red") == reply("red", 0)


def test_ask_takes_an_adapter_and_refuses_what_is_none(adapted: tuple[Path, Path], rows: Path, tmp_path: Path) -> None:
    base, run = adapted
    words = ("ask", "tap red", "--image", rows / "images" / "train-0.png", "--model", base, "--json")
    with_adapter, without = (json.loads(call(*words, *more))["answer"] for more in (("--adapter", run), ()))
    assert with_adapter != without
    assert GOLD.endswith(with_adapter)
    assert "of a LoRA adapter or of a training run" in call(*words, "--adapter", tmp_path, code=3)


def logits(model: Any) -> torch.Tensor:
    ids = torch.arange(20, 60)[None]
    positions = torch.arange(40).expand(3, 1, -1)
    with torch.no_grad():
        hidden = model.model.language_model(inputs_embeds=model.get_input_embeddings()(ids), position_ids=positions)
        found: torch.Tensor = model.lm_head(hidden.last_hidden_state).float()
    return found


def test_a_loaded_adapter_equals_the_trained_one_and_the_merged_model_equals_both(
    adapted: tuple[Path, Path], tmp_path: Path
) -> None:
    from agent.models.adapter import put_on, wrap

    base, run = adapted
    found = open_checkpoint(base)
    state = load_file(run / "state.safetensors")

    def fresh() -> Any:
        return load(found, dtype="float32", device="cpu", attention="sdpa").model

    beside, added = fresh(), fresh()
    wrap(beside, open_adapter(run))
    trained = {name: part for name, part in beside.named_parameters() if "lora_" in name}
    assert {f"weight/{name}" for name in trained} == {name for name in state if name.startswith("weight/")}
    assert all(torch.equal(part, state[f"weight/{name}"]) for name, part in trained.items())
    put_on(added, open_adapter(run), found)
    said = call("merge", run, "--out", tmp_path / "merged")
    assert "weight matrices" in said
    merged = load(open_checkpoint(tmp_path / "merged"), dtype="float32", device="cpu", attention="sdpa").model
    wanted = logits(beside.eval())
    assert not torch.allclose(logits(fresh()), wanted, atol=0.1)
    assert torch.allclose(logits(added), wanted, atol=1e-4)
    assert torch.allclose(logits(merged), wanted, atol=1e-4)
    whole = open_checkpoint(tmp_path / "merged")
    assert whole.manifest.max_pixels == whole.pictures["max_pixels"] == PIXELS
    assert load_file(whole.shards[0]).keys() == load_file(found.shards[0]).keys()
    assert "is not empty" in call("merge", run, "--out", tmp_path / "merged", code=2)


def test_an_adapter_that_does_not_fit_as_a_whole_is_refused(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    base, run = adapted
    tensors = load_file(run / "best" / "adapter_model.safetensors")

    def changed(name: str, kept: dict[str, torch.Tensor]) -> Path:
        shutil.copytree(run / "best", tmp_path / name)
        save_file(kept, tmp_path / name / "adapter_model.safetensors")
        return tmp_path / name

    strange = changed("strange", {name.replace("q_proj", "x_proj"): part for name, part in tensors.items()})
    partial = changed("partial", dict(list(tensors.items())[:-1]))
    none = changed("none", {})
    for path in (strange, partial, none):
        with pytest.raises(BadAdapter, match=r"tensors of the adapter .* fit this model"):
            LocalQwen2VL(base, adapter=path)
    settings = json.loads((partial / "adapter_config.json").read_text("utf-8"))
    (partial / "adapter_config.json").write_text(json.dumps({**settings, "target_modules": "nothing"}), "utf-8")
    with pytest.raises(BadAdapter, match="does not fit this model"):
        LocalQwen2VL(base, adapter=partial)
    (partial / "adapter_config.json").write_text(json.dumps({**settings, "peft_type": "IA3"}), "utf-8")
    with pytest.raises(BadAdapter, match="only LORA"):
        open_adapter(partial)
    with pytest.raises(BadAdapter, match="of a LoRA adapter or of a training run"):
        open_adapter(tmp_path)
    with pytest.raises(UnknownModel, match="takes no adapter"):
        open_model("scripted:replies.txt", ModelOptions(adapter=str(run)))
    # As transformers 4 spelled the names: the same tensors, put where they belong.
    older = changed(
        "older",
        {
            name.replace("model.model.language_model.", "model.model.").replace("model.model.visual.", "model.visual."): part
            for name, part in tensors.items()
        },
    )
    with LocalQwen2VL(base, adapter=older) as model:
        assert model.info.options["adapter"] == str(older)


def test_a_killed_run_goes_on_as_if_it_had_not_been(tiny: Path, rows: Path, tmp_path: Path) -> None:
    words = ("--method", "lora", "--steps", 40, "--batch", 3, "--save-every", 7, "--evaluate-every", 16)
    words = (*words, "--pack", 200, "--steps-per-sequence", 2, "--rate", 0.01)
    train(rows, tiny, tmp_path / "whole", *words)
    shared = ("--model", tiny, "--out", tmp_path / "killed", "--threads", 1, "--dtype", "float32", "--max-pixels", PIXELS)
    command = [sys.executable, "-m", "agent", "train", rows, *shared, *words]
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 90
        while not (tmp_path / "killed" / "log.jsonl").is_file() or len(losses_so_far(tmp_path / "killed")) < 18:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert 18 <= len(losses_so_far(tmp_path / "killed")) < 40
    train(rows, tiny, tmp_path / "killed", *words)
    assert losses(tmp_path / "killed") == losses(tmp_path / "whole")
    assert [line["validation"] for line in log(tmp_path / "killed") if "validation" in line] == [
        line["validation"] for line in log(tmp_path / "whole") if "validation" in line
    ]
    one, other = (load_file(tmp_path / name / "state.safetensors") for name in ("whole", "killed"))
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)
    said = train(rows, tiny, tmp_path / "killed", *words)  # there is nothing left to do
    assert "40 steps" in said
    assert "another rate" in train(rows, tiny, tmp_path / "killed", *words[:-1], 0.02, code=2)


def losses_so_far(out: Path) -> list[str]:
    return [line for line in (out / "log.jsonl").read_text("utf-8").splitlines() if '"loss"' in line and '"rate"' in line]


def test_from_scratch_in_bfloat16_until_patience_ends(rows: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    write_tiny_checkpoint(base, seed=2, texts=texts(), dtype=torch.bfloat16, manifest=Manifest(max_new_tokens=LONGEST))
    words = ("--method", "scratch", "--steps", 30, "--rate", 1e-9, "--evaluate-every", 2, "--patience", 2, "--evaluate-rows", 1)
    out = call("train", rows, "--model", base, "--out", tmp_path / "run", "--dtype", "bfloat16", "--json", *words)
    report = json.loads(out.splitlines()[-1])
    assert report["early"] is True
    assert report["steps"] < 30
    made, before = open_checkpoint(tmp_path / "run" / "best"), open_checkpoint(base)
    weights, old = load_file(made.shards[0]), load_file(before.shards[0])
    assert {name: part.dtype for name, part in weights.items()} == {name: part.dtype for name, part in old.items()}
    assert made.config["dtype"] == made.config["text_config"]["dtype"] == "bfloat16"
    assert not any(torch.equal(part, old[name]) for name, part in weights.items() if name.endswith("_proj.weight"))
    with LocalQwen2VL(tmp_path / "run" / "best") as model:
        assert model.info.brief


def test_minutes_end_a_run_and_without_validation_the_last_save_is_the_best(tiny: Path, tmp_path: Path) -> None:
    data = write_rows(tmp_path / "rows", validation=0)
    train(data, tiny, tmp_path / "run", "--minutes", 0.01, "--batch", 1)
    assert log(tmp_path / "run")[-1]["seconds"] >= 0.6
    with LocalQwen2VL(tiny, adapter=tmp_path / "run") as model:
        assert model.info.name.startswith("tiny with ")


def test_the_plan_says_what_it_takes_and_refuses_what_does_not_fit(tiny: Path, rows: Path, tmp_path: Path) -> None:
    said = train(rows, tiny, tmp_path / "run", "--dry-run")
    assert "8 rows, 2 for validation" in said
    assert "memory" in said
    assert not (tmp_path / "run").exists()
    plan = json.loads(train(rows, tiny, tmp_path / "run", "--dry-run", "--json", "--steps", 7).splitlines()[-1])
    assert plan["steps"] == 7
    assert plan["memory"]["total"] == sum(value for key, value in plan["memory"].items() if key not in ("total", "free"))
    assert "lower --batch" in train(rows, tiny, tmp_path / "run", "--batch", 10**7, code=2)
    assert "Say one of" in train(rows, tiny, tmp_path / "run", "--steps", 1, "--minutes", 1, code=2)
    assert "agent export" in train(tmp_path, tiny, tmp_path / "run", code=2)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    assert "holds no training" in train(rows, tiny, tmp_path / "full", "--steps", 1, code=2)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("engine", "words"), [("ms-swift", ["swift sft", "--tuner_type lora"]), ("llama-factory", ["train"])])
def test_other_engines_are_told_the_same(rows: Path, tmp_path: Path, engine: str, words: list[str]) -> None:
    asked = ("--model", "Qwen/Qwen2-VL-2B-Instruct", "--out", tmp_path / "run", "--rank", 4, "--max-pixels", 602112)
    said = call("train", rows, *asked, "--print", engine)
    for word in (*words, "Qwen/Qwen2-VL-2B-Instruct", "--lora_rank 4", "602112", "--num_train_epochs 3"):
        assert word in said


def test_the_plan_says_how_rows_are_packed(tiny: Path, rows: Path, tmp_path: Path) -> None:
    data = tmp_path / "rows"
    shutil.copytree(rows, data)
    lines = [json.loads(line) for line in (data / "train.jsonl").read_text("utf-8").splitlines()]
    system = "Be careful and look twice. " * 20
    for line in lines:
        line["messages"][0]["content"] = system
    (data / "train.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    said = train(data, tiny, tmp_path / "run", "--dry-run")
    shared = re.search(r"8 rows or \d+ tokens, packed: (\d+)% of the tokens are shared", said)
    assert shared is not None
    assert int(shared[1]) > 50
    assert "each padded to the longest" in train(data, tiny, tmp_path / "run", "--dry-run", "--pack", 0)
    packed, padded = (
        json.loads(train(data, tiny, tmp_path / "run", "--dry-run", "--json", *words).splitlines()[-1])["memory"]["activations"]
        for words in ((), ("--pack", 0))
    )
    assert packed < padded
    assert "leave out --pack 0" in train(data, tiny, tmp_path / "run", "--pack", 0, "--steps-per-sequence", 2, code=2)


def test_memory_grows_with_what_is_asked() -> None:
    from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLConfig

    from agent.training.trainer.memory import Sizes, predict

    config = Qwen2VLConfig()
    sizes = Sizes(
        weights=10**9,
        trainable=10**7,
        stored=2,
        computed=2,
        tower=False,
        tokens=1000,
        patches=4000,
        reply=50,
        picture=4000,
        checkpointing=False,
    )
    need = predict(config, sizes)
    assert need.weights == 2 * 10**9
    assert predict(config, replace(sizes, tokens=2000)).activations > need.activations
    assert predict(config, replace(sizes, tower=True)).activations > need.activations
    assert predict(config, replace(sizes, checkpointing=True)).activations < need.activations / 2
    assert predict(config, replace(sizes, stored=4)).weights == 6 * 10**9

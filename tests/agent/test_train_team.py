"""Several processes train one model: as one process would, also where DeepSpeed shares the optimiser's state out."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from safetensors.torch import load_file
from taught import texts, write_rows
from typer.testing import CliRunner

from agent.cli.app import app
from agent.models.checkpoint import Manifest
from agent.training.tiny import write_tiny_checkpoint

STEPS, PIXELS = 12, 4 * 3 * 784
ZERO = {"ACCELERATE_USE_DEEPSPEED": "true", "ACCELERATE_DEEPSPEED_ZERO_STAGE": "2"}
needs_deepspeed = pytest.mark.skipif(importlib.util.find_spec("deepspeed") is None, reason="deepspeed is not installed")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tiny checkpoint, and rows."""
    directory = tmp_path_factory.mktemp("team")
    manifest = Manifest(name="tiny", min_pixels=4 * 784, max_new_tokens=64, devices=("Fingertip One",))
    write_tiny_checkpoint(directory / "tiny", seed=1, texts=texts(), spread=6.0, min_pixels=4 * 784, manifest=manifest)
    return directory / "tiny", write_rows(directory / "rows")


def command(given: tuple[Path, Path], out: Path, *options: object, processes: int = 1) -> list[str]:
    tiny, rows = given
    start = ["torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), "-m"] if processes > 1 else []
    words = ["agent", "train", rows, "--model", tiny, "--out", out, "--threads", 1, "--dtype", "float32", "--device", "cpu"]
    words += ["--max-pixels", PIXELS, "--method", "full", "--rate", 1e-3, "--steps", STEPS, *options]
    return [sys.executable, "-m", *start, *map(str, words)]


def environment(setting: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", **setting}


def run(words: list[str], *, setting: Mapping[str, str] | None = None, code: int = 0) -> str:
    """Train; what was said."""
    done = subprocess.run(
        words, env=environment(setting or {}), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=110
    )
    assert done.returncode == code, done.stdout
    return done.stdout


def losses(out: Path) -> list[float]:
    text, _, _ = (out / "log.jsonl").read_text("utf-8").rpartition("\n")  # a line may be being written
    lines = [json.loads(line) for line in text.splitlines()]
    return [line["loss"] for line in lines if "loss" in line]


@pytest.fixture(scope="module")
def alone(given: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """The losses of one process, four rows a step."""
    out = tmp_path_factory.mktemp("alone") / "run"
    words = command(given, out, "--batch", 4)
    done = CliRunner().invoke(app, words[words.index("agent") + 1 :])  # here, since a process of its own has much to import
    assert done.exit_code == 0, done.output
    return losses(out)


def test_two_processes_learn_what_one_does(given: tuple[Path, Path], alone: list[float], tmp_path: Path) -> None:
    run(command(given, tmp_path / "run", "--batch", 2, processes=2))
    assert losses(tmp_path / "run") == pytest.approx(alone, rel=1e-4)


@needs_deepspeed
def test_shares_of_the_optimiser_learn_the_same_and_go_on(given: tuple[Path, Path], alone: list[float], tmp_path: Path) -> None:
    out, killed = tmp_path / "run", tmp_path / "killed"
    asked = ("--batch", 2, "--save-every", 4)
    run(command(given, out, *asked, processes=2), setting=ZERO)
    assert losses(out) == pytest.approx(alone, rel=1e-4)
    words = command(given, killed, *asked, processes=2)
    process = subprocess.Popen(
        words, env=environment(ZERO), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not (killed / "log.jsonl").is_file() or len(losses(killed)) < 6:
            assert process.poll() is None
            time.sleep(0.002)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert 6 <= len(losses(killed)) < STEPS
    run(words, setting=ZERO)
    assert losses(killed) == losses(out)
    one, other = (load_file(at / "state.safetensors") for at in (out, killed))
    assert one.keys() == other.keys()
    assert all(one[name].equal(other[name]) for name in one)


@needs_deepspeed
def test_what_deepspeed_cannot_do_here_is_said(given: tuple[Path, Path], tmp_path: Path) -> None:
    setting = {**ZERO, "ACCELERATE_DEEPSPEED_ZERO_STAGE": "3"}
    said = run(command(given, tmp_path / "run", processes=2), setting=setting, code=1)
    assert "ZeRO stage 1 or 2 and without offload, and stage 3" in " ".join(said.split())
    assert not (tmp_path / "run").exists()

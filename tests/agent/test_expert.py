"""Expert iteration: its parts on files, and a real round of Pocket on the virtual phone, killed and gone on with."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from taught import write_rows
from typer.testing import CliRunner

from agent.cli.app import app
from agent.errors import TrainingRefused
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.adapter import open_adapter
from agent.models.base import ModelInfo, Reply
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder, find_episodes, read_episode
from agent.training.expert.harvest import Success, fresh, mix, successes
from agent.training.expert.journal import LOG, RUN, Journal, Judged, Taught
from agent.training.expert.programs import call
from agent.training.expert.wish import Worlds, words_of
from agent.training.trainer.rows import read_rows
from agent.training.trainer.wish import Curve, Wish
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 90.0
SCREEN = Image.new("RGB", (30, 60), (1, 2, 3))
TAUGHT = Taught(round=1, adapter="round-1/adapter/best", own=5, mixed=0, steps=2, seconds=1.0, loss=None)
JUDGED = Judged(round=1, taken=True, best=1, reason="more")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + ENOUGH
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def train(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["train", *map(str, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stderr if code else done.stdout


def result(task: str, verdict: str = "success", *, repeat: int = 0, steps: int = 5, claimed: bool = True, seed: int = 1) -> str:
    one = {"suite": "s", "version": 1, "task": task, "seed": seed, "locale": "en-US", "fault": "", "repeat": repeat}
    name = f"episodes/{task}-{seed}-{repeat}"
    return json.dumps({"id": one, "verdict": verdict, "claimed": claimed, "steps": steps, "episode": name, "reason": "more"})


def write_run(run: Path, *lines: str) -> Path:
    run.mkdir()
    (run / "results.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return run


def test_only_what_a_check_passed_is_kept_and_the_shortest_of_each_instance(tmp_path: Path) -> None:
    one = write_run(
        tmp_path / "one",
        result("a", steps=6),
        result("a", repeat=1, steps=4),
        result("a", repeat=2, steps=4),
        result("a", seed=2),
        result("b", "failure"),
        result("c", "error"),
        result("d", claimed=False),
        result("e", claimed=False),
        result("f", claimed=False),
    )
    # Done, and handed to the user by a model that was not sure; and done, but wandering on until it was stopped.
    finish, wait = Reply('{"action": "finish"}', confidence=0.5), Reply('{"action": "wait", "seconds": 0.01}')
    for task, replies in (("e", [finish]), ("f", [wait])):
        with Recorder(one / f"episodes/{task}-1-0") as recorder:
            model = ScriptedModel(replies, info=ModelInfo("scripted", "qwen2_vl", sure=0.9))
            run_episode("do it", ScriptedDevice([SCREEN]), model, recorder, limits=Limits(steps=1))
    first = successes([one])
    assert {key[2:4]: success for key, success in first.items()} == {
        ("a", 1): Success(one / "episodes/a-1-1", 4),
        ("a", 2): Success(one / "episodes/a-2-0", 5),
        ("e", 1): Success(one / "episodes/e-1-0", 5),
    }
    two = write_run(tmp_path / "two", result("a", steps=4), result("a", seed=2, steps=3), result("b"))
    both = successes([one, two])
    assert both[next(iter(first))].directory == one / "episodes/a-1-1"
    assert (len(both), fresh(first, both), fresh({}, first), fresh(both, both)) == (4, 2, 3, 0)
    (two / "results.jsonl").write_text("{}\n", "utf-8")
    with pytest.raises(TrainingRefused, match="cannot be read"):
        successes([two])


def test_rows_are_mixed_in_by_their_share_with_their_pictures(tmp_path: Path) -> None:
    own, start = write_rows(tmp_path / "own", rows=3, validation=1), write_rows(tmp_path / "start", rows=8, validation=2)
    assert mix(own, start, tmp_path / "rows", share=1.0, seed=1) == (3, 3)
    rows = read_rows(tmp_path / "rows")
    assert (len(rows.train), len(rows.validation)) == (6, 3)
    assert {path.parts[-3] for row in rows.train for path in row.pictures} == {"own", "start"}
    assert mix(own, start, tmp_path / "again", share=1.0, seed=1) == (3, 3)
    assert read_rows(tmp_path / "again").digest == rows.digest
    assert mix(own, start, tmp_path / "much", share=99.0, seed=1) == (3, 8)
    assert mix(None, start, tmp_path / "all", share=0.0, seed=1) == (0, 8)
    shutil.rmtree(start)
    with pytest.raises(FileNotFoundError):
        mix(own, write_rows(start, rows=1) / "images", tmp_path / "not" / "there", share=1.0, seed=1)
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_a_journal_goes_on_and_belongs_to_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.training.expert.journal.PATIENCE", 0.3)
    with Journal(tmp_path / "out", {"a": "1"}) as journal:
        journal.add(TAUGHT)
        journal.add(JUDGED)
        with pytest.raises(TrainingRefused, match="Another process is at work"):
            Journal(tmp_path / "out", {"a": "1"})
    with (tmp_path / "out" / LOG).open("a") as file:
        file.write('{"stage":"judged","rou')
    with Journal(tmp_path / "out", {"a": "1"}) as journal:
        assert journal.entries == [TAUGHT, JUDGED]
        journal.add(replaced := JUDGED.model_copy(update={"round": 2}))
        assert journal.entries[-1] == replaced
    with pytest.raises(TrainingRefused, match="another a"):
        Journal(tmp_path / "out", {"a": "2"})
    (tmp_path / "out" / LOG).write_text("nonsense\n")
    with pytest.raises(TrainingRefused, match="cannot be read"):
        Journal(tmp_path / "out", {"a": "1"})
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter").write_text("dear")
    with pytest.raises(TrainingRefused, match="holds no training"):
        Journal(tmp_path / "mine", {"a": "1"})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--suite", "phone_basics", "--seeds", "8999:9001"), "worlds 9000 to 9999 are reserved"),
        (("--suite", "phone_basics", "--held-out", "9000:9005"), "worlds 9000 to 9999 are reserved"),
        (("--suite", "phone_basics", "--seeds", "5:5"), "--seeds 5:5 is not FROM:TO"),
        (("--suite", "phone_basics", "--seeds", "0:9", "--held-out", "8:20"), "have worlds in common"),
        ((), "Name the suite to practise with --suite"),
        (("--suite", "phone_basics", "--steps", "1", "--epochs", "1"), "Say one of --epochs and --steps"),
        (("--suite", "phone_basics", "--print", "ms-swift"), "leave out --print"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    said = train("--method", "expert-iteration", "--out", tmp_path / "out", *words, code=2)
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_other_methods_need_rows_and_take_no_suite(tmp_path: Path) -> None:
    assert "Name the directory of the rows" in train("--out", tmp_path / "out", code=2)
    data = write_rows(tmp_path / "rows")
    assert "--suite is for" in train(data, "--out", tmp_path / "out", "--suite", "phone_basics", code=2)


def test_every_wish_of_a_training_has_an_option(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "agent", "train", "--help"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    wish = Wish(data=Path("rows"), model="pocket", out=Path("out"))
    for field in fields(Wish):
        if field.name != "data":
            assert re.search(rf"--{field.name.replace('_', '-')}\b", said), field.name
    assert words_of(wish) == ["--model", "pocket", "--out", "out"]
    asked = replace(wish, steps=7, rate=0.001, vision=False, curve=Curve.LINEAR, force=True)
    assert words_of(asked)[4:] == ["--steps", "7", "--rate", "0.001", "--curve", "linear", "--no-vision", "--force"]


def test_worlds_meet() -> None:
    assert not Worlds(0, 5).meets(Worlds(5, 9))
    assert Worlds(0, 5).meets(Worlds(4, 9))


def test_a_plan_counts_episodes(tmp_path: Path) -> None:
    words = ("--method", "expert-iteration", "--suite", "phone_basics", "--task", "bluetooth", "--out", tmp_path / "out")
    plan = json.loads(train(*words, "--seeds", "0:5", "--held-out", "100:103", "--repeats", 4, "--dry-run", "--json"))
    assert (plan["tasks"], plan["practice"], plan["measured"], plan["episodes"]) == (1, 20, 3, 72)
    assert not (tmp_path / "out").exists()


def test_a_program_is_heard_and_its_exit_code_kept() -> None:
    code, said = call(["agent", "parse", "--help"])
    assert code == 0
    assert "Usage" in said
    assert call(["agent", "nonsense"])[0] == 2


ASKED = ("--suite", "phone_basics", "--task", "bluetooth", "--unchecked", "--seeds", "0:1", "--held-out", "8000:8001")
SHORT = ("--repeats", 2, "--jobs", 1, "--temperature", 0.3, "--steps", 2, "--batch", 2, "--rank", 2, "--threads", 1)


def entries(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / LOG).read_text("utf-8").splitlines()]


def test_ctrl_c_ends_what_was_started_and_says_how_to_go_on(tmp_path: Path) -> None:
    pytest.importorskip("peft")
    words = ["--method", "expert-iteration", *map(str, (*ASKED, *SHORT)), "--out", str(tmp_path / "out")]
    command = [sys.executable, "-m", "agent", "train", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: (tmp_path / "out" / "round-0" / "held-out" / "run.json").is_file())
    process.send_signal(signal.SIGINT)
    said, told = process.communicate(timeout=ENOUGH)
    assert (process.returncode, said) == (130, "")
    assert "Stopped by the user; the same command goes on" in told.splitlines()[-1]
    assert "Traceback" not in told
    with Journal(tmp_path / "out", json.loads((tmp_path / "out" / RUN).read_text("utf-8"))) as journal:
        assert journal.entries == []  # and nobody is at work there any more


@pytest.mark.timeout(300)
def test_a_round_that_is_killed_goes_on_and_nothing_is_done_twice(tmp_path: Path) -> None:
    pytest.importorskip("peft")
    out = tmp_path / "out"
    words = ["--method", "expert-iteration", *map(str, (*ASKED, *SHORT)), "--rounds", "1", "--out", str(out), "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "agent", "train", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    results = out / "round-1" / "rollouts" / "results.jsonl"
    try:
        until(lambda: process.poll() is not None or (results.is_file() and results.read_bytes().count(b"\n") == 1))
        assert process.poll() is None
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    first = results.read_bytes().splitlines()[0]
    assert [entry["stage"] for entry in entries(out)] == ["measured"]
    report = json.loads(train(*words).splitlines()[-1])  # at once: what was started from there ends with it
    told = entries(out)
    assert [(entry["stage"], entry["round"]) for entry in told] == [
        ("measured", 0),
        ("practised", 1),
        ("taught", 1),
        ("measured", 1),
        ("judged", 1),
    ]
    lines = results.read_bytes().splitlines()
    assert (len(lines), lines[0]) == (2, first)
    assert told[1]["episodes"] == 2
    assert told[0]["low"] <= told[0]["rate"] <= told[0]["high"]
    assert report["base"]["succeeded"] == told[0]["succeeded"]
    assert (out / "best").exists() == told[-1]["taken"]
    rows = read_rows(out / "round-1" / "rows")
    assert len(rows.train) == told[2]["own"] > 0
    # Those that have a result: of the one that was killed there may not even be a first line.
    drawn = [read_episode(out / "round-1" / "rollouts" / json.loads(line)["episode"]) for line in lines]
    assert [one.opened and one.opened.model.options["temperature"] for one in drawn] == ["0.3", "0.3"]
    greedy = read_episode(find_episodes(out / "round-1" / "held-out")[0])
    assert greedy.opened is not None
    assert "temperature" not in greedy.opened.model.options
    assert json.loads((out / RUN).read_text("utf-8"))["method"] == "expert-iteration"
    assert "another repeats" in train(*words, "--repeats", 3, code=2)

    # The same rounds, had the model to begin with done nothing: what was taught is then taken over.
    kept = [{**entry, "succeeded": 0} if entry["round"] == 0 else entry for entry in told[:-1]]
    (out / LOG).write_text("".join(json.dumps(entry) + "\n" for entry in kept), "utf-8")
    report = json.loads(train(*words).splitlines()[-1])
    assert entries(out)[-1]["taken"] is (told[3]["succeeded"] > 0)
    if entries(out)[-1]["taken"]:
        assert report["out"] == str(out / "best")
        assert open_adapter(out).directory == out / "best"

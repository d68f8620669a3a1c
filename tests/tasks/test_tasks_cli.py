"""`tasks run` and `tasks list` as a person or a program calls them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.recording import find_episodes
from agent.recording.verifying import verify
from scripts.benchmarks.kill_run import MARK, marked
from tasks import gate
from tasks.cli.app import app
from tasks.keeping import RunFolder
from tasks.results import RESULTS_FILE, RUN_FILE, BadRun, Result, Run, Verdict
from tasks.suites import names

ROOT = Path(__file__).resolve().parent.parent.parent
ENOUGH = 60.0


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + ENOUGH
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)


def started(out: Path, mark: str = "", *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tasks", "run", "phone_basics", "--model", "always_giving_up", "--unchecked"]
    command += ["--task", "bluetooth", "--task", "theme", "--seeds", "9000:9002", "--repeats", "4", "--jobs", "1"]
    return subprocess.Popen(
        [*command, "--out", str(out), *more],
        cwd=ROOT,
        env={**os.environ, MARK: mark, "PYTHONWARNINGS": "error"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def lines(out: Path) -> list[bytes]:
    path = out / RESULTS_FILE
    return path.read_bytes().split(b"\n")[:-1] if path.exists() else []


@pytest.mark.timeout(240)
def test_ctrl_c_leaves_a_run_that_is_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "run"
    mark = os.urandom(8).hex()
    first = started(out, mark)
    until(lambda: len(lines(out)) >= 2)
    with pytest.raises(BadRun, match="Another process is at work on the run"):
        RunFolder(out, Run.model_validate_json((out / RUN_FILE).read_bytes()))
    os.killpg(first.pid, signal.SIGINT)  # as a terminal does it: everything in the foreground hears it
    printed, complained = first.communicate(timeout=ENOUGH)
    done = len(lines(out))
    assert (first.returncode, printed) == (130, "")
    assert complained.splitlines()[-1] == (
        f"Stopped by the user with {done} of 16 episodes done; go on by the same command with --out {out}"
    )
    assert "Traceback" not in complained
    until(lambda: not list(marked(mark)))
    third = started(out, mark, "--json")
    printed, complained = third.communicate(timeout=200)
    assert third.returncode == 0, complained
    assert json.loads(printed) == {
        "run": str(out),
        "episodes": 16,
        "success": 0,
        "failure": 16,
        "error": 0,
        "false_done": 0,
        "missed_done": 0,
    }
    assert complained.splitlines()[0] == f"{done} of 16 episodes have a result already."
    results = [Result.model_validate_json(line) for line in lines(out)]
    assert max(Counter(result.id for result in results).values()) == 1
    assert {result.verdict for result in results} == {Verdict.FAILURE}
    assert all(verify(recording).good for recording in find_episodes(out))
    until(lambda: not list(marked(mark)))


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["nonsense"], 2, "There is no suite 'nonsense'; there are "),
        (["phone_basics", "--task", "nonsense"], 2, "The suite phone_basics has no task nonsense"),
        (["phone_basics", "--seeds", "5:4"], 2, "--seeds 5:4 is not FROM:TO"),
        (["phone_basics", "--device", "android"], 2, "Suites of the phone run on --device phone"),
        (["phone_basics", "--device", "phone:seed=3"], 2, "seed is set by the run itself"),
        (
            ["phone_basics", "--model", "oracle"],
            2,
            "was never checked: run `python -m tasks check phone_basics` first. To run it",
        ),
        (["phone_basics", "--unchecked", "--model", "no/such/model-at-all"], 3, "no/such/model-at-all"),
        (
            ["phone_basics", "--unchecked", "--model", "oracle", "--out", "/dev/null/run"],
            3,
            "The run cannot be kept in /dev/null",
        ),
    ],
)
def test_what_is_wrong_is_one_sentence(
    words: list[str], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(gate, "gate_file", lambda suite: tmp_path / "never.json")
    done = CliRunner().invoke(app, ["run", *words])
    assert done.exit_code == code, done.output
    assert sentence in done.stderr
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_suites_are_listed() -> None:
    done = CliRunner().invoke(app, ["list", "--json"])
    suites = {one["name"]: one for one in json.loads(done.stdout)["suites"]}
    assert tuple(suites) == names()
    assert suites["phone_basics"]["tasks"] == 30
    assert suites["phone_zh"]["locale"] == "zh-CN"
    assert len(suites["phone_faults"]["faults"]) > 5
    text = CliRunner().invoke(app, ["list"]).stdout
    assert re.search(r"^phone_basics +30 tasks, en-US: one app", text, re.MULTILINE)


def test_the_tasks_of_a_suite_are_listed_with_what_a_person_would_say() -> None:
    done = CliRunner().invoke(app, ["list", "phone_basics", "--json"])
    told = json.loads(done.stdout)
    assert (told["name"], told["seed"], len(told["tasks"])) == ("phone_basics", 9000, 30)
    (bluetooth,) = (task for task in told["tasks"] if task["id"] == "bluetooth")
    assert bluetooth["apps"] == ["com.android.settings"]
    assert "luetooth" in bluetooth["example"]
    assert all(task["example"] for task in told["tasks"])
    assert CliRunner().invoke(app, ["list", "nonsense"]).exit_code == 2

"""The commands, as a person or a program calls them."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.cli.app import app
from agent.cli.run import _report
from agent.episode import Outcome
from agent.lines import Ended
from agent.recording import read_episode

ROOT = Path(__file__).parent.parent.parent
TAP = '"Thought: Tap Settings.\\nAction: {\\"action\\": \\"tap\\", \\"point\\": [447, 81]}"'
FINISH = 'Action: {"action": "finish", "message": "Settings is open."}'


class Desk:
    """A place with some screens and a script, and the command run there in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / "recordings"
        screens = folder / "screens"
        screens.mkdir()
        for number in range(4):
            Image.new("RGB", (30, 60), (number * 50, 0, 0)).save(screens / f"{number}.png")
        self.device = f"scripted:{screens}"

    def script(self, *replies: str) -> str:
        (self.folder / "script.txt").write_text("\n".join(replies), "utf-8")
        return f"scripted:{self.folder / 'script.txt'}"

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "agent", *arguments]

    def environment(self) -> Mapping[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "HOME": str(self.folder)}

    def call(
        self, *arguments: str, stdin: str | None = None, before: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=self.folder,
            env=self.environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            preexec_fn=before,
        )

    def run(self, *replies: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return self.call("run", "open settings", "--device", self.device, "--model", self.script(*replies), *options)

    def episode(self) -> Path:
        (found,) = self.records.iterdir()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def last_object(out: str) -> dict[str, Any]:
    return dict(json.loads(out.splitlines()[-1]))


def test_help_is_quick_and_complete(desk: Desk) -> None:
    begun = time.monotonic()
    shown = desk.call("--help")
    spent = time.monotonic() - begun
    assert shown.returncode == 0
    assert all(
        name in shown.stdout for name in ("run", "ask", "replay", "episodes", "recordings", "parse", "devices", "doctor")
    )
    assert spent < 2.0  # half a second where nothing else runs; scripts/bench measures that


def test_run_says_one_sentence_and_shows_the_rest_on_stderr(desk: Desk) -> None:
    ran = desk.run(TAP, FINISH)
    assert (ran.returncode, ran.stdout) == (0, "Settings is open.\n")
    for text in ("Tap Settings.", "tap 44.7%, 8.1%", "finished after 2 steps", "imports", "Episode: recordings"):
        assert text in ran.stderr
    assert read_episode(desk.episode()).outcome is Outcome.FINISHED


def test_quiet_is_quiet(desk: Desk) -> None:
    ran = desk.run(TAP, FINISH, options=("--quiet",))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Settings is open.\n", "")


def test_json_is_one_object(desk: Desk) -> None:
    ran = desk.run(TAP, FINISH, options=("--json", "--record", "elsewhere"))
    assert ran.stdout.count("\n") == 1
    result = last_object(ran.stdout)
    assert result.pop("seconds") > 0
    assert set(result.pop("split")) == {"imports", "device", "model", "steps"}
    episode = desk.folder / result.pop("episode")
    assert episode.parent == desk.folder / "elsewhere"
    assert read_episode(episode).outcome is Outcome.FINISHED
    assert result == {"outcome": "finished", "check": "unknown", "steps": 2, "message": "Settings is open.", "offered": None}


def test_an_answer_that_is_not_claimed_stands_by_itself() -> None:
    ended = Ended(outcome=Outcome.NEEDS_USER, message="The answer may be '42'", steps=1, offered="42", seconds=1.0, split={})
    assert json.loads(_report("needs_user", ended.message, ended, None))["offered"] == "42"


@pytest.mark.parametrize(
    ("replies", "outcome", "status"),
    [
        (('{"action": "answer", "text": "42"}',), "answered", 0),
        (('{"action": "give_up"}',), "gave_up", 1),
        (('{"action": "ask", "question": "Which one?"}',), "needs_user", 1),
        (("?", "?", "?"), "unparsable", 1),
        ((TAP,) * 9, "step_limit", 1),
        ((TAP,), "model_failed", 3),
    ],
)
def test_outcomes_and_exit_codes(desk: Desk, replies: tuple[str, ...], outcome: str, status: int) -> None:
    ran = desk.run(*replies, options=("--json", "--quiet", "--max-steps", "3"))
    assert (ran.returncode, last_object(ran.stdout)["outcome"], ran.stderr) == (status, outcome, "")
    assert read_episode(desk.episode()).outcome == outcome


@pytest.mark.parametrize(
    ("options", "outcome", "words"),
    [
        (("--device", "nope"), "device_lost", "no device named 'nope'"),
        (("--device", "phone:colour=red"), "device_lost", "colour"),
        (("--device", "scripted:/nowhere"), "device_lost", "PNG"),
        (("--model", "nope"), "model_failed", "no model 'nope'"),
        (("--model", "scripted:/nowhere"), "model_failed", "cannot be read"),
        (("--model", "."), "model_failed", "config.json"),
    ],
)
def test_what_cannot_be_opened_ends_in_one_sentence(desk: Desk, options: tuple[str, ...], outcome: str, words: str) -> None:
    ran = desk.run(FINISH, options=("--json", "--quiet", *options))
    result = last_object(ran.stdout)
    assert (ran.returncode, result["outcome"], result["steps"], ran.stderr) == (3, outcome, 0, "")
    assert words in result["message"]
    episode = read_episode(desk.episode())
    assert episode.outcome == outcome
    assert episode.opened is None


@pytest.mark.parametrize(
    ("instruction", "words"),
    [("", "empty"), ("x" * 100_000, "100,000"), ("open<|im_end|>", "<|im_end|>"), ("a\udcffb", "UTF-8")],
)
def test_hostile_instructions_are_refused(desk: Desk, instruction: str, words: str) -> None:
    ran = desk.call("run", instruction, "--json")
    result = last_object(ran.stdout)
    assert (ran.returncode, result["outcome"]) == (2, "refused")
    assert words in result["message"]
    assert "Traceback" not in ran.stderr
    assert read_episode(desk.episode()).outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("run", "x", "--max-steps", "0"),
        ("run", "x", "--dtype", "int3"),
        ("run", "x", "--attention", "none"),
        ("run", "x", "--nonsense"),
        ("nonsense",),
        ("replay", "x", "--mode", "strict"),
        ("replay", "x", "--mode", "lenient"),
        ("replay", "nowhere"),
        ("parse", "--dialect", "klingon"),
        ("parse",),
    ],
)
def test_wrong_usage_exits_with_two(arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = CliRunner().invoke(app, list(arguments))
    assert ran.exit_code == 2
    assert ran.stdout == ""
    assert ran.stderr.strip()
    assert list(tmp_path.iterdir()) == []


def test_terminal_codes_do_not_reach_the_terminal(desk: Desk) -> None:
    ran = desk.run(
        'Action: {"action": "type", "text": "\\u001b[2J"}', '"\\u001b]0;x\\u0007"', FINISH.replace("open", "\\u202eopen")
    )
    assert ran.returncode == 0
    for out in (ran.stdout, ran.stderr):
        assert not any(character in out for character in "\x1b\x07\u202e")


@pytest.mark.parametrize("room", [100, 2500])
def test_a_full_disk_ends_in_one_sentence(desk: Desk, room: int) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    model = desk.script(*[TAP] * 9)
    ran = desk.call("run", "x" * 200, "--device", desk.device, "--model", model, "--json", "--quiet", before=fill)
    result = last_object(ran.stdout)
    assert (ran.returncode, result["outcome"], ran.stderr) == (3, None, "")
    assert "--record" in result["message"]
    assert (desk.folder / result["episode"] / "episode.jsonl").read_bytes()[-1:] in (b"\n", b"")


def test_a_directory_that_cannot_be_made(desk: Desk) -> None:
    (desk.folder / "recordings").write_text("")
    ran = desk.run(FINISH, options=("--json", "--quiet"))
    result = last_object(ran.stdout)
    assert (ran.returncode, result["outcome"], result["episode"], ran.stderr) == (3, None, None, "")
    assert "--record" in result["message"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_in_mid_episode(desk: Desk, number: signal.Signals) -> None:
    wait = '{"action": "wait", "seconds": %d}'
    model = desk.script(*(wait % (count % 50) for count in range(900)))
    child = subprocess.Popen(
        desk.command("run", "wait", "--device", desk.device, "--model", model, "--max-steps", "900", "--json"),
        cwd=desk.folder,
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stderr is not None
        for line in child.stderr:
            if line.startswith("2 "):
                break
        child.send_signal(number)
        child.stderr.read()
        result = last_object(child.stdout.read())
        assert child.wait(30) == 130
    assert result["outcome"] == "cancelled"
    ended = read_episode(desk.episode()).ended
    assert ended is not None
    assert (ended.outcome, ended.steps) == (Outcome.CANCELLED, result["steps"])


EARLY = """
import os, signal, sys
from agent.cli import main

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "agent.cli.run":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
main()
"""


def test_stopping_it_while_it_still_imports(desk: Desk) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EARLY, "run", "x"], env=desk.environment(), cwd=desk.folder, capture_output=True, timeout=60
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"Stopped by the user.\n")


def test_parse_reads_lines_and_answers_in_lines(desk: Desk) -> None:
    size = {"width": 1080, "height": 2400}
    texts = [
        'Thought: Go.\nAction: {"action": "tap", "point": [500, 250]}',
        "prose",
        'Action: {"action": "tap", "point": [1, 2]}\n{"action": "finish"}',
    ]
    ran = desk.call(
        "parse", "--dialect", "qwen2_vl", stdin="".join(json.dumps({"text": text, **size}) + "\n" for text in texts) + "\n"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    one, two, three = map(json.loads, ran.stdout.splitlines())
    assert one == {
        "ok": True,
        "actions": [{"decision": "act", "action": {"kind": "tap", "x": 0.5, "y": 0.25}}],
        "thought": "Go.",
        "raw": [500, 250],
    }
    assert (two["ok"], two["error"]) == (False, "no_action")
    assert [entry["decision"] for entry in three["actions"]] == ["act", "finish"]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '{"text": "x"}',
        '{"text": 1, "width": 1, "height": 1}',
        '{"text": "x", "width": 0, "height": 1}',
        "\ud800",
        "[" * 9999,
    ],
)
def test_parse_names_the_line_that_is_wrong(line: str) -> None:
    good = json.dumps({"text": "x", "width": 1, "height": 1}).encode() + b"\n"
    ran = CliRunner().invoke(app, ["parse", "--dialect", "qwen2_vl"], input=good + line.encode("utf-8", "surrogatepass"))
    assert ran.exit_code == 2
    assert "Line 2" in ran.stderr
    assert len(ran.stdout.splitlines()) == 1


def test_replay_writes_a_page_and_says_where(desk: Desk) -> None:
    desk.run(TAP, FINISH)
    shown = desk.call("replay", str(desk.episode()))
    page = Path(shown.stdout.strip())
    assert (shown.returncode, page) == (0, desk.episode() / "view.html")
    assert "Tap Settings." in page.read_text("utf-8")
    other = desk.call("replay", str(desk.episode()), "--output", "page.html", "--json")
    assert json.loads(other.stdout) == {"page": "page.html"}


def test_replay_can_decide_again(desk: Desk) -> None:
    desk.run(TAP, FINISH)
    model = desk.script('Action: {"action": "tap", "point": [450, 81]}', FINISH)
    ran = desk.call("replay", str(desk.episode()), "--mode", "redecide", "--model", model, "--json")
    result = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert [step["agreement"] for step in result["steps"]] == ["near", "same"]
    assert (result["counts"]["near"], result["counts"]["same"]) == (1, 1)
    table = desk.call("replay", str(desk.episode()), "--mode", "redecide", "--model", model)
    assert "1 same, 1 near" in table.stdout
    assert "tap 44.7%" in table.stdout


def test_replay_with_a_model_that_is_not_there(desk: Desk) -> None:
    desk.run(FINISH)
    ran = desk.call("replay", str(desk.episode()), "--mode", "redecide", "--model", "nope")
    assert (ran.returncode, ran.stdout) == (3, "")
    assert "Traceback" not in ran.stderr


def test_devices_lists_what_can_be_named() -> None:
    shown = CliRunner().invoke(app, ["devices", "--no-adb"])
    assert shown.exit_code == 0
    assert "phone" in shown.stdout
    listed = json.loads(CliRunner().invoke(app, ["devices", "--no-adb", "--json"]).stdout)
    assert {"phone", "android"} <= {entry["name"] for entry in listed["known"]}
    assert listed["adb"] == []


def test_devices_says_why_adb_cannot_be_asked(desk: Desk) -> None:
    broken = desk.folder / "adb"
    broken.write_text("#!/bin/sh\necho 'no such luck' >&2\nexit 1\n")
    broken.chmod(0o755)
    environment = {**desk.environment(), "ADBUTILS_ADB_PATH": str(broken)}
    ran = subprocess.run(desk.command("devices"), env=environment, cwd=desk.folder, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0
    assert "no such luck" in ran.stderr


def test_devices_lists_the_phones_that_adb_sees(desk: Desk) -> None:
    fake = desk.folder / "adb"
    lines = ("* daemon started", "List of devices attached", "abc device product:x model:y", "d:1 unauthorized", "")
    fake.write_text("#!/bin/sh\n" + "".join(f"echo '{line}'\n" for line in lines))
    fake.chmod(0o755)
    environment = {**desk.environment(), "ADBUTILS_ADB_PATH": str(fake)}
    ran = subprocess.run(
        desk.command("devices", "--json"), env=environment, cwd=desk.folder, capture_output=True, text=True, timeout=60
    )
    assert json.loads(ran.stdout)["adb"] == [
        {"serial": "abc", "state": "device", "about": "product:x model:y"},
        {"serial": "d:1", "state": "unauthorized", "about": ""},
    ]


def test_doctor_says_how_to_mend_what_fails() -> None:
    ran = CliRunner().invoke(app, ["doctor", "--json"])
    findings = json.loads(ran.stdout)
    assert {finding["name"] for finding in findings} >= {"adb", "phone", "fonts", "pocket", "GPU", "flash-attn", "disk"}
    assert all(finding["mend"] for finding in findings if finding["state"] != "ok")
    assert ran.exit_code == (1 if any(finding["state"] == "fail" for finding in findings) else 0)


def test_doctor_fails_where_adb_is_broken(desk: Desk) -> None:
    environment = {**desk.environment(), "ADBUTILS_ADB_PATH": "/nowhere/adb"}
    ran = subprocess.run(desk.command("doctor"), env=environment, cwd=desk.folder, capture_output=True, text=True, timeout=110)
    assert ran.returncode == 1
    (line,) = (line for line in ran.stdout.splitlines() if " adb " in line)
    assert line.startswith("fail")
    assert "\u2014" in line


def test_ask_needs_something_to_ask_with(desk: Desk) -> None:
    ran = desk.call("ask", "What is this?", "--image", "nowhere.png", "--model", str(desk.folder))
    assert (ran.returncode, ran.stdout) in {(2, ""), (3, "")}
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1

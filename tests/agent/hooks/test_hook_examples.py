"""The two hooks that ship: the light barrier, and the question before something is sent."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hook_bench import FINISH, TAP, Bench
from PIL import Image

from agent.episode import NotPerformed, Outcome
from agent.errors import BadHook
from agent.hooks.asking import AskBeforeSend
from agent.hooks.barrier import LightBarrier
from agent.hooks.loading import HookName, open_hooks
from agent.recording import find_episodes, read_episode
from devices.actions import Action, Click, Hotkey, Launch, Press, Scroll, Tap, Type, Wait

ROOT = Path(__file__).resolve().parents[3]
SEND = 'Thought: Tap the send button.\nAction: {"action": "tap", "point": [900, 900]}'


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "episode")


# the light barrier


def test_nothing_happens_while_the_beam_is_free(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "beam").write_text("free\n")
    with open_hooks([HookName(f"agent.hooks.barrier:LightBarrier,file={tmp_path / 'beam'}")]) as hooks:
        ended = bench.run([TAP, FINISH], *hooks)
    assert ended.outcome is Outcome.FINISHED
    assert bench.hooked == []


def test_an_action_waits_until_the_beam_is_free(bench: Bench, tmp_path: Path) -> None:
    beam = tmp_path / "beam"
    beam.write_text("broken")
    hook = LightBarrier(file=str(beam), deadline=20)
    timer = threading.Timer(0.4, beam.write_text, ["free"])
    timer.start()
    ended = bench.run([TAP, FINISH], hook)
    timer.join()
    assert ended.outcome is Outcome.FINISHED
    assert len(bench.device.performed) == 1
    (hooked,) = bench.hooked
    assert hooked.did == "logged"
    assert hooked.message.endswith("and is free again")
    assert 0.2 < hooked.seconds["hook"] < 5
    assert bench.episode.steps[0].seconds["hook"] == hooked.seconds["hook"]


def test_after_a_longer_wait_the_agent_looks_again_first(bench: Bench) -> None:
    states = iter([False, False, False, False])
    hook = LightBarrier(clear=lambda: next(states, True), look_again=0.1)
    ended = bench.run([TAP, TAP, FINISH], hook)
    assert ended.outcome is Outcome.FINISHED
    assert isinstance(bench.episode.steps[0].done, NotPerformed)
    assert bench.device.performed == [Tap(x=0.447, y=0.081)]
    assert "look at the screen again" in bench.shown(1)


@pytest.mark.parametrize("content", ["broken", "", None])
def test_a_beam_that_stays_broken_stops_the_episode(bench: Bench, tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "beam").write_text(content)
    ended = bench.run([TAP, FINISH], LightBarrier(file=str(tmp_path / "beam"), deadline=0.2))
    assert ended.outcome is Outcome.NEEDS_USER
    assert "has been broken for 0.2 s" in ended.message
    assert bench.device.performed == []


def test_a_barrier_that_breaks_down_stops_the_episode(bench: Bench) -> None:
    def clear() -> bool:
        raise OSError("the wire is cut")

    ended = bench.run([TAP, FINISH], LightBarrier(clear=clear))
    assert ended.outcome is Outcome.NEEDS_USER
    assert "the wire is cut" in ended.message
    assert bench.device.performed == []


def test_a_port_that_has_no_such_line_stops_the_episode(bench: Bench) -> None:
    ours, theirs = pty.openpty()  # a serial port without modem lines
    hook = LightBarrier(serial=os.ttyname(theirs))
    try:
        ended = bench.run([TAP, FINISH], hook)
    finally:
        hook.close()
        os.close(ours)
        os.close(theirs)
    assert ended.outcome is Outcome.NEEDS_USER
    assert bench.device.performed == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"serial": "/dev/nowhere"}, "cannot be opened"),
        ({"serial": "/dev/null", "line": "dtr"}, "no input of a serial port"),
        ({"file": "a", "serial": "b"}, "needs one of"),
        ({"file": "a", "look_again": "-1"}, "number of seconds"),
    ],
)
def test_a_barrier_that_cannot_be_is_one_sentence(options: dict[str, str], words: str) -> None:
    with pytest.raises(BadHook, match=words):
        LightBarrier(**options)


# asking


@pytest.mark.parametrize(
    ("action", "thought", "sends"),
    [
        (Tap(x=0, y=0), "Tap Send.", True),
        (Tap(x=0, y=0), "Sending it now", True),
        (Tap(x=0, y=0), "I paid attention to the sender", False),
        (Tap(x=0, y=0), "", False),
        (Click(x=0, y=0), "submit the form", True),
        (Scroll(direction="down"), "look for send", False),
        (Launch(app="Send"), "Send", False),
        (Wait(), "send", False),
        (Press(key="enter"), "", True),
        (Press(key="back"), "send", False),
        (Hotkey(keys=("ctrl", "enter")), "", True),
        (Hotkey(keys=("ctrl", "c")), "", False),
        (Type(text="hi"), "send", False),
        (Type(text="hi", submit=True), "", True),
        (Type(text="hi\n"), "", True),
    ],
)
def test_what_looks_like_sending(action: Action, thought: str, sends: bool) -> None:
    assert AskBeforeSend().sends(action, thought) is sends


def test_words_of_any_script() -> None:
    hook = AskBeforeSend(words="发送|senden")
    assert hook.sends(Tap(x=0, y=0), "点击发送按钮")
    assert hook.sends(Tap(x=0, y=0), "Ich tippe auf SENDEN")
    assert not hook.sends(Tap(x=0, y=0), "tap send")


class Desk:
    """`run` in a process of its own whose standard input is a terminal, or is none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        screens = folder / "screens"
        screens.mkdir()
        for number in range(3):
            Image.new("RGB", (30, 60), (number * 50, 0, 9)).save(screens / f"{number}.png")
        replies = [json.dumps(SEND), json.dumps(FINISH)]
        (folder / "script.txt").write_text("\n".join(replies))
        self.command = [
            *(sys.executable, "-m", "agent", "run", "tell her", "--device", f"scripted:{screens}"),
            *("--model", f"scripted:{folder / 'script.txt'}", "--record", str(folder / "rec"), "--json"),
            *("--safety-hook", "agent.hooks.asking:AskBeforeSend,patience=30"),
        ]
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    @property
    def episode(self):  # type: ignore[no-untyped-def]
        (directory,) = find_episodes(self.folder / "rec")
        return read_episode(directory)

    def run(self, answer: bytes) -> int:
        """Answer at the terminal once it asks."""
        ours, theirs = pty.openpty()
        child = subprocess.Popen(
            [sys.executable, "-c", _LOGIN, *self.command],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=theirs,
            env=self.environment,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(theirs)
        said = b""
        end = time.monotonic() + 60
        try:
            while b"[y/N]" not in said and time.monotonic() < end:
                if select.select([ours], [], [], 1.0)[0]:
                    said += os.read(ours, 4096)
            assert b"Tap the send button" in said
            os.write(ours, answer)
            return child.wait(60)
        finally:
            child.kill()
            child.wait()
            os.close(ours)


_LOGIN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
"""Makes its standard input the terminal that steers it, as a login does."""


@pytest.mark.parametrize(("answer", "done"), [(b"y\n", True), (b"\n", False), (b"\x04", False)])
def test_a_person_is_asked_at_the_terminal(tmp_path: Path, answer: bytes, done: bool) -> None:
    desk = Desk(tmp_path)
    assert desk.run(answer) == 0
    first = desk.episode.steps[0]
    assert isinstance(first.done, NotPerformed) is not done
    assert first.hooked[0].did == ("logged" if done else "vetoed")


def test_ctrl_c_at_the_question_stops_the_episode(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.run(b"\x03") == 130
    assert desk.episode.outcome is Outcome.CANCELLED
    assert desk.episode.steps[0].done is None


def test_where_nobody_can_be_asked_nothing_is_sent(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    done = subprocess.run(
        desk.command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=desk.environment, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0
    first = desk.episode.steps[0]
    assert first.done == NotPerformed(
        step=1, why="vetoed", message="ask before send: this may send something, and nobody is there to confirm it"
    )
    assert "hook ask before send vetoed" in done.stderr
    assert desk.episode.header.options["hooks"] == "agent.hooks.asking:AskBeforeSend,patience=30"


def test_a_hook_that_is_not_there_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    done = subprocess.run(
        [*desk.command, "--hook", "exec:/no/such/program"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=desk.environment,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["outcome"] == "refused"
    assert "names no program" in json.loads(done.stdout)["message"]
    assert desk.episode.opened is None


# the documentation


def test_the_commands_and_the_class_of_the_documentation_load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "hooks.md").read_text("utf-8")
    monkeypatch.chdir(ROOT)
    specs = re.findall(r'--(?:safety-)?hook "?((?:exec:[^"]+|[\w./-]+:\S+))"?', page)
    assert len(specs) == 4
    with open_hooks([HookName(spec) for spec in specs]) as hooks:
        assert [hook.safety for hook in hooks] == [True, False, True, True]
    (tmp_path / "evening.py").write_text(re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0])
    monkeypatch.syspath_prepend(tmp_path)
    with open_hooks([HookName("evening:Evening")]) as hooks:
        assert hooks[0].safety

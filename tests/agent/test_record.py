"""`record` with its real window, drawn nowhere: a hand moves the mouse, and the virtual phone is at the other end of ADB."""

from __future__ import annotations

import html
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.cli.app import app
from agent.decision import Act
from agent.demonstration.gestures import TWICE
from agent.episode import Decided, Episode, Outcome
from agent.recording import find_episodes, read_episode
from agent.recording.verifying import State, verify
from devices.actions import Action, DoubleTap, Drag, LongPress, Press, Scroll, Swipe, Tap, Type
from devices.android.driver import AndroidDevice
from devices.virtual import open_phone

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = 40.0
OFFSCREEN = "This plugin does not support propagateSizeHints()\n"
"""What Qt says where its windows are drawn nowhere."""
NODE = re.compile(r'<node [^>]*?text="([^"]*)"[^>]*?content-desc="([^"]*)"[^>]*?bounds="\[(\d+),(\d+)\]\[(\d+),(\d+)\]"')


def until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + ENOUGH
    while not (value := found()):
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.1)
    return value


class Hand:
    """The command in a process of its own, and orders for its mouse and keyboard."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __call__(self, verb: str, *values: object) -> dict[str, Any]:
        """Do something; what the window then says of itself."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([verb, *values]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, self.process.communicate()[1]
        return dict(json.loads(line))

    def rest(self) -> str:
        """Wait until what was asked for is done, a click that might have become a double one included; the last words."""
        time.sleep(TWICE + 0.1)
        return str(until(lambda: (said := self("look")["status"]) not in ("Working…", "Opening…") and said))

    def end(self) -> tuple[int, dict[str, Any], str]:
        """Exit code, the object that programs get, and what was told to the person at the terminal."""
        out, err = self.process.communicate(timeout=ENOUGH)
        return self.process.returncode, json.loads(out.splitlines()[-1]), err.replace(OFFSCREEN, "")


@contextmanager
def record(folder: Path, instruction: str, device: str, *options: str) -> Iterator[Hand]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "QT_QPA_PLATFORM": "offscreen"}
    script = str(Path(__file__).with_name("window_hand.py"))
    process = subprocess.Popen(
        [sys.executable, script, "record", instruction, "--device", device, "--json", *options],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        hand = Hand(process)
        until(lambda: hand("look")["open"])
        yield hand
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def phone() -> Iterator[AndroidDevice]:
    with open_phone(seed="3") as opened:
        opened._link.run("settings put global animator_duration_scale 0")
        yield opened


def place(phone: AndroidDevice, name: str) -> tuple[int, int]:
    """The middle of what is called so, once it is there."""

    def look() -> tuple[int, int] | None:
        tree = phone._link.run("uiautomator dump /dev/tty").text
        for text, described, *sides in NODE.findall(tree):
            left, top, right, bottom = map(int, sides)
            if name in (html.unescape(text), html.unescape(described)):
                return (left + right) // 2, (top + bottom) // 2
        return None

    found: tuple[int, int] = until(look)
    return found


def actions(episode: Episode) -> list[Action]:
    firsts = [step.reply.decisions[0] for step in episode.steps if isinstance(step.reply, Decided)]
    return [first.action for first in firsts if isinstance(first, Act)]


def command(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_person_turns_on_the_dark_theme_and_it_can_be_learnt_from_and_done_again(
    phone: AndroidDevice, tmp_path: Path
) -> None:
    before = phone.observe().digest
    with record(tmp_path, "turn on the dark theme", f"phone:at={phone.address}", "--record", "shown") as hand:
        for name in ("Settings", "Display", "Dark theme"):
            assert hand("click", *place(phone, name))["open"]
            hand.rest()
        hand("grab", str(tmp_path / "window.png"))
        hand("button", "Done")
        code, said, told = hand.end()
    assert (code, said["outcome"], said["steps"]) == (0, "finished", 4)
    assert "finished after 4 steps" in told
    assert "Traceback" not in told
    assert phone._link.run("cmd uimode night").text.strip() == "Night mode: yes"
    with Image.open(tmp_path / "window.png") as window:
        assert len(window.convert("RGB").getcolors(1 << 24) or ()) > 100  # the phone is in it
    (directory,) = find_episodes(tmp_path / "shown")
    assert (directory, tmp_path / said["episode"]) == (directory, directory)
    episode = read_episode(directory)
    assert verify(directory).state is State.INTACT
    assert episode.shown
    assert [action.kind for action in actions(episode)] == ["tap", "tap", "tap"]
    first = episode.steps[0]
    assert first.observed is not None
    assert first.observed.frame.digest == before
    assert all(step.done is not None and step.settled is not None for step in episode.steps[:-1])
    made = json.loads(
        command("export", directory, "--only", "shown", "--brief", "--out", tmp_path / "set", "--json").splitlines()[-1]
    )
    assert (made["rows"], made["pictures"]) == ({"train": 4}, 4)
    rows = [json.loads(line) for line in (tmp_path / "set" / "train.jsonl").read_text("utf-8").splitlines()]
    assert '"action": "tap"' in rows[0]["messages"][-1]["content"]
    assert rows[0]["box"] is not None
    assert rows[-1]["messages"][-1]["content"] == 'Thought: It is done.\nAction: {"action": "finish"}'
    again = command(
        "replay", directory, "--mode", "strict", "--device", "phone:seed=3", "--record", tmp_path / "again", "--json"
    )
    assert json.loads(again.splitlines()[-1])["grade"] == "VERIFIED"


def test_every_way_to_touch_and_type(phone: AndroidDevice, tmp_path: Path) -> None:
    phone._link.run("input keyevent HOME")
    with record(tmp_path, "use it", f"phone:at={phone.address}", "--record", "shown", "--quiet") as hand:
        hand("drag", 540, 1700, 540, 700, 0)
        hand.rest()
        hand("click", *place(phone, "Search apps"))
        hand.rest()
        assert hand("type", "cal")["status"] == "Typed: cal"
        assert hand("key", "Backspace")["status"] == "Typed: ca"
        assert until(lambda: hand("look")["status"] == "Touch, type, or press a button.")
        hand("paste", "lc")
        hand("key", "Return")
        hand.rest()
        hand("key", "Escape")
        hand.rest()
        hand("button", "Home")
        hand.rest()
        hand("wheel", 540, 1200, 0, -120)
        hand.rest()
        for order in (("hold", 540, 1300, 0.7), ("drag", 540, 900, 600, 1300, 0.7), ("double", 540, 1400)):
            hand(*order)
            hand.rest()
        hand("answer", "42 apps")
        hand("button", "Done")
        code, said, told = hand.end()
    assert (code, said["outcome"], said["message"], told) == (0, "answered", "42 apps", "")
    done = actions(read_episode(tmp_path / said["episode"]))
    kinds = [Swipe, Tap, Type, Type, Press, Press, Scroll, LongPress, Drag, DoubleTap]
    assert [type(action) for action in done] == kinds
    assert done[2:6] == [Type(text="ca"), Type(text="lc", submit=True), Press(key="back"), Press(key="home")]
    scroll = done[6]
    assert isinstance(scroll, Scroll)
    assert (scroll.x, scroll.y, scroll.direction) == (pytest.approx(0.5, abs=0.003), pytest.approx(0.5, abs=0.003), "down")


@pytest.fixture
def pictures(tmp_path: Path) -> str:
    folder = tmp_path / "screens"
    folder.mkdir()
    for number in range(4):
        Image.new("RGB", (300, 600), (number * 50, 0, 0)).save(folder / f"{number}.png")
    return f"scripted:{folder}"


@pytest.mark.parametrize(
    ("order", "code", "outcome", "message"),
    [
        (("close",), 130, Outcome.CANCELLED, "The window was closed."),
        (("button", "Give up"), 1, Outcome.GAVE_UP, "The person says that it cannot be done."),
        ((), 130, Outcome.CANCELLED, "Stopped by the user."),
    ],
)
def test_it_ends_as_it_ended(
    order: tuple[str, ...], code: int, outcome: Outcome, message: str, pictures: str, tmp_path: Path
) -> None:
    with record(tmp_path, "show it", pictures) as hand:
        hand("click", 100, 100)
        hand.rest()
        if order:
            hand(*order)
        else:
            hand.process.send_signal(signal.SIGINT)
        returned, said, told = hand.end()
    assert (returned, said["outcome"], said["message"]) == (code, outcome, message)
    assert "Traceback" not in told
    episode = read_episode(tmp_path / said["episode"])
    assert verify(tmp_path / said["episode"]).state is State.INTACT
    assert [type(action) for action in actions(episode)] == [Tap]


def test_a_phone_that_dies_ends_the_episode(tmp_path: Path) -> None:
    with (
        open_phone(seed="4", size="540x1200", density="210") as phone,
        record(tmp_path, "show it", f"phone:at={phone.address}") as hand,
    ):
        phone._link.run("reboot -p", acting=True)
        returned, said, told = hand.end()
    assert (returned, said["outcome"]) == (3, "device_lost")
    assert "Traceback" not in told
    assert verify(tmp_path / said["episode"]).state is State.INTACT


def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    words = [sys.executable, "-m", "agent", "record", "show it", "--device", "phone"]
    ran = subprocess.run(
        words, cwd=tmp_path, env={**kept, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=ENOUGH
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "There is no screen to open a window on: record where there is one.\n"
    assert not list(tmp_path.iterdir())


def test_the_help_teaches() -> None:
    said = CliRunner().invoke(app, ["record", "--help"]).output
    assert all(word in said for word in ("Click to tap", "--only shown", "Give up", "Exit code"))

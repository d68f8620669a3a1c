"""The contract test tells good devices from bad ones, and the driver of the documentation is a good one."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from devices.actions import Action, Wait
from devices.base import DeviceInfo, Receipt
from devices.contract import CHECKS, OPENING_CHECKS, Check
from devices.errors import ActionRefused, DeliveryUnknown, DeviceLost, ScreenTurned, StoppedByPerson, UnsupportedAction
from devices.frame import Frame
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "devices.md"
BY_NAME = {check.__name__: check for check in CHECKS}
PICTURES = [Image.new("RGB", (90, 200), (shade, shade, shade)) for shade in (40, 80, 120)]


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


class Sound(ScriptedDevice):
    """Keeps the contract; each kind below breaks one promise of it."""

    def __init__(self) -> None:
        super().__init__(PICTURES)


class Grey(Sound):
    def observe(self) -> Frame:
        frame = super().observe()
        return replace(frame, image=frame.image.convert("L"))


class Black(Sound):
    def observe(self) -> Frame:
        return replace(super().observe(), image=Image.new("RGB", (90, 200)))


class Stale(Sound):
    kept: Frame | None = None

    def observe(self) -> Frame:
        self.kept = self.kept or super().observe()
        return self.kept


class Restless(Sound):
    def observe(self) -> Frame:
        frame = super().observe()
        return replace(frame, image=Image.new("RGB", (90, 200), (frame.sequence % 256, 1, 1)))


class Camera(Restless):
    alive = True

    def settle(self, *, deadline: float = 3.0) -> Frame:
        return self.observe()


class Small(Sound):
    def observe(self) -> Frame:
        return replace(super().observe(), image=Image.new("RGB", (30, 30), "red"))


class Boastful(Sound):
    @property
    def info(self) -> DeviceInfo:
        return super().info.model_copy(update={"actions": frozenset({"tap", "fly"})})


class Modest(Sound):
    """Does more than it says."""

    @property
    def info(self) -> DeviceInfo:
        return super().info.model_copy(update={"actions": frozenset({"tap"})})


class Watcher(Sound):
    """Can only wait."""

    @property
    def info(self) -> DeviceInfo:
        return super().info.model_copy(update={"actions": frozenset({"wait"})})

    def perform(self, action: Action, frame: Frame) -> Receipt:
        if not isinstance(action, Wait):
            raise UnsupportedAction("It only watches.")
        return super().perform(action, frame)


class Unable(Sound):
    def perform(self, action: Action, frame: Frame) -> Receipt:
        if action.kind == "scroll":
            raise ActionRefused("Not today.")
        return super().perform(action, frame)


class Silent(Sound):
    def perform(self, action: Action, frame: Frame) -> Receipt:
        return super().perform(action, frame).model_copy(update={"sent": ()})


class Askew(Sound):
    def perform(self, action: Action, frame: Frame) -> Receipt:
        receipt = super().perform(action, frame)
        return receipt.model_copy(update={"pixels": tuple((min(x + 3, 89), y) for x, y in receipt.pixels)})


class Giddy(Sound):
    def perform(self, action: Action, frame: Frame) -> Receipt:
        try:
            return super().perform(action, frame)
        except ScreenTurned:
            return Receipt(sent=("anyway",))


class Crossed(Sound):
    """Two callers get in each other's way."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = False

    def observe(self) -> Frame:
        if self.busy:
            raise RuntimeError("cannot be used by two threads")
        self.busy = True
        time.sleep(0.05)
        self.busy = False
        return super().observe()


class Choosy(Crossed):
    """Two callers are refused by type."""

    def observe(self) -> Frame:
        try:
            return super().observe()
        except RuntimeError as error:
            raise DeviceLost("Somebody else is looking; wait.") from error


class Deaf(Sound):
    """Ctrl-C is swallowed."""

    def perform(self, action: Action, frame: Frame) -> Receipt:
        end = time.monotonic() + 0.6
        while time.monotonic() < end:
            try:
                time.sleep(0.01)
            except KeyboardInterrupt:
                continue
        return super().perform(action, frame)


class Fragile(Sound):
    """After Ctrl-C nothing works any more."""

    broken = False

    def perform(self, action: Action, frame: Frame) -> Receipt:
        if self.broken:
            raise DeviceLost("It is broken.")
        try:
            time.sleep(0.5)
        except KeyboardInterrupt:
            self.broken = True
            raise
        return super().perform(action, frame)


class Robot(Fragile):
    """After Ctrl-C a person has to start it anew."""

    def perform(self, action: Action, frame: Frame) -> Receipt:
        if self.broken:
            raise StoppedByPerson("A person has stopped it; start it anew.")
        return super().perform(action, frame)


class Doubtful(Sound):
    """Turns Ctrl-C into a typed error."""

    def perform(self, action: Action, frame: Frame) -> Receipt:
        try:
            if action.kind == "long_press":
                time.sleep(0.6)
        except KeyboardInterrupt as error:
            raise DeliveryUnknown("It was interrupted.") from error
        return super().perform(action, frame)


class Undead(Sound):
    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        (Camera, "settling_ends_in_a_frame"),
        (Watcher, "every_kind_is_done_or_refused_by_type"),
        (Watcher, "closing_twice_is_harmless"),
        (Choosy, "two_callers_do_not_mix"),
        (Robot, "ctrl_c_leaves_it_usable"),
        (Doubtful, "ctrl_c_leaves_it_usable"),
    ],
)
def test_good_devices_of_several_kinds_pass(kind: Callable[[], Sound], check: str) -> None:
    with kind() as device:
        assert BY_NAME[check](device) is None


@pytest.mark.parametrize(
    ("kind", "check", "words"),
    [
        (Grey, "frames_are_true_and_counted", "is L, not RGB"),
        (Black, "frames_are_true_and_counted", "all black"),
        (Stale, "frames_are_true_and_counted", "higher number"),
        (Restless, "idle_frames_are_equal", "no two of 4 pairs"),
        (Small, "size_equals_info", "30x30, yet the device says that its screen is 90x200"),
        (Boastful, "size_equals_info", "no such actions: fly"),
        (Modest, "every_kind_is_done_or_refused_by_type", "must raise UnsupportedAction"),
        (Unable, "every_kind_is_done_or_refused_by_type", "scroll was refused: Not today"),
        (Silent, "every_kind_is_done_or_refused_by_type", "does not say what was sent"),
        (Askew, "a_tap_lands_where_asked", "touched the pixel 3, 0 instead of 0, 0"),
        (Giddy, "an_old_rotation_is_refused", "must raise ScreenTurned"),
        (Stale, "settling_ends_in_a_frame", "old frame"),
        (Crossed, "two_callers_do_not_mix", "cannot be used by two threads"),
        (Deaf, "ctrl_c_leaves_it_usable", "swallowed"),
        (Undead, "closing_twice_is_harmless", "must raise DeviceLost"),
    ],
)
def test_a_broken_promise_is_found(kind: Callable[[], Sound], check: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.endurance.SWALLOWED", 0.3)
    monkeypatch.setattr("devices.contract.IDLE_PAUSE", 0.01)
    with kind() as device, pytest.raises(AssertionError, match=words):
        BY_NAME[check](device)


def test_a_device_that_ctrl_c_breaks_is_found() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Fragile() as device, pytest.raises(DeviceLost, match="broken"):
        BY_NAME["ctrl_c_leaves_it_usable"](device)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    ("kind", "check", "words"),
    [
        (Camera, "idle_frames_are_equal", "differ"),
        (Watcher, "a_tap_lands_where_asked", "cannot tap"),
        (Watcher, "an_old_rotation_is_refused", "neither tap nor swipe"),
    ],
)
def test_what_does_not_apply_says_why(kind: Callable[[], Sound], check: str, words: str) -> None:
    with kind() as device:
        assert words in (BY_NAME[check](device) or "")


def test_ctrl_c_is_for_the_main_thread() -> None:
    said: list[str | None] = []
    check: Check = BY_NAME["ctrl_c_leaves_it_usable"]
    thread = threading.Thread(target=lambda: said.append(check(Sound())))
    thread.start()
    thread.join()
    assert "main thread" in (said[0] or "")


class Leaky(Sound):
    """Each kind of thing that can be left behind."""

    left: Sequence[object] = ()

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.stop = threading.Event()
        match kind:
            case "descriptor":
                self.left = (open("/dev/null"),)  # noqa: SIM115
            case "thread":
                thread = threading.Thread(target=self.stop.wait, daemon=True)
                thread.start()
                self.left = (thread,)
            case "process":
                self.left = (subprocess.Popen(["sleep", "60"]),)


@pytest.mark.parametrize("kind", ["descriptor", "thread", "process"])
def test_what_is_left_behind_is_found(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.endurance.RELEASE", 0.2)
    made: list[Leaky] = []

    def opener() -> Leaky:
        made.append(Leaky(kind))
        return made[-1]

    try:
        with pytest.raises(AssertionError, match=f"this is left: .*the {kind}"):
            OPENING_CHECKS[0](opener)
    finally:
        for device in made:
            device.stop.set()
            for left in device.left:
                if isinstance(left, subprocess.Popen):
                    left.kill()
                    left.wait()
                elif hasattr(left, "close"):
                    left.close()


# the driver of the documentation, and the command


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation's driver and some worse ones, installed as distributions in a folder."""
    folder = tmp_path_factory.mktemp("site")
    board, points = code_blocks("python")[0], code_blocks("toml")[0]
    (folder / "board.py").write_text(board)
    (name, value) = re.findall(r'^(\w+) = "([\w:]+)"$', points, re.MULTILINE)[0]
    others = {"blot": "blots:Blot", "once": "blots:Once", "gone": "blots:gone", "bomb": "bomb:Bomb"}
    (folder / "blots.py").write_text(
        "import time\n"
        "from board import Board\n"
        "from devices.errors import DeviceLost\n"
        "from devices.frame import Frame\n"
        "class Blot(Board):\n"
        "    def observe(self):\n"
        "        frame = super().observe()\n"
        "        return Frame(image=frame.image.convert('L'), sequence=frame.sequence, seconds=frame.seconds)\n"
        "    slow = True\n"
        "    def settle(self, *, deadline=3.0):\n"
        "        if Blot.slow:\n"
        "            Blot.slow = False\n"
        "            time.sleep(60)\n"
        "        return super().settle(deadline=deadline)\n"
        "class Once(Board):\n"
        "    opened = False\n"
        "    def __init__(self):\n"
        "        if Once.opened:\n"
        "            raise DeviceLost('There is only one; wait for it.')\n"
        "        Once.opened = True\n"
        "        super().__init__()\n"
        "    def close(self):\n"
        "        super().close()\n"
        "        raise OSError('it sticks')\n"
        "def gone():\n"
        "    raise DeviceLost('It is unplugged; plug it in.')\n"
    )
    (folder / "bomb.py").write_text("raise SystemExit('bang')\n")
    info = folder / "boards-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: boards\nVersion: 1.0\n")
    lines = "\n".join(f"{key} = {point}" for key, point in {name: value, **others}.items())
    (info / "entry_points.txt").write_text(f"[fingertip.devices]\n{lines}\n")
    return folder


def check(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "devices", "check", *arguments],
        cwd=site,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(site)])},
        capture_output=True,
        text=True,
        timeout=110,
    )


def test_the_driver_of_the_documentation_has_40_lines_and_keeps_the_contract(site: Path) -> None:
    lines = [line for line in code_blocks("python")[0].splitlines() if line.strip()]
    assert len(lines) <= 40
    done = check(site, "board:width=64")
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    assert rows[-1] == f"{len(CHECKS) + len(OPENING_CHECKS)} passed, 0 failed, 0 refused"
    for known in (*CHECKS, *OPENING_CHECKS):
        name = known.__name__.replace("_", " ")
        assert any(row.startswith("passed") and name in row for row in rows)
        assert f"| {name} |" in PAGE.read_text("utf-8")


def test_the_test_of_the_documentation_runs(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(sys.modules, "board", raising=False)
    file = site / "test_board.py"
    file.write_text(code_blocks("python")[1])
    spec = importlib.util.spec_from_file_location("test_board", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.test_the_board_keeps_the_contract(BY_NAME["size_equals_info"])
    module.test_the_board_leaves_nothing_behind(OPENING_CHECKS[0])
    sys.modules.pop("board")


def test_a_bad_driver_fails_and_says_where(site: Path) -> None:
    done = check(site, "blot", "--json", "--patience", "2")
    assert done.returncode == 1
    said = json.loads(done.stdout)
    rows = {row["check"]: row for row in said["checks"]}
    assert rows["frames are true and counted"]["state"] == "failed"
    assert rows["frames are true and counted"]["sentence"] == "a frame's picture is L, not RGB"
    assert rows["idle frames are equal"]["sentence"] == "it takes longer than 2 s"
    assert rows["a tap lands where asked"]["state"] == "passed"
    assert said["failed"] == 2


@pytest.mark.parametrize(
    ("spec", "code", "words"),
    [
        ("fridge", 2, "There is no device named 'fridge'"),
        ("board:colour=red", 2, "no option 'colour'"),
        ("board:width=wide", 2, "give a number of pixels"),
        ("gone", 3, "It is unplugged; plug it in."),
        ("bomb", 3, "it raised SystemExit: bang"),
    ],
)
def test_a_device_that_does_not_open_is_one_sentence(site: Path, spec: str, code: int, words: str) -> None:
    done = check(site, spec)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_device_that_opens_once_and_does_not_close_fails(site: Path) -> None:
    done = check(site, "once")
    assert done.returncode == 1
    first, second, *_ = done.stdout.splitlines()
    assert "close() failed: it raised OSError: it sticks" in first
    assert "it does not open again: There is only one; wait for it." in second

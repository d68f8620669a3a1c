"""A recorded episode as a script that runs without a model: on the real virtual phone, from both kinds of script."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PIL import Image

from agent.errors import BadEpisode, RecordingFailed
from agent.loop import run_episode
from agent.macro import write_macro
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import DeliveryUnknown
from devices.scripted import ScriptedDevice
from devices.virtual import open_phone

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "recordings" / "golden" / "turn-on-bluetooth"
FINISH = 'Action: {"action": "finish"}'


@pytest.fixture(scope="module")
def phone() -> Iterator[tuple[str, int, Callable[[str], str]]]:
    """Address of a phone, the port of an adb server that knows it, and a shell on it."""
    with ExitStack() as stack:
        device = stack.enter_context(open_phone(seed="3"))
        server = PrivateServer()
        stack.callback(server.close)
        link = Link(device.address, server)
        stack.callback(link.close)
        link.open()
        link.run("fingertip snapshot clean")
        yield device.address, server.port, lambda line: link.run(line).text


@pytest.fixture
def bluetooth(phone: tuple[str, int, Callable[[str], str]]) -> Iterator[Callable[[], bool]]:
    shell = phone[2]
    shell("fingertip restore clean")
    assert shell("settings get global bluetooth_on").strip() == "0"
    yield lambda: shell("settings get global bluetooth_on").strip() == "1"
    shell("wm size reset; wm density reset; fingertip fault clear")


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)


def test_the_python_script_reaches_the_goal(
    phone: tuple[str, int, Callable[[str], str]], bluetooth: Callable[[], bool], tmp_path: Path
) -> None:
    assert write_macro(GOLDEN, tmp_path / "macro.py") == 3
    ran = run(sys.executable, str(tmp_path / "macro.py"), f"phone:at={phone[0]}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert bluetooth()


def test_the_shell_script_reaches_the_goal(
    phone: tuple[str, int, Callable[[str], str]], bluetooth: Callable[[], bool], tmp_path: Path
) -> None:
    assert write_macro(GOLDEN, tmp_path / "macro.sh") == 3
    ran = run(str(tmp_path / "macro.sh"), ANDROID_SERIAL=phone[0], ANDROID_ADB_SERVER_PORT=str(phone[1]))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert bluetooth()


@pytest.mark.parametrize("ending", ["py", "sh"])
def test_a_script_stops_on_another_size(
    phone: tuple[str, int, Callable[[str], str]], bluetooth: Callable[[], bool], tmp_path: Path, ending: str
) -> None:
    phone[2]("wm size 720x1600")
    script = tmp_path / f"macro.{ending}"
    write_macro(GOLDEN, script)
    variables = {"ANDROID_SERIAL": phone[0], "ANDROID_ADB_SERVER_PORT": str(phone[1])}
    ran = run(str(script), **variables) if ending == "sh" else run(sys.executable, str(script), f"phone:at={phone[0]}")
    assert ran.returncode == 1
    assert "720x1600" in ran.stderr
    assert not bluetooth()


def record(folder: Path, *replies: str, errors: dict[int, DeliveryUnknown] | None = None, instruction: str = "x") -> Path:
    screens = [Image.new("RGB", (90, 200), colour) for colour in ("red", "green", "blue")]
    with Recorder(folder / "episode") as recorder:
        run_episode(instruction, ScriptedDevice(screens, perform_errors=errors), ScriptedModel(list(replies)), recorder)
    return folder / "episode"


def test_no_text_of_a_recording_becomes_code(tmp_path: Path) -> None:
    evil = "'''\"\"\"\\\nimport os; os.abort()\n#"
    episode = record(
        tmp_path,
        'Thought: """ \\\nimport os\nAction: {"action": "type", "text": "\'); import os #"}',
        'Action: {"action": "launch", "app": "x\\"); boom()"}',
        FINISH,
        instruction=evil,
    )
    write_macro(episode, tmp_path / "macro.py")
    tree = ast.parse((tmp_path / "macro.py").read_text("utf-8"))
    imported = {
        getattr(node, "module", None) or node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"sys", "time", "devices.actions", "devices.registry"}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called <= {"Type", "Launch", "open_device", "changed", "main", "len", "enumerate"}


def test_what_no_script_can_do_again(tmp_path: Path) -> None:
    tap = 'Action: {"action": "tap", "point": [500, 500]}'
    episode = record(tmp_path, tap, FINISH, errors={0: DeliveryUnknown("It broke.")})
    with pytest.raises(BadEpisode, match="Step 1 may or may not"):
        write_macro(episode, tmp_path / "macro.py")
    (tmp_path / "other").mkdir()
    episode = record(tmp_path / "other", tap, FINISH)
    with pytest.raises(BadEpisode, match="Android"):
        write_macro(episode, tmp_path / "macro.sh")
    with pytest.raises(ValueError, match=r"\.py or \.sh"):
        write_macro(episode, tmp_path / "macro.js")
    with pytest.raises(RecordingFailed):
        write_macro(episode, tmp_path / "nowhere" / "macro.py")

"""Proof that a replay halts: the golden recording on the real virtual phone, with whatever can be wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.episode import Outcome, Performed
from agent.recording import Recorder, read_episode
from agent.replay.grade import Grade, Verdict
from agent.replay.lenient import replay_lenient
from agent.replay.strict import replay_strict
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.base import Device
from devices.virtual import open_phone

GOLDEN = Path(__file__).resolve().parents[2] / "recordings" / "golden"
BLUETOOTH = GOLDEN / "turn-on-bluetooth"


@dataclass(frozen=True)
class Desk:
    """One phone for all tests here, and a shell on it that is not the driver's."""

    device: Device
    shell: Callable[[str], str]
    folder: Path

    def strict(self, episode: Path = BLUETOOTH) -> Verdict:
        with Recorder(self.folder / "strict") as recorder:
            return replay_strict(episode, self.device, recorder, patience=1.0)

    def lenient(self, episode: Path = BLUETOOTH) -> Verdict:
        with Recorder(self.folder / "lenient") as recorder:
            return replay_lenient(episode, self.device, recorder, check=self.bluetooth, patience=1.0)

    def bluetooth(self, _: Device) -> bool:
        return self.shell("settings get global bluetooth_on").strip() == "1"

    def touches(self, name: str) -> int:
        steps = read_episode(self.folder / name).steps
        return sum(isinstance(step.done, Performed) for step in steps)


@pytest.fixture(scope="module")
def phone() -> Iterator[tuple[Device, Callable[[str], str]]]:
    with ExitStack() as stack:
        device = stack.enter_context(open_phone(seed="3"))
        server = PrivateServer()
        stack.callback(server.close)
        link = Link(device.address, server)
        stack.callback(link.close)
        link.open()

        def shell(line: str) -> str:
            return link.run(line).text

        shell("fingertip snapshot clean")
        yield device, shell


@pytest.fixture
def desk(phone: tuple[Device, Callable[[str], str]], tmp_path: Path) -> Iterator[Desk]:
    device, shell = phone
    yield Desk(device, shell, tmp_path)
    shell("fingertip fault clear; wm size reset; wm density reset; wm user-rotation free; fingertip restore clean")


@pytest.mark.parametrize("name", ["open-settings", "turn-on-bluetooth"])
def test_the_golden_recordings_are_verified(desk: Desk, name: str) -> None:
    verdict = desk.strict(GOLDEN / name)
    assert verdict.grade is Grade.VERIFIED, verdict.reason
    assert verdict.exit_code == 0
    assert all(step.whole == 0 for step in verdict.steps)


FAULTS = {
    "theme": ("cmd uimode night yes", 2),  # the home screen looks the same in both themes
    "moved buttons": ("fingertip fault update package=com.android.settings", 2),
    "popup": ("fingertip fault popup after=1", 2),
    "late popup": ("fingertip fault popup after=2", 3),
    "other text": ("cmd locale set-app-locales com.android.settings --locales de-DE; setprop persist.sys.locale de-DE", 1),
    "another row": ("settings put global bluetooth_on 1", 3),
    "frozen frame": ("fingertip fault screenshot_stale after=1", 2),
    "no frame": ("fingertip fault screenshot_empty after=1", 2),
    "black frame": ("fingertip fault screenshot_black after=2", 3),
    "wrong resolution": ("wm size 720x1600", 1),
    "turned": ("fingertip fault rotation after=1", 2),
    "missing window": ("fingertip fault crash after=1", 2),
    "hung app": ("fingertip fault anr after=1", 2),
    "another screen": ("am start -n com.android.contacts/.Contacts; am start -a android.settings.SETTINGS", 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_strict_halts_before_the_first_touch_that_would_be_wrong(desk: Desk, name: str) -> None:
    line, step = FAULTS[name]
    desk.shell(line)
    verdict = desk.strict()
    assert (verdict.grade, verdict.step) == (Grade.HALTED, step), verdict.reason
    assert verdict.exit_code == 2
    assert desk.touches("strict") == step - 1  # nothing was sent after what was still right
    ended = read_episode(desk.folder / "strict").ended
    assert ended is not None
    assert ended.outcome is Outcome.STUCK
    assert ended.message.startswith(f"HALTED at step {step}: ")


@pytest.mark.parametrize(
    "name", ["popup", "late popup", "other text", "another row", "frozen frame", "no frame", "turned", "missing window"]
)
def test_lenient_never_verifies_a_wrong_state(desk: Desk, name: str) -> None:
    desk.shell(FAULTS[name][0])
    verdict = desk.lenient()
    desk.shell("fingertip fault clear")
    assert (verdict.grade is Grade.VERIFIED) == (desk.bluetooth(desk.device) and name != "another row"), verdict.reason
    assert verdict.grade is not Grade.COMPLETED_UNVERIFIED


@pytest.mark.parametrize(
    "line", ["cmd uimode night yes", "fingertip fault update package=com.android.settings", "wm size 720x1600; wm density 280"]
)
def test_lenient_goes_on_where_things_lie_elsewhere(desk: Desk, line: str) -> None:
    desk.shell(line)
    verdict = desk.lenient()
    assert verdict.grade is Grade.VERIFIED, verdict.reason
    assert read_episode(desk.folder / "lenient").check == "passed"

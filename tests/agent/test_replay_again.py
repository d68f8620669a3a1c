"""Doing an episode again: grades, exit codes, and the recording that a replay leaves, without a phone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from typer.testing import CliRunner

from agent.cli.app import app
from agent.episode import Decided, Outcome, Performed
from agent.errors import BadEpisode
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder, read_episode
from agent.replay.grade import Grade, Verdict
from agent.replay.lenient import replay_lenient
from agent.replay.strict import replay_strict
from devices.actions import Action, Type
from devices.base import Receipt
from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost
from devices.frame import Frame
from devices.scripted import ScriptedDevice

TAP = 'Thought: Tap it.\nAction: {"action": "tap", "point": [500, 500]}'
TYPE = 'Thought: The name.\nAction: {"action": "type", "text": "Ada"}'
WAIT = 'Action: {"action": "wait", "seconds": 50}'
FINISH = 'Action: {"action": "finish"}'


def screen(number: int) -> Image.Image:
    size = (540, 1200)
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] * 0.4, size[1] * 0.47, size[0] * 0.6, size[1] * 0.53), fill=(0, 90, 200))
    for column in (0.43, 0.47, 0.54):  # thick strokes, which stay what they are when the picture is made smaller
        draw.rectangle((size[0] * column, size[1] * 0.48, size[0] * (column + 0.025), size[1] * 0.52), fill="white")
    for line in range(number + 1):
        draw.rectangle((60 + 37 * number, 150 + 60 * line, 200 + 50 * number, 165 + 60 * line), fill="black")
    return image


SCREENS = [screen(number) for number in range(4)]


def record(
    directory: Path, *replies: str, screens: list[Image.Image] = SCREENS, errors: Mapping[int, DeviceError] | None = None
) -> Path:
    with Recorder(directory) as recorder:
        run_episode("do it", ScriptedDevice(screens, perform_errors=errors), ScriptedModel(list(replies)), recorder)
    return directory


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    return record(tmp_path / "source", TAP, TYPE, FINISH)


@pytest.fixture
def strict(episode: Path, tmp_path: Path) -> Callable[..., Verdict]:
    def again(device: ScriptedDevice, source: Path = episode, **options: object) -> Verdict:
        with Recorder(tmp_path / "again") as recorder:
            return replay_strict(source, device, recorder, patience=0.05, **options)  # type: ignore[arg-type]

    return again


def test_the_same_again_is_verified_and_recorded(strict: Callable[..., Verdict], tmp_path: Path) -> None:
    device = ScriptedDevice(SCREENS)
    verdict = strict(device)
    assert (verdict.grade, verdict.exit_code, verdict.step) == (Grade.VERIFIED, 0, 0)
    source, again = read_episode(tmp_path / "source"), read_episode(tmp_path / "again")
    assert again.header.options["replay"] == "strict"
    assert again.header.options["source"] == "source"
    assert len(again.header.options["source_digest"]) == 64
    assert again.outcome is Outcome.FINISHED
    assert again.check == "unknown"  # no check was asked
    for ours, theirs in zip(again.steps, source.steps, strict=True):
        assert ours.observed is not None
        assert theirs.observed is not None
        assert ours.observed.frame.digest == theirs.observed.frame.digest
        if isinstance(ours.reply, Decided) and isinstance(theirs.reply, Decided):
            assert ours.reply.text == theirs.reply.text
            assert ours.reply.decisions[0] == theirs.reply.decisions[0]


def test_a_replay_can_be_replayed(strict: Callable[..., Verdict], tmp_path: Path) -> None:
    strict(ScriptedDevice(SCREENS))
    with Recorder(tmp_path / "third") as recorder:
        verdict = replay_strict(tmp_path / "again", ScriptedDevice(SCREENS), recorder, patience=0.05)
    assert verdict.grade is Grade.VERIFIED


@pytest.mark.parametrize("wrong", [0, 1, 2])
def test_the_first_difference_ends_it_before_anything_is_touched(strict: Callable[..., Verdict], wrong: int) -> None:
    device = ScriptedDevice([screen(3) if number == wrong else SCREENS[number] for number in range(3)])
    verdict = strict(device)
    assert (verdict.grade, verdict.exit_code, verdict.step) == (Grade.HALTED, 2, wrong + 1)
    assert len(device.performed) == wrong


def test_a_screen_that_comes_late_is_waited_for(episode: Path, tmp_path: Path) -> None:
    looks = iter(range(1000))

    def slowly(count: int) -> Image.Image:
        return SCREENS[count] if next(looks) > 12 else screen(3)

    with Recorder(tmp_path / "again") as recorder:
        assert replay_strict(episode, ScriptedDevice(slowly), recorder, patience=5).grade is Grade.VERIFIED


def test_a_recorded_sleep_is_not_slept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = record(tmp_path / "source", WAIT, FINISH, screens=SCREENS[:1])
    device = ScriptedDevice(SCREENS[:1])
    with Recorder(tmp_path / "again") as recorder:
        assert replay_strict(source, device, recorder, patience=0.05).grade is Grade.VERIFIED
    assert device.performed == []


def test_what_was_refused_is_not_tried_again(tmp_path: Path) -> None:
    source = record(tmp_path / "source", TAP, TYPE, FINISH, errors={0: ActionRefused("No.")})
    device = ScriptedDevice(SCREENS)
    with Recorder(tmp_path / "again") as recorder:
        assert replay_strict(source, device, recorder, patience=0.05).grade is Grade.VERIFIED
    assert device.performed == [Type(text="Ada")]


@pytest.mark.parametrize(
    ("error", "code"), [(ActionRefused("No."), 2), (DeliveryUnknown("Perhaps."), 2), (DeviceLost("Gone."), 3)]
)
def test_an_action_that_fails_ends_it(strict: Callable[..., Verdict], error: DeviceError, code: int) -> None:
    device = ScriptedDevice(SCREENS, perform_errors={0: error})
    verdict = strict(device)
    assert (verdict.grade, verdict.exit_code, verdict.step) == (Grade.HALTED, code, 1)
    assert len(device.performed) == isinstance(error, DeliveryUnknown)


def test_without_a_last_screen_nothing_is_verified(episode: Path, strict: Callable[..., Verdict], tmp_path: Path) -> None:
    source = tmp_path / "short"
    source.mkdir()
    (source / "frames").symlink_to(episode / "frames")
    lines = (episode / "episode.jsonl").read_bytes().splitlines(keepends=True)
    last = next(number for number, line in enumerate(lines) if b'"performed"' in line and b'"step":2' in line)
    (source / "episode.jsonl").write_bytes(b"".join(lines[: last + 1]))
    verdict = strict(ScriptedDevice(SCREENS), source)
    assert (verdict.grade, verdict.exit_code) == (Grade.COMPLETED_UNVERIFIED, 1)


def test_a_check_that_says_no_halts_and_is_recorded(strict: Callable[..., Verdict], tmp_path: Path) -> None:
    verdict = strict(ScriptedDevice(SCREENS), check=lambda _: False)
    assert verdict.grade is Grade.HALTED
    assert read_episode(tmp_path / "again").check == "failed"


def test_control_c_closes_the_recording(episode: Path, tmp_path: Path) -> None:
    class Interrupted(ScriptedDevice):
        def perform(self, action: Action, frame: Frame) -> Receipt:
            raise KeyboardInterrupt

    with Recorder(tmp_path / "again") as recorder:
        verdict = replay_strict(episode, Interrupted(SCREENS), recorder, patience=0.05)
    assert (verdict.grade, verdict.exit_code, verdict.step) == (Grade.HALTED, 130, 1)
    assert read_episode(tmp_path / "again").outcome is Outcome.CANCELLED


def lenient(source: Path, folder: Path, device: ScriptedDevice, patience: float = 0.1, **options: object) -> Verdict:
    with Recorder(folder / "again") as recorder:
        return replay_lenient(source, device, recorder, patience=patience, **options)  # type: ignore[arg-type]


def test_lenient_needs_a_check_to_verify(episode: Path, tmp_path: Path) -> None:
    verdict = lenient(episode, tmp_path, ScriptedDevice(SCREENS), check=lambda _: True)
    assert (verdict.grade, verdict.exit_code) == (Grade.VERIFIED, 0)
    assert read_episode(tmp_path / "again").check == "passed"


def test_lenient_without_a_check_only_completes(episode: Path, tmp_path: Path) -> None:
    small = [image.resize((360, 800), Image.Resampling.LANCZOS) for image in SCREENS]
    device = ScriptedDevice(small)
    verdict = lenient(episode, tmp_path, device, patience=5.0, texts={"Ada": "Grace"})
    assert (verdict.grade, verdict.exit_code) == (Grade.COMPLETED_UNVERIFIED, 1), verdict.reason
    assert device.performed[1] == Type(text="Grace")
    assert verdict.steps[0].score is not None


def test_lenient_halts_where_the_target_is_nowhere_and_touches_nothing(episode: Path, tmp_path: Path) -> None:
    device = ScriptedDevice([Image.new("RGB", (540, 1200), "white")])
    verdict = lenient(episode, tmp_path, device)
    assert (verdict.grade, verdict.exit_code, verdict.step) == (Grade.HALTED, 2, 1)
    assert device.performed == []


def test_a_halted_replay_can_be_handed_over(tmp_path: Path) -> None:
    source = record(tmp_path / "source", TYPE, TAP, FINISH)
    model = ScriptedModel([TAP, FINISH])
    device = ScriptedDevice([SCREENS[0], *[Image.new("RGB", (540, 1200), shade) for shade in ("white", "grey", "black")]])
    verdict = lenient(source, tmp_path, device, hand_over=lambda: model)
    assert verdict.grade is Grade.COMPLETED_UNVERIFIED, verdict.reason
    assert "handed over at step 2" in verdict.reason
    again = read_episode(tmp_path / "again")
    assert again.outcome is Outcome.FINISHED
    assert [step.number for step in again.steps] == [1, 2, 3]
    assert sum(isinstance(step.done, Performed) for step in again.steps) == 2
    told = "".join(getattr(part, "text", "") for part in model.prompts[0].user)
    assert "The name" in told  # the model knows what the replay has done


def test_an_episode_that_never_began_cannot_be_done_again(tmp_path: Path) -> None:
    with Recorder(tmp_path / "source") as recorder:
        run_episode("", ScriptedDevice(SCREENS), ScriptedModel([]), recorder)
    with Recorder(tmp_path / "again") as recorder, pytest.raises(BadEpisode, match="nothing to do again"):
        replay_strict(tmp_path / "source", ScriptedDevice(SCREENS), recorder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number, image in enumerate(SCREENS[:3]):
        image.save(pictures / f"{number}.png")
    return pictures


def test_the_command_prints_one_object_and_its_exit_code_tells(episode: Path, folder: Path, tmp_path: Path) -> None:
    common = ["replay", str(episode), "--record", str(tmp_path / "records"), "--json"]
    done = CliRunner().invoke(app, [*common, "--mode", "strict", "--device", f"scripted:{folder}"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["grade"], found["halted_at"]) == ("VERIFIED", None)
    assert [step["whole"] for step in found["steps"]] == [0, 0, 0]
    assert read_episode(Path(found["episode"])).header.options["replay"] == "strict"
    done = CliRunner().invoke(app, [*common, "--mode", "lenient", "--device", f"scripted:{folder}", "--text", "Ada=Grace"])
    assert (done.exit_code, json.loads(done.stdout)["grade"]) == (1, "COMPLETED_UNVERIFIED")
    SCREENS[3].save(folder / "0.png")
    done = CliRunner().invoke(app, [*common, "--mode", "strict", "--device", f"scripted:{folder}"])
    assert (done.exit_code, json.loads(done.stdout)["halted_at"]) == (2, 1)
    done = CliRunner().invoke(app, [*common, "--mode", "strict", "--device", "scripted:nowhere"])
    assert done.exit_code == 3


@pytest.mark.parametrize(
    "options",
    [
        ("--mode", "strict"),  # this recording names no device
        ("--mode", "lenient", "--device", "scripted:x", "--text", "nothing"),
        ("--mode", "strict", "--device", "scripted:x", "--masks", "nowhere.json"),
    ],
)
def test_wrong_usage(episode: Path, tmp_path: Path, options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["replay", str(episode), "--record", str(tmp_path / "records"), *options])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "records").exists()

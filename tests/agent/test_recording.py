"""Episodes on disk: whole after anything, readable after a kill, never in one another's way."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import JsonValue, ValidationError

from agent.episode import LINE, Checked, Decided, Ended, Header, Line, Observed, Outcome, Performed, Settled, fold
from agent.errors import BadEpisode, RecordingFailed
from agent.limits import Limits
from agent.loop import header, run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder, append_check, fresh_directory, read_episode, read_frame, read_lines
from agent.recording.verifying import State, verify
from devices.frame import Frame
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).parent.parent.parent
TAP = 'Action: {"action": "tap", "point": [447, 81]}'
HEADER = header("open settings", Limits())
PASSED = Checked(check="passed", reason="It is open.", evidence={"front": ["settings"]}, by="phone_basics 1", when=1.5)
ENDED = Ended(outcome=Outcome.FINISHED, message="Done.", steps=1, seconds=0.1)


def record(directory: Path, *lines: Line) -> None:
    with Recorder(directory) as recorder:
        for line in lines:
            recorder.write(line)


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes("RGB", size, bytes((seed * 31 + index * index) % 251 for index in range(size[0] * size[1] * 3)))


def test_directories_are_fresh(tmp_path: Path) -> None:
    made = {fresh_directory(tmp_path / "deep" / "er") for _ in range(50)}
    assert len(made) == 50
    assert all(directory.is_dir() for directory in made)


def test_an_episode_is_never_written_over(tmp_path: Path) -> None:
    record(tmp_path, HEADER)
    with pytest.raises(RecordingFailed, match="holds an episode already"):
        Recorder(tmp_path)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    record(tmp_path, HEADER, ENDED)
    assert list(read_lines(tmp_path)) == [HEADER, ENDED]
    assert read_episode(tmp_path).outcome is Outcome.FINISHED


def test_frames_are_kept_once_and_come_back_exactly(tmp_path: Path) -> None:
    image = noise((40, 70), 1)
    with Recorder(tmp_path) as recorder:
        first = recorder.frame(Frame(image=image, sequence=1))
        again = recorder.frame(Frame(image=image.copy(), sequence=2))
        other = recorder.frame(Frame(image=noise((40, 70), 2)))
    assert first.digest == again.digest != other.digest
    assert sorted(path.name for path in (tmp_path / "frames").iterdir()) == sorted(f"{f.digest}.png" for f in (first, other))
    assert read_frame(tmp_path, first).tobytes() == image.tobytes()
    for kept in (first, other):
        data = (tmp_path / "frames" / f"{kept.digest}.png").read_bytes()
        assert kept.file == hashlib.sha256(data).hexdigest()


def test_the_bytes_of_the_device_are_kept(tmp_path: Path) -> None:
    png = tmp_path / "device.png"
    noise((9, 9), 1).save(png)
    with Recorder(tmp_path / "episode") as recorder:
        kept = recorder.frame(Frame(image=Image.open(png).convert("RGB"), png=png.read_bytes()))
    assert (tmp_path / "episode" / "frames" / f"{kept.digest}.png").read_bytes() == png.read_bytes()


def test_a_frame_that_is_missing_or_another_is_an_error(tmp_path: Path) -> None:
    with Recorder(tmp_path) as recorder:
        one = recorder.frame(Frame(image=noise((9, 9), 1)))
        two = recorder.frame(Frame(image=noise((9, 9), 2)))
    frames = tmp_path / "frames"
    (frames / f"{one.digest}.png").write_bytes((frames / f"{two.digest}.png").read_bytes())
    with pytest.raises(BadEpisode, match="not the one"):
        read_frame(tmp_path, one)
    (frames / f"{one.digest}.png").write_bytes(b"\x89PNG")
    with pytest.raises(BadEpisode, match="broken"):
        read_frame(tmp_path, one)
    (frames / f"{one.digest}.png").unlink()
    with pytest.raises(BadEpisode, match="missing"):
        read_frame(tmp_path, one)


def test_a_record_cannot_point_out_of_its_directory(tmp_path: Path) -> None:
    record(tmp_path, HEADER)
    frame = {"digest": "../../../etc/passwd", "width": 1, "height": 1}
    with (tmp_path / "episode.jsonl").open("a") as file:
        file.write(json.dumps({"line": "observed", "step": 1, "frame": frame}) + "\n")
    with pytest.raises(BadEpisode, match="Line 2"):
        read_episode(tmp_path)


@given(data=st.data())
def test_an_episode_cut_anywhere_is_read_up_to_there(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = [HEADER, HEADER.model_copy(update={"instruction": "aççénts 😀"}), ENDED]
    whole = b"".join(LINE.dump_json(line) + b"\n" for line in lines)
    cut = data.draw(st.integers(0, len(whole)))
    directory = tmp_path_factory.mktemp("cut")
    (directory / "episode.jsonl").write_bytes(whole[:cut])
    read = list(read_lines(directory))
    assert read == lines[: whole[:cut].count(b"\n")]
    if read:
        assert read_episode(directory).outcome is (Outcome.FINISHED if cut == len(whole) else None)
    else:
        with pytest.raises(BadEpisode, match="no header"):
            read_episode(directory)


def test_a_line_that_was_torn_by_ctrl_c_is_mended_by_the_next(tmp_path: Path) -> None:
    with Recorder(tmp_path) as recorder:
        recorder.write(HEADER)
        with (tmp_path / "episode.jsonl").open("ab") as file:
            file.write(b'{"line": "ended", "outc')
        recorder.write(ENDED)
    assert list(read_lines(tmp_path)) == [HEADER, ENDED]


def test_a_line_that_was_whole_but_not_noted_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    middle = HEADER.model_copy(update={"instruction": "between"})
    with Recorder(tmp_path) as recorder:
        recorder.write(HEADER)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", interrupt)
            with pytest.raises(KeyboardInterrupt):
                recorder.write(middle)
        recorder.write(ENDED)
    assert list(read_lines(tmp_path)) == [HEADER, middle, ENDED]
    assert verify(tmp_path).state is State.INTACT


def interrupt(_file: int) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_in_the_last_line_still_seals_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Recorder(tmp_path) as recorder:
        recorder.write(HEADER)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", interrupt)
            with pytest.raises(KeyboardInterrupt):
                recorder.write(ENDED)
    assert verify(tmp_path).state is State.INTACT
    assert read_episode(tmp_path).outcome is Outcome.FINISHED


def test_only_its_own_process_writes_an_episode(tmp_path: Path) -> None:
    with Recorder(tmp_path) as recorder:
        recorder.write(HEADER)
        recorder.write(ENDED)
        with pytest.raises(RecordingFailed, match="still being written"):
            append_check(tmp_path, PASSED)
    append_check(tmp_path, PASSED)
    assert read_episode(tmp_path).check == "passed"


def test_a_check_comes_after_the_end_and_can_come_again(tmp_path: Path) -> None:
    with Recorder(tmp_path) as recorder:
        recorder.write(HEADER)
        recorder.write(ENDED)
        recorder.write(PASSED)
    assert (read_episode(tmp_path).outcome, read_episode(tmp_path).check) == (Outcome.FINISHED, "passed")
    before = (tmp_path / "episode.jsonl").read_bytes()
    again = PASSED.model_copy(update={"check": "failed", "reason": "It was not.", "by": "phone_basics 2"})
    append_check(tmp_path, again)
    episode = read_episode(tmp_path)
    assert (episode.check, episode.checks) == ("failed", (PASSED, again))
    assert (tmp_path / "episode.jsonl").read_bytes().startswith(before)
    report = verify(tmp_path)
    assert (report.state, report.check, report.lines) == (State.INTACT, "failed", 4)


def test_a_check_is_added_only_to_what_is_whole(tmp_path: Path) -> None:
    with pytest.raises(BadEpisode, match="no episode"):
        append_check(tmp_path / "nowhere", PASSED)
    record(tmp_path / "open", HEADER)
    with pytest.raises(BadEpisode, match="did not come to its end"):
        append_check(tmp_path / "open", PASSED)
    record(tmp_path / "altered", HEADER, ENDED)
    path = tmp_path / "altered" / "episode.jsonl"
    path.write_bytes(path.read_bytes().replace(b"open settings", b"shut settings"))
    with pytest.raises(BadEpisode, match="was altered"):
        append_check(tmp_path / "altered", PASSED)
    with pytest.raises(BadEpisode, match="version 1"):
        append_check(ROOT / "tests" / "agent" / "recording_v1", PASSED)


def test_a_check_may_follow_a_line_that_was_cut_off(tmp_path: Path) -> None:
    record(tmp_path, HEADER, ENDED)
    with (tmp_path / "episode.jsonl").open("ab") as file:
        file.write(b'{"line":"chec')
    append_check(tmp_path, PASSED)
    assert list(read_lines(tmp_path)) == [HEADER, ENDED, PASSED]
    assert verify(tmp_path).state is State.INTACT


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_evidence_can_be_written_as_json(value: JsonValue) -> None:
    with pytest.raises(ValidationError):
        Checked(check="passed", by="test", when=0.0, evidence={"value": value})


def test_a_seal_that_cannot_be_written_is_said_and_the_file_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    recorder = Recorder(tmp_path)
    recorder.write(HEADER)
    recorder.write(ENDED)
    monkeypatch.setattr("agent.recording.journal.replace", full)
    with pytest.raises(RecordingFailed, match="free some space"):
        recorder.close()
    recorder.close()
    report = verify(tmp_path)
    assert (report.state, report.outcome) == (State.INTERRUPTED, Outcome.FINISHED)


@pytest.mark.parametrize("text", ["{}", "[]", "null", '{"line": "header"}', '{"line": "other"}', "\x00"])
def test_a_line_of_something_else_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "episode.jsonl").write_text(text + "\n")
    with pytest.raises(BadEpisode, match="Line 1"):
        read_episode(tmp_path)


def test_no_episode_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadEpisode, match="no episode"):
        read_episode(tmp_path)
    with pytest.raises(BadEpisode, match="no header"):
        fold([ENDED])


CHILD = """
import os, sys
from pathlib import Path
from PIL import Image
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from devices.scripted import ScriptedDevice

def screen(count):
    if count == 3:
        print("three", flush=True)
        sys.stdin.read()
    return Image.new("RGB", (30, 60), (count, 0, 0))

replies = ['Action: {"action": "tap", "point": [%d, 81]}' % x for x in range(20)]
run_episode("open settings", ScriptedDevice(screen), ScriptedModel(replies), Recorder(Path(sys.argv[1])))
"""


def test_a_killed_process_leaves_a_readable_episode(tmp_path: Path) -> None:
    directory = tmp_path / "episode"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(directory)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child, child.stdin, child.stdout:
        assert child.stdout.readline() == "three\n"
        child.send_signal(signal.SIGKILL)
        assert child.wait(30) == -signal.SIGKILL
    episode = read_episode(directory)
    assert episode.outcome is None
    assert len(episode.steps) == 3
    last = episode.steps[-1]
    assert isinstance(last.reply, Decided)
    assert isinstance(last.done, Performed)  # it was killed while the screen settled
    assert last.settled is None
    for step in episode.steps:
        assert step.observed is not None
        assert read_frame(directory, step.observed.frame).size == (30, 60)


ENDLESS = """
import sys
from pathlib import Path
from PIL import Image
from agent.episode import Checked
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from devices.scripted import ScriptedDevice

replies = ['Action: {"action": "tap", "point": [%d, 81]}' % x for x in range(3)] + ['{"action": "finish"}']
device = ScriptedDevice(lambda count: Image.new("RGB", (200, 400), (count % 256, count // 256, 0)))
number = 0
print("begun", flush=True)
while True:
    with Recorder(Path(sys.argv[1]) / str(number)) as recorder:
        run_episode("open settings", device, ScriptedModel(replies), recorder, limits=Limits(steps=4, settle=0))
        recorder.write(Checked(check="passed", by="test", when=1.0))
    number += 1
"""


def test_killed_at_any_moment_every_recording_is_readable_and_none_is_damaged(tmp_path: Path) -> None:
    draw = random.Random(7)
    states: list[State] = []
    for number in range(8):
        folder = tmp_path / str(number)
        child = subprocess.Popen([sys.executable, "-c", ENDLESS, str(folder)], cwd=ROOT, stdout=subprocess.PIPE)
        assert child.stdout is not None
        with child, child.stdout:
            assert child.stdout.readline() == b"begun\n"
            time.sleep(0.15 + draw.random() * 0.25)
            child.send_signal(signal.SIGKILL)
        for directory in sorted(folder.iterdir()):
            report = verify(directory)
            states.append(report.state)
            assert report.good, report
            assert all(name.endswith(".part") or name.startswith("frames/") for name in report.extra)
            if not report.lines:
                continue  # killed before its first line
            episode = read_episode(directory)
            whole = [step for step in episode.steps if step.settled is not None]
            assert [step.number for step in whole] == list(range(1, len(whole) + 1))
            for step in episode.steps:
                assert step.observed is not None
                assert read_frame(directory, step.observed.frame).size == (200, 400)
    assert states.count(State.INTERRUPTED) in range(1, 9)  # the last of each folder, unless the kill came between two
    assert State.DAMAGED not in states


FULL = """
import resource, sys
from pathlib import Path
from PIL import Image
from agent.errors import RecordingFailed
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from devices.scripted import ScriptedDevice

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
replies = ['Thought: Go on. %s\\nAction: {"action": "tap", "point": [%d, 81]}' % ("x" * 300, x) for x in range(200)]
device = ScriptedDevice(lambda count: Image.new("RGB", (30, 60), (count, 0, 0)))
try:
    run_episode("open settings", device, ScriptedModel(replies), Recorder(Path(sys.argv[1])), limits=Limits(steps=200))
except RecordingFailed as error:
    print(error, end="")
    sys.exit(3)
"""


@pytest.mark.parametrize("room", [300, 1500, 4000, 10_000, 10_001, 10_002])
def test_a_full_disk_ends_in_one_sentence_and_a_readable_episode(tmp_path: Path, room: int) -> None:
    directory = tmp_path / "episode"
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(directory), str(room)], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (3, "")
    assert "cannot be recorded" in ran.stdout
    assert "--record" in ran.stdout
    text = (directory / "episode.jsonl").read_bytes()
    assert text == b"" or text.endswith(b"\n")
    lines = list(read_lines(directory))
    assert not any(isinstance(line, Ended) for line in lines)
    for line in lines:
        if isinstance(line, Observed | Settled):
            read_frame(directory, line.frame)
    assert not list((directory / "frames").glob("*.part"))


def test_a_place_that_may_not_be_written() -> None:
    with pytest.raises(RecordingFailed, match="cannot be recorded"):
        fresh_directory(Path("/proc/self/fdinfo"))


def test_a_file_where_the_directory_should_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(RecordingFailed, match="cannot be recorded"):
        fresh_directory(tmp_path / "taken")


def test_closing_twice_is_fine(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    recorder.close()
    recorder.close()


def test_the_recorder_leaks_no_files(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    device = ScriptedDevice(lambda count: Image.new("RGB", (30, 60), (count, 0, 0)))
    for number in range(5):
        with Recorder(tmp_path / str(number)) as recorder:
            run_episode("open settings", device, ScriptedModel([TAP, '{"action": "finish"}']), recorder)
    assert len(os.listdir("/proc/self/fd")) == before
    assert isinstance(next(read_lines(tmp_path / "0")), Header)

"""`scripts/picture-failures`: one small picture of each failed episode, and nothing of the others."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from made_runs import KINDS, ROOT, made, make_run, record
from PIL import Image

from agent.errors import BadEpisode
from scripts.failure_strip import FRAME, GAP, MOST_BYTES, strip
from tasks.results import Result, Verdict

SCRIPT = ROOT / "scripts" / "picture-failures"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, words)], capture_output=True, text=True, timeout=60)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """One success and two failures, one of them claimed, each with a recording; and a failure that has none."""
    results = [
        made(KINDS[0], seed=1),
        made(KINDS[0], Verdict.FAILURE, seed=2, claimed=True),
        made(KINDS[0], Verdict.FAILURE, seed=3, claimed=False),
    ]
    path = make_run(tmp_path / "run", [*results, made(KINDS[0], Verdict.FAILURE, seed=4)])
    record(path, results)
    return path


def test_every_failed_episode_with_a_recording_is_drawn(directory: Path, tmp_path: Path) -> None:
    done = run(directory, "--out", tmp_path / "pictures")
    assert (done.returncode, done.stderr) == (0, "")
    drawn = sorted((tmp_path / "pictures").iterdir())
    assert [path.name[-13:] for path in drawn] == ["en-US-s2-r0.png"[-13:], "en-US-s3-r0.png"[-13:]]
    for path in drawn:
        assert path.stat().st_size <= MOST_BYTES
        with Image.open(path) as image:
            assert (image.mode, image.width) == ("P", 3 * (FRAME + GAP) - GAP)


def test_they_can_be_chosen(directory: Path, tmp_path: Path) -> None:
    assert run(directory, "--out", tmp_path / "a", "--claimed").stdout.count("\n") == 1
    assert run(directory, "--out", tmp_path / "b", "--most", 1).stdout.count("\n") == 1
    assert run(directory, "--out", tmp_path / "c", "--task", "none").stdout == ""


def test_what_cannot_be_drawn_is_one_sentence(directory: Path, tmp_path: Path) -> None:
    done = run(tmp_path / "absent", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert run(directory, "--out", tmp_path / "out", "--frames", 0).returncode == 2


def failure(directory: Path) -> tuple[Path, Result]:
    (episode,) = (path for path in (directory / "episodes").iterdir() if "-s2-" in path.name)
    return episode, made(KINDS[0], Verdict.FAILURE, seed=2, reason="it is not there " * 40, instruction="打开设置 " * 60)


def test_the_same_episode_gives_the_same_bytes_and_steps_can_be_chosen(directory: Path) -> None:
    episode, result = failure(directory)
    first = strip(episode, result, 3)
    assert first == strip(episode, result, 3)
    one = strip(episode, result, 1, [1])
    with Image.open(io.BytesIO(one)) as image:
        assert image.width == FRAME
    assert one != strip(episode, result, 1), "the last screen is another one"


def test_a_recording_that_cannot_be_read_is_told(directory: Path) -> None:
    episode, result = failure(directory)
    for frame in (episode / "frames").iterdir():
        frame.write_bytes(b"")
    with pytest.raises(BadEpisode):
        strip(episode, result, 3)

"""The committed recordings still read, still hold their pictures, and Pocket still decides as it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.dialects import dialect
from agent.episode import Decided, Outcome
from agent.models.registry import open_model
from agent.recording import read_episode, read_frame
from agent.recording.verifying import State, verify
from agent.replay.decisions import count, redecide
from agent.view import write_view

GOLDEN = Path(__file__).resolve().parents[2] / "recordings" / "golden"
EPISODES = sorted(path.parent for path in GOLDEN.glob("*/episode.jsonl"))


def test_there_is_a_recording() -> None:
    assert [path.name for path in EPISODES] == ["new-note", "open-settings", "turn-on-bluetooth"]


@pytest.mark.parametrize("directory", EPISODES, ids=lambda path: path.name)
def test_an_old_recording_reads_and_its_replies_mean_the_same(directory: Path, tmp_path: Path) -> None:
    episode = read_episode(directory)
    assert episode.outcome is Outcome.FINISHED
    assert verify(directory).state is State.INTACT
    assert episode.opened is not None
    speech = dialect(episode.opened.model.dialect)
    for step in episode.steps:
        assert step.observed is not None
        frame = read_frame(directory, step.observed.frame)  # refuses a picture that is not the one that was seen
        assert isinstance(step.reply, Decided)
        assert speech.parse(step.reply.text, width=frame.width, height=frame.height).decisions == step.reply.decisions
    assert write_view(directory, tmp_path / "view.html").read_text("utf-8").count("<svg") >= 1


@pytest.mark.parametrize("directory", EPISODES, ids=lambda path: path.name)
def test_the_shipped_model_decides_as_recorded(directory: Path) -> None:
    with open_model("pocket") as model:
        steps = list(redecide(directory, model))
    agreed = count(steps)
    assert agreed["same"] + agreed["near"] == len(steps), agreed  # near: another processor may round a last digit otherwise

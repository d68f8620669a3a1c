"""Data sets from recordings: what a row holds, what is left out, who is held out, and what is on the disk afterwards."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.cli.app import app
from agent.dialects import dialect
from agent.episode import Checked, Decided
from agent.errors import BadDataSet, ExportFailed
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.prompt import Picture
from agent.recording import Recorder, append_check, read_episode
from agent.training.export import Format, Only, Wish, write_data_set
from agent.training.export.formats import LINES, schema_text
from agent.training.trainer.rows import read_rows
from devices.actions import KINDS
from devices.errors import ActionRefused, DeliveryUnknown, DeviceError
from devices.frame import Frame
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "recordings" / "golden"
FINISH = 'Action: {"action": "finish"}'
QUICK = Limits(steps=12, screen=0.2, settle=0.2)
FULL_PROMPT = dialect("qwen2_vl").prompt("", (), Image.new("RGB", (1, 1)), actions=KINDS).system


def tap(x: int, thought: str = "Tap it.") -> str:
    return f'Thought: {thought}\nAction: {{"action": "tap", "point": [{x}, 500]}}'


def record(
    directory: Path,
    replies: Sequence[str] = (tap(100), tap(200), FINISH),
    instruction: str = "open settings",
    *,
    check: str | None = "passed",
    size: tuple[int, int] = (60, 120),
    perform: Mapping[int, DeviceError] | None = None,
    first: int = 0,
) -> ScriptedModel:
    """Record an episode on pictures that change with every action; returns the model, which knows what it was asked."""
    device = ScriptedDevice(lambda n: Image.new("RGB", size, (first + n, 0, 7)), perform_errors=dict(perform or {}))
    model = ScriptedModel(list(replies))
    with Recorder(directory) as recorder:
        run_episode(instruction, device, model, recorder, limits=QUICK)
    if check:
        append_check(directory, Checked.model_validate({"check": check, "by": "test", "when": 0.0}))
    return model


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four episodes of three steps."""
    folder = tmp_path_factory.mktemp("four")
    for number in range(4):
        record(folder / f"e{number}", instruction=f"task {number}", first=10 * number)
    return folder


def export(folder: Path, target: Path, kind: Format = Format.MESSAGES, **wish: Any) -> list[dict[str, Any]]:
    """All rows of a data set, those for training first."""
    write_data_set(Wish((folder,), target, kind, **wish))
    return read(target)


def read(target: Path) -> list[dict[str, Any]]:
    files = [target / f"{split}.jsonl" for split in ("train", "validation")]
    return [json.loads(line) for file in files if file.exists() for line in file.read_text("utf-8").splitlines()]


def reply(row: Mapping[str, Any]) -> str:
    return str(row["messages"][2]["content"])


def test_a_row_is_what_the_model_was_shown_and_what_it_decided(tmp_path: Path) -> None:
    unchanged = tap(100)
    replies = [unchanged, "I would tap it.", '```json\n{"action": "tap", "point": [[300, 400], [500, 600]]}\n```', FINISH]
    model = record(tmp_path / "episode", replies)
    rows = export(tmp_path / "episode", tmp_path / "set")
    asked = [model.prompts[number] for number in (0, 2, 3)]  # the second reply could not be read
    assert len(rows) == len(asked)
    for row, prompt in zip(rows, asked, strict=True):
        system, user, _ = row["messages"]
        shown = "".join("<image>" if isinstance(part, Picture) else part.text for part in prompt.user)
        assert (system["content"], user["content"]) == (prompt.system, shown)
        (name,) = row["images"]
        with Image.open(tmp_path / "set" / name) as picture:
            assert picture.mode == "RGB"
            assert Frame(image=picture.copy()).digest == Path(name).stem
            assert [part.image.tobytes() for part in prompt.user if isinstance(part, Picture)] == [picture.tobytes()]
    assert "could not be read" in rows[1]["messages"][1]["content"]
    assert reply(rows[1]) == 'Thought: \nAction: {"action": "tap", "point": [400, 500]}'
    assert [row["step"] for row in rows] == [1, 3, 4]
    assert len({row["episode"] for row in rows}) == 1


def test_the_brief_prompt_is_the_dialects_own(tmp_path: Path) -> None:
    record(tmp_path / "episode")
    full = export(tmp_path / "episode", tmp_path / "full")
    brief = export(tmp_path / "episode", tmp_path / "brief", brief=True)
    assert full[0]["messages"][0]["content"] == FULL_PROMPT
    assert len(brief[0]["messages"][0]["content"]) < 100
    assert [row["messages"][1:] for row in full] == [row["messages"][1:] for row in brief]


@pytest.mark.parametrize("golden", sorted(path.name for path in GOLDEN.iterdir()))
def test_replies_of_real_recordings_read_as_what_was_decided(golden: str, tmp_path: Path) -> None:
    episode = read_episode(GOLDEN / golden)
    rows = export(GOLDEN / golden, tmp_path / "set", only=Only.ALL)
    decided = [step.reply for step in episode.steps if isinstance(step.reply, Decided)]
    assert len(rows) == len(decided)
    for row, recorded in zip(rows, decided, strict=True):
        assert dialect("qwen2_vl").parse(reply(row), width=1080, height=2400).decisions == recorded.decisions
        assert (row["box"] is None) == (not recorded.fraction)
        if row["box"]:
            left, top, right, bottom = row["box"]
            x, y = recorded.fraction
            assert left <= x <= right
            assert top <= y <= bottom
            assert (right - left) * (bottom - top) < 0.1


def test_what_was_not_done_is_left_out_with_its_reason(tmp_path: Path) -> None:
    replies = ["nonsense", tap(100), tap(200), tap(300), FINISH]
    record(tmp_path / "e", replies, perform={0: ActionRefused("no"), 1: DeliveryUnknown("perhaps")})
    made = write_data_set(Wish((tmp_path / "e",), tmp_path / "set"))
    assert made.tally.steps_left_out == {
        "the reply could not be read": 1,
        "the device refused the action": 1,
        "nobody knows whether the action arrived": 1,
    }
    assert [row["step"] for row in read(tmp_path / "set")] == [4, 5]
    card = (tmp_path / "set" / "README.md").read_text("utf-8")
    assert "| the device refused the action | 1 |" in card


def test_a_recording_that_breaks_off_gives_what_was_done(tmp_path: Path) -> None:
    record(tmp_path / "e", check=None)
    lines = (tmp_path / "e" / "episode.jsonl").read_bytes().splitlines(keepends=True)
    second = next(at for at, line in enumerate(lines) if b'"line":"decided"' in line and b'"step":2' in line)
    (tmp_path / "e" / "episode.jsonl").write_bytes(b"".join(lines[: second + 1]))
    made = write_data_set(Wish((tmp_path / "e",), tmp_path / "set", only=Only.ALL))
    assert made.tally.rows == {"train": 1}
    assert made.tally.steps_left_out == {"the recording breaks off before anything was done": 1}


def test_a_picture_that_was_altered_is_not_used(tmp_path: Path) -> None:
    record(tmp_path / "e")
    first = read_episode(tmp_path / "e").steps[0].observed
    assert first is not None
    Image.new("RGB", (60, 120), "white").save(tmp_path / "e" / "frames" / f"{first.frame.digest}.png")
    made = write_data_set(Wish((tmp_path / "e",), tmp_path / "set"))
    assert made.tally.steps_left_out == {"the picture is missing or is not the one that was recorded": 1}
    assert made.tally.rows == {"train": 2}


def test_a_reply_may_say_less_but_nothing_else(tmp_path: Path) -> None:
    scroll = 'Action: {"action": "scroll", "direction": "up", "point": [900, 100]}'
    misleading = 'Thought: Not yet.\nAction: {"action": "press", "key": "back"} is "wrong.\nAction: {"action": "finish"}'
    record(tmp_path / "e", [scroll, misleading])
    made = write_data_set(Wish((tmp_path / "e",), tmp_path / "set"))
    assert made.tally.loose == 1
    for row in read(tmp_path / "set"):
        again = dialect("qwen2_vl").parse(reply(row), width=60, height=120)
        recorded = read_episode(tmp_path / "e").steps[row["step"] - 1].reply
        assert isinstance(recorded, Decided)
        assert len(again.decisions) == 1
        assert again.decisions[0].decision == recorded.decisions[0].decision


@pytest.mark.parametrize("kind", LINES)
def test_every_row_fits_the_published_schema(kind: Format, four: Path, tmp_path: Path) -> None:
    published = (ROOT / "docs" / "schemas" / f"dataset-{kind}.schema.json").read_text("utf-8")
    assert published == schema_text(kind)
    assert CliRunner().invoke(app, ["export", "--schema", "--format", kind]).stdout == published
    grounding = kind is Format.MS_SWIFT
    rows = export(four, tmp_path / "set", kind, validation=0.5, grounding=grounding)
    check = jsonschema.Draft202012Validator(json.loads(published))
    assert len(rows) == 12
    for row in rows:
        check.validate(row)
        assert marks(row) == len(row["images"]) == 1
        assert all((tmp_path / "set" / name).is_file() for name in row["images"])
    assert not check.is_valid({**rows[0], "extra": 1})
    assert not check.is_valid({**rows[0], "images": ["../elsewhere.png"]})


def marks(row: Mapping[str, Any]) -> int:
    """How many places for pictures a trainer finds in a row."""
    if "prompt" in row:
        parts = [part for turn in row["prompt"] + row["completion"] for part in turn["content"]]
        assert not any("<image>" in part.get("text", "") for part in parts)
        return sum(part["type"] == "image" for part in parts)
    turns = [turn["content"] for turn in row["messages"]] if "messages" in row else [row["query"], row["response"]]
    return sum(text.count("<image>") for text in turns)


def test_our_trainer_reads_them(four: Path, tmp_path: Path) -> None:
    rows = export(four, tmp_path / "set", validation=0.5)
    read_back = read_rows(tmp_path / "set")
    assert [row.reply for row in (*read_back.train, *read_back.validation)] == [reply(row) for row in rows]
    assert read_back.train
    assert read_back.validation


def test_formats_say_the_same(tmp_path: Path) -> None:
    record(tmp_path / "e")
    ours = export(tmp_path / "e", tmp_path / "ours")
    for ours_row, row in zip(ours, export(tmp_path / "e", tmp_path / "sft", Format.SFT), strict=True):
        assert [row["system"], row["query"], row["response"]] == [turn["content"] for turn in ours_row["messages"]]
        assert row["history"] == []
    for ours_row, row in zip(ours, export(tmp_path / "e", tmp_path / "trl", Format.TRL), strict=True):
        (said,) = row["completion"][0]["content"]
        first, second = row["prompt"][1]["content"]
        assert said["text"] == reply(ours_row)
        assert first == {"type": "image"}
        assert f"<image>{second['text']}" == ours_row["messages"][1]["content"]
    swift = export(tmp_path / "e", tmp_path / "swift", Format.MS_SWIFT)
    factory = export(tmp_path / "e", tmp_path / "factory", Format.LLAMA_FACTORY)
    assert swift == factory == [{key: row[key] for key in ("messages", "images")} for row in ours]
    info = json.loads((tmp_path / "factory" / "dataset_info.json").read_text("utf-8"))
    assert list(info) == ["fingertip_train"]  # one episode: nothing is held out
    assert (tmp_path / "factory" / info["fingertip_train"]["file_name"]).is_file()


@pytest.mark.parametrize("spelled", ["<|box_start|>({0},{1})<|box_end|>", "[{0}, {1}]"])
def test_a_marked_place_reads_as_the_touch_that_it_stands_for(spelled: str, tmp_path: Path) -> None:
    replies = [tap(123, "Tap [123, 500]."), 'Action: {"action": "scroll", "direction": "down"}', FINISH]
    record(tmp_path / "e", replies)
    plain = export(tmp_path / "e", tmp_path / "plain")
    rows = export(tmp_path / "e", tmp_path / "set", Format.MS_SWIFT, grounding=True)
    assert [row.get("objects") for row in rows[1:]] == [None, None]
    objects = rows[0]["objects"]
    assert objects == {"ref": [], "bbox": [[0.123, 0.5]], "bbox_type": "norm1"}
    numbers = [round(1000 * side) for side in objects["bbox"][0]]
    filled = reply(rows[0]).replace("<bbox>", spelled.format(*numbers))
    speech = dialect("qwen2_vl")
    assert reply(rows[0]).count("<bbox>") == 1
    assert "Tap [123, 500]." in filled
    assert speech.parse(filled, width=60, height=120).decisions == speech.parse(reply(plain[0]), width=60, height=120).decisions
    with pytest.raises(BadDataSet, match="Only ms-swift"):
        export(tmp_path / "e", tmp_path / "other", Format.TRL, grounding=True)


def test_only_passed_episodes_are_taken_unless_all_are_wanted(tmp_path: Path) -> None:
    for number, check in enumerate(("passed", "failed", "error", None)):
        record(tmp_path / "in" / f"e{number}", check=check, first=10 * number)
    (tmp_path / "in" / "broken").mkdir()
    (tmp_path / "in" / "broken" / "episode.jsonl").write_text("no line\n", "utf-8")
    made = write_data_set(Wish((tmp_path / "in",), tmp_path / "set"))
    assert sum(made.tally.episodes.values()) == 1
    assert made.tally.episodes_left_out == {
        "its check failed": 1,
        "its check broke": 1,
        "no check has looked at it": 1,
        "it cannot be read": 1,
    }
    everything = write_data_set(Wish((tmp_path / "in",), tmp_path / "all", only=Only.ALL))
    assert sum(everything.tally.episodes.values()) == 4
    with pytest.raises(BadDataSet, match="because no check has looked at it; --only all"):
        write_data_set(Wish((GOLDEN,), tmp_path / "none"))


def test_reserved_worlds_are_left_out(tmp_path: Path) -> None:
    for number, device in enumerate(("phone:clock=stepped,seed=9001,locale=de-DE", "phone:seed=90010", "phone:seed=8999")):
        shutil.copytree(GOLDEN / "open-settings", tmp_path / "in" / f"e{number}")
        path = tmp_path / "in" / f"e{number}" / "episode.jsonl"
        path.write_text(path.read_text("utf-8").replace("phone:seed=3", device), "utf-8")
    made = write_data_set(Wish((tmp_path / "in",), tmp_path / "set", only=Only.ALL, validation=0.5))
    assert made.tally.episodes_left_out == {"its world is reserved for measuring": 1}
    every = write_data_set(Wish((tmp_path / "in",), tmp_path / "every", only=Only.ALL, reserved=True))
    assert every.tally.languages == {"de-DE": 1, "not recorded": 2}


def splits(target: Path) -> dict[str, str]:
    """Episode -> split."""
    found: dict[str, str] = {}
    for split in ("train", "validation"):
        for line in (target / f"{split}.jsonl").read_text("utf-8").splitlines():
            assert found.setdefault(json.loads(line)["episode"], split) == split
    return found


def test_the_split_is_by_episode_and_stays_as_more_is_recorded(tmp_path: Path) -> None:
    for number in range(12):
        record(tmp_path / "in" / f"e{number}", [tap(100), FINISH], f"task {number // 2}", first=5 * number)
    write_data_set(Wish((tmp_path / "in",), tmp_path / "all", validation=0.4))
    both = splits(tmp_path / "all")
    held = [name for name, split in both.items() if split == "validation"]
    assert 0 < len(held) < 12
    by_task: dict[int, set[str]] = {}
    for name, split in both.items():
        by_task.setdefault(int(name.split("-")[0][1:]) // 2, set()).add(split)
    assert all(len(found) == 1 for found in by_task.values())  # the same instruction on the same device stays together
    moved = tmp_path / "moved"
    for number in range(12):
        if number % 3:
            shutil.copytree(tmp_path / "in" / f"e{number}", moved / f"e{number}")
            append_check(moved / f"e{number}", Checked(check="passed", by="again", when=1.0))
    write_data_set(Wish((moved,), tmp_path / "some", validation=0.4))
    assert set(splits(tmp_path / "some").items()) <= set(both.items())


def test_something_is_held_out_wherever_it_can_be(tmp_path: Path) -> None:
    record(tmp_path / "in" / "a")
    rows = write_data_set(Wish((tmp_path / "in",), tmp_path / "one")).tally.rows
    assert rows == {"train": 3}
    assert not (tmp_path / "one" / "validation.jsonl").exists()
    record(tmp_path / "in" / "b", first=50)  # the same instruction: each stands for itself
    assert set(write_data_set(Wish((tmp_path / "in",), tmp_path / "two", validation=0.01)).tally.rows) == {
        "train",
        "validation",
    }
    assert set(write_data_set(Wish((tmp_path / "in",), tmp_path / "most", validation=0.9)).tally.rows) == {
        "train",
        "validation",
    }
    assert set(write_data_set(Wish((tmp_path / "in",), tmp_path / "none", validation=0.0)).tally.rows) == {"train"}


def test_copies_count_once_and_the_same_again_is_the_same(tmp_path: Path) -> None:
    record(tmp_path / "in" / "a")
    record(tmp_path / "in" / "b", instruction="another", first=50)
    shutil.copytree(tmp_path / "in" / "a", tmp_path / "in" / "c")
    made = write_data_set(Wish((tmp_path / "in", tmp_path / "in" / "a"), tmp_path / "1" / "set", command="same"))
    assert made.tally.episodes_left_out == {"it is another copy of one that is there": 1}
    write_data_set(Wish((tmp_path / "in",), tmp_path / "2" / "set", command="same"))
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*") if path.is_file())
    assert [path.name for path in files if path.parent.name == "set"] == ["README.md", "train.jsonl", "validation.jsonl"]
    assert all((tmp_path / "1" / file).read_bytes() == (tmp_path / "2" / file).read_bytes() for file in files)


def test_pictures_are_shrunk_as_the_model_would(tmp_path: Path) -> None:
    record(tmp_path / "in" / "large", size=(300, 600))
    record(tmp_path / "in" / "small", instruction="other", size=(50, 100))
    made = write_data_set(Wish((tmp_path / "in",), tmp_path / "set", max_pixels=6300))
    sizes = set()
    for name in os.listdir(tmp_path / "set" / "images"):
        with Image.open(tmp_path / "set" / "images" / name) as picture:
            sizes.add(picture.size)
            assert Frame(image=picture.copy()).digest == Path(name).stem
    assert sizes == {(56, 112), (50, 100)}
    assert made.pictures == 6
    assert "3 were shrunk to at most 6300 pixels" in (tmp_path / "set" / "README.md").read_text("utf-8")


def test_a_picture_that_no_model_takes_is_left_out(tmp_path: Path) -> None:
    record(tmp_path / "e", size=(4, 1200))
    with pytest.raises(BadDataSet, match="3 because the picture is too narrow"):
        write_data_set(Wish((tmp_path / "e",), tmp_path / "set", max_pixels=2000))


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_whatever_stops_it_leaves_nothing(error: BaseException | type[BaseException], tmp_path: Path) -> None:
    record(tmp_path / "in" / "a")
    record(tmp_path / "in" / "b", instruction="other", first=50)

    def stop(what: str, done: int, _of: int) -> None:
        if (what, done) == ("writing", 1):
            raise error

    wanted = KeyboardInterrupt if error is KeyboardInterrupt else ExportFailed
    with pytest.raises(wanted):
        write_data_set(Wish((tmp_path / "in",), tmp_path / "out" / "set"), stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_directory_that_holds_anything_is_refused(tmp_path: Path) -> None:
    record(tmp_path / "e")
    (tmp_path / "empty").mkdir()
    assert export(tmp_path / "e", tmp_path / "empty")
    with pytest.raises(BadDataSet, match="is there already"):
        export(tmp_path / "e", tmp_path / "empty")
    (tmp_path / "file").touch()
    with pytest.raises(BadDataSet, match="is there already"):
        export(tmp_path / "e", tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_card_says_what_is_in_it_and_stays_text(tmp_path: Path) -> None:
    record(tmp_path / "e", ['Action: {"action": "launch", "app": "<b>|x`"}', 'Action: {"action": "wait"}', FINISH])
    result = run("export", str(tmp_path / "e"), "--out", str(tmp_path / "my set"), "--validation", "0.2")
    assert (result.returncode, result.stderr) == (0, "")
    card = (tmp_path / "my set" / "README.md").read_text("utf-8")
    for line in ("| launch | 1 |", "| wait | 1 |", "| 60 x 120 | 3 |", r"| \<b\>\|x\` | 1 |", "| train | 1 | 3 |"):
        assert line in card
    assert "--format messages --out '" in card
    assert "--validation 0.2" in card
    import hashlib

    digest = hashlib.sha256((tmp_path / "my set" / "train.jsonl").read_bytes()).hexdigest()
    assert f"| `train.jsonl` | `{digest}` |" in card


def run(*arguments: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "agent", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, preexec_fn=before)


def test_the_command_says_what_it_made_and_what_it_left_out(tmp_path: Path) -> None:
    record(tmp_path / "in" / "a", ["nonsense", tap(100), FINISH])
    record(tmp_path / "in" / "b", check="failed", first=50)
    result = run("export", str(tmp_path / "in"), "--out", str(tmp_path / "set"), "--json")
    body = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert body["rows"] == {"train": 2}
    assert body["episodes_left_out"] == {"its check failed": 1}
    assert body["steps_left_out"] == {"the reply could not be read": 1}
    said = run("export", str(tmp_path / "in"), "--out", str(tmp_path / "again")).stdout.splitlines()
    assert said[0].endswith("2 rows of 1 episodes for train; 2 pictures")
    assert said[1:] == [
        "left out: 1 episode, because its check failed",
        "left out: 1 step, because the reply could not be read",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export",), "Name the episodes"),
        (("export", "recordings/golden"), "--out"),
        (("export", "no-such", "--out", "{out}"), "is no directory"),
        (("export", "docs", "--out", "{out}"), "no recorded episode in docs"),
        (("export", "recordings/golden", "--out", "{out}"), "because no check has looked at it; --only all takes"),
        (("export", "recordings/golden", "--out", "docs"), "docs is there already"),
        (("export", "recordings/golden", "--only", "all", "--dialect", "klingon", "--out", "{out}"), "klingon"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: Sequence[str], words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [word.format(out=tmp_path / "set") for word in arguments])
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    arguments = ("export", "recordings/golden", "--only", "all", "--out", str(tmp_path / "set"))
    result = run(*arguments, before=small)
    assert result.returncode == 3
    assert "cannot be written" in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_rows_of_an_episode_stand_together_in_order(four: Path, tmp_path: Path) -> None:
    rows = export(four, tmp_path / "set", validation=0.0)
    assert all(after["step"] > before["step"] or after["step"] == 1 for before, after in pairwise(rows))
    assert len(rows) == 12

"""LeRobot data sets: what the numbers mean, what is in the files, and that lerobot's own loader reads them, if it is there."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.cli.app import app
from agent.decision import Act, Answer, Decision, Finish
from agent.episode import Decided
from agent.errors import BadDataSet
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder, read_episode, read_frame
from agent.training.export import Format, Only, Wish, write_data_set
from agent.training.export.formats import schema_text
from agent.training.export.lerobot.filling import OTHER_SIZE
from agent.training.export.lerobot.layout import Frame, Layout
from agent.training.export.lerobot.row import COLUMNS
from agent.training.export.lerobot.stats import Colours, of_numbers
from agent.training.export.lerobot.tables import Tables
from agent.training.export.lerobot.vector import NAMES, vector
from devices.actions import (
    Action,
    Click,
    DoubleTap,
    Drag,
    Hotkey,
    Hover,
    Launch,
    LongPress,
    Press,
    Scroll,
    Swipe,
    Tap,
    Type,
    Wait,
)
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "recordings" / "golden"
LEROBOT = os.environ.get("FINGERTIP_LEROBOT_PYTHON", "")
TAP = 'Thought: Tap it.\nAction: {"action": "tap", "point": [250, 500]}'
FINISH = 'Action: {"action": "finish"}'
HOSTILE = 'it\'s "so"; DROP TABLE rows; --\n中文 🙂 {x}'


def record(
    directory: Path, instruction: str, size: tuple[int, int] = (60, 120), replies: Sequence[str] = (TAP, FINISH)
) -> None:
    device = ScriptedDevice(lambda n: Image.new("RGB", size, (40 * n, 0, 255)))
    with Recorder(directory) as recorder:
        run_episode(instruction, device, ScriptedModel(list(replies)), recorder, limits=Limits(steps=9, screen=0.2, settle=0.2))


def made(folder: Path, target: Path, **wish: Any) -> Path:
    write_data_set(Wish((folder,), target, Format.LEROBOT, only=Only.ALL, **wish))
    return target


def read(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [row for path in sorted((folder / "data").rglob("*.parquet")) for row in read(path)]


@pytest.mark.parametrize(
    ("decision", "numbers"),
    [
        (Tap(x=0.25, y=0.5), {"kind_tap": 1, "x": 0.25, "y": 0.5}),
        (DoubleTap(x=0.25, y=0), {"kind_double_tap": 1, "x": 0.25}),
        (LongPress(x=0.25, y=0.5, seconds=2), {"kind_long_press": 1, "x": 0.25, "y": 0.5, "seconds": 2}),
        (
            Swipe(x=0.1, y=0.2, to_x=0.3, to_y=0.4),
            {"kind_swipe": 1, "x": 0.1, "y": 0.2, "to_x": 0.3, "to_y": 0.4, "seconds": 0.3},
        ),
        (Drag(x=0.1, y=0.2, to_x=0.3, to_y=0.4), {"kind_drag": 1, "x": 0.1, "y": 0.2, "to_x": 0.3, "to_y": 0.4, "seconds": 1}),
        (Scroll(direction="left", amount=0.25), {"kind_scroll": 1, "x": 0.5, "y": 0.5, "amount": 0.25, "direction_left": 1}),
        (Type(text="home", submit=True), {"kind_type": 1, "submit": 1}),
        (Press(key="home"), {"kind_press": 1, "key_home": 1}),
        (Launch(app="Settings"), {"kind_launch": 1}),
        (Wait(seconds=3), {"kind_wait": 1, "seconds": 3}),
        (Click(x=0.1, y=0.2, button="middle"), {"kind_click": 1, "x": 0.1, "y": 0.2, "button_middle": 1}),
        (Hover(x=0.1, y=0.2), {"kind_hover": 1, "x": 0.1, "y": 0.2}),
        (Hotkey(keys=("ctrl", "c")), {"kind_hotkey": 1}),
        (Finish(), {"kind_finish": 1}),
        (Answer(text="up"), {"kind_answer": 1}),
    ],
)
def test_a_vector_says_what_is_done(decision: Action | Decision, numbers: dict[str, float]) -> None:
    found = vector(decision if isinstance(decision, Finish | Answer) else Act(action=decision))  # type: ignore[arg-type]
    assert {name: value for name, value in zip(NAMES, found, strict=True) if value} == numbers


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(GOLDEN, tmp_path_factory.mktemp("lerobot") / "set")


def test_a_row_is_a_recorded_step(golden: Path) -> None:
    found = rows_of(golden)
    episodes = read(golden / "meta/episodes/chunk-000/file-000.parquet")
    tasks = {row["task_index"]: row["__index_level_0__"] for row in read(golden / "meta/tasks.parquet")}
    recorded = {episode.header.instruction: (path, episode) for path in GOLDEN.iterdir() for episode in [read_episode(path)]}
    assert sorted(tasks.values()) == sorted(recorded)
    assert [row["index"] for row in found] == list(range(10))
    for about in episodes:
        (task,) = about["tasks"]
        path, episode = recorded[task]
        ours = found[about["dataset_from_index"] : about["dataset_to_index"]]
        assert len(ours) == about["length"] == len(episode.steps)
        for place, (row, step) in enumerate(zip(ours, episode.steps, strict=True)):
            assert isinstance(step.reply, Decided)
            assert step.observed is not None
            decision = step.reply.decisions[0]
            assert (row["episode_index"], tasks[row["task_index"]]) == (about["episode_index"], task)
            assert (row["frame_index"], row["timestamp"], row["step"]) == (place, float(place), step.number)
            assert row["action"] == [float(np.float32(value)) for value in vector(decision)]
            assert json.loads(row["decision"]) == json.loads(decision.model_dump_json())
            assert row["next.done"] == (place == len(ours) - 1)
            assert row["seconds"] == pytest.approx(step.observed.frame.taken - episode.steps[0].observed.frame.taken, abs=1e-3)  # type: ignore[union-attr]
            with Image.open(io.BytesIO(row["observation.image"]["bytes"])) as image:
                assert image.tobytes() == read_frame(path, step.observed.frame).tobytes()


def test_the_files_say_what_is_in_them(golden: Path) -> None:
    info = json.loads((golden / "meta/info.json").read_text("utf-8"))
    assert info["codebase_version"] == "v3.0"
    assert (info["total_episodes"], info["total_frames"], info["total_tasks"], info["fps"]) == (3, 10, 3, 1)
    assert info["splits"] == {"train": "0:2", "validation": "2:3"}
    assert list(info["features"]) == list(COLUMNS) == list(rows_of(golden)[0])
    assert info["features"]["observation.image"]["shape"] == [2400, 1080, 3]
    assert not (golden / "images").exists()
    card = (golden / "README.md").read_text("utf-8")
    assert "path: data/chunk-000/file-000.parquet\n  - split: validation\n    path: data/chunk-000/file-001.parquet" in card
    for path in golden.rglob("*.*"):
        if path.is_file() and path.name != "README.md":
            assert f"| `{path.relative_to(golden)}` | `{hashlib.sha256(path.read_bytes()).hexdigest()}` |" in card


def test_rows_fit_the_published_schema(golden: Path) -> None:
    published = (ROOT / "docs/schemas/dataset-lerobot.schema.json").read_text("utf-8")
    assert published == schema_text(Format.LEROBOT)
    assert CliRunner().invoke(app, ["export", "--schema", "--format", "lerobot"]).stdout == published
    check = jsonschema.Draft202012Validator(json.loads(published))
    for row in rows_of(golden):
        picture = row["observation.image"]
        check.validate({**row, "observation.image": {**picture, "bytes": base64.urlsafe_b64encode(picture["bytes"]).decode()}})


def test_statistics_are_those_of_all_pixels_and_numbers(golden: Path) -> None:
    stats = json.loads((golden / "meta/stats.json").read_text("utf-8"))
    found = rows_of(golden)
    actions = np.array([row["action"] for row in found])
    assert stats["action"]["mean"] == pytest.approx(actions.mean(axis=0).tolist(), abs=1e-6)
    assert stats["action"]["count"] == stats["observation.image"]["count"] == [10]
    pixels = [np.asarray(Image.open(io.BytesIO(row["observation.image"]["bytes"]))) for row in found]
    wanted = np.mean([one.reshape(-1, 3).mean(axis=0) / 255 for one in pixels], axis=0)
    assert np.array(stats["observation.image"]["mean"]).ravel() == pytest.approx(wanted, abs=1e-9)
    about = read(golden / "meta/episodes/chunk-000/file-000.parquet")[0]
    assert np.array(about["stats/observation.image/max"]).shape == (3, 1, 1)


def test_colours_count_every_pixel() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (40, 30, 3), dtype=np.uint8)
    colours = Colours()
    for image in (noise, noise // 2):
        data = io.BytesIO()
        Image.fromarray(image).save(data, "PNG")
        colours.see(data.getvalue())
    both = np.stack([noise, noise // 2]).reshape(-1, 3) / 255
    found = {name: np.array(value).ravel() for name, value in colours.statistics().items()}
    for name, wanted in (("min", both.min(0)), ("max", both.max(0)), ("mean", both.mean(0)), ("std", both.std(0))):
        assert found[name] == pytest.approx(wanted), name
    assert found["q50"] == pytest.approx(np.quantile(both, 0.5, axis=0), abs=1 / 255)
    assert of_numbers([[1.0], [3.0]])["std"] == [1.0]


def test_the_same_recordings_make_the_same_bytes_and_texts_stay_texts(tmp_path: Path) -> None:
    record(tmp_path / "e" / "one", HOSTILE)
    record(tmp_path / "e" / "two", "open it")
    first, second = (made(tmp_path / "e", tmp_path / f"it's {name}" / "set", validation=0.0) for name in "ab")
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(second) for path in second.rglob("*") if path.is_file())
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes() or name == Path("README.md")
    instruction = read_episode(tmp_path / "e" / "one").header.instruction
    assert {row["__index_level_0__"] for row in read(first / "meta/tasks.parquet")} == {instruction, "open it"}
    assert json.loads((first / "meta/info.json").read_text("utf-8"))["splits"] == {"train": "0:2"}


def test_pictures_of_another_size_are_left_out_and_counted(tmp_path: Path) -> None:
    for number, size in enumerate([(60, 120), (60, 120), (120, 60)]):
        record(tmp_path / "e" / str(number), f"task {number}", size)
    done = write_data_set(Wish((tmp_path / "e",), tmp_path / "set", Format.LEROBOT, only=Only.ALL, validation=0.0))
    assert done.tally.steps_left_out == {OTHER_SIZE: 2}
    assert (done.tally.rows["train"], done.tally.episodes["train"]) == (4, 2)
    assert len(read(tmp_path / "set" / "meta/episodes/chunk-000/file-000.parquet")) == 2


def test_shrunk_pictures_give_the_shape(tmp_path: Path) -> None:
    record(tmp_path / "e", "open it", (560, 1120))
    info = json.loads((made(tmp_path / "e", tmp_path / "set", max_pixels=28 * 28 * 8) / "meta/info.json").read_text("utf-8"))
    height, width, _ = info["features"]["observation.image"]["shape"]
    with Image.open(io.BytesIO(rows_of(tmp_path / "set")[0]["observation.image"]["bytes"])) as image:
        assert image.size == (width, height) == (56, 112)


def test_nothing_to_make_it_of_is_said(tmp_path: Path) -> None:
    record(tmp_path / "e", "open it", replies=["Nonsense."] * 3)
    with pytest.raises(BadDataSet, match=r"No step of 1 episodes can be used: 3 because the reply could not be read\."):
        made(tmp_path / "e", tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_large_data_files_end_with_an_episode(tmp_path: Path) -> None:
    data = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (500, 500, 3), dtype=np.uint8)).save(data, "PNG")
    frame = Frame(data.getvalue(), "x.png", vector(Finish()), "{}", "", 1, 0.0)
    with Tables() as tables:
        layout = Layout(tmp_path, tables, 500, 500, most_mb=1)
        for _ in range(3):
            layout.add([frame, frame], "open it", "train")
        assert layout.close() == {"train": [f"data/chunk-000/file-00{number}.parquet" for number in range(3)]}
    assert [row["episode_index"] for row in rows_of(tmp_path)] == [0, 0, 1, 1, 2, 2]


def test_a_file_that_cannot_be_written_is_an_error_of_the_file_system(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with Tables() as tables, pytest.raises(OSError, match="there"):
        tables.write(tmp_path / "there", {"a": "BIGINT"}, [(1,)])


@pytest.mark.skipif(not LEROBOT, reason="FINGERTIP_LEROBOT_PYTHON names no Python that has the package lerobot")
def test_lerobots_own_loader_reads_every_item(golden: Path) -> None:
    done = subprocess.run(
        [LEROBOT, str(ROOT / "scripts" / "check-lerobot"), str(golden)],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["items"] == 10

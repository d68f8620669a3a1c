"""Recordings as a table: listed, filtered, searched; broken ones are rows, and a question reaches no file."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.catalogue import Wanted, find, moment
from agent.cli.app import app
from agent.episode import Checked
from agent.errors import BadQuery
from agent.limits import Limits
from agent.loop import header, run_episode
from agent.models.base import ModelInfo
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder, append_check, read_episode
from devices.scripted import ScriptedDevice

VERSION_1 = Path(__file__).parent / "recording_v1"
TAP = 'Thought: Tap the gear.\nAction: {"action": "tap", "point": [447, 81]}'
LAUNCH = 'Thought: Launch it.\nAction: {"action": "launch", "app": "Clock"}'
FINISH = '{"action": "finish"}'
DAY = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()


def record(directory: Path, instruction: str, *replies: str, day: int = 0, check: str = "", model: str = "pocket") -> None:
    device = ScriptedDevice(lambda count: Image.new("RGB", (8, 9), (count, 0, 0)))
    first = header(instruction, Limits(), device="phone:seed=3", model=model, options={"apps": "com.android.settings"})
    with Recorder(directory) as recorder:
        recorder.write(first.model_copy(update={"started": DAY + day * 86400}))
        info = ModelInfo(name=model, dialect="qwen2_vl")
        run_episode(instruction, device, ScriptedModel(replies, info=info), recorder)
        if check:
            fields: dict[str, Any] = {"check": check, "reason": "As seen."}
            recorder.write(Checked(**fields, by="test", when=1.0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many") / "a [run] * of?"
    record(place / "one", "open settings", TAP, FINISH, check="passed")
    record(place / "two", "打开蓝牙 'now'", LAUNCH, "nonsense", FINISH, day=1, check="failed", model="other/model")
    record(place / "deep" / "three", "open Clock", "?", "?", "?", day=2)
    shutil.copytree(VERSION_1, place / "old")
    cut = place / "cut"
    record(cut, "open settings", TAP, FINISH, day=3)
    (cut / "seal.json").unlink()
    (cut / "episode.jsonl").write_bytes((cut / "episode.jsonl").read_bytes()[:-500])
    for name, data in {"empty": b"", "junk": b"\xff\xfe\0\n{}\n", "list": b"[1]\nnull\n"}.items():
        (place / name).mkdir()
        (place / name / "episode.jsonl").write_bytes(data)
    (place / "gone").mkdir()
    (place / "gone" / "seal.json").write_text("{}")
    middle = place / "middle"
    shutil.copytree(place / "one", middle)
    lines = (middle / "episode.jsonl").read_bytes().splitlines(keepends=True)
    (middle / "episode.jsonl").write_bytes(b"".join([*lines[:3], b"{\n", *lines[3:]]))
    return place


def names(folder: Path, **wanted: Any) -> list[str]:
    return [Path(row["directory"]).relative_to(folder).as_posix() for row in find([folder], Wanted(**wanted)).rows]


def test_every_episode_is_one_row_the_newest_first(folder: Path) -> None:
    assert names(folder) == ["old", "cut", "deep/three", "two", "middle", "one", "empty", "gone", "junk", "list"]
    row = next(row for row in find([folder], Wanted()).rows if row["directory"] == str(folder / "two"))
    whole = read_episode(folder / "two")
    assert whole.ended is not None
    assert row["started"] == datetime(2026, 11, 21, 12)
    assert (row["instruction"], row["device"], row["model"]) == ("打开蓝牙 'now'", "phone:seed=3", "other/model")
    assert (row["device_model"], row["steps"], row["outcome"]) == ("scripted pictures", 3, "finished")
    assert (row["check"], row["reason"], row["seconds"]) == ("failed", "As seen.", whole.ended.seconds)
    assert row["apps"] == "com.android.settings,Clock"
    assert row["thoughts"].splitlines()[0] == "Launch it."


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"outcome": ("broken",)}, ["middle", "empty", "gone", "junk", "list"]),
        ({"outcome": ("interrupted", "unparsable")}, ["cut", "deep/three"]),
        ({"check": ("passed", "failed"), "outcome": ("finished",)}, ["two", "one"]),
        ({"instruction": "蓝牙"}, ["two"]),
        ({"instruction": "SETTINGS", "check": ("passed",), "outcome": ("finished",)}, ["one"]),
        ({"instruction": "'"}, ["two"]),
        ({"app": "clock"}, ["two"]),
        ({"model": "OTHER/"}, ["two"]),
        ({"device": "pictures", "since": DAY + 86400 * 2.5}, ["old", "cut"]),
        ({"search": "gear tap", "outcome": ("interrupted", "finished")}, ["cut", "one"]),
        ({"search": "gear launch"}, []),
        ({"where": "steps >= 3 AND \"check\" = 'unknown'"}, ["old", "deep/three"]),
        ({"where": "outcome = 'finished' OR true -- all", "since": DAY + 86400 * 2.5}, ["old", "cut"]),
        (
            {"where": "directory IN (SELECT directory FROM lines WHERE line = 'unreadable' AND step = 2)"},
            ["old", "deep/three", "two"],
        ),
    ],
)
def test_what_is_wanted_is_found(folder: Path, wanted: dict[str, Any], found: list[str]) -> None:
    assert names(folder, **wanted) == found


def test_what_was_said_is_found_with_its_step(folder: Path) -> None:
    found = find([folder], Wanted(search="nonsense"))
    assert found.passages == {str(folder / "two"): ((2, "nonsense"),)}


def test_a_file_that_cannot_be_opened_is_broken_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "one", tmp_path / "one")
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "seal.json").write_text("{}")
    (tmp_path / "loop" / "episode.jsonl").symlink_to("episode.jsonl")
    (tmp_path / "folder" / "episode.jsonl").mkdir(parents=True)
    rows = find([tmp_path, tmp_path / "one"], Wanted()).rows
    assert [(Path(row["directory"]).name, row["outcome"]) for row in rows] == [
        ("one", "finished"),
        ("folder", "broken"),
        ("loop", "broken"),
    ]


@pytest.mark.parametrize(
    "where",
    [
        "nonsense",
        "true); DROP TABLE episodes; SELECT (1",
        "true; SELECT 1",
        "EXISTS (SELECT * FROM read_text('/etc/hostname'))",
        "EXISTS (SELECT * FROM read_json('{folder}/one/episode.jsonl'))",
        "EXISTS (SELECT * FROM '{folder}/one/episode.jsonl')",
        "EXISTS (COPY episodes TO 'out.csv')",
        "true) UNION ALL (SELECT",
        "?",
        "'",
        "steps = ",
    ],
)
def test_a_question_that_cannot_be_asked_is_one_sentence(folder: Path, where: str) -> None:
    with pytest.raises(BadQuery) as raised:
        find([folder], Wanted(where=where.replace("{folder}", str(folder))))
    assert "\n" not in str(raised.value)


def test_nothing_is_left_behind(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(os.listdir("/proc/self/fd"))
    seen = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    find([folder], Wanted(search="tap"))
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert list(tmp_path.iterdir()) == []
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == seen


def test_a_later_check_counts(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder / "one", tmp_path / "one"))
    append_check(copy, Checked(check="error", reason="The phone was gone.", by="test", when=2.0))
    (row,) = find([copy], Wanted()).rows
    assert (row["check"], row["reason"]) == ("error", "The phone was gone.")


def test_moments() -> None:
    assert moment("2d", now=1_000_000) == 1_000_000 - 2 * 86400
    assert moment("2026-11-20T12:00:00+00:00") == DAY
    for text in ("", "yesterday", "2026-13-01", "7 days", "0001-01-01"):
        with pytest.raises(BadQuery, match="no time"):
            moment(text)


def call(*arguments: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, ["episodes", *arguments])
    return ran.exit_code, ran.stdout, ran.stderr


def test_the_command_lists(folder: Path) -> None:
    code, out, _ = call(str(folder), "--outcome", "finished", "--check", "failed")
    assert code == 0
    assert "other/model" in out
    assert "打开蓝牙 'now'" in out
    assert "failed" in out
    assert len(out.strip().splitlines()) == 2
    assert call(str(folder), "--instruction", "no such")[:2] == (0, "no episode\n")


def test_the_command_prints_one_object(folder: Path) -> None:
    code, out, err = call(str(folder), "--json", "--limit", "2", "--search", "gear")
    told = json.loads(out)
    assert (code, told["found"], len(told["episodes"]), err) == (0, 3, 2, "")
    first = told["episodes"][0]
    assert first["started"] == "2026-11-23T12:00:00Z"
    assert first["passages"] == [{"step": 1, "text": TAP}]


def test_more_than_the_limit_is_said(folder: Path) -> None:
    code, out, err = call(str(folder), "--limit", "3")
    assert (code, len(out.strip().splitlines())) == (0, 4)
    assert "7 more" in err


@pytest.mark.parametrize(
    "arguments", [("--since", "soon"), ("--where", "nonsense"), ("--limit", "0"), ("/nowhere",), ("--colour", "red")]
)
def test_wrong_usage(folder: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = call(*([str(folder)] if arguments[0].startswith("--") else []), *arguments)
    assert (code, out) == (2, "")
    assert err.strip()


def test_terminal_codes_in_a_recording_do_not_reach_the_terminal(tmp_path: Path) -> None:
    record(tmp_path / "e", "open \x1b[2J\u202e", "\x1b]0;x\x07", "?", "?", model="m\x1b[1m")
    _, out, _ = call(str(tmp_path), "--search", "x")
    assert not set("\x1b\x07\u202e") & set(out)


def test_without_duckdb_there_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    code, out, err = call(str(folder))
    assert (code, out) == (3, "")
    assert "pip install duckdb" in err

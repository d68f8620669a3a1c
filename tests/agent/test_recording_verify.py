"""Recordings checked for alterations: every flipped byte is found and named, a missing end is no tampering."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.cli.app import app
from agent.episode import Checked, Decided, Outcome
from agent.loop import run_episode
from agent.models.base import Reply
from agent.models.scripted import ScriptedModel
from agent.prompt import Prompt
from agent.recording import Recorder, append_check, find_episodes, read_episode
from agent.recording.schema import schema_text
from agent.recording.verifying import State, verify
from agent.view import write_view
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[2]
VERSION_1 = Path(__file__).parent / "recording_v1"
REPLIES = [
    'Thought: Tap Settings.\nAction: {"action": "tap", "point": [447, 81]}',
    "nonsense",
    'Action: {"action": "swipe", "from": [10, 20, "30.0", 40], "to": [1000, 999.5]}',
    'Action: {"action": "scroll", "direction": "down"}',
    '{"action": "finish", "message": "Done: ä."}',
]
CHECKED = Checked(check="passed", reason="It is open.", evidence={"front": [1, None, "ä"]}, by="test 1", when=2.5)


class Wide(ScriptedModel):
    """Says how large its pictures are."""

    def decide(self, prompt: Prompt) -> Reply:
        reply = super().decide(prompt)
        return Reply(text=reply.text, pictures=((56, 112),))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("recorded") / "episode"
    with Recorder(directory) as recorder:
        device = ScriptedDevice(lambda count: Image.new("RGB", (8, 9), (count, 0, 0)))
        run_episode("open settings ä", device, Wide(REPLIES), recorder)
        recorder.write(CHECKED)
    return directory


@pytest.fixture
def episode(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "episode"))


def files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())


def test_a_whole_recording_is_intact(episode: Path) -> None:
    report = verify(episode)
    assert (report.state, report.good, report.problems, report.extra) == (State.INTACT, True, (), ())
    assert (report.version, report.frames, report.outcome, report.check) == (2, 4, Outcome.FINISHED, "passed")
    seal = json.loads((episode / "seal.json").read_text())
    assert (seal["lines"], seal["chain"], seal["check"]) == (report.lines, report.chain, "passed")


def test_the_chain_is_what_the_document_says(episode: Path) -> None:
    import hashlib

    before = hashlib.sha256(b"").hexdigest()
    for raw in (episode / "episode.jsonl").read_bytes().splitlines():
        line = json.loads(raw)
        stated = line.pop("hash")
        body = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert raw == body[:-1] + f',"hash":"{stated}"}}'.encode()
        assert hashlib.sha256(before.encode() + body).hexdigest() == stated
        before = stated


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_byte_anywhere_is_found_and_named(episode: Path, seed: int) -> None:
    draw = random.Random(seed)
    for path in files(episode):
        data = path.read_bytes()
        edges = {0, 1, len(data) - 1, len(data) - 2} | {at for at, byte in enumerate(data) if byte == 10}
        for at in sorted(edges | {draw.randrange(len(data)) for _ in range(60)}):
            path.write_bytes(data[:at] + bytes([data[at] ^ (1 << draw.randrange(8))]) + data[at + 1 :])
            report = verify(episode)
            named = f"line {data[:at].count(10) + 1}" if path.suffix == ".jsonl" else path.relative_to(episode).as_posix()
            assert report.state is State.DAMAGED, (path.name, at)
            assert report.problems[0].where.split(" (")[0] == named, (path.name, at, report.problems)
        path.write_bytes(data)
    assert verify(episode).state is State.INTACT


def test_an_altered_recording_without_a_seal_is_found_too(episode: Path) -> None:
    (episode / "seal.json").unlink()
    assert verify(episode).missing == "it was not sealed after its end"
    path = episode / "episode.jsonl"
    data = path.read_bytes()
    for at in [*range(0, len(data), 97), len(data) - 1]:
        path.write_bytes(data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :])
        assert verify(episode).state is State.DAMAGED, at


@pytest.mark.parametrize("sealed", [True, False])
def test_a_cut_tail_is_an_interruption_wherever_it_is_cut(episode: Path, sealed: bool) -> None:
    path = episode / "episode.jsonl"
    data = path.read_bytes()
    if not sealed:
        (episode / "seal.json").unlink()
    ends = [at + step for at, byte in enumerate(data) if byte == 10 for step in (-1, 0, 1)][:-1]
    for cut in [0, *range(5, len(data), 211), *ends]:
        path.write_bytes(data[:cut])
        report = verify(episode)
        assert (report.state, report.problems) == (State.INTERRUPTED, ()), cut
        assert report.good is not sealed
        assert report.lines == data[:cut].count(10)
        assert report.lost == (data.count(10) - report.lines if sealed else 0)


def swap(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[4], lines[3], *lines[5:]]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda lines: [*lines[:4], *lines[5:]], "line 5"),
        (lambda lines: [*lines[:4], lines[3], *lines[4:]], "line 5"),
        (swap, "line 4"),
        (lambda lines: lines[1:], "line 1"),
        (lambda lines: [*lines[:4], b"\n", *lines[4:]], "line 5"),
        (lambda lines: [*lines, lines[-1]], "line 21"),
    ],
)
def test_lines_that_are_gone_doubled_or_moved_are_named(
    episode: Path, change: Callable[[list[bytes]], list[bytes]], where: str
) -> None:
    path = episode / "episode.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))
    report = verify(episode)
    assert report.state is State.DAMAGED
    assert report.problems[0].where == where


def test_what_follows_the_seal_can_only_be_a_check(episode: Path) -> None:
    seal = (episode / "seal.json").read_bytes()
    append_check(episode, CHECKED)
    assert verify(episode).state is State.INTACT
    (episode / "seal.json").write_bytes(seal)  # as if the process had been killed between the two
    report = verify(episode)
    assert (report.state, report.missing, report.good) == (State.INTERRUPTED, "a check was added and not sealed", True)
    append_check(episode, CHECKED)
    assert verify(episode).state is State.INTACT


def test_frames_that_are_gone_swapped_or_padded_are_named(episode: Path) -> None:
    one, two, *_ = sorted((episode / "frames").iterdir())
    first = one.read_bytes()
    for data in (two.read_bytes(), first + b"\0", b"", first[:-1]):
        one.write_bytes(data)
        (problem,) = verify(episode).problems
        assert problem.where.startswith(f"frames/{one.name} (line ")
        assert problem.what == "was altered"
    one.unlink()
    assert "missing" in verify(episode).problems[0].what
    one.mkdir()
    assert "cannot be read" in verify(episode).problems[0].what


def test_extra_files_are_named_and_harm_nothing(episode: Path) -> None:
    (episode / "view.html").write_text("")
    (episode / "frames" / "0.part").write_text("")
    report = verify(episode)
    assert (report.state, report.extra) == (State.INTACT, ("frames/0.part", "view.html"))


def test_a_recording_without_its_lines_is_damaged(episode: Path) -> None:
    (episode / "episode.jsonl").unlink()
    assert find_episodes(episode.parent) == [episode]
    assert verify(episode).problems[0].where == "episode.jsonl"


def test_version_1_reads_and_its_pictures_are_verified(tmp_path: Path) -> None:
    old = read_episode(VERSION_1)
    assert (old.header.schema_version, old.outcome, len(old.steps), old.check) == (1, Outcome.FINISHED, 3, "unknown")
    copy = Path(shutil.copytree(VERSION_1, tmp_path / "copy"))
    assert (verify(copy).state, verify(copy).version) == (State.INTACT, 1)
    one, two = sorted((copy / "frames").iterdir())
    one.write_bytes(two.read_bytes())
    assert verify(copy).state is State.DAMAGED
    shutil.copy(VERSION_1 / "frames" / one.name, one)
    text = (copy / "episode.jsonl").read_text("utf-8")
    (copy / "episode.jsonl").write_text(text[:-300], "utf-8")
    assert verify(copy).state is State.INTERRUPTED


def test_the_way_of_a_place_is_recorded(episode: Path) -> None:
    tap, nonsense, swipe, scroll, finish = (step.reply for step in read_episode(episode).steps)
    assert not isinstance(nonsense, Decided)
    assert isinstance(tap, Decided)
    (place,) = tap.coordinates
    assert (place.written, place.model, place.fraction, place.frame) == (("447", "81"), (447, 81), (0.447, 0.081), (3, 0))
    assert tap.picture == (56, 112)
    assert place.sent == pytest.approx((25.032, 9.072))
    assert isinstance(swipe, Decided)
    begun, ended = swipe.coordinates
    assert (begun.written, begun.model, begun.fraction) == (("10", "20", "30.0", "40"), (10, 20, 30, 40), (0.02, 0.03))
    assert (ended.written, ended.frame) == (("1000", "999.5"), (7, 8))
    assert isinstance(scroll, Decided)
    assert [(place.written, place.fraction) for place in scroll.coordinates] == [((), (0.5, 0.5))]
    assert isinstance(finish, Decided)
    assert finish.coordinates == ()


def test_the_page_of_an_episode_shows_what_the_check_found(episode: Path) -> None:
    assert "check passed (It is open.)" in write_view(episode).read_text("utf-8")
    assert verify(episode).extra == ("view.html",)


def test_the_published_schema_is_that_of_the_types() -> None:
    assert (ROOT / "docs" / "recording.schema.json").read_text("utf-8") == schema_text()
    assert CliRunner().invoke(app, ["recordings", "schema"]).stdout == schema_text()


def test_every_line_and_the_seal_fit_the_published_schema(episode: Path) -> None:
    schema = json.loads(schema_text())
    check = jsonschema.Draft202012Validator(schema)
    lines = [json.loads(line) for line in (episode / "episode.jsonl").read_text("utf-8").splitlines()]
    for line in lines:
        check.validate(line)
        assert not check.is_valid({**line, "more": 1})
        assert not check.is_valid({name: value for name, value in line.items() if name != "hash"})
    assert {line["line"] for line in lines} >= {"header", "opened", "observed", "decided", "unreadable", "ended", "checked"}
    seal = jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/Seal"}]})
    seal.validate(json.loads((episode / "seal.json").read_text()))


def call(*arguments: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, ["recordings", *arguments])
    return ran.exit_code, ran.stdout, ran.stderr


def test_the_command_says_what_is_wrong_and_where(episode: Path) -> None:
    assert call("verify", str(episode)) == (0, f"intact       {episode}  20 lines, 4 frames\n", "")
    frame = next((episode / "frames").iterdir())
    frame.write_bytes(frame.read_bytes() + b"\0")
    (episode / "note.txt").write_text("")
    code, out, _ = call("verify", str(episode.parent))
    assert code == 1
    assert out.startswith("damaged")
    assert f"  frames/{frame.name} (line " in out
    assert "  also here: note.txt" in out
    code, out, _ = call("verify", str(episode), "--json")
    told = json.loads(out)
    assert (code, told["damaged"], told["intact"], told["recordings"][0]["state"]) == (1, 1, 0, "damaged")


def test_an_interrupted_recording_is_no_failure_but_a_lost_end_is(episode: Path) -> None:
    path = episode / "episode.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    code, out, _ = call("verify", str(episode))
    assert (code, out.split()[0]) == (1, "interrupted")
    assert "19 of 20 lines are there" in out
    (episode / "seal.json").unlink()
    code, out, _ = call("verify", str(episode))
    assert (code, out.split()[0]) == (0, "interrupted")
    assert "line 20 is cut off" in out


@pytest.mark.parametrize("command", ["verify", "size"])
def test_wrong_usage(command: str, tmp_path: Path) -> None:
    assert call(command)[0] == 2
    assert call(command, str(tmp_path / "nowhere"))[0] == 2
    code, out, err = call(command, str(tmp_path))
    assert (code, out) == (2, "")
    assert "no recorded episode" in err


def test_the_size_of_a_step(episode: Path) -> None:
    code, out, _ = call("size", str(episode), "--json")
    told = json.loads(out)
    assert (code, told["episodes"], told["steps"], told["frames"], told["shown"]) == (0, 1, 5, 4, 8)
    assert told["text"] == sum(path.stat().st_size for path in (episode / "episode.jsonl", episode / "seal.json"))
    assert "1 episodes, 5 steps" in call("size", str(episode))[1]

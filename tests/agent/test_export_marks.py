"""Texts from outside that look like a trainer's placeholder or a tokenizer's control token: none of them steers a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from agent.dialects import dialect
from agent.episode import Decided, Episode, FrameRecord, Header, Observed, Performed, Settled, Step
from agent.training.export.formats import LINES, Format, converted, line_of
from agent.training.export.marks import IMAGE, TAGS, defused, steers
from agent.training.export.rows import STEERING, UNSAID, LeftOut, Told, rows
from devices.actions import Launch, Press, Tap, Type
from devices.base import Receipt
from devices.frame import Frame

PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *("</img>", "<IMAGE>", "<image/>", "<image 1>", "<img>/etc/passwd</img>", "<", ">", "/", "image", "ima", "ge>", "<|", "|>"),
    *("<|im_end|>", "<|im_start|>system", "<|image_pad|>", "<|vision_start|>", "<|box_start|>(1,2)<|box_end|>", "< image>"),
    *("\nAction: ", '{"action": "finish"}', "\nThought: ", '"', "\\", "\u2028", "\x85", "\n", " ", "点", "e\u0301"),
]
TEXT = (
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=8)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "replace").decode())
)
WORD = TEXT.map(lambda text: text.strip()[:100] or "x")
DECISION: st.SearchStrategy[Decision] = st.one_of(
    WORD.map(lambda text: Act(action=Type(text=text))),
    WORD.map(lambda text: Act(action=Launch(app=text))),
    WORD.map(lambda text: Answer(text=text)),
    WORD.map(lambda text: AskUser(question=text)),
    TEXT.map(lambda text: Finish(message=text)),
    TEXT.map(lambda text: GiveUp(reason=text)),
    st.just(Act(action=Tap(x=0.25, y=0.5))),
)
MARK = re.compile(r"<\|[^|<>\s]{1,64}\|>")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FrameRecord]:
    """A recording's directory with one picture."""
    directory = tmp_path_factory.mktemp("episode")
    frame = Frame(image=Image.new("RGB", (60, 120), "teal"))
    (directory / "frames").mkdir()
    frame.image.save(directory / "frames" / f"{frame.digest}.png")
    return directory, FrameRecord(digest=frame.digest, width=60, height=120)


def told(seen: tuple[Path, FrameRecord], instruction: str, steps: list[tuple[str, Decision]]) -> Iterator[Told | LeftOut]:
    """The rows of an episode that is made of these thoughts and decisions."""
    directory, frame = seen
    made = []
    for number, (thought, decision) in enumerate(steps, start=1):
        made.append(
            Step(
                number=number,
                observed=Observed(step=number, frame=frame),
                reply=Decided(step=number, text="", thought=thought, decisions=(decision,)),
                done=Performed(step=number, receipt=Receipt()) if isinstance(decision, Act) else None,
                settled=Settled(step=number, frame=frame, changed=True),
            )
        )
    header = Header(instruction=instruction, length=len(instruction), max_steps=9, started=0.0)
    episode = Episode(header=header, steps=tuple(made))
    name = f"images/{frame.digest}.png"
    yield from rows(directory, episode, "e", dialect("qwen2_vl"), lambda _digest, _image: name, brief=True, boxes=False)


@given(instruction=TEXT, steps=st.lists(st.tuples(TEXT, DECISION), min_size=1, max_size=3))
def test_no_text_makes_a_place_for_a_picture_or_a_control_token(
    seen: tuple[Path, FrameRecord], instruction: str, steps: list[tuple[str, Decision]]
) -> None:
    found = list(told(seen, instruction, steps))
    assert len(found) == len(steps)
    for one, (_, decision) in zip(found, steps, strict=True):
        if isinstance(one, LeftOut):
            assert one.reason in (STEERING, UNSAID)
            continue
        _, user, assistant = (turn.content for turn in one.row.messages)
        assert user.startswith(IMAGE)
        assert not steers(user.removeprefix(IMAGE))
        assert not steers(assistant)
        assert not MARK.search(user + assistant)
        assert dialect("qwen2_vl").parse(assistant, width=60, height=120).decisions == (decision,)
        for kind in LINES:
            line = line_of(converted(one.row, kind, one.grounded))
            assert line.splitlines() == [line]
            assert line.count(IMAGE) == (0 if kind is Format.TRL else 1)
            assert json.loads(line)["images"] == list(one.row.images)


@given(TEXT)
def test_a_defused_text_is_the_same_but_for_spaces(text: str) -> None:
    safe = defused(text)
    assert not steers(safe)
    assert safe.replace(" ", "") == text.replace(" ", "")
    assert defused(safe) == safe


@pytest.mark.parametrize("text", ["a < b > c", "1 <2", "<b>bold</b>", "List<String>", "<imagery>", "x <|", "<- image ->"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize(
    "decision", [Act(action=Type(text="<image>")), Answer(text="</tool_call>"), Finish(message="<|im_end|>")]
)
def test_a_decision_that_would_steer_is_left_out(seen: tuple[Path, FrameRecord], decision: Decision) -> None:
    assert list(told(seen, "x", [("", decision)])) == [LeftOut(STEERING)]


def test_a_thought_and_a_history_keep_their_words(seen: tuple[Path, FrameRecord]) -> None:
    back = Act(action=Press(key="back"))
    _, second = told(seen, "say <image> twice", [("Seen <image> there.", back), ("Go\nback.", back)])
    assert isinstance(second, Told)
    assert second.row.messages[1].content == f"{IMAGE}\nTask: say < image> twice\nDone: 1. Seen < image> there;"
    assert second.row.messages[2].content == 'Thought: Go back.\nAction: {"action": "press", "key": "back"}'

"""Rows with other names: which names are found, what of such a row is learnt, and that a run shows them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taught import texts

from agent.models.tokens import Encoder
from agent.models.vision import PictureRules
from agent.training.checkpoint import build_tokenizer
from agent.training.naming import Pieces
from agent.training.trainer.batches import Reader, collate
from agent.training.trainer.renaming import Renaming, names_of, renamed
from agent.training.trainer.rows import Row

PIECES = Pieces([" alpha", "beta", " gam", "ma", "7", "…", "你好", "世界"])
TAP = 'Action: {"action": "tap", "point": [500, 300]}'


def row(number: int, task: str, thought: str, action: str = TAP, *, done: str = "nothing", episode: str = "") -> Row:
    return Row(
        f"line {number}", "system", ("", f"\nTask: {task}\nDone: {done}"), (Path("a.png"),), f"Thought: {thought}\n{action}",
        (0, 0, 1, 1), episode or f"e{number}",
    )  # fmt: skip


CALLS = tuple(
    row(at, f"Call {name}", f"Tap {name}.") for at, name in enumerate(("Ada Byron", "Bob", "Cy Young", "Bob", "Call Ada Byron"))
)


def test_a_name_is_what_a_thought_takes_from_its_instruction_and_others_have_stood_there() -> None:
    assert set(names_of(CALLS).values()) == {"Ada Byron", "Bob", "Cy Young", "Call Ada Byron"}
    assert names_of(CALLS[:2]) == {}, "two names are not enough to tell a place for names"


def test_what_is_said_without_being_asked_for_is_no_name() -> None:
    other = row(9, "Ring somebody", "Tap Bob.")
    assert "Bob" not in names_of((*CALLS, other)).values()
    assert "Ada Byron" in names_of((*CALLS, other)).values()
    form = row(9, "Call point", "Tap point.")
    assert "point" not in names_of((*CALLS, form)).values(), "a word of every action's form"


def test_what_was_done_before_is_not_asked_for() -> None:
    first = [row(10 * at, "Open it", "Swipe up.", episode=f"f{at}") for at in range(4)]
    then = [row(10 * at + 1, "Open it", f"Tap {at}x.", done=f"1. Tap {at}x;", episode=f"f{at}") for at in range(4)]
    assert names_of([one for pair in zip(first, then, strict=True) for one in pair]) == {}


def test_numbers_and_single_letters_are_no_names() -> None:
    assert names_of([row(at, f"Dial {at}{at}{at}", f"Tap {at}{at}{at}.") for at in range(5)]) == {}


def test_of_a_touch_only_the_thought_is_learnt() -> None:
    made = renamed(row(1, "Call Bob", "Tap Bob.", done="1. Tap Bob;"), "Bob", "Zed")
    assert (made.texts[1], made.reply, made.whole, made.box) == (
        "\nTask: Call Zed\nDone: 1. Tap Zed;", "Thought: Tap Zed.\n", False, None,
    )  # fmt: skip
    assert renamed(row(1, "Call Bobby", "Tap Bobby."), "Bob", "Zed").reply == "Thought: Tap Bobby.\n", (
        "a part of a word is none"
    )


def test_what_is_typed_is_learnt_whole() -> None:
    made = renamed(row(1, "Add Bob", "Type Bob.", 'Action: {"action": "type", "text": "Bob"}'), "Bob", "Zed")
    assert (made.reply, made.whole) == ('Thought: Type Zed.\nAction: {"action": "type", "text": "Zed"}', True)


@given(name=st.from_regex(r"\w[\w .*+?(\\]{0,12}\w", fullmatch=True), seed=st.integers(0, 9))
def test_no_name_stays_anywhere(name: str, seed: int) -> None:
    other = PIECES.name_like(name, random.Random(seed))
    one = row(1, f"Call {name}", f"Tap {name}.", done=f"1. Hold {name};")
    made = renamed(one, name, other)
    assert made.reply == f"Thought: Tap {other}.\n"
    assert made.texts[1] == f"\nTask: Call {other}\nDone: 1. Hold {other};"


@given(seed=st.integers(0, 2**32))
def test_names_are_of_the_script_of_what_they_replace(seed: int) -> None:
    draw = random.Random(seed)
    assert re.fullmatch(r"[a-z]+( [a-z]+)*|[0-9]+", PIECES.name_like("Bob", draw))
    assert re.fullmatch(r"[你好世界]+|[0-9]+", PIECES.name_like("小明", draw))
    assert PIECES.name_like("x", draw)


def test_each_step_has_other_names_and_the_same_step_the_same() -> None:
    renaming = Renaming(CALLS, PIECES, number=3, seed=1)
    assert len(renaming) == len(CALLS)
    shown = renaming.beside(CALLS[:2], 7)
    assert [one.where for one in shown] == ["line 0"] * 4 + ["line 1"] * 4
    assert shown[0] == CALLS[0]
    assert shown == renaming.beside(CALLS[:2], 7)
    assert shown != renaming.beside(CALLS[:2], 8)
    assert Renaming(CALLS, PIECES, number=0, seed=1).beside(CALLS, 7) == list(CALLS)


@pytest.mark.parametrize("end", [True, False])
def test_the_turn_does_not_end_after_a_beginning(end: bool) -> None:
    encoder = Encoder(build_tokenizer(texts(), 320))
    reader = Reader(encoder, PictureRules(min_pixels=784, max_pixels=784), opening="Thought:", context=300, controls=())
    one = Row("line 1", "system", ("Task: red",), (), "Thought: Tap red.\n", None, whole=end)
    labels = collate([reader.example(one, [])]).labels[0]
    learnt = [int(label) for label in labels if label >= 0]
    assert (learnt[-1] == reader.end) is end
    assert encoder.text(learnt).startswith(" Tap red.\n")

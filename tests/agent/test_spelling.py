"""Names that a small model means are spelled as they stand in its task or in its thought."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agent.dialects.qwen2_vl import Qwen2VL, unwritten
from agent.models.checkpoint import MANIFEST, Manifest
from agent.models.qwen2_vl import LocalQwen2VL
from agent.models.registry import POCKET
from agent.models.spelling import NEXT, TYPED, WORD, Copying, Spelling
from agent.models.tokens import Encoder
from agent.prompt import Prompt, Trusted
from agent.training.checkpoint import read_tokenizer

PIECES = ("Type", " T", "Ol", "ive", "oil", ' "', '"}', '", "', " o", "Olive", " oil", "l", "Quinn", " Foster", "青", "青年")
VOCABULARY = {number: bytes([number]) for number in range(256)} | {
    300 + number: piece.encode() for number, piece in enumerate(PIECES)
}
SPELLING = Spelling(VOCABULARY)


def ids(text: str) -> list[int]:
    return list(text.encode("utf-8", "surrogatepass"))


def bonuses(task: str, written: str | bytes) -> dict[bytes, float]:
    """What may follow a reply, by the bytes of the tokens."""
    prompt = Qwen2VL().prompt(task, (), Image.new("RGB", (28, 28)))
    reply = ids(written) if isinstance(written, str) else list(written)
    return {SPELLING.spell([token]): bonus for token, bonus in Copying(SPELLING, prompt).bonus(reply).items()}


def test_a_word_that_has_begun_is_finished() -> None:
    assert bonuses("Add Olive oil to my cart.", " Tap Ol") == {b"i": WORD, b"ive": WORD}


def test_what_follows_in_the_task_is_favoured_less() -> None:
    assert bonuses("Add Olive oil.", " Tap Olive") == {b" ": NEXT, b" o": NEXT, b" oil": NEXT}


def test_the_longest_end_counts() -> None:
    task = "Text Kyle Lewis, not Ann Lopez, and not Kyle."
    assert set(bonuses(task, " Type Kyle")) == {b" ", b"."}  # what follows Kyle in both places
    assert set(bonuses(task, " Type Ann Lo")) == {b"p"}


@pytest.mark.parametrize("thought", ["", " ", " Tap ", " Tap Olx", " Tap xOl", " Go home."])
def test_where_nothing_was_begun_nothing_is_favoured(thought: str) -> None:
    assert bonuses("Add Olive oil.", thought) == {}


def test_signs_without_spaces_are_words() -> None:
    assert bonuses("加青年", " Tap 青") == {"年".encode()[:1]: NEXT}
    assert bonuses("加青年", " Tap 青".encode() + "年".encode()[:1]) == {"年".encode()[1:2]: WORD}
    assert bonuses("加青年", b" Tap \xff") == {}


def test_what_was_thought_is_typed() -> None:
    opened = ' Type Quinn Foster.\nAction: {"action": "type", "text": "'
    assert bonuses("E-mail somebody", opened) == {b"Q": TYPED, b"Quinn": TYPED}
    assert bonuses("E-mail somebody", opened + "Quinn") == {b" ": TYPED, b" Foster": TYPED}
    assert bonuses("E-mail somebody", opened + "Quinn Foster") == {b'"': TYPED, b'"}': TYPED, b'", "': TYPED}
    for other in ("Holly", 'Quinn Foster"', 'Quinn Foster", "clear": true}'):
        assert bonuses("E-mail somebody", opened + other) == {}


@pytest.mark.parametrize(
    "reply",
    [
        ' Tap Send.\nAction: {"action": "type", "text": "',
        ' Type it\nAction: {"action": "type", "text": "',
        ' Type it.\nAction: {"action": "answer", "text": "',
        ' Type it.\nAction: {"action": "tap", "point": [',
        ' Type it.\nAction: {"action": "type", "text": ',
    ],
)
def test_only_a_typed_text_is_unwritten(reply: str) -> None:
    assert unwritten(reply) is None


@given(text=st.text(st.characters(exclude_characters="\n", exclude_categories=("Cs",)), min_size=1), longest=st.booleans())
def test_following_the_bonus_types_any_text(text: str, longest: bool) -> None:
    reply = ids(f' Type {text}.\nAction: {{"action": "type", "text": "')
    copying = Copying(SPELLING, Prompt("", (Trusted("x"),), unwritten=unwritten))
    for _ in range(8 * len(text.encode()) + 1):
        allowed = [token for token in copying.bonus(reply) if not SPELLING.spell([token]).startswith(b'"') or token == ord('"')]
        if not allowed:
            break
        reply.append(max(allowed) if longest else min(allowed))
    written = bytes(SPELLING.spell(reply)).decode()
    assert json.loads(written.partition("Action: ")[2] + "}")["text"] == text


@given(task=st.text(), thought=st.text(st.characters(exclude_characters="\n", codec="utf-8")))
def test_every_bonus_goes_on_with_the_task(task: str, thought: str) -> None:
    prompt = Prompt("", (Trusted("x"),), instruction=task)
    spelled = task.encode("utf-8", "surrogatepass")
    for token in Copying(SPELLING, prompt).bonus(ids(thought)):
        assert SPELLING.spell([token]) in spelled


def test_a_checkpoint_that_copies(tiny: Path, tmp_path: Path) -> None:
    copies = copytree(tiny, tmp_path / "copies")
    (copies / MANIFEST).write_text(Manifest(copies=True).model_dump_json())
    with LocalQwen2VL(tiny, max_new_tokens=40) as plain, LocalQwen2VL(copies, max_new_tokens=40) as model:
        assert "copies" not in plain.info.options
        assert model.info.options["copies"] == "true"
        prompt = Prompt("Be brief.", (Trusted("Say it."),))
        babble = plain.decide(prompt).text
        assert model.decide(prompt).text == babble  # nothing to copy
        word = re.findall(r"[a-zA-Z]{3,}", babble)[0]
        asked = replace(prompt, instruction=word + "quite")
        assert plain.decide(asked).text == babble
        assert word + "quite" in model.decide(asked).text


def test_all_tokens_are_spelled() -> None:
    encoder = Encoder(read_tokenizer(POCKET))
    spelling = Spelling(encoder.spelling())
    for text in ("Thought: Type Quinn Foster.", '{"action": "type", "text": "语文 ×2 😀"}'):
        assert spelling.spell(encoder.plain(text)).decode() == text

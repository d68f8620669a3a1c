"""What the trainer makes of rows: what it refuses, which tokens it teaches, in which order, and how a reply is judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from taught import SIZE, reply, texts, write_rows

from agent.dialects import dialect
from agent.dialects.qwen2_vl import BRIEF, OPENING
from agent.errors import BadRows
from agent.models.tokens import TURN_END, Encoder
from agent.models.vision import Grid, Patches, PictureRules, cut
from agent.training.checkpoint import build_tokenizer
from agent.training.trainer.batches import NOTHING, Reader, collate
from agent.training.trainer.judging import judge
from agent.training.trainer.order import Order, share_of_peak
from agent.training.trainer.rows import read_rows, some
from agent.training.trainer.wish import Curve

QWEN = dialect("qwen2_vl")
RULES = PictureRules(min_pixels=784, max_pixels=16 * 784)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(build_tokenizer(texts(), 320))


@pytest.fixture(scope="module")
def reader(encoder: Encoder) -> Reader:
    controls = ["<|im_start|>", "<|im_end|>", "<|image_pad|>"]
    return Reader(encoder, RULES, opening=OPENING, context=300, controls=controls)


def one_row(directory: Path, **changes: Any) -> Any:
    return read_rows(write_rows(directory / "rows", rows=1, validation=0, **changes)).train[0]


def user(content: str, answer: str = "Thought: x", system: str = BRIEF) -> list[dict[str, str]]:
    turns = [("system", system), ("user", content), ("assistant", answer)]
    return [{"role": role, "content": text} for role, text in turns]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"messages": user("no picture")}, "line 1: 0 times <image> for 1 images"),
        ({"messages": user("<image>")[::-1]}, "line 1: the turns are assistant, user, system"),
        ({"messages": user("<image>", " ")}, "line 1: the reply is empty"),
        ({"messages": [{"role": "judge", "content": "x"}]}, "line 1: messages"),
        ({"images": ["../train-0.png"]}, "does not lie in the directory"),
        ({"images": ["/etc/passwd"]}, "does not lie in the directory"),
        ({"images": ["images/none.png"]}, "there is no picture"),
        ({"box": [0.5, 0, 0.4, 1]}, "is not left, top, right, bottom"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRows, match=said):
        one_row(tmp_path, **changes)


def test_a_directory_without_rows_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(BadRows, match="agent export"):
        read_rows(tmp_path)
    (tmp_path / "train.jsonl").write_text("\n")
    with pytest.raises(BadRows, match="is empty"):
        read_rows(tmp_path)
    (tmp_path / "train.jsonl").write_text('{"messages": ')
    with pytest.raises(BadRows, match=r"train\.jsonl, line 1"):
        read_rows(tmp_path)


def test_the_model_is_taught_exactly_what_it_meets_in_use(tmp_path: Path, encoder: Encoder, reader: Reader) -> None:
    picture = cut(Image.new("RGB", SIZE, "teal"), RULES)
    used = encoder.prompt(QWEN.prompt("tap red", (), Image.new("RGB", SIZE), brief=True), [picture.tokens])
    row = one_row(tmp_path, messages=user("<image>\nTask: tap red\nDone: nothing", reply("red", 0)))
    taught = reader.example(row, [picture])
    assert np.array_equal(taught.asked.ids, used.ids)
    assert np.array_equal(taught.asked.positions, used.positions)
    assert encoder.text(taught.reply) == reply("red", 0).removeprefix(OPENING) + TURN_END


def test_control_tokens_in_a_row_stay_plain_text(tmp_path: Path, encoder: Encoder, reader: Reader) -> None:
    spelled = "<|im_end|><|image_pad|>"
    row = one_row(tmp_path, messages=user(f"<image> {spelled}", f"Thought: it says {spelled}"))
    tokens = Grid(1, 2, 2)
    example = reader.example(row, [Patches(np.zeros((16, 588), np.float32), Grid(1, 4, 4), tokens)])
    assert int((example.asked.ids == encoder.image).sum()) == 4
    assert int((example.asked.ids == encoder.control(TURN_END)).sum()) == 2  # of the system turn and of the user's
    assert example.reply.count(encoder.control(TURN_END)) == 1
    with pytest.raises(BadRows, match="steers the model"):
        reader.check([one_row(tmp_path / "other", messages=user("<image>", system=f"Hi {spelled}"))])


def test_a_row_that_is_too_long_is_refused_whole(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(BadRows, match="do not fit the model's 300; lower --max-pixels"):
        reader.example(one_row(tmp_path, messages=user("<image>" + "long " * 300)), [cut(Image.new("RGB", SIZE), RULES)])


def test_only_the_reply_is_learnt(tmp_path: Path, reader: Reader) -> None:
    rows = read_rows(write_rows(tmp_path / "rows")).train[:2]
    short, long = sorted(
        (reader.example(row, [cut(Image.new("RGB", SIZE), RULES)]) for row in rows), key=lambda one: len(one.reply)
    )
    batch = collate([short, long])
    for number, one in enumerate((short, long)):
        start = len(one.asked.ids)
        learnt = batch.labels[number] != NOTHING
        assert batch.labels[number][learnt].tolist() == list(one.reply)
        # The label of a place is what comes after it.
        assert batch.ids[number, 1:][learnt[:-1]].tolist() == list(one.reply)
        assert batch.positions[0, number, start] == one.asked.next_position
        assert not bool(learnt[: start - 1].any())


@given(st.integers(1, 20), st.integers(1, 9), st.integers(0, 3))
def test_every_epoch_has_every_row_once_in_another_order(rows: int, size: int, seed: int) -> None:
    steps = range(rows * 3)
    stream = [place for step in steps for place in Order(rows, seed=seed).step(step, size)]
    for epoch in range(3):
        assert sorted(stream[epoch * rows : (epoch + 1) * rows]) == list(range(rows))
    again = Order(rows, seed=seed)
    assert [place for step in reversed(steps) for place in reversed(again.step(step, size))] == stream[::-1]


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.integers(2, 5), st.integers(0, 3))
def test_steps_of_an_episode_stay_side_by_side(follows: list[bool], together: int, seed: int) -> None:
    follows = [False, *follows[1:]]
    order = Order(len(follows), seed=seed, together=together, follows=follows)
    for epoch in range(3):
        numbers = order.step(epoch, len(follows))
        assert sorted(numbers) == list(range(len(follows)))
        apart = [number for before, number in zip([-2, *numbers], numbers, strict=False) if number != before + 1]
        episodes = [number for number in range(len(follows)) if not follows[number]]
        for start, stop in zip(episodes, [*episodes[1:], len(follows)], strict=True):
            begins = [number for number in apart if start <= number < stop]
            assert len(begins) <= 1 + -(-(stop - start - 1) // together)


@given(st.floats(0, 0.999), st.floats(0, 0.9), st.sampled_from(Curve))
def test_the_rate_rises_and_falls_within_its_peak(done: float, warm_up: float, curve: Curve) -> None:
    assert 0 < share_of_peak(done, warm_up=warm_up, curve=curve) <= 1
    if warm_up < 0.5:
        assert share_of_peak(warm_up, warm_up=warm_up, curve=curve) > share_of_peak(0.99, warm_up=warm_up, curve=curve)


def action(**body: object) -> str:
    return f"Thought: x\nAction: {json.dumps(body)}"


BOX = (0.4, 0.4, 0.6, 0.6)


@pytest.mark.parametrize(
    ("said", "taught", "box", "verb", "inside", "step"),
    [
        (action(action="tap", point=[410, 590]), action(action="tap", point=[500, 500]), BOX, True, True, True),
        (action(action="tap", point=[390, 500]), action(action="tap", point=[500, 500]), BOX, True, False, False),
        (action(action="tap", point=[530, 500]), action(action="tap", point=[500, 500]), None, True, None, True),
        (action(action="tap", point=[600, 500]), action(action="tap", point=[500, 500]), None, True, None, False),
        (action(action="press", key="back"), action(action="tap", point=[500, 500]), BOX, False, False, False),
        ("gibberish", action(action="tap", point=[500, 500]), BOX, False, False, False),
        (action(action="press", key="home"), action(action="press", key="back"), None, True, None, False),
        (action(action="type", text="a"), action(action="type", text="a", submit=True), None, True, None, False),
        (action(action="answer", text=" YES "), action(action="answer", text="yes"), None, True, None, True),
        (action(action="finish", message="ok"), action(action="finish"), None, True, None, True),
        (action(action="scroll", direction="up"), action(action="scroll", direction="down"), None, True, None, False),
        (
            action(action="swipe", **{"from": [500, 700], "to": [480, 100]}),
            action(action="swipe", **{"from": [500, 800], "to": [500, 300]}),
            None,
            True,
            None,
            True,
        ),
        (action(action="launch", app="notes"), action(action="launch", app="Notes"), None, True, None, True),
        ("It is blue.", "It is blue.", None, True, None, True),
        ("It is red.", "It is blue.", None, False, None, False),
    ],
)
def test_a_reply_is_judged(said: str, taught: str, box: Any, verb: bool, inside: bool | None, step: bool) -> None:
    judged = judge(said, taught, box, QWEN)
    assert (judged.verb, judged.inside, judged.step) == (verb, inside, step)


def test_some_rows_are_spread_over_all(tmp_path: Path) -> None:
    rows = read_rows(write_rows(tmp_path / "rows")).train
    assert some(rows, 4) == rows[::2]
    assert some(rows, 100) == rows


def test_padding_changes_nothing(tmp_path: Path, encoder: Encoder) -> None:
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

    from agent.training.checkpoint import build_config
    from agent.training.trainer.batches import moved, with_patches, with_seen
    from agent.training.trainer.learner import Learner, Memory

    torch.manual_seed(0)
    tokenizer = build_tokenizer(texts(), 320)
    config = build_config(
        tokenizer, hidden=64, layers=2, heads=2, kv_heads=1, ffn=96, vision_embed=32, vision_layers=2, vision_heads=2
    )
    model = Qwen2VLForConditionalGeneration._from_config(config, attn_implementation="sdpa")
    reader = Reader(Encoder(tokenizer), RULES, opening=OPENING, context=300, controls=())
    learner = Learner(model, image=encoder.image, vocabulary=len(tokenizer))
    rows = [
        one_row(tmp_path / "a"),
        one_row(
            tmp_path / "b", messages=user("<image>\n<image>\nTask: a longer one", "Done."), images=["images/train-0.png"] * 2
        ),
    ]
    cuts = [[reader.cut(path) for path in row.pictures] for row in rows]
    examples = [reader.example(row, own) for row, own in zip(rows, cuts, strict=True)]
    cpu = torch.device("cpu")
    with torch.no_grad():
        known = {path: one for row, own in zip(rows, cuts, strict=True) for path, one in zip(row.pictures, own, strict=True)}
        together = learner(moved(with_patches(collate(examples), known), cpu))
        alone = sum(learner(with_patches(collate([one]), known)) for one in examples)
        memory = Memory(model, most=1)
        seen = {path: memory.look(path, reader.cut(path)).features for row in rows for path in row.pictures}
        remembered = learner(with_seen(collate(examples), seen))
    assert torch.allclose(together, torch.as_tensor(alone), atol=1e-3)
    assert torch.allclose(together, remembered, atol=1e-3)
    assert memory.find(rows[0].pictures[0]) is None  # one byte is room for the latest picture alone

"""Packed sequences: each row is read and learnt as if it were alone, and what rows begin with is computed once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from taught import reply, texts, write_rows

from agent.dialects.qwen2_vl import BRIEF, FULL, OPENING
from agent.models.tokens import Encoder
from agent.models.vision import PictureRules
from agent.training.checkpoint import build_config, build_tokenizer
from agent.training.trainer.attention import prepare
from agent.training.trainer.batches import NOTHING, Batch, Example, Reader, collate, pack, with_patches, with_seen
from agent.training.trainer.feeding import passes
from agent.training.trainer.learner import Learner, Memory
from agent.training.trainer.packing import divide, lay
from agent.training.trainer.rows import Row, read_rows

CPU = torch.device("cpu")
RULES = PictureRules(min_pixels=36 * 784, max_pixels=64 * 784)
NEAR = 2e-5
"""Of float32 sums in another order, in shares of the largest entry."""

Made = tuple[Any, Reader, list[Row]]


def user(content: str, answer: str, system: str = BRIEF) -> list[dict[str, str]]:
    turns = [("system", system), ("user", content), ("assistant", answer)]
    return [{"role": role, "content": text} for role, text in turns]


def steps(directory: Path) -> list[Row]:
    """Rows that have pictures, system texts and questions in common, and one that has nothing."""
    write_rows(directory, rows=3, validation=0)
    a, b, c = (f"images/train-{number}.png" for number in range(3))
    with Image.open(directory / c) as image:
        image.resize((140, 56)).save(directory / c)  # a sequence of pictures of several sizes
    wanted: list[tuple[list[dict[str, str]], list[str]]] = [
        (user("<image>\nTask: tap red\nDone: nothing", reply("red", 0)), [a]),
        (user("<image>\nTask: tap blue\nDone: nothing", reply("blue", 2)), [a]),
        (user("<image>\nTask: tap red\nDone: nothing", reply("red", 3)), [b]),
        (user("<image>\nTask: tap red\nDone: nothing", "Thought: Another.\nAction: {}"), [a]),
        (user("<image>\n<image>\nTask: tap gold", reply("gold", 1), FULL), [a, c]),
        (user("<image>\n<image>\nTask: tap gold at once", reply("gold", 2), FULL), [a, c]),
        (user("<image>\n<image>\nTask: tap green", reply("green", 2), FULL), [a, a]),
        (user("<image>\n<image>\nTask: tap green", reply("green", 0), FULL), [c, a]),
        (user("Say something.", "Nothing.", "Be brief."), []),
    ]
    (directory / "train.jsonl").write_text(
        "\n".join(json.dumps({"messages": messages, "images": images}) for messages, images in wanted), "utf-8"
    )
    return list(read_rows(directory).train)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A model of random weights that are large enough for every place to matter, its reader, and rows."""
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

    torch.set_num_threads(1)
    torch.manual_seed(0)
    tokenizer = build_tokenizer([*texts(), FULL], 400)
    config = build_config(
        tokenizer, hidden=64, layers=3, heads=4, kv_heads=2, ffn=96, vision_embed=32, vision_layers=2, vision_heads=2
    )
    model = Qwen2VLForConditionalGeneration._from_config(config, attn_implementation="sdpa")
    with torch.no_grad():
        for weight in model.parameters():
            if weight.ndim > 1:
                weight.mul_(3)
    prepare(model)
    reader = Reader(Encoder(tokenizer), RULES, opening=OPENING, context=2000, controls=())
    return Learner(model, image=reader.image, vocabulary=len(tokenizer)), reader, steps(tmp_path_factory.mktemp("rows") / "x")


def shown(batch: Batch, reader: Reader) -> Batch:
    return with_patches(batch, {path: reader.cut(path) for path in batch.pictures})


def learnt(learner: Learner, batches: Sequence[Batch]) -> tuple[float, dict[str, torch.Tensor]]:
    learner.zero_grad()
    loss = sum(float(part.detach()) for part in map(_back, [learner] * len(batches), batches))
    return loss, {name: part.grad.clone() for name, part in learner.named_parameters() if part.grad is not None}


def _back(learner: Learner, batch: Batch) -> torch.Tensor:
    loss: torch.Tensor = learner(batch)
    loss.backward()
    return loss


def same(one: tuple[float, dict[str, torch.Tensor]], other: tuple[float, dict[str, torch.Tensor]]) -> None:
    assert one[0] == pytest.approx(other[0], rel=NEAR)
    assert one[1].keys() == other[1].keys()
    for name, part in one[1].items():
        assert float((part - other[1][name]).abs().max()) <= NEAR * float(part.abs().max()) + 1e-9, name


def test_packed_rows_have_the_loss_and_the_gradients_of_padded_ones_and_of_rows_alone(made: Made) -> None:
    learner, reader, rows = made
    examples = [reader.sketch(row) for row in rows]
    alone = learnt(learner, [shown(collate([one]), reader) for one in examples])
    padded = learnt(learner, [shown(collate(examples), reader)])
    batch = pack(examples, image=reader.image)
    assert batch.ids.shape[0] == 1
    assert batch.ids.shape[1] < 0.5 * sum(map(len, examples))  # what they share is not there again
    assert len(batch.shown) == 7
    assert len(batch.pictures) == 3
    packed = learnt(learner, [shown(batch, reader)])
    same(alone, padded)
    same(alone, packed)


def test_with_activations_computed_again_the_gradients_are_the_same(made: Made) -> None:
    learner, reader, rows = made
    batch = shown(pack([reader.sketch(row) for row in rows], image=reader.image), reader)
    before = learnt(learner, [batch])
    learner.model.train()
    learner.model.activation_checkpointing_enable({"use_reentrant": False})
    try:
        same(before, learnt(learner, [batch]))
    finally:
        learner.model.activation_checkpointing_disable()
        learner.model.eval()


def test_what_a_frozen_tower_has_seen_is_put_where_each_picture_is_shown(made: Made) -> None:
    learner, reader, rows = made
    examples = [reader.sketch(row) for row in rows]
    memory = Memory(learner.model, most=1 << 20)
    batch = pack(examples, image=reader.image)
    seen = {path: memory.look(path, reader.cut(path)).features for path in batch.pictures}
    with torch.no_grad():
        packed, looked = learner(with_seen(batch, seen)), learner(shown(batch, reader))
        padded = learner(with_seen(collate(examples), seen))
    assert float(packed) == pytest.approx(float(padded), rel=NEAR)
    assert float(packed) == pytest.approx(float(looked), rel=NEAR)


def test_no_row_sees_another(made: Made) -> None:
    learner, reader, rows = made
    kept, other = reader.sketch(rows[0]), reader.sketch(rows[1])
    changed = replace(other, reply=tuple(reversed(other.reply)))

    def loss(second: Example) -> float:
        batch = pack([kept, second], image=reader.image)
        labels = batch.labels.clone()
        labels[:, batch.ids.shape[1] - len(second.reply) - 1 :] = NOTHING  # only the first one's reply counts
        with torch.no_grad():
            return float(learner(shown(replace(batch, labels=labels), reader)))

    assert loss(other) == loss(changed)


def test_every_token_position_and_label_is_that_of_the_row_alone(made: Made) -> None:
    _, reader, rows = made
    examples = [reader.sketch(row) for row in rows]
    batch = pack(examples, image=reader.image)
    assert batch.stretches is not None
    ends = [one for one in batch.stretches if any(int(label) == reader.end for label in batch.labels[0, one.start : one.stop])]
    found = []
    for end in ends:
        places = [place for start, stop in (*end.before, (end.start, end.stop)) for place in range(start, stop)]
        found.append(tuple(part[..., places] for part in (batch.ids[0], batch.positions[:, 0], batch.labels[0])))
    wanted = [tuple(part[:, 0] if part.ndim == 3 else part[0] for part in _parts(collate([one]))) for one in examples]
    assert len(found) == len(wanted)
    for ids, positions, labels in wanted:
        matching = [other for other in found if torch.equal(other[0], ids)]
        assert len(matching) == 1
        assert torch.equal(matching[0][1], positions)
        assert torch.equal(matching[0][2], labels)


def _parts(batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return batch.ids, batch.positions, batch.labels


def test_a_pass_holds_so_many_tokens_and_so_many_rows(made: Made) -> None:
    _, reader, rows = made
    lengths = [len(reader.sketch(row)) for row in rows]
    for most in (1, max(lengths), sum(lengths)):
        for batch in (1, 4):
            found = passes(rows, reader, batch=batch, most=most)
            assert [one.row for part in found for one in part] == rows
            for part in found:
                assert len(part) <= batch
                assert len(part) == 1 or pack(part, image=reader.image).ids.shape[1] <= most
    assert len(passes(rows, reader, batch=len(rows), most=sum(lengths))) == 1
    assert [len(part) for part in passes(rows, reader, batch=4, most=None)] == [4, 4, 1]


Numbers = st.lists(st.lists(st.integers(0, 1), min_size=1, max_size=12), min_size=1, max_size=7)


@given(Numbers, st.integers(1, 5), st.data())
def test_blocks_give_back_every_row(numbers: list[list[int]], least: int, data: st.DataObject) -> None:
    rows = [np.array(row) for row in numbers]
    shareable = [data.draw(st.integers(0, len(row) - 1)) for row in rows]
    blocks = lay(rows, shareable, least=least)
    sequence = np.concatenate([rows[one.row][one.first : one.first + one.stop - one.start] for one in blocks])
    assert [one.start for one in blocks] == [0, *[one.stop for one in blocks[:-1]]]
    ends = [one for one in blocks if one.rows == 1]
    assert sorted(one.row for one in ends) == list(range(len(rows)))
    for end in ends:
        places = [place for start, stop in (*end.before, (end.start, end.stop)) for place in range(start, stop)]
        assert sequence[places].tolist() == numbers[end.row]
        own = range(end.start, end.stop)
        assert len(numbers[end.row]) - len(own) <= shareable[end.row]
    assert all(one.stop - one.start >= least for one in blocks if one.rows > 1)


@given(Numbers, st.integers(1, 30), st.integers(1, 4))
def test_rows_are_divided_in_order_and_none_is_left_out(numbers: list[list[int]], most: int, most_rows: int) -> None:
    rows = [np.array(row) for row in numbers]
    shareable = [len(row) - 1 for row in rows]
    found = divide(rows, shareable, most_rows=most_rows, most=most, least=2)
    assert [row for part in found for row in part] == list(range(len(rows)))
    assert all(len(part) <= most_rows for part in found)
    with_none = divide(rows, [0] * len(rows), most_rows=most_rows, most=most, least=2)
    assert all(len(part) == 1 or sum(len(rows[row]) for row in part) <= most for part in with_none)
    assert len(found) <= len(with_none)

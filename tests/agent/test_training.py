"""The recipe of the shipped model: its goals, its data, its batches and its training loop."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agent.decision import Act, Finish
from agent.training.goals import OpenApp, Scene, SetToggle, all_goals, toggle_setting, toggles
from devices.actions import Press, Scroll, Swipe, Tap
from devices.phone import manifest
from devices.phone.tree import Node

ROOT = Path(__file__).resolve().parents[2]


def row(name: str, top: int, *, checked: bool = False) -> Node:
    """A clickable row across a screen of 1080 pixels, 180 high."""
    return Node("android.widget.Switch", text=name, bounds=(0, top, 1080, top + 180), clickable=True, checked=checked)


def scene(*nodes: Node, package: str = "com.android.settings", page: str = "", keyboard: bool = False) -> Scene:
    """A phone of 1080x2400 pixels that shows these nodes."""
    tree = Node("android.widget.FrameLayout", bounds=(0, 0, 1080, 2400), children=nodes)
    return Scene(tree, 1080, 2400, 420, package, page, keyboard)


WIFI = SetToggle("Wi-Fi", "network", on=True)


def test_oracle_taps_a_switch_that_is_off_and_stops_at_one_that_is_on() -> None:
    off, on = (WIFI.next_step(scene(row("Wi-Fi", 300, checked=state), page="network")) for state in (False, True))
    assert off.decision == Act(action=Tap(x=540.5 / 1080, y=390.5 / 2400))
    assert on.decision == Finish()


def test_oracle_scrolls_towards_a_row_it_does_not_see() -> None:
    above = scene(row("Network & internet", 300), row("Apps", 600))
    below = scene(row("System", 300), row("About phone", 600))
    assert SetToggle("Developer options", "system", on=True).next_step(above).decision == Act(action=Scroll(direction="down"))
    assert WIFI.next_step(below).decision == Act(action=Scroll(direction="up"))


@pytest.mark.parametrize(
    ("where", "decision"),
    [
        (scene(page="display"), Act(action=Press(key="back"))),
        (scene(row("Wi-Fi", 300), page="network", keyboard=True), Act(action=Press(key="back"))),
        (scene(package="com.fingertip.notes"), Act(action=Press(key="home"))),
        (scene(package=manifest.LAUNCHER, page="recents"), Act(action=Press(key="home"))),
        (scene(package=manifest.LAUNCHER), Act(action=Swipe(x=0.5, y=0.7, to_x=0.5, to_y=0.3))),
    ],
    ids=["another page", "keyboard", "another app", "recents", "no icon in sight"],
)
def test_oracle_comes_back_from_off_the_path(where: Scene, decision: Act) -> None:
    assert WIFI.next_step(where).decision == decision


def test_every_switch_has_a_title_of_its_own_and_a_setting() -> None:
    titles = [title for title, _ in toggles()]
    assert len(titles) == len(set(titles)) >= 40
    assert all(len({on, off}) == 2 for _, _, on, off in map(toggle_setting, titles))


def test_goals_cover_every_app_and_every_switch_both_ways() -> None:
    goals = all_goals()
    assert {goal.package for goal in goals if isinstance(goal, OpenApp)} == {app.package for app in manifest.installed()}
    assert sum(isinstance(goal, SetToggle) for goal in goals) == 2 * len(list(toggles()))
    assert all(len(set(goal.wordings())) == len(goal.wordings()) or isinstance(goal, OpenApp) for goal in goals)


@pytest.fixture(scope="session")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One real shard from the real phone, in a process of its own as in use."""
    directory = tmp_path_factory.mktemp("shards")
    command = [sys.executable, "-m", "agent.training.screens", str(directory), "--screens", "64"]
    subprocess.run(command, check=True, capture_output=True, timeout=100, cwd=ROOT)
    return directory


def test_a_shard_holds_pictures_letters_and_replies_that_parse(shards: Path) -> None:
    from io import BytesIO

    from PIL import Image

    from agent.training.screens import DIALECT, RULES

    lines = [json.loads(line) for line in (shards / "shard-00000.jsonl").read_text("utf-8").splitlines()]
    blob = (shards / "shard-00000.png").read_bytes()
    assert len(lines) == 64
    for line in lines:
        image = Image.open(BytesIO(blob[line["start"] : line["start"] + line["length"]]))
        assert image.width % RULES.factor == image.height % RULES.factor == 0
        for query in line["queries"]:
            parsed = DIALECT.parse(query["reply"], width=1080, height=2400)
            match parsed.decisions[0]:
                case Act(action=Tap(x=x, y=y)):
                    left, top, right, bottom = query["box"]
                    assert left <= x <= right
                    assert top <= y <= bottom
    assert sum(len(line["letters"]) for line in lines) > 64 * 5


def test_a_query_learns_the_same_alone_and_beside_others(shards: Path) -> None:
    torch = pytest.importorskip("torch")
    from agent.models.tokens import Encoder
    from agent.training.batches import PICTURE, Screens, collate
    from agent.training.checkpoint import build_tokenizer
    from agent.training.recipe import corpus
    from agent.training.screens import RULES
    from agent.training.taught import Pocket

    torch.set_num_threads(1)
    torch.manual_seed(0)
    encoder = Encoder(build_tokenizer(corpus(shards), 1200))
    source = Screens(shards, encoder, batch=1, seed=0)
    image = Image.new("RGB", PICTURE, "teal")
    line = json.loads((shards / "shard-00000.jsonl").read_text("utf-8").splitlines()[5])
    two: list[dict[str, Any]] = line["queries"][:2]
    draw = random.Random(0)
    both, alone = (collate([source._sequence(image, {**line, "queries": queries}, draw)]) for queries in (two, two[1:]))
    model = Pocket(encoder._tokenizer, _small(), both.grid[0, 1] // RULES.merge, both.grid[0, 2] // RULES.merge)
    with torch.no_grad():
        logits = []
        for batch in (both, alone):
            language = model.stock.model.language_model
            embeds = language.embed_tokens(batch.ids).clone()
            embeds[:, batch.seen] = model.see(batch)
            out = language(
                inputs_embeds=embeds,
                attention_mask={"full_attention": batch.mask()},
                position_ids=batch.positions,
                use_cache=False,
            )
            logits.append(out.last_hidden_state[0])
    last = both.block[0] == _block_of(both, alone)
    assert torch.allclose(logits[0][last], logits[1][alone.block[0] == 1], atol=1e-4)


def _block_of(both: Any, alone: Any) -> int:
    """Which block of `both` holds the query of `alone`."""
    wanted = alone.ids[0][alone.block[0] == 1].tolist()
    return next(block for block in (1, 2) if both.ids[0][both.block[0] == block].tolist() == wanted)


def _small() -> Any:
    from agent.training.taught import Shape

    return Shape(
        hidden=64, layers=5, heads=4, kv_heads=2, ffn=96, vision_embed=48, vision_layers=1, vision_heads=2, vocabulary=1200
    )


def test_fast_vision_tower_on_bytes_equals_the_stock_one_on_patches(shards: Path) -> None:
    torch = pytest.importorskip("torch")
    from agent.models.tokens import Encoder
    from agent.models.vision import cut
    from agent.training.batches import PICTURE, Screens, collate
    from agent.training.checkpoint import build_tokenizer
    from agent.training.recipe import corpus
    from agent.training.screens import RULES
    from agent.training.taught import Pocket

    torch.manual_seed(0)
    tokenizer = build_tokenizer(corpus(shards), 1200)
    draw = random.Random(0)
    images = [Image.frombytes("RGB", PICTURE, draw.randbytes(PICTURE[0] * PICTURE[1] * 3)) for _ in range(2)]
    source = Screens(shards, Encoder(tokenizer), batch=2, seed=0)
    line = json.loads((shards / "shard-00000.jsonl").read_text("utf-8").splitlines()[5])
    batch = collate([source._sequence(image, line, draw) for image in images])
    model = Pocket(tokenizer, _small(), batch.grid[0, 1] // RULES.merge, batch.grid[0, 2] // RULES.merge)
    stock = type(model.stock)._from_config(model.stock.config, attn_implementation="sdpa")
    stock.load_state_dict(model.stock.state_dict())
    with torch.no_grad():
        ours = model.see(batch)
        patches = torch.cat([torch.from_numpy(cut(image, RULES).values) for image in images])
        theirs = stock.model.visual(patches, grid_thw=batch.grid).pooler_output.view_as(ours)
    assert torch.allclose(ours, theirs, atol=1e-5)


def test_training_learns_stops_and_goes_on(shards: Path, typed: Path, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from safetensors.torch import load_file

    from agent.models.qwen2_vl import LocalQwen2VL
    from agent.training.recipe import Schedule, train

    torch.set_num_threads(1)
    short = Schedule(minutes=0.12, vision_minutes=0.04, batch=2, warm_up=2)
    run, more = tmp_path / "run", tmp_path / "more"
    train(shards, run, short, _small())
    first = json.loads((run / "progress.json").read_text("utf-8"))
    assert first["stage"] == 1
    assert first["step"] > 0
    # However slow the machine: a little longer than the first run really took.
    longer = Schedule(minutes=0.04 + (first["seconds"] + 3) / 60, vision_minutes=0.04, batch=2, warm_up=2)
    train(shards, run, longer, _small())
    second = json.loads((run / "progress.json").read_text("utf-8"))
    assert second["step"] > first["step"]
    with LocalQwen2VL(str(run / "model")) as model:  # refuses missing tensors: what was exported is whole
        assert model.info.brief
        assert model.info.devices == ("Fingertip One",)
    # The language tower alone, with texts to copy.
    copying = Schedule(minutes=0.04, vision_minutes=0, batch=1, warm_up=2, language_only=True, copies=3)
    train(typed, more, copying, _small(), start=run / "model")
    before, after = (load_file(directory / "model" / "model.safetensors") for directory in (run, more))
    changed = {name for name, weight in before.items() if not torch.equal(weight, after[name])}
    assert changed
    assert not [name for name in changed if "visual" in name]


@given(st.integers(0, 999), st.integers(0, 999))
def test_leading_digits_weigh_more(x: int, y: int) -> None:
    from agent.training.batches import FIRST_DIGIT, FORM, THOUGHT, reply_weights

    class Letters:
        def word(self, token: int) -> str:
            return chr(token)

    reply = f' Tap 7.\nAction: {{"action": "tap", "point": [{x}, {y}]}}'
    weight, begins = reply_weights(Letters(), [ord(letter) for letter in reply])  # type: ignore[arg-type]
    assert [kind for _, kind in begins] == [1, 2]
    assert [reply[place:].startswith(str(number)) for (place, _), number in zip(begins, (x, y), strict=True)] == [True, True]
    assert weight.count(FIRST_DIGIT) == 2
    assert weight[reply.index("7")] == THOUGHT  # a digit in a thought is no coordinate
    assert weight[reply.index("point")] == FORM


def test_what_was_read_or_is_typed_weighs_like_a_thought(shards: Path) -> None:
    from agent.models.tokens import Encoder
    from agent.training.batches import FORM, READ, reply_weights
    from agent.training.checkpoint import build_tokenizer
    from agent.training.recipe import corpus

    encoder = Encoder(build_tokenizer(corpus(shards), 1200))
    for said in ("$27.99", "(602) 555-0187", "Saturday, December 12, 10:00", "周六"):
        reply = encoder.reply(f' This is the answer.\nAction: {{"action": "answer", "text": "{said}"}}')
        weight, begins = reply_weights(encoder, reply)
        ((first, kind),) = begins
        assert kind == 3
        assert encoder.text(reply[first:]) == f'{said}"}}<|im_end|>'
        assert weight[first] == READ
        assert weight[-1] == FORM
        assert weight[first - 1] == FORM
        typed = encoder.reply(f' Type {said}.\nAction: {{"action": "type", "text": "{said}", "submit": true}}')
        heavy, nothing = reply_weights(encoder, typed)
        assert not nothing
        again = encoder.text([token for token, weight in zip(typed, heavy, strict=True) if weight == READ])
        assert said in again.removeprefix(f" Type {said}.")


@pytest.mark.parametrize("shape", [(8, 24), (24, 8), (16, 16)])
def test_muon_is_that_of_torch_and_in_float32_close_to_it(shape: tuple[int, int]) -> None:
    import torch

    from agent.training.muon import Muon, orthogonal

    torch.manual_seed(0)
    start = torch.randn(*shape)
    ours, plain, stock = (torch.nn.Parameter(start.clone()) for _ in range(3))
    optimisers = (
        Muon([ours], lr=0.1, weight_decay=0.01, momentum=0.9, arithmetic=torch.bfloat16),
        Muon([plain], lr=0.1, weight_decay=0.01, momentum=0.9, arithmetic=torch.float32),
        torch.optim.Muon([stock], lr=0.1, weight_decay=0.01, momentum=0.9, nesterov=True, adjust_lr_fn="original"),
    )
    for _ in range(4):
        gradient = torch.randn(*shape)
        for weight, optimiser in zip((ours, plain, stock), optimisers, strict=True):
            weight.grad = gradient.clone()
            optimiser.step()
    assert torch.equal(ours, stock)
    assert torch.allclose(plain, stock, atol=0.02)
    assert not torch.allclose(plain, start, atol=0.1)
    values = torch.linalg.svdvals(orthogonal(torch.randn(*shape)))
    assert values.min() > 0.6
    assert values.max() < 1.3


REPLY = 'Thought: Type Pickse.\nAction: {"action": "type", "text": "Pickse", "submit": true}'


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    """A shard with two screens; on one of them something is typed."""
    from agent.training.batches import PICTURE
    from agent.training.screens import Query, Screen, write_shard

    draw = random.Random(0)
    image = Image.frombytes("RGB", PICTURE, draw.randbytes(PICTURE[0] * PICTURE[1] * 3))
    named = Query("call it Pickse", ("Tap Title",), REPLY, None, named=True)
    other = Query("call it Pickse", (), REPLY.replace("Pickse", "pickse", 1), None)  # its thought says something else
    twice = Query("rename Pickse, call it Pickse2", (), REPLY, None)
    back = Query("go back", (), 'Thought: Go back.\nAction: {"action": "press", "key": "back"}', None)
    write_shard(tmp_path, 0, [Screen(image, (), (named, other, twice)), Screen(image, (), (back,))])
    return tmp_path


def test_a_copied_text_stands_everywhere_it_should(typed: Path, shards: Path) -> None:
    from agent.models.tokens import Encoder
    from agent.training.checkpoint import build_tokenizer
    from agent.training.copying import Copying
    from agent.training.recipe import corpus

    encoder = Encoder(build_tokenizer(corpus(shards), 1200))
    copies = next(iter(Copying(typed, encoder, questions=24, seed=0)))
    assert copies.ids.shape == copies.labels.shape == copies.weight.shape
    texts = set()
    for ids, labels in zip(copies.ids.tolist(), copies.labels.tolist(), strict=True):
        said = encoder.text(ids)
        new = json.loads(said.partition("Action: ")[2].partition("<|im_end|>")[0])["text"]
        assert f"Task: call it {new}\n" in said
        assert f"Thought: Type {new}.\n" in said
        learnt = encoder.text([label for label in labels if label >= 0])
        assert learnt == f' Type {new}.\nAction: {{"action": "type", "text": "{new}", "submit": true}}<|im_end|>'
        texts.add(new)
    assert "Pickse" not in texts
    assert len(texts) > 12
    with pytest.raises(FileNotFoundError, match="nothing is typed"):
        next(iter(Copying(typed / "none", encoder, questions=1, seed=0)))


def test_screens_where_nothing_is_typed_can_be_left_out(typed: Path, shards: Path) -> None:
    from itertools import islice

    from agent.models.tokens import Encoder
    from agent.training.batches import Screens
    from agent.training.checkpoint import build_tokenizer
    from agent.training.recipe import corpus

    encoder = Encoder(build_tokenizer(corpus(shards), 1200))
    for quiet, wanted in ((0.0, {False}), (1.0, {False, True})):
        batches = islice(Screens(typed, encoder, batch=1, seed=0, named=2, quiet=quiet), 16)
        assert {"Go back" in encoder.text(batch.ids[0].tolist()) for batch in batches} == wanted


def test_a_copy_learns_what_it_would_learn_with_a_picture_of_its_own(typed: Path, shards: Path) -> None:
    torch = pytest.importorskip("torch")
    from agent.models.tokens import Encoder
    from agent.training.batches import collate, make_sequence
    from agent.training.checkpoint import build_tokenizer
    from agent.training.copying import Copies
    from agent.training.recipe import corpus
    from agent.training.taught import Pocket

    torch.manual_seed(0)
    tokenizer = build_tokenizer(corpus(shards), 1200)
    encoder = Encoder(tokenizer)
    row = json.loads((typed / "shard-00000.jsonl").read_text("utf-8").splitlines()[0])
    image = Image.open(typed / "shard-00000.png").convert("RGB")
    batch = collate([make_sequence(encoder, image, (), row["queries"][:1])])
    model = Pocket(tokenizer, _small(), 27, 12)
    own = batch.block[0] == 1
    copies = Copies(batch, *(part[:, own].repeat(2, 1) for part in (batch.ids, batch.labels, batch.weight)))
    whole, shown = model.language_loss(batch)
    copied, _ = model.copy_loss(copies)
    assert copied.item() / 1.5 == pytest.approx(shown["tokens"], rel=1e-5)
    whole.backward()
    assert model.stock.model.visual.merger.mlp[0].weight.grad is not None
    model.zero_grad()
    copied.backward()
    assert model.stock.model.visual.merger.mlp[0].weight.grad is None
    assert model.stock.model.language_model.layers[0].self_attn.q_proj.weight.grad.abs().sum() > 0

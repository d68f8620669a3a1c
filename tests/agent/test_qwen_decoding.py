"""Our greedy decoding says what stock generate says, whatever was said before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoProcessor

from agent.errors import ModelFailed
from agent.models.checkpoint import open_checkpoint
from agent.models.decoding import Completion, Runner
from agent.models.drafting import Drafter
from agent.models.loading import Loaded, load
from agent.models.patching import FlatPatchEmbed, flatten_patch_embedding
from agent.models.qwen2_vl import LocalQwen2VL
from agent.models.tokens import Encoder
from agent.models.vision import PictureRules, cut
from agent.prompt import Picture, Prompt, Trusted, Untrusted
from agent.training.tiny import write_tiny_checkpoint

SYSTEM = "You are a helpful assistant."
RULES = PictureRules(max_pixels=64 * 784)


def screen(seed: int, width: int = 90, height: int = 170) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


def prompt(*images: Image.Image, text: str = "Where is the clock?") -> Prompt:
    return Prompt(SYSTEM, (*map(Picture, images), Trusted(text)))


@pytest.fixture(scope="module")
def loaded(tiny: Path) -> Loaded:
    return load(open_checkpoint(tiny), dtype="float32", device="cpu", attention="sdpa")


def runner(loaded: Loaded, drafter: Drafter | None = None, ends: frozenset[int] | None = None) -> Runner:
    return Runner(
        loaded.model,
        ends=loaded.ends if ends is None else ends,
        image=loaded.model.config.image_token_id,
        vocabulary=len(loaded.tokenizer),
        drafter=drafter,
    )


def complete(loaded: Loaded, one: Runner, asked: Prompt, limit: int = 48) -> Completion:
    pictures = [cut(part.image, RULES) for part in asked.user if isinstance(part, Picture)]
    encoded = Encoder(loaded.tokenizer).prompt(asked, [picture.tokens for picture in pictures])
    return one.complete(encoded, pictures, limit=limit)


def generate(tiny: Path, asked: Prompt, limit: int) -> list[int]:
    """The stock way from end to end."""
    processor = AutoProcessor.from_pretrained(tiny)
    processor.image_processor = AutoImageProcessor.from_pretrained(tiny, backend="pil")
    processor.image_processor.size = {"shortest_edge": RULES.min_pixels, "longest_edge": RULES.max_pixels}
    images = [part.image for part in asked.user if isinstance(part, Picture)]
    texts = [part.text for part in asked.user if isinstance(part, Trusted)]
    content = [*({"type": "image"} for _ in images), *({"type": "text", "text": text} for text in texts)]
    text = processor.apply_chat_template([{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True)
    inputs = processor(text=[text], images=images or None, return_tensors="pt")
    model = AutoModelForImageTextToText.from_pretrained(tiny)
    made = model.generate(**inputs, max_new_tokens=limit, do_sample=False)
    ids: list[int] = made[0, inputs["input_ids"].shape[1] :].tolist()
    return ids


@pytest.mark.parametrize("seeds", [[], [1], [4, 6]], ids=["text", "one picture", "two pictures"])
def test_decoding_equals_stock_generate(tiny: Path, loaded: Loaded, seeds: list[int]) -> None:
    asked = prompt(*(screen(seed, width=90 + 30 * seed) for seed in seeds))
    done = complete(loaded, runner(loaded), asked)
    expected = generate(tiny, asked, 48)
    assert [*done.ids, *expected[len(done.ids) :]] == expected
    assert done.ended == (expected[-1] in loaded.ends)
    assert len(set(done.ids)) > 5  # the reply is not one token over and over, which any mistake would reproduce


def test_picture_sways_the_reply(loaded: Loaded) -> None:
    assert complete(loaded, runner(loaded), prompt(screen(1))).ids != complete(loaded, runner(loaded), prompt(screen(2))).ids


def test_stale_position_state_cannot_hurt(loaded: Loaded) -> None:
    one = runner(loaded)
    expected = complete(loaded, one, prompt(screen(1))).ids
    for stale in (None, torch.tensor([[-77]])):
        loaded.model.model.rope_deltas = stale
        assert complete(loaded, one, prompt(screen(1))).ids == expected
    assert loaded.model.model.rope_deltas is not None
    loaded.model.model.rope_deltas = None


def test_guesses_save_passes_and_change_nothing(loaded: Loaded) -> None:
    plain, guessing = runner(loaded), runner(loaded, Drafter())
    prompts = [prompt(screen(seed), text=text) for seed in (1, 2, 1) for text in ("Where?", "Where is the clock?")]
    slow = [complete(loaded, plain, asked) for asked in prompts]
    fast = [complete(loaded, guessing, asked) for asked in prompts]
    assert [done.ids for done in fast] == [done.ids for done in slow]
    assert [done.ended for done in fast] == [done.ended for done in slow]
    assert fast[4].forwards <= 6 < slow[4].forwards  # the third screen is the first again


def test_chances_are_those_of_the_stock_model(loaded: Loaded) -> None:
    """Each is the log-softmax of the stock forward pass over the whole sequence, with and without guesses."""
    guessing = runner(loaded, Drafter())
    done, *guessed = [complete(loaded, one, prompt(), 24) for one in (runner(loaded), guessing, guessing)]
    encoded = Encoder(loaded.tokenizer).prompt(prompt(), [])
    said = list(done.ids)
    with torch.inference_mode():
        logits = loaded.model(input_ids=torch.tensor([[*encoded.ids.tolist(), *said]])).logits[0, len(encoded.ids) - 1 : -1]
    expected = torch.log_softmax(logits[:, : len(loaded.tokenizer)], -1).gather(1, torch.tensor(said)[:, None])[:, 0]
    assert len(done.chances) == len(done.ids) + done.ended
    assert done.chances[: len(said)] == pytest.approx(expected.tolist(), abs=1e-4)
    for other in guessed:
        assert other.chances == pytest.approx(done.chances, abs=1e-4)


def test_a_bonus_sways_the_reply_with_and_without_guesses(loaded: Loaded) -> None:
    asked = prompt(screen(1))
    pictures = [cut(screen(1), RULES)]
    encoded = Encoder(loaded.tokenizer).prompt(asked, [picture.tokens for picture in pictures])
    seen: list[int] = []

    def every_third(reply: Sequence[int]) -> dict[int, float]:
        seen.append(len(reply))
        return {65 + len(reply) % 20: 1e3} if len(reply) % 3 == 0 else {}

    plain, guessing = runner(loaded, ends=frozenset()), runner(loaded, Drafter(), frozenset())
    slow = plain.complete(encoded, pictures, limit=24, bonus=every_third)
    assert seen == list(range(24))
    assert slow.ids[::3] == tuple(65 + place % 20 for place in range(0, 24, 3))
    for _ in range(2):
        assert guessing.complete(encoded, pictures, limit=24, bonus=every_third).ids == slow.ids


@pytest.mark.parametrize("limit", [1, 2, 13, 14])
def test_limit_cuts_off_with_and_without_guesses(loaded: Loaded, limit: int) -> None:
    drafter = Drafter()
    whole = complete(loaded, runner(loaded, drafter), prompt(screen(1)))
    for one in (runner(loaded), runner(loaded, drafter)):
        done = complete(loaded, one, prompt(screen(1)), limit)
        assert done.ids == whole.ids[:limit]
        assert not done.ended


def test_end_token_ends_the_reply(loaded: Loaded) -> None:
    whole = complete(loaded, runner(loaded), prompt(screen(1)))
    place = next(place for place in range(3, len(whole.ids)) if whole.ids[place] not in whole.ids[:place])
    ends = frozenset({whole.ids[place]})
    for drafter in (None, Drafter()):
        one = runner(loaded, drafter, ends)
        for _ in range(2):
            done = complete(loaded, one, prompt(screen(1)))
            assert done.ids == whole.ids[:place]
            assert done.ended


def test_ids_beyond_the_tokenizer_are_never_chosen(loaded: Loaded) -> None:
    image = loaded.model.config.image_token_id
    one = Runner(loaded.model, ends=frozenset(), image=image, vocabulary=100)
    assert max(complete(loaded, one, prompt(screen(1))).ids) < 100


def test_decide_gives_the_whole_reply(tiny: Path) -> None:
    with LocalQwen2VL(tiny, max_new_tokens=12) as model:
        asked = Prompt(SYSTEM, (Picture(screen(1)), Trusted("\nTask: "), Untrusted("<|im_end|>")), opening="Thought:")
        reply = model.decide(asked)
        assert reply.text.startswith("Thought:")
        assert reply.reply_tokens == 12
        assert reply.cut_off
        assert reply.prompt_tokens > 45
        assert set(reply.seconds) == {"encode", "prefill", "decode"}
        assert model.decide(asked).text == reply.text
    with pytest.raises(ModelFailed, match="closed"):
        model.decide(asked)


def test_a_prompt_beyond_the_context_is_refused(tiny: Path) -> None:
    with LocalQwen2VL(tiny, max_new_tokens=32_700) as model, pytest.raises(ModelFailed, match="lower max_pixels"):
        model.decide(prompt(screen(1)))


def test_a_sliver_is_refused(tiny: Path) -> None:
    with LocalQwen2VL(tiny) as model, pytest.raises(ModelFailed, match="cannot look at"):
        model.decide(prompt(Image.new("RGB", (1000, 3))))


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_broken_numbers_name_the_dtype(tmp_path: Path, dtype: str) -> None:
    write_tiny_checkpoint(tmp_path, seed=1, spread=float("inf"))
    with LocalQwen2VL(tmp_path, dtype=dtype) as model, pytest.raises(ModelFailed, match=f"not finite in {dtype}"):
        model.decide(prompt(screen(1)))


def test_flat_patch_embedding_equals_the_stock_one(tiny: Path) -> None:
    model = load(open_checkpoint(tiny), dtype="float32", device="cpu", attention="sdpa").model
    patches = torch.from_numpy(cut(screen(1), RULES).values)
    with torch.inference_mode():
        expected = model.model.visual.patch_embed(patches)
        flatten_patch_embedding(model)
        assert isinstance(model.model.visual.patch_embed, FlatPatchEmbed)
        difference = (model.model.visual.patch_embed(patches) - expected).abs().max()
    assert difference <= 5e-6 * expected.abs().max()


def test_thinking_leaves_the_number_of_threads(tiny: Path) -> None:
    torch.set_num_threads(2)
    try:
        with LocalQwen2VL(tiny, max_new_tokens=2) as model:
            model.decide(prompt(screen(1)))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


def test_a_model_of_another_size_runs_in_bfloat16(tmp_path: Path) -> None:
    write_tiny_checkpoint(tmp_path, seed=2, hidden=96, layers=3, heads=3, kv_heads=3, vision_embed=48, dtype=torch.bfloat16)
    with LocalQwen2VL(tmp_path, dtype="bfloat16", max_new_tokens=8) as model:
        assert model.info.options["dtype"] == "bfloat16"
        assert model.decide(prompt(screen(1))).reply_tokens <= 8


def test_draws_follow_from_the_seed_and_grow_bolder_with_the_temperature(loaded: Loaded) -> None:
    def drawing(temperature: float) -> Runner:
        ends, image, words = loaded.ends, loaded.model.config.image_token_id, len(loaded.tokenizer)
        return Runner(loaded.model, ends=ends, image=image, vocabulary=words, temperature=temperature)

    def draw(one: Runner, seed: int) -> tuple[int, ...]:
        one.begin(seed)
        return complete(loaded, one, prompt(screen(1)), 12).ids

    bold = drawing(3.0)
    seen = [draw(bold, seed) for seed in range(4)]
    assert len(set(seen)) > 1
    assert [draw(bold, seed) for seed in range(4)] == seen
    likeliest = complete(loaded, runner(loaded), prompt(screen(1)), 12).ids
    assert draw(drawing(1e-4), 0) == likeliest


def test_an_episode_draws_the_same_whatever_was_asked_before(tiny: Path) -> None:
    def replies(model: LocalQwen2VL, episode: str) -> list[str]:
        model.begin(episode)
        return [model.decide(prompt(screen(seed))).text for seed in (1, 2)]

    with LocalQwen2VL(tiny, temperature=2.0, sampling_seed=5, max_new_tokens=12) as model:
        assert model.info.options["temperature"] == "2.0"
        assert model.info.options["sampling_seed"] == "5"
        first, other, again = replies(model, "a"), replies(model, "b"), replies(model, "a")
    assert first == again != other
    with LocalQwen2VL(tiny, temperature=2.0, sampling_seed=6, max_new_tokens=12) as model:
        assert replies(model, "a") != first

"""Makes what a stock Qwen2-VL checkpoint consists of: tokenizer, configuration, and the folder that holds them.

Knows: the stock classes, their special tokens, their chat template, and the files the Auto classes look for. Does not
know: how weights are trained, nor what is trained on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from tokenizers import AddedToken, Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer
from transformers import GenerationConfig
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLConfig
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

from agent.models.checkpoint import MANIFEST, Manifest

SPECIAL_TOKENS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|object_ref_start|>",
    "<|object_ref_end|>",
    "<|box_start|>",
    "<|box_end|>",
    "<|quad_start|>",
    "<|quad_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
"""The control tokens of Qwen2-VL in the order of their ids, which directly follow the ordinary vocabulary."""

CHAT_TEMPLATE = (
    "{% set image_count = namespace(value=0) %}{% set video_count = namespace(value=0) %}"
    "{% for message in messages %}"
    "{% if loop.first and message['role'] != 'system' %}"
    "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
    "{% endif %}"
    "<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n"
    "{% else %}{% for content in message['content'] %}"
    "{% if content['type'] == 'image' or 'image' in content or 'image_url' in content %}"
    "{% set image_count.value = image_count.value + 1 %}"
    "{% if add_vision_id %}Picture {{ image_count.value }}: {% endif %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif content['type'] == 'video' or 'video' in content %}"
    "{% set video_count.value = video_count.value + 1 %}"
    "{% if add_vision_id %}Video {{ video_count.value }}: {% endif %}<|vision_start|><|video_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}"
    "{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""The chat template that Qwen2-VL checkpoints carry."""

IMAGE_MEAN = (0.48145466, 0.4578275, 0.40821073)
IMAGE_STD = (0.26862954, 0.26130258, 0.27577711)
SMALLEST_VOCABULARY = 256


def read_tokenizer(directory: Path) -> Qwen2Tokenizer:
    """The tokenizer of a stock checkpoint on this machine."""
    tokenizer: Qwen2Tokenizer = Qwen2Tokenizer.from_pretrained(directory, local_files_only=True)
    return tokenizer


def build_tokenizer(texts: Iterable[str], vocab_size: int) -> Qwen2Tokenizer:
    """A byte-level BPE trained on texts, in the stock tokenizer class; any Unicode text survives the round trip.

    vocab_size: ordinary tokens at most, 256 or more (one a byte); the control tokens come on top, so that
    len(result) <= vocab_size + 14. The same texts in the same order give the same tokenizer.
    """
    if vocab_size < SMALLEST_VOCABULARY:
        raise ValueError(f"a byte-level vocabulary needs at least {SMALLEST_VOCABULARY} tokens, not {vocab_size}")
    stock = Qwen2Tokenizer().backend_tokenizer
    bpe = Tokenizer(BPE())
    bpe.normalizer = stock.normalizer
    bpe.pre_tokenizer = stock.pre_tokenizer
    alphabet = sorted(ByteLevel.alphabet())
    bpe.train_from_iterator(texts, BpeTrainer(vocab_size=vocab_size, initial_alphabet=alphabet, show_progress=False))
    learnt = json.loads(bpe.to_str())["model"]
    end, turn_end = SPECIAL_TOKENS[0], SPECIAL_TOKENS[2]
    first = len(learnt["vocab"])
    # Given by id: left to itself the class would add the end-of-turn token before all others.
    special = {first + place: AddedToken(token, special=True, normalized=False) for place, token in enumerate(SPECIAL_TOKENS)}
    stock_class: Callable[..., Qwen2Tokenizer] = Qwen2Tokenizer  # its annotations forbid what its own files hold
    tokenizer = stock_class(
        vocab=dict(sorted(learnt["vocab"].items(), key=lambda item: item[1])),
        merges=[tuple(pair) for pair in learnt["merges"]],
        eos_token=turn_end,
        pad_token=end,
        unk_token=None,
        added_tokens_decoder=special,
        extra_special_tokens=[token for token in SPECIAL_TOKENS if token not in (end, turn_end)],
        padding_side="left",
        model_max_length=32768,
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    ids = tokenizer.convert_tokens_to_ids(list(SPECIAL_TOKENS))
    if ids != list(range(first, first + len(SPECIAL_TOKENS))):
        raise RuntimeError(f"the stock tokenizer class numbered the control tokens {ids}, not from {first} on")
    return tokenizer


def build_config(
    tokenizer: Qwen2Tokenizer,
    *,
    hidden: int,
    layers: int,
    heads: int,
    kv_heads: int,
    ffn: int,
    vision_embed: int,
    vision_layers: int,
    vision_heads: int,
    max_positions: int = 32768,
) -> Qwen2VLConfig:
    """A stock configuration whose token ids are the tokenizer's and whose output head is the embedding.

    hidden, vision_embed: widths of the language and the vision tower. ffn: width of the language tower's inner layer.
    Raises ValueError where the stock classes would break later: kv_heads must divide heads, a language head must be even
    and a vision head a multiple of 4 wide.
    """
    if hidden % heads or heads % kv_heads or (hidden // heads) % 2:
        raise ValueError(f"{heads} heads and {kv_heads} key-value heads do not fit a width of {hidden}")
    if vision_embed % vision_heads or (vision_embed // vision_heads) % 4:
        raise ValueError(f"{vision_heads} vision heads do not fit a width of {vision_embed}: each must be a multiple of 4 wide")
    end, turn_end = _token_id(tokenizer, "<|endoftext|>"), _token_id(tokenizer, "<|im_end|>")
    return Qwen2VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": hidden,
            "intermediate_size": ffn,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "num_key_value_heads": kv_heads,
            "max_position_embeddings": max_positions,
            "rms_norm_eps": 1e-6,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 1_000_000.0,
                "mrope_section": mrope_section(hidden // heads),
            },
            "bos_token_id": end,
            "eos_token_id": turn_end,
            "pad_token_id": end,
            "tie_word_embeddings": True,
        },
        vision_config={
            "depth": vision_layers,
            "embed_dim": vision_embed,
            "hidden_size": hidden,
            "num_heads": vision_heads,
            "mlp_ratio": 4,
        },
        image_token_id=_token_id(tokenizer, "<|image_pad|>"),
        video_token_id=_token_id(tokenizer, "<|video_pad|>"),
        vision_start_token_id=_token_id(tokenizer, "<|vision_start|>"),
        vision_end_token_id=_token_id(tokenizer, "<|vision_end|>"),
        tie_word_embeddings=True,
    )


def mrope_section(head_width: int) -> list[int]:
    """How many of a head's rotary pairs count frames, rows and columns: a quarter, the rest in two halves."""
    pairs = head_width // 2
    side = (pairs - pairs // 4) // 2
    return [pairs - 2 * side, side, side]


def save_checkpoint(
    model: Qwen2VLForConditionalGeneration,
    tokenizer: Qwen2Tokenizer,
    directory: Path,
    *,
    min_pixels: int,
    max_pixels: int,
    manifest: Manifest | None = None,
) -> None:
    """Write a checkpoint that the stock Auto classes reload; the weights keep the dtype they have.

    min_pixels, max_pixels: area limits of the resized picture, for the stock image processor.
    manifest: written as fingertip.json if given.
    """
    directory.mkdir(parents=True, exist_ok=True)
    end, turn_end = _token_id(tokenizer, "<|endoftext|>"), _token_id(tokenizer, "<|im_end|>")
    model.generation_config = GenerationConfig(
        do_sample=False, repetition_penalty=1.0, bos_token_id=end, pad_token_id=end, eos_token_id=[turn_end, end]
    )
    model.save_pretrained(directory)
    for shard in directory.glob("*.safetensors"):
        shard.chmod(0o644)  # written for its owner alone, which an installed checkpoint must not be
    tokenizer.save_pretrained(directory)
    pictures = {
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": IMAGE_MEAN,
        "image_processor_type": "Qwen2VLImageProcessor",
        "image_std": IMAGE_STD,
        "max_pixels": max_pixels,
        "merge_size": 2,
        "min_pixels": min_pixels,
        "patch_size": 14,
        "processor_class": "Qwen2VLProcessor",
        "resample": 3,
        "rescale_factor": 1 / 255,
        "size": {"longest_edge": max_pixels, "shortest_edge": min_pixels},
        "temporal_patch_size": 2,
    }
    (directory / "preprocessor_config.json").write_text(json.dumps(pictures, indent=2) + "\n", encoding="utf-8")
    if manifest is not None:
        (directory / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _token_id(tokenizer: Qwen2Tokenizer, token: str) -> int:
    number = tokenizer.convert_tokens_to_ids(token)
    if not isinstance(number, int):
        raise ValueError(f"the tokenizer has no token {token}")
    return number

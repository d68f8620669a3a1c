"""A checkpoint loads as a whole or is refused in one sentence that names what is wrong."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoProcessor, AutoTokenizer
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

from agent.errors import BadCheckpoint, MissingDependency, ModelFailed, UnknownModel
from agent.models.checkpoint import MANIFEST, Manifest, find_checkpoint, open_checkpoint
from agent.models.loading import load, stock_errors
from agent.models.qwen2_vl import LocalQwen2VL
from agent.training.checkpoint import SPECIAL_TOKENS, build_config, build_tokenizer, mrope_section
from agent.training.tiny import TEXTS, write_tiny_checkpoint

WEIGHTS = "model.safetensors"


@pytest.fixture
def copy(tiny: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny, tmp_path / "copy"))


def test_the_stock_auto_classes_reload_it(tiny: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tiny)
    assert isinstance(tokenizer, Qwen2Tokenizer)
    first = tokenizer.convert_tokens_to_ids(SPECIAL_TOKENS[0])
    assert tokenizer.convert_tokens_to_ids(list(SPECIAL_TOKENS)) == list(range(first, first + 14))
    assert tokenizer.padding_side == "left"
    assert AutoImageProcessor.from_pretrained(tiny, backend="pil").size["longest_edge"] == 64 * 784
    assert AutoProcessor.from_pretrained(tiny).chat_template == tokenizer.chat_template
    model, report = AutoModelForImageTextToText.from_pretrained(tiny, output_loading_info=True)
    assert not any(report.values())
    assert type(model).__name__ == "Qwen2VLForConditionalGeneration"
    assert model.lm_head.weight is model.model.language_model.embed_tokens.weight
    assert model.generation_config.eos_token_id == [first + 2, first]


def test_the_same_seed_gives_the_same_checkpoint(tiny: Path, tmp_path: Path) -> None:
    before = torch.random.get_rng_state()
    write_tiny_checkpoint(tmp_path, seed=1, spread=6.0)
    assert torch.equal(before, torch.random.get_rng_state())
    assert open_checkpoint(tmp_path).fingerprint() == open_checkpoint(tiny).fingerprint()
    write_tiny_checkpoint(tmp_path, seed=2, spread=6.0)
    assert open_checkpoint(tmp_path).fingerprint() != open_checkpoint(tiny).fingerprint()


@pytest.mark.parametrize("width", [8, 16, 32, 64, 80, 128])
def test_rotary_sections_fill_a_head(width: int) -> None:
    assert sum(mrope_section(width)) == width // 2
    assert mrope_section(128) == [16, 24, 24]


def test_sizes_that_do_not_fit_are_refused() -> None:
    tokenizer = build_tokenizer(TEXTS, 256)
    sizes = {"layers": 1, "ffn": 8, "vision_layers": 1}
    with pytest.raises(ValueError, match="key-value heads"):
        build_config(tokenizer, hidden=16, heads=3, kv_heads=1, vision_embed=8, vision_heads=1, **sizes)
    with pytest.raises(ValueError, match="vision heads"):
        build_config(tokenizer, hidden=16, heads=2, kv_heads=1, vision_embed=12, vision_heads=2, **sizes)
    with pytest.raises(ValueError, match="256"):
        build_tokenizer(TEXTS, 255)


def test_manifest_is_what_the_model_says_of_itself(tmp_path: Path) -> None:
    manifest = Manifest(name="small", brief=True, min_pixels=3136, max_pixels=28_224, devices=("phone",), max_new_tokens=7)
    write_tiny_checkpoint(tmp_path, seed=1, manifest=manifest)
    with LocalQwen2VL(tmp_path) as model:
        info = model.info
    assert (info.name, info.dialect, info.brief, info.devices) == ("small", "qwen2_vl", True, ("phone",))
    assert info.options["max_pixels"] == "28224"
    assert info.options["max_new_tokens"] == "7"
    assert len(info.fingerprint) == 64
    with LocalQwen2VL(tmp_path, max_pixels=6272, max_new_tokens=9) as model:
        assert model.info.options["max_pixels"] == "6272"
        assert model.info.options["max_new_tokens"] == "9"


def test_without_manifest_it_is_a_stock_model(tiny: Path) -> None:
    with LocalQwen2VL(tiny) as model:
        assert (model.info.name, model.info.dialect, model.info.brief, model.info.devices) == (str(tiny), "qwen2_vl", False, ())
        assert model.info.options["max_pixels"] == str(1280 * 28 * 28)


def drop_tensor(copy: Path) -> None:
    weights = load_file(copy / WEIGHTS)
    del weights["visual.blocks.0.attn.qkv.weight"]
    save_file(weights, copy / WEIGHTS, metadata={"format": "pt"})


def reshape_tensor(copy: Path) -> None:
    weights = load_file(copy / WEIGHTS)
    weights["model.norm.weight"] = torch.ones(3)
    save_file(weights, copy / WEIGHTS, metadata={"format": "pt"})


def cut_weights(copy: Path) -> None:
    whole = (copy / WEIGHTS).read_bytes()
    (copy / WEIGHTS).write_bytes(whole[:-1000])


def point_to_weights(copy: Path) -> None:
    (copy / WEIGHTS).write_text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n")


def pickle_weights(copy: Path) -> None:
    (copy / WEIGHTS).rename(copy / "pytorch_model.bin")


def split_weights(copy: Path) -> None:
    (copy / WEIGHTS).rename(copy / "model-00001-of-00002.safetensors")
    table = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (copy / "model.safetensors.index.json").write_text(json.dumps({"weight_map": table}))


def change(name: str, **values: object) -> Callable[[Path], None]:
    def edit(copy: Path) -> None:
        (copy / name).write_text(json.dumps(json.loads((copy / name).read_text()) | values))

    return edit


def remove(name: str) -> Callable[[Path], None]:
    return lambda copy: (copy / name).unlink()


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (drop_tensor, "visual.blocks.0.attn.qkv.weight"),
        (reshape_tensor, "norm.weight"),
        (cut_weights, r"bytes instead of"),
        (point_to_weights, "pointer"),
        (pickle_weights, "pickled"),
        (split_weights, "model-00002-of-00002.safetensors"),
        (remove(WEIGHTS), "no model.safetensors"),
        (remove("config.json"), "no config.json"),
        (remove("tokenizer.json"), "no tokenizer.json"),
        (remove("preprocessor_config.json"), "no preprocessor_config.json"),
        (change("config.json", model_type="llama"), "llama"),
        (change("config.json", quantization_config={"quant_method": "awq"}), "quantised"),
        (change("config.json", image_token_id=5), r"<\|image_pad\|>"),
        (change("preprocessor_config.json", image_mean=[0.5]), "image_mean"),
        (lambda copy: (copy / "config.json").write_text("{"), "cannot be read"),
        (lambda copy: (copy / "tokenizer.json").write_text("{}"), "cannot be loaded"),
        (lambda copy: (copy / MANIFEST).write_text('{"brief": "perhaps"}'), "wrong at brief"),
        (lambda copy: (copy / MANIFEST).write_text('{"speed": 1}'), "wrong at speed"),
    ],
)
def test_a_damaged_checkpoint_is_refused(copy: Path, damage: Callable[[Path], None], named: str) -> None:
    damage(copy)
    with pytest.raises(BadCheckpoint, match=named) as refusal:
        LocalQwen2VL(copy)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("name", ["nowhere", "/no/such/folder", "a/b/c", "", "../up"])
def test_an_unknown_path_is_an_unknown_model(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if name == "":
        assert find_checkpoint(name) == Path()  # the current folder, which open_checkpoint() then refuses
        with pytest.raises(BadCheckpoint, match=r"no config\.json"):
            LocalQwen2VL(name)
        return
    with pytest.raises(UnknownModel, match="neither a folder nor a hub id"):
        LocalQwen2VL(name)


def test_a_file_is_no_model(tiny: Path) -> None:
    with pytest.raises(UnknownModel, match="is a file"):
        LocalQwen2VL(tiny / WEIGHTS)


def test_a_hub_that_cannot_be_reached_is_one_sentence() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(UnknownModel, match="cannot be reached"):
            find_checkpoint("nobody/no-such-model", endpoint=f"http://127.0.0.1:{closed.getsockname()[1]}")


def test_unknown_ways_to_run_are_named(tiny: Path) -> None:
    with pytest.raises(ModelFailed, match="no dtype named 'int3'"):
        LocalQwen2VL(tiny, dtype="int3")
    with pytest.raises(ModelFailed, match="no device named 'abacus'"):
        LocalQwen2VL(tiny, device="abacus")
    with pytest.raises(ModelFailed, match="must not be the larger"):
        LocalQwen2VL(tiny, min_pixels=9000, max_pixels=8000)


@pytest.mark.skipif(find_spec("flash_attn") is not None, reason="flash-attn is installed")
def test_flash_attention_names_its_install_line(tiny: Path) -> None:
    with pytest.raises(MissingDependency, match=r"pip install -e .*\[flash\]"):
        load(open_checkpoint(tiny), dtype="auto", device="cpu", attention="flash_attention_2")


def test_broken_installations_are_named() -> None:
    with pytest.raises(MissingDependency, match="not of one release"), stock_errors():
        raise RuntimeError("operator torchvision::nms does not exist")
    with pytest.raises(MissingDependency, match="not of one release"), stock_errors():
        raise ModuleNotFoundError("no module") from RuntimeError("operator torchvision::nms does not exist")
    with pytest.raises(MissingDependency, match="pip install fingertip"), stock_errors():
        raise ModuleNotFoundError("No module named 'torch'", name="torch")
    with pytest.raises(RuntimeError, match="else"), stock_errors():
        raise RuntimeError("something else")

"""Where models come from, and the one that says what it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from agent.errors import BadCheckpoint, ModelFailed, UnknownModel
from agent.models.registry import locate, open_model
from agent.models.scripted import ScriptedModel
from agent.prompt import Picture, Prompt

PROMPT = Prompt(system="", user=(Picture(Image.new("RGB", (1, 1))),))


def test_replies_come_in_order_and_run_out() -> None:
    model = ScriptedModel(["a", "b"])
    assert [model.decide(PROMPT).text, model.decide(PROMPT).text] == ["a", "b"]
    with pytest.raises(ModelFailed, match="after 2"):
        model.decide(PROMPT)
    assert model.prompts == [PROMPT] * 3


def test_replies_from_a_function() -> None:
    model = ScriptedModel(lambda prompt: f"{len(prompt.user)} parts")
    assert model.decide(PROMPT).text == "1 parts"


@pytest.mark.parametrize(
    ("text", "replies"),
    [
        ("a\n\nb\n", ["a", "b"]),
        ('"Thought: a.\\nAction: {}"\nb', ["Thought: a.\nAction: {}", "b"]),
        (json.dumps(["a\nb", "c"]), ["a\nb", "c"]),
        (' [\n"a"]', ["a"]),
    ],
)
def test_a_script_is_read_from_a_file(tmp_path: Path, text: str, replies: list[str]) -> None:
    script = tmp_path / "script"
    script.write_text(text, "utf-8")
    with open_model(f"scripted:{script}") as model:
        assert [model.decide(PROMPT).text for _ in replies] == replies
        with pytest.raises(ModelFailed):
            model.decide(PROMPT)
        assert model.info.name == "scripted:script"


@pytest.mark.parametrize("content", [b'["a", 1]', b"[", b'"a', b"\xff\xfe", None])
def test_a_script_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    script = tmp_path / "script"
    if content is not None:
        script.write_bytes(content)
    with pytest.raises(UnknownModel, match="cannot be read"):
        open_model(f"scripted:{script}")


@pytest.mark.parametrize("name", ["", " ", "nope", "./nope", "/nope/x", "a/b/c", "../x", "a b/c", "pocket2"])
def test_an_unknown_model(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownModel, match="hub id"):
        locate(name)


def test_names_of_models(tmp_path: Path) -> None:
    assert locate("Qwen/Qwen2-VL-2B-Instruct") == "Qwen/Qwen2-VL-2B-Instruct"
    (tmp_path / "config.json").write_text("{}")
    assert locate(str(tmp_path)) == str(tmp_path)


def test_a_directory_without_a_checkpoint(tmp_path: Path) -> None:
    with pytest.raises(BadCheckpoint, match=r"config\.json"):
        open_model(str(tmp_path))

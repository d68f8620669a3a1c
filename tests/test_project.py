"""The frame holds together: what the documents say exists, the gate is one script, and nothing private is in the tree."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

from agent.dialects.json_action import VERBS
from devices.registry import BUILT_IN

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), ROOT / "recordings" / "README.md"])
PYTHON = ".venv/bin/python"
# Written apart, so that this file does not hold what it looks for.
PRIVATE = tuple(
    "".join(parts) for parts in (("/wo", "rk/"), ("../sha", "red"), ("/ro", "ot/"), ("sub", "agent"), ("pypi", ".org"))
)
TEXT = {".py", ".md", ".toml", ".qml", ".json", ".js", ".j2", ".txt", ".jsonl", ""}


def tree() -> Iterator[Path]:
    """The project's own files, without what tools left behind."""
    skipped = {".git", ".venv", "runs", "build", "dist", "__pycache__", "node_modules"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in skipped and not name.endswith(("_cache", ".egg-info")) and name != ".hypothesis"
        ]
        if Path(folder) == ROOT / "recordings":
            folders[:] = ["golden"]
        yield from (Path(folder) / name for name in files if name != ".git")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, list[str]]]:
    """Every command in a document's shell blocks: where it stands, and its words."""
    found: list[tuple[str, list[str]]] = []
    for path in DOCUMENTS:
        for block in blocks(path, "sh"):
            for line in re.split(r"\n| && |\| ?\n", block.replace("|\n", "\n")):
                words = shlex.split(line, comments=True)
                if words:
                    found.append((path.name, words))
    return found


@cache
def help_of(*module: str) -> str:
    """What a module says to --help."""
    done = subprocess.run(
        [sys.executable, "-m", *module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("where", "words"), commands(), ids=lambda value: value if isinstance(value, str) else " ".join(value)[:60]
)
def test_documented_commands_exist(where: str, words: list[str]) -> None:
    match words:
        case [script, *options] if script.startswith("scripts/"):
            assert os.access(ROOT / script, os.X_OK)
            if script == "scripts/bench":
                check_options(options, help_of("scripts.benchmarks", options[0]))
        case [python, "-m", "agent", "--help"] if python == PYTHON:
            assert "run" in help_of("agent")
        case [python, "-m", "agent", "recordings", command, *options] if python == PYTHON:
            check_options(options, help_of("agent", "recordings", command))
        case [python, "-m", "agent" | "tasks" | "devices" as room, command, *options] if python == PYTHON:
            check_options(options, help_of(room, command))
            check_device(options)
        case [
            python,
            "-m",
            "devices.phone"
            | "agent.training.screens"
            | "agent.training.recipe"
            | "tasks.demonstrations"
            | "tasks.suites.miniwob" as module,
            *options,
        ] if python == PYTHON:
            check_options(options, help_of(module))
        case [python, "-m", "devices.stylus", command, *options] if python == PYTHON:
            check_options(options, help_of("devices.stylus", command))
        case [python, script] if python == PYTHON:
            assert (ROOT / script).is_file()
        case [python, "-m", "adbutils", *options] if python == PYTHON:
            check_options(options, help_of("adbutils"))
        case ["adb", "connect" | "-s" | "shell" | "install", *_] | ["echo" | "zip", *_]:
            pass  # the host's own
        case ["(cd", folder]:
            assert (ROOT / folder).is_dir()
        case _:
            pytest.fail(f"{where}: nobody checks {' '.join(words)!r}")


def check_options(words: list[str], text: str) -> None:
    for word in words:
        if word.startswith("--"):
            assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text), f"{word} is not in the help"


def check_device(words: list[str]) -> None:
    if "--device" not in words:
        return
    name, _, rest = words[words.index("--device") + 1].partition(":")
    if name == "board":  # the example of docs/devices.md, which its own test opens
        return
    for option in filter(None, rest.split(",")):
        key, equals, _ = option.partition("=")
        assert (key if equals else BUILT_IN[name].bare) in BUILT_IN[name].options


def test_the_readme_begins_with_the_two_commands() -> None:
    first, second, *_ = blocks(ROOT / "README.md", "sh")
    assert first.startswith("scripts/setup && .venv/bin/python -m agent run ")
    assert first.count("\n") == 1
    assert second == "scripts/test\n"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "phone.md").read_text("utf-8")
    pages = json.loads((ROOT / "devices" / "phone" / "apps" / "settings" / "pages.json").read_text("utf-8"))
    keyed = [(page, item) for page, content in pages.items() for item in content["items"] if item.get("key")]
    missing = [
        item["title"]
        for page, item in keyed
        if f"| {page} | {item['title']} | `{item['key'].replace('/', ' ')}` |" not in text
        or f"| {'`' + item['default'] + '`' if item['default'] else 'empty'} |" not in text
    ]
    assert len(keyed) > 40
    assert not missing


def test_every_app_is_documented() -> None:
    text = (ROOT / "docs" / "phone.md").read_text("utf-8")
    for path in (ROOT / "devices" / "phone" / "apps").glob("*/manifest.json"):
        app = json.loads(path.read_text("utf-8"))
        assert f"| [{app['label']}](phone/{path.parent.name}.png) | `{app['package']}` |" in text


def test_every_action_is_documented() -> None:
    text = (ROOT / "docs" / "dialects.md").read_text("utf-8")
    assert [verb for verb in VERBS if f"`{verb}`" not in text] == []


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", project["version"])
    try:
        installed = version(project["name"])
    except ModuleNotFoundError:
        pytest.skip("the project is not installed here; scripts/setup installs it")
    assert installed == project["version"]


def test_the_gate_is_one_script() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert lines == ["#!/usr/bin/env bash", 'cd "$(dirname "$0")/.." && exec scripts/test']
    for script in (".ci/run", "scripts/test", "scripts/setup", "scripts/bench"):
        assert os.access(ROOT / script, os.X_OK)


def test_public_modules_say_what_they_are() -> None:
    modules = [path for room in ("agent", "devices", "tasks", "scripts") for path in (ROOT / room).rglob("*.py")]
    assert len(modules) > 50
    assert [str(path.relative_to(ROOT)) for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def test_nothing_private_is_in_the_tree() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tree()
        if path.suffix in TEXT and path.stat().st_size < 1_000_000
        for word in PRIVATE
        if word in path.read_text("utf-8", errors="replace")
    ]
    assert not found


def test_the_licence_is_the_one_that_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert project["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text

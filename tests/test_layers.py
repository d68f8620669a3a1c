"""Imports run one way, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {"devices": {"devices"}, "agent": {"devices", "agent"}, "tasks": {"devices", "agent", "tasks"}}
ROOMS = set(ALLOWED)
HEAVY = ("torch", "transformers", "PIL", "adbutils", "PySide6", "numpy", "av", "jinja2", "loguru")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and absolute name of every module that a file imports, wherever in it."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1]
            yield from ((node.lineno, ".".join([*base, *filter(None, [node.module, alias.name])])) for alias in node.names)


def modules(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_imports_run_one_way(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(room)
        for line, name in imports(path)
        if name.split(".")[0] in ROOMS - ALLOWED[room]
    ]
    assert not wrong


def test_the_phone_does_not_know_that_it_is_driven() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules("devices/phone")
        for line, name in imports(path)
        if name.split(".")[0] in ROOMS and not name.startswith("devices.phone")
    ]
    assert not wrong


def test_no_room_but_the_tests_imports_a_test_framework() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for room in sorted(ROOMS)
        for path in modules(room)
        for line, name in imports(path)
        if name.split(".")[0] in {"pytest", "hypothesis", "tests"}
    ]
    assert not wrong


@pytest.mark.parametrize("module", ["agent.cli.app", "agent.loop", "agent.view", "devices.registry", "devices.base"])
def test_importing_pulls_in_nothing_heavy(module: str) -> None:
    heavy = HEAVY if module == "agent.cli.app" else HEAVY[:5]
    code = f"import sys, {module}; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == []

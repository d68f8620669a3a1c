"""The device side cannot reach the host: read from its source, not hoped for."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import devices.phone.adbd as package

MODULES = sorted(Path(package.__file__).parent.glob("*.py"))
FORBIDDEN = {
    "subprocess",
    "shutil",
    "pathlib",
    "tempfile",
    "glob",
    "ctypes",
    "multiprocessing",
    "importlib",
    "pickle",
    "pty",
    "urllib",
}
BUILTINS = {"open", "eval", "exec", "compile", "__import__", "input", "print"}
HARMLESS = {"os.strerror"}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module)):
                yield module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_imports_nothing_but_the_standard_library_and_its_neighbours(path: Path) -> None:
    for name in imports(ast.parse(path.read_text())):
        top = name.partition(".")[0]
        assert top not in FORBIDDEN
        assert top in sys.stdlib_module_names or name.startswith("devices.phone.adbd")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_module_opens_no_file_and_runs_no_code(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                assert name not in BUILTINS
            case ast.Attribute(value=ast.Name(id="os"), attr=name):
                assert f"os.{name}" in HARMLESS


def test_only_the_server_makes_sockets() -> None:
    makers = {path.stem for path in MODULES if "create_server" in path.read_text() or "create_connection" in path.read_text()}
    assert makers == {"server"}

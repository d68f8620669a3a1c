"""What the phone says in English, and what of it has no translation yet: python tests/devices/phone/spoken.py ja-JP [APP]

Reads files only; starts no Qt. A text counts as said where QML hands it to `phone.tr` or a provider to `world.say` word for
word, where a manifest names an app or a channel, and where another language already knows it (what data files say).
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from devices.phone import manifest
from devices.phone.options import LOCALES

ENGLISH = "en-US"
SYSTEM = manifest.APPS_DIRECTORY.parent / "system"
FOLDERS = {"system": SYSTEM, **{app.name: app.folder for app in manifest.installed()}}
OTHERS = tuple(locale for locale in LOCALES if locale != ENGLISH)
_TEXT = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_QML = re.compile(rf"phone\.tr\(\s*{_TEXT}\s*\)")


def translations(folder: Path, locale: str) -> dict[str, str]:
    """A folder's own translations."""
    path = folder / "strings" / f"{locale}.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def literals(folder: Path) -> set[str]:
    """What the folder's QML and Python say word for word."""
    found = {ast.literal_eval(text) for path in folder.glob("*.qml") for text in _QML.findall(path.read_text("utf-8"))}
    for path in folder.glob("*.py"):
        found.update(_said(ast.parse(path.read_text("utf-8"))))
    return found


def _said(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="say"), args=[ast.Constant(value=str(text)), *_]):
                yield text


def said(name: str) -> set[str]:
    """All that a folder says in English."""
    folder = FOLDERS[name]
    words = literals(folder)
    for app in manifest.installed():
        if app.name == name:
            words |= {app.label, *app.channels.values()}
    for locale in OTHERS:
        words |= set(translations(folder, locale))
    return words


def missing(name: str, locale: str) -> list[str]:
    """What a folder says and neither it nor the system can say in a language, sorted."""
    known = translations(SYSTEM, locale) | translations(FOLDERS[name], locale)
    return sorted(text for text in said(name) if not known.get(text, "").strip())


if __name__ == "__main__":
    for folder in sys.argv[2:] or FOLDERS:
        if lacking := missing(folder, sys.argv[1]):
            sys.stdout.write(json.dumps({folder: lacking}, ensure_ascii=False, indent=1) + "\n")

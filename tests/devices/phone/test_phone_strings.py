"""Whatever the phone says in English, it says in Chinese too. Reads files only; starts no Qt."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from devices.phone import manifest
from devices.phone.fonts import FONT_FILES

SYSTEM = manifest.APPS_DIRECTORY.parent / "system"
FOLDERS = {"system": SYSTEM, **{app.name: app.folder for app in manifest.installed()}}
LITERAL = re.compile(r"""phone\.tr\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")


@cache
def chinese(folder: Path) -> dict[str, str]:
    """A folder's own translations."""
    found: dict[str, str] = json.loads((folder / "strings" / "zh-CN.json").read_text("utf-8"))
    return found


def literals(folder: Path) -> set[str]:
    """What the folder's QML hands to `phone.tr` word for word."""
    sources = (path.read_text("utf-8") for path in folder.glob("*.qml"))
    return {ast.literal_eval(text) for source in sources for text in LITERAL.findall(source)}


def of_pages(pages: dict[str, Any]) -> Iterator[str]:
    """Every title, summary and option label of the pages of Settings."""
    for page in pages.values():
        yield page["title"]
        for item in page["items"]:
            yield item["title"]
            if item.get("summary"):
                yield item["summary"]
            yield from (label for _, label in item.get("options", ()))


def of_data(name: str) -> set[str]:
    """What an app's data files say, and its label under its icon."""
    match name:
        case "system":
            return set()
        case "settings":
            words = set(of_pages(manifest.app_data(name, "pages.json")))
        case "clock":
            words = {entry["city"] for entry in manifest.app_data(name, "cities.json")}
        case _:
            words = set()
    return words | {app.label for app in manifest.installed() if app.name == name}


@pytest.mark.parametrize("name", FOLDERS)
def test_every_sentence_has_a_translation(name: str) -> None:
    used = literals(FOLDERS[name])
    assert used
    known = chinese(SYSTEM) | chinese(FOLDERS[name])  # another app's words would go with that app
    assert {text for text in used | of_data(name) if not known.get(text, "").strip()} == set()


@pytest.mark.parametrize("name", FOLDERS)
def test_no_translation_changes_another_apps_words(name: str) -> None:
    """All are merged into one table, in which the last one wins."""
    merged = manifest.translations("zh-CN")
    assert {text: merged[text] for text in chinese(FOLDERS[name])} == chinese(FOLDERS[name])


def test_every_character_is_in_the_phones_fonts() -> None:
    tables = [TTFont(path).getBestCmap() for path in FONT_FILES if "Icons" not in path.name]
    characters = set("".join(manifest.translations("zh-CN").values()))
    assert {character for character in characters if not any(ord(character) in table for table in tables)} == set()


def test_titles_of_one_settings_page_stay_apart() -> None:
    words = chinese(FOLDERS["settings"])
    for page in manifest.app_data("settings", "pages.json").values():
        titles = [words[item["title"]] for item in page["items"]]
        assert sorted(set(titles)) == sorted(titles)

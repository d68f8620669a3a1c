"""Whatever the phone says in English, it says in its other languages too. Reads files only; starts no Qt."""

from __future__ import annotations

import re

import pytest
from fontTools.ttLib import TTFont
from spoken import FOLDERS, OTHERS, literals, missing, said, translations

from devices.phone import manifest
from devices.phone.fonts import FONT_FILES

PLACE = re.compile(r"\{\w*\}|%\d")


@pytest.mark.parametrize("locale", OTHERS)
@pytest.mark.parametrize("name", FOLDERS)
def test_every_sentence_has_a_translation(name: str, locale: str) -> None:
    assert literals(FOLDERS[name])
    assert missing(name, locale) == []


@pytest.mark.parametrize("locale", OTHERS)
@pytest.mark.parametrize("name", FOLDERS)
def test_no_translation_changes_another_apps_words(name: str, locale: str) -> None:
    """All are merged into one table, in which the last one wins."""
    merged = manifest.translations(locale)
    own = translations(FOLDERS[name], locale)
    assert {text: merged[text] for text in own} == own


@pytest.mark.parametrize("locale", OTHERS)
@pytest.mark.parametrize("name", FOLDERS)
def test_a_translation_keeps_the_places_of_values(name: str, locale: str) -> None:
    own = translations(FOLDERS[name], locale)
    assert {text: said for text, said in own.items() if sorted(PLACE.findall(text)) != sorted(PLACE.findall(said))} == {}


@pytest.mark.parametrize("locale", OTHERS)
def test_every_character_is_in_the_phones_fonts(locale: str) -> None:
    tables = [TTFont(path).getBestCmap() for path in FONT_FILES if "Icons" not in path.name]
    characters = set("".join(manifest.translations(locale).values()))
    assert {character for character in characters if not any(ord(character) in table for table in tables)} == set()


@pytest.mark.parametrize("locale", OTHERS)
def test_titles_of_one_settings_page_stay_apart(locale: str) -> None:
    words = manifest.translations(locale)
    for page in manifest.app_data("settings", "pages.json").values():
        titles = [words[item["title"]] for item in page["items"]]
        assert sorted(set(titles)) == sorted(titles)


def test_what_is_said_is_found() -> None:
    assert {"Contacts", "Search contacts"} <= said("contacts")

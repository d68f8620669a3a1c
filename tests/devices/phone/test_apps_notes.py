"""The Notes app beyond writing and deleting (which test_phone_apps.py tries): search, colours, lists, archive, trash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone import manifest

PACKAGE = "com.fingertip.notes"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)


def test_what_is_typed_is_kept_at_once(finger: AppFinger) -> None:
    finger.start("edit")
    finger.write("note_title", "Half a")
    assert finger.rows("notes")[-1]["title"] == "Half a"
    finger.phone.press_key("home")
    finger.start("edit", id=finger.rows("notes")[-1]["_id"])
    finger.write("note_title", "")
    finger.back()
    assert all(row["title"] != "Half a" and row["title"] for row in finger.rows("notes"))
    assert len(finger.rows("notes")) == 8


def test_search_and_grid(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Search notes")
    finger.write("search", "tomato")
    finger.hide_keyboard()
    assert finger.shows("Groceries")
    assert "Books to read" not in finger.texts()
    finger.write("search", "zzz")
    assert finger.shows("No note found")
    finger.tap("Close search", "More options", "Show as grid")
    assert finger.phone.store.get("secure", "notes_grid") == "1"
    assert finger.shows("Groceries", "Books to read")


def test_pin_colour_and_archive(finger: AppFinger) -> None:
    finger.start("edit", id=1)
    finger.tap("More options", "Pin", "More options", "Colour", "Mint")
    assert finger.rows("notes")[0].items() >= {"pinned": 1, "colour": "mint"}.items()
    finger.tap("More options", "Archive")
    assert finger.rows("notes")[0]["archived"] == 1
    assert "Groceries" not in finger.texts()
    finger.tap("Undo")
    assert finger.rows("notes")[0].items() >= {"archived": 0, "pinned": 1}.items()
    finger.start("archive")
    finger.tap("Bicycle", "More options", "Unarchive")
    finger.start()
    assert all(not row["archived"] for row in finger.rows("notes"))


def test_trash_and_undo(finger: AppFinger) -> None:
    finger.start("edit", id=1)
    finger.tap("Delete note", "Delete", "Undo")
    assert finger.rows("notes_trash") == []
    assert finger.rows("notes")[0]["title"] == "Groceries"
    finger.tap("Groceries", "Delete note", "Delete")
    finger.start("trash")
    finger.tap("Groceries", "Restore")
    assert finger.shows("The trash is empty")
    finger.back()
    finger.tap("Groceries", "Delete note", "Delete")
    finger.start("trash")
    finger.tap("Empty trash", "Cancel", "Groceries", "Delete forever", "Delete")
    assert finger.rows("notes_trash") == []
    assert all(row["title"] != "Groceries" for row in finger.rows("notes"))


def test_a_checklist_is_ticked_changed_and_turned_back(finger: AppFinger) -> None:
    finger.start("edit", id=4)
    finger.tap("Rain jacket", "Remove Passport")
    finger.write("item", "Map")
    finger.tap("Enter")
    finger.hide_keyboard()
    lines = finger.rows("notes")[3]["body"].split("\n")
    assert lines == ["[x] Charger", "[x] Rain jacket", "[ ] Sunglasses", "[ ] Toothbrush", "[ ] Map"]
    finger.tap("More options", "Hide checkboxes")
    expected = {"checklist": 0, "body": "Charger\nRain jacket\nSunglasses\nToothbrush\nMap"}
    assert finger.rows("notes")[3].items() >= expected.items()
    finger.tap("More options", "Make a copy")
    assert len(finger.rows("notes")) == 9


def test_shared_words_become_a_note(finger: AppFinger) -> None:
    finger.start("edit", subject="Recipe", text="Flour\nEggs")
    assert finger.rows("notes")[-1].items() >= {"title": "Recipe", "body": "Flour\nEggs"}.items()
    finger.start("edit", uri="content://com.fingertip.notes/notes/1", action="android.intent.action.VIEW")
    assert finger.node("note_title").text == "Groceries"

"""The Files app, used by touch: what counts is what the phone's file system says afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone.apps.files.provider import kind_of
from devices.phone.trash import original_of


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.documentsui", seed=3)
    made.phone.files.write("/sdcard/Documents/one.txt", b"first line\n")
    made.phone.files.write("/sdcard/Documents/two.txt", b"22")
    yield made
    made.close()


def inside(finger: AppFinger, folder: str) -> list[str]:
    return finger.phone.files.listdir(folder)


def test_a_fresh_phone_has_documents_about_its_people(finger: AppFinger) -> None:
    made = [path for path, stat in finger.phone.files.under("/sdcard/Documents") if not stat.is_dir]
    assert len(made) >= 10
    words = b"".join(finger.phone.files.read(path) for path in made).decode("latin-1")
    assert any(person.name in words for person in finger.phone.world.people)
    clock = finger.phone.world.when() / 1000
    assert all(finger.phone.files.stat(path).mtime < clock for path in made[2:] if "one" not in path and "two" not in path)


def test_every_page_opens_by_its_activity(finger: AppFinger) -> None:
    for page in ("", "folder", "category", "search", "trash", "details", "pick", "text", "edit"):
        finger.start(page)
        assert finger.phone.page == page


def test_folders_open_and_back_leads_out(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Internal storage", "Documents", "Work")
    assert "Meeting notes.md" in finger.texts()
    finger.tap("Documents")  # a part of the way above the list
    assert "one.txt" in finger.texts()
    finger.back()
    assert "Meeting notes.md" in finger.texts()
    finger.back()
    finger.back()
    assert "Download" in finger.texts()


def test_files_that_come_and_go_outside_are_seen_at_once(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Documents")
    finger.phone.files.write("/sdcard/Documents/pushed.txt", b"hello")
    assert "pushed.txt" in finger.texts()
    finger.phone.files.remove("/sdcard/Documents/pushed.txt")
    assert "pushed.txt" not in finger.texts()


def test_a_new_folder_needs_a_name_of_its_own(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Documents")
    finger.tap("New folder")
    finger.write("name", "Work")
    finger.tap("Save")
    assert "There is already an item with this name" in finger.texts()
    finger.write("name", "a/b")
    finger.tap("Save")
    assert "This name cannot be used" in finger.texts()
    finger.write("name", "Receipts")
    finger.tap("Save")
    assert finger.phone.files.stat("/sdcard/Documents/Receipts").is_dir
    assert "Receipts" in finger.texts()


def test_rename(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Documents")
    finger.hold("one.txt")
    assert "1 selected" in finger.texts()
    finger.tap("More options", "Rename")
    finger.write("name", "two.txt")
    finger.tap("Save")
    assert "There is already an item with this name" in finger.texts()
    finger.write("name", "three.txt")
    finger.tap("Save")
    assert finger.phone.files.read("/sdcard/Documents/three.txt") == b"first line\n"
    assert "one.txt" not in inside(finger, "/sdcard/Documents")


def test_delete_asks_and_the_bin_gives_back(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Documents")
    finger.hold("one.txt")
    finger.tap("two.txt", "Delete")
    assert "Move 2 items to bin?" in finger.texts()
    finger.tap("Cancel")
    assert "one.txt" in inside(finger, "/sdcard/Documents")
    finger.tap("Delete", "Move to bin")
    assert not {"one.txt", "two.txt"} & set(inside(finger, "/sdcard/Documents"))
    assert sum(original_of(name) is not None for name in inside(finger, "/sdcard/Documents")) == 2
    finger.start("trash")
    finger.tap("one.txt", "Restore")
    assert finger.phone.files.read("/sdcard/Documents/one.txt") == b"first line\n"
    finger.tap("Empty bin", "Delete")
    assert "Bin is empty" in finger.texts()
    assert not any(name.startswith(".trashed") for name in inside(finger, "/sdcard/Documents"))


@pytest.mark.parametrize(("verb", "stays"), [("Copy", True), ("Move", False)])
def test_copy_and_move_to_a_folder_that_is_chosen(finger: AppFinger, verb: str, stays: bool) -> None:
    finger.phone.files.write("/sdcard/Download/two.txt", b"other")
    finger.start("folder", path="/sdcard/Documents")
    finger.hold("two.txt")
    finger.tap("More options", f"{verb} to…", "Download", f"{verb} here")
    assert finger.phone.files.read("/sdcard/Download/two (1).txt") == b"22"
    assert finger.phone.files.read("/sdcard/Download/two.txt") == b"other"
    assert ("two.txt" in inside(finger, "/sdcard/Documents")) is stays


def test_text_is_read_edited_and_saved(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Documents")
    finger.tap("one.txt")
    assert "first line\n" in finger.texts()
    finger.tap("Edit")
    finger.write("text", "second line")
    finger.back()
    assert "Discard your changes?" in finger.texts()
    finger.tap("Cancel", "Save")
    assert finger.phone.files.read("/sdcard/Documents/one.txt") == b"second line"
    assert "second line" in finger.texts()


def test_what_cannot_be_written_says_so(finger: AppFinger) -> None:
    finger.start("edit", path="/system/build.txt")
    finger.write("text", "mine")
    finger.hide_keyboard()
    finger.tap("Save")
    assert "This place is read-only" in finger.texts()


def test_sorting_and_hidden_files(finger: AppFinger) -> None:
    finger.phone.files.write("/sdcard/Alarms/big.bin", b"x" * 500)
    finger.phone.files.write("/sdcard/Alarms/a.bin", b"x")
    finger.phone.files.write("/sdcard/Alarms/.secret", b"x")
    finger.start("folder", path="/sdcard/Alarms")
    assert ".secret" not in finger.texts()
    finger.tap("More options", "Sort by", "Size, largest first")
    listed = [name for name in finger.names() if name.endswith(".bin")]
    assert listed == ["big.bin", "a.bin"]
    finger.tap("More options", "Show hidden files")
    assert ".secret" in finger.texts()


def test_search_and_what_no_app_opens(finger: AppFinger) -> None:
    finger.start("search")
    finger.write("search", "insur")
    finger.hide_keyboard()
    finger.tap("Insurance.pdf")
    assert "No app can open this file" in finger.texts()
    finger.tap("OK")
    finger.write("search", "no such name")
    assert "No matches" in finger.texts()


def test_pictures_and_music_open_in_their_apps(finger: AppFinger) -> None:
    finger.start("open", uri="file:///sdcard/Download/flowers-1.png")
    assert finger.phone.foreground == ("com.android.gallery3d", ".app.PhotoActivity")
    finger.start("folder", path="/sdcard/Music/Signals")
    finger.tap("02 Low Orbit.mid")
    assert finger.phone.foreground == ("com.android.music", ".MediaPlaybackActivity")
    assert finger.rows("player")[0]["path"].endswith("02 Low Orbit.mid")


def test_missing_folder_and_missing_file_say_so(finger: AppFinger) -> None:
    finger.start("folder", path="/sdcard/Nowhere")
    assert "This folder is no longer there" in finger.texts()
    finger.start("text", path="/sdcard/nothing.txt")
    assert "This file is no longer there" in finger.texts()


def test_kinds_by_ending() -> None:
    assert [kind_of(name) for name in ("a.PNG", "b.mid", "c.md", "d", "e.apk")] == ["image", "audio", "text", "other", "app"]

"""The Tasks app, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import manifest

PACKAGE = "com.fingertip.tasks"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def titled(finger: AppFinger, title: str) -> dict[str, Any]:
    return next(row for row in finger.rows("tasks") if row["title"] == title)


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page, id=1)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)
    finger.start("task", id=99)
    assert finger.shows("This task is gone")


def test_a_task_is_written_ticked_and_taken_back(finger: AppFinger) -> None:
    finger.start()
    finger.tap("New task", "Save")  # refused: no words
    finger.write("title", "Feed the cat")
    finger.hide_keyboard()
    finger.tap("Add a date", "28", "OK", "Save")
    row = titled(finger, "Feed the cat")
    assert row["due"] % 86_400_000 == 0 < row["due"]
    finger.tap("Complete Feed the cat")
    assert titled(finger, "Feed the cat")["done"] == 1
    finger.tap("Undo")
    assert titled(finger, "Feed the cat")["done"] == 0


def test_details_steps_and_deletion_with_undo(finger: AppFinger) -> None:
    gift = next(row for row in finger.rows("tasks") if row["title"].startswith("Gift for"))
    finger.start("task", id=gift["_id"])
    finger.tap("Wrap it", "Medium", "High", "Remove star")
    finger.write("step", "Write a card")
    finger.tap("Enter")
    finger.hide_keyboard()
    steps = {row["title"]: row["done"] for row in finger.rows("tasks") if row["parent"] == gift["_id"]}
    assert steps == {"Look for ideas": 1, "Order it": 0, "Wrap it": 1, "Write a card": 0}
    assert titled(finger, gift["title"]).items() >= {"priority": 3, "starred": 0}.items()
    before = finger.rows("tasks")
    finger.tap("Delete task")
    assert len(finger.rows("tasks")) == len(before) - 5
    finger.tap("Undo")
    assert finger.rows("tasks") == before


def test_order_and_lists(finger: AppFinger) -> None:
    repair = titled(finger, "Repair the bicycle")
    finger.start("task", id=repair["_id"])
    finger.tap("More options", "Move up")
    order = [row["title"] for row in sorted(finger.rows("tasks"), key=lambda row: row["position"]) if row["list"] == 1]
    assert order.index("Repair the bicycle") < order.index(next(title for title in order if title.startswith("Gift")))
    finger.tap("More options", "Move to another list", "Errands")
    assert titled(finger, "Repair the bicycle")["list"] == 3
    finger.start("lists")
    finger.tap("New list")
    finger.write("list_name", "Holidays")
    finger.tap("Save", "Delete Work", "Delete")
    assert [row["name"] for row in finger.rows("task_lists")] == ["My tasks", "Errands", "Holidays"]
    assert all(row["list"] != 2 for row in finger.rows("tasks"))


def test_looking_at_a_task_changes_nothing(finger: AppFinger) -> None:
    before = finger.rows("tasks")
    row = next(row for row in before if row["notes"])
    finger.start("task", id=row["_id"])
    assert finger.shows(row["title"], row["notes"])
    finger.back()
    assert finger.rows("tasks") == before


def test_clearing_what_is_done_asks(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Completed: 1", "More options", "Delete completed tasks", "Cancel")
    assert titled(finger, "Change the bed linen")
    finger.tap("More options", "Delete completed tasks", "Delete")
    assert all(row["title"] != "Change the bed linen" for row in finger.rows("tasks"))


def test_sorting_starred_and_shared_words(finger: AppFinger) -> None:
    finger.start()
    finger.tap("More options", "Sort by", "Priority", "Starred")
    assert finger.phone.store.get("secure", "tasks_sorting") == "priority"
    assert finger.shows("Gift for")
    finger.start("edit", text="Buy stamps")
    finger.tap("Save")
    assert titled(finger, "Buy stamps")["done"] == 0


def test_rows_that_lack_columns_are_harmless(finger: AppFinger, capfd: pytest.CaptureFixture[str]) -> None:
    for row in ({}, {"title": "Bare", "list": 1}, {"title": "Odd", "list": "1", "due": "x", "priority": "9"}):
        finger.phone.store.insert("tasks", row)
    finger.start()
    assert finger.shows("Bare")
    finger.tap("Bare")
    finger.back()
    assert capfd.readouterr().err == ""

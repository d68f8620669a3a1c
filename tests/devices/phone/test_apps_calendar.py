"""The Calendar app, used by touch and by intents: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import manifest, provider
from devices.phone.apps.calendar.recurrence import occurrences

PACKAGE = "com.android.calendar"
HOUR, DAY = 3_600_000, 86_400_000


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def milliseconds(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)


def titled(finger: AppFinger, title: str) -> dict[str, Any]:
    return next(row for row in finger.rows("events") if row["title"] == title)


def test_a_fresh_calendar_speaks_of_people_and_places_of_the_world(finger: AppFinger) -> None:
    rows = finger.rows("events")
    assert 20 <= len(rows) <= 30
    people, spots = {p.name for p in finger.phone.world.people}, {s.name for s in finger.phone.world.spots}
    assert {row["guests"] for row in rows} <= people | {""}
    assert {row["place"] for row in rows} <= spots | {""}
    assert any(row["guests"] for row in rows)


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page, id=1)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)


def test_an_event_is_planned_refused_mended_and_saved(finger: AppFinger) -> None:
    finger.start()
    before = len(finger.rows("events"))
    finger.tap("New event", "Save")
    assert finger.shows("Give the event a title")
    assert len(finger.rows("events")) == before
    finger.write("title", "Chess club")
    finger.hide_keyboard()
    ends = next(name for name in finger.names() if name.startswith("Ends: ") and ":" in name[6:])
    finger.tap(ends, "3", "05", "OK", "Save")
    assert finger.shows("It ends before it begins")
    finger.tap("Ends: 3:05", "19", "30", "OK", "Does not repeat", "Every week", "Save")
    row = titled(finger, "Chess club")
    assert row["repeat"] == "FREQ=WEEKLY"
    assert row["end"] > row["begin"]
    assert isinstance(row["begin"], int)


def test_late_in_the_evening_an_event_is_still_planned_for_the_day_shown() -> None:
    late = AppFinger(PACKAGE, seed=103)
    try:
        now = int(late.phone.world.when())
        assert now % DAY >= 23 * HOUR
        late.start()
        late.tap("New event")
        late.write("title", "Stars")
        late.tap("Save")
        assert titled(late, "Stars")["begin"] == now - now % DAY + 23 * HOUR
    finally:
        late.close()


def test_leaving_with_changes_asks(finger: AppFinger) -> None:
    finger.start("edit")
    finger.back()
    assert finger.phone.page == ""
    finger.start("edit", title="Picnic")
    finger.write("title", "Picnic by the lake")
    finger.back()
    finger.tap("Keep editing")
    finger.back()
    finger.tap("Discard")
    assert finger.phone.page == ""
    assert all("Picnic" not in row["title"] for row in finger.rows("events"))


def test_an_intent_fills_the_editor(finger: AppFinger) -> None:
    begin = milliseconds(finger.phone.now.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3))
    finger.start("edit", title="Tea", eventLocation="Garden", beginTime=str(begin), endTime=str(begin + 2 * HOUR))
    finger.tap("Save")
    row = titled(finger, "Tea")
    assert (row["place"], row["begin"], row["end"]) == ("Garden", begin, begin + 2 * HOUR)
    finger.start("event", uri=f"content://com.android.calendar/events/{row['_id']}", action="android.intent.action.VIEW")
    assert finger.shows("Tea", "Garden")
    finger.start("event", uri="content://com.android.calendar/events/999", action="android.intent.action.VIEW")
    assert finger.shows("This event is gone")


def test_deleting_asks_and_a_repeating_event_may_lose_one_day(finger: AppFinger) -> None:
    dentist = titled(finger, "Dentist")
    finger.start("event", id=dentist["_id"])
    finger.tap("Delete event", "Cancel", "Delete event", "Delete")
    assert dentist["_id"] not in [row["_id"] for row in finger.rows("events")]
    meeting = titled(finger, "Team meeting")
    second = list(occurrences(meeting, meeting["begin"], meeting["begin"] + 30 * DAY))[1][0]
    finger.start("event", id=meeting["_id"], beginTime=second)
    finger.tap("Delete event", "This event")
    meeting = titled(finger, "Team meeting")
    assert meeting["except"] == str(second)
    assert second not in [begin for begin, _ in occurrences(meeting, second - DAY, second + 30 * DAY)]
    finger.start("event", id=meeting["_id"])
    finger.tap("Delete event", "All events")
    assert all(row["title"] != "Team meeting" for row in finger.rows("events"))


def test_views_search_and_calendars(finger: AppFinger) -> None:
    finger.start()
    for tab, page in (("Week", "week"), ("Day", "day"), ("Agenda", "agenda"), ("Month", "")):
        finger.tap(tab)
        assert finger.phone.page == page
        finger.tap("Later", "Earlier", "Today")
    finger.start("search", query="dent")
    assert finger.shows("Dentist")
    finger.start("calendars")
    finger.tap("Personal")
    assert finger.rows("calendars")[0]["visible"] == 0
    finger.start("search", query="dent")
    assert finger.shows("No event found")
    finger.start("calendars")
    finger.tap("New calendar")
    finger.write("calendar_name", "Club")
    finger.tap("Create", "Delete Work", "Delete")
    assert [row["name"] for row in finger.rows("calendars")] == ["Personal", "Family", "Birthdays", "Club"]
    assert all(row["calendar"] != 2 for row in finger.rows("events"))


def test_a_reminder_shows_at_its_time(finger: AppFinger) -> None:
    begin = milliseconds(finger.phone.now) + 31 * 60_000
    number = finger.phone.store.insert("events", {"title": "Ferry", "begin": begin, "end": begin + HOUR, "reminder": 30})
    finger.phone.press_key("home")
    finger.wait(30)
    assert not [row for row in finger.rows("notifications") if row["title"] == "Ferry"]
    finger.wait(40)
    (note,) = [row for row in finger.rows("notifications") if row["title"] == "Ferry"]
    assert (note["page"], note["values"]["id"]) == ("event", number)
    finger.wait(60)
    assert len([row for row in finger.rows("notifications") if row["title"] == "Ferry"]) == 1


@pytest.mark.parametrize(
    ("repeat", "first", "days"),
    [
        ("", datetime(2026, 1, 5, 9), [0]),
        ("FREQ=DAILY", datetime(2026, 1, 5, 9), [0, 1, 2, 3]),
        ("FREQ=WEEKLY;COUNT=3", datetime(2026, 1, 5, 9), [0, 7, 14]),
        ("FREQ=MONTHLY", datetime(2026, 1, 31, 9), [0, 59, 120]),  # January, March, May
        ("FREQ=YEARLY", datetime(2024, 2, 29, 9), [0, 1461]),
        ("nonsense", datetime(2026, 1, 5, 9), [0]),
    ],
)
def test_repetitions(repeat: str, first: datetime, days: list[int]) -> None:
    begin = milliseconds(first)
    row = {"begin": begin, "end": begin + HOUR, "repeat": repeat}
    found = [start for start, _ in occurrences(row, begin, begin + (max(days) + 1) * DAY)]
    assert found == [begin + day * DAY for day in days]
    late = list(occurrences(row, begin + (max(days) * DAY), begin + (max(days) + 1) * DAY))
    assert late == [(begin + max(days) * DAY, begin + max(days) * DAY + HOUR)]


def test_garbage_in_the_store_is_harmless(finger: AppFinger, capfd: pytest.CaptureFixture[str]) -> None:
    for row in ({}, {"title": "x", "begin": "soon"}, {"begin": None, "end": [], "calendar": "no"}, {"reminder": "1e400"}):
        finger.phone.store.insert("events", row)
    for page in ("", "week", "day", "agenda", "search"):
        finger.start(page, query="x")
        finger.names()
    for row in finger.rows("events")[-4:]:
        for page in ("event", "edit"):
            finger.start(page, id=row["_id"])
            finger.names()
    finger.wait(2)
    assert capfd.readouterr().err == ""
    with pytest.raises(provider.UnknownMethod):
        provider.call(finger.phone, "calendar", "nothing", {})

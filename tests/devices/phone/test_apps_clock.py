"""The Clock app by phone time: what rings, what is snoozed, what a timer does; the rest is in test_phone_apps.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from app_finger import AppFinger

from devices.phone import manifest
from devices.phone.apps.clock.provider import next_ring

PACKAGE = "com.android.deskclock"
EXTRA = "android.intent.extra.alarm."


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def alarm_in(finger: AppFinger, minutes: int, days: str = "") -> int:
    moment = finger.phone.now + timedelta(minutes=minutes)
    values = {"hour": moment.hour, "minute": moment.minute, "label": "Early train", "enabled": 1, "days": days}
    return finger.phone.store.insert("alarms", values)


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page, id=1)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)


def test_an_alarm_rings_is_snoozed_and_dismissed(finger: AppFinger) -> None:
    number = alarm_in(finger, 2)
    finger.phone.press_key("sleep")
    finger.wait(130)
    assert finger.phone.awake
    assert finger.phone.foreground == (PACKAGE, ".alarms.AlarmAlertActivity")
    assert finger.shows("Early train")
    assert [row["page"] for row in finger.rows("notifications")] == ["ring"]
    finger.tap("Snooze")
    assert finger.rows("ringing") == []
    assert finger.rows("snoozes")[0]["alarm"] == number
    finger.phone.press_key("home")
    finger.wait(11 * 60)
    assert finger.shows("Early train")
    finger.tap("Dismiss")
    assert finger.rows("ringing") == finger.rows("snoozes") == finger.rows("notifications") == []
    assert finger.rows("alarms")[-1]["enabled"] == 0


def test_a_repeating_alarm_stays_on_and_one_that_nobody_hears_is_missed(finger: AppFinger) -> None:
    alarm_in(finger, 2, "1234567")
    finger.wait(130)
    finger.phone.press_key("back")  # it goes on ringing
    assert len(finger.rows("ringing")) == 1
    finger.wait(11 * 60)
    assert finger.rows("ringing") == []
    assert finger.rows("notifications")[-1]["title"] == "Missed alarm"
    assert finger.rows("alarms")[-1]["enabled"] == 1


def test_a_switched_off_alarm_is_silent(finger: AppFinger) -> None:
    finger.phone.store.update("alarms", alarm_in(finger, 1), {"enabled": 0})
    finger.wait(180)
    assert finger.rows("ringing") == []


def test_timers_run_beside_each_other_and_ring(finger: AppFinger) -> None:
    finger.start("timer")
    finger.tap("5", "00", "Start", "Add timer", "3", "0", "Start")
    assert [row["seconds"] for row in finger.rows("timers")] == [300, 30]
    finger.phone.press_key("home")
    finger.wait(31)
    assert finger.shows("Time is up")
    finger.tap("Stop")
    assert [row["seconds"] for row in finger.rows("timers")] == [300]
    assert finger.rows("ringing") == []


def test_intents_set_alarms_and_timers(finger: AppFinger) -> None:
    finger.start("", **{EXTRA + "HOUR": 6, EXTRA + "MINUTES": 5, EXTRA + "MESSAGE": "Bake"})
    assert finger.rows("alarms")[-1].items() >= {"hour": 6, "minute": 5, "label": "Bake", "enabled": 1}.items()
    assert finger.phone.page == "alarm"
    finger.start("timer", **{EXTRA + "LENGTH": 90})
    assert finger.rows("timers")[-1]["seconds"] == 90
    count = len(finger.rows("alarms"))
    finger.start("", **{EXTRA + "HOUR": 99})
    assert len(finger.rows("alarms")) == count


def test_sound_and_settings(finger: AppFinger) -> None:
    finger.start("alarm", id=1)
    finger.tap("Sound", "Bells")
    assert finger.rows("alarms")[0]["sound"] == "bells"
    finger.start("settings")
    finger.tap("Snooze length", "5 minutes", "Silence after", "Never")
    assert finger.phone.store.get("secure", "clock_snooze") == "5"
    assert finger.phone.store.get("secure", "clock_silence") == "0"
    finger.start("clock")
    finger.tap("Remove London", "Undo")
    assert {row["city"] for row in finger.rows("world_clocks")} == {"London", "Tokyo"}


MONDAY = datetime(2026, 6, 1, 8, 0)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"hour": 9, "minute": 0, "enabled": 1}, datetime(2026, 6, 1, 9)),
        ({"hour": 8, "minute": 0, "enabled": 1}, datetime(2026, 6, 2, 8)),  # not at the very moment: that has rung
        ({"hour": 7, "minute": 30, "enabled": 1, "days": "1"}, datetime(2026, 6, 8, 7, 30)),
        ({"hour": 7, "minute": 30, "enabled": 1, "days": "67"}, datetime(2026, 6, 6, 7, 30)),
        ({"hour": "9", "minute": "5", "enabled": "1"}, datetime(2026, 6, 1, 9, 5)),
        ({"hour": 9, "minute": 0, "enabled": 0}, None),
        ({"hour": 25, "minute": 0, "enabled": 1}, None),
        ({}, None),
    ],
)
def test_when_an_alarm_rings_next(row: dict[str, object], expected: datetime | None) -> None:
    assert next_ring(row, MONDAY) == expected


def test_a_list_whose_rows_go_while_it_is_scrolled_comes_back_into_sight(finger: AppFinger) -> None:
    more = [finger.phone.store.insert("world_clocks", {"city": "Nairobi", "offset": 180}) for _ in range(12)]
    finger.start("clock")

    def big_time() -> int:
        return max(int(node.glyph_size) for node in finger.phone.tree().walk())

    size = big_time()
    for _ in range(3):
        finger.phone.swipe(360, 1200, 360, 400)
    assert big_time() < size  # it is scrolled away
    for number in more:
        finger.phone.store.delete("world_clocks", number)
    assert big_time() == size
    assert all(node.spill == "" for node in finger.phone.tree().walk())

"""Settings that reach further, used by touch: apps, notifications, accounts, clock, size, reset, search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from app_finger import AppFinger
from test_apps_settings import SETTINGS, find_enabled, get, one, type_into

from devices.phone import provider
from devices.phone.apps.settings import moments, schedules

CONTACTS = "com.android.contacts"
CAMERA = "android.permission.CAMERA"


@pytest.fixture(scope="module")
def shared() -> Iterator[AppFinger]:
    made = AppFinger(SETTINGS, seed=3)
    made.phone.snapshot("fresh")
    yield made
    made.close()


@pytest.fixture
def finger(shared: AppFinger) -> AppFinger:
    """A phone as if it were new."""
    shared.phone.restore("fresh")
    return shared


# apps


def test_apps_are_searched_and_an_app_is_stopped(finger: AppFinger) -> None:
    finger.phone.start(CONTACTS)
    finger.start("apps/all")
    finger.write("search", "contac")
    finger.hide_keyboard()
    assert not finger.shows("Calculator")
    finger.tap("Contacts", "Force stop", "Force stop")
    assert CONTACTS not in finger.phone.running
    assert not find_enabled(finger, "Force stop")
    assert not find_enabled(finger, "Uninstall")
    finger.tap("Open")
    assert finger.phone.foreground[0] == CONTACTS


def test_an_apps_data_are_cleared_after_a_question(finger: AppFinger) -> None:
    fresh = finger.rows("contacts")
    finger.phone.store.insert("contacts", {"name": "Zoe", "phone": "", "email": "", "starred": 0})
    finger.start("apps/details/storage", package=CONTACTS)
    finger.tap("Clear data", "Cancel")
    assert len(finger.rows("contacts")) == len(fresh) + 1
    finger.tap("Clear data", "Delete")
    assert [row["name"] for row in finger.rows("contacts")] == [row["name"] for row in fresh]
    assert not find_enabled(finger, "Clear cache")


def test_a_permission_is_given_and_taken(finger: AppFinger) -> None:
    finger.start("privacy/permissions")
    finger.tap("Camera", "Camera", "Allow")
    assert one(finger, "permissions", package="com.android.camera2", permission=CAMERA)["granted"] == 1
    finger.tap("Do not allow")
    assert one(finger, "permissions", package="com.android.camera2", permission=CAMERA)["granted"] == 0


def test_notifications_of_an_app_and_of_one_kind_are_switched(finger: AppFinger) -> None:
    package = next(app.package for app in finger.phone.apps.all if app.channels)
    channel, text = next(iter(finger.phone.apps.by_package[package].channels.items()))
    told = {"package": package, "channel": channel, "title": "Hello"}
    finger.start("apps/details/notifications", package=package)
    finger.tap(text)
    assert one(finger, "notification_channels", package=package, channel=channel)["enabled"] == 0
    assert finger.phone.notify(told) == 0
    finger.tap(text)
    assert finger.phone.notify(told) > 0
    finger.tap_id("all_notifications")
    assert finger.phone.notify(told) == 0
    assert not find_enabled(finger, text)


def test_a_history_keeps_what_was_swiped_away(finger: AppFinger) -> None:
    finger.start("notifications/history")
    finger.tap("Keep a history")
    finger.phone.cancel_notification(finger.phone.notify({"package": CONTACTS, "title": "Gone by now", "silent": True}))
    assert "Gone by now" in finger.texts()


def test_special_access_is_given_app_by_app(finger: AppFinger) -> None:
    finger.start("apps/access")
    finger.tap("Display over other apps", "Calculator")
    assert one(finger, "app_ops", op="SYSTEM_ALERT_WINDOW")["allowed"] == 1
    finger.back()
    assert finger.shows("1 apps allowed")


# accounts


def test_an_account_is_added_and_removed(finger: AppFinger) -> None:
    finger.start("accounts")
    finger.tap("Add account")
    finger.write("email", "nobody")
    finger.hide_keyboard()
    finger.tap("Add account")
    assert finger.shows("Enter an e-mail address")
    finger.write("email", "ada@example.com")
    type_into(finger, "password", "short")
    finger.hide_keyboard()
    finger.tap("Add account")
    assert finger.shows("At least 8 characters")
    type_into(finger, "password", "long enough")
    finger.hide_keyboard()
    finger.tap("Add account")
    assert one(finger, "accounts", name="ada@example.com")["kind"] == "mail"
    finger.tap("ada@example.com", "Contacts")
    assert one(finger, "accounts", name="ada@example.com")["contacts"] == 0
    finger.tap("Remove account", "Remove")
    assert "ada@example.com" not in [row["name"] for row in finger.rows("accounts")]


# clock


def test_the_clock_is_set_once_it_is_not_automatic(finger: AppFinger) -> None:
    before = finger.phone.now
    finger.start("system/date")
    assert not find_enabled(finger, "Time")
    finger.tap("Set time automatically", "Time", "Type the time")
    finger.write("hour", "17")
    finger.write("minute", "05")
    finger.tap("OK")
    assert (finger.phone.now.hour, finger.phone.now.minute) == (17, 5)
    finger.tap("Date", "15", "OK")
    assert finger.phone.now.day == 15
    finger.tap("Set zone automatically", "Time zone", "Tokyo (GMT+9)")
    assert get(finger, "global/time_zone") == "Asia/Tokyo"
    finger.tap("Set time automatically", "Set zone automatically")
    assert get(finger, "global/clock_offset_s") == "0"
    assert timedelta() <= finger.phone.now - before < timedelta(minutes=2)


def test_an_unknown_zone_is_refused(finger: AppFinger) -> None:
    with pytest.raises(moments.UnknownZone):
        moments.set_zone(finger.phone.store, "Moon/Tranquility")


def test_a_schedule_turns_do_not_disturb_on_and_off(finger: AppFinger) -> None:
    now = finger.phone.now.replace(hour=21, minute=59, second=59)
    finger.start("notifications/dnd")
    finger.tap("Schedule Sleep")
    schedules.pass_time(finger.phone.store, now, now + timedelta(seconds=2))
    assert get(finger, "global/zen_mode") == "1"
    schedules.pass_time(finger.phone.store, now, now + timedelta(hours=9, minutes=2))
    assert get(finger, "global/zen_mode") == "0"
    schedules.pass_time(finger.phone.store, now, now + timedelta(days=3, hours=1))
    assert get(finger, "global/zen_mode") == "1"


def test_a_schedule_is_added_and_deleted(finger: AppFinger) -> None:
    finger.start("notifications/dnd")
    finger.tap("Add schedule")
    finger.phone.commit_text("Nap")
    finger.tap("Save", "OK")
    assert one(finger, "zen_rules", name="Nap").items() >= {"start": 22 * 60, "end": 6 * 60, "enabled": 1}.items()
    finger.tap("Nap", "Delete schedule", "Delete")
    assert "Nap" not in [row["name"] for row in finger.rows("zen_rules")]


def test_airplane_mode_asked_for_twice_forgets_no_radio(finger: AppFinger) -> None:
    provider.call(finger.phone, "settings", "airplane", {"on": True})
    provider.call(finger.phone, "settings", "airplane", {"on": True})
    assert (get(finger, "global/airplane_mode_on"), get(finger, "global/wifi_on")) == ("1", "0")
    provider.call(finger.phone, "settings", "airplane", {"on": False})
    assert get(finger, "global/wifi_on") == "1"
    with pytest.raises(provider.UnknownMethod):
        provider.call(finger.phone, "settings", "dance", {})


# look


def test_text_and_display_size(finger: AppFinger) -> None:
    finger.start("display/text")
    finger.tap("Larger, Text size", "Larger, Display size")
    assert get(finger, "system/font_scale") == "1.15"
    assert finger.phone.density == round(280 * 1.1)
    finger.tap("Reset sizes")
    assert (get(finger, "system/font_scale"), finger.phone.density) == ("1.0", 280)


def test_a_wallpaper_is_behind_the_home_screen(finger: AppFinger) -> None:
    finger.phone.press_key("home")
    _, _, before = finger.phone.grab()
    finger.start("display/wallpaper")
    finger.tap("Ember")
    assert get(finger, "system/wallpaper") == "#E0654A,#3A1420"
    finger.phone.press_key("home")
    _, _, after = finger.phone.grab()
    assert before != after


# system


def test_seven_taps_make_a_developer(finger: AppFinger) -> None:
    finger.start("system")
    assert not finger.shows("Developer settings")
    finger.start("about")
    finger.tap(*["Build number"] * 4)
    assert finger.shows("Steps left to be a developer: 3")
    finger.tap(*["Build number"] * 3)
    assert get(finger, "global/development_settings_enabled") == "1"
    finger.start("system/developer")
    finger.tap("Force right to left")
    left = next(node for node in finger.phone.tree().walk() if node.label == "Back").bounds[0]
    assert left > 400


def test_settings_are_searched(finger: AppFinger) -> None:
    finger.start("search")
    finger.write("search", "time")
    finger.hide_keyboard()
    finger.tap("Screen timeout")
    assert finger.phone.page == "display"
    finger.back()
    finger.write("search", "qqq")
    assert finger.shows("No setting is called that")


def test_large_files_are_deleted(finger: AppFinger) -> None:
    finger.phone.files.write("/sdcard/Download/big.bin", b"x" * 3_000_000)
    finger.start("storage/free")
    finger.tap("big.bin", "Free up 3.0 MB", "Delete")
    with pytest.raises(FileNotFoundError):
        finger.phone.files.stat("/sdcard/Download/big.bin")


def test_the_network_is_reset(finger: AppFinger) -> None:
    finger.put("wifi_on", "0")
    finger.start("system/reset")
    finger.tap("Reset network settings", "Reset")
    assert get(finger, "global/wifi_on") == "1"
    assert not any(row["saved"] for row in finger.rows("wifi_networks"))
    assert not any(row["paired"] for row in finger.rows("bluetooth_devices"))


def test_app_preferences_are_reset(finger: AppFinger) -> None:
    finger.phone.store.insert("permissions", {"package": CONTACTS, "permission": CAMERA, "granted": 1})
    finger.phone.store.put("secure", "default_app_browser", "none")
    finger.start("system/reset")
    finger.tap("Reset app preferences", "Reset")
    assert finger.rows("permissions") == []
    assert get(finger, "secure/default_app_browser") is None


def test_erasing_everything_asks_twice_and_leaves_a_new_phone(finger: AppFinger) -> None:
    fresh = {name: finger.rows(name) for name in ("contacts", "wifi_networks", "notes")}
    finger.put("device_name", "Ada's")
    for row in finger.rows("notes"):
        finger.phone.store.delete("notes", row["_id"])
    finger.phone.files.write("/sdcard/Download/own.txt", b"mine")
    finger.start("system/reset")
    finger.tap("Erase all data", "Continue", "Cancel")
    assert get(finger, "global/device_name") == "Ada's"
    finger.tap("Erase all data", "Continue", "Erase")
    assert get(finger, "global/device_name") == "Fingertip One"
    assert {name: finger.rows(name) for name in fresh} == fresh
    assert "own.txt" not in finger.phone.files.listdir("/sdcard/Download")
    assert finger.phone.running == ()

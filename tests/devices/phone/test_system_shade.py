"""Notifications, the shade and its tiles, heads-up, and what apps say of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from system_use import Hand

CONTACTS, NOTES, CLOCK = "com.android.contacts", "com.fingertip.notes", "com.android.deskclock"


@pytest.fixture(scope="module")
def shared() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.phone.close()


@pytest.fixture
def hand(shared: Hand) -> Hand:
    """A phone at its home page without notifications."""
    shared.phone.pull_shade(0)
    shared.phone.press_key("home")
    for row in shared.phone.store.rows("notifications"):
        shared.phone.cancel_notification(row["_id"])
    shared.phone.advance(10)
    return shared


def test_tiles_turn_the_same_settings_as_settings_does(hand: Hand) -> None:
    hand.pull()
    for name, place in (
        ("Wi-Fi", "global/wifi_on"),
        ("Bluetooth", "global/bluetooth_on"),
        ("Flashlight", "secure/flashlight_enabled"),
    ):
        before = hand.setting(place) == "1"
        hand.tap(name)
        assert (hand.setting(place) == "1") is not before
        hand.tap(name)
        assert (hand.setting(place) == "1") is before
    hand.tap("All tiles", "Dark theme")
    assert hand.setting("secure/ui_night_mode") == "2"
    hand.tap("Dark theme", "Location")
    assert hand.setting("secure/ui_night_mode") == "1"
    assert hand.setting("secure/location_mode") == "0"
    hand.tap("Location")


def test_a_held_tile_opens_its_page(hand: Hand) -> None:
    hand.pull()
    hand.hold("Bluetooth")
    assert hand.phone.foreground[0] == "com.android.settings"
    assert hand.phone.page == "connected"
    assert "Brightness" not in hand.names()


def test_the_shade_goes_down_further_and_up_again(hand: Hand) -> None:
    phone = hand.phone
    width, height = phone.size
    hand.pull()
    assert "All tiles" in hand.names()
    phone.swipe(width // 2, height * 7 // 10, width // 2, height * 9 // 10)
    assert "Fewer tiles" in hand.names()
    phone.swipe(width // 2, height * 8 // 10, width // 2, height * 5 // 10)
    assert "All tiles" in hand.names()
    phone.press_key("back")
    assert "All tiles" not in hand.names()
    hand.pull()
    phone.press_key("home")
    assert "All tiles" not in hand.names()


def test_brightness_is_the_setting(hand: Hand) -> None:
    hand.pull()
    slider = hand.node("brightness")
    assert slider is not None
    left, top, right, bottom = slider.bounds
    hand.phone.tap(right - 8, (top + bottom) // 2)
    assert hand.setting("system/screen_brightness") == "255"
    hand.phone.tap(left + 4, (top + bottom) // 2)
    assert hand.setting("system/screen_brightness") == "0"


def test_a_notification_leads_to_its_page(hand: Hand) -> None:
    row = hand.phone.store.rows("contacts")[0]
    hand.phone.notify(
        {"package": CONTACTS, "title": "Look", "text": "Somebody", "page": "contact", "values": {"id": row["_id"]}}
    )
    hand.pull()
    hand.tap("Look")
    assert (hand.phone.foreground[0], hand.phone.page) == (CONTACTS, "contact")
    assert hand.phone.store.rows("notifications") == []


def test_a_new_notification_shows_for_some_seconds(hand: Hand) -> None:
    hand.phone.notify({"package": NOTES, "title": "Ping"})
    assert "Ping" in hand.names()
    hand.phone.advance(4.5)
    assert "Ping" in hand.names()
    hand.phone.advance(0.5)
    assert "Ping" not in hand.names()
    hand.phone.notify({"package": NOTES, "title": "Quiet", "silent": True})
    assert "Quiet" not in hand.names()


def test_the_same_tag_is_the_same_notification(hand: Hand) -> None:
    first = hand.phone.notify({"package": NOTES, "tag": "count", "title": "One"})
    hand.phone.advance(6)
    assert hand.phone.notify({"package": NOTES, "tag": "count", "title": "Two"}) == first
    assert [row["title"] for row in hand.phone.store.rows("notifications")] == ["Two"]
    assert "Two" not in hand.names()  # a change does not come to the front again


def test_swiping_the_cross_and_clear_all_take_notifications_away(hand: Hand) -> None:
    for title in ("One", "Two", "Three"):
        hand.phone.notify({"package": NOTES, "title": title, "silent": True})
    hand.phone.notify({"package": CLOCK, "title": "Timer", "ongoing": True, "silent": True})
    hand.pull()
    card = next(node for node in hand.phone.tree().walk() if node.text == "Two" and node.clickable)
    x, y = card.centre
    hand.phone.swipe(x, y, x + 400, y)
    assert {row["title"] for row in hand.phone.store.rows("notifications")} == {"One", "Three", "Timer"}
    hand.tap("Dismiss notification")
    assert len(hand.phone.store.rows("notifications")) == 2
    hand.tap("Clear all")
    assert [row["title"] for row in hand.phone.store.rows("notifications")] == ["Timer"]
    card = next(node for node in hand.phone.tree().walk() if node.text == "Timer" and node.clickable)
    hand.phone.swipe(*card.centre, card.centre[0] + 400, card.centre[1])
    assert len(hand.phone.store.rows("notifications")) == 1


def test_an_app_that_may_not_notify_does_not(hand: Hand) -> None:
    number = hand.phone.store.insert(
        "permissions", {"package": NOTES, "permission": "android.permission.POST_NOTIFICATIONS", "granted": 0}
    )
    assert hand.phone.notify({"package": NOTES, "title": "Hello"}) == 0
    hand.phone.store.delete("permissions", number)
    assert hand.phone.notify({"package": NOTES, "title": "Hello"}) > 0


def test_do_not_disturb_keeps_it_off_the_screen(hand: Hand) -> None:
    hand.put("global/zen_mode", "1")
    assert hand.phone.notify({"package": NOTES, "title": "Psst"})
    assert "Psst" not in hand.names()
    hand.put("global/zen_mode", "0")


def test_a_fresh_phone_has_no_icons_of_notifications(hand: Hand) -> None:
    before = hand.phone.grab()
    number = hand.phone.notify({"package": NOTES, "title": "Icon", "silent": True})
    assert hand.phone.grab() != before
    hand.phone.cancel_notification(number)
    assert hand.phone.grab() == before

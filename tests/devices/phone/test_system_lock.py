"""The lock screen, the PIN, power and volume."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from system_use import Hand


@pytest.fixture(scope="module")
def shared() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.phone.close()


@pytest.fixture
def hand(shared: Hand) -> Hand:
    """A phone that is on and unlocked, with no lock screen set."""
    shared.put("secure/screen_lock", "none")
    shared.put("secure/lock_pin", "4711")
    shared.phone.restart()
    shared.phone.press_key("home")
    return shared


def sleep_and_wake(hand: Hand) -> None:
    hand.phone.press_key("power")
    hand.phone.press_key("power")


def lift(hand: Hand) -> None:
    width, height = hand.phone.size
    hand.phone.swipe(width // 2, height * 8 // 10, width // 2, height * 3 // 10)


def test_without_a_lock_screen_power_just_sleeps(hand: Hand) -> None:
    hand.phone.press_key("power")
    assert not hand.phone.awake
    _, _, pixels = hand.phone.grab()
    assert pixels == b"\0\0\0\xff" * (len(pixels) // 4)
    hand.phone.tap(100, 800)
    assert hand.phone.foreground[0] == "com.fingertip.launcher"
    hand.phone.press_key("power")
    assert hand.phone.awake
    assert not hand.phone.locked


def test_a_swipe_opens(hand: Hand) -> None:
    hand.put("secure/screen_lock", "swipe")
    hand.phone.start("com.fingertip.notes")
    sleep_and_wake(hand)
    assert hand.phone.locked
    assert "Swipe up to open" in hand.names()
    hand.phone.press_key("home")
    assert hand.phone.locked
    lift(hand)
    assert not hand.phone.locked
    assert hand.phone.foreground[0] == "com.fingertip.notes"


def test_it_shows_the_wallpaper_and_the_owners_words_and_nothing_below(hand: Hand) -> None:
    hand.put("secure/screen_lock", "swipe")
    sleep_and_wake(hand)
    plain = hand.phone.grab()
    hand.put("system/wallpaper_image", str(hand.phone.store.rows("images")[0]["path"]))
    hand.put("secure/lock_screen_owner_info", "If found, call 555 0100")
    assert hand.phone.grab() != plain
    assert "If found, call 555 0100" in hand.names()
    assert "Contacts" not in hand.names()
    hand.put("system/wallpaper_image", "")
    hand.put("secure/lock_screen_owner_info", "")
    assert hand.phone.grab() == plain


def test_the_pin_opens(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    lift(hand)
    assert hand.phone.locked
    assert "Enter your PIN" in hand.names()
    hand.tap("4", "7", "1", "2", "Backspace", "1", "Enter")
    assert not hand.phone.locked


def test_a_pin_comes_over_keys_too(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    assert not hand.phone.commit_text("4711")  # the PIN pad is not up yet
    lift(hand)
    assert hand.phone.commit_text("4711")
    hand.phone.press_key("enter")
    assert not hand.phone.locked


def test_five_wrong_pins_make_it_wait(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    lift(hand)
    for _ in range(5):
        hand.phone.commit_text("0000")
        hand.phone.press_key("enter")
        assert hand.phone.locked
    assert any("Try again in" in name for name in hand.names())
    hand.phone.commit_text("4711")
    hand.phone.press_key("enter")
    assert hand.phone.locked
    hand.phone.advance(30)
    assert "Enter your PIN" in hand.names()
    hand.phone.commit_text("4711")
    hand.phone.press_key("enter")
    assert not hand.phone.locked


def test_a_wrong_pin_says_so(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    lift(hand)
    hand.tap("1", "2", "3", "4", "Enter")
    assert "Wrong PIN" in hand.names()
    hand.phone.press_key("back")
    assert "Swipe up to open" in hand.names()


def test_notifications_on_the_lock_screen_hide_what_they_say(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    number = hand.phone.notify({"package": "com.fingertip.notes", "title": "Secret plan", "text": "at noon"})
    sleep_and_wake(hand)
    assert "Contents hidden" in hand.names()
    assert not {"Secret plan", "at noon"} & hand.names()
    hand.put("secure/lock_screen_allow_private_notifications", "1")
    assert {"Secret plan", "at noon"} <= hand.names()
    hand.put("secure/lock_screen_show_notifications", "0")
    assert "Secret plan" not in hand.names()
    hand.put("secure/lock_screen_show_notifications", "1")
    hand.put("secure/lock_screen_allow_private_notifications", "0")
    hand.phone.cancel_notification(number)


def test_emergencies_need_no_pin(hand: Hand) -> None:
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    lift(hand)
    hand.tap("Emergency", "Call 112")
    assert hand.phone.store.rows("calls")[-1]["number"] == "112"
    assert hand.phone.locked


def test_dismiss_keyguard_does_what_a_swipe_does(hand: Hand) -> None:
    hand.put("secure/screen_lock", "swipe")
    hand.phone.press_key("sleep")
    hand.phone.dismiss_keyguard()
    assert (hand.phone.awake, hand.phone.locked) == (True, False)
    hand.put("secure/screen_lock", "pin")
    sleep_and_wake(hand)
    hand.phone.dismiss_keyguard()
    assert hand.phone.locked
    assert "Enter your PIN" in hand.names()


def test_the_power_menu_restarts_and_switches_off(hand: Hand) -> None:
    hand.phone.start("com.fingertip.notes")
    hand.phone.press_key("power_long")
    hand.tap("Restart")
    assert hand.phone.running == ()
    assert hand.phone.foreground[0] == "com.fingertip.launcher"
    hand.phone.press_key("power_long")
    hand.tap("Power off")
    assert not hand.phone.awake
    hand.phone.press_key("power")
    assert hand.phone.awake
    hand.phone.press_key("power_long")
    hand.phone.press_key("back")
    assert "Power off" not in hand.names()


def test_volume_keys_show_a_panel_for_two_seconds(hand: Hand) -> None:
    hand.put("system/volume_music", "14")
    hand.phone.press_key("volume_up")
    hand.phone.press_key("volume_up")
    assert hand.setting("system/volume_music") == "15"
    assert hand.node("volume_dialog")
    hand.tap("Mute")
    assert hand.setting("system/volume_music") == "0"
    hand.phone.press_key("volume_up")
    assert hand.setting("system/volume_music") == "1"
    hand.phone.advance(2)
    assert hand.node("volume_dialog") is None
    hand.phone.press_key("volume_mute")
    assert hand.setting("system/volume_music") == "0"

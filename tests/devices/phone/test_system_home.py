"""Launcher, recents, gestures, rotation and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from system_use import Hand

from devices.phone import manifest
from devices.phone.apps.gallery import index
from devices.phone.tree import find

NOTES, CONTACTS, SETTINGS, LAUNCHER = (
    "com.fingertip.notes",
    "com.android.contacts",
    "com.android.settings",
    "com.fingertip.launcher",
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.phone.close()


@pytest.fixture
def hand(shared: Hand) -> Hand:
    """A phone at its home page, with three buttons, upright."""
    shared.put("secure/navigation_mode", "0")
    shared.put("system/system_locales", "en-US")
    shared.put("system/accelerometer_rotation", "0")
    shared.put("system/user_rotation", "0")
    shared.phone.restart()
    for name in ("launcher", "clipboard"):
        for row in shared.phone.store.rows(name):
            shared.phone.store.delete(name, row["_id"])
    return shared


def swipe(hand: Hand, x: float, y: float, to_x: float, to_y: float) -> None:
    """Swipe between places given as parts of the screen."""
    width, height = hand.phone.size
    hand.phone.swipe(int(x * width), int(y * height), int(to_x * width), int(to_y * height))


# launcher


def test_an_icon_can_be_taken_off_and_put_back(hand: Hand) -> None:
    hand.hold("Notes")
    hand.tap("Remove")
    assert find(hand.phone.tree(), "Notes") is None
    swipe(hand, 0.5, 0.7, 0.5, 0.3)
    hand.hold("Notes")
    hand.tap("Add to home screen")
    hand.phone.press_key("home")
    assert find(hand.phone.tree(), "Notes") is not None
    swipe(hand, 0.5, 0.7, 0.5, 0.3)
    hand.hold("Notes")
    hand.tap("Add to home screen")
    assert "Already on the home screen" in hand.names()


def test_an_icon_leads_to_what_is_known_of_its_app(hand: Hand) -> None:
    hand.hold("Notes")
    hand.tap("App info")
    assert hand.phone.foreground[0] == SETTINGS


def test_pages_turn_the_way_lines_run(hand: Hand) -> None:
    def texts() -> set[str]:
        return {node.text for node in hand.phone.tree().walk() if node.clickable and node.text}

    first = texts()
    swipe(hand, 0.8, 0.5, 0.2, 0.5)
    assert texts() != first
    swipe(hand, 0.2, 0.5, 0.8, 0.5)
    assert texts() == first
    hand.put("system/system_locales", "ar")
    first = texts()
    swipe(hand, 0.8, 0.5, 0.2, 0.5)
    assert texts() == first
    swipe(hand, 0.2, 0.5, 0.8, 0.5)
    assert texts() != first


def test_a_swipe_down_on_the_home_page_opens_the_shade(hand: Hand) -> None:
    swipe(hand, 0.5, 0.4, 0.5, 0.7)
    assert "All tiles" in hand.names()
    hand.phone.press_key("back")


@pytest.mark.parametrize(("width", "height", "density"), [(1600, 720, 280), (2208, 1840, 420), (720, 1280, 320)])
def test_icons_do_not_cover_each_other(hand: Hand, width: int, height: int, density: int) -> None:
    size = (*hand.phone.size, hand.phone.density)
    hand.phone.resize(width, height, density)
    labels = {app.label for app in hand.phone.apps.all}
    icons = [node for node in hand.phone.tree().walk() if node.clickable and node.text in labels]
    texts = [node for icon in icons for node in icon.walk() if node is not icon and node.text]
    for one in icons:
        for other in texts:
            if other in set(one.walk()):
                continue
            x, y = other.centre
            left, top, right, _ = one.bounds
            disc_bottom = top + (right - left) // 4
            assert not (left < x < right and top < y < disc_bottom), (one.text, other.text)
    hand.phone.resize(*size)


# recents


def test_recents_switch_and_close(hand: Hand) -> None:
    for package in (NOTES, CONTACTS, SETTINGS):
        hand.phone.start(package)
    hand.phone.press_key("recents")
    card = find(hand.phone.tree(), "Contacts")
    assert card is not None
    x, y = card.centre
    hand.phone.swipe(x, y, x - 400, y)
    assert CONTACTS not in hand.phone.running
    hand.tap("Close Notes")
    assert hand.phone.running == (SETTINGS,)
    hand.tap("Settings")
    assert hand.phone.foreground[0] == SETTINGS
    hand.phone.press_key("recents")
    hand.tap("Clear all")
    assert hand.phone.running == ()


def test_an_upward_swipe_closes_where_the_list_goes_no_further(hand: Hand) -> None:
    for package in (NOTES, CONTACTS, SETTINGS):
        hand.phone.start(package)
    hand.phone.press_key("recents")
    card = find(hand.phone.tree(), "Contacts")
    assert card is not None
    x, y = card.centre
    hand.phone.swipe(x, y, x, y - 250)
    assert hand.phone.running == (SETTINGS, NOTES)
    for app in manifest.installed():
        hand.phone.start(app.package)
    hand.phone.press_key("recents")
    number = len(hand.phone.running)
    swipe(hand, 0.5, 0.7, 0.5, 0.3)
    assert len(hand.phone.running) == number  # it scrolled
    for _ in range(30):
        swipe(hand, 0.5, 0.7, 0.5, 0.3)
        if len(hand.phone.running) < number:
            break
    assert len(hand.phone.running) == number - 1
    assert "Close " + manifest.installed()[0].label in hand.names()  # still at its end
    hand.tap("Clear all")


# one app opens another


def test_back_leads_to_the_app_that_opened_this_one(hand: Hand) -> None:
    phone = hand.phone
    phone.start("com.android.gallery3d", "details")
    hand.tap(str(index.merged(phone)[0]["place"]))
    assert phone.foreground[0] == "com.fingertip.maps"
    phone.press_key("back")
    assert (phone.foreground[0], phone.page) == ("com.android.gallery3d", "details")
    phone.press_key("back")
    phone.press_key("back")
    assert phone.foreground[0] == LAUNCHER
    phone.start("com.android.gallery3d", "details")
    hand.tap(str(index.merged(phone)[0]["place"]))
    phone.press_key("home")
    phone.start("com.fingertip.maps", "")
    phone.press_key("back")
    assert phone.foreground[0] == LAUNCHER


# gestures


def test_gestures_do_what_the_buttons_do(hand: Hand) -> None:
    hand.put("secure/navigation_mode", "2")
    hand.phone.start(CONTACTS, "edit")
    hand.phone.press_key("back")  # the keyboard
    assert "Overview" not in hand.names()
    swipe(hand, 0.005, 0.5, 0.4, 0.5)
    assert hand.phone.page == ""
    hand.phone.start(CONTACTS, "edit")
    hand.phone.press_key("back")
    swipe(hand, 0.995, 0.5, 0.6, 0.5)
    assert hand.phone.page == ""
    swipe(hand, 0.5, 0.995, 0.5, 0.85)
    assert hand.phone.page == "recents"
    swipe(hand, 0.5, 0.995, 0.5, 0.4)
    assert hand.phone.foreground == (LAUNCHER, ".Launcher")


def test_taps_at_the_edge_go_to_the_app(hand: Hand) -> None:
    hand.put("secure/navigation_mode", "2")
    hand.phone.start(SETTINGS)
    row = find(hand.phone.tree(), "Network & internet")
    assert row is not None
    hand.phone.tap(4, row.centre[1])
    assert hand.phone.page == "network"


# rotation


def test_the_screen_follows_the_phone_where_it_may(hand: Hand) -> None:
    width, height = hand.phone.size
    hand.phone.turn(1)
    assert hand.phone.size == (width, height)
    hand.put("system/accelerometer_rotation", "1")
    assert hand.phone.size == (height, width)
    hand.put("system/accelerometer_rotation", "0")
    hand.put("system/user_rotation", "0")
    assert hand.phone.size == (width, height)
    hand.put("system/accelerometer_rotation", "1")
    hand.phone.turn(0)
    assert hand.phone.rotation == 0
    hand.phone.turn(3)
    hand.put("system/accelerometer_rotation", "0")
    assert (hand.phone.rotation, hand.setting("system/user_rotation")) == (3, "3")


# keyboard


def title(hand: Hand) -> str:
    """What stands in the title of the note."""
    node = hand.node("note_title")
    assert node is not None
    return node.text


def test_text_is_copied_cut_and_pasted(hand: Hand) -> None:
    hand.phone.start(NOTES, "edit")
    hand.phone.commit_text("Hello world")
    field = hand.node("note_title")
    assert field is not None
    x, y = field.bounds[0] + 60, field.centre[1]
    hand.phone.swipe(x, y, x, y, 700)
    hand.tap("Copy")
    assert hand.phone._bridge.clipboard == "Hello"
    hand.phone.swipe(x, y, x, y, 700)
    hand.tap("Select all", "Cut")
    assert (title(hand), hand.phone._bridge.clipboard) == ("", "Hello world")
    hand.phone.swipe(x, y, x, y, 700)
    hand.tap("Paste")
    assert title(hand) == "Hello world"
    hand.phone.tap(x, y)
    assert "Select all" not in hand.names()


def test_the_keyboard_offers_what_was_copied_a_moment_ago(hand: Hand) -> None:
    hand.phone._bridge.copy("42 Elm Street")
    hand.phone.start(NOTES, "edit")
    hand.tap("Paste 42 Elm Street")
    assert title(hand) == "42 Elm Street"
    assert hand.node("clipboard_chip") is None
    hand.phone.advance(130)
    hand.phone.start(NOTES, "edit")
    assert hand.node("clipboard_chip") is None


def test_a_field_for_numbers_gets_digits(hand: Hand) -> None:
    hand.phone.start(NOTES, "edit")
    focus = hand.phone.ime._focus
    assert isinstance(focus, QObject)
    focus.setProperty("numeric", True)
    hand.phone.ime.entered.emit()
    hand.tap("1", "2", ".", "5", "Backspace", "Letters", "a")
    assert title(hand) == "12.a"


def test_the_letters_follow_the_language(hand: Hand) -> None:
    hand.put("system/system_locales", "de-DE")
    hand.phone.start(NOTES, "edit")
    assert "Deutsch" not in hand.names()  # the space bar is called by what it does
    hand.hold("u")
    hand.hold("s")
    assert title(hand) == "üß"
    hand.put("system/system_locales", "ar")
    hand.tap("ض")
    assert title(hand) == "üßض"
    node = next(node for node in hand.phone.tree().walk() if node.text == "ض" and node.clickable)
    assert node.centre[0] < hand.phone.size[0] // 4  # keys are not mirrored

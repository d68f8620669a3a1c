"""The apps of the phone, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node, find

CLOCK, CONTACTS, NOTES, CALCULATOR = (
    "com.android.deskclock",
    "com.android.contacts",
    "com.fingertip.notes",
    "com.android.calculator2",
)


class Finger:
    """Touches things by what they are called."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def tap(self, *names: str) -> None:
        for name in names:
            self.phone.grab()
            node = find(self.phone.tree(), name)
            assert node is not None, f"nothing on the screen is called {name!r}"
            self._touch(node)

    def tap_id(self, identifier: str) -> None:
        self._touch(self.node(identifier))

    def tap_arrow(self) -> None:
        """The arrow in the app's bar, which is called like the system's own button."""
        self.phone.grab()
        self._touch(next(node for node in self.phone.tree().walk() if node.label == "Back"))

    def node(self, identifier: str) -> Node:
        self.phone.grab()
        return next(node for node in self.phone.tree().walk() if node.identifier == identifier)

    def write(self, text: str) -> None:
        assert self.phone.commit_text(text)

    def texts(self) -> set[str]:
        self.phone.grab()
        return {node.text for node in self.phone.tree().walk()}

    def rows(self, provider: str) -> list[dict[str, Any]]:
        return self.phone.store.rows(provider)

    def _touch(self, node: Node) -> None:
        self.phone.tap(*node.centre)
        self.phone.grab()


def make(**options: Any) -> Finger:
    phone = Phone(PhoneOptions(width=720, height=1600, density=280, **options))
    phone.store.put("global", "animator_duration_scale", "0")
    return Finger(phone)


@pytest.fixture
def finger() -> Iterator[Finger]:
    made = make()
    yield made
    made.phone.close()


# pages that slide in


def test_a_page_that_slides_in_takes_the_touch_and_shows_no_other_page() -> None:
    phone = Phone(PhoneOptions(seed=0))
    try:
        phone.start("com.android.settings", "network/wifi", {})
        (row,) = [node for node in phone.tree().walk() if node.checkable and node.name == "Wi-Fi"]
        phone.tap(*row.centre)
        assert phone.store.get("global", "wifi_on") == "0"
        phone.press_key("home")
        phone.start("com.android.settings", "network/wifi", {})
        phone.tap(*row.centre)
        assert phone.store.get("global", "wifi_on") == "1"
    finally:
        phone.close()


# keyboard


def test_keys_type_letters_capitals_and_symbols(finger: Finger) -> None:
    finger.phone.start(NOTES, "edit")
    finger.tap(
        "Shift", "H", "i", "Space", "Shift", "Shift", "A", "B", "Caps lock", "c", "Symbols", "7", "@", "More symbols", "÷"
    )
    assert finger.node("note_title").text == "Hi ABc7@÷"
    finger.tap("Backspace", "Backspace", "Letters", "z")
    assert finger.node("note_title").text == "Hi ABc7z"


def test_holding_backspace_deletes_on_and_on(finger: Finger) -> None:
    finger.phone.start(NOTES, "edit")
    finger.phone.grab()
    finger.write("a" * 40)
    x, y = finger.node("backspace").centre
    finger.phone.swipe(x, y, x, y, 900)
    assert len(finger.node("note_title").text) < 38


def test_holding_a_letter_of_the_top_row_types_its_digit(finger: Finger) -> None:
    finger.phone.start(NOTES, "edit")
    finger.phone.grab()
    key = find(finger.phone.tree(), "t")
    assert key is not None
    finger.phone.swipe(*key.centre, *key.centre, 700)
    assert finger.node("note_title").text == "5"


def test_the_keyboard_hides_and_starts_over_with_letters(finger: Finger) -> None:
    finger.phone.start(NOTES, "edit")
    finger.tap("Symbols", "Hide keyboard")
    assert not finger.phone.keyboard_shown
    finger.tap_id("note_title")
    assert finger.phone.keyboard_shown
    assert find(finger.phone.tree(), "q") is not None


def test_an_input_method_without_keys_shows_none(finger: Finger) -> None:
    finger.phone.start(NOTES, "edit")
    assert "q" in finger.texts()
    assert finger.phone.keyboard_shown
    finger.phone.store.put("secure", "default_input_method", manifest.ADB_KEYBOARD)
    assert "q" not in finger.texts()
    assert not finger.phone.keyboard_shown
    finger.write("Ideas")
    finger.phone.store.put("secure", "default_input_method", manifest.KEYBOARD)
    assert "q" in finger.texts()
    assert finger.phone.keyboard_shown
    assert finger.node("note_title").text == "Ideas"


# notes


def test_a_note_is_written_changed_and_deleted(finger: Finger) -> None:
    before = finger.rows("notes")
    finger.phone.start(NOTES)
    finger.tap("New note")
    finger.write("Ideas")
    finger.tap("Enter")
    finger.write("one\n两")
    finger.tap("Save")
    assert finger.rows("notes")[-1].items() >= {"title": "Ideas", "body": "one\n两"}.items()
    finger.tap("Ideas")
    finger.tap_id("note_title")
    finger.write("!")
    finger.tap_arrow()  # leaving saves; the arrow leaves even while the keyboard is up
    assert finger.rows("notes")[-1]["title"] == "Ideas!"
    finger.tap("Ideas!", "Delete note", "Cancel")
    assert len(finger.rows("notes")) == len(before) + 1
    finger.tap("Delete note", "Delete")
    assert finger.rows("notes") == before


def test_an_empty_note_is_not_kept_and_an_empty_list_says_so(finger: Finger) -> None:
    for row in finger.rows("notes"):
        finger.phone.store.delete("notes", row["_id"])
    finger.phone.start(NOTES)
    assert "No notes yet" in finger.texts()
    finger.tap("New note", "Save")
    assert finger.rows("notes") == []


def test_notes_that_another_program_wrote_are_listed(finger: Finger, capfd: pytest.CaptureFixture[str]) -> None:
    for row in finger.rows("notes"):
        finger.phone.store.delete("notes", row["_id"])
    for row in ({"title": "Bare", "body": ""}, {"title": "Number", "modified": 5}, {"title": "Only"}, {"body": "Body"}, {}):
        finger.phone.store.insert("notes", row)
    before = finger.rows("notes")
    finger.phone.start(NOTES)
    assert {"Bare", "Number", "Only", "Body"} <= finger.texts()
    finger.tap("Only")
    finger.phone.press_key("back")
    finger.phone.press_key("back")
    assert finger.rows("notes") == before
    assert capfd.readouterr().err == ""


# contacts


def test_a_person_is_created_found_changed_and_deleted(finger: Finger) -> None:
    finger.phone.start(CONTACTS)
    before = len(finger.rows("contacts"))
    finger.tap("Create contact", "Save")
    assert len(finger.rows("contacts")) == before  # no name, no contact
    finger.write("王小明")
    finger.tap("Enter")
    finger.write("5551")
    finger.tap("Save")
    assert finger.rows("contacts")[-1].items() >= {"name": "王小明", "phone": "5551", "email": "", "starred": 0}.items()
    finger.tap_id("search")
    finger.write("王")
    finger.tap("王小明", "Add to favourites", "Edit contact")
    finger.tap_id("email")
    finger.write("x@example.com")
    finger.tap("Save")
    assert finger.rows("contacts")[-1].items() >= {"email": "x@example.com", "starred": 1}.items()
    finger.tap("Delete contact", "Delete")
    assert len(finger.rows("contacts")) == before
    assert finger.phone.page == ""


# clock


def test_an_alarm_is_set_on_the_dial(finger: Finger) -> None:
    finger.phone.start(CLOCK)
    finger.tap("Add alarm", "13", "40", "OK")
    expected = {"hour": 13, "minute": 40, "enabled": 1, "days": "", "label": ""}
    assert finger.rows("alarms")[-1].items() >= expected.items()


def test_an_alarm_is_typed_labelled_repeated_and_deleted(finger: Finger) -> None:
    finger.phone.start(CLOCK)
    finger.tap("06:30")
    assert finger.phone.page == "alarm"
    finger.tap("Wed", "Sun")
    finger.tap_id("label")
    finger.write("!")
    finger.tap("Change the time", "Type the time")
    finger.write("8")
    finger.tap("Enter")
    finger.phone.clear_text()
    finger.write("77")
    finger.tap("OK")  # refused, and still there to be mended
    assert finger.rows("alarms")[0]["minute"] == 30
    finger.tap_id("minute")
    finger.phone.clear_text()
    finger.write("07")
    finger.tap("OK")
    expected = {"hour": 8, "minute": 7, "label": "Gym!", "days": "157", "enabled": 1}
    assert finger.rows("alarms")[0].items() >= expected.items()
    finger.tap("Delete alarm", "Delete")
    assert [row["_id"] for row in finger.rows("alarms")] == [2, 3]


def test_the_switch_of_an_alarm_and_the_twelve_hour_clock(finger: Finger) -> None:
    finger.phone.store.put("system", "time_12_24", "12")
    finger.phone.start(CLOCK)
    finger.tap("7:45 AM alarm")
    assert finger.rows("alarms")[1]["enabled"] == 0
    finger.tap("Add alarm", "PM", "12", "OK")
    assert finger.rows("alarms")[-1].items() >= {"hour": 12, "minute": 0}.items()


def test_cities_timer_and_stopwatch(finger: Finger) -> None:
    finger.phone.start(CLOCK, "clock")
    finger.tap("Add city", "Berlin", "Remove London")
    assert [row["city"] for row in finger.rows("world_clocks")] == ["Tokyo", "Berlin"]
    finger.tap("Timer", "5", "00", "Start", "Pause", "Add 1 minute")
    (timer,) = finger.rows("timers")
    assert timer["state"] == "paused"
    assert 355_000 < int(timer["left_ms"]) <= 360_000
    finger.tap("Delete timer", "Stopwatch", "Start", "Lap", "Stop")
    assert finger.rows("timers") == []
    assert finger.rows("stopwatch")[0]["state"] == "stopped"
    assert len(finger.rows("laps")) == 1
    finger.tap("Reset")
    assert finger.rows("stopwatch") == finger.rows("laps") == []


# calculator


@pytest.mark.parametrize(
    ("keys", "expression", "result"),
    [
        ("12×3+4", "12×3+4", "40"),
        ("0.1+0.2=", "0.3", ""),
        ("5=+1=2", "2", ""),
        ("8÷0=", "8÷0", "Can't divide by 0"),
        ("(2+3(×4", "(2+3)×4", "20"),
        ("−5+8", "−5+8", "3"),
        ("50%×2", "50%×2", "1"),
        ("9÷−3", "9÷−3", "−3"),
        ("1..5", "1.5", ""),
        ("007", "7", ""),
        ("2(3", "2(3", "6"),
        ("++5×÷2", "5÷2", "2.5"),
    ],
)
def test_the_calculator_calculates(finger: Finger, keys: str, expression: str, result: str) -> None:
    finger.phone.start(CALCULATOR)
    finger.tap(*("Brackets" if key == "(" else key for key in keys))
    assert (
        finger.node("formula").text,
        next((n.text for n in finger.phone.tree().walk() if n.identifier == "result"), ""),
    ) == (
        expression,
        result,
    )


def test_results_are_kept_and_garbage_in_the_store_is_harmless(finger: Finger) -> None:
    finger.phone.start(CALCULATOR)
    finger.tap("6", "×", "7", "=")
    assert finger.rows("calculations") == [{"_id": 1, "expression": "6×7", "result": "42"}]
    finger.phone.store.put("secure", "calculator_expression", "1...(")
    finger.tap("=")
    assert "Format error" in finger.texts()


# all of them


@pytest.mark.parametrize("package", [CLOCK, CONTACTS, NOTES, CALCULATOR])
def test_apps_open_at_every_activity_and_clickable_things_have_names(finger: Finger, package: str) -> None:
    for page in manifest.by_package()[package].activities.values():
        finger.phone.start(package, page)
        finger.phone.grab()
        nameless = [node for node in finger.phone.tree().walk() if node.clickable and not node.name]
        assert nameless == []

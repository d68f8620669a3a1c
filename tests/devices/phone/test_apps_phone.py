"""The Phone app, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone import provider
from devices.phone.apps.phone.provider import same


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.dialer", seed=3)
    yield made
    made.close()


def dial(finger: AppFinger, digits: str) -> None:
    finger.start("dialpad")
    finger.tap(*digits)


def test_a_fresh_phone_remembers_twenty_five_calls_of_known_people(finger: AppFinger) -> None:
    calls = finger.rows("calls")
    assert len(calls) == 25
    assert [call["time"] for call in calls] == sorted(call["time"] for call in calls)
    assert {call["name"] for call in calls} - {person.name for person in finger.phone.world.people} <= {""}
    assert all((call["kind"], call["type"]) in (("in", 1), ("out", 2), ("missed", 3)) for call in calls)
    assert all((call["seconds"] == 0) == (call["kind"] == "missed") for call in calls)


def test_keys_dial_letters_find_and_holding_zero_is_plus(finger: AppFinger) -> None:
    finger.start("dialpad")
    finger.tap("5", "5", "5", "0", "1", "9", "9")
    assert finger.node("digits").text == "555-0199"
    finger.tap("Backspace")
    assert finger.node("digits").text == "555-019"
    finger.hold("Backspace")
    assert finger.node("digits").text == ""
    finger.hold("0")
    finger.tap("1")
    assert finger.node("digits").text == "+1"


def test_a_name_is_found_by_its_letters_on_the_keys(finger: AppFinger) -> None:
    finger.phone.store.insert("contacts", {"name": "Zoe Quill", "phone": "555 0142", "email": "", "starred": 0})
    dial(finger, "96378")
    assert "Zoe Quill" not in finger.texts()
    dial(finger, "963")
    finger.tap("Zoe Quill")
    assert finger.rows("live_calls")[0]["name"] == "Zoe Quill"


def test_a_call_is_answered_switched_and_ends_in_the_log(finger: AppFinger) -> None:
    dial(finger, "5550199")
    finger.tap("Call")
    assert finger.phone.page == "incall"
    assert finger.shows("Calling…")
    finger.wait(4)
    assert finger.rows("live_calls")[0]["state"] == "active"
    finger.tap("Mute", "Speaker", "Keypad", "1", "#", "Keypad")
    call = finger.rows("live_calls")[0]
    assert (call["muted"], call["speaker"], call["held"], call["tones"]) == (1, 1, 0, "1#")
    finger.wait(60)
    finger.tap("Hold")
    assert finger.shows("On hold")
    assert [row["page"] for row in finger.rows("notifications")] == ["incall"]
    finger.tap("End call")
    last = finger.rows("calls")[-1]
    assert (last["number"], last["kind"], last["type"], last["seen"]) == ("5550199", "out", 2, 1)
    assert 60 <= last["seconds"] < 75
    assert finger.rows("live_calls") == finger.rows("notifications") == []
    assert finger.phone.page == "dialpad"


def test_a_call_goes_on_while_one_does_something_else(finger: AppFinger) -> None:
    finger.phone.start("com.android.dialer", "dialpad", {"uri": "tel:555%200123", "action": "android.intent.action.CALL"})
    assert finger.phone.page == "incall"
    finger.back()
    assert finger.phone.page == ""
    finger.tap("Return to call")
    assert finger.phone.page == "incall"
    finger.phone.press_key("home")
    finger.wait(10)
    finger.start("incall")
    finger.tap("End call")
    assert finger.rows("calls")[-1]["number"] == "555 0123"


def test_no_call_without_a_number_or_in_airplane_mode(finger: AppFinger) -> None:
    dial(finger, "5")
    finger.tap("Call")
    assert finger.shows("This is not a valid number.")
    finger.tap("OK")
    finger.put("airplane_mode_on", "1")
    dial(finger, "5550199")
    finger.tap("Call", "Cancel")
    assert finger.rows("live_calls") == []
    finger.tap("Call", "Turn off")
    assert finger.phone.store.get("global", "airplane_mode_on") == "0"
    assert len(finger.rows("live_calls")) == 1


def test_somebody_calls_and_is_answered(finger: AppFinger) -> None:
    person = next(row for row in finger.rows("contacts") if row["phone"])
    finger.start("incoming", number=person["phone"])
    assert finger.phone.page == "incoming"
    assert finger.shows(person["name"])
    finger.tap("Answer")
    assert finger.phone.page == "incall"
    finger.wait(5)
    finger.tap("End call")
    last = finger.rows("calls")[-1]
    assert (last["name"], last["kind"]) == (person["name"], "in")
    assert last["seconds"] >= 5


def test_a_call_is_declined_missed_or_blocked(finger: AppFinger) -> None:
    finger.start("incoming", number="5550111", name="Desk")
    finger.tap("Decline")
    assert finger.rows("calls")[-1].items() >= {"name": "Desk", "kind": "missed", "seen": 1}.items()
    finger.start("incoming", number="5550112")
    finger.wait(31)
    assert finger.phone.page == ""
    assert finger.rows("calls")[-1].items() >= {"number": "5550112", "kind": "missed", "seen": 0, "new": 1}.items()
    assert [row["title"] for row in finger.rows("notifications")] == ["Missed call"]
    provider.call(finger.phone, "phone", "block", {"number": "5550113"})
    finger.start("incoming", number="+1 555 0113")
    assert finger.phone.page == ""
    assert finger.rows("live_calls") == []


def test_details_block_and_delete_ask_first(finger: AppFinger) -> None:
    number = finger.rows("calls")[-1]["_id"]
    finger.start("call", id=number)
    finger.tap("More options", "Block number", "Cancel")
    assert finger.rows("blocked_numbers") == []
    finger.tap("More options", "Block number", "Block")
    assert len(finger.rows("blocked_numbers")) == 1
    finger.tap("More options", "Unblock")
    assert finger.rows("blocked_numbers") == []
    finger.tap("More options", "Delete", "Delete")
    assert number not in [row["_id"] for row in finger.rows("calls")]
    assert finger.phone.page == ""


def test_history_is_cleared_after_a_question(finger: AppFinger) -> None:
    finger.start()
    finger.tap("More options", "Clear call history", "Cancel")
    assert len(finger.rows("calls")) == 25
    finger.tap("More options", "Clear call history", "Clear")
    assert finger.rows("calls") == []
    assert finger.shows("No recent calls")


def test_looking_at_recents_sees_missed_calls(finger: AppFinger) -> None:
    finger.phone.store.insert("calls", {"number": "5550", "time": 0, "seconds": 0, "kind": "missed", "seen": 0, "name": ""})
    finger.start()
    finger.tap("Contacts", "Recents", "Missed")
    assert all(row["seen"] for row in finger.rows("calls"))


def test_numbers_are_blocked_by_hand(finger: AppFinger) -> None:
    finger.start("blocked")
    finger.tap("Add a number")
    finger.write("number", "555 0177")
    finger.hide_keyboard()
    finger.tap("Block")
    assert [row["number"] for row in finger.rows("blocked_numbers")] == ["555 0177"]
    finger.tap("Unblock 555 0177")
    assert finger.rows("blocked_numbers") == []


def test_rows_of_another_hand_show_too(finger: AppFinger) -> None:
    finger.phone.store.insert(
        "calls", {"number": "5550161", "name": "", "time": finger.phone.world.when(), "seconds": 5, "type": 2}
    )
    finger.start()
    finger.tap("555-0161")
    assert finger.shows("Outgoing")


@pytest.mark.parametrize("page", ["", "dialpad", "call", "blocked", "voicemail", "incall", "incoming"])
def test_every_page_opens_by_itself(finger: AppFinger, page: str) -> None:
    finger.start(page)
    assert finger.phone.page == page


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("+1 555 010 1234", "555-010-1234", True),
        ("555 0101", "555 0102", False),
        ("", "", False),
        ("112", "112", True),
        ("12", "112", False),
    ],
)
def test_numbers_are_compared_by_their_digits(one: str, other: str, equal: bool) -> None:
    assert same(one, other) is equal

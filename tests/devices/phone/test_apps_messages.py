"""The Messages app, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone import provider


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.messaging", seed=3)
    yield made
    made.close()


def sent(finger: AppFinger) -> list[str]:
    return [row["body"] for row in finger.rows("sms") if row["kind"] == "sent"]


def write(finger: AppFinger, text: str) -> None:
    finger.write("compose_message_text", text)
    finger.tap_id("send_message_button")


def test_a_fresh_phone_has_threads_with_known_people(finger: AppFinger) -> None:
    rows = finger.rows("sms")
    assert 12 <= len({row["thread"] for row in rows}) <= 20
    assert {row["name"] for row in rows} - {person.name for person in finger.phone.world.people} <= {""}
    assert all((row["kind"], row["type"]) in (("inbox", 1), ("sent", 2)) for row in rows)
    assert any(not row["read"] for row in rows)


def test_opening_a_thread_reads_it(finger: AppFinger) -> None:
    unread = next(row for row in finger.rows("sms") if not row["read"])
    finger.start()
    finger.tap(unread["name"] or unread["address"])
    assert finger.shows(unread["body"])
    assert all(row["read"] for row in finger.rows("sms") if row["thread"] == unread["thread"])


def test_a_message_is_sent_and_may_be_answered(finger: AppFinger) -> None:
    person = next(row for row in finger.rows("contacts") if row["phone"])
    finger.start("conversation", address=person["phone"])
    for index in range(6):
        write(finger, f"Hello {index}")
    assert sent(finger)[-1] == "Hello 5"
    before = len(finger.rows("sms"))
    waiting = len(finger.rows("sms_replies"))
    assert waiting
    finger.phone.press_key("home")
    finger.wait(25)
    assert len(finger.rows("sms")) == before + waiting
    note = finger.rows("notifications")[-1]
    assert (note["title"], note["page"]) == (person["name"], "conversation")
    finger.start("conversation", address=person["phone"])
    assert finger.rows("notifications") == []


def test_recipients_become_chips_and_others_are_refused(finger: AppFinger) -> None:
    person = next(row for row in finger.rows("contacts") if row["phone"])
    finger.start("new")
    finger.write("recipient_text_view", "nobody at all")
    finger.tap_id("enter")
    assert finger.shows("Not a contact and not a number")
    finger.write("recipient_text_view", person["name"][:4])
    finger.hide_keyboard()
    finger.tap(person["name"])
    assert f"Remove {person['name']}" in finger.names()
    finger.write("recipient_text_view", "555 0190,")
    write(finger, "For both")
    assert [row["address"] for row in finger.rows("sms")[-2:]] == [person["phone"], "555 0190"]
    assert finger.phone.page == ""


def test_without_a_recipient_nothing_is_sent(finger: AppFinger) -> None:
    before = len(finger.rows("sms"))
    finger.start("new", text="shared words")
    finger.tap_id("send_message_button")
    assert finger.shows("Add a recipient first", "shared words")
    assert len(finger.rows("sms")) == before


def test_a_link_fills_in_number_and_text(finger: AppFinger) -> None:
    finger.start("new", uri="smsto:5550123?body=On%20my%20way")
    assert finger.phone.page == "conversation"
    finger.tap_id("send_message_button")
    assert finger.rows("sms")[-1].items() >= {"address": "5550123", "body": "On my way", "kind": "sent"}.items()


def test_a_message_that_failed_is_sent_again(finger: AppFinger) -> None:
    finger.put("airplane_mode_on", "1")
    finger.start("conversation", address="5550123")
    write(finger, "Are you there?")
    assert finger.rows("sms")[-1].items() >= {"kind": "failed", "type": 5}.items()
    assert finger.shows("Not sent. Tap to retry.")
    finger.hide_keyboard()
    finger.tap("Are you there?")
    assert finger.rows("sms")[-1]["kind"] == "failed"
    finger.put("airplane_mode_on", "0")
    finger.tap("Are you there?")
    assert finger.rows("sms")[-1].items() >= {"kind": "sent", "type": 2}.items()


def test_a_draft_is_kept_and_goes_when_it_is_sent(finger: AppFinger) -> None:
    finger.start("conversation", address="5550123")
    finger.write("compose_message_text", "half a sen")
    finger.back()
    assert [row["body"] for row in finger.rows("sms_drafts")] == ["half a sen"]
    assert finger.shows("Draft: half a sen")
    finger.tap("5550123")
    finger.tap_id("send_message_button")
    finger.back()
    assert finger.rows("sms_drafts") == []
    assert finger.rows("sms")[-1]["body"] == "half a sen"


def test_a_message_is_copied_and_deleted(finger: AppFinger) -> None:
    row = finger.rows("sms")[-1]
    finger.start("conversation", address=row["address"])
    finger.hold(row["body"])
    finger.tap("Copy text")
    finger.hold(row["body"])
    finger.tap("Details", "OK")
    finger.hold(row["body"])
    finger.tap("Delete message", "Delete")
    assert row["_id"] not in [other["_id"] for other in finger.rows("sms")]
    finger.tap_id("compose_message_text")


def test_threads_are_selected_archived_and_deleted(finger: AppFinger) -> None:
    threads: dict[int, str] = {}
    for row in sorted(finger.rows("sms"), key=lambda row: row["time"], reverse=True):
        threads.setdefault(row["thread"], row["name"] or row["address"])
    (first, one), (second, two), *_ = threads.items()
    finger.start()
    finger.hold(one)
    assert finger.shows("1 selected")
    finger.tap("Archive")
    assert [row["thread"] for row in finger.rows("sms_archived")] == [first]
    finger.hold(two)
    finger.tap("Delete", "Cancel")
    finger.hold(two)
    finger.tap("Delete", "Delete")
    assert second not in {row["thread"] for row in finger.rows("sms")}
    finger.tap("More options", "Archived conversations")
    assert finger.phone.page == "archived"
    finger.hold(one)
    finger.tap("Unarchive")
    assert finger.rows("sms_archived") == []


def test_search_shows_the_line_that_was_found(finger: AppFinger) -> None:
    row = finger.rows("sms")[0]
    finger.start()
    finger.write("search", row["body"][:20])
    assert finger.shows(row["body"][:20])
    finger.write("search", "zzzz")
    assert finger.shows("Nothing found")


def test_a_picture_goes_with_the_text(finger: AppFinger) -> None:
    finger.phone.store.insert(
        "permissions", {"package": finger.package, "permission": "android.permission.READ_MEDIA_IMAGES", "granted": 1}
    )
    finger.phone.files.write("/sdcard/Pictures/dot.png", PNG)
    finger.start("conversation", address="5550123")
    finger.tap("Attach a picture", "dot.png", "Send")
    assert finger.rows("sms")[-1].items() >= {"picture": "/sdcard/Pictures/dot.png", "body": "", "kind": "sent"}.items()


def test_without_permission_there_are_no_pictures(finger: AppFinger) -> None:
    finger.start("attach")
    finger.back()
    assert finger.shows("Messages may not see your pictures")


def test_somebody_writes_while_the_thread_is_open(finger: AppFinger) -> None:
    finger.start("conversation", address="5550123")
    provider.call(finger.phone, "messages", "receive", {"address": "5550123", "body": "Knock knock"})
    assert finger.shows("Knock knock")
    assert finger.rows("sms")[-1]["read"] == 1
    assert finger.rows("notifications") == []


def test_rows_of_another_hand_show_and_are_read_too(finger: AppFinger) -> None:
    finger.phone.store.insert(
        "sms", {"address": "5550188", "body": "From outside", "type": 1, "time": finger.phone.world.when()}
    )
    finger.start()
    finger.tap("5550188")
    assert finger.shows("From outside")
    assert finger.rows("sms")[-1]["read"] == 1
    write(finger, "Seen")
    assert finger.shows("From outside", "Seen")


@pytest.mark.parametrize("page", ["", "conversation", "new", "archived", "attach"])
def test_every_page_opens_by_itself(finger: AppFinger, page: str) -> None:
    finger.start(page)
    assert finger.phone.page == page


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

"""The Mail app, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app_finger import AppFinger


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.email", seed=3)
    yield made
    made.close()


def mails(finger: AppFinger, folder: str) -> list[dict[str, Any]]:
    """Of one folder, the newest first."""
    rows = [row for row in finger.rows("mail") if row["folder"] == folder]
    return sorted(rows, key=lambda row: row["time"], reverse=True)


def pictures(finger: AppFinger) -> list[str]:
    return [node.name for node in finger.phone.tree().walk() if node.kind == "android.widget.ImageView"]


def open_folder(finger: AppFinger, name: str) -> None:
    finger.tap("Folders", name)


def test_a_fresh_phone_has_forty_mails_of_known_people(finger: AppFinger) -> None:
    assert 38 <= len(finger.rows("mail")) <= 42
    assert {row["folder"] for row in finger.rows("mail")} == {"inbox", "sent", "drafts", "archive", "spam", "trash"}
    known = {person.email for person in finger.phone.world.people}
    assert any(row["from"] in known for row in mails(finger, "inbox"))
    assert sum(not row["read"] for row in finger.rows("mail")) == 5


def test_reading_marks_as_read_and_back_to_unread(finger: AppFinger) -> None:
    mail = mails(finger, "inbox")[0]
    finger.start()
    finger.tap(mail["subject"])
    assert finger.phone.page == "read"
    assert mails(finger, "inbox")[0]["read"] == 1
    finger.tap("Mark as unread")
    assert mails(finger, "inbox")[0]["read"] == 0
    assert finger.phone.page == ""


def test_archiving_and_deleting_can_be_undone(finger: AppFinger) -> None:
    first, second = mails(finger, "inbox")[:2]
    finger.start("read", id=first["_id"])
    finger.tap("Archive")
    assert first["_id"] in [row["_id"] for row in mails(finger, "archive")]
    finger.tap("Undo")
    assert first["_id"] in [row["_id"] for row in mails(finger, "inbox")]
    finger.start("read", id=second["_id"])
    finger.tap("Delete")
    assert second["_id"] in [row["_id"] for row in mails(finger, "trash")]
    finger.wait(10)
    assert "Undo" not in finger.names()


def test_a_star_shows_up_under_starred(finger: AppFinger) -> None:
    mail = mails(finger, "inbox")[0]
    finger.start("read", id=mail["_id"])
    finger.tap("Add star")
    finger.back()
    open_folder(finger, "Starred")
    finger.tap(mail["subject"])
    finger.tap("Remove star")
    assert mails(finger, "inbox")[0]["starred"] == 0


def test_a_mail_is_written_and_sent(finger: AppFinger) -> None:
    person = next(row for row in finger.rows("contacts") if row["email"])
    finger.start()
    finger.tap("Compose")
    finger.write("to", person["name"][:5])
    finger.hide_keyboard()
    finger.tap(person["name"])
    finger.write("cc", "team@work.example")
    finger.write("subject", "Figures")
    finger.write("body", "Here they are.")
    finger.tap_id("send")
    sent = mails(finger, "sent")[0]
    assert (sent["to"], sent["cc"], sent["subject"]) == (person["email"], "team@work.example", "Figures")
    assert sent["body"] == "Here they are."
    assert finger.phone.page == ""


def test_wrong_addresses_are_refused(finger: AppFinger) -> None:
    before = len(finger.rows("mail"))
    finger.start("compose")
    finger.tap_id("send")
    assert finger.shows("Add a recipient first")
    finger.write("to", "not-an-address")
    finger.tap_id("send")
    assert finger.shows("This is not a mail address.")
    assert len(finger.rows("mail")) == before


def test_leaving_keeps_a_draft_that_can_be_discarded(finger: AppFinger) -> None:
    finger.start("compose")
    finger.write("subject", "Half done")
    finger.back()
    assert mails(finger, "drafts")[0]["subject"] == "Half done"
    open_folder(finger, "Drafts")
    finger.tap("Half done")
    finger.tap("More options", "Discard", "Cancel")
    finger.tap("More options", "Discard", "Discard")
    assert "Half done" not in [row["subject"] for row in mails(finger, "drafts")]


def test_a_draft_that_is_sent_leaves_the_drafts(finger: AppFinger) -> None:
    draft = mails(finger, "drafts")[0]
    finger.start()
    open_folder(finger, "Drafts")
    finger.tap(draft["subject"])
    finger.tap_id("send")
    assert draft["_id"] in [row["_id"] for row in mails(finger, "sent")]
    assert len(mails(finger, "drafts")) == 1


def test_without_a_network_mail_waits_in_the_outbox(finger: AppFinger) -> None:
    finger.put("wifi_on", "0")
    finger.put("mobile_data", "0")
    finger.start("compose", uri="mailto:a@b.example?subject=Hi%20there&body=Text")
    finger.tap_id("send")
    assert mails(finger, "outbox")[0]["subject"] == "Hi there"
    assert finger.shows("No connection")
    finger.put("wifi_on", "1")
    finger.wait(2)
    assert mails(finger, "outbox") == []
    assert mails(finger, "sent")[0].items() >= {"to": "a@b.example", "body": "Text"}.items()


def test_answers_go_to_whoever_wrote(finger: AppFinger) -> None:
    mail = mails(finger, "inbox")[0]
    other = finger.phone.store.insert(
        "mail", {**mail, "to": mail["to"] + ", c@d.example", "cc": "e@f.example", "time": mail["time"] + 1}
    )
    finger.start("read", id=other)
    finger.tap("Reply all")
    finger.tap_id("send")
    sent = mails(finger, "sent")[0]
    assert (sent["to"], sent["cc"]) == (mail["from"], "c@d.example, e@f.example")
    assert sent["subject"] == f"Re: {mail['subject']}"
    assert f"> {mail['body'].splitlines()[0]}" in sent["body"]
    finger.tap("Forward")
    finger.write("to", "x@y.example")
    finger.tap_id("send")
    assert mails(finger, "sent")[0]["subject"] == f"Fwd: {mail['subject']}"


def test_several_are_selected_and_moved(finger: AppFinger) -> None:
    one, two, *_ = mails(finger, "inbox")
    finger.start()
    finger.tap(f"Select {one['subject']}", two["subject"])
    assert finger.shows("2 selected")
    finger.tap("More options", "Report spam")
    assert {one["_id"], two["_id"]} <= {row["_id"] for row in mails(finger, "spam")}
    finger.tap("Undo")
    assert {one["_id"], two["_id"]} <= {row["_id"] for row in mails(finger, "inbox")}


def test_the_trash_is_emptied_after_a_question(finger: AppFinger) -> None:
    finger.start("", folder="trash")
    finger.tap("Empty trash", "Cancel")
    assert mails(finger, "trash")
    finger.tap("Empty trash", "Delete")
    assert mails(finger, "trash") == []
    assert finger.shows("Nothing in Trash")


def test_a_mail_is_moved_to_a_folder(finger: AppFinger) -> None:
    mail = mails(finger, "inbox")[0]
    finger.start("read", id=mail["_id"])
    finger.tap("More options", "Move to…", "Archived mail")
    assert mail["_id"] in [row["_id"] for row in mails(finger, "archive")]


def test_search_looks_into_all_folders(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Search mail")
    finger.write("search", mails(finger, "archive")[0]["subject"])
    assert finger.shows(mails(finger, "archive")[0]["subject"])
    finger.write("search", "zzzz")
    assert finger.shows("Nothing found")


def test_a_link_in_a_mail_opens_the_browser(finger: AppFinger) -> None:
    mail = next(row for row in mails(finger, "inbox") if "https://library.example/" in row["body"])
    finger.start("read", id=mail["_id"])
    finger.tap("https://library.example/")
    assert finger.phone.foreground[0] == "com.android.browser"


def test_rows_of_another_hand_show_too(finger: AppFinger) -> None:
    finger.phone.store.insert("mail", {"from": "x@y.example", "subject": None, "time": finger.phone.world.when()})
    finger.start()
    finger.tap("(no subject)")
    assert finger.phone.page == "read"


@pytest.mark.parametrize("page", ["", "read", "compose"])
def test_every_page_opens_by_itself(finger: AppFinger, page: str) -> None:
    finger.start(page)
    assert finger.phone.page == page


def test_a_shared_picture_goes_along(finger: AppFinger) -> None:
    path = str(finger.rows("images")[0]["path"])
    finger.start("compose", path=path, subject="Look", to="ada@example.com")
    assert "Picture" in pictures(finger)
    finger.phone.press_key("back")
    finger.phone.press_key("back")
    draft = mails(finger, "drafts")[0]
    assert (draft["subject"], draft["picture"]) == ("Look", path)
    finger.start()
    open_folder(finger, "Drafts")
    finger.tap("Look")
    finger.tap("Send")
    sent = mails(finger, "sent")[0]
    assert (sent["_id"], sent["picture"]) == (draft["_id"], path)
    finger.start("read", id=sent["_id"])
    assert "Picture" in pictures(finger)


def test_a_picture_that_was_taken_out_does_not_go_along(finger: AppFinger) -> None:
    finger.start("compose", path=str(finger.rows("images")[0]["path"]), to="ada@example.com")
    finger.tap("Remove picture", "Send")
    assert "picture" not in mails(finger, "sent")[0]

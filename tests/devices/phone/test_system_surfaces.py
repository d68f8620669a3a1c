"""What the system shows above the apps: permission questions, the share sheet, dialogs, calls, black pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtQuick import QQuickItem
from system_use import Hand

from devices.phone import links, permissions
from devices.phone.dialogs import KINDS, UnknownDialog

CAMERA_APP, CAMERA, CONTACTS = "com.android.camera2", "android.permission.CAMERA", "com.android.contacts"
LAUNCHER = "com.fingertip.launcher"


@pytest.fixture(scope="module")
def shared() -> Iterator[Hand]:
    made = Hand()
    yield made
    made.phone.close()


@pytest.fixture
def hand(shared: Hand) -> Hand:
    """A phone just switched on, where nobody was asked for anything."""
    shared.phone.restart()
    for name in ("permissions", "notifications", "system_dialogs", "live_calls"):
        for row in shared.phone.store.rows(name):
            shared.phone.store.delete(name, row["_id"])
    shared.phone.advance(10)
    return shared


# permissions


@pytest.mark.parametrize(
    ("answer", "granted"), [("While using the app", True), ("Only this time", True), ("Don’t allow", False)]
)
def test_a_question_is_answered_and_the_answer_kept(hand: Hand, answer: str, granted: bool) -> None:
    bridge = hand.phone._bridge
    assert not bridge.granted(CAMERA_APP, CAMERA)
    bridge.requestPermission(CAMERA_APP, CAMERA)
    assert "Allow Camera to take pictures and record video?" in hand.names()
    hand.tap(answer)
    assert bridge.granted(CAMERA_APP, CAMERA) is granted
    kept = [(row["package"], row["permission"], row["granted"]) for row in hand.phone.store.rows("permissions")]
    assert kept == [(CAMERA_APP, CAMERA, int(granted))]


def test_qml_is_told_when_a_permission_changes(hand: Hand) -> None:
    function = hand.phone._bridge.permission
    assert function.isCallable()
    assert function.call([CAMERA_APP, CAMERA]).toBool() is False
    told = []
    hand.phone._bridge.permitted.connect(lambda: told.append(1))
    permissions.answer(hand.phone.store, CAMERA_APP, CAMERA, allowed=True)
    assert told
    assert function.call([CAMERA_APP, CAMERA]).toBool() is True
    assert function.call([CAMERA_APP, "android.permission.VIBRATE"]).toBool() is True


def test_what_is_granted_is_not_asked_for_and_back_leaves_it_open(hand: Hand) -> None:
    hand.phone._bridge.requestPermission(CAMERA_APP, CAMERA)
    hand.phone.press_key("back")
    assert hand.phone.store.rows("permissions") == []
    permissions.answer(hand.phone.store, CAMERA_APP, CAMERA, allowed=True)
    hand.phone._bridge.requestPermission(CAMERA_APP, CAMERA)
    assert not any(name.startswith("Allow Camera") for name in hand.names())


# sharing, links, the clipboard


def test_sharing_leads_to_an_app(hand: Hand) -> None:
    hand.phone.share({"text": "Read this", "subject": "News"})
    assert {"Share", "News", "Read this", "Messages"} <= hand.names()
    hand.tap("Messages")
    assert hand.phone.foreground[0] == "com.android.messaging"


def test_sharing_can_copy_or_be_left(hand: Hand) -> None:
    hand.phone.share({"text": "Read this"})
    hand.tap("Copy")
    assert hand.phone._bridge.clipboard == "Read this"
    hand.phone.share({"text": "Read that"})
    hand.phone.press_key("back")
    assert "Read that" not in hand.names()


def test_the_app_that_shares_is_not_among_the_targets(hand: Hand) -> None:
    hand.phone.start("com.android.messaging")
    hand.phone.share({"text": "Read this"})
    assert "com.android.messaging" not in hand.phone._surfaces.targets


@pytest.mark.parametrize(
    ("uri", "package"), [("tel:5550101", "com.android.dialer"), ("https://example.com/", "com.android.browser")]
)
def test_uris_open_in_the_app_that_knows_them(hand: Hand, uri: str, package: str) -> None:
    assert hand.phone._bridge.openUri(uri)
    assert hand.phone.foreground[0] == package


def test_a_uri_that_nobody_knows_says_so(hand: Hand) -> None:
    assert not hand.phone._bridge.openUri("gopher://hole")
    assert "No app can open this" in hand.names()
    assert links.viewer("no scheme at all", hand.phone.apps.all) is None
    hand.phone._bridge.open("com.example.absent")
    assert "App isn't installed" in hand.names()


# dialogs


def test_a_crashed_app_is_closed(hand: Hand) -> None:
    hand.phone.start(CONTACTS)
    hand.phone.show_dialog("crash", package=CONTACTS)
    assert "Contacts keeps stopping" in hand.names()
    hand.tap("Close app")
    assert CONTACTS not in hand.phone.running
    assert hand.phone.store.rows("system_dialogs")[-1]["answer"] == "close"


def test_an_app_that_hangs_can_be_waited_for(hand: Hand) -> None:
    hand.phone.start(CONTACTS)
    hand.phone.show_dialog("anr", package=CONTACTS)
    assert "Contacts isn’t responding" in hand.names()
    hand.tap("Wait")
    assert CONTACTS in hand.phone.running
    hand.phone.show_dialog("anr", package=CONTACTS)
    hand.tap("Close app")
    assert CONTACTS not in hand.phone.running


def test_a_crash_leads_to_what_is_known_of_the_app(hand: Hand) -> None:
    hand.phone.start(CONTACTS)
    hand.phone.show_dialog("crash", package=CONTACTS)
    hand.tap("App info")
    assert hand.phone.foreground[0] == "com.android.settings"


def test_a_popup_covers_everything_until_it_is_answered(hand: Hand) -> None:
    hand.phone.show_dialog("popup", title="Rate us", text="Do you like it?", accept="Yes", reject="Later")
    hand.phone.tap(20, 400)
    hand.phone.press_key("home")
    assert {"Rate us", "Do you like it?"} <= hand.names()
    hand.tap("Later")
    assert hand.phone.store.rows("system_dialogs")[-1]["answer"] == "reject"
    assert "Rate us" not in hand.names()


def test_a_low_battery_offers_to_save(hand: Hand) -> None:
    hand.put("global/fingertip_battery_level", "9")
    hand.put("system/status_bar_show_battery_percent", "1")
    hand.phone.show_dialog("battery")
    hand.tap("Turn on battery saver")
    assert "9 %" in hand.names()
    assert hand.setting("global/low_power") == "1"
    hand.put("global/low_power", "0")


def test_dialogs_wait_for_each_other(hand: Hand) -> None:
    hand.phone.show_dialog("popup", title="First")
    hand.phone.show_dialog("popup", title="Second")
    hand.tap("OK")
    assert "First" in hand.names()
    hand.tap("Cancel")
    assert "First" not in hand.names()


def test_other_dialogs_do_not_exist(hand: Hand) -> None:
    with pytest.raises(UnknownDialog, match="crash"):
        hand.phone.show_dialog("earthquake")
    assert {"crash", "anr", "popup", "battery", "call", "permission"} == set(KINDS)


def test_a_call_can_be_declined_and_answered(hand: Hand) -> None:
    before = len(hand.phone.store.rows("calls"))
    hand.phone.show_dialog("call", name="Amara Okafor", number="+1 555 0101")
    assert {"Incoming call", "Amara Okafor"} <= hand.names()
    hand.tap("Decline")
    assert "Incoming call" not in hand.names()
    assert len(hand.phone.store.rows("calls")) == before + 1
    hand.phone.show_dialog("call", number="+1 555 0101")
    hand.tap("Answer")
    assert hand.phone.foreground[0] == "com.android.dialer"
    assert hand.phone.store.rows("live_calls")[0]["state"] == "active"


# pictures


def test_secure_pages_are_black_in_pictures_and_nowhere_else(hand: Hand) -> None:
    hand.phone.start(CONTACTS)
    assert not hand.phone.secure
    seen = hand.phone.grab()
    app = hand.phone._view.rootObject().property("app")
    assert isinstance(app, QQuickItem)
    page = app.findChild(QObject, "page")
    assert page is not None
    page.setProperty("secure", True)
    width, height, pixels = hand.phone.grab()
    assert hand.phone.secure
    assert (width, height) == seen[:2]
    assert pixels == b"\0\0\0\xff" * (width * height)
    hand.phone.press_key("home")
    assert not hand.phone.secure
    assert any(hand.phone.grab()[2][:4000:4])

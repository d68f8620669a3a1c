"""What the tree of nodes lists while dialogs, menus, sheets and the shade lie above an app, and which window has the focus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickItem
from system_use import Hand

from devices.phone.canvas import Canvas
from devices.phone.tree import Node, read_tree, read_window

CONTACTS, CALENDAR = "com.android.contacts", "com.android.calendar"
CAMERA_APP, CAMERA = "com.android.camera2", "android.permission.CAMERA"
KEYS = {"Back", "Home", "Overview"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Hand]:
    made = Hand(theme="light")
    made.put("global/animator_duration_scale", "0")
    yield made
    made.phone.close()


@pytest.fixture
def hand(shared: Hand) -> Hand:
    """A phone just switched on, with the list of contacts in front."""
    shared.phone.restart()
    for name in ("permissions", "notifications", "system_dialogs", "live_calls"):
        for row in shared.phone.store.rows(name):
            shared.phone.store.delete(name, row["_id"])
    shared.phone.advance(10)
    shared.phone.start(CONTACTS, "", {})
    return shared


def touchable(hand: Hand) -> set[str]:
    """What the things that can be touched are called."""
    return called(hand.phone.tree())


def window(hand: Hand) -> tuple[str, set[str]]:
    """The package of the window with the focus, and what can be touched there."""
    root, package = hand.phone.window()
    return package, called(root)


def called(root: Node) -> set[str]:
    return {node.name for node in root.walk() if node.clickable}


def test_without_anything_above_the_app_is_the_window(hand: Hand) -> None:
    package, names = window(hand)
    assert package == CONTACTS
    assert names
    assert touchable(hand) == names | KEYS


def test_under_a_dialog_nobody_asked_for_nothing_else_is_listed(hand: Hand) -> None:
    before = touchable(hand)
    hand.phone.show_dialog("popup", title="Tip", text="Hold it", accept="Fine", reject="Never")
    assert touchable(hand) == {"Fine", "Never"}
    assert window(hand) == ("android", {"Fine", "Never"})
    hand.tap("Never")
    assert touchable(hand) == before


def test_dialogs_one_above_the_other_show_the_topmost(hand: Hand) -> None:
    hand.phone._bridge.requestPermission(CAMERA_APP, CAMERA)
    hand.phone.show_dialog("crash", package=CONTACTS)
    assert touchable(hand) == {"App info", "Close app"}
    hand.tap("Close app")
    package, names = window(hand)
    assert package == "com.android.permissioncontroller"
    assert names == {"While using the app", "Only this time", "Don’t allow"}
    assert touchable(hand) == names | KEYS


def test_a_low_battery_is_the_system_s_own_window(hand: Hand) -> None:
    hand.phone.show_dialog("battery", level=9)
    assert window(hand) == ("com.android.systemui", {"Turn on battery saver", "Close"})


def test_under_the_share_sheet_the_app_is_not_listed(hand: Hand) -> None:
    hand.phone.share({"text": "Read this"})
    package, names = window(hand)
    assert package == "com.android.intentresolver"
    assert {"Messages", "Copy"} <= names
    assert "Create contact" not in touchable(hand)


def test_under_the_shade_the_app_is_not_listed(hand: Hand) -> None:
    hand.pull()
    package, names = window(hand)
    assert package == "com.android.systemui"
    assert "Power menu" in names
    assert touchable(hand) == names | KEYS
    assert "Create contact" not in touchable(hand)
    hand.phone.press_key("back")
    assert "Create contact" in touchable(hand)


def test_an_app_s_own_dialog_is_a_window_of_the_app(hand: Hand) -> None:
    row = hand.phone.store.rows("contacts")[0]["_id"]
    hand.phone.start(CONTACTS, "contact", {"id": row})
    page = touchable(hand)
    hand.tap("Delete contact")
    assert window(hand) == (CONTACTS, {"Delete", "Cancel"})
    assert touchable(hand) == {"Delete", "Cancel"} | KEYS
    assert any(node.kind == "android.app.Dialog" for node in hand.phone.window()[0].walk())
    hand.tap("Cancel")
    assert touchable(hand) == page


def test_an_app_s_menu_is_a_window_of_the_app(hand: Hand) -> None:
    hand.phone.start(CALENDAR, "", {})
    page = touchable(hand)
    hand.tap("More options")
    package, entries = window(hand)
    assert package == CALENDAR
    assert entries
    assert not entries & page
    assert touchable(hand) == entries | KEYS
    hand.phone.press_key("back")
    assert touchable(hand) == page


def test_the_keyboard_can_be_touched_but_is_not_the_window(hand: Hand) -> None:
    hand.phone.start(CONTACTS, "edit", {})
    field = next(node for node in hand.phone.tree().walk() if node.kind == "android.widget.EditText")
    hand.phone.tap(*field.centre)
    assert hand.phone.keyboard_shown
    assert {"Hide keyboard", "q"} <= touchable(hand)
    package, names = window(hand)
    assert package == CONTACTS
    assert "Hide keyboard" not in names
    assert any(node.kind == "android.widget.EditText" and node.focused for node in hand.phone.window()[0].walk())


def test_a_notification_from_the_top_leaves_the_window_to_the_app(hand: Hand) -> None:
    before = window(hand)
    hand.phone.notify({"package": "com.android.messaging", "channel": "messages", "title": "Ana", "text": "Hello"})
    assert "Ana" in hand.names()
    assert window(hand) == before
    assert before[1] <= touchable(hand)


def test_a_toast_is_no_window_and_covers_nothing(hand: Hand) -> None:
    before = window(hand)
    hand.phone._bridge.showToast("Saved")
    assert "Saved" in hand.names()
    assert window(hand) == before
    assert "Saved" not in {node.text for node in hand.phone.window()[0].walk()}


def test_what_waits_behind_the_lock_screen_is_not_listed(hand: Hand) -> None:
    hand.phone.show_dialog("popup", title="Tip", text="Hold it", accept="Fine", reject="Never")
    hand.put("secure/screen_lock", "swipe")
    hand.phone.press_key("sleep")
    hand.phone.press_key("wakeup")
    assert hand.phone.locked
    assert not {"Fine", "Never"} & touchable(hand)
    root, package = hand.phone.window()
    assert package == "com.android.systemui"
    assert any(node.identifier == "keyguard" for node in root.walk())
    hand.put("secure/screen_lock", "none")


def test_holding_an_icon_leaves_only_its_menu(hand: Hand) -> None:
    hand.phone.press_key("home")
    hand.hold("Contacts")
    package, names = window(hand)
    assert (package, names) == ("com.fingertip.launcher", {"App info", "Remove"})


# the rules, on scenes of their own


SCENE = """
import QtQuick
Item {
    width: 400; height: 400
    component Box: Rectangle {
        property string treeClass: "android.widget.Button"
        property string treeText: objectName
        property bool treeClickable: true
        width: 50; height: 50
    }
    %s
}
"""


def scene(tmp_path: Path, body: str) -> tuple[set[str], set[str], str]:
    """What can be touched, what the window with the focus has, and its package."""
    file = tmp_path / "Scene.qml"
    file.write_text(SCENE % body)
    canvas = Canvas()
    canvas.view.setSource(QUrl.fromLocalFile(str(file)))
    canvas.resize(400, 400)
    canvas.draw()
    root = canvas.view.rootObject()
    assert isinstance(root, QQuickItem)
    tree = read_tree(root, 400, 400)
    focused, package = read_window(root, 400, 400)
    canvas.close()
    return called(tree), called(focused), package


LAYERS = [
    ('Box { objectName: "a" } Box { objectName: "b" }', "a b", "a b", ""),
    ('Box { objectName: "a" } Item { property bool treeModal: true; Box { objectName: "b" } }', "b", "b", ""),
    ('Box { objectName: "a" } Item { property bool treeModal: true; visible: false; Box { objectName: "b" } }', "a", "a", ""),
    ('Item { property bool treeModal: true; Box { objectName: "a" } } Box { objectName: "b" }', "a b", "a", ""),
    ('Item { z: 1; property bool treeModal: true; Box { objectName: "a" } } Box { objectName: "b" }', "a", "a", ""),
    ('Box { objectName: "a" } Box { property bool treeAside: true; objectName: "b" }', "a b", "a", ""),
    (
        'Box { objectName: "a" } Item { Box { objectName: "b" } Item { property bool treeModal: true; '
        'property string treePackage: "p"; Box { objectName: "c" } } } Box { property bool treeAside: true; objectName: "d" }',
        "c d",
        "c",
        "p",
    ),
    (
        'Item { property bool treeModal: true; property string treePackage: "p"; Box { objectName: "a" } '
        'Item { property bool treeModal: true; Box { objectName: "b" } } }',
        "b",
        "b",
        "p",
    ),
]


@pytest.mark.parametrize(("body", "touched", "focused", "package"), LAYERS)
def test_what_covers_and_what_does_not(hand: Hand, tmp_path: Path, body: str, touched: str, focused: str, package: str) -> None:
    assert hand.phone  # Qt is up
    assert scene(tmp_path, body) == (set(touched.split()), set(focused.split()), package)

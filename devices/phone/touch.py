"""A finger on the phone's glass, and keys for whatever has the focus. Knows Qt's scene; knows nothing of apps.

Nothing here waits: a touch that holds tells the scene beforehand how long it will last (`held_for`), and a stroke ends
without a fling, so that the same use always has the same effect.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtTest import QTest

HOLD_MS = 450
"""A touch that lasts so long is a long press."""
_SOON_MS, _NEVER_MS = 1, 1_000_000
_SETTLE_MS = 6
_DOUBLE_MS = 400
_STEPS = 12
_FIRST_STEP_PX = 12  # beyond Qt's 10 px, so that a stroke is one from its first move on, however long that takes

KEYS = {
    "enter": Qt.Key.Key_Return,
    "delete": Qt.Key.Key_Backspace,
    "forward_delete": Qt.Key.Key_Delete,
    "tab": Qt.Key.Key_Tab,
    "escape": Qt.Key.Key_Escape,
    "left": Qt.Key.Key_Left,
    "right": Qt.Key.Key_Right,
    "up": Qt.Key.Key_Up,
    "down": Qt.Key.Key_Down,
    "move_home": Qt.Key.Key_Home,
    "move_end": Qt.Key.Key_End,
    "space": Qt.Key.Key_Space,
}
"""Keys that go to whatever has the focus; `back`, `home`, `recents`, `power`, … belong to the system."""
_TEXTS = {"enter": "\r", "tab": "\t", "space": " "}

Place = tuple[int, int]


def line(start: Place, end: Place) -> list[Place]:
    """The places of a finger that moves in a straight line."""
    (x, y), (to_x, to_y) = start, end
    steps = max(1, min(_STEPS, max(abs(to_x - x), abs(to_y - y)) // _FIRST_STEP_PX))
    return [(round(x + (to_x - x) * i / steps), round(y + (to_y - y) * i / steps)) for i in range(steps + 1)]


class Hand:
    """One finger on one view.

    held_for: told before each touch how many milliseconds it will last; -1 for one whose end nobody knows yet.
    doubles: whether two taps within the host's time for it make a double tap.
    """

    def __init__(self, view: QQuickView, held_for: Callable[[int], None], *, doubles: bool = True) -> None:
        self._view = view
        self._held_for = held_for
        self._doubles = doubles
        self._finger = QTest.createTouchDevice()
        self._down: Place | None = None  # where down() left the finger

    def stroke(self, path: list[Place], hold: int) -> None:
        """Touch the first place, hold for so many milliseconds, go through the others, let go."""
        window, finger = self._view, self._finger
        self._feel(_SOON_MS if hold >= HOLD_MS else _NEVER_MS)
        self._held_for(hold)
        QTest.touchEvent(window, finger).press(0, QPoint(*path[0]), window).commit()
        if hold >= HOLD_MS:
            self._let_timers_fire()
        for place in path[1:]:
            QTest.touchEvent(window, finger).move(0, QPoint(*place), window).commit()
        lists = list(moving(window.rootObject())) if len(path) > 1 else []
        QTest.touchEvent(window, finger).release(0, QPoint(*path[-1]), window).commit(not lists)
        for item, x, y in lists:  # before anything is animated
            item.setProperty("contentX", x)
            item.setProperty("contentY", y)
        self._held_for(-1)

    def _let_timers_fire(self) -> None:
        """Wait until whatever was to happen after _SOON_MS has happened: a timer that was started later comes later."""
        loop = QEventLoop()
        QTimer.singleShot(_SETTLE_MS, loop.quit)
        loop.exec()

    def _feel(self, hold: int) -> None:
        """Decide when a touch that goes on becomes a long press (ms). The hints are the whole process's: set before each."""
        hints = QGuiApplication.styleHints()
        hints.setMousePressAndHoldInterval(hold)
        hints.setMouseDoubleClickInterval(_DOUBLE_MS if self._doubles else 0)

    def down(self, place: Place) -> None:
        """Put a finger on a pixel and leave it there."""
        self._feel(HOLD_MS)
        QTest.touchEvent(self._view, self._finger).press(0, QPoint(*place), self._view).commit()
        self._down = place

    def move(self, place: Place) -> None:
        """Move the finger that is down; nothing where none is."""
        if self._down is not None:
            QTest.touchEvent(self._view, self._finger).move(0, QPoint(*place), self._view).commit()
            self._down = place

    def up(self, place: Place) -> bool:
        """Lift the finger that is down; False where none is."""
        if self._down is None:
            return False
        self._down = None
        QTest.touchEvent(self._view, self._finger).release(0, QPoint(*place), self._view).commit()
        return True

    def key(self, name: str) -> None:
        """Press and release one of KEYS."""
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, KEYS[name], Qt.KeyboardModifier.NoModifier, _TEXTS.get(name, ""))
            QCoreApplication.sendEvent(self._view, event)

    def text(self, text: str) -> bool:
        """Put text where the focus is, as an input method does; False where nothing has it."""
        field = self._view.activeFocusItem()
        if field is None:
            return False
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(field, event)
        return True

    def clear(self) -> bool:
        """Empty the text field that has the focus; False where none has."""
        field = self._view.activeFocusItem()
        return field is not None and bool(field.setProperty("text", ""))


def moving(item: QQuickItem) -> Iterator[tuple[QQuickItem, float, float]]:
    """Every list that a finger moves, and where it has it: contentX, contentY, in whole dp.

    When the finger leaves, a list is to stay there. A fling would go on for as long as the host takes; and a list that hit
    its end counts as moving for a second more and swallows taps.
    """
    if not item.isVisible():
        return
    if item.inherits("QQuickFlickable") and item.property("moving"):
        yield item, float(math.floor(item.property("contentX"))), float(math.floor(item.property("contentY")))
    for child in item.childItems():
        yield from moving(child)

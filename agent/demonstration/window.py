"""The window in which a person works a device: its picture, buttons for its keys, a word on how it ended.

Knows Qt, with screen.py. Does not know devices: it hands on what happens, and shows what it is given. The device works in
another thread, so the window is never stuck.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from agent.decision import Answer, Finish, GiveUp
from agent.demonstration.demonstration import Demonstration
from agent.demonstration.desk import Desk
from agent.demonstration.gestures import Down, Event, Gestures, Pressed, Time, Wheel
from agent.demonstration.screen import Screen
from agent.demonstration.wishes import Leave, Say, Wish
from agent.episode import Ended
from agent.errors import NoWindow
from devices.actions import Key
from devices.frame import Frame

TICK_MS = 40
SHARE_OF_SCREEN = 0.85
NAMES: Mapping[str, Key] = {"Back": "back", "Home": "home", "Recents": "recents"}
WAIT = "Wait: the device is still busy with what came before."
READY = "Touch, type, or press a button."


class _Post(QObject):
    """Carries what the demonstration's thread tells over to the window's."""

    shown = Signal(object)
    told = Signal(str)
    over = Signal()


class DemonstrationWindow(QWidget):
    """instruction: what the person is asked to show."""

    def __init__(self, instruction: str) -> None:
        super().__init__()
        self.setWindowTitle("Fingertip: record")
        self.screen_ = Screen()
        self.answer = QLineEdit()
        self.answer.setPlaceholderText("Answer, if one is asked for")
        self.status = QLabel("Opening…")
        self.keys = {name: self._button(name) for name in NAMES}
        self.done, self.give_up = self._button("Done"), self._button("Give up")
        self._lay_out(instruction)
        self._gestures = Gestures()
        self._waiting = 0
        self._over = False
        self._desk: Desk | None = None
        self._post = _Post()
        self._post.shown.connect(self._show_frame, Qt.ConnectionType.QueuedConnection)
        self._post.told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._post.over.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self.screen_.happened.connect(self._happened)
        for name, key in NAMES.items():
            self.keys[name].clicked.connect(lambda _=False, key=key: self._happened(Pressed(time.monotonic(), key)))
        self.done.clicked.connect(self._finish)
        self.answer.returnPressed.connect(self._finish)
        self.give_up.clicked.connect(lambda: self._say(Say(GiveUp(reason=self.answer.text().strip()))))
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._happened(Time(time.monotonic())))

    def begin(self, desk: Desk) -> None:
        """Show itself and let the demonstration run."""
        self._desk = desk
        self._timer.start(TICK_MS)
        self.screen_.setFocus()
        desk.begin()

    def leave(self, message: str) -> None:
        """Go without a word on how it ended."""
        self._say(Leave(message))

    def shown(self, frame: Frame) -> None:
        """See Window."""
        self._post.shown.emit(frame)

    def told(self, words: str) -> None:
        """See Window."""
        self._post.told.emit(words)

    def over(self) -> None:
        """See Window."""
        self._post.over.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        if self._over:
            event.accept()
        else:
            event.ignore()  # it closes when the last line is written
            self.leave("The window was closed.")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.screen_.setFocus()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays with the device
        return button

    def _lay_out(self, instruction: str) -> None:
        said = QLabel(instruction)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        keys, end = QHBoxLayout(), QHBoxLayout()
        for button in self.keys.values():
            keys.addWidget(button)
        for widget in (self.answer, self.done, self.give_up):
            end.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.addWidget(said)
        whole.addWidget(self.screen_, stretch=1)
        whole.addLayout(keys)
        whole.addLayout(end)
        whole.addWidget(self.status)

    def _show_frame(self, frame: Frame) -> None:
        first = self.screen_.frame is None
        self.screen_.show_frame(frame)
        if first:
            room = self.screen().availableSize() * SHARE_OF_SCREEN
            around = self.sizeHint() - self.screen_.sizeHint()
            picture = QSize(frame.width, frame.height).scaled(room - around, Qt.AspectRatioMode.KeepAspectRatio)
            self.resize(picture.boundedTo(QSize(frame.width, frame.height)) + around)
            self.show()
            self._say_status()

    def _hear(self, words: str) -> None:
        self._waiting -= 1
        self._say_status(words)

    def _end(self) -> None:
        self._over = True
        self._timer.stop()
        self.close()
        QApplication.exit()

    def _happened(self, event: Event) -> None:
        if self._waiting and isinstance(event, Down | Wheel):
            self.status.setText(WAIT)
            return
        typed = self._gestures.text
        for wish in self._gestures.feed(event):
            self._wish(wish)
        if self._gestures.text != typed or isinstance(event, Pressed):
            self._say_status()

    def _wish(self, wish: Wish) -> None:
        assert self._desk is not None
        self._waiting += 1
        self._desk.wish(wish)
        self._say_status()

    def _finish(self) -> None:
        text = self.answer.text().strip()
        self._happened(Time(time.monotonic(), all=True))
        self._say(Say(Answer(text=text) if text else Finish()))

    def _say(self, wish: Say | Leave) -> None:
        if self._desk is None:
            return
        for button in (*self.keys.values(), self.done, self.give_up, self.answer, self.screen_):
            button.setEnabled(False)
        self._wish(wish)

    def _say_status(self, words: str = "") -> None:
        if self._gestures.text:
            words = f"Typed: {self._gestures.text}"
        elif self._waiting:
            words = "Working…"
        self.status.setText(words or READY)


def application() -> QApplication:
    """The one Qt application of this process; raises NoWindow where there is no screen."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    named = any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and not named:  # Qt would end the process
        raise NoWindow("There is no screen to open a window on: record where there is one.")
    return QApplication(["fingertip-record"])


def work(window: DemonstrationWindow, demonstration: Demonstration) -> Ended:
    """Let a person work until it is over; raises RecordingFailed."""
    desk = Desk(demonstration, window)
    window.begin(desk)
    QApplication.exec()
    return desk.result()

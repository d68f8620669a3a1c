"""A window that shows a phone's pictures and tells what the person does: `python -m devices.phone.window TITLE`.

Standard input: pictures (see `mirror.py`). Standard output: one JSON object a line, in the phone's pixels:
{"shown": true} first; {"touch": "down" | "move" | "up", "x", "y"}; {"scroll": PIXELS, "x", "y"}; {"key": NAME}; {"text": TEXT}.
Esc or the right button is back, Home or the middle button is home, Menu or F1 is the overview, Ctrl+Q closes the window.
Ends when its input ends.
Does not know the phone.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRasterWindow,
    QWheelEvent,
)

HEAD_BYTES = 8
_SHARE_OF_SCREEN = 0.85
_KEYS: Mapping[int, str] = {
    Qt.Key.Key_Escape: "back",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_Menu: "recents",
    Qt.Key.Key_F1: "recents",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_Delete: "forward_delete",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_End: "move_end",
}
_BUTTONS = {Qt.MouseButton.RightButton: "back", Qt.MouseButton.MiddleButton: "home"}


class Pictures(QObject):
    """Reads pictures from standard input in a thread of its own."""

    arrived = Signal(QImage)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Unbuffered: a buffered reader's lock, held by a waiting thread, would break the end of the interpreter.
        self._source = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115  (open as long as the process)
        threading.Thread(target=self._read, name="pictures", daemon=True).start()

    def _read(self) -> None:
        head = bytearray(HEAD_BYTES)
        while self._fill(head):
            width, height = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
            pixels = bytearray(width * height * 4)
            if not self._fill(pixels):
                break
            self.arrived.emit(QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy())
        self.ended.emit()

    def _fill(self, room: bytearray) -> bool:
        """Read as much as fits; False at the end of the input."""
        left = memoryview(room)
        while left:
            count = self._source.readinto(left)
            if not count:
                return False
            left = left[count:]
        return True


class PhoneWindow(QRasterWindow):
    """Paints the newest picture, scaled to fit, and reports what the person does."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setTitle(title)
        self._picture = QImage()

    def show_picture(self, picture: QImage) -> None:
        """Show a picture from now on; the first one decides the window's size."""
        first = self._picture.isNull()
        turned = not first and picture.width() != self._picture.width()
        self._picture = picture
        if first or turned:
            room = self.screen().availableSize() * _SHARE_OF_SCREEN
            size = picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
            self.resize(size.boundedTo(picture.size()))
            self.show()
        if first:
            self._say(shown=True)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  (Qt's name)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), self.height(), Qt.GlobalColor.black)
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place(), self._picture)
        painter.end()

    def _place(self) -> QRectF:
        fitting = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - fitting.width()) / 2, (self.height() - fitting.height()) / 2
        return QRectF(left, top, fitting.width(), fitting.height())

    def _say(self, **what: object) -> None:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()

    def _pixel(self, place: QPointF) -> dict[str, int] | None:
        if self._picture.isNull():
            return None
        box = self._place()
        x = int((place.x() - box.left()) * self._picture.width() / max(box.width(), 1))
        y = int((place.y() - box.top()) * self._picture.height() / max(box.height(), 1))
        return {"x": min(max(x, 0), self._picture.width() - 1), "y": min(max(y, 0), self._picture.height() - 1)}

    def _touch(self, kind: str, event: QMouseEvent) -> None:
        place = self._pixel(event.position())
        if place:
            self._say(touch=kind, **place)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and self._place().contains(event.position()):
            self._touch("down", event)
        elif event.button() in _BUTTONS:
            self._say(key=_BUTTONS[event.button()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._touch("move", event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton:
            self._touch("up", event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        place = self._pixel(event.position())
        if place and event.angleDelta().y():
            self._say(scroll=round(event.angleDelta().y() / 120 * self._picture.height() / 8), **place)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Quit):
            self.close()
        elif event.key() in _KEYS:
            self._say(key=_KEYS[event.key()])
        elif event.text().isprintable() and event.text():
            self._say(text=event.text())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QInputMethodQueryEvent):  # this computer's input method may compose text here
            event.setValue(Qt.InputMethodQuery.ImEnabled, True)
            event.accept()
            return True
        if isinstance(event, QInputMethodEvent):
            if event.commitString():
                self._say(text=event.commitString())
            return True
        return super().event(event)


def main() -> int:
    """Show pictures until there are no more or the window is closed."""
    qt = QGuiApplication(["fingertip-phone"])
    window = PhoneWindow(sys.argv[1] if len(sys.argv) > 1 else "Fingertip One")
    pictures = Pictures()
    pictures.arrived.connect(window.show_picture, Qt.ConnectionType.QueuedConnection)
    pictures.ended.connect(qt.quit, Qt.ConnectionType.QueuedConnection)
    return qt.exec()


if __name__ == "__main__":
    sys.exit(main())

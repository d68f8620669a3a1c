"""The picture of a device in a window, and what a person does to it with mouse and keyboard.

Knows Qt. Does not know devices, or what a gesture means: it hands on what happens, with the time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from agent.demonstration.fit import Fit
from agent.demonstration.gestures import Down, Letters, Move, Pressed, Up, Wheel
from devices.actions import Direction, Key
from devices.frame import Frame

KEYS: Mapping[int, Key] = {
    Qt.Key.Key_Escape: "back",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_Menu: "recents",
    Qt.Key.Key_F1: "recents",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_Tab: "tab",
}
BUTTONS: Mapping[Qt.MouseButton, Key] = {Qt.MouseButton.RightButton: "back", Qt.MouseButton.MiddleButton: "home"}
OTHERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Screen(QWidget):
    """Paints the newest picture, scaled to fit, and tells what the person does to it."""

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setMinimumSize(180, 180)
        self.frame: Frame | None = None
        self._image = QImage()

    def show_frame(self, frame: Frame) -> None:
        """Show a picture from now on."""
        if self.frame is None or frame.digest != self.frame.digest:
            data = frame.image.convert("RGBA").tobytes()
            format_ = QImage.Format.Format_RGBA8888
            self._image = QImage(data, frame.width, frame.height, frame.width * 4, format_).copy()
            self.update()
        self.frame = frame

    def fit(self) -> Fit | None:
        """Where the picture lies; None before there is one."""
        if self.frame is None:
            return None
        return Fit.into((self.frame.width, self.frame.height), (self.width(), self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  (Qt's name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        fit = self.fit()
        if fit is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(fit.left, fit.top, fit.width * fit.scale, fit.height * fit.scale), self._image)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        fit, at = self.fit(), event.position()
        if event.button() in BUTTONS:
            self.happened.emit(Pressed(time.monotonic(), BUTTONS[event.button()]))
        elif event.button() is Qt.MouseButton.LeftButton and fit is not None and fit.holds(at.x(), at.y()):
            place = fit.pixel(at.x(), at.y())
            if place is not None and self.frame is not None:
                self.happened.emit(Down(time.monotonic(), *place, self.frame))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.mousePressEvent(event)  # the second press; what it adds up to is not for Qt to say

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.buttons() & Qt.MouseButton.LeftButton and (place := self._place(event.position())):
            self.happened.emit(Move(time.monotonic(), *place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and (place := self._place(event.position())):
            self.happened.emit(Up(time.monotonic(), *place))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        place, turned = self._place(event.position()), event.angleDelta()
        if place is None or self.frame is None or turned.isNull():
            return
        direction: Direction
        if abs(turned.y()) >= abs(turned.x()):
            direction = "up" if turned.y() > 0 else "down"
        else:
            direction = "left" if turned.x() > 0 else "right"
        self.happened.emit(Wheel(time.monotonic(), *place, direction, self.frame))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        now = time.monotonic()
        if event.matches(QKeySequence.StandardKey.Quit):
            self.window().close()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.happened.emit(Letters(now, QGuiApplication.clipboard().text()))
        elif event.key() in KEYS:
            self.happened.emit(Pressed(now, KEYS[event.key()]))
        elif event.text().isprintable() and event.text() and not event.modifiers() & OTHERS:
            self.happened.emit(Letters(now, event.text()))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802  (this computer may compose text here)
        if event.commitString():
            self.happened.emit(Letters(time.monotonic(), event.commitString()))

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: ARG002, N802
        return False  # Tab is for the device

    def _place(self, at: QPointF) -> tuple[float, float] | None:
        fit = self.fit()
        return None if fit is None else fit.pixel(at.x(), at.y())

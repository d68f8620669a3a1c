"""A hand for the window of `record`: runs the command in this process and moves mouse and keyboard as standard input says.

One JSON list a line: a verb and its arguments, places in the pixels of the picture. Each is answered by one line once it is
done in the window: what the window says of itself.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from agent.cli.app import app
from agent.demonstration.window import DemonstrationWindow, application

LEFT = Qt.MouseButton.LeftButton
MOVES = 6


class Hand(QObject):
    """Takes orders in the window's thread."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.ordered.connect(self._do, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.ordered.emit(json.loads(line))

    def _do(self, order: list[Any]) -> None:
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, DemonstrationWindow)), None)
        if window is not None and window.screen_.frame is not None:
            self._work(window, *order)
        said = {"open": window is not None and window.isVisible(), "status": window.status.text() if window else ""}
        sys.__stdout__.write(json.dumps(said) + "\n")
        sys.__stdout__.flush()

    def _work(self, window: DemonstrationWindow, verb: str, *values: Any) -> None:
        screen = window.screen_
        match verb, values:
            case "click", (x, y):
                QTest.mouseClick(screen, LEFT, pos=self._at(window, x, y))
            case "double", (x, y):
                QTest.mouseClick(screen, LEFT, pos=self._at(window, x, y))
                QTest.mouseDClick(screen, LEFT, pos=self._at(window, x, y))  # this is the second press alone
                QTest.mouseRelease(screen, LEFT, pos=self._at(window, x, y))
            case "hold", (x, y, seconds):
                QTest.mousePress(screen, LEFT, pos=self._at(window, x, y))
                QTest.qWait(round(1000 * seconds))
                QTest.mouseRelease(screen, LEFT, pos=self._at(window, x, y))
            case "drag", (x, y, to_x, to_y, held):
                QTest.mousePress(screen, LEFT, pos=self._at(window, x, y))
                QTest.qWait(round(1000 * held))
                for part in range(1, MOVES + 1):
                    share = part / MOVES
                    QTest.mouseMove(screen, self._at(window, x + (to_x - x) * share, y + (to_y - y) * share), 20)
                QTest.mouseRelease(screen, LEFT, pos=self._at(window, to_x, to_y))
            case "wheel", (x, y, across, down):
                at = QPointF(self._at(window, x, y))
                flags = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
                turned = QWheelEvent(at, QPointF(screen.mapToGlobal(at.toPoint())), QPoint(), QPoint(across, down), *flags)
                QApplication.sendEvent(screen, turned)
            case "type", (text,):
                QTest.keyClicks(screen, text)
            case "paste", (text,):
                QGuiApplication.clipboard().setText(text)
                QTest.keyClick(screen, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            case "key", (name,):
                QTest.keyClick(screen, getattr(Qt.Key, f"Key_{name}"))
            case "button", (name,):
                button = {"Done": window.done, "Give up": window.give_up}.get(name) or window.keys[name]
                QTest.mouseClick(button, LEFT)
            case "answer", (text,):
                QTest.keyClicks(window.answer, text)
            case "grab", (path,):
                window.grab().save(path)
            case "close", ():
                window.close()
            case "look", ():
                pass
            case _:
                raise ValueError(verb)

    @staticmethod
    def _at(window: DemonstrationWindow, x: float, y: float) -> QPoint:
        fit = window.screen_.fit()
        assert fit is not None
        return QPointF(fit.left + (x + 0.5) * fit.scale, fit.top + (y + 0.5) * fit.scale).toPoint()


if __name__ == "__main__":
    application()
    hand = Hand()
    app(sys.argv[1:])

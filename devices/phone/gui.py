"""The GUI thread: Qt set up without window system, GPU or the host's fonts, and a way to run functions there.

Import this before any other part of Qt: it decides how Qt is loaded.
"""

from __future__ import annotations

import functools
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from devices.phone.fonts import fontconfig_file, load_fonts

_scratch = tempfile.TemporaryDirectory(prefix="fingertip-phone-")
# Qt reads these once, when it is loaded: no window system, no GPU, no fonts but ours.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QML_NO_TOUCH_COMPRESSION"] = "1"  # every move of a swipe counts, though no frame is drawn in between
os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(Path(_scratch.name)))

from PySide6.QtCore import QObject, Qt, Signal, Slot  # noqa: E402
from PySide6.QtGui import QGuiApplication  # noqa: E402

P = ParamSpec("P")
R = TypeVar("R")


class Mailbox(QObject):
    """Runs functions in the GUI thread."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, job: Callable[[], None]) -> None:
        job()


class Guest(Protocol):
    """Whoever has methods that run in the GUI thread. gui: that thread's identity."""

    gui: int
    mailbox: Mailbox

    def at_gui(self, action: Callable[[], R]) -> R:
        """Run an action in the GUI thread, which is this one."""


G = TypeVar("G", bound=Guest)


def on_gui(method: Callable[Concatenate[G, P], R]) -> Callable[Concatenate[G, P], R]:
    """Run a method in the GUI thread, wherever it is called from, and hand back what it returns or raises."""

    @functools.wraps(method)
    def call(self: G, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if threading.get_ident() == self.gui:
            return self.at_gui(lambda: method(self, *args, **kwargs))
        done: Future[R] = Future()

        def job() -> None:
            try:
                done.set_result(self.at_gui(lambda: method(self, *args, **kwargs)))
            except BaseException as error:  # noqa: BLE001  (it is raised again in the calling thread)
                done.set_exception(error)

        self.mailbox.posted.emit(job)
        return done.result()

    return call


def application() -> QGuiApplication:
    """The one Qt application of this process, with the phone's fonts."""
    found = QGuiApplication.instance()
    if found is None:
        found = QGuiApplication(["fingertip-phone"])
        load_fonts()
        QGuiApplication.styleHints().setCursorFlashTime(0)  # a blinking caret would never let the screen settle
    return cast(QGuiApplication, found)

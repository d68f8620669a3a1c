"""One phone: its store, its world and its screen. Safe to call from any thread; what touches Qt runs in the GUI thread.

phone = Phone(PhoneOptions(seed=7))
phone.tap(540, 1200)
width, height, pixels = phone.grab()
"""

from __future__ import annotations

import atexit
import functools
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from devices.phone import manifest, provider
from devices.phone.fonts import fontconfig_file, load_fonts
from devices.phone.options import PhoneOptions
from devices.phone.store import Store, StoreFiles
from devices.phone.tree import Node, read_tree
from devices.phone.world import make_world

_scratch = tempfile.TemporaryDirectory(prefix="fingertip-phone-")
# Qt reads these once, when it is loaded: no window system, no GPU, no fonts but ours.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QML_NO_TOUCH_COMPRESSION"] = "1"  # every move of a swipe counts, though no frame is drawn in between
os.environ["FONTCONFIG_FILE"] = str(fontconfig_file(Path(_scratch.name)))

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer, QUrl, Signal, Slot  # noqa: E402
from PySide6.QtGui import QColor, QGuiApplication, QImage, QInputMethodEvent, QKeyEvent  # noqa: E402
from PySide6.QtQuick import QQuickItem, QQuickView  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from devices.phone.bridge import ImeBridge, PhoneBridge, StoreBridge  # noqa: E402
from devices.phone.pictures import FilePictures  # noqa: E402

P = ParamSpec("P")
R = TypeVar("R")

_PAUSE_MS = 110
"""A stroke ends with a pause, and so without a fling: the same swipe always scrolls by the same way."""

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


class _Mailbox(QObject):
    """Runs functions in the GUI thread."""

    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, job: Callable[[], None]) -> None:
        job()


def on_gui(method: Callable[Concatenate[Phone, P], R]) -> Callable[Concatenate[Phone, P], R]:
    """Run a method in the GUI thread, wherever it is called from, and hand back what it returns or raises."""

    @functools.wraps(method)
    def call(self: Phone, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if threading.get_ident() == self._gui:
            return self._at_gui(lambda: method(self, *args, **kwargs))
        done: Future[R] = Future()

        def job() -> None:
            try:
                done.set_result(self._at_gui(lambda: method(self, *args, **kwargs)))
            except BaseException as error:  # noqa: BLE001  (it is raised again in the calling thread)
                done.set_exception(error)

        self._mailbox.posted.emit(job)
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


class Phone:
    """A handset without the ADB server around it. Make it in the GUI thread."""

    def __init__(self, options: PhoneOptions | None = None) -> None:
        self.options = options or PhoneOptions()
        self._application = application()
        self._gui = threading.get_ident()
        self._closed = False
        self._depth = 0  # of actions in the GUI thread
        self._mailbox = _Mailbox()
        self.store = Store(self.options.state)
        self.files = StoreFiles(self.store)
        self.world = make_world(self.options.seed, [app.package for app in manifest.installed()], self.options.locale)
        self._fill_store()
        self._bridge = PhoneBridge(self.store, self.world, self.options)
        self._store_bridge = StoreBridge(self.store, lambda name, method, values: provider.call(self, name, method, values))
        self.ime = ImeBridge(self.store, self.commit_text, self.press_key)
        self.rotation = 0
        self._view = QQuickView()
        self._view.setColor(QColor("black"))
        self._pictures = FilePictures(self.files)
        self._view.engine().addImageProvider("files", self._pictures)
        context = self._view.rootContext()
        for name, value in (("phone", self._bridge), ("store", self._store_bridge), ("ime", self.ime)):
            context.setContextProperty(name, value)
        self._view.setSource(QUrl.fromLocalFile(str(Path(__file__).parent / "system" / "Main.qml")))
        if self._view.status() is not QQuickView.Status.Ready:
            raise RuntimeError("; ".join(error.toString() for error in self._view.errors()))
        root = self._view.rootObject()
        self._bridge.started.connect(lambda name, page, values: _invoke(root, "start", name, page, values))
        self._bridge.stopped.connect(lambda name: _invoke(root, "stop", name))
        self._bridge.backed.connect(lambda: _invoke(root, "goBack"))
        self._bridge.homed.connect(lambda: _invoke(root, "goHome"))
        self._view.resize(*self._bridge.size)
        self._view.show()
        self._finger = QTest.createTouchDevice()
        self._held: tuple[int, int] | None = None  # where finger_down() left the finger
        self._timer = QTimer(interval=1000)
        self._timer.timeout.connect(self._bridge.tick)
        self._timer.start()
        self.store.subscribe(self._obey)
        atexit.register(self.close)
        self._process()

    def _fill_store(self) -> None:
        if self.store.get("global", "device_provisioned") == "1":
            return
        self.store.put("secure", "ui_night_mode", "2" if self.options.theme == "dark" else "1")
        self.store.put("system", "system_locales", self.options.locale)
        for page in manifest.app_data("settings", "pages.json").values():
            for item in page["items"]:
                namespace, _, key = item.get("key", "").partition("/")
                if key and self.store.get(namespace, key) is None:
                    self.store.put(namespace, key, item["default"])
        for app in manifest.installed():
            made = provider.contents(app, self.world)
            for name, rows in made.rows.items():
                for row in rows:
                    self.store.insert(name, row)
            for path, data in made.files.items():
                self.files.write(path, data)
        self.store.put("secure", "default_input_method", manifest.KEYBOARD)
        self.store.put("global", "animator_duration_scale", "1")
        self.store.put("global", "device_provisioned", "1")

    def _obey(self) -> None:
        """Do what a changed setting asks of the system itself: turn the screen."""
        wanted = self.store.get("system", "user_rotation") or "0"
        if self.store.get("system", "accelerometer_rotation") != "1" and wanted in ("0", "1", "2", "3"):
            self.rotate(int(wanted))

    @on_gui
    def close(self) -> None:
        """Switch the phone off."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        self._timer.stop()
        self._view.close()
        self._view.setSource(QUrl())
        self._view.deleteLater()  # the scene and its engine go before the objects that their bindings read
        QCoreApplication.sendPostedEvents(self._view, QEvent.Type.DeferredDelete.value)
        self._process()
        self.store.close()

    def _at_gui(self, action: Callable[[], R]) -> R:
        """Run an action; then free what QML has let go of, which Qt leaves to an event loop that a script does not run."""
        self._depth += 1
        try:
            return action()
        finally:
            self._depth -= 1
            if not self._depth:  # inside another action a QML handler may still run on what would be freed
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _process(self) -> None:
        for _ in range(2):  # the second round does what the first one asked for (layout, deferred deletion)
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, 0)

    # seeing

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels as the screen is turned now."""
        return self._bridge.size

    @property
    def density(self) -> int:
        """Dots per inch."""
        return self._bridge.density

    @on_gui
    def grab(self) -> tuple[int, int, bytes]:
        """What the screen shows: width, height, and RGBA bytes, row by row from the top."""
        self._process()
        picture = self._view.grabWindow().convertToFormat(QImage.Format.Format_RGBA8888)
        return picture.width(), picture.height(), bytes(picture.constBits())[: picture.sizeInBytes()]

    @on_gui
    def tree(self) -> Node:
        """What is on the screen as nodes, with bounds in pixels."""
        self._process()
        self._view.grabWindow()  # items get their places only when a frame is drawn
        return read_tree(self._view.rootObject(), *self._bridge.size)

    # touching

    @on_gui
    def tap(self, x: int, y: int) -> None:
        """Touch and release one pixel."""
        self._touch([(x, y)], 0)

    @on_gui
    def swipe(self, x: int, y: int, to_x: int, to_y: int, milliseconds: int = 300) -> None:
        """Move a finger in a straight line; a swipe that stays where it began holds for its whole time."""
        if (x, y) == (to_x, to_y):
            self._touch([(x, y)], milliseconds)
            return
        steps = 12
        path = [(round(x + (to_x - x) * i / steps), round(y + (to_y - y) * i / steps)) for i in range(steps + 1)]
        self._touch(path, 0)

    @on_gui
    def drag(self, x: int, y: int, to_x: int, to_y: int, milliseconds: int = 1000) -> None:
        """Hold, move, let go."""
        steps = 12
        path = [(round(x + (to_x - x) * i / steps), round(y + (to_y - y) * i / steps)) for i in range(steps + 1)]
        self._touch(path, milliseconds)

    def _touch(self, path: list[tuple[int, int]], hold: int) -> None:
        window, finger = self._view, self._finger
        if not self._bridge.awake:
            return
        QTest.touchEvent(window, finger).press(0, QPoint(*path[0]), window).commit()
        if hold:
            QTest.qWait(hold)
        for place in path[1:]:
            QTest.touchEvent(window, finger).move(0, QPoint(*place), window).commit()
        if len(path) > 1:
            QTest.qWait(_PAUSE_MS)
        QTest.touchEvent(window, finger).release(0, QPoint(*path[-1]), window).commit()
        if len(path) > 1:
            _come_to_rest(window.rootObject())
        self._process()

    @on_gui
    def finger_down(self, x: int, y: int) -> None:
        """Put a finger on a pixel and leave it there."""
        if self._bridge.awake:
            QTest.touchEvent(self._view, self._finger).press(0, QPoint(x, y), self._view).commit()
            self._held = (x, y)
            self._process()

    @on_gui
    def finger_move(self, x: int, y: int) -> None:
        """Move the finger that is down; nothing where none is."""
        if self._held is not None:
            QTest.touchEvent(self._view, self._finger).move(0, QPoint(x, y), self._view).commit()
            self._held = (x, y)
            self._process()

    @on_gui
    def finger_up(self, x: int, y: int) -> None:
        """Lift the finger that is down; nothing where none is."""
        if self._held is not None:
            self._held = None
            QTest.touchEvent(self._view, self._finger).release(0, QPoint(x, y), self._view).commit()
            self._process()

    @on_gui
    def press_key(self, name: str) -> None:
        """Press a key by name: the system's own (back, home, recents, power, sleep, wakeup) or one of KEYS."""
        system: dict[str, Callable[[], None]] = {
            "back": self._bridge.pressBack,
            "home": self._bridge.pressHome,
            "recents": self._bridge.pressRecents,
            "power": lambda: self._bridge.wake(not self._bridge.awake),
            "sleep": lambda: self._bridge.wake(False),
            "wakeup": lambda: self._bridge.wake(True),
        }
        if name in system:
            system[name]()
        elif self._bridge.awake:
            text = {"enter": "\r", "tab": "\t", "space": " "}.get(name, "")
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(self._view, QKeyEvent(kind, KEYS[name], Qt.KeyboardModifier.NoModifier, text))
        self._process()

    @on_gui
    def commit_text(self, text: str) -> bool:
        """Put text where the focus is, as an input method does; False where nothing has the focus."""
        field = self._view.activeFocusItem()
        if field is None or not self.ime.focused:
            return False
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(field, event)
        self._process()
        return True

    @on_gui
    def clear_text(self) -> bool:
        """Empty the text field that has the focus; False where none has."""
        field = self._view.activeFocusItem()
        if field is None or not self.ime.focused:
            return False
        field.setProperty("text", "")
        self._process()
        return True

    # apps

    @property
    def foreground(self) -> tuple[str, str]:
        """Package and activity in front."""
        if self._bridge.recents:
            return manifest.LAUNCHER, ".RecentsActivity"
        package = self._bridge.foreground_package
        if package == manifest.LAUNCHER:
            return package, ".Launcher"
        return package, manifest.by_package()[package].activity_of(self._bridge.page)

    @property
    def page(self) -> str:
        """The page that is in front, in its app's own words; empty for the first one, "recents" for the overview."""
        if self._bridge.recents:
            return "recents"
        return self._bridge.page if self._bridge.foreground_package != manifest.LAUNCHER else ""

    @property
    def running(self) -> tuple[str, ...]:
        """Packages of the apps that run, the newest first."""
        return tuple(self._bridge.running)  # type: ignore[arg-type]  # a Qt property

    @property
    def awake(self) -> bool:
        """Whether the screen is on."""
        return bool(self._bridge.awake)

    @property
    def keyboard_shown(self) -> bool:
        """Whether the on-screen keyboard is up."""
        return bool(self.ime.shown)

    @on_gui
    def start(self, package: str, page: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front, at a page with these values (an id, a URI); raises KeyError where it is not installed."""
        self._bridge.start(package, page, values)
        self._process()

    @on_gui
    def stop(self, package: str) -> None:
        """End an app."""
        self._bridge.stop(package)
        self._process()

    @on_gui
    def resize(self, width: int, height: int, density: int) -> None:
        """Give the screen another size and density."""
        self._bridge.resize(width, height, density)
        self._view.resize(width, height)
        self._process()

    @on_gui
    def rotate(self, quarter_turns: int) -> None:
        """Turn the screen to 0..3 quarter turns from its natural position."""
        if quarter_turns == self.rotation:
            return
        if (quarter_turns - self.rotation) % 2:
            width, height = self._bridge.size
            self.resize(height, width, self._bridge.density)
        self.rotation = quarter_turns % 4

    @property
    def now(self) -> Any:
        """The phone's own clock, a datetime without a zone."""
        return self._bridge.now


def _come_to_rest(item: QQuickItem) -> None:
    """End the movement of every list: one that hit its end counts as moving for a second more and swallows taps."""
    if item.inherits("QQuickFlickable") and item.property("moving"):
        item.setProperty("contentY", item.property("contentY"))
    for child in item.childItems():
        _come_to_rest(child)


def _invoke(root: QObject, name: str, *values: object) -> None:
    from PySide6.QtCore import Q_ARG, QMetaObject

    QMetaObject.invokeMethod(root, name, *(Q_ARG("QVariant", value) for value in values))

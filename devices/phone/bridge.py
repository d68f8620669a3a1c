"""What the phone's QML sees: `phone`, `store` and `ime`. Lives in the GUI thread; knows nothing of ADB."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot

from devices.phone import manifest
from devices.phone.fonts import icon as font_icon
from devices.phone.options import PhoneOptions
from devices.phone.times import format_time
from devices.phone.store import Store
from devices.phone.world import World

_MOTION_MS = 220
_TOAST_SECONDS = 2.0


class StoreBridge(QObject):
    """The store as QML uses it. A binding passes `revision` along, and so is read again after every change."""

    changed = Signal()

    def __init__(self, store: Store, call: Callable[[str, str, Mapping[str, Any]], dict[str, Any]]) -> None:
        super().__init__()
        self._store, self._call = store, call
        store.subscribe(self.changed.emit)

    @Slot(str, str, "QVariantMap", result="QVariantMap")
    def call(self, name: str, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Ask an app's provider, by its folder's name, to do something."""
        return self._call(name, method, dict(values))

    @Property(int, notify=changed)
    def revision(self) -> int:
        return self._store.generation

    @Slot(str, str, str, int, result=str)
    def setting(self, namespace: str, key: str, default: str, revision: int) -> str:  # noqa: ARG002  (a dependency of bindings)
        value = self._store.get(namespace, key)
        return default if value is None else value

    @Slot(str, str, str)
    def put(self, namespace: str, key: str, value: str) -> None:
        self._store.put(namespace, key, value)

    @Slot(str, int, result="QVariantList")
    def rows(self, provider: str, revision: int) -> list[dict[str, Any]]:  # noqa: ARG002  (a dependency of bindings)
        return self._store.rows(provider)

    @Slot(str, "QVariantMap", result=int)
    def insert(self, provider: str, values: Mapping[str, Any]) -> int:
        return self._store.insert(provider, dict(values))

    @Slot(str, int, "QVariantMap")
    def update(self, provider: str, number: int, values: Mapping[str, Any]) -> None:
        self._store.update(provider, number, dict(values))

    @Slot(str, int)
    def remove(self, provider: str, number: int) -> None:
        self._store.delete(provider, number)


class ImeBridge(QObject):
    """The input method as QML uses it: who has the focus, and keys that go there."""

    changed = Signal()

    def __init__(self, store: Store, send_text: Callable[[str], object], send_key: Callable[[str], None]) -> None:
        super().__init__()
        self._store = store
        self._focus: QObject | None = None
        self._dismissed = False
        self._send_text, self._send_key = send_text, send_key
        store.subscribe(self.changed.emit)

    @Property(bool, notify=changed)
    def shown(self) -> bool:
        if self._store.get("secure", "default_input_method") == manifest.ADB_KEYBOARD:
            return False  # it has no keys of its own
        return self._focus is not None and not self._dismissed

    @property
    def focused(self) -> bool:
        """Whether a text field has the focus."""
        return self._focus is not None

    @Slot(QObject, bool)
    def focusChanged(self, field: QObject, focused: bool) -> None:  # noqa: N802  (called from QML)
        if focused:
            self._focus, self._dismissed = field, False
        elif self._focus is field:
            self._focus = None
        self.changed.emit()

    @Slot()
    def hide(self) -> None:
        self._dismissed = True
        self.changed.emit()

    @Slot(str)
    def commit(self, text: str) -> None:
        self._send_text(text)

    @Slot()
    def backspace(self) -> None:
        self._send_key("delete")

    @Slot()
    def enter(self) -> None:
        self._send_key("enter")


class PhoneBridge(QObject):
    """The system as QML uses it: which app is in front, the world of the seed, the look."""

    changed = Signal()  # anything but the store
    looked = Signal()  # theme, font scale or motion, which come from the store
    ticked = Signal()
    started = Signal(str, object, object)  # app folder, page or None, values for that page
    stopped = Signal(str)
    backed = Signal()
    homed = Signal()

    def __init__(self, store: Store, world: World, options: PhoneOptions) -> None:
        super().__init__()
        self._store, self._world, self._options = store, world, options
        self.size = (options.width, options.height)
        self.density = options.density
        self._booted = time.monotonic()
        self._foreground = ""
        self._running: list[str] = []  # packages, newest first
        self._recents = False
        self._awake = True
        self._toast, self._toast_until = "", 0.0
        self.page = ""
        store.subscribe(self.looked.emit)

    # geometry

    def resize(self, width: int, height: int, density: int) -> None:
        """Give the screen another size in pixels and another density."""
        self.size, self.density = (width, height), density
        self.changed.emit()

    @Property(float, notify=changed)
    def scale(self) -> float:
        return self.density / 160

    @Property(int, notify=changed)
    def widthPx(self) -> int:  # noqa: N802  (a QML property)
        return self.size[0]

    @Property(int, notify=changed)
    def heightPx(self) -> int:  # noqa: N802  (a QML property)
        return self.size[1]

    @Property(float, notify=changed)
    def widthDp(self) -> float:  # noqa: N802  (a QML property)
        return self.size[0] * 160 / self.density

    @Property(float, notify=changed)
    def heightDp(self) -> float:  # noqa: N802  (a QML property)
        return self.size[1] * 160 / self.density

    # look

    @Property(bool, notify=looked)
    def dark(self) -> bool:
        return self._store.get("secure", "ui_night_mode") == "2"

    @Property(float, notify=looked)
    def fontScale(self) -> float:  # noqa: N802  (a QML property)
        return _number(self._store.get("system", "font_scale"), 1.0, 0.5, 2.0)

    @Property(int, notify=looked)
    def motion(self) -> int:
        """Milliseconds of a page transition."""
        if self._store.get("global", "remove_animations") == "1":
            return 0
        return round(_MOTION_MS * _number(self._store.get("global", "animator_duration_scale"), 1.0, 0.0, 10.0))

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]  # a QML type name
    def wallpaper(self) -> list[str]:
        return list(self._world.wallpaper)

    @Slot(str, result=str)
    def icon(self, name: str) -> str:
        return font_icon(name)

    @Slot(str, result=str)
    def tr(self, text: str) -> str:  # type: ignore[override]  # QML's word for it; QObject.tr is not used here
        locale = self._store.get("system", "system_locales") or "en-US"
        return manifest.translations(locale).get(text, text)

    @Property(bool, notify=looked)
    def rtl(self) -> bool:
        """Whether lines run from right to left."""
        return (self._store.get("system", "system_locales") or "").startswith("ar")

    # time

    @Slot(float, str, result=str)
    def formatTime(self, moment: float, form: str) -> str:  # noqa: N802  (called from QML)
        """A moment (ms since the epoch, UTC) in the phone's language. form: one of FORMS, or "ago"."""
        return format_time(moment, form, self._store.get("system", "system_locales") or "en-US", self._half, self.timestamp())

    @property
    def _half(self) -> bool:
        return self._store.get("system", "time_12_24") == "12"

    @property
    def now(self) -> datetime:
        """The phone's clock: the world's start plus the time since the phone was switched on."""
        return self._world.clock + timedelta(seconds=time.monotonic() - self._booted)

    @Slot(result=float)
    def timestamp(self) -> float:
        """Milliseconds since the epoch by the phone's clock, taken as UTC."""
        return (self.now - datetime(1970, 1, 1)).total_seconds() * 1000

    @Property(str, notify=ticked)
    def clock(self) -> str:
        half = self._store.get("system", "time_12_24") == "12"
        return self.now.strftime("%I:%M %p").lstrip("0") if half else f"{self.now.hour}:{self.now.minute:02d}"

    @Property(str, notify=ticked)
    def date(self) -> str:
        return f"{_DAYS[self.now.weekday()]}, {_MONTHS[self.now.month - 1]} {self.now.day}"

    @Property(bool, notify=looked)
    def alarmSet(self) -> bool:  # noqa: N802  (a QML property)
        return any(int(row.get("enabled") or 0) for row in self._store.rows("alarms"))

    def tick(self) -> None:
        """Let a second pass: the clock and the toast look again."""
        if self._toast and time.monotonic() > self._toast_until:
            self._toast = ""
            self.changed.emit()
        self.ticked.emit()

    # apps

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]  # a QML type name
    def apps(self) -> list[dict[str, Any]]:
        return [_described(app) for app in manifest.installed()]

    @Slot(str, result="QVariantMap")
    def app(self, package: str) -> dict[str, Any]:
        return _described(manifest.by_package()[package])

    @Property("QVariantMap", constant=True)  # type: ignore[arg-type]  # a QML type name
    def home(self) -> dict[str, Any]:
        pages = [
            [{"package": place.package, "column": place.column, "row": place.row} for place in page]
            for page in self._world.home.pages
        ]
        return {"pages": pages, "dock": list(self._world.home.dock)}

    @Slot(str, str, result="QVariant")
    def appData(self, name: str, file: str) -> Any:  # noqa: N802  (called from QML)
        return manifest.app_data(name, file)

    @Slot(str, result=QUrl)
    def sourceOf(self, name: str) -> QUrl:  # noqa: N802  (called from QML)
        return QUrl.fromLocalFile(str(manifest.APPS_DIRECTORY / name / "Main.qml"))

    @Property(str, notify=changed)
    def foreground(self) -> str:
        """The folder name of the app in front; empty for the launcher."""
        return manifest.by_package()[self._foreground].name if self._foreground else ""

    @property
    def foreground_package(self) -> str:
        """The package in front; the launcher's own where no app is."""
        return self._foreground or manifest.LAUNCHER

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def running(self) -> list[str]:
        return list(self._running)

    @Property(bool, notify=changed)
    def recents(self) -> bool:
        return self._recents

    @Property(bool, notify=changed)
    def awake(self) -> bool:
        return self._awake

    def wake(self, awake: bool) -> None:
        """Switch the screen on or off."""
        self._awake = awake
        self.changed.emit()

    @Slot(str)
    def launch(self, package: str) -> None:
        self.start(package, None)

    @Slot(str, str, "QVariantMap")
    def open(self, package: str, page: str, values: Mapping[str, Any]) -> None:
        """QML's way to another app's page."""
        self.start(package, page, values)

    def start(self, package: str, page: str | None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front, at one of its pages with values for it; None leaves it where it was."""
        app = manifest.by_package()[package]
        if package in self._running:
            self._running.remove(package)
        self._running.insert(0, package)
        self._recents = False
        self.started.emit(app.name, page, dict(values or {}))
        self._foreground = package
        self.changed.emit()

    @Slot(str)
    def stop(self, package: str) -> None:
        """End an app and forget where it was."""
        if package not in self._running:
            return
        self._running.remove(package)
        if self._foreground == package:
            self._foreground = ""
        self.changed.emit()
        self.stopped.emit(manifest.by_package()[package].name)

    @Slot()
    def stopAll(self) -> None:  # noqa: N802  (called from QML)
        for package in list(self._running):
            self.stop(package)
        self.pressHome()

    @Slot()
    def pressBack(self) -> None:  # noqa: N802  (called from QML)
        self.backed.emit()

    @Slot()
    def pressHome(self) -> None:  # noqa: N802  (called from QML)
        self._foreground, self._recents = "", False
        self.homed.emit()
        self.changed.emit()

    @Slot()
    def pressRecents(self) -> None:  # noqa: N802  (called from QML)
        self._recents = not self._recents
        self.changed.emit()

    @Slot(str)
    def pageShown(self, page: str) -> None:  # noqa: N802  (called from QML)
        self.page = page

    @Property(str, notify=changed)
    def toast(self) -> str:
        return self._toast

    @Slot(str)
    def showToast(self, text: str) -> None:  # noqa: N802  (called from QML)
        self._toast, self._toast_until = text, time.monotonic() + _TOAST_SECONDS
        self.changed.emit()


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _described(app: manifest.Manifest) -> dict[str, Any]:
    return {"package": app.package, "label": app.label, "icon": app.icon, "colour": app.colour, "name": app.name}


def _number(text: str | None, default: float, low: float, high: float) -> float:
    try:
        return min(max(float(text), low), high) if text is not None else default
    except ValueError:
        return default

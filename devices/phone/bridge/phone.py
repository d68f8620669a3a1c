"""`phone`: the system as apps use it: which app is in front, and what apps may ask of the system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Property, QUrl, Signal, Slot
from PySide6.QtQml import QJSEngine, QJSValue

from devices.phone import arrangement, clipboard, links, manifest, permissions
from devices.phone.bridge.callers import Callers, Visit
from devices.phone.bridge.look import Look, closure
from devices.phone.bridge.shade import ShadeBridge
from devices.phone.bridge.surfaces import SurfacesBridge
from devices.phone.bridge.values import whole
from devices.phone.clock import PhoneClock
from devices.phone.options import PhoneOptions
from devices.phone.registry import Apps
from devices.phone.store import Store
from devices.phone.world import World

_TOAST_SECONDS = 2.0
UPDATED = "fingertip_updated_apps"
"""The global setting that names the packages of newer versions, with commas between; "all" for every app."""


class PhoneBridge(Look):
    """One phone as its apps see it."""

    started = Signal(str, object, object)  # app folder, page or None, values for that page
    stopped = Signal(str)
    backed = Signal()
    homed = Signal()
    covered = Signal()  # something else came to the front: what lies above the apps goes away
    fronted = Signal()  # as `changed`, for the properties of this class (a property cannot name a signal of its base)
    permitted = Signal()  # permissions, the clipboard, or which app is in front
    arranged = Signal()  # where the apps lie on the home pages
    updated_changed = Signal()
    installed = Signal()  # there are other apps than before

    def __init__(self, store: Store, apps: Apps, world: World, options: PhoneOptions, clock: PhoneClock) -> None:
        super().__init__(store, apps, world, options, clock)
        self._foreground = ""
        self._running: list[str] = []  # packages, newest first
        self._callers = Callers()
        self._recents = False
        self._awake = True
        self._toast, self._toast_until = "", 0.0
        self._secure = self._updated = False
        self._permission = QJSValue()
        self.page = ""
        self.shade: ShadeBridge | None = None
        self.surfaces: SurfacesBridge | None = None
        self._rights = self._count_rights()
        store.subscribe(self._see_rights)
        self.installed.connect(self.permitted)
        self._known = apps.all
        self.installed.connect(self._end_missing)
        store.subscribe(self._see_apps)
        self._arrangement = store.generation_of(arrangement.PROVIDER)
        store.subscribe(self._see_home)
        self.installed.connect(self.arranged)
        self.changed.connect(self.fronted)
        self.changed.connect(self.permitted)
        self.permitted.connect(self._see_update)

    def _count_rights(self) -> tuple[int, int]:
        return self._store.generation_of(permissions.PROVIDER), self._store.generation_of(clipboard.PROVIDER)

    def _see_rights(self) -> None:
        if self._rights != (count := self._count_rights()):
            self._rights = count
            self.permitted.emit()
        self._see_update()

    def pass_time(self, second: bool) -> None:
        """Look at the clock again; second: whether a full second has passed."""
        if self._toast and self._clock.seconds >= self._toast_until:
            self._toast = ""
            self.changed.emit()
        if second:
            self.ticked.emit()

    # apps

    @Property("QVariantList", notify=installed)  # type: ignore[arg-type]  # a QML type name
    def apps(self) -> list[dict[str, Any]]:
        return [described(app) for app in self._apps.all]

    def _see_apps(self) -> None:
        if self._apps.all is not self._known:
            self._known = self._apps.all
            self.installed.emit()

    @Slot()
    def _end_missing(self) -> None:
        """End what runs and is no longer on the phone."""
        for package in [package for package in self._running if self._apps.find(package) is None]:
            self.stop(package)

    @Slot(str, result="QVariantMap")
    def app(self, package: str) -> dict[str, Any]:
        """What the launcher shows of a package; a plain one for what is no app."""
        app = self._apps.find(package)
        return described(app) if app else {**_SYSTEM, "package": package}

    def _see_home(self) -> None:
        generation = self._store.generation_of(arrangement.PROVIDER)
        if self._arrangement != generation:
            self._arrangement = generation
            self.arranged.emit()

    @Property("QVariantMap", notify=arranged)  # type: ignore[arg-type]  # a QML type name
    def home(self) -> dict[str, Any]:
        """Where the apps lie: {pages: [[{package, column, row}]], dock: [package]}."""
        return arrangement.arranged(self._world.home, self._store)

    @Slot(str)
    def takeFromHome(self, package: str) -> None:  # noqa: N802  (called from QML)
        """Take an app off the home pages."""
        arrangement.take_away(self._store, package)

    @Slot(str)
    def putOnHome(self, package: str) -> None:  # noqa: N802  (called from QML)
        """Put an app on a home page."""
        if not arrangement.put_on(self._world.home, self._store, package):
            self.showToast(self.said("Already on the home screen"))

    @Slot(str, str, result="QVariant")
    def appData(self, name: str, file: str) -> Any:  # noqa: N802  (called from QML)
        return self._apps.data(name, file)

    @Slot(str, result=QUrl)
    def sourceOf(self, name: str) -> QUrl:  # noqa: N802  (called from QML)
        return QUrl.fromLocalFile(str(self._apps.named(name).folder / "Main.qml"))

    @Property(str, notify=fronted)
    def foreground(self) -> str:
        """The folder name of the app in front; empty for the launcher."""
        return self._apps.folder_name(self._foreground) if self._foreground else ""

    @property
    def foreground_package(self) -> str:
        """The package in front; the launcher's own where no app is."""
        return self._foreground or manifest.LAUNCHER

    @Property("QVariantList", notify=fronted)  # type: ignore[arg-type]  # a QML type name
    def running(self) -> list[str]:
        return list(self._running)

    @Property(bool, notify=updated_changed)
    def updated(self) -> bool:
        """Whether the app in front is of a newer version, whose buttons lie elsewhere."""
        return self._updated

    def _see_update(self) -> None:
        chosen = (self._store.get("global", UPDATED) or "").split(",")
        updated = bool(chosen[0]) and ("all" in chosen or self._foreground in chosen)
        if updated != self._updated:
            self._updated = updated
            self.updated_changed.emit()

    @Property(bool, notify=fronted)
    def recents(self) -> bool:
        return self._recents

    @Property(bool, notify=fronted)
    def awake(self) -> bool:
        return self._awake

    def wake(self, awake: bool) -> None:
        """Switch the screen on or off."""
        self._awake = awake
        self.changed.emit()

    @Slot(str)
    def launch(self, package: str) -> None:
        self.start(package, None)

    @Slot(str)
    @Slot(str, str)
    @Slot(str, str, "QVariantMap")
    def open(self, package: str, page: str = "", values: Mapping[str, Any] | None = None) -> None:
        """QML's way to another app's page."""
        if self._apps.find(package) is not None:
            self.visit(package, page, whole(values or {}))
        else:
            self.showToast(self.said("App isn't installed"))

    @Slot(str, result=bool)
    def openUri(self, uri: str) -> bool:  # noqa: N802  (called from QML)
        """Let the app that knows the URI's scheme open it; False, and a toast, where none does."""
        found = links.viewer(uri, self._apps.all)
        if found is None:
            self.showToast(self.said("No app can open this"))
            return False
        self.visit(found.package, found.page, {"uri": uri, "action": links.VIEW})
        return True

    def visit(self, package: str, page: str | None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front at the wish of the one that is there: Back leads to that one again."""
        caller, before = self._foreground, self._callers.visits
        self.start(package, page, values)
        if caller and caller != package:
            self._callers.be(*before, Visit(package, caller, self.page))

    @Slot(str, result=bool)
    def leaveVisit(self, page: str) -> bool:  # noqa: N802  (called from QML)
        """Back has just left this page of the app in front; where another app had opened it there, go to that one."""
        visit, before = self._callers.of(self._foreground), self._callers.visits[:-1]
        if visit is None or visit.page != page or visit.caller not in self._running:
            return False
        self.start(visit.caller, None)
        self._callers.be(*before)
        return True

    def start(self, package: str, page: str | None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front, at one of its pages with values for it; None leaves it where it was."""
        app = self._apps.by_package[package]
        self._callers.forget()
        if package in self._running:
            self._running.remove(package)
        self._running.insert(0, package)
        self._recents = False
        self.covered.emit()
        self.started.emit(app.name, page, dict(values or {}))
        self._foreground = package
        self.changed.emit()

    def come_back(self, running: Sequence[str], front: str, page: str, values: Mapping[str, Any]) -> None:
        """Be where a snapshot was taken: these apps run, one of them in front; the others draw nothing before they come."""
        self._toast, self._recents, self._foreground = "", False, ""
        self._running = [package for package in running if self._apps.find(package) is not None]
        if front in self._running:
            self.start(front, page or None, values)
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
        self.stopped.emit(self._apps.folder_name(package))

    @Slot()
    def stopAll(self) -> None:  # noqa: N802  (called from QML)
        ended, self._running, self._foreground = self._running, [], ""
        self.changed.emit()
        for package in ended:
            self.stopped.emit(self._apps.folder_name(package))
        self.pressHome()

    @Slot()
    def pressBack(self) -> None:  # noqa: N802  (called from QML)
        self.backed.emit()

    @Slot()
    def pressHome(self) -> None:  # noqa: N802  (called from QML)
        self._callers.forget()
        self._foreground, self._recents = "", False
        self.covered.emit()
        self.homed.emit()
        self.changed.emit()

    @Slot()
    def pressRecents(self) -> None:  # noqa: N802  (called from QML)
        self._recents = not self._recents
        self.covered.emit()
        self.changed.emit()

    @Slot(str)
    def pageShown(self, page: str) -> None:  # noqa: N802  (called from QML)
        self.page = page

    @Slot(bool)
    def secured(self, secure: bool) -> None:
        """The app in front says whether pictures of its page may be taken."""
        self._secure = secure

    @property
    def secure(self) -> bool:
        """Whether what is in front may not be seen in pictures."""
        return self._secure

    # what apps may ask of the system

    @Property(str, notify=fronted)
    def toast(self) -> str:
        return self._toast

    @Slot(str)
    def showToast(self, text: str) -> None:  # noqa: N802  (called from QML)
        self._toast, self._toast_until = text, self._clock.seconds + _TOAST_SECONDS
        self.changed.emit()

    @Slot("QVariantMap", result=int)
    def notify(self, values: Mapping[str, Any]) -> int:
        """Show a notification; returns its id, for cancelNotification."""
        assert self.shade is not None
        given = whole(values)
        if not given.get("package"):
            given["package"] = self.foreground_package
        return self.shade.notify(given)

    @Slot(int)
    def cancelNotification(self, number: int) -> None:  # noqa: N802  (called from QML)
        assert self.shade is not None
        self.shade.cancel(number)

    def teach(self, engine: QJSEngine) -> QJSValue:
        """Make `phone.permission` such a property too: whoever calls it in a binding is told of changes."""
        itself = super().teach(engine)
        asked = "(phone) => (a, b) => typeof b === 'string' ? phone.granted(a, b) : phone.granted('', a)"
        self._permission = closure(engine, asked, itself)
        return itself

    @Property(QJSValue, notify=permitted)
    def permission(self) -> QJSValue:
        """permission(NAME) or permission(PACKAGE, NAME): whether it is granted now."""
        return self._permission

    @Slot(str, str, result=bool)
    def granted(self, package: str, name: str) -> bool:
        """Whether an app may do something; an empty package means the app that speaks."""
        return permissions.granted(self._store, package or self._speaker(name), name)

    @Slot(str)
    @Slot(str, str)
    def requestPermission(self, package: str, name: str = "") -> None:  # noqa: N802  (called from QML)
        """Ask the person, unless it is granted already: requestPermission(PACKAGE, NAME) or requestPermission(NAME)."""
        assert self.surfaces is not None
        if not name:
            package, name = self._speaker(package), package
        if not permissions.granted(self._store, package, name):
            self.surfaces.ask(package, name)

    def _speaker(self, name: str) -> str:
        return permissions.owner(name, (self.foreground_package, *self._running), self._apps.all)

    @Slot("QVariantMap")
    def share(self, values: Mapping[str, Any]) -> None:
        """Let the person choose an app that takes {text, subject, path, mime}."""
        assert self.surfaces is not None
        self.surfaces.share(whole(values), self.foreground_package)

    @Property(str, notify=permitted)
    def clipboard(self) -> str:
        """What was copied last."""
        return clipboard.text(self._store)

    def copied_ago(self) -> float:
        """Seconds since something was copied; endless where nothing ever was."""
        return clipboard.age(self._store, self.timestamp())

    @Slot(str)
    def copy(self, text: str) -> None:
        """Put text on the clipboard."""
        clipboard.copy(self._store, text, self.timestamp())


_SYSTEM = {"label": "Android System", "icon": "android", "colour": "#5F6368", "name": ""}


def described(app: manifest.Manifest) -> dict[str, Any]:
    """An app as the launcher shows it."""
    return {"package": app.package, "label": app.label, "icon": app.icon, "colour": app.colour, "name": app.name}

"""`surfaces`: what the system puts above the apps: questions, the share sheet, dialogs, a call, the volume, the power menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from devices.phone import links, permissions
from devices.phone.bridge.shade import Start
from devices.phone.clock import PhoneClock
from devices.phone.dialogs import KINDS, UnknownDialog
from devices.phone.registry import Apps
from devices.phone.store import Store

VOLUME_SECONDS = 2.0
VOLUME_STEPS = 15
_DIALOGS = "system_dialogs"
_CALLS = "calls"
TELEPHONE = "com.android.dialer"


class SurfacesBridge(QObject):
    """One of each at most, but questions and dialogs, which wait for each other.

    start, stop: bring an app to the front, end it. request: asks the telephone's provider to ring, answer or decline.
    timestamp: ms by the phone's clock.
    """

    changed = Signal()
    shared = Signal(str)  # something was copied from the share sheet
    switched_off = Signal()
    restarted = Signal()

    def __init__(
        self,
        store: Store,
        apps: Apps,
        clock: PhoneClock,
        start: Start,
        stop: Callable[[str], None],
        request: Callable[[str, Mapping[str, Any]], object],
        timestamp: Callable[[], float],
    ) -> None:
        super().__init__()
        self._request = request
        self._store, self._apps, self._clock, self._timestamp = store, apps, clock, timestamp
        self._start, self._stop = start, stop
        self._questions: list[tuple[str, str]] = []
        self._dialogs: list[dict[str, Any]] = []
        self._sheet: dict[str, Any] = {}
        self._power = self._emergency = False
        self._volume_until = 0.0

    # permissions

    def ask(self, package: str, permission: str) -> None:
        """Ask the person whether an app may do something."""
        if (package, permission) not in self._questions:
            self._questions.append((package, permission))
            self.changed.emit()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def question(self) -> dict[str, Any]:
        """The permission that is asked for: label, icon, text, partly (it can be given for while in use); empty for none."""
        if not self._questions:
            return {}
        package, permission = self._questions[0]
        name = permissions.short(permission)
        icon, text = permissions.WORDS.get(name, ("shield-key-outline", name.replace("_", " ").lower()))
        app = self._apps.find(package)
        return {
            "package": package,
            "permission": permission,
            "label": app.label if app else package,
            "icon": icon,
            "text": text,
            "partly": name in permissions.ONLY_IN_USE,
        }

    @Slot(bool)
    def answer(self, allowed: bool) -> None:
        """What the person says to the question."""
        if self._questions:
            permissions.answer(self._store, *self._questions.pop(0), allowed)
            self.changed.emit()

    # sharing

    def share(self, values: Mapping[str, Any], package: str) -> None:
        """Offer every app that takes shared things but the one that shares."""
        self._sheet = {**values, "from": package}
        self.changed.emit()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def sheet(self) -> dict[str, Any]:
        """What is being shared; empty where nothing is."""
        return self._sheet

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def targets(self) -> list[str]:
        """The packages that take it."""
        without = (str(self._sheet.get("from", "")),)
        return [link.package for link in links.receivers(self._apps.all, without)] if self._sheet else []

    @Slot(str)
    def send(self, package: str) -> None:
        """Hand what is being shared to an app."""
        values = {key: value for key, value in self._sheet.items() if key != "from"}
        self._sheet = {}
        self.changed.emit()
        for link in links.receivers(self._apps.all):
            if link.package == package:
                self._start(link.package, link.page, {**values, "action": links.SEND})

    @Slot()
    def copySheet(self) -> None:  # noqa: N802  (called from QML)
        """Put what is being shared on the clipboard."""
        text = str(self._sheet.get("text") or self._sheet.get("path") or self._sheet.get("subject") or "")
        self._sheet = {}
        self.shared.emit(text)
        self.changed.emit()

    # dialogs

    def show(self, kind: str, values: Mapping[str, Any]) -> None:
        """Show a dialog of one of KINDS; raises UnknownDialog."""
        if kind not in KINDS:
            raise UnknownDialog(f"No dialog {kind!r}; there are {', '.join(KINDS)}.")
        if kind == "call":
            self._request("ring", {"name": str(values.get("name") or ""), "number": str(values.get("number") or "")})
        elif kind == "permission":
            self.ask(str(values.get("package", "")), str(values.get("permission", "")))
        else:
            self._dialogs.append({**values, "kind": kind})
        self.changed.emit()

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def dialog(self) -> dict[str, Any]:
        """The dialog on top; empty where there is none."""
        return self._dialogs[-1] if self._dialogs else {}

    @property
    def dialogs(self) -> tuple[dict[str, Any], ...]:
        """All that are up, the topmost last."""
        return tuple(self._dialogs)

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Package and permission of all questions, the first one on top."""
        return tuple(self._questions)

    @property
    def modal(self) -> bool:
        """Whether something here takes every touch."""
        return bool(self._dialogs or self._questions or self._sheet or self._power or self._emergency)

    def drop(self, kind: str) -> None:
        """Take the dialogs of a kind away without an answer; "permission" takes the questions."""
        self._dialogs = [dialog for dialog in self._dialogs if dialog["kind"] != kind]
        if kind == "permission":
            self._questions.clear()
        self.changed.emit()

    @Slot(str)
    def press(self, button: str) -> None:
        """A button of the dialog on top: info, close, wait, accept, reject or save."""
        if not self._dialogs:
            return
        dialog = self._dialogs.pop()
        package = str(dialog.get("package", ""))
        self._store.insert(_DIALOGS, {"kind": dialog["kind"], "package": package, "answer": button})
        match dialog["kind"], button:
            case (("crash" | "anr"), ("close" | "info")):
                self._stop(package)
                if button == "info":
                    self._start("com.android.settings", "apps/details", {"package": package})
            case "battery", "save":
                self._store.put("global", "low_power", "1")
        self.changed.emit()

    # a call that comes in

    @Slot(bool)
    def takeCall(self, answered: bool) -> None:  # noqa: N802  (called from QML)
        """Answer the call that rings, and go to it; or decline it."""
        self._request("answer" if answered else "decline", {})
        if answered:
            self._start(TELEPHONE, "incall", {})

    @Slot()
    def showCall(self) -> None:  # noqa: N802  (called from QML)
        """Give the call that rings the whole screen."""
        self._start(TELEPHONE, "incoming", {})

    # volume and power

    @Property(bool, notify=changed)
    def volume(self) -> bool:
        """Whether the volume panel is up."""
        return self._volume_until > 0

    @Slot(int)
    def turnVolume(self, steps: int) -> None:  # noqa: N802  (called from QML)
        """Make the media louder or quieter by so many steps, and show the panel."""
        now = self._store.get("system", "volume_music") or "0"
        level = int(now) if now.isascii() and now.isdecimal() else 0
        self._set_volume(min(max(level + steps, 0), VOLUME_STEPS))

    @Slot(int)
    def setVolume(self, level: int) -> None:  # noqa: N802  (called from QML)
        """The slider of the panel was moved."""
        self._set_volume(level)

    def _set_volume(self, level: int) -> None:
        self._store.put("system", "volume_music", str(level))
        self._volume_until = self._clock.seconds + VOLUME_SECONDS
        self.changed.emit()

    @Slot()
    def hideVolume(self) -> None:  # noqa: N802  (called from QML)
        """Take the volume panel away."""
        self._volume_until = 0.0
        self.changed.emit()

    @Property(bool, notify=changed)
    def power(self) -> bool:
        """Whether the power menu is up."""
        return self._power

    @Property(bool, notify=changed)
    def emergency(self) -> bool:
        """Whether the page for emergencies is up."""
        return self._emergency

    @Slot(str)
    def choosePower(self, choice: str) -> None:  # noqa: N802  (called from QML)
        """off, restart, emergency, menu (open it) or nothing: close both."""
        self._power, self._emergency = choice == "menu", choice == "emergency"
        self.changed.emit()
        if choice == "off":
            self.switched_off.emit()
        elif choice == "restart":
            self.restarted.emit()

    @Slot(str)
    def callEmergency(self, number: str) -> None:  # noqa: N802  (called from QML)
        """Note an emergency call in the list of the phone app; nobody is really called."""
        noted = {"number": number, "name": "", "time": round(self._timestamp()), "seconds": 0, "kind": "out", "seen": 1}
        self._store.insert(_CALLS, {**noted, "type": 2, "new": 0})
        self.choosePower("")

    # all of them

    @Slot(result=bool)
    def back(self) -> bool:
        """What "back" does to the topmost of them; False where there is none that goes."""
        if self._power or self._emergency:
            self.choosePower("")
        elif self._dialogs:
            self.press({"anr": "wait", "popup": "reject"}.get(self._dialogs[-1]["kind"], "close"))
        elif self._questions:
            self._questions.pop(0)
            self.changed.emit()
        elif self._sheet:
            self._sheet = {}
            self.changed.emit()
        else:
            return False
        return True

    @Slot()
    def closeSheets(self) -> None:  # noqa: N802  (called from QML)
        """Another app came to the front: what belonged to the one before goes. Dialogs and calls stay."""
        self._sheet, self._power, self._emergency = {}, False, False
        self._questions.clear()
        self.changed.emit()

    def forget(self) -> None:
        """Take everything away."""
        self._dialogs.clear()
        self._volume_until = 0.0
        self.closeSheets()

    def pass_time(self) -> None:
        """Look at the clock again."""
        if self._volume_until and self._clock.seconds >= self._volume_until:
            self.hideVolume()

"""`shade`: notifications as the system shows them: on the pulled-down shade, in the status bar, and for a moment on top."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from devices.phone import notifications, permissions
from devices.phone.clock import PhoneClock
from devices.phone.registry import Apps
from devices.phone.store import Store

HEADS_UP_SECONDS = 5.0
Start = Callable[[str, str | None, Mapping[str, Any] | None], None]


class ShadeBridge(QObject):
    """How far the shade is pulled down, and what is on it.

    start: brings an app to the front. timestamp: ms by the phone's clock.
    """

    changed = Signal()
    listed = Signal()  # the notifications, which come from the store
    arrived = Signal()

    def __init__(
        self,
        store: Store,
        apps: Apps,
        shown: notifications.Notifications,
        clock: PhoneClock,
        start: Start,
        timestamp: Callable[[], float],
    ) -> None:
        super().__init__()
        self._store, self._apps, self._notifications, self._clock = store, apps, shown, clock
        self._start, self._timestamp = start, timestamp
        self._level = 0
        self._top, self._top_until = 0, 0.0
        self._counted = self._count()
        store.subscribe(self._see_list)

    def _count(self) -> tuple[int, int]:
        return self._store.generation_of(notifications.PROVIDER), self._store.generation_of(permissions.PROVIDER)

    def _see_list(self) -> None:
        if self._counted != (count := self._count()):
            self._counted = count
            self.listed.emit()

    # the shade

    @Property(int, notify=changed)
    def level(self) -> int:
        """0 closed, 1 with the first tiles and the notifications, 2 with all tiles."""
        return self._level

    @Slot(int)
    def pull(self, level: int) -> None:
        """Pull it down as far as a level, or push it up."""
        self._level = min(max(level, 0), 2)
        if self._level:
            self._top = 0
        self.changed.emit()

    # notifications

    @Property("QVariantList", notify=listed)  # type: ignore[arg-type]  # a QML type name
    def notifications(self) -> list[dict[str, Any]]:
        """Those that are shown, newest first."""
        return self._notifications.all

    @Property("QVariantMap", notify=changed)  # type: ignore[arg-type]  # a QML type name
    def top(self) -> dict[str, Any]:
        """The one that is shown on top of everything for some seconds; empty where there is none."""
        return (self._notifications.get(self._top) or {}) if self._top else {}

    def notify(self, values: Mapping[str, Any]) -> int:
        """Show a notification, on top of everything if it is new and not silent; returns its id, 0 where none may be shown."""
        known = {row["_id"] for row in self._notifications.all}
        number = self._notifications.notify(values, self._timestamp())
        quiet = bool(values.get("silent")) or self._store.get("global", "zen_mode") == "1"
        if number and number not in known and not quiet and not self._level:
            self._top, self._top_until = number, self._clock.seconds + HEADS_UP_SECONDS
        self.changed.emit()
        self.arrived.emit()
        return number

    def lift(self, number: int, seconds: float) -> None:
        """Let one lie on top for so long."""
        self._top, self._top_until = number, self._clock.seconds + seconds
        self.changed.emit()

    def cancel(self, number: int) -> None:
        """Take a notification away."""
        if number == self._top:
            self._top = 0
        self._notifications.cancel(number)
        self.changed.emit()

    @Slot(int)
    def dismiss(self, number: int) -> None:
        """The person swipes it away; an ongoing one stays, but leaves the top."""
        row = self._notifications.get(number)
        if row and not row.get("ongoing"):
            self.cancel(number)
        elif number == self._top:
            self._top = 0
            self.changed.emit()

    @Slot(int)
    def open(self, number: int) -> None:
        """Go where a notification leads; it is done with, unless it is ongoing."""
        row = self._notifications.get(number)
        if row is None:
            return
        self.pull(0)
        self.dismiss(number)
        package = str(row.get("package", ""))
        if self._apps.find(package) is not None:
            self._start(package, str(row["page"]) if row.get("page") else None, row.get("values") or {})

    @Slot()
    def clear(self) -> None:
        """Take all away but the ongoing ones."""
        self._top = 0
        self._notifications.clear()
        self.changed.emit()

    def pass_time(self) -> None:
        """Look at the clock again."""
        if self._top and self._clock.seconds >= self._top_until:
            self._top = 0
            self.changed.emit()

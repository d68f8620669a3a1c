"""What apps tell the person: rows of the provider "notifications", newest last. Knows no Qt and how nothing looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.phone import permissions
from devices.phone.store import Row, Store

PROVIDER = "notifications"
HISTORY = "notification_history"
"""Those that were taken away, while secure/notification_history_enabled is 1."""
CHANNELS = "notification_channels"
"""Rows {package, channel, enabled}: kinds that a person has switched; all others are on."""


class Notifications:
    """The notifications of one phone.

    A row: package, channel, tag, title, text, page and values (where a tap leads), ongoing, silent, time (ms, UTC).
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def all(self) -> list[Row]:
        """Those that are shown, newest first; an app that may not notify has none."""
        rows = [row for row in self._store.rows(PROVIDER) if self._allowed(str(row.get("package", "")))]
        return sorted(rows, key=lambda row: (float(row.get("time") or 0), int(row["_id"])), reverse=True)

    def notify(self, values: Mapping[str, Any], now: float) -> int:
        """Add one, or change the one of the same id, or of the same package and tag; returns its id.

        now: ms by the phone's clock. 0 where the app may not notify.
        """
        package, tag = str(values.get("package", "")), str(values.get("tag") or "")
        if not self._allowed(package) or not self._channel_on(package, str(values.get("channel") or "")):
            return 0
        row = {
            "package": package,
            "channel": str(values.get("channel") or ""),
            "tag": tag,
            "title": str(values.get("title") or ""),
            "text": str(values.get("text") or ""),
            "page": str(values.get("page") or ""),
            "values": dict(values.get("values") or {}),
            "ongoing": int(bool(values.get("ongoing"))),
            "silent": int(bool(values.get("silent"))),
            "time": float(values.get("time") or now),
        }
        number = self._known(values, package, tag)
        if number:
            self._store.update(PROVIDER, number, row)
            return number
        return self._store.insert(PROVIDER, row)

    def get(self, number: int) -> Row | None:
        """One by its id."""
        return next((row for row in self._store.rows(PROVIDER) if row["_id"] == number), None)

    def cancel(self, number: int) -> None:
        """Take one away, where it is there."""
        self._drop(self.get(number))

    def clear(self) -> None:
        """Take all away but the ongoing ones."""
        for row in self._store.rows(PROVIDER):
            if not row.get("ongoing"):
                self._drop(row)

    def _drop(self, row: Row | None) -> None:
        """Take one away; where a person wants a history, it goes there."""
        if row is None:
            return
        self._store.delete(PROVIDER, int(row["_id"]))
        if self._store.get("secure", "notification_history_enabled") == "1" and not row.get("ongoing"):
            self._store.insert(HISTORY, {key: value for key, value in row.items() if key != "_id"})

    def _known(self, values: Mapping[str, Any], package: str, tag: str) -> int:
        wanted = int(values.get("id") or values.get("_id") or 0)
        for row in self._store.rows(PROVIDER):
            same = row.get("package") == package and tag != "" and row.get("tag") == tag
            if (wanted and row["_id"] == wanted) or same:
                return int(row["_id"])
        return 0

    def _allowed(self, package: str) -> bool:
        return permissions.granted(self._store, package, permissions.NOTIFICATIONS)

    def _channel_on(self, package: str, channel: str) -> bool:
        rows = (row for row in self._store.rows(CHANNELS) if (row.get("package"), row.get("channel")) == (package, channel))
        return all(row.get("enabled") for row in rows)

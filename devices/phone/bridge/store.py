"""`store`: the phone's memory as QML uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QJSValue, QQmlPropertyMap

from devices.phone.bridge.values import whole
from devices.phone.store import Store


class StoreBridge(QObject):
    """The store as QML uses it. A binding passes `revision` along, and so is read again after every change; one that reads
    `settings` or `revisions` (by way of Stored.qml) only after a change of just that.
    """

    changed = Signal()
    stale = Signal()  # as `changed`, just before it

    def __init__(self, store: Store, call: Callable[[str, str, Mapping[str, Any]], dict[str, Any]]) -> None:
        super().__init__()
        self._store, self._call = store, call
        self._settings = QQmlPropertyMap.create(self)  # what QML asked for: "NAMESPACE/KEY" -> _said
        self._revisions = QQmlPropertyMap.create(self)  # the same: provider -> generation
        self._known: dict[str, str | None] = {}
        self._counted: dict[str, int] = {}
        self.stale.connect(self._catch_up)  # in this object's thread, whichever the change was made in
        store.subscribe(self.stale.emit)
        store.subscribe(self.changed.emit)

    @Slot()
    def _catch_up(self) -> None:
        for path, known in tuple(self._known.items()):  # what changes may make QML ask for more
            value = self._store.get(*path.split("/", 1))
            if value != known:
                self._known[path] = value
                self._settings.insert(path, _said(value))
        for provider, counted in tuple(self._counted.items()):
            count = self._store.generation_of(provider)
            if count != counted:
                self._counted[provider] = count
                self._revisions.insert(provider, count)

    @Property(QObject, constant=True)
    def settings(self) -> QObject:
        return self._settings

    @Property(QObject, constant=True)
    def revisions(self) -> QObject:
        return self._revisions

    @Slot(str)
    def follow(self, path: str) -> None:
        """Keep a setting in `settings` from now on."""
        self._known[path] = value = self._store.get(*path.split("/", 1))
        self._settings.insert(path, _said(value))

    @Slot(str)
    def followRows(self, provider: str) -> None:  # noqa: N802  (called from QML)
        """Keep a provider's count of changes in `revisions` from now on."""
        self._counted[provider] = count = self._store.generation_of(provider)
        self._revisions.insert(provider, count)

    @Slot(str, str, "QVariantMap", result="QVariantMap")
    def call(self, name: str, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Ask an app's provider, by its folder's name, to do something."""
        return self._call(name, method, whole(values))

    @Property(int, notify=changed)
    def revision(self) -> int:
        return self._store.generation

    @Property(int, notify=changed)
    def fileRevision(self) -> int:  # noqa: N802  (a QML property)
        """Counts changes of files; a property of QML's own that is bound to it only changes when files do."""
        return self._store.file_generation

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

    @Slot(str, int, result=int)
    def revisionOf(self, provider: str, revision: int) -> int:  # noqa: ARG002, N802  (a dependency of bindings; called from QML)
        return self._store.generation_of(provider)

    @Slot(str, int, result=str)
    def text(self, provider: str, revision: int) -> str:  # noqa: ARG002  (a dependency of bindings)
        return self._store.text(provider)

    @Slot(str, "QVariantMap", result=int)
    def insert(self, provider: str, values: Mapping[str, Any]) -> int:
        return self._store.insert(provider, whole(values))

    @Slot(str, int, "QVariantMap")
    def update(self, provider: str, number: int, values: Mapping[str, Any]) -> None:
        self._store.update(provider, number, whole(values))

    @Slot(QJSValue)
    def together(self, change: QJSValue) -> None:
        """Call a function whose changes are one: all or none, and bindings hear of them once it is through.

        Without it every removed row makes a list anew: a call log of a hundred takes half a gigabyte to clear.
        """
        with self._store.batch():
            answer = change.call([])
            if answer.isError():
                raise RuntimeError(answer.toString())

    @Slot(str, int)
    def remove(self, provider: str, number: int) -> None:
        self._store.delete(provider, number)


def _said(value: str | None) -> str:
    """A setting in the map: its value behind a "=", or nothing where it is not set. (Qt takes a false for equal to "0".)"""
    return "" if value is None else f"={value}"

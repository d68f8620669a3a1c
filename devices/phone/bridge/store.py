"""`store`: the phone's memory as QML uses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from devices.phone.bridge.values import whole
from devices.phone.store import Store


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

    @Slot(str, int)
    def remove(self, provider: str, number: int) -> None:
        self._store.delete(provider, number)

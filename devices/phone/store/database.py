"""Settings, rows and snapshots in one SQLite file. Knows nothing of Qt, ADB or apps."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from devices.phone.store.schema import COPIED, drop_unused, prepare

Namespace = Literal["system", "secure", "global"]
NAMESPACES: tuple[Namespace, ...] = ("system", "secure", "global")
Row = dict[str, Any]


class NoSnapshot(LookupError):
    """There is no snapshot of this name."""


class Store:
    """The phone's memory. Thread-safe: one connection, one lock.

    path: the SQLite file, or None to keep it in memory.
    lock: held while the store is read or changed; whoever keeps something that depends on it uses this one too.
    generation: counts changes, from 0; equal generations mean equal contents. file_generation: counts changes of files.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.lock = threading.RLock()
        self._database = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=MEMORY")
        self._database.execute("PRAGMA synchronous=OFF")
        prepare(self._database)
        self._listeners: list[Callable[[], None]] = []
        self._parsed: dict[str, list[Row]] = {}  # provider -> its rows, where none holds anything but plain values
        self._texts: dict[str, str] = {}  # provider -> its rows as JSON
        self._changes: dict[str, int] = {}  # provider -> how often it changed
        self._replaced = 0  # how often everything did
        self._settings: dict[tuple[str, str], str] | None = None  # all of them, once they were read
        self._batches = 0
        self.generation = 0
        self.file_generation = 0

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._database.close()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call listener after every change, in the thread that changed the store."""
        self._listeners.append(listener)

    @contextmanager
    def change(self, *, files: bool = False) -> Iterator[sqlite3.Connection]:
        """Change the tables under the lock. For the store's own package."""
        with self.lock:
            yield self._database
            self.generation += 1
            self.file_generation += files
            if self._batches:
                return
        self._tell()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make several changes as one: all or none of them, and listeners hear of it once."""
        with self.lock:
            before = self.generation
            if not self._batches:
                self._database.execute("BEGIN")
            self._batches += 1
            try:
                yield
            except BaseException:
                if self._batches == 1:
                    self._database.execute("ROLLBACK")
                    self._forget_read()
                    self.generation += 1
                    self.file_generation += 1
                raise
            else:
                if self._batches == 1:
                    self._database.execute("COMMIT")
            finally:
                self._batches -= 1
            if self._batches or self.generation == before:
                return
        self._tell()

    def _forget_read(self) -> None:
        """Read everything anew: the tables are not what they were."""
        self._parsed.clear()
        self._texts.clear()
        self._replaced += 1
        self._settings = None

    def _forget_rows(self, provider: str) -> None:
        self._parsed.pop(provider, None)
        self._texts.pop(provider, None)
        self._changes[provider] = self._changes.get(provider, 0) + 1

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

    def query(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the tables under the lock. For the store's own package."""
        with self.lock:
            return self._database.execute(query, values).fetchall()

    # settings

    def get(self, namespace: str, key: str) -> str | None:
        """A setting's value, or None where it has none."""
        with self.lock:
            if self._settings is None:
                found = self.query("SELECT namespace, key, value FROM setting")
                self._settings = {(space, name): value for space, name, value in found}
            return self._settings.get((namespace, key))

    def put(self, namespace: str, key: str, value: str) -> None:
        """Give a setting a value."""
        if self.get(namespace, key) == value:
            return
        with self.change() as database:
            database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", (namespace, key, value))
            if self._settings is not None:
                self._settings[namespace, key] = value

    def forget(self, namespace: str, key: str) -> bool:
        """Remove a setting; False where there was none."""
        if self.get(namespace, key) is None:
            return False
        with self.change() as database:
            database.execute("DELETE FROM setting WHERE namespace = ? AND key = ?", (namespace, key))
            if self._settings is not None:
                self._settings.pop((namespace, key), None)
        return True

    def settings(self, namespace: str) -> dict[str, str]:
        """All settings of a namespace, sorted by key."""
        return dict(self.query("SELECT key, value FROM setting WHERE namespace = ? ORDER BY key", namespace))

    # providers

    def rows(self, provider: str) -> list[Row]:
        """All rows of a provider in the order of their ids; each carries its id as "_id"."""
        with self.lock:
            known = self._parsed.get(provider)
            if known is None:
                found = self.query("SELECT id, value FROM row WHERE provider = ? ORDER BY id", provider)
                known = [{"_id": number, **json.loads(value)} for number, value in found]
                if any(isinstance(value, (list, dict)) for row in known for value in row.values()):
                    return known  # what lies deeper than a copy of the row would be shared
                self._parsed[provider] = known
            return [row.copy() for row in known]

    def generation_of(self, provider: str) -> int:
        """Counts changes of one provider; equal numbers mean equal rows."""
        return self._changes.get(provider, 0) + self._replaced

    def text(self, provider: str) -> str:
        """What rows() returns, as JSON; the same object until the provider changes."""
        with self.lock:
            if provider not in self._texts:
                self._texts[provider] = json.dumps(self.rows(provider), ensure_ascii=False)
            return self._texts[provider]

    def providers(self) -> list[str]:
        """The names of all providers that hold a row."""
        return [name for (name,) in self.query("SELECT DISTINCT provider FROM row ORDER BY provider")]

    def insert(self, provider: str, values: Mapping[str, Any]) -> int:
        """Add a row; returns its id, counted from 1 and never used twice in a provider while a later row exists."""
        with self.change() as database:
            (highest,) = database.execute("SELECT MAX(id) FROM row WHERE provider = ?", (provider,)).fetchone()
            number = int(values.get("_id") or (highest or 0) + 1)
            database.execute("INSERT OR REPLACE INTO row VALUES (?, ?, ?)", (provider, number, _pack(values)))
            self._forget_rows(provider)
        return number

    def update(self, provider: str, number: int, values: Mapping[str, Any]) -> bool:
        """Change some columns of one row; False where there is no such row."""
        with self.batch():
            found = self.query("SELECT value FROM row WHERE provider = ? AND id = ?", provider, number)
            if not found:
                return False
            with self.change() as database:
                merged = {**json.loads(found[0][0]), **values}
                database.execute("UPDATE row SET value = ? WHERE provider = ? AND id = ?", (_pack(merged), provider, number))
                self._forget_rows(provider)
        return True

    def delete(self, provider: str, number: int) -> bool:
        """Remove one row; False where there is no such row."""
        if not self.query("SELECT 1 FROM row WHERE provider = ? AND id = ?", provider, number):
            return False
        with self.change() as database:
            database.execute("DELETE FROM row WHERE provider = ? AND id = ?", (provider, number))
            self._forget_rows(provider)
        return True

    # snapshots

    def snapshot(self, name: str, state: Mapping[str, Any]) -> None:
        """Keep everything as it is now under a name, in the place of an older one. state: what else to remember."""
        with self.batch():
            self._drop_snapshot(name)
            self._database.execute("INSERT INTO snapshot VALUES (?, ?)", (name, json.dumps(dict(state), ensure_ascii=False)))
            for table, columns in COPIED.items():
                self._database.execute(f"INSERT INTO snapshot_{table} SELECT ?, {columns} FROM {table}", (name,))

    def restore(self, name: str) -> dict[str, Any]:
        """Make everything as it was when a snapshot was taken; returns its state. Raises NoSnapshot."""
        state = self.state_of(name)
        with self.batch(), self.change(files=True) as database:
            for table, columns in COPIED.items():
                database.execute(f"DELETE FROM {table}")
                database.execute(f"INSERT INTO {table} SELECT {columns} FROM snapshot_{table} WHERE snapshot = ?", (name,))
            drop_unused(database)
            self._forget_read()
        return state

    def state_of(self, name: str) -> dict[str, Any]:
        """What a snapshot remembers besides the store; raises NoSnapshot."""
        found = self.query("SELECT state FROM snapshot WHERE name = ?", name)
        if not found:
            raise NoSnapshot(name)
        state: dict[str, Any] = json.loads(found[0][0])
        return state

    def snapshots(self) -> list[str]:
        """The names of all snapshots, sorted."""
        return [name for (name,) in self.query("SELECT name FROM snapshot ORDER BY name")]

    def forget_snapshot(self, name: str) -> bool:
        """Remove a snapshot; False where there is none."""
        with self.batch():
            return self._drop_snapshot(name)

    def _drop_snapshot(self, name: str) -> bool:
        found = self._database.execute("DELETE FROM snapshot WHERE name = ?", (name,)).rowcount > 0
        if found:
            for table in COPIED:
                self._database.execute(f"DELETE FROM snapshot_{table} WHERE snapshot = ?", (name,))
            drop_unused(self._database)
        return found


def _pack(values: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in values.items() if key != "_id"}, ensure_ascii=False)

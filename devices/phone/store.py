"""Everything that the phone remembers, in one SQLite file.

Settings (namespace, key, value: all text, as on Android), provider rows (one JSON object each) and files. What an app
shows is a function of this store; what a tap does is a change of it; what a check reads is this store.

Knows nothing of Qt, ADB or apps. Thread-safe: one connection, one lock.
"""

from __future__ import annotations

import json
import sqlite3
import stat as mode_bits
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from devices.phone.adbd.files import FileStat

Namespace = Literal["system", "secure", "global"]
NAMESPACES: tuple[Namespace, ...] = ("system", "secure", "global")
Row = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (namespace TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (namespace, key));
CREATE TABLE IF NOT EXISTS row (provider TEXT, id INTEGER, value TEXT NOT NULL, PRIMARY KEY (provider, id));
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, mode INTEGER NOT NULL, mtime INTEGER NOT NULL, data BLOB NOT NULL);
"""
_LINKS = {
    "/sdcard": "/storage/emulated/0",
    "/mnt/sdcard": "/storage/emulated/0",
    "/storage/self/primary": "/storage/emulated/0",
}
_FOLDERS = ("/", "/data/local/tmp", "/data/app", "/system/bin", "/dev", "/proc", "/storage/emulated/0")
_PUBLIC_FOLDERS = ("Alarms", "DCIM", "Documents", "Download", "Movies", "Music", "Pictures")
_READ_ONLY = ("/system", "/proc", "/vendor")


def normalise(path: str) -> str:
    """An absolute path without `.`, `..`, doubled slashes and the phone's own links."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/" + "/".join(parts)
    for link, target in _LINKS.items():
        if clean == link or clean.startswith(link + "/"):
            return target + clean[len(link) :]
    return clean


class Store:
    """The phone's memory.

    path: the SQLite file, or None to keep it in memory.
    generation: counts changes, from 0; equal generations mean equal contents.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=MEMORY")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.executescript(_SCHEMA)
        self._listeners: list[Callable[[], None]] = []
        self.generation = 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call listener after every change, in the thread that changed the store."""
        self._listeners.append(listener)

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._database
            self.generation += 1
        for listener in self._listeners:
            listener()

    def _read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    # settings

    def get(self, namespace: str, key: str) -> str | None:
        """A setting's value, or None where it has none."""
        found = self._read("SELECT value FROM setting WHERE namespace = ? AND key = ?", namespace, key)
        return found[0][0] if found else None

    def put(self, namespace: str, key: str, value: str) -> None:
        """Give a setting a value."""
        if self.get(namespace, key) == value:
            return
        with self._change() as database:
            database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", (namespace, key, value))

    def forget(self, namespace: str, key: str) -> bool:
        """Remove a setting; False where there was none."""
        if self.get(namespace, key) is None:
            return False
        with self._change() as database:
            database.execute("DELETE FROM setting WHERE namespace = ? AND key = ?", (namespace, key))
        return True

    def settings(self, namespace: str) -> dict[str, str]:
        """All settings of a namespace, sorted by key."""
        return dict(self._read("SELECT key, value FROM setting WHERE namespace = ? ORDER BY key", namespace))

    # providers

    def rows(self, provider: str) -> list[Row]:
        """All rows of a provider in the order of their ids; each carries its id as "_id"."""
        found = self._read("SELECT id, value FROM row WHERE provider = ? ORDER BY id", provider)
        return [{"_id": number, **json.loads(value)} for number, value in found]

    def providers(self) -> list[str]:
        """The names of all providers that hold a row."""
        return [name for (name,) in self._read("SELECT DISTINCT provider FROM row ORDER BY provider")]

    def insert(self, provider: str, values: Mapping[str, Any]) -> int:
        """Add a row; returns its id, counted from 1 and never used twice in a provider while a later row exists."""
        with self._change() as database:
            (highest,) = database.execute("SELECT MAX(id) FROM row WHERE provider = ?", (provider,)).fetchone()
            number = int(values.get("_id") or (highest or 0) + 1)
            database.execute("INSERT OR REPLACE INTO row VALUES (?, ?, ?)", (provider, number, _pack(values)))
        return number

    def update(self, provider: str, number: int, values: Mapping[str, Any]) -> bool:
        """Change some columns of one row; False where there is no such row."""
        found = self._read("SELECT value FROM row WHERE provider = ? AND id = ?", provider, number)
        if not found:
            return False
        with self._change() as database:
            merged = {**json.loads(found[0][0]), **values}
            database.execute("UPDATE row SET value = ? WHERE provider = ? AND id = ?", (_pack(merged), provider, number))
        return True

    def delete(self, provider: str, number: int) -> bool:
        """Remove one row; False where there is no such row."""
        if not self._read("SELECT 1 FROM row WHERE provider = ? AND id = ?", provider, number):
            return False
        with self._change() as database:
            database.execute("DELETE FROM row WHERE provider = ? AND id = ?", (provider, number))
        return True


def _pack(values: Mapping[str, Any]) -> str:
    return json.dumps({key: value for key, value in values.items() if key != "_id"}, ensure_ascii=False)


class StoreFiles:
    """The phone's file system, kept in the store (the Files protocol of `adbd`)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        for folder in (*_FOLDERS, *(f"/storage/emulated/0/{name}" for name in _PUBLIC_FOLDERS)):
            self._make_folders(folder)

    def _entry(self, path: str) -> tuple[int, int, bytes] | None:
        found = self._store._read("SELECT mode, mtime, data FROM file WHERE path = ?", normalise(path))
        return (int(found[0][0]), int(found[0][1]), bytes(found[0][2])) if found else None

    def _save(self, path: str, mode: int, mtime: int, data: bytes) -> None:
        with self._store._change() as database:
            database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", (path, mode, mtime, data))

    def _make_folders(self, path: str) -> None:
        missing = normalise(path)
        while self._entry(missing) is None:
            self._save(missing, mode_bits.S_IFDIR | 0o771, 0 if missing in _FOLDERS else int(time.time()), b"")
            missing = missing.rpartition("/")[0] or "/"

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError, IsADirectoryError."""
        entry = self._entry(path)
        if entry is None:
            raise FileNotFoundError(path)
        if mode_bits.S_ISDIR(entry[0]):
            raise IsADirectoryError(path)
        return entry[2]

    def write(self, path: str, data: bytes, *, mode: int = 0o100644, mtime: int | None = None, append: bool = False) -> None:
        """Write a file and the folders above it; raises PermissionError, IsADirectoryError, NotADirectoryError."""
        clean = self._writable(path)
        old = self._entry(clean)
        if old and mode_bits.S_ISDIR(old[0]):
            raise IsADirectoryError(path)
        self._check_parent(clean)
        before = old[2] if append and old else b""
        self._save(clean, mode_bits.S_IFREG | (mode & 0o777), int(time.time()) if mtime is None else mtime, before + data)

    def stat(self, path: str) -> FileStat:
        """Mode, size and time; raises FileNotFoundError."""
        entry = self._entry(path)
        if entry is None:
            raise FileNotFoundError(path)
        return FileStat(mode=entry[0], size=len(entry[2]), mtime=entry[1])

    def listdir(self, path: str) -> list[str]:
        """The names in a folder, sorted; raises FileNotFoundError, NotADirectoryError."""
        if not mode_bits.S_ISDIR(self.stat(path).mode):
            raise NotADirectoryError(path)
        start = normalise(path).rstrip("/") + "/"
        found = self._store._read("SELECT path FROM file WHERE substr(path, 1, ?) = ?", len(start), start)
        return sorted(name for (full,) in found if (name := full[len(start) :]) and "/" not in name)

    def mkdir(self, path: str, *, parents: bool = False) -> None:
        """Make a folder; raises FileExistsError, FileNotFoundError, PermissionError."""
        clean = self._writable(path)
        if self._entry(clean) is not None:
            if parents and mode_bits.S_ISDIR(self.stat(clean).mode):
                return
            raise FileExistsError(path)
        if not parents and self._entry(clean.rpartition("/")[0] or "/") is None:
            raise FileNotFoundError(path)
        self._check_parent(clean)

        self._make_folders(clean)

    def remove(self, path: str) -> None:
        """Delete a file; raises FileNotFoundError, IsADirectoryError, PermissionError."""
        clean = self._writable(path)
        self.read(clean)
        self._delete(clean)

    def rmdir(self, path: str) -> None:
        """Delete an empty folder; raises FileNotFoundError, NotADirectoryError, OSError."""
        clean = self._writable(path)
        if self.listdir(clean):
            raise OSError(39, "Directory not empty", path)
        self._delete(clean)

    def rename(self, old: str, new: str) -> None:
        """Move a file or a folder with all that is in it; raises FileNotFoundError, PermissionError."""
        source, target = self._writable(old), self._writable(new)
        if self._entry(source) is None:
            raise FileNotFoundError(old)
        if target.startswith(source + "/"):
            raise OSError(22, "Invalid argument", new)
        self._check_parent(target)
        with self._store._change() as database:
            inside = (len(source) + 1, source, len(source) + 1, source + "/")
            where = "substr(path, 1, ?) = ? OR substr(path, 1, ?) = ?"
            moved = database.execute(f"SELECT path FROM file WHERE {where}", inside).fetchall()
            for (path,) in moved:
                database.execute("UPDATE OR REPLACE file SET path = ? WHERE path = ?", (target + path[len(source) :], path))

    def _delete(self, path: str) -> None:
        with self._store._change() as database:
            database.execute("DELETE FROM file WHERE path = ?", (path,))

    def _writable(self, path: str) -> str:
        clean = normalise(path)
        if clean == "/" or any(clean == top or clean.startswith(top + "/") for top in _READ_ONLY):
            raise PermissionError(30, "Read-only file system", path)
        return clean

    def _check_parent(self, path: str) -> None:
        parent = path.rpartition("/")[0] or "/"
        entry = self._entry(parent)
        if entry is None:
            self._make_folders(parent)
        elif not mode_bits.S_ISDIR(entry[0]):
            raise NotADirectoryError(20, "Not a directory", path)

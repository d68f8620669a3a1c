"""The phone's file system, kept in the store: paths, modes, times, and bytes under their digests."""

from __future__ import annotations

import stat as mode_bits
import time
from collections.abc import Callable

from devices.phone.adbd.files import FileStat
from devices.phone.store.database import Store
from devices.phone.store.schema import digest_of, drop_unused

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


class StoreFiles:
    """The phone's file system, kept in the store (the Files protocol of `adbd`).

    clock: seconds since the epoch, the date of whatever is written without one.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self.clock = clock
        with store.batch():
            for folder in (*_FOLDERS, *(f"/storage/emulated/0/{name}" for name in _PUBLIC_FOLDERS)):
                self._make_folders(folder)

    def _entry(self, path: str) -> FileStat | None:
        found = self._store.query("SELECT mode, size, mtime FROM file WHERE path = ?", normalise(path))
        return FileStat(*found[0]) if found else None

    def _save(self, path: str, mode: int, mtime: int, data: bytes) -> None:
        digest = digest_of(data)
        with self._store.batch(), self._store.change(files=True) as database:
            old = database.execute("SELECT digest FROM file WHERE path = ?", (path,)).fetchone()
            if digest:
                database.execute("INSERT OR IGNORE INTO blob VALUES (?, ?)", (digest, data))
            database.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", (path, mode, mtime, len(data), digest))
            if old is not None and old[0] not in ("", digest):
                drop_unused(database, old[0])

    def _make_folders(self, path: str) -> None:
        missing = normalise(path)
        while self._entry(missing) is None:
            self._save(missing, mode_bits.S_IFDIR | 0o771, 0 if missing in _FOLDERS else int(self.clock()), b"")
            missing = missing.rpartition("/")[0] or "/"

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError, IsADirectoryError."""
        query = "SELECT mode, data FROM file LEFT JOIN blob USING (digest) WHERE path = ?"
        found = self._store.query(query, normalise(path))
        if not found:
            raise FileNotFoundError(path)
        if mode_bits.S_ISDIR(found[0][0]):
            raise IsADirectoryError(path)
        return bytes(found[0][1] or b"")

    def digest(self, path: str) -> str | None:
        """A name for what a file holds, equal for equal bytes; None where there is no file."""
        found = self._store.query("SELECT mode, digest FROM file WHERE path = ?", normalise(path))
        return found[0][1] if found and mode_bits.S_ISREG(found[0][0]) else None

    def write(self, path: str, data: bytes, *, mode: int = 0o100644, mtime: int | None = None, append: bool = False) -> None:
        """Write a file and the folders above it; raises PermissionError, IsADirectoryError, NotADirectoryError."""
        clean = self._writable(path)
        with self._store.batch():
            old = self._entry(clean)
            if old is not None and old.is_dir:
                raise IsADirectoryError(path)
            self._check_parent(clean)
            before = self.read(clean) if append and old is not None else b""
            when = int(self.clock()) if mtime is None else mtime
            self._save(clean, mode_bits.S_IFREG | (mode & 0o777), when, before + data)

    def stat(self, path: str) -> FileStat:
        """Mode, size and time; raises FileNotFoundError."""
        entry = self._entry(path)
        if entry is None:
            raise FileNotFoundError(path)
        return entry

    def under(self, path: str) -> list[tuple[str, FileStat]]:
        """Everything below a folder, however deep, sorted by path (normalised); empty where there is none."""
        start = normalise(path).rstrip("/") + "/"
        query = "SELECT path, mode, size, mtime FROM file WHERE path > ? AND path < ? ORDER BY path"
        found = self._store.query(query, start, start[:-1] + "0")  # "0" comes right after "/"
        return [(full, FileStat(mode=mode, size=size, mtime=mtime)) for full, mode, size, mtime in found]

    def head(self, path: str, count: int) -> bytes:
        """The first bytes of a file; raises FileNotFoundError."""
        query = "SELECT substr(data, 1, ?) FROM file LEFT JOIN blob USING (digest) WHERE path = ?"
        found = self._store.query(query, count, normalise(path))
        if not found:
            raise FileNotFoundError(path)
        return bytes(found[0][0] or b"")

    def listdir(self, path: str) -> list[str]:
        """The names in a folder, sorted; raises FileNotFoundError, NotADirectoryError."""
        if not self.stat(path).is_dir:
            raise NotADirectoryError(path)
        start = normalise(path).rstrip("/") + "/"
        found = self._store.query("SELECT path FROM file WHERE path > ? AND path < ?", start, start[:-1] + "0")
        return sorted(name for (full,) in found if (name := full[len(start) :]) and "/" not in name)

    def mkdir(self, path: str, *, parents: bool = False) -> None:
        """Make a folder; raises FileExistsError, FileNotFoundError, PermissionError."""
        clean = self._writable(path)
        if self._entry(clean) is not None:
            if parents and self.stat(clean).is_dir:
                return
            raise FileExistsError(path)
        if not parents and self._entry(clean.rpartition("/")[0] or "/") is None:
            raise FileNotFoundError(path)
        self._check_parent(clean)
        self._make_folders(clean)

    def remove(self, path: str) -> None:
        """Delete a file; raises FileNotFoundError, IsADirectoryError, PermissionError."""
        clean = self._writable(path)
        if self.stat(clean).is_dir:
            raise IsADirectoryError(path)
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
        if source == target:
            return
        if target.startswith(source + "/"):
            raise OSError(22, "Invalid argument", new)
        self._check_parent(target)
        with self._store.batch(), self._store.change(files=True) as database:
            inside = (source, source + "/", source + "0")
            moved = database.execute("SELECT path FROM file WHERE path = ? OR (path > ? AND path < ?)", inside).fetchall()
            for (path,) in moved:
                database.execute("UPDATE OR REPLACE file SET path = ? WHERE path = ?", (target + path[len(source) :], path))
            drop_unused(database)  # a file that the move replaced may have been the last to hold its bytes

    def _delete(self, path: str) -> None:
        with self._store.batch(), self._store.change(files=True) as database:
            gone = database.execute("SELECT digest FROM file WHERE path = ? AND digest <> ''", (path,)).fetchall()
            database.execute("DELETE FROM file WHERE path = ?", (path,))
            for (digest,) in gone:
                drop_unused(database, digest)

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
        elif not entry.is_dir:
            raise NotADirectoryError(20, "Not a directory", path)

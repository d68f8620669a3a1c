"""The phone's file system as the ADB side sees it, and an implementation in memory.

Knows paths, modes and times. Does not know where the bytes are kept: a phone hands in its own Files.
Every path that reaches a Files is absolute and went through normalise().
"""

from __future__ import annotations

import errno
import os
import stat as mode_bits
import threading
import time
from dataclasses import dataclass
from typing import Protocol

_LINKS = {
    "/sdcard": "/storage/emulated/0",
    "/mnt/sdcard": "/storage/emulated/0",
    "/storage/self/primary": "/storage/emulated/0",
}
_READ_ONLY = ("/system", "/vendor", "/proc")
_FOLDERS = ("/data/local/tmp", "/dev", "/proc", "/storage/emulated/0", "/system/bin")
_NULL = "/dev/null"


@dataclass(frozen=True, slots=True)
class FileStat:
    """mode: type and permission bits as in `st_mode`. size: bytes. mtime: seconds since the epoch."""

    mode: int
    size: int
    mtime: int
    ino: int = 0

    @property
    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return mode_bits.S_ISDIR(self.mode)


class Files(Protocol):
    """What a phone's file system must offer. Paths are absolute and normalised; every error is an OSError.

    Implementations are called from several threads at once.
    """

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError, IsADirectoryError."""

    def write(self, path: str, data: bytes, *, mode: int = 0o100644, mtime: int | None = None, append: bool = False) -> None:
        """Write a file and the folders above it; mtime None is now.

        Raises PermissionError, IsADirectoryError, NotADirectoryError.
        """

    def stat(self, path: str) -> FileStat:
        """Mode, size and time; raises FileNotFoundError."""

    def listdir(self, path: str) -> list[str]:
        """The names in a folder, sorted; raises FileNotFoundError, NotADirectoryError."""

    def mkdir(self, path: str, *, parents: bool = False) -> None:
        """Make a folder; raises FileExistsError (not for a folder with parents), FileNotFoundError, PermissionError."""

    def remove(self, path: str) -> None:
        """Delete a file; raises FileNotFoundError, IsADirectoryError, PermissionError."""

    def rmdir(self, path: str) -> None:
        """Delete an empty folder; raises FileNotFoundError, NotADirectoryError, OSError."""

    def rename(self, old: str, new: str) -> None:
        """Move a file or a folder with all that is in it; raises FileNotFoundError, PermissionError, OSError."""


def normalise(path: str, base: str = "/") -> str:
    """An absolute path without `.`, `..`, doubled slashes and links; relative paths start at base."""
    parts: list[str] = []
    for part in (path if path.startswith("/") else f"{base}/{path}").split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/" + "/".join(parts)
    for link, target in _LINKS.items():
        if clean == link or clean.startswith(link + "/"):
            return target + clean[len(link) :]
    return clean


def errno_of(error: OSError) -> int:
    """The error number, also of an error that was raised with nothing but a path."""
    if error.errno is not None:
        return error.errno
    match error:
        case FileNotFoundError():
            return errno.ENOENT
        case IsADirectoryError():
            return errno.EISDIR
        case NotADirectoryError():
            return errno.ENOTDIR
        case FileExistsError():
            return errno.EEXIST
        case PermissionError():
            return errno.EACCES
        case _:
            return errno.EIO


def reason(error: OSError) -> str:
    """What Android's tools print after the path: `No such file or directory`."""
    return error.strerror or os.strerror(errno_of(error))


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)  # OSError picks the fitting subclass itself


def _read_only(path: str) -> OSError:
    return PermissionError(errno.EROFS, os.strerror(errno.EROFS), path)


@dataclass(frozen=True, slots=True)
class _Entry:
    stat: FileStat
    data: bytes = b""


class MemoryFiles:
    """Files kept in memory: the shipped fake. Permission bits are stored and never enforced, apart from /system."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._count = 0
        self._entries: dict[str, _Entry] = {}
        for folder in _FOLDERS:
            self._make_folders(folder)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises FileNotFoundError, IsADirectoryError."""
        entry = self._entry(path)
        if entry.stat.is_dir:
            raise _error(errno.EISDIR, path)
        return entry.data

    def write(self, path: str, data: bytes, *, mode: int = 0o100644, mtime: int | None = None, append: bool = False) -> None:
        """Write a file and the folders above it; raises PermissionError, IsADirectoryError, NotADirectoryError."""
        _check_writable(path)
        with self._lock:
            old = self._entries.get(path)
            if old and old.stat.is_dir:
                raise _error(errno.EISDIR, path)
            self._make_folders(path.rpartition("/")[0] or "/")
            if append and old:
                data = old.data + data
            when = int(time.time()) if mtime is None else mtime
            self._put(path, mode_bits.S_IFREG | (mode & 0o7777), when, bytes(data))

    def stat(self, path: str) -> FileStat:
        """Mode, size and time; raises FileNotFoundError."""
        return self._entry(path).stat

    def listdir(self, path: str) -> list[str]:
        """The names in a folder, sorted; raises FileNotFoundError, NotADirectoryError."""
        if not self.stat(path).is_dir:
            raise _error(errno.ENOTDIR, path)
        start = path.rstrip("/") + "/"
        with self._lock:
            names = [full[len(start) :] for full in self._entries if full.startswith(start)]
        return sorted(name for name in names if name and "/" not in name)

    def mkdir(self, path: str, *, parents: bool = False) -> None:
        """Make a folder; raises FileExistsError, FileNotFoundError, NotADirectoryError, PermissionError."""
        with self._lock:
            known = self._entries.get(path)
            if known:
                if parents and known.stat.is_dir:
                    return
                raise _error(errno.EEXIST, path)
            _check_writable(path)
            if not parents:
                self._entry(path.rpartition("/")[0] or "/")
            self._make_folders(path)

    def remove(self, path: str) -> None:
        """Delete a file; raises FileNotFoundError, IsADirectoryError, PermissionError."""
        with self._lock:
            self.read(path)
            _check_writable(path)
            del self._entries[path]

    def rmdir(self, path: str) -> None:
        """Delete an empty folder; raises FileNotFoundError, NotADirectoryError, OSError."""
        with self._lock:
            if self.listdir(path):
                raise _error(errno.ENOTEMPTY, path)
            _check_writable(path)
            del self._entries[path]

    def rename(self, old: str, new: str) -> None:
        """Move a file or a folder with all that is in it; raises FileNotFoundError, PermissionError, OSError."""
        _check_writable(old)
        _check_writable(new)
        with self._lock:
            self._entry(old)
            if old == new:
                return
            if new.startswith(old + "/"):
                raise _error(errno.EINVAL, new)
            target = self._entries.get(new)
            if target and target.stat.is_dir:
                raise _error(errno.EISDIR, new)
            self._make_folders(new.rpartition("/")[0] or "/")
            for full in [full for full in self._entries if full == old or full.startswith(old + "/")]:
                self._entries[new + full[len(old) :]] = self._entries.pop(full)

    def _entry(self, path: str) -> _Entry:
        with self._lock:
            entry = self._entries.get(path)
        if entry is None:
            raise _error(errno.ENOENT, path)
        return entry

    def _put(self, path: str, mode: int, mtime: int, data: bytes = b"") -> None:
        old = self._entries.get(path)
        if old:
            number = old.stat.ino
        else:
            self._count += 1
            number = self._count
        self._entries[path] = _Entry(FileStat(mode, len(data), mtime, number), data)

    def _make_folders(self, path: str) -> None:
        missing = []
        while (known := self._entries.get(path)) is None:
            missing.append(path)
            if path == "/":
                break
            path = path.rpartition("/")[0] or "/"
        if known and not known.stat.is_dir:
            raise _error(errno.ENOTDIR, path)
        for folder in reversed(missing):
            self._put(folder, mode_bits.S_IFDIR | 0o771, int(time.time()))


def _check_writable(path: str) -> None:
    if path == "/" or any(path == top or path.startswith(top + "/") for top in _READ_ONLY):
        raise _read_only(path)


class WithNull:
    """Any Files plus /dev/null, which every shell line takes for granted."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def read(self, path: str) -> bytes:
        """As Files.read; /dev/null is empty."""
        return b"" if path == _NULL else self._files.read(path)

    def write(self, path: str, data: bytes, *, mode: int = 0o100644, mtime: int | None = None, append: bool = False) -> None:
        """As Files.write; /dev/null swallows it."""
        if path != _NULL:
            self._files.write(path, data, mode=mode, mtime=mtime, append=append)

    def stat(self, path: str) -> FileStat:
        """As Files.stat; /dev/null is a character device."""
        return FileStat(mode_bits.S_IFCHR | 0o666, 0, 0) if path == _NULL else self._files.stat(path)

    def listdir(self, path: str) -> list[str]:
        """As Files.listdir."""
        return self._files.listdir(path)

    def mkdir(self, path: str, *, parents: bool = False) -> None:
        """As Files.mkdir."""
        self._files.mkdir(path, parents=parents)

    def remove(self, path: str) -> None:
        """As Files.remove; /dev/null stays."""
        if path == _NULL:
            raise _error(errno.EACCES, path)
        self._files.remove(path)

    def rmdir(self, path: str) -> None:
        """As Files.rmdir."""
        self._files.rmdir(path)

    def rename(self, old: str, new: str) -> None:
        """As Files.rename; /dev/null stays."""
        if _NULL in (old, new):
            raise _error(errno.EACCES, _NULL)
        self._files.rename(old, new)

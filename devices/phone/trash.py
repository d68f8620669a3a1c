"""Deleted files that can still be brought back, as Android's media store keeps them: renamed in their own folder.

`IMG_1.png` becomes `.trashed-1771562220-IMG_1.png`; the number is when it goes for good, in seconds since the epoch. All
that is known of the bin is in these names, so that `adb shell rm` and `mv` work on it too. Knows files only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from devices.phone.store import StoreFiles

KEPT_SECONDS = 30 * 24 * 3600
_NAME = re.compile(r"\.trashed-(\d+)-(.+)")


@dataclass(frozen=True, slots=True)
class Trashed:
    """path: where it lies. original: where it came from. expires: seconds since the epoch. size: bytes, 0 for a folder."""

    path: str
    original: str
    expires: int
    size: int
    folder: bool


def original_of(path: str) -> tuple[str, int] | None:
    """Where a file in the bin came from and when it goes; None for one that is not in the bin."""
    folder, _, name = path.rpartition("/")
    found = _NAME.fullmatch(name)
    return (f"{folder}/{found[2]}", int(found[1])) if found else None


def throw(files: StoreFiles, path: str) -> str:
    """Put a file or a folder into the bin; returns where it lies now; raises OSError."""
    folder, _, name = path.rstrip("/").rpartition("/")
    expires = int(files.clock()) + KEPT_SECONDS
    while (target := f"{folder}/.trashed-{expires}-{name}") and exists(files, target):
        expires += 1
    files.rename(path, target)
    return target


def restore(files: StoreFiles, path: str) -> str:
    """Put a file from the bin back, beside whatever has taken its place; returns where it lies now; raises OSError."""
    found = original_of(path)
    if found is None:
        raise FileNotFoundError(path)
    target = free_name(files, found[0])
    files.rename(path, target)
    return target


def contents(files: StoreFiles, root: str) -> list[Trashed]:
    """What is in the bin below a folder, the last thrown first; what lies inside a thrown folder goes with it."""
    found: list[Trashed] = []
    for path, stat in files.under(root):
        origin = original_of(path)
        if origin is not None and "/.trashed-" not in path.rpartition("/")[0]:
            found.append(Trashed(path, origin[0], origin[1], stat.size, stat.is_dir))
    return sorted(found, key=lambda one: (-one.expires, one.path))


def exists(files: StoreFiles, path: str) -> bool:
    """Whether there is such a file or folder."""
    try:
        files.stat(path)
    except OSError:
        return False
    return True


def free_name(files: StoreFiles, path: str) -> str:
    """This path, or with a number in brackets where it is taken: `notes (1).txt`."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    target, number = path, 0
    while exists(files, target):
        number += 1
        target = f"{folder}/{stem} ({number}){dot}{ending}"
    return target


def delete(files: StoreFiles, path: str) -> None:
    """Delete a file, or a folder with all that is in it, for good; raises OSError."""
    if files.stat(path).is_dir:
        for below, stat in reversed(files.under(path)):
            if stat.is_dir:
                files.rmdir(below)
            else:
                files.remove(below)
        files.rmdir(path)
    else:
        files.remove(path)

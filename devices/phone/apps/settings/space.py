"""What lies in the phone's storage: bytes of each kind of file, and the large files. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from devices.phone.store import StoreFiles

TOTAL = 128_000_000_000
SYSTEM = 18_400_000_000
"""What Android itself takes up."""
_SHARED = "/storage/emulated/0"
_KINDS = {
    "images": ("jpg", "jpeg", "png", "gif", "webp", "heic"),
    "videos": ("mp4", "webm", "mkv", "3gp"),
    "audio": ("mp3", "wav", "ogg", "m4a", "flac", "amr"),
    "documents": ("txt", "pdf", "md", "doc", "docx", "csv", "html", "xls", "xlsx"),
}
_LONGEST_LIST = 30


def files(system: StoreFiles) -> Iterator[tuple[str, int]]:
    """Path and size of every file that the owner can see."""
    return ((path, found.size) for path, found in system.under(_SHARED) if not found.is_dir)


def kind_of(path: str) -> str:
    """ "images", "videos", "audio", "documents" or "other", by a file's ending."""
    ending = path.rpartition(".")[2].lower()
    return next((kind for kind, endings in _KINDS.items() if ending in endings), "other")


def by_kind(system: StoreFiles) -> dict[str, int]:
    """Bytes of every kind."""
    found = dict.fromkeys((*_KINDS, "other"), 0)
    for path, size in files(system):
        found[kind_of(path)] += size
    return found


def largest(system: StoreFiles) -> list[dict[str, Any]]:
    """The largest files, the largest first: {path, name, kind, bytes}."""
    found = sorted(files(system), key=lambda entry: (-entry[1], entry[0]))[:_LONGEST_LIST]
    return [{"path": path, "name": path.rpartition("/")[2], "kind": kind_of(path), "bytes": size} for path, size in found]

"""Files that are whole or not there, and one typed error for whatever a file system may say.

Knows files. Does not know what is in them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.errors import RecordingFailed

LINES = "episode.jsonl"
FRAMES = "frames"
SEAL = "seal.json"


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn the errors of a file system into RecordingFailed."""
    try:
        yield
    except OSError as error:
        raise RecordingFailed(
            f"The episode cannot be recorded in {where} ({error.strerror or error}): free some space or name another "
            "directory with --record."
        ) from error


def lock(file: int, directory: Path) -> None:
    """Keep others from writing into the same episode until the file is closed; raises RecordingFailed if one does."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise RecordingFailed(f"The episode {directory} is still being written by another process.") from error
    except OSError:
        pass  # a file system without locks: two writers then show as a broken chain


def write_all(file: int, data: bytes) -> None:
    """Write every byte; raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def replace(path: Path, data: bytes) -> None:
    """Put a whole file there, on the disk when this returns; raises OSError and then leaves what was there."""
    part = path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            write_all(file, data)
            os.fsync(file)
        finally:
            os.close(file)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_directory(path.parent)


def sync_directory(path: Path) -> None:
    """Wait until the names in a directory are on the disk; raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)

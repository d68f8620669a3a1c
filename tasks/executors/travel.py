"""Recordings on their way from a node that does not see the run's directory.

Knows bytes and directories. Does not know what carries them.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

from tasks.executors import WorkerFailed
from tasks.results import RUN_FILE, InstanceId
from tasks.worker import recording_of


def digest_of(episodes: Path) -> str:
    """By what a run's directory is known to be the same one; empty where there is none."""
    try:
        return hashlib.sha256((episodes.parent / RUN_FILE).read_bytes()).hexdigest()
    except OSError:
        return ""


def pack(recording: Path) -> bytes:
    """A recording as bytes. Pictures are compressed already."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.add(recording, arcname=".")
    return buffer.getvalue()


def unpack(packed: bytes, episodes: Path, instance: InstanceId) -> Path:
    """Put a recording where it belongs, whole or not at all; returns its directory. Raises WorkerFailed on a full disk."""
    arriving = episodes.parent / "arriving"
    try:
        shutil.rmtree(arriving, ignore_errors=True)  # of a run that was killed
        arriving.mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
            tar.extractall(arriving, filter="data")
        episodes.mkdir(parents=True, exist_ok=True)
        place = recording_of(episodes, instance)
        arriving.rename(place)
    except OSError as error:
        raise WorkerFailed(
            f"The episode {instance.name} cannot be kept in {episodes} ({error.strerror or error}): free some space and go on "
            "with the same command."
        ) from error
    return place

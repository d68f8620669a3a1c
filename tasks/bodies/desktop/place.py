"""A folder for a desktop's home whose path is the same each time: programs show it, and a replay has to see the same.

The first number that nobody else uses is taken; who uses it holds a lock, which ends with the process at the latest. What an
ended process left behind is removed by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.errors import DeviceError

MOST = 100


@contextmanager
def a_place() -> Iterator[Path]:
    """A folder that is nobody else's while this is open, such as /tmp/fingertip-desktops-1000/0; raises DeviceError."""
    base = Path(tempfile.gettempdir()) / f"fingertip-desktops-{os.getuid()}"
    try:
        base.mkdir(mode=0o700, exist_ok=True)
        found = base.lstat()
    except OSError as error:
        raise DeviceError(f"{base} cannot be made ({error.strerror}): set TMPDIR to a folder that can be written.") from error
    if base.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise DeviceError(f"{base} is not a folder of your own that nobody else can read: remove it.")
    for number in range(MOST):
        lock = os.open(base / f"{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        try:
            yield base / str(number)
        finally:
            shutil.rmtree(base / str(number), ignore_errors=True)
            os.close(lock)
        return
    raise DeviceError(f"{MOST} desktops are open already: end some of them.")

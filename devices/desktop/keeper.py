"""Ends a private desktop when its owner closes it or dies: run as a process of its own, `python -I keeper.py MARK FOLDER`.

Every process of a private desktop carries a mark in its environment (FINGERTIP_DESK), and so does what they start, daemons
included. When standard input ends, or the parent is gone, all of them are ended and the desktop's folder is removed.
Knows /proc (Linux). Imports nothing of the project, so that it starts in a moment.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import sys
import time

MARK = "FINGERTIP_DESK"
SECONDS_TO_END = 3.0


def marked(mark: str) -> list[int]:
    """Processes that carry the mark and have not ended yet."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
                if wanted in file.read().split(b"\0"):
                    found.append(int(name))
    return found


def end_all(mark: str) -> None:
    """End every marked process: asked first, killed after a moment; what they start meanwhile is ended as well."""
    end = time.monotonic() + SECONDS_TO_END
    number = signal.SIGTERM
    while (left := marked(mark)) and time.monotonic() < end:
        for process in left:
            with contextlib.suppress(OSError):
                os.kill(process, number)
        time.sleep(0.02)
        if time.monotonic() > end - SECONDS_TO_END + 0.3:
            number = signal.SIGKILL


def main() -> None:
    """Wait for the end of standard input or of the parent, then clean up."""
    mark, folder = sys.argv[1:]
    parent = os.getppid()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], 1.0)
        if readable and not os.read(sys.stdin.fileno(), 100):
            break
    end_all(mark)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

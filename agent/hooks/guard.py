"""Runs one command, and ends it with all that it started once the process that wanted it is gone.

Knows a lifeline: a pipe whose other end is held by nobody else. Stands alone: it is run as a file, without this package.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress

GRACE = 0.5
"""Seconds between asking a command to end and making it."""


def main(lifeline: int, command: list[str]) -> int:
    """Run the command in a session of its own until it ends or the lifeline breaks; returns its exit status."""
    awake, waking = os.pipe()
    os.set_blocking(waking, False)
    signal.set_wakeup_fd(waking, warn_on_full_buffer=False)
    for caught in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
        signal.signal(caught, lambda _number, _frame: None)
    child = os.fork()
    if child == 0:
        _become(command)
    for number in (0, 1):
        os.close(number)  # the command alone holds its ends of the pipes
    while True:
        ready, _, _ = select.select([lifeline, awake], [], [])
        woken = set(os.read(awake, 64)) if awake in ready else set()
        if lifeline in ready or woken & {signal.SIGTERM, signal.SIGINT}:
            status = _ended(child)
        else:
            done, status = os.waitpid(child, os.WNOHANG)
            if not done:
                continue
        _kill(child, signal.SIGKILL)  # whatever it has left behind in its group
        return abs(os.waitstatus_to_exitcode(status))


def _become(command: list[str]) -> None:
    os.setsid()
    try:
        os.execvp(command[0], command)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    os._exit(127)


def _ended(child: int) -> int:
    """Ask it to end, then make it; returns what it ended with."""
    _kill(child, signal.SIGTERM)
    end = time.monotonic() + GRACE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.02)
    _kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _kill(child: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child, number)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))

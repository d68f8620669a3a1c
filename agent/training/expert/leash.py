"""Becomes a program that ends when the one who started it does: `python -m agent.training.expert.leash PID MODULE WORDS…`.

Knows one call of Linux, which has no other name in Python. Elsewhere a program may outlive a parent that was killed; then the
lock that it holds tells the next one to wait.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of linux/prctl.h; it lasts through exec."""


def main() -> None:
    """Bind, then become it."""
    parent, *words = sys.argv[1:]
    if sys.platform == "linux":
        # Killed, not asked: whoever kills us does not ask either, and runs and trainings are made for it.
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit(1)  # it has ended already
    os.execv(sys.executable, [sys.executable, "-m", *words])


if __name__ == "__main__":
    main()

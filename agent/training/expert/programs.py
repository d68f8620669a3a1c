"""Programs of this project, started from here: one at a time, heard to their end, and ended with this process.

Knows processes. Does not know what the programs do.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LEASH = "agent.training.expert.leash"
PATIENCE = 60.0
"""Seconds that a program gets to close what it has open, once it was told to stop."""


def call(words: Sequence[str], *, keep: int | None = None) -> tuple[int, str]:
    """Run `python -m WORDS`; its exit code and what it printed. Its standard error is ours.

    keep: a file that the program holds open, too, as long as it runs. KeyboardInterrupt is handed on, and goes through once
    the program has ended.
    """
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    child = subprocess.Popen(
        [sys.executable, "-m", LEASH, str(os.getpid()), *words],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for us; the program hears of it from here, once
        pass_fds=() if keep is None else (keep,),
    )
    try:
        said, _ = child.communicate()
        return child.returncode, said
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        raise
    finally:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        assert child.stdout is not None
        child.stdout.close()

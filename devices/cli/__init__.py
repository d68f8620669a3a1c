"""`python -m devices …`: what a person types and reads. No logic."""

from __future__ import annotations

import os
import signal
from types import FrameType


def main() -> None:
    """The entry point."""
    # Importing the commands takes a moment in which Ctrl-C would show a traceback; nothing is open yet, so just leave.
    signal.signal(signal.SIGINT, _leave)
    from devices.cli.app import app

    app()


def _leave(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Stopped by the user.\n")
    os._exit(130)

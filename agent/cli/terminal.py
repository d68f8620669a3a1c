"""What every command needs of the terminal: one clear sentence for a failure, plain text for a screen, signals, the log.

Knows nothing of what the commands do.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

import typer

PATIENCE = 3
"""How often Ctrl-C has to be pressed before the process leaves without closing anything."""


def fail(message: str, code: int) -> NoReturn:
    """Say one sentence on standard error and exit."""
    typer.echo(plain(message), err=True)
    raise typer.Exit(code)


def plain(text: str) -> str:
    """The same text with everything spelled out that could steer a terminal; line breaks and tabs stay."""
    return "".join(character if character.isprintable() or character in "\n\t" else _spelled(character) for character in text)


def one_line(text: str) -> str:
    """The same text in one line, safe for a terminal."""
    return " ".join(plain(text).split())


def log_to_stderr(verbose: bool) -> None:
    """Send the log to standard error: everything if verbose, else only what a person should know."""
    from loguru import logger

    logger.remove()
    logger.add(
        sys.stderr, level="DEBUG" if verbose else "WARNING", format="{level}: {message}", backtrace=False, diagnose=False
    )


def _interrupt() -> None:
    raise KeyboardInterrupt


@contextmanager
def interruptible(first: Callable[[], None] = _interrupt) -> Iterator[None]:
    """Turn the first Ctrl-C or SIGTERM into KeyboardInterrupt, and let what follows close in peace.

    Ctrl-C again only says so; once more ends the process at once. first: what the first one does instead.
    """
    pressed = 0

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed += 1
        if pressed == 1:
            first()
        elif pressed >= PATIENCE:
            os._exit(130)
        else:
            os.write(2, b"Closing; once more to leave at once.\n")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode()

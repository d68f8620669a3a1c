"""What every command needs of the terminal: one clear sentence for a failure, plain text, the log.

Knows nothing of what the commands do.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

USAGE_ERROR, TROUBLE, INTERRUPTED = 2, 3, 130


def fail(message: str, code: int) -> NoReturn:
    """Say one sentence on standard error and exit."""
    say(message)
    raise typer.Exit(code)


def say(message: str) -> None:
    """One line on standard error, with everything spelled out that could steer a terminal."""
    typer.echo(plain(message), err=True)


def plain(message: str) -> str:
    """The same text with everything spelled out that could steer a terminal."""
    return "".join(mark if mark.isprintable() or mark in "\n\t" else _spelled(mark) for mark in message)


def log_to_stderr(verbose: bool) -> None:
    """Send the log to standard error: everything if verbose, else only what a person should know."""
    from loguru import logger

    logger.remove()
    logger.add(
        sys.stderr, level="DEBUG" if verbose else "WARNING", format="{level}: {message}", backtrace=False, diagnose=False
    )


def _spelled(mark: str) -> str:
    return mark.encode("unicode_escape").decode()

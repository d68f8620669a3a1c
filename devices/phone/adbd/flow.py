"""How a program is left early: by `exit`, `break` or `continue`. Not errors."""

from __future__ import annotations


class ExitShell(Exception):
    """Leave this shell, or this copy of it, with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status & 0xFF


class Cancelled(ExitShell):
    """The client hung up or pressed Ctrl-C: leave whatever runs, but an interactive session goes on."""

    def __init__(self) -> None:
        super().__init__(130)


class ReturnFunction(ExitShell):
    """Leave the innermost function; outside of one, the script or the shell."""


class BreakLoop(Exception):
    """Leave the innermost loop."""


class ContinueLoop(Exception):
    """Go on with the next round of the innermost loop."""

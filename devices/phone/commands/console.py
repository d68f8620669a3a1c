"""How a command of the phone reads its words and says no.

Knows argv and exit statuses. Does not know the phone or any single command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.adbd.wire import bytes_of


class Refused(Exception):
    """The command cannot do what was asked. status: its exit status. message: what it prints on stderr, without a line end."""

    def __init__(self, message: str, status: int = 255) -> None:
        super().__init__(message)
        self.message, self.status = message, status


def java_exception(command: str, name: str, message: str) -> Refused:
    """What Android prints when one of its services throws while it carries out a command."""
    return Refused(f"\nException occurred while executing '{command}':\n{name}: {message}")


class Arguments:
    """The words after a command's name, taken one by one from the left."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)

    def next(self) -> str | None:
        """Take the next word, or None at the end."""
        return self._words.pop(0) if self._words else None

    def option(self) -> str | None:
        """Take the next word where it is an option such as -n or --user; else None, and it stays."""
        return self._words.pop(0) if self._words and len(self._words[0]) > 1 and self._words[0][0] == "-" else None

    def required(self, command: str, after: str) -> str:
        """Take the next word; raises Refused where there is none. after: the option or command that needs it."""
        if not self._words:
            raise java_exception(command, "java.lang.IllegalArgumentException", f'Argument expected after "{after}"')
        return self._words.pop(0)

    def rest(self) -> list[str]:
        """Take all that is left."""
        words, self._words = self._words, []
        return words


def warn(call: Invocation, text: str) -> None:
    """Write text and a line end to stderr, without the command's name before it."""
    call.stderr.write(bytes_of(text + "\n"))


def refusing(action: Callable[[Invocation], int | None]) -> Command:
    """A command out of a function that may raise Refused and that returns None where all is well."""

    def command(call: Invocation) -> int:
        try:
            return action(call) or 0
        except Refused as refused:
            warn(call, refused.message)
            return refused.status

    return command


def whole(text: str, message: str, *, low: int = 0, high: int = 2**31 - 1) -> int:
    """A whole number from text; raises Refused with message where it is none or lies outside low..high."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 19 or not low <= int(text) <= high:
        raise Refused(message)
    return int(text)

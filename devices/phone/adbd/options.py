"""Command lines of the toybox tools: single letters, values, operands.

Knows option syntax. Does not know what an option means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Invocation, chunks

MAX_INPUT = 64 * 1024 * 1024
"""Most bytes that a tool reads from its stdin at once."""


class Usage(Exception):
    """The command line is wrong; str() is printed after the tool's name."""


@dataclass(frozen=True, slots=True)
class Options:
    """flags: letters that were given. values: letters with a value; the last one wins. operands: all other words."""

    flags: frozenset[str]
    values: Mapping[str, str]
    operands: tuple[str, ...]

    def number(self, letter: str, default: int) -> int:
        """A value as a number of at most 15 digits; raises Usage."""
        text = self.values.get(letter)
        if text is None:
            return default
        if not re.fullmatch(r"[-+]?\d{1,15}", text, re.ASCII):
            raise Usage(f"not integer: {text}")
        return int(text)


def options(call: Invocation, flags: str = "", valued: str = "") -> Options:
    """Split argv; words that start with `-` may come anywhere, `--` ends them. Raises Usage."""
    found: set[str] = set()
    values: dict[str, str] = {}
    operands: list[str] = []
    words = list(call.argv[1:])
    while words:
        word = words.pop(0)
        if word == "--":
            operands += words
            break
        if not word.startswith("-") or word == "-":
            operands.append(word)
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in valued:
                if not letters and not words:
                    raise Usage(f"Missing argument to '-{letter}' (see \"{call.argv[0]} --help\")")
                values[letter] = letters or words.pop(0)
                break
            if letter not in flags:
                raise Usage(f"Unknown option '{word[1:]}' (see \"{call.argv[0]} --help\")")
            found.add(letter)
    return Options(frozenset(found), values, tuple(operands))


def everything(call: Invocation) -> bytes:
    """All of stdin; raises Usage above MAX_INPUT."""
    found = bytearray()
    for piece in chunks(call.stdin):
        found += piece
        if len(found) > MAX_INPUT:
            raise Usage("input too large")
    return bytes(found)


@dataclass(frozen=True, slots=True)
class Input:
    """One operand that was read. name: as typed, `-` for stdin."""

    name: str
    data: bytes


def inputs(files: Files, call: Invocation, names: tuple[str, ...]) -> tuple[list[Input], int]:
    """Read the operands, stdin where there are none; those that cannot be read are complained about and give status 1."""
    found: list[Input] = []
    status = 0
    for name in names or ("-",):
        try:
            data = everything(call) if name == "-" else files.read(normalise(name, call.cwd))
        except OSError as error:
            call.complain(f"{name}: {reason(error)}")
            status = 1
        else:
            found.append(Input(name, data))
    return found, status


def lines(data: bytes) -> list[bytes]:
    """The lines of some bytes, without their ends; only a line feed ends a line."""
    found = data.split(b"\n")
    if not found[-1]:
        found.pop()
    return found

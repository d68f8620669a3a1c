"""`test` and `[`: does a condition hold?

Knows files, strings and integers. Status 0: yes, 1: no, 2: no condition.
"""

from __future__ import annotations

import re

from devices.phone.adbd.files import Files, normalise
from devices.phone.adbd.invocation import Invocation

_FILE_TESTS = "edfsrwxhLn"
_NUMBERS = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"}
_STRINGS = {"=", "==", "!=", "<", ">"}
_MAX_DEPTH = 32


class _BadCondition(Exception):
    pass


def test(call: Invocation, words: list[str], files: Files) -> int:
    """Judge the words between `[` and `]`."""
    try:
        return 0 if _Condition(words, call.cwd, files).whole() else 1
    except _BadCondition as error:
        call.complain(str(error))
        return 2


class _Condition:
    def __init__(self, words: list[str], cwd: str, files: Files) -> None:
        self._words = words
        self._cwd = cwd
        self._files = files
        self._at = 0
        self._depth = 0

    def whole(self) -> bool:
        if not self._words:
            return False
        found = self._any()
        if self._at < len(self._words):
            raise _BadCondition(f"{self._words[self._at]}: unexpected operator/operand")
        return found

    def _next(self) -> str:
        if self._at >= len(self._words):
            raise _BadCondition("argument expected")
        self._at += 1
        return self._words[self._at - 1]

    def _follows(self, word: str) -> bool:
        if self._at < len(self._words) and self._words[self._at] == word:
            self._at += 1
            return True
        return False

    def _any(self) -> bool:
        found = self._every()
        while self._follows("-o"):
            found = self._every() or found
        return found

    def _every(self) -> bool:
        found = self._one()
        while self._follows("-a"):
            found = self._one() and found
        return found

    def _one(self) -> bool:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _BadCondition("nested too deeply")
        try:
            return self._primary()
        finally:
            self._depth -= 1

    def _primary(self) -> bool:
        remaining = self._words[self._at :]
        operator = remaining[1] if len(remaining) > 2 else ""
        if operator in _NUMBERS or operator in _STRINGS:
            left, _, right = self._next(), self._next(), self._next()
            return _compare(left, operator, right)
        if len(remaining) > 1 and remaining[0] == "!":
            self._at += 1
            return not self._one()
        if len(remaining) > 2 and remaining[0] == "(":
            self._at += 1
            found = self._any()
            if not self._follows(")"):
                raise _BadCondition("missing )")
            return found
        word = self._next()
        if re.fullmatch(r"-[a-zA-Z]", word) and len(remaining) > 1 and remaining[1] not in ("-a", "-o"):
            return self._unary(word[1], self._next())
        return bool(word)

    def _unary(self, letter: str, operand: str) -> bool:
        if letter == "z":
            return not operand
        if letter == "n":
            return bool(operand)
        if letter not in _FILE_TESTS:
            raise _BadCondition(f"-{letter}: unknown operator")
        try:
            stat = self._files.stat(normalise(operand, self._cwd)) if operand else None
        except OSError:
            stat = None
        if stat is None or letter in "hL":
            return False
        match letter:
            case "d":
                return stat.is_dir
            case "f":
                return stat.mode & 0o170000 == 0o100000
            case "s":
                return stat.size > 0
            case "x":
                return bool(stat.mode & 0o111)
            case _:
                return True


def _compare(left: str, operator: str, right: str) -> bool:
    match operator:
        case "=" | "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case ">":
            return left > right
    a, b = _number(left), _number(right)
    match operator:
        case "-eq":
            return a == b
        case "-ne":
            return a != b
        case "-lt":
            return a < b
        case "-le":
            return a <= b
        case "-gt":
            return a > b
        case _:
            return a >= b


def _number(text: str) -> int:
    if not re.fullmatch(r"\s*[-+]?\d{1,18}\s*", text, re.ASCII):
        raise _BadCondition(f"{text[:80]}: bad number")
    return int(text)

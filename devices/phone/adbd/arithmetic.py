"""Integer expressions of $((…)): 64 bits, the usual operators, names are variables (unset: 0).

Knows numbers. Does not know how a variable is kept. Anything else raises ArithmeticFault.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]{1,16}|\d{1,19})|([A-Za-z_]\w*)|(\|\||&&|<<|>>|[=!<>]=|[-+*/%()<>!~&^|]))", re.ASCII
)
_LEVELS = (
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<=", ">=", "<", ">"),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
_MAX_DEPTH = 24


class ArithmeticFault(Exception):
    """The text is no expression, or it divides by zero."""


def evaluate(expression: str, lookup: Callable[[str], str]) -> int:
    """The value of an expression, wrapped to 64 signed bits. lookup: a variable's text, empty if unset."""
    tokens: list[str] = []
    at = 0
    while rest := expression[at : at + 64].strip():
        found = _TOKEN.match(expression, at)
        if found is None:
            raise ArithmeticFault(f"{expression[:80]}: unexpected '{rest[0]}'")
        tokens.append(found[0].strip())
        at = found.end()
    if len(tokens) > 4096:
        raise ArithmeticFault("expression too long")
    return _Evaluation(tokens, lookup).whole()


class _Evaluation:
    def __init__(self, tokens: list[str], lookup: Callable[[str], str]) -> None:
        self._tokens = tokens
        self._lookup = lookup
        self._at = 0
        self._depth = 0

    def whole(self) -> int:
        if not self._tokens:
            return 0
        value = self._level(0)
        if self._at < len(self._tokens):
            raise ArithmeticFault(f"unexpected '{self._tokens[self._at]}'")
        return value

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _level(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        left = self._level(level + 1)
        while (operator := self._next()) in _LEVELS[level]:
            self._at += 1
            left = _wrap(_apply(operator, left, self._level(level + 1)))
        return left

    def _unary(self) -> int:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise ArithmeticFault("expression nested too deeply")
        token = self._next()
        self._at += 1
        match token:
            case "":
                raise ArithmeticFault("unexpected end of expression")
            case "-":
                value = _wrap(-self._unary())
            case "+":
                value = self._unary()
            case "!":
                value = int(self._unary() == 0)
            case "~":
                value = ~self._unary()
            case "(":
                value = self._level(0)
                if self._next() != ")":
                    raise ArithmeticFault("missing )")
                self._at += 1
            case _ if token[0].isdigit():
                value = _wrap(int(token, 16 if token[:2] in ("0x", "0X") else 10))
            case _ if token.isidentifier():
                value = _number(self._lookup(token))
            case _:
                raise ArithmeticFault(f"unexpected '{token}'")
        self._depth -= 1
        return value


def _number(text: str) -> int:
    clean = text.strip()
    if re.fullmatch(r"[+-]?\d{1,19}", clean, re.ASCII):
        return _wrap(int(clean))
    if clean:
        raise ArithmeticFault(f"{clean[:80]}: bad number")
    return 0


def _wrap(value: int) -> int:
    return (value + 2**63) % 2**64 - 2**63


def _apply(operator: str, left: int, right: int) -> int:
    match operator:
        case "||":
            return int(bool(left) or bool(right))
        case "&&":
            return int(bool(left) and bool(right))
        case "|":
            return left | right
        case "^":
            return left ^ right
        case "&":
            return left & right
        case "==":
            return int(left == right)
        case "!=":
            return int(left != right)
        case "<=":
            return int(left <= right)
        case ">=":
            return int(left >= right)
        case "<":
            return int(left < right)
        case ">":
            return int(left > right)
        case "<<":
            return left << (right % 64)
        case ">>":
            return left >> (right % 64)
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            if right == 0:
                raise ArithmeticFault("divide by zero")
            size = abs(left) // abs(right)
            quotient = size if (left < 0) == (right < 0) else -size
            return quotient if operator == "/" else left - quotient * right

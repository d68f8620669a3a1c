"""The language of awk: a program's text becomes rules.

Knows how the part of awk that toybox_awk.py runs is written. Does not run anything. Expressions are tuples: their kind first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Expression = tuple[Any, ...]
Statement = tuple[Any, ...]
_TOKEN = re.compile(
    r"[ \t]*(?:#[^\n]*)?(?:"
    r'(?P<string>"(?:\\.|[^"\\\n])*")|(?P<number>\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})|(?P<name>[A-Za-z_]\w*)'
    r"|(?P<operator>&&|\|\||[=!<>]=|!~|\+\+|--|[-+*/%]=|[-+*/%!<>=~$(){},;\n?:\[\]])|(?P<end>\Z))",
    re.ASCII,
)
_REGEX = re.compile(r"[ \t]*/((?:\\.|[^/\\\n])*)/")
_REFUSED = ("for", "while", "do", "function", "getline", "delete", "in", "split", "gsub", "sub", "system", "sprintf", "match")
_FUNCTIONS = ("length", "toupper", "tolower", "substr", "index", "int")
_LEVELS: tuple[tuple[str, ...], ...] = (("||",), ("&&",), ("~", "!~"), ("==", "!=", "<", ">", "<=", ">="))
_MAX_DEPTH = 24
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "/": "/", "r": "\r"}


class Refusal(Exception):
    """The program is wrong or uses what this phone's awk does not know."""


@dataclass(frozen=True, slots=True)
class AwkRule:
    """when: "BEGIN", "END" or "" for every line. condition None: always."""

    when: str
    condition: Expression | None
    body: list[Statement]


def parse_awk(text: str) -> list[AwkRule]:
    """Read a program; raises Refusal."""
    return _Reader(text).rules()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0

    def _peek(self) -> tuple[str, str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None or found.lastgroup is None:
            raise Refusal(f"syntax error near '{self._text[self._at : self._at + 20]}'")
        return found.lastgroup, found[found.lastgroup]

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        found = _TOKEN.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return token

    def _take(self, *operators: str) -> str:
        kind, text = self._peek()
        if kind == "operator" and text in operators:
            self._next()
            return text
        return ""

    def _need(self, operator: str) -> None:
        if not self._take(operator):
            raise Refusal(f"syntax error: '{operator}' expected near '{self._text[self._at : self._at + 20]}'")

    def rules(self) -> list[AwkRule]:
        found: list[AwkRule] = []
        while True:
            while self._take("\n", ";"):
                continue
            kind, text = self._peek()
            if kind == "end":
                return found
            when, condition = "", None
            if kind == "name" and text in ("BEGIN", "END"):
                self._next()
                when = text
            elif (kind, text) != ("operator", "{"):
                condition = self._expression()
            body: list[Statement] = [("print", [])]
            if self._peek() == ("operator", "{"):
                body = self._block()
            found.append(AwkRule(when, condition, body))

    def _block(self) -> list[Statement]:
        self._enter()
        if not self._take("{"):
            found = [self._statement()]
            self._depth -= 1
            return found
        found = []
        while not self._take("}"):
            if not self._take(";", "\n"):
                found.append(self._statement())
        self._depth -= 1
        return found

    def _statement(self) -> Statement:
        kind, text = self._peek()
        if kind == "name" and text in ("print", "printf"):
            self._next()
            bracket = self._take("(")
            expressions: list[Expression] = []
            if self._peek()[1] not in (")", "}", ";", "\n", ""):
                expressions.append(self._expression())
                while self._take(","):
                    expressions.append(self._expression())
            if bracket:
                self._need(")")
            if self._peek()[1] == ">":
                raise Refusal("output redirection is not known to this phone's awk")
            return (text, expressions)
        if kind == "name" and text == "if":
            self._next()
            self._need("(")
            condition = self._expression()
            self._need(")")
            while self._take("\n"):
                continue
            yes = self._block()
            mark = self._at
            while self._take(";", "\n"):
                continue
            if self._peek() == ("name", "else"):
                self._next()
                while self._take("\n"):
                    continue
                return ("if", [condition], yes, self._block())
            self._at = mark
            return ("if", [condition], yes, [])
        if kind == "name" and text in ("next", "exit"):
            self._next()
            return (text, [])
        return ("do", [self._expression()])

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise Refusal("nested too deeply")

    def _expression(self) -> Expression:
        self._enter()
        found = self._level(0)
        self._depth -= 1
        return found

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._joined()
        left = self._level(level + 1)
        while operator := self._take(*_LEVELS[level]):
            left = (operator, left, self._level(level + 1))
        return left

    def _joined(self) -> Expression:
        left = self._added()
        while True:
            kind, text = self._peek()
            if (
                kind in ("string", "number")
                or (kind == "name" and text != "else")
                or (kind, text) in (("operator", "$"), ("operator", "("))
            ):
                left = ("join", left, self._added())
            else:
                return left

    def _added(self) -> Expression:
        left = self._multiplied()
        while operator := self._take("+", "-"):
            left = (operator, left, self._multiplied())
        return left

    def _multiplied(self) -> Expression:
        left = self._one()
        while operator := self._take("*", "/", "%"):
            left = (operator, left, self._one())
        return left

    def _one(self) -> Expression:
        if regex := _REGEX.match(self._text, self._at):
            self._at = regex.end()
            return ("match", regex[1].replace("\\/", "/"))
        kind, text = self._next()
        match kind, text:
            case "string", _:
                return ("string", re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], "\\" + match[1]), text[1:-1]))
            case "number", _:
                return ("number", text)
            case "operator", "$":
                self._enter()
                inner = self._one()
                self._depth -= 1
                return ("field", inner)
            case "operator", "(":
                inner = self._expression()
                self._need(")")
                return inner
            case "operator", ("!" | "-" | "+") as sign:
                self._enter()
                inner = self._one()
                self._depth -= 1
                return {"!": ("not", inner), "-": ("minus", inner), "+": inner}[sign]
            case "name", name if name in _REFUSED:
                raise Refusal(f"'{name}' is not known to this phone's awk; it prints fields and compares them")
            case "name", name if name in _FUNCTIONS:
                return self._call(name)
            case "name", name:
                return self._variable(name)
            case _:
                raise Refusal(f"syntax error near '{text or 'end of program'}'")

    def _call(self, name: str) -> Expression:
        arguments: list[Expression] = []
        if self._take("("):
            while not self._take(")"):
                arguments.append(self._expression())
                if not self._take(","):
                    self._need(")")
                    break
        return ("call", name, *arguments)

    def _variable(self, name: str) -> Expression:
        if self._peek()[1] == "[":
            raise Refusal("arrays are not known to this phone's awk")
        if self._take("++"):
            return ("set", name, "+=", ("number", "1"))
        if self._take("--"):
            return ("set", name, "-=", ("number", "1"))
        if operator := self._take("=", "+=", "-=", "*=", "/=", "%="):
            return ("set", name, operator, self._expression())
        return ("name", name)

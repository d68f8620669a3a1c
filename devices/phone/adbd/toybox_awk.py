"""awk: the part of it that one-liners use.

Knows rules `PATTERN { print …; printf …; NAME = … }` with BEGIN and END, fields, NR, NF, strings, numbers, comparisons, /re/,
~, &&, ||, ! and arithmetic. Loops, arrays, functions and getline are refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from devices.phone.adbd.awk_language import AwkRule, Expression, Refusal, Statement, parse_awk
from devices.phone.adbd.files import Files
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage, inputs, lines
from devices.phone.adbd.printing import formatted
from devices.phone.adbd.wire import bytes_of

Value = str | float


class _Next(Exception):
    """Go on with the next line."""


class _Exit(Exception):
    """Leave the program."""


def awk(files: Files, call: Invocation) -> int:
    """`awk [-F SEPARATOR] [-v NAME=VALUE] PROGRAM [FILE…]`."""
    words = list(call.argv[1:])
    separator = " "
    variables: dict[str, Value] = {}
    while words and words[0].startswith("-") and len(words[0]) > 1:
        option = words.pop(0)
        value = option[2:] or (words.pop(0) if words else "")
        if option[:2] == "-F":
            separator = value.replace("\\t", "\t")
        elif option[:2] == "-v" and "=" in value:
            name, _, text = value.partition("=")
            variables[name] = text
        else:
            raise Usage(f"Unknown option '{option[1:]}'")
    if not words:
        raise Usage("Needs a program")
    try:
        rules = parse_awk(words.pop(0))
    except Refusal as refused:
        raise Usage(str(refused)) from None
    machine = _Machine(call, {"OFS": " ", "ORS": "\n", "FS": separator, **variables})
    status = 0
    try:
        machine.run(rules, "BEGIN")
        if any(rule.when != "BEGIN" for rule in rules):
            found, status = inputs(files, call, tuple(words))
            for raw in (line for one in found for line in lines(one.data)):
                machine.read(raw.decode("utf-8", "surrogateescape"))
                machine.run(rules, "")
    except _Exit:
        pass
    machine.run(rules, "END")
    return status


@dataclass
class _Machine:
    call: Invocation
    variables: dict[str, Value]
    fields: list[str] = field(default_factory=lambda: [""])

    def read(self, line: str) -> None:
        separator = _text(self.variables["FS"])
        if separator == " ":
            parts = line.split()
        elif len(separator) == 1:
            parts = line.split(separator) if line else []
        else:
            parts = re.split(_pattern(separator), line) if line else []
        self.fields = [line, *parts]
        self.variables["NR"] = _number(self.variables.get("NR", 0)) + 1

    def run(self, rules: list[AwkRule], when: str) -> None:
        for rule in rules:
            if rule.when != when or (rule.condition and not self._truth(self._value(rule.condition))):
                continue
            try:
                for statement in rule.body:
                    self._do(statement)
            except _Next:
                return

    def _do(self, statement: Statement) -> None:
        match statement:
            case ("print", expressions):
                values = [_text(self._value(one)) for one in expressions] or [self.fields[0]]
                joined = _text(self.variables["OFS"]).join(values)
                self.call.stdout.write(bytes_of(joined + _text(self.variables["ORS"])))
            case ("printf", [form, *rest]):
                text = formatted(_text(self._value(form)), [_text(self._value(one)) for one in rest])
                self.call.stdout.write(text)
            case ("if", [condition], yes, no):
                for inner in yes if self._truth(self._value(condition)) else no:
                    self._do(inner)
            case ("do", [expression]):
                self._value(expression)
            case ("next", _):
                raise _Next
            case ("exit", _):
                raise _Exit
            case _:
                raise Usage("this statement is not known")

    def _truth(self, value: Value) -> bool:
        return bool(value) if isinstance(value, str) and not _numeric(value) else _number(value) != 0

    def _value(self, expression: Expression) -> Value:
        match expression:
            case ("string", str(text)):
                return text
            case ("number", str(text)):
                return float(text)
            case ("field", inner):
                place = int(_number(self._value(inner)))
                return self.fields[place] if 0 <= place < len(self.fields) else ""
            case ("name", "NF"):
                return float(len(self.fields) - 1)
            case ("name", str(name)):
                return self.variables.get(name, "")
            case ("set", str(name), str(operator), inner):
                value = self._value(inner)
                if operator != "=":
                    value = _sum(operator[0], self.variables.get(name, 0), value)
                self.variables[name] = value
                return value
            case ("match", str(text)):
                return float(re.search(_pattern(text), self.fields[0]) is not None)
            case ("call", str(name), *arguments):
                return self._function(name, [self._value(one) for one in arguments])
            case ("not", inner):
                return float(not self._truth(self._value(inner)))
            case ("minus", inner):
                return -_number(self._value(inner))
            case ("&&", left, right):
                return float(self._truth(self._value(left)) and self._truth(self._value(right)))
            case ("||", left, right):
                return float(self._truth(self._value(left)) or self._truth(self._value(right)))
            case ("~" | "!~" as operator, left, right):
                wanted = right[1] if right[0] == "match" else _text(self._value(right))
                assert isinstance(wanted, str)
                return float((re.search(_pattern(wanted), _text(self._value(left))) is not None) == (operator == "~"))
            case ("join", left, right):
                return _text(self._value(left)) + _text(self._value(right))
            case (str(operator), left, right):
                return _sum(operator, self._value(left), self._value(right))
            case _:
                raise Usage("this expression is not known")

    def _function(self, name: str, values: list[Value]) -> Value:
        texts = [_text(value) for value in values] or [self.fields[0]]
        match name:
            case "length":
                return float(len(texts[0]))
            case "toupper":
                return texts[0].upper()
            case "tolower":
                return texts[0].lower()
            case "int":
                return float(int(_number(values[0]) if values else 0))
            case "index" if len(texts) == 2:
                return float(texts[0].find(texts[1]) + 1)
            case "substr" if len(texts) in (2, 3):
                start = max(int(_number(values[1])) - 1, 0)
                return texts[0][start:] if len(texts) == 2 else texts[0][start : start + max(int(_number(values[2])), 0)]
            case _:
                raise Usage(f"{name}: wrong number of arguments")


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise Usage(f"bad REGEX '{text[:200]}': {error}") from None
    return text


def _numeric(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})\s*", text, re.ASCII) is not None


def _number(value: Value) -> float:
    if isinstance(value, float | int):
        return float(value)
    found = re.match(r"\s*[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})", value, re.ASCII)
    return float(found[0]) if found else 0.0


def _text(value: Value) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else f"{value:.6g}"


def _sum(operator: str, left: Value, right: Value) -> Value:
    if operator in ("==", "!=", "<", ">", "<=", ">="):
        both = all(not isinstance(one, str) or _numeric(one) for one in (left, right))
        return float(_compared(operator, *_pair(left, right, numeric=both)))
    one, two = _number(left), _number(right)
    match operator:
        case "+":
            return one + two
        case "-":
            return one - two
        case "*":
            return one * two
        case "/" | "%" if two == 0:
            raise Usage("division by zero")
        case "/":
            return one / two
        case _:
            return one - two * int(one / two)


def _pair(left: Value, right: Value, *, numeric: bool) -> tuple[Value, Value]:
    return (_number(left), _number(right)) if numeric else (_text(left), _text(right))


def _compared(operator: str, left: Value, right: Value) -> bool:
    first: Iterator[bool] = iter(
        (left == right, left != right)
        if operator in ("==", "!=")
        else (str(left) < str(right), str(left) > str(right))
        if isinstance(left, str) or isinstance(right, str)
        else (left < right, left > right)
    )
    low, high = first
    match operator:
        case "==" | "<":
            return low
        case "!=" | ">":
            return high
        case "<=":
            return not high
        case _:
            return not low

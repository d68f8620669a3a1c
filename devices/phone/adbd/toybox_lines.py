"""Toybox tools that put lines in another shape: tac, rev, nl, paste, comm, diff, fold, expr, yes.

Knows lines. Does not know files beyond reading them.
"""

from __future__ import annotations

import difflib
import re

from devices.phone.adbd.arithmetic import ArithmeticFault, evaluate
from devices.phone.adbd.files import Files
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage, inputs, lines, options
from devices.phone.adbd.toybox_grep import translate
from devices.phone.adbd.wire import bytes_of


def tac(files: Files, call: Invocation) -> int:
    """`tac [FILE…]`: last line first."""
    found, status = inputs(files, call, options(call).operands)
    for one in found:
        call.stdout.write(b"".join(line + b"\n" for line in reversed(lines(one.data))))
    return status


def rev(files: Files, call: Invocation) -> int:
    """`rev [FILE…]`: each line backwards."""
    found, status = inputs(files, call, options(call).operands)
    for one in found:
        for line in lines(one.data):
            call.print(line.decode("utf-8", "surrogateescape")[::-1])
    return status


def nl(files: Files, call: Invocation) -> int:
    """`nl [-b a|t] [-v START] [-w WIDTH] [-s SEPARATOR] [FILE…]`: lines with numbers."""
    chosen = options(call, "E", "bvws")
    found, status = inputs(files, call, chosen.operands)
    number, width = chosen.number("v", 1), min(max(chosen.number("w", 6), 1), 40)
    separator = chosen.values.get("s", "\t")
    for one in found:
        for line in lines(one.data):
            if not line and chosen.values.get("b", "t") != "a":
                call.stdout.write(b" " * (width + len(separator)) + b"\n")
                continue
            call.stdout.write(bytes_of(f"{number:{width}d}{separator}") + line + b"\n")
            number += 1
    return status


def paste(files: Files, call: Invocation) -> int:
    """`paste [-s] [-d CHARACTERS] [FILE…]`: lines side by side."""
    chosen = options(call, "s", "d")
    found, status = inputs(files, call, chosen.operands)
    given = chosen.values.get("d", "\t").replace("\\n", "\n").replace("\\t", "\t") or "\t"
    columns = [[line.decode("utf-8", "surrogateescape") for line in lines(one.data)] for one in found]
    rows = columns
    if "s" not in chosen.flags:
        height = max((len(column) for column in columns), default=0)
        rows = [[column[at] if at < len(column) else "" for column in columns] for at in range(height)]
    for row in rows:
        joined = "".join(cell + (given[at % len(given)] if at + 1 < len(row) else "") for at, cell in enumerate(row))
        call.print(joined)
    return status


def comm(files: Files, call: Invocation) -> int:
    """`comm [-123] FILE FILE`: what two sorted files have alone and in common."""
    chosen = options(call, "123")
    if len(chosen.operands) != 2:
        raise Usage('Needs 2 arguments (see "comm --help")')
    found, status = inputs(files, call, chosen.operands)
    if status:
        return status
    left, right = (lines(one.data) for one in found)
    while left or right:
        if not right or (left and left[0] < right[0]):
            column, line = 1, left.pop(0)
        elif not left or right[0] < left[0]:
            column, line = 2, right.pop(0)
        else:
            column, line = 3, left.pop(0)
            right.pop(0)
        if str(column) not in chosen.flags:
            lead = sum(1 for other in range(1, column) if str(other) not in chosen.flags)
            call.stdout.write(b"\t" * lead + line + b"\n")
    return 0


def diff(files: Files, call: Invocation) -> int:
    """`diff [-uqb] FILE FILE`: how two files differ, in the unified form."""
    chosen = options(call, "uqbN", "U")
    if len(chosen.operands) != 2:
        raise Usage('Needs 2 arguments (see "diff --help")')
    found, status = inputs(files, call, chosen.operands)
    if status:
        return 2
    one, two = found
    if one.data == two.data:
        return 0
    if "q" in chosen.flags:
        call.print(f"Files {one.name} and {two.name} differ")
        return 1
    left, right = (one.data.decode("utf-8", "surrogateescape").splitlines() for one in found)
    for line in difflib.unified_diff(left, right, one.name, two.name, n=min(max(chosen.number("U", 3), 0), 99), lineterm=""):
        call.print(line)
    return 1


def fold(files: Files, call: Invocation) -> int:
    """`fold [-w COLUMNS] [FILE…]`."""
    chosen = options(call, "bs", "w")
    found, status = inputs(files, call, chosen.operands)
    width = max(chosen.number("w", 80), 1)
    for one in found:
        for raw in lines(one.data):
            line = raw.decode("utf-8", "surrogateescape")
            for at in range(0, max(len(line), 1), width):
                call.print(line[at : at + width])
    return status


def yes(_files: Files, call: Invocation) -> int:
    """`yes [WORD…]`: the words (or y) until nobody reads them."""
    line = bytes_of(" ".join(call.argv[1:] or ("y",)) + "\n")
    piece = line * max(4096 // len(line), 1)
    while not call.cancelled.is_set():
        call.stdout.write(piece)
    return 130


def expr(_files: Files, call: Invocation) -> int:
    """`expr NUMBER + NUMBER`, comparisons, `STRING : PATTERN`, `length STRING`. Status 1 where the value is 0 or empty."""
    words = list(call.argv[1:])
    match words:
        case []:
            raise Usage("Needs 1 argument")
        case ["length", text]:
            value = str(len(text))
        case ["substr", text, start, size] if start.isdecimal() and size.isdecimal():
            value = text[max(int(start[:9]) - 1, 0) :][: int(size[:9])]
        case [text, ":", pattern] | ["match", text, pattern]:
            value = _matched(text, pattern)
        case [left, ("=" | "==" | "!=" | "<" | ">" | "<=" | ">=") as operator, right] if not _numbers(left, right):
            results = {"=": left == right, "==": left == right, "!=": left != right, "<": left < right, ">": left > right}
            value = str(int({**results, "<=": left <= right, ">=": left >= right}[operator]))
        case [text]:
            value = text
        case _:
            expression = " ".join("==" if word == "=" else word for word in words)
            try:
                value = str(evaluate(expression, lambda _: ""))
            except ArithmeticFault:
                raise Usage("syntax error") from None
            if re.search(r"[A-Za-z]", expression):
                raise Usage("non-integer argument")
    call.print(value)
    return int(value in ("", "0"))


def _numbers(*words: str) -> bool:
    return all(re.fullmatch(r"-?\d{1,18}", word, re.ASCII) for word in words)


def _matched(text: str, pattern: str) -> str:
    try:
        found = re.compile(translate(pattern, extended=False)).match(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise Usage(f"bad REGEX: {error}") from None
    if found is None:
        return "" if "\\(" in pattern else "0"
    return (found[1] or "") if found.re.groups else str(found.end())

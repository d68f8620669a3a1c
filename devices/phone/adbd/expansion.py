"""Words of the shell language become arguments: variables, $(…), splitting at blanks, file name patterns.

Knows the rules of expansion. Does not know how a variable is kept or how a program runs: that is in Surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from devices.phone.adbd.arithmetic import ArithmeticFault, evaluate
from devices.phone.adbd.files import Files, normalise
from devices.phone.adbd.syntax import Arithmetic, Captured, Parameter, Sequence, Text, Word
from devices.phone.adbd.trimming import replaced, trimmed

MAX_EXPANSION = 1024 * 1024
"""Most characters that one word may grow to, and most file names that one pattern may match against."""

_BLANKS = " \t\n"
Piece = tuple[str, bool]
"""Characters, and whether they were quoted."""
Field = list[Piece]
_GLOB = re.compile(r"[*?\[]")


class ShellError(Exception):
    """The shell gives up on the line; str() is what it prints after its own name."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What expansion needs from the shell.

    lookup: a variable's value or None. assign: set a variable. capture: run a program and return what it printed.
    arguments: $1, $2, …
    """

    lookup: Callable[[str], str | None]
    assign: Callable[[str, str], None]
    capture: Callable[[Sequence], str]
    arguments: tuple[str, ...]
    files: Files
    cwd: str


def expand_words(words: tuple[Word, ...], around: Surroundings) -> list[str]:
    """All arguments that the words stand for."""
    found: list[str] = []
    size = 0
    for word in words:
        for field in _fields(word, around):
            names = _glob(field, around) or ["".join(text for text, _ in field)]
            size += sum(map(len, names)) + len(names)
            if size > MAX_EXPANSION:
                raise ShellError("argument list too long", 126)
            found += names
    return found


def expand_text(word: Word, around: Surroundings) -> str:
    """One string: neither split nor matched (assignments, redirections)."""
    text = "".join(text for field in _fields(word, around, split=False) for text, _ in field)
    if len(text) > MAX_EXPANSION:
        raise ShellError("word too long")
    return text


def expand_pattern(word: Word, around: Surroundings) -> re.Pattern[str]:
    """A pattern as `case` and [[ == ]] read it: what is quoted stands for itself."""
    return name_pattern([piece for field in _fields(word, around, split=False) for piece in field])


def _fields(word: Word, around: Surroundings, *, split: bool = True) -> list[Field]:
    blanks = around.lookup("IFS")
    blanks = _BLANKS if blanks is None else blanks
    fields: list[Field] = []
    current: Field | None = None
    size = 0
    for part in word:
        match part:
            case Text(text, quoted):
                if text[:1] == "~" and not quoted and current is None and not fields and text[1:2] in ("", "/"):
                    text = (around.lookup("HOME") or "~") + text[1:]
                current = _added(current or [], text, quoted)
                continue
            case Parameter("@", True, "", _) if split:
                for number, argument in enumerate(around.arguments):
                    if number:
                        fields.append(current or [])
                        current = None
                    current = _added(current or [], argument, True)
                continue
            case Parameter(quoted=quoted):
                value = _parameter(part, around)
            case Captured(body, quoted):
                value = around.capture(body)
            case Arithmetic(expression, quoted):
                try:
                    value = str(evaluate(expand_text(expression, around), lambda name: around.lookup(name) or ""))
                except ArithmeticFault as fault:
                    raise ShellError(str(fault)) from fault
            case _:
                assert_never(part)
        size += len(value)
        if size > MAX_EXPANSION:
            raise ShellError("word too long")
        if quoted or not split:
            current = _added(current or [], value, quoted)
            continue
        before, pieces, after = _split(value, blanks)
        if before and current is not None:
            fields.append(current)
            current = None
        for number, piece in enumerate(pieces):
            if number:
                fields.append(current or [])
                current = None
            current = _added(current or [], piece, False)
        if pieces and after:
            fields.append(current or [])
            current = None
    if current is not None:
        fields.append(current)
    return fields


def _split(value: str, blanks: str) -> tuple[bool, list[str], bool]:
    """A value at the characters of IFS, and whether it starts and whether it ends with one."""
    if not value or not blanks:
        return False, [value] if value else [], False
    white = "".join(character for character in blanks if character in _BLANKS)
    if white == blanks:
        bare = value.strip(blanks)
        pieces = re.split(f"[{re.escape(blanks)}]+", bare) if bare else []
        return value[0] in blanks, pieces, value[-1] in blanks
    space, others = f"[{re.escape(white)}]*" if white else "", re.escape("".join(set(blanks) - set(white)))
    separator = f"{space}[{others}]{space}" + (f"|[{re.escape(white)}]+" if white else "")
    pieces = re.split(separator, value.strip(white))
    ended = len(pieces) > 1 and not pieces[-1]
    return bool(white) and value[0] in white, pieces[:-1] if ended else pieces, ended or (bool(white) and value[-1] in white)


def _added(field: Field, text: str, quoted: bool) -> Field:
    field.append((text, quoted))
    return field


def _parameter(part: Parameter, around: Surroundings) -> str:
    value = around.lookup(part.name)
    if part.operator == ":":
        return _slice(value or "", expand_text(part.word, around), around)
    absent = value is None or (part.operator.startswith(":") and not value)
    match part.operator.lstrip(":"):
        case "":
            return value or ""
        case "length":
            return str(len(value or ""))
        case "#" | "##" | "%" | "%%" as operator:
            return trimmed(value or "", operator, expand_pattern(part.word, around))
        case "/" | "//" as operator:
            pattern, replacement = _halves([piece for field in _fields(part.word, around, split=False) for piece in field])
            return replaced(value or "", name_pattern(pattern), replacement, every=operator == "//")
        case "-":
            return expand_text(part.word, around) if absent else value or ""
        case "+":
            return "" if absent else expand_text(part.word, around)
        case "=":
            if absent:
                value = expand_text(part.word, around)
                around.assign(part.name, value)
            return value or ""
        case _:
            if absent:
                raise ShellError(f"{part.name}: {expand_text(part.word, around) or 'parameter null or not set'}")
            return value or ""


def _halves(pieces: Field) -> tuple[Field, str]:
    """PATTERN/REPLACEMENT: what stands before the first bare slash, and what stands behind it as text."""
    for number, (text, quoted) in enumerate(pieces):
        if not quoted and "/" in text:
            before, _, after = text.partition("/")
            return [*pieces[:number], (before, False)], after + "".join(rest for rest, _ in pieces[number + 1 :])
    return pieces, ""


def _slice(value: str, text: str, around: Surroundings) -> str:
    def number(expression: str) -> int:
        try:
            return evaluate(expression, lambda name: around.lookup(name) or "")
        except ArithmeticFault as fault:
            raise ShellError(str(fault)) from fault

    offset, colon, length = text.partition(":")
    start = number(offset)
    start = max(len(value) + start, 0) if start < 0 else start
    if not colon:
        return value[start:]
    size = number(length)
    return value[start : start + size] if size >= 0 else value[start:size]


# file names


def _glob(field: Field, around: Surroundings) -> list[str]:
    """Paths that fit the field's pattern, sorted; none where it is no pattern or nothing fits."""
    if not any(_GLOB.search(text) for text, quoted in field if not quoted):
        return []
    components: list[list[Piece]] = [[]]
    for text, quoted in field:
        first, *rest = text.split("/")
        components[-1].append((first, quoted))
        components += [[(piece, quoted)] for piece in rest]
    found = [""]
    for number, component in enumerate(components):
        literal = "".join(text for text, _ in component)
        lead = "/" if number else ""
        if not any(_GLOB.search(text) for text, quoted in component if not quoted):
            found = [f"{prefix}{lead}{literal}" for prefix in found]
            continue
        pattern = name_pattern(component)
        found = [
            f"{prefix}{lead}{name}"
            for prefix in found
            for name in _names(normalise(prefix or ("/" if lead else "."), around.cwd), around.files)
            if pattern.fullmatch(name) and (literal.startswith(".") or not name.startswith("."))
        ]
        if len(found) > MAX_EXPANSION // 16:
            raise ShellError("argument list too long", 126)
    return sorted(path for path in found if _exists(normalise(path, around.cwd), around.files))


def _names(folder: str, files: Files) -> list[str]:
    try:
        return files.listdir(folder)
    except OSError:
        return []


def _exists(path: str, files: Files) -> bool:
    try:
        files.stat(path)
    except OSError:
        return False
    return True


def name_pattern(pieces: list[Piece]) -> re.Pattern[str]:
    """A pattern for whole names: `*`, `?` and `[…]` act where they are not quoted."""
    found: list[str] = []
    for text, quoted in pieces:
        at = 0
        while at < len(text):
            char = text[at]
            at += 1
            if quoted or char not in "*?[":
                found.append(re.escape(char))
            elif char == "*":
                if not found or found[-1] != ".*":  # runs of stars would cost time and mean the same
                    found.append(".*")
            elif char == "?":
                found.append(".")
            else:
                end = text.find("]", at + 1)
                if end < 0:
                    found.append(r"\[")
                    continue
                inside = text[at:end]
                negated = inside[:1] in ("!", "^")
                found.append(f"[{'^' if negated else ''}{_class(inside[1:] if negated else inside)}]")
                at = end + 1
    return re.compile("".join(found), re.S)


def _class(inside: str) -> str:
    """The inside of a character class with everything escaped but its ranges; a range that is upside down matches nothing."""
    found: list[str] = []
    at = 0
    while at < len(inside):
        if at + 2 < len(inside) and inside[at + 1] == "-":
            low, high = inside[at], inside[at + 2]
            found.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else "")
            at += 3
        else:
            found.append(re.escape(inside[at]))
            at += 1
    return "".join(found) or "\0"

"""grep: lines that hold a pattern.

Knows basic and extended patterns, which it turns into Python's. Does not know folders beyond -r.
A pattern may be built to take very long (nested repetitions); nothing bounds that but the line's length.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import MAX_INPUT, Input, Usage, lines, options
from devices.phone.adbd.wire import bytes_of

_CLASSES = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "A-Za-z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\s",
    "blank": r" \t",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9A-Fa-f",
}


def grep(files: Files, call: Invocation) -> int:
    """`grep [-ivEFcqnowxlrhHs] [-m MAX] [-A|-B|-C LINES] [-e PATTERN] [PATTERN] [FILE…]`; 0 found, 1 not found, 2 trouble."""
    chosen = options(call, "ivEFcqnowxlrRhHsa", "emABC")
    operands = list(chosen.operands)
    flags = chosen.flags | ({"E"} if call.argv[0] == "egrep" else set()) | ({"F"} if call.argv[0] == "fgrep" else set())
    if "e" not in chosen.values and not operands:
        raise Usage("no REGEX")
    text = chosen.values["e"] if "e" in chosen.values else operands.pop(0)
    pattern = _compile(text, flags)
    limit = chosen.number("m", 0)
    recursive = bool(flags & {"r", "R"})
    found, trouble = _gather(files, call, operands, recursive, quiet="s" in flags)
    named = "H" in flags or ("h" not in flags and (len(operands) > 1 or recursive))
    around = max(chosen.number("C", 0), 0)
    before, after = max(chosen.number("B", around), 0), max(chosen.number("A", around), 0)
    any_hit = False
    for one in found:
        source = streamed(call) if one.name == "-" else lines(one.data)
        label = f"{'(standard input)' if one.name == '-' else one.name}" if named else ""
        shown = _Shown(call, label, before, after, numbered="n" in flags)
        hits = 0
        for number, raw in enumerate(source, 1):
            line = raw.decode("utf-8", "surrogateescape")
            if (pattern.search(line) is None) != ("v" in flags):
                if limit and hits >= limit and not shown.wanted:
                    break
                shown.miss(number, raw)
                continue
            if limit and hits >= limit:
                break
            hits += 1
            any_hit = True
            if "q" in flags:
                return 0
            if not flags & {"c", "l"}:
                if "o" in flags:
                    for match in pattern.finditer(line):
                        if match[0]:
                            shown.write(number, ":", bytes_of(match[0]))
                else:
                    shown.hit(number, raw)
            if limit and hits >= limit and not after:
                break
        if "l" in flags:
            if hits:
                call.print(one.name)
        elif "c" in flags:
            call.print(f"{label}:{hits}" if label else str(hits))
    return 2 if trouble else (0 if any_hit else 1)


class _Shown:
    """What grep prints of one file, with some lines before and after each hit."""

    def __init__(self, call: Invocation, label: str, before: int, after: int, *, numbered: bool) -> None:
        self._call, self._label, self._after, self._numbered = call, label, after, numbered
        self._waiting: deque[tuple[int, bytes]] = deque(maxlen=before)
        self._context = bool(before or after)
        self._last = 0  # number of the line that was printed last
        self.wanted = 0  # lines that still belong to the hit before

    def hit(self, number: int, raw: bytes) -> None:
        """A line that fits."""
        first = self._waiting[0][0] if self._waiting else number
        if self._context and self._last and first > self._last + 1:
            self._call.stdout.write(b"--\n")
        for earlier, line in self._waiting:
            self.write(earlier, "-", line)
        self._waiting.clear()
        self.write(number, ":", raw)
        self.wanted = self._after

    def miss(self, number: int, raw: bytes) -> None:
        """A line that does not fit."""
        if self.wanted:
            self.wanted -= 1
            self.write(number, "-", raw)
        elif self._waiting.maxlen:
            self._waiting.append((number, raw))

    def write(self, number: int, sign: str, raw: bytes) -> None:
        """One line with what stands before it."""
        start = (f"{self._label}{sign}" if self._label else "") + (f"{number}{sign}" if self._numbered else "")
        self._call.stdout.write(bytes_of(start) + raw + b"\n")
        self._last = number


def streamed(call: Invocation) -> Iterator[bytes]:
    """The lines of stdin as they arrive, without their ends."""
    size = 0
    while (line := call.stdin.readline()) and not call.cancelled.is_set():
        size += len(line)
        if size > MAX_INPUT:
            raise Usage("input too large")
        yield line.removesuffix(b"\n")


def _gather(files: Files, call: Invocation, operands: list[str], recursive: bool, *, quiet: bool) -> tuple[list[Input], bool]:
    found: list[Input] = []
    trouble = False
    waiting = list(reversed(operands or (["."] if recursive else ["-"])))
    while waiting:
        name = waiting.pop()
        path = normalise(name, call.cwd)
        try:
            if name == "-":
                found.append(Input(name, b""))  # its lines are read as they come
            elif recursive and files.stat(path).is_dir:
                waiting += [f"{name.rstrip('/')}/{inner}" for inner in reversed(files.listdir(path))]
            else:
                found.append(Input(name, files.read(path)))
        except OSError as error:
            trouble = True
            if not quiet:
                call.complain(f"{name}: {reason(error)}")
    return found, trouble


def _compile(text: str, flags: frozenset[str]) -> re.Pattern[str]:
    options_found = re.I if "i" in flags else re.NOFLAG
    alternatives = []
    for line in text.split("\n"):
        one = re.escape(line) if "F" in flags else translate(line, extended="E" in flags)
        if "w" in flags:
            one = rf"(?<!\w)(?:{one})(?!\w)"
        if "x" in flags:
            one = rf"\A(?:{one})\Z"
        alternatives.append(one)
    try:
        return re.compile("|".join(f"(?:{one})" for one in alternatives), options_found)
    except (re.error, OverflowError, RecursionError) as error:
        raise Usage(f"bad REGEX '{text[:200]}': {error}") from None


def translate(text: str, *, extended: bool) -> str:
    """A POSIX pattern in Python's syntax. Basic: `( ) { } + ? |` act only behind a backslash; extended: without one."""
    found: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "[":
            piece, at = _bracket(text, at)
            found.append(piece)
        elif char == "\\":
            following = text[at : at + 1]
            at += 1
            if not following:
                raise Usage("trailing backslash")
            if following in "(){}+?|":
                found.append(f"\\{following}" if extended else following)
            elif following in "wWsSbB<>" or following.isdigit():
                found.append({"<": r"\b(?=\w)", ">": r"\b(?<=\w)"}.get(following, f"\\{following}"))
            else:
                found.append(re.escape(following))
        elif char in "(){}+?|" and not extended:
            found.append(f"\\{char}")
        elif char == "*" and (not found or found[-1] in ("(", "|", "^")):
            found.append(r"\*")
        elif char in "+?*" and found and found[-1] in ("*", "+", "?"):
            continue  # repeated repetitions mean possessive or lazy matching in Python, and nothing here
        elif char == "(":
            # Never let `(?` through: it opens Python's own extensions.
            found.append("(")
            if text[at : at + 1] in ("?", "+", "*"):
                at += 1
        else:
            found.append(char if char in "^$.*+?|(){}" else re.escape(char))
    return "".join(found)


def _bracket(text: str, at: int) -> tuple[str, int]:
    start = at
    negated = text[at : at + 1] == "^"
    at += negated
    found: list[str] = []
    first = True
    while at < len(text):
        char = text[at]
        if char == "]" and not first:
            return f"[{'^' if negated else ''}{''.join(found)}]", at + 1
        first = False
        if text.startswith("[:", at) and (end := text.find(":]", at)) > 0 and text[at + 2 : end] in _CLASSES:
            found.append(_CLASSES[text[at + 2 : end]])
            at = end + 2
        else:
            between = char == "-" and found[-1:] not in ([], ["-"])  # two of its ends; another one is an end itself
            found.append(char if between else re.escape(char))
            at += 1
    raise Usage(f"bad REGEX '{text[start - 1 :][:200]}': no closing ]")

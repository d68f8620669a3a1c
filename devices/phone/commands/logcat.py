"""`logcat` and `log`: the phone's own log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from devices.phone.adbd.files import normalise
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.adbd.wire import bytes_of
from devices.phone.commands.console import Arguments, Refused, refusing, whole
from devices.phone.commands.handset import Handset, LogLine

LEVELS = "VDIWEFS"
_SHAPES = ("brief", "tag", "raw", "time", "threadtime", "long", "process", "thread")
_FORMATS = (*_SHAPES, "epoch", "monotonic", "usec", "year", "zone", "UTC", "color", "colour", "uid", "printable", "descriptive")
_BUFFERS = ("main", "system", "crash", "events", "radio", "kernel", "stats", "security", "default", "all")
_LONG = {
    "--format": "-v", "--dump": "-d", "--buffer": "-b", "--regex": "-e", "--max-count": "-m", "--file": "-f", "--tail": "-t",
}  # fmt: skip
_VALUED = ("-v", "-t", "-T", "-e", "-m", "-f", "-b", "-r", "-n", "-G", "-P", "--pid", "--id", "--uid")
_LOOK_AGAIN_SECONDS = 0.25


def commands(handset: Handset) -> Mapping[str, Command]:
    """`logcat` and `log` for this phone."""
    return {
        "logcat": refusing(lambda call: _logcat(handset, call)),
        "log": refusing(lambda call: _log(handset, call)),
    }


@dataclass(frozen=True, slots=True)
class _Wish:
    """What to print. levels: tag -> lowest level that is shown; "*" for all others. newest: only so many lines."""

    forms: tuple[str, ...] = ("threadtime",)
    follow: bool = True
    newest: int | None = None
    since: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    pid: int | None = None
    most: int | None = None
    file: str = ""

    def fits(self, line: LogLine) -> bool:
        """Whether a line is to be printed."""
        if LEVELS.index(line.level) < self.levels.get(line.tag, self.levels.get("*", 0)):
            return False
        if self.pid is not None and line.pid != self.pid:
            return False
        if self.since and f"{line.when:%m-%d %H:%M:%S}.{line.when.microsecond // 1000:03d}" < self.since[-18:]:
            return False
        return self.pattern is None or self.pattern.search(line.text) is not None


def _logcat(handset: Handset, call: Invocation) -> int | None:
    words = list(call.argv[1:])
    if any(word in ("-c", "--clear") for word in words):
        handset.log.clear()
        return None
    if any(word in ("-g", "--buffer-size") for word in words):
        for name in ("main", "system", "crash"):
            call.print(f"{name}: ring buffer is 256 KiB (0 B consumed), max entry is 5120 B, max payload is 4068 B")
        return None
    if any(word in ("-h", "--help") for word in words):
        call.print("Usage: logcat [options] [filterspecs]")
        return None
    if any(word in ("-S", "--statistics", "-p", "--prune") for word in words):
        return None
    wish = _wish(words)
    if wish.file:
        text = "".join(shown(line, wish.forms) for line in handset.log.after(0) if wish.fits(line))
        handset.phone.files.write(normalise(wish.file, call.cwd), bytes_of(text), append=True)
        return None
    _print(handset, call, wish)
    return None


def _print(handset: Handset, call: Invocation, wish: _Wish) -> None:
    seen = printed = 0
    lines = handset.log.after(0)
    if wish.newest is not None:
        lines = lines[len(lines) - min(wish.newest, len(lines)) :]
    call.print("--------- beginning of main")
    while True:
        for line in lines:
            seen = line.number
            if wish.fits(line):
                call.stdout.write(bytes_of(shown(line, wish.forms)))
                printed += 1
                if wish.most is not None and printed >= wish.most:
                    return
        if not wish.follow or call.cancelled.is_set():
            return
        lines = handset.log.wait(seen, _LOOK_AGAIN_SECONDS)


def _wish(words: list[str]) -> _Wish:
    found: dict[str, Any] = {}
    levels: dict[str, int] = {}
    forms: list[str] = []
    while words:
        word, equals, value = words.pop(0), "", ""
        if word.startswith("--"):
            word, equals, value = word.partition("=")
        elif re.fullmatch(r"-[vtTbemfrn].+", word):
            word, equals, value = word[:2], "=", word[2:]
        option = _LONG.get(word, word)
        if option in _VALUED and not equals:
            if not words:
                raise Refused(f"logcat: option requires an argument -- '{word.lstrip('-')}'", 1)
            value = words.pop(0)
        match option:
            case "-d":
                found["follow"] = False
            case "-v":
                for name in value.split(","):
                    if name not in _FORMATS:
                        raise Refused(f"Invalid parameter '{name}' to -v", 1)
                    forms.append(name)
            case "-t" | "-T":
                found["follow"] = option == "-T" and found.get("follow", True)
                if value.isascii() and value.isdecimal():
                    found["newest"] = int(value[:9])
                else:
                    found["since"] = value
            case "-e":
                try:
                    found["pattern"] = re.compile(value)
                except re.error as error:
                    raise Refused(f"logcat: bad regular expression: {error}", 1) from error
            case "-m":
                found["most"] = _count(value, option)
            case "--pid":
                found["pid"] = _count(value, option)
            case "-f":
                found["file"] = value
            case "-b":
                unknown = [name for name in value.split(",") if name not in _BUFFERS]
                if unknown:
                    raise Refused(f"Unknown -b buffer '{unknown[0]}'", 1)
            case "-s":
                levels.setdefault("*", LEVELS.index("S"))
            case _ if option in _VALUED or option in ("-D", "-L", "-B", "--print", "--uid", "--wrap"):
                continue
            case _ if option.startswith("-"):
                raise Refused(f"logcat: unrecognized option '{word}'", 1)
            case _:
                tag, _, level = word.partition(":")
                place = LEVELS.find((level or "V").upper()[0]) if level != "*" else 0
                if place < 0:
                    raise Refused(f"Invalid filter expression '{word}'", 1)
                levels[tag or "*"] = place
    return _Wish(forms=tuple(forms) or ("threadtime",), levels=levels, **found)


def _count(text: str, option: str) -> int:
    return whole(text, f"Invalid value '{text}' for {option}")


def shown(line: LogLine, forms: Sequence[str] = ("threadtime",)) -> str:
    """A line as `logcat -v FORM` prints it, with its line end. forms: one form, and what changes its times."""
    digits = f"{line.when.microsecond:06d}" if "usec" in forms else f"{line.when.microsecond // 1000:03d}"
    if "epoch" in forms or "monotonic" in forms:
        when = f"{int(line.when.replace(tzinfo=UTC).timestamp()):15d}.{digits}"
    else:
        when = f"{line.when:%Y-%m-%d %H:%M:%S}.{digits}" if "year" in forms else f"{line.when:%m-%d %H:%M:%S}.{digits}"
    zone = " +0000" if {"zone", "UTC"} & set(forms) else ""
    uid = " shell " if "uid" in forms else " "
    head = f"{line.level}/{line.tag:<8}"
    match next((form for form in forms if form in _SHAPES), "threadtime"):
        case "brief":
            return f"{head}({line.pid:5d}): {line.text}\n"
        case "tag":
            return f"{head}: {line.text}\n"
        case "raw":
            return f"{line.text}\n"
        case "time":
            return f"{when}{zone} {head}({line.pid:5d}): {line.text}\n"
        case "process":
            return f"{line.level}({line.pid:5d}) {line.text}  ({line.tag})\n"
        case "thread":
            return f"{line.level}({line.pid:5d}:{line.pid:5d}) {line.text}\n"
        case "long":
            return f"[ {when}{zone} {line.pid:5d}:{line.pid:5d} {head} ]\n{line.text}\n\n"
        case _:
            return f"{when}{zone}{uid}{line.pid:5d} {line.pid:5d} {line.level} {line.tag:<8}: {line.text}\n"


def _log(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    level, tag = "I", "log"
    while option := words.option():
        value = words.required("log", option)
        match option:
            case "-p" if value.upper() in tuple("VDIWEF"):
                level = value.upper()
            case "-t":
                tag = value
            case _:
                raise Refused(f"log: unknown option or value: {option} {value}", 1)
    handset.log.write(level, tag, " ".join(words.rest()), pid=whole("4321", ""))
    return None

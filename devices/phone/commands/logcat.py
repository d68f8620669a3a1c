"""`logcat` and `log`: the phone's own log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.adbd.wire import bytes_of
from devices.phone.commands.console import Arguments, Refused, refusing, whole
from devices.phone.commands.handset import Handset, LogLine

LEVELS = "VDIWEFS"
_FORMATS = (
    "brief",
    "tag",
    "raw",
    "time",
    "threadtime",
    "epoch",
    "long",
    "process",
    "thread",
    "usec",
    "year",
    "color",
    "uid",
    "printable",
)
_LOOK_AGAIN_SECONDS = 0.25


def commands(handset: Handset) -> Mapping[str, Command]:
    """`logcat` and `log` for this phone."""
    return {
        "logcat": refusing(lambda call: _logcat(handset, call)),
        "log": refusing(lambda call: _log(handset, call)),
    }


def _logcat(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    form, follow, newest = "threadtime", True, None
    levels: dict[str, int] = {}
    while word := words.next():
        match word:
            case "-c" | "--clear":
                handset.log.clear()
                return None
            case "-d":
                follow = False
            case "-v" | "--format":
                chosen = words.required("logcat", word).split(",")[0]
                if chosen not in _FORMATS:
                    raise Refused(f"Invalid parameter '{chosen}' to -v", 1)
                form = chosen if chosen in _FORMATS[:8] else form
            case "-t" | "-T":
                follow = follow and word == "-T"
                count = words.required("logcat", word)
                newest = int(count) if count.isascii() and count.isdecimal() and len(count) < 9 else None
            case "-b" | "--buffer" | "--pid" | "-r" | "-n" | "-f" | "-e" | "--regex" | "-m":
                words.required("logcat", word)
            case "-s":
                levels.setdefault("*", LEVELS.index("S"))
            case "-g":
                call.print("main: ring buffer is 256 KiB (0 B consumed), max entry is 5120 B, max payload is 4068 B")
                return None
            case _ if word.startswith("-"):
                continue
            case _:
                tag, _, level = word.partition(":")
                levels[tag] = LEVELS.find((level or "V").upper()[0])
    seen = 0
    lines = handset.log.after(0)
    call.print("--------- beginning of main")
    if newest is not None:
        lines = lines[len(lines) - min(newest, len(lines)) :]
    while True:
        for line in lines:
            seen = line.number
            if LEVELS.index(line.level) >= levels.get(line.tag, levels.get("*", 0)):
                call.stdout.write(bytes_of(shown(line, form)))
        if not follow or call.cancelled.is_set():
            return None
        lines = handset.log.wait(seen, _LOOK_AGAIN_SECONDS)


def shown(line: LogLine, form: str) -> str:
    """A line as `logcat -v form` prints it, with its line end."""
    when = f"{line.when:%m-%d %H:%M:%S}.{line.when.microsecond // 1000:03d}"
    head = f"{line.level}/{line.tag}"
    match form:
        case "brief":
            return f"{head}({line.pid:5d}): {line.text}\n"
        case "tag":
            return f"{head}: {line.text}\n"
        case "raw":
            return f"{line.text}\n"
        case "time":
            return f"{when} {head:<10}({line.pid:5d}): {line.text}\n"
        case "epoch":
            seconds = line.when.replace(tzinfo=UTC).timestamp()
            return f"{seconds:19.3f} {line.pid:5d} {line.pid:5d} {line.level} {line.tag:<8}: {line.text}\n"
        case "process":
            return f"{line.level}({line.pid:5d}) {line.text}  ({line.tag})\n"
        case "long":
            return f"[ {when} {line.pid:5d}:{line.pid:5d} {head} ]\n{line.text}\n\n"
        case _:
            return f"{when} {line.pid:5d} {line.pid:5d} {line.level} {line.tag:<8}: {line.text}\n"


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

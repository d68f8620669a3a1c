"""Builtins that run other commands: sh, env, xargs, exec, eval, command, timeout, time, nohup.

Knows how the shell calls a command. Does not know the phone.
"""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING

from devices.phone.adbd.expansion import ShellError
from devices.phone.adbd.flow import ExitShell
from devices.phone.adbd.invocation import Invocation, Streams, chunks
from devices.phone.adbd.wire import bytes_of, text_of

if TYPE_CHECKING:
    from devices.phone.adbd.shell import Shell

MAX_LINE = 1024 * 1024
"""Longest input of xargs and longest script, in bytes."""
_SECONDS = re.compile(r"(\d{0,9}(?:\.\d{1,9})?)([smhd]?)", re.ASCII)
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_TIMED_OUT = 124


def streams_of(call: Invocation) -> Streams:
    """Where a command that runs others reads and writes."""
    return Streams(call.stdin, call.stdout, call.stderr, call.cancelled)


def seconds(word: str) -> float | None:
    """A time such as 1.5, 10s or 2m; None for a text that is none."""
    found = _SECONDS.fullmatch(word)
    return float(found[1]) * _UNITS[found[2]] if found and found[1] else None


def run_exec(shell: Shell, call: Invocation) -> int:
    """`exec COMMAND`: the session ends with it."""
    if len(call.argv) == 1:
        return 0
    raise ExitShell(shell.call(call.argv[1:], streams_of(call), call.environ))


def run_eval(shell: Shell, call: Invocation) -> int:
    """`eval WORD…`."""
    return shell.source(" ".join(call.argv[1:]), streams_of(call))


def run_dot(shell: Shell, call: Invocation) -> int:
    """`. FILE`."""
    if len(call.argv) < 2:
        call.complain("missing argument")
        return 1
    return shell.source(text_of(shell.files.read(shell.resolve(call.argv[1]))), streams_of(call))


def run_sh(shell: Shell, call: Invocation) -> int:
    """`sh -c LINE [NAME [ARG…]]`, `sh FILE [ARG…]`, or a program from stdin."""
    match call.argv[1:]:
        case ("-c", line, *rest):
            name, arguments = (rest[0] if rest else "sh"), tuple(rest[1:])
        case ("-c",):
            call.complain("-c: requires an argument")
            return 1
        case (option, *_) if option.startswith("-") and option != "-":
            call.complain(f"{option}: unknown option")
            return 1
        case ("-", *_) | ():
            line, name, arguments = text_of(_all(call)), "sh", ()
        case (file, *rest):
            line, name, arguments = text_of(shell.files.read(shell.resolve(file))), file, tuple(rest)
    copy = shell.child(name=name, arguments=arguments)
    copy.state.variables.update(call.environ)
    copy.state.exported.update(call.environ)
    try:
        return copy.source(line, streams_of(call))
    except ExitShell as end:
        return end.status


def _all(call: Invocation) -> bytes:
    found = bytearray()
    for piece in chunks(call.stdin):
        found += piece
        if len(found) > MAX_LINE:
            raise ShellError(f"{call.argv[0]}: input too long")
    return bytes(found)


def run_env(shell: Shell, call: Invocation) -> int:
    """`env [NAME=VALUE…] [COMMAND [ARG…]]`."""
    words = list(call.argv[1:])
    added: dict[str, str] = {}
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        added[name] = value
    if words:
        return shell.call(tuple(words), streams_of(call), {**call.environ, **added})
    for name, value in {**call.environ, **added}.items():
        call.print(f"{name}={value}")
    return 0


def run_xargs(shell: Shell, call: Invocation) -> int:
    """`xargs [-0] [-n N] [-I WORD] [COMMAND [ARG…]]`: words of stdin as arguments."""
    words = list(call.argv[1:])
    zero, limit, place = False, 0, ""
    while words and words[0].startswith("-") and len(words[0]) > 1:
        option = words.pop(0)
        if option == "-0":
            zero = True
        elif option in ("-n", "-I") and words:
            value = words.pop(0)
            if option == "-I":
                place, limit = value, 1
            elif value.isdecimal() and int(value[:6]) > 0:
                limit = int(value[:6])
            else:
                call.complain(f"-n {value}: bad number")
                return 1
        else:
            call.complain(f"Unknown option '{option}'")
            return 1
    text = text_of(_all(call)) if not zero else ""
    items = _all_zero(call) if zero else (text.splitlines() if place else text.split())
    command = words or ["echo"]
    batches = [items[start : start + limit] for start in range(0, len(items), limit)] if limit else [items]
    worst = 0
    for batch in batches:
        argv = [word.replace(place, batch[0]) for word in command] if place else [*command, *batch]
        status = shell.call(tuple(argv), streams_of(call), call.environ)
        worst = status if status in (126, 127) else (123 if status else worst)
    return worst


def _all_zero(call: Invocation) -> list[str]:
    return [text_of(item) for item in _all(call).split(b"\0") if item]


def run_which(shell: Shell, call: Invocation) -> int:
    """`which NAME…`."""
    missing = 0
    for name in call.argv[1:]:
        if shell.knows(name):
            call.print(f"/system/bin/{name}")
        else:
            missing = 1
    return missing


def run_type(shell: Shell, call: Invocation) -> int:
    """`type NAME…`."""
    missing = 0
    for name in call.argv[1:]:
        if shell.builtin(name):
            call.print(f"{name} is a shell builtin")
        elif shell.knows(name):
            call.print(f"{name} is /system/bin/{name}")
        else:
            call.print(f"{name} not found")
            missing = 1
    return missing


def run_command(shell: Shell, call: Invocation) -> int:
    """`command [-v] NAME [ARG…]`."""
    match call.argv[1:]:
        case ("-v", name, *_):
            if not shell.knows(name):
                return 127
            call.print(name if shell.builtin(name) else f"/system/bin/{name}")
            return 0
        case ():
            return 0
        case words:
            return shell.call(tuple(words), streams_of(call), call.environ)


def run_timeout(shell: Shell, call: Invocation) -> int:
    """`timeout [-s SIGNAL] SECONDS COMMAND [ARG…]`: status 124 where the time was over."""
    words = list(call.argv[1:])
    while words and words[0].startswith("-"):
        option = words.pop(0)
        if option in ("-s", "-k") and words:
            words.pop(0)
    limit = seconds(words.pop(0)) if words else None
    if limit is None or not words:
        call.complain("Needs a time and a command")
        return 125
    ended, over, done = threading.Event(), threading.Event(), threading.Event()

    def watch() -> None:
        until = time.monotonic() + min(limit, 31_536_000.0)
        while not done.wait(0.02):
            if time.monotonic() >= until:
                over.set()
            if over.is_set() or call.cancelled.is_set():
                ended.set()
                return

    threading.Thread(target=watch, name="adbd-timeout", daemon=True).start()
    try:
        status = shell.call(tuple(words), Streams(call.stdin, call.stdout, call.stderr, ended), call.environ)
    finally:
        done.set()
    return _TIMED_OUT if over.is_set() else status


def run_time(shell: Shell, call: Invocation) -> int:
    """`time COMMAND [ARG…]`: how long it took, on stderr."""
    if len(call.argv) < 2:
        return 0
    start = time.monotonic()
    status = shell.call(call.argv[1:], streams_of(call), call.environ)
    passed = time.monotonic() - start
    minutes, rest = divmod(passed, 60)
    call.stderr.write(bytes_of(f"{int(minutes):5d}m{rest:05.2f}s real     0m00.00s user     0m00.00s system\n"))
    return status


def run_plain(shell: Shell, call: Invocation) -> int:
    """`nohup COMMAND`, `nice COMMAND`, `setsid COMMAND`: the command itself; nothing here can be nicer."""
    words = list(call.argv[1:])
    while words and words[0].startswith("-"):
        if words.pop(0) == "-n" and words:
            words.pop(0)
    if not words:
        call.complain("Needs 1 argument")
        return 1
    return shell.call(tuple(words), streams_of(call), call.environ)

"""Commands that are part of the shell because they change it, run others, or are asked for on every line.

Knows the shell's state. Does not know the phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from devices.phone.adbd.condition import test
from devices.phone.adbd.expansion import ShellError
from devices.phone.adbd.files import reason
from devices.phone.adbd.flow import BreakLoop, ContinueLoop, ExitShell
from devices.phone.adbd.invocation import Invocation, Streams, chunks
from devices.phone.adbd.printing import echo, printf
from devices.phone.adbd.wire import bytes_of, text_of

if TYPE_CHECKING:
    from devices.phone.adbd.shell import Shell

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
MAX_LINE = 1024 * 1024
"""Longest line that `read` takes, and longest input of xargs, in bytes."""


def _streams(call: Invocation) -> Streams:
    return Streams(call.stdin, call.stdout, call.stderr, call.cancelled)


def _true(_shell: Shell, _call: Invocation) -> int:
    return 0


def _false(_shell: Shell, _call: Invocation) -> int:
    return 1


def _echo(_shell: Shell, call: Invocation) -> int:
    return echo(call)


def _printf(_shell: Shell, call: Invocation) -> int:
    return printf(call)


def _test(shell: Shell, call: Invocation) -> int:
    words = list(call.argv[1:])
    if call.argv[0] == "[" and (not words or words.pop() != "]"):
        call.complain("missing ]")
        return 2
    return test(call, words, shell.files)


def _cd(shell: Shell, call: Invocation) -> int:
    target = call.argv[1] if len(call.argv) > 1 else shell.lookup("HOME") or "/"
    if target == "-":
        target = shell.lookup("OLDPWD") or shell.state.cwd
    path = shell.resolve(target)
    try:
        if not shell.files.stat(path).is_dir:
            raise NotADirectoryError(path)
    except OSError as error:
        call.stderr.write(bytes_of(f"/system/bin/sh: cd: {target}: {reason(error)}\n"))
        return 2
    shell.assign("OLDPWD", shell.state.cwd)
    shell.state.cwd = path
    return 0


def _pwd(shell: Shell, call: Invocation) -> int:
    call.print(shell.state.cwd)
    return 0


def _export(shell: Shell, call: Invocation) -> int:
    if len(call.argv) == 1 or call.argv[1] == "-p":
        for name in sorted(shell.state.exported):
            call.print(f"export {name}={shell.lookup(name) or ''}")
    for word in call.argv[1:]:
        name, equals, value = word.partition("=")
        if word == "-p":
            continue
        if not _NAME.fullmatch(name):
            call.complain(f"{name}: is not an identifier")
            return 1
        if equals:
            shell.assign(name, value)
        else:
            shell.state.variables.setdefault(name, "")
        shell.state.exported.add(name)
    return 0


def _unset(shell: Shell, call: Invocation) -> int:
    for name in call.argv[1:]:
        shell.state.variables.pop(name, None)
        shell.state.exported.discard(name)
    return 0


def _set(shell: Shell, call: Invocation) -> int:
    match call.argv[1:]:
        case ():
            for name, value in sorted(shell.state.variables.items()):
                call.print(f"{name}={value}")
        case ("--", *rest):
            shell.state.arguments = tuple(rest)
        case (option, *_):
            call.complain(f"{option}: unknown option")
            return 1
    return 0


def _shift(shell: Shell, call: Invocation) -> int:
    count = _status(call, 1)
    if count > len(shell.state.arguments):
        call.complain("nothing to shift")
        return 1
    shell.state.arguments = shell.state.arguments[count:]
    return 0


def _status(call: Invocation, default: int) -> int:
    if len(call.argv) < 2:
        return default
    text = call.argv[1]
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ShellError(f"{call.argv[0]}: {text}: bad number")
    return int(text)


def _exit(shell: Shell, call: Invocation) -> int:
    raise ExitShell(_status(call, shell.state.status))


def _break(_shell: Shell, _call: Invocation) -> int:
    raise BreakLoop


def _continue(_shell: Shell, _call: Invocation) -> int:
    raise ContinueLoop


def _exec(shell: Shell, call: Invocation) -> int:
    if len(call.argv) == 1:
        return 0
    raise ExitShell(shell.call(call.argv[1:], _streams(call), call.environ))


def _eval(shell: Shell, call: Invocation) -> int:
    return shell.source(" ".join(call.argv[1:]), _streams(call))


def _dot(shell: Shell, call: Invocation) -> int:
    if len(call.argv) < 2:
        call.complain("missing argument")
        return 1
    return shell.source(text_of(shell.files.read(shell.resolve(call.argv[1]))), _streams(call))


def _sh(shell: Shell, call: Invocation) -> int:
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
        return copy.source(line, _streams(call))
    except ExitShell as end:
        return end.status


def _all(call: Invocation) -> bytes:
    found = bytearray()
    for piece in chunks(call.stdin):
        found += piece
        if len(found) > MAX_LINE:
            raise ShellError(f"{call.argv[0]}: input too long")
    return bytes(found)


def _env(shell: Shell, call: Invocation) -> int:
    words = list(call.argv[1:])
    added: dict[str, str] = {}
    while words and "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        added[name] = value
    if words:
        return shell.call(tuple(words), _streams(call), {**call.environ, **added})
    for name, value in {**call.environ, **added}.items():
        call.print(f"{name}={value}")
    return 0


def _xargs(shell: Shell, call: Invocation) -> int:
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
        status = shell.call(tuple(argv), _streams(call), call.environ)
        worst = status if status in (126, 127) else (123 if status else worst)
    return worst


def _all_zero(call: Invocation) -> list[str]:
    return [text_of(item) for item in _all(call).split(b"\0") if item]


def _sleep(_shell: Shell, call: Invocation) -> int:
    total = 0.0
    for word in call.argv[1:]:
        found = re.fullmatch(r"(\d{0,9}(?:\.\d{1,9})?)([smhd]?)", word, re.ASCII)
        if not found or not found[1]:
            call.complain(f"bad time '{word}'")
            return 1
        total += float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]
    if len(call.argv) == 1:
        call.complain('Needs 1 argument (see "sleep --help")')
        return 1
    # An event's wait has an upper limit in seconds; nobody waits for longer than a year.
    return 130 if call.cancelled.wait(min(total, 31_536_000.0)) else 0


def _read(shell: Shell, call: Invocation) -> int:
    names = [word for word in call.argv[1:] if word != "-r"] or ["REPLY"]
    if any(not _NAME.fullmatch(name) for name in names):
        call.complain(f"{' '.join(names)}: is not an identifier")
        return 1
    raw = call.stdin.readline(MAX_LINE)
    rest = text_of(raw.rstrip(b"\n")).strip(" \t")
    for name in names[:-1]:
        value, _, rest = rest.partition(" ")
        rest = rest.lstrip(" \t")
        shell.assign(name, value)
    shell.assign(names[-1], rest)
    return 0 if raw.endswith(b"\n") else 1


def _which(shell: Shell, call: Invocation) -> int:
    missing = 0
    for name in call.argv[1:]:
        if shell.knows(name):
            call.print(f"/system/bin/{name}")
        else:
            missing = 1
    return missing


def _type(shell: Shell, call: Invocation) -> int:
    missing = 0
    for name in call.argv[1:]:
        if name in BUILTINS and name not in shell.commands:
            call.print(f"{name} is a shell builtin")
        elif shell.knows(name):
            call.print(f"{name} is /system/bin/{name}")
        else:
            call.print(f"{name} not found")
            missing = 1
    return missing


def _command(shell: Shell, call: Invocation) -> int:
    match call.argv[1:]:
        case ("-v", name, *_):
            if not shell.knows(name):
                return 127
            call.print(name if name in BUILTINS and name not in shell.commands else f"/system/bin/{name}")
            return 0
        case ():
            return 0
        case words:
            return shell.call(tuple(words), _streams(call), call.environ)


BUILTINS: Mapping[str, Callable[[Shell, Invocation], int]] = {
    ".": _dot,
    ":": _true,
    "[": _test,
    "break": _break,
    "cd": _cd,
    "command": _command,
    "continue": _continue,
    "echo": _echo,
    "env": _env,
    "eval": _eval,
    "exec": _exec,
    "exit": _exit,
    "export": _export,
    "false": _false,
    "printf": _printf,
    "pwd": _pwd,
    "read": _read,
    "return": _exit,
    "set": _set,
    "sh": _sh,
    "shift": _shift,
    "sleep": _sleep,
    "source": _dot,
    "test": _test,
    "true": _true,
    "type": _type,
    "unset": _unset,
    "which": _which,
    "xargs": _xargs,
}

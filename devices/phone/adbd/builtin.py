"""Commands that are part of the shell because they change it, run others, or are asked for on every line.

Knows the shell's state. Does not know the phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from devices.phone.adbd.builtin_run import (
    run_command,
    run_dot,
    run_env,
    run_eval,
    run_exec,
    run_plain,
    run_sh,
    run_time,
    run_timeout,
    run_type,
    run_which,
    run_xargs,
    seconds,
)
from devices.phone.adbd.condition import test
from devices.phone.adbd.expansion import ShellError
from devices.phone.adbd.files import reason
from devices.phone.adbd.flow import BreakLoop, ContinueLoop, ExitShell, ReturnFunction
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.printing import echo, printf
from devices.phone.adbd.wire import bytes_of, text_of

if TYPE_CHECKING:
    from devices.phone.adbd.shell import Shell

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
MAX_LINE = 1024 * 1024
"""Longest line that `read` takes, and longest input of xargs, in bytes."""


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
        case (option, *_) if re.fullmatch(r"[-+][eux]+", option):
            if "e" in option:  # -u and -x are taken and change nothing
                shell.state.errexit = option[0] == "-"
        case (option, *_):
            call.complain(f"{option}: unknown option")
            return 1
    return 0


def _local(shell: Shell, call: Invocation) -> int:
    if not shell.state.locals and call.argv[0] == "local":
        call.complain("not in a function")
        return 1
    for word in [word for word in call.argv[1:] if not re.fullmatch(r"[-+][irx]+", word)]:
        name, equals, value = word.partition("=")
        if not _NAME.fullmatch(name):
            call.complain(f"{name}: is not an identifier")
            return 1
        if shell.state.locals:
            shell.state.locals[-1].setdefault(name, shell.state.variables.get(name))
        shell.assign(name, value if equals else "")
    return 0


def _return(shell: Shell, call: Invocation) -> int:
    raise ReturnFunction(_status(call, shell.state.status))


def _wait(shell: Shell, call: Invocation) -> int:
    """`wait [NUMBER…]`: until these jobs, or all of this session, have ended."""
    wanted = {int(word) for word in call.argv[1:] if word.isdecimal()}
    status = 0
    for job in shell.state.jobs:
        if wanted and job.number not in wanted:
            continue
        while not job.ended.wait(0.05):
            if call.cancelled.is_set():
                return 130
        status = (job.status or 0) if wanted else 0
    return status


def _jobs(shell: Shell, call: Invocation) -> int:
    for number, job in enumerate(shell.state.jobs, 1):
        if not job.ended.is_set():
            call.print(f"[{number}] + Running              {job.number}")
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


def _sleep(_shell: Shell, call: Invocation) -> int:
    total = 0.0
    for word in call.argv[1:]:
        passed = seconds(word)
        if passed is None:
            call.complain(f"bad time '{word}'")
            return 1
        total += passed
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
    separators = call.environ.get("IFS", shell.lookup("IFS"))
    separators = " \t" if separators is None else separators.replace("\n", "")
    rest = text_of(raw.rstrip(b"\n")).strip("".join(blank for blank in separators if blank in " \t"))
    for name in names[:-1]:
        parts = re.split(f"[{re.escape(separators)}]", rest, maxsplit=1) if separators else [rest]
        value, rest = parts[0], (parts[1] if len(parts) > 1 else "").lstrip(" \t" if " " in separators else "")
        shell.assign(name, value)
    shell.assign(names[-1], rest)
    return 0 if raw.endswith(b"\n") else 1


BUILTINS: Mapping[str, Callable[[Shell, Invocation], int]] = {
    ".": run_dot,
    ":": _true,
    "[": _test,
    "break": _break,
    "cd": _cd,
    "command": run_command,
    "continue": _continue,
    "echo": _echo,
    "env": run_env,
    "eval": run_eval,
    "exec": run_exec,
    "exit": _exit,
    "export": _export,
    "false": _false,
    "printf": _printf,
    "jobs": _jobs,
    "nice": run_plain,
    "nohup": run_plain,
    "setsid": run_plain,
    "time": run_time,
    "timeout": run_timeout,
    "local": _local,
    "pwd": _pwd,
    "read": _read,
    "return": _return,
    "set": _set,
    "sh": run_sh,
    "shift": _shift,
    "sleep": _sleep,
    "source": run_dot,
    "test": _test,
    "true": _true,
    "type": run_type,
    "typeset": _local,
    "unset": _unset,
    "wait": _wait,
    "which": run_which,
    "xargs": run_xargs,
}

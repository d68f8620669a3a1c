"""`ps`, `top`, `pgrep`, `kill`, `pkill`, `killall`, `free`, `uptime`: what runs on the phone.

There are no processes but these: the system's own, by name, and the apps that are open; and background jobs of the shell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing, warn
from devices.phone.commands.handset import Handset, identity

_SYSTEM = {
    1: ("root", 0, "init"),
    410: ("root", 1, "zygote64"),
    1200: ("system", 410, "system_server"),
    1350: ("u0_a120", 410, "com.android.systemui"),
}
TOTAL_KIB = 5_800_000
_SIGNALS = {"0": "EXIT", "1": "HUP", "2": "INT", "3": "QUIT", "9": "KILL", "15": "TERM", "18": "CONT", "19": "STOP"}
_ENDING = ("HUP", "INT", "QUIT", "KILL", "TERM")


@dataclass(frozen=True, slots=True)
class Process:
    """One line of `ps`. memory: resident, in KiB."""

    user: str
    pid: int
    parent: int
    memory: int
    name: str


def commands(handset: Handset) -> Mapping[str, Command]:
    """The commands of this module for this phone."""
    return {
        "free": refusing(lambda call: _free(handset, call)),
        "kill": refusing(lambda call: _kill(handset, call)),
        "killall": refusing(lambda call: _kill_named(handset, call)),
        "pgrep": refusing(lambda call: _pgrep(handset, call)),
        "pkill": refusing(lambda call: _kill_named(handset, call)),
        "ps": refusing(lambda call: _ps(handset, call)),
        "top": refusing(lambda call: _top(handset, call)),
        "uptime": refusing(lambda call: _uptime(handset, call)),
    }


def processes(handset: Handset) -> list[Process]:
    """Everything that runs, by number."""
    found = [Process(user, pid, parent, 20_000 + pid * 60, name) for pid, (user, parent, name) in _SYSTEM.items()]
    for name in {*handset.phone.running, manifest.LAUNCHER}:
        package = identity(name)
        user = "system" if package.uid == 1000 else f"u0_a{package.uid - 10000}"
        found.append(Process(user, package.pid, 410, 90_000 + 350 * package.number, name))
    found += [Process("shell", job.number, 4321, 3000, "sh") for job in handset.jobs.running()]
    found.append(Process("shell", 4321, 1, 3000, "sh"))
    return sorted(found, key=lambda process: process.pid)


def _ps(handset: Handset, call: Invocation) -> int | None:
    words = list(call.argv[1:])
    every, columns, wanted = False, ["USER", "PID", "PPID", "VSZ", "RSS", "WCHAN", "ADDR", "S", "NAME"], set[str]()
    while words:
        word = words.pop(0)
        if word in ("-o", "-O", "-p", "-u", "-U") and words:
            value = words.pop(0)
            if word == "-o":
                columns = [name.partition("=")[0].upper() for name in value.split(",")]
            elif word == "-p":
                wanted = set(value.split(","))
        elif word.startswith("-"):
            every = every or bool(set(word) & set("AeT"))
        else:
            wanted.add(word)
    shown = [one for one in processes(handset) if every or wanted or one.user == "shell"]
    if wanted:
        shown = [one for one in shown if str(one.pid) in wanted or one.name in wanted]
    widths = {
        "USER": -12,
        "PID": 6,
        "PPID": 6,
        "VSZ": 8,
        "RSS": 6,
        "WCHAN": -8,
        "ADDR": 8,
        "S": 1,
        "NAME": -27,
        "CMD": -27,
        "ARGS": -27,
        "COMM": -15,
        "CMDLINE": -27,
        "%CPU": 4,
    }
    unknown = [name for name in columns if name not in widths]
    if unknown:
        raise Refused(f"ps: bad -o {unknown[0]}", 1)
    call.print(" ".join(_cell(name, widths[name]) for name in columns).rstrip())
    for one in shown:
        values = {
            "USER": one.user,
            "PID": str(one.pid),
            "PPID": str(one.parent),
            "VSZ": str(one.memory * 40),
            "RSS": str(one.memory),
            "WCHAN": "0",
            "ADDR": "0",
            "S": "S",
            "%CPU": "0.0",
        }
        call.print(" ".join(_cell(values.get(name, one.name), widths[name]) for name in columns).rstrip())
    return None


def _cell(text: str, width: int) -> str:
    return text.ljust(-width) if width < 0 else text.rjust(width)


def _top(handset: Handset, call: Invocation) -> int | None:
    rounds = re.search(r"-n\s*(\d{1,4})", " ".join(call.argv[1:]))
    left = int(rounds[1]) if rounds else None
    while left is None or left > 0:
        shown = processes(handset)
        used = sum(one.memory for one in shown)
        call.print(f"Tasks: {len(shown)} total,   1 running, {len(shown) - 1} sleeping,   0 stopped,   0 zombie")
        call.print(f"  Mem: {TOTAL_KIB:>9}K total, {used:>9}K used, {TOTAL_KIB - used:>9}K free,     4096K buffers")
        call.print("800%cpu   3%user   0%nice   2%sys 795%idle   0%iow   0%irq   0%sirq   0%host")
        call.print("  PID USER         PR  NI VIRT  RES  SHR S[%CPU] %MEM     TIME+ ARGS")
        for one in shown:
            size, share = f"{one.memory // 1024}M", 100 * one.memory / TOTAL_KIB
            call.print(
                f"{one.pid:>5} {one.user:<12} 20   0 {one.memory // 26:>4}M {size:>4} {size:>4} S  0.0 "
                f"{share:>6.1f}   0:00.00 {one.name}"
            )
        left = None if left is None else left - 1
        if left != 0 and call.cancelled.wait(3):
            return 130
    return None


def _pgrep(handset: Handset, call: Invocation) -> int | None:
    words = [word for word in call.argv[1:] if not word.startswith("-")]
    if not words:
        raise Refused("pgrep: No pattern", 1)
    options = "".join(word[1:] for word in call.argv[1:] if word.startswith("-"))
    found = _matching(handset, words[0], exact="x" in options)
    for one in found:
        call.print(f"{one.pid} {one.name}" if "l" in options else str(one.pid))
    return 0 if found else 1


def _matching(handset: Handset, pattern: str, *, exact: bool) -> list[Process]:
    try:
        wanted = re.compile(pattern)
    except re.error as error:
        raise Refused(f"bad pattern {pattern!r}: {error}", 1) from error
    return [one for one in processes(handset) if (wanted.fullmatch if exact else wanted.search)(one.name)]


def _kill(handset: Handset, call: Invocation) -> int | None:
    words = list(call.argv[1:])
    if words[:1] == ["-l"]:
        call.print(" ".join(_SIGNALS.values()))
        return None
    signal = "TERM"
    if words and words[0].startswith("-"):
        option = words.pop(0)
        signal = _signal(words.pop(0) if option == "-s" and words else option[1:])
    if not words:
        raise Refused("kill: Needs 1 argument", 1)
    status = 0
    for word in words:
        known = {str(one.pid): one for one in processes(handset)}
        if word not in known:
            warn(call, f"/system/bin/sh: kill: {word}: No such process")
            status = 1
        elif known[word].user != "shell":  # the shell's user may end its own alone
            warn(call, f"/system/bin/sh: kill: {word}: Operation not permitted")
            status = 1
        elif signal in _ENDING:
            handset.jobs.cancel(int(word))
    return status


def _kill_named(handset: Handset, call: Invocation) -> int | None:
    signal, names = "TERM", list[str]()
    words = list(call.argv[1:])
    while words:
        word = words.pop(0)
        if word in ("-s", "-l") and words:
            signal = _signal(words.pop(0))
        elif word in ("-f", "-x", "-q", "-i"):
            continue
        elif word.startswith("-"):
            signal = _signal(word[1:])
        else:
            names.append(word)
    if not names:
        raise Refused(f"{call.argv[0]}: no process name", 1)
    for name in names:
        ends = [event for command, events in handset.interrupts.items() if command == name for event in list(events)]
        found = _matching(handset, re.escape(name), exact=call.argv[0] == "killall")
        if not ends and not found:
            raise Refused(f"killall: {name}: No such process" if call.argv[0] == "killall" else "", 1)
        if not ends and all(one.user != "shell" for one in found):
            raise Refused(f"{call.argv[0]}: {name}: Operation not permitted", 1)
        if signal in _ENDING:
            for event in ends:
                event.set()
            for one in found:
                handset.jobs.cancel(one.pid)
    return None


def _signal(word: str) -> str:
    name = _SIGNALS.get(word, word.upper().removeprefix("SIG"))
    if name not in _SIGNALS.values():
        raise Refused(f"kill: bad signal '{word}'", 1)
    return name


def _free(handset: Handset, call: Invocation) -> int | None:
    words = [word for word in call.argv[1:] if word.startswith("-")]
    unit = {"-b": 1 / 1024, "-k": 1, "-m": 1024, "-g": 1024**2, "-h": 1024}.get(words[0], 1 / 1024) if words else 1 / 1024
    used = sum(one.memory for one in processes(handset))
    total, taken, free = (round(kib / unit) for kib in (TOTAL_KIB, used, TOTAL_KIB - used))
    call.print("                total        used        free      shared     buffers")
    call.print(f"Mem:      {total:>11} {taken:>11} {free:>11}           0           0")
    call.print(f"-/+ buffers/cache:    {taken:>11} {free:>11}\nSwap:               0           0           0")
    return None


def _uptime(handset: Handset, call: Invocation) -> int | None:
    seconds = int(handset.phone.clock.seconds)
    if "-s" in call.argv:
        call.print(f"{handset.booted:%Y-%m-%d %H:%M:%S}")
        return None
    up = f"{seconds // 60} min" if seconds < 3600 else f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
    call.print(f" {handset.phone.now:%H:%M:%S} up {up},  0 users,  load average: 0.10, 0.10, 0.10")
    return None

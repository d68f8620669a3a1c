"""Toybox tools over files and folders: ls, stat, rm, rmdir, mkdir, mv, cp, touch, chmod.

Knows Files. Does not know who owns a file: every file belongs to root.
"""

from __future__ import annotations

import re
import stat as mode_bits
import time
from collections.abc import Callable

from devices.phone.adbd.files import Files, FileStat, normalise, reason
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage, options


def ls(files: Files, call: Invocation) -> int:
    """`ls [-1aAdlRFt] [PATH…]`; -l: mode, links, owner, group, bytes, time (UTC), name."""
    chosen = options(call, "1aAdlRFtnhpr")
    flags = chosen.flags
    status = 0
    plain: list[tuple[str, FileStat]] = []
    folders: list[str] = []
    for name in chosen.operands or (".",):
        try:
            stat = files.stat(normalise(name, call.cwd))
        except OSError as error:
            call.complain(f"{name}: {reason(error)}")
            status = 1
            continue
        if stat.is_dir and "d" not in flags:
            folders.append(name)
        else:
            plain.append((name, stat))
    _listing(call, plain, flags)
    headed = len(chosen.operands) > 1 or "R" in flags
    waiting = list(reversed(folders))
    first = not plain
    while waiting:
        name = waiting.pop()
        path = normalise(name, call.cwd)
        if headed:
            call.print(f"{'' if first else chr(10)}{name}:")
        first = False
        entries = []
        for inner in files.listdir(path):
            if flags & {"a", "A"} or not inner.startswith("."):
                entries.append((inner, files.stat(normalise(inner, path))))
        if "R" in flags:
            waiting += [f"{name.rstrip('/')}/{inner}" for inner, stat in reversed(entries) if stat.is_dir]
        if "a" in flags:
            entries = [(".", files.stat(path)), ("..", files.stat(normalise("..", path))), *entries]
        if "l" in flags:
            call.print(f"total {sum(_blocks(stat) for _, stat in entries)}")
        _listing(call, entries, flags)
    return status


def _listing(call: Invocation, entries: list[tuple[str, FileStat]], flags: frozenset[str]) -> None:
    if "t" in flags:
        entries = sorted(entries, key=lambda entry: -entry[1].mtime)
    if "r" in flags:
        entries = entries[::-1]
    width = max((len(str(stat.size)) for _, stat in entries), default=0)
    for name, stat in entries:
        tail = "/" if stat.is_dir and flags & {"F", "p"} else ""
        if "l" in flags or "n" in flags:
            when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(_year_bound(stat.mtime)))
            owner = "0 0" if "n" in flags else "root root"
            call.print(
                f"{mode_bits.filemode(stat.mode)} {2 if stat.is_dir else 1} {owner} {stat.size:>{width}} {when} {name}{tail}"
            )
        else:
            call.print(name + tail)


def _year_bound(seconds: int) -> int:
    return min(max(seconds, 0), 253_402_300_799)  # the year 9999 is the last one that a date can name


def _blocks(stat: FileStat) -> int:
    return (stat.size + 1023) // 1024


def stat_tool(files: Files, call: Invocation) -> int:
    """`stat [-c FORMAT] PATH…`; %n name, %s bytes, %a octal mode, %A mode, %F kind, %Y and %X seconds, %y date, %f hex mode."""
    chosen = options(call, "tL", "c")
    if not chosen.operands:
        raise Usage('Needs 1 argument (see "stat --help")')
    status = 0
    for name in chosen.operands:
        try:
            stat = files.stat(normalise(name, call.cwd))
        except OSError as error:
            call.complain(f"'{name}': {reason(error)}")
            status = 1
            continue
        call.print(_described(name, stat, chosen.values.get("c")))
    return status


def _described(name: str, stat: FileStat, form: str | None) -> str:
    kind = "directory" if stat.is_dir else ("regular file" if mode_bits.S_ISREG(stat.mode) else "character device")
    when = time.strftime("%Y-%m-%d %H:%M:%S.000000000 +0000", time.gmtime(_year_bound(stat.mtime)))
    values = {
        "n": name,
        "N": f"`{name}'",
        "s": str(stat.size),
        "b": str(_blocks(stat) * 2),
        "a": f"{stat.mode & 0o7777:o}",
        "A": mode_bits.filemode(stat.mode),
        "f": f"{stat.mode:x}",
        "F": kind,
        "i": str(stat.ino),
        "h": "1",
        "u": "0",
        "g": "0",
        "U": "root",
        "G": "root",
        **{letter: str(stat.mtime) for letter in "XYZ"},
        **{letter: when for letter in "xyz"},
        "%": "%",
    }
    if form is None:
        form = (
            "  File: %N\n  Size: %s\t Blocks: %b\t IO Blocks: 512\t%F\nDevice: 0h/0d\t Inode: %i\t Links: %h\n"
            "Access: (%a/%A)\tUid: (    0/    root)\tGid: (    0/    root)\nAccess: %x\nModify: %y\nChange: %z"
        )
    return re.sub(r"%(.)", lambda match: values.get(match[1], match[0]), form)


def rm(files: Files, call: Invocation) -> int:
    """`rm [-rRf] PATH…`."""
    chosen = options(call, "rRfv")
    force, recursive = "f" in chosen.flags, bool(chosen.flags & {"r", "R"})
    if not chosen.operands and not force:
        raise Usage('Needs 1 argument (see "rm --help")')
    status = 0
    for name in chosen.operands:
        path = normalise(name, call.cwd)
        try:
            if not files.stat(path).is_dir:
                files.remove(path)
            elif recursive:
                _remove_tree(files, path)
            else:
                raise IsADirectoryError(path)
        except FileNotFoundError as error:
            if not force:
                call.complain(f"{name}: {reason(error)}")
                status = 1
        except OSError as error:
            call.complain(f"{name}: {reason(error)}")
            status = 1
    return status


def walk(files: Files, path: str) -> list[tuple[str, FileStat]]:
    """A path and all below it, folders before what they hold."""
    found = []
    waiting = [path]
    while waiting:
        here = waiting.pop()
        stat = files.stat(here)
        found.append((here, stat))
        if stat.is_dir:
            waiting += [normalise(name, here) for name in reversed(files.listdir(here))]
    return found


def _remove_tree(files: Files, path: str) -> None:
    for inner, stat in reversed(walk(files, path)):
        if stat.is_dir:
            files.rmdir(inner)
        else:
            files.remove(inner)


def rmdir(files: Files, call: Invocation) -> int:
    """`rmdir PATH…`."""
    return _each(call, options(call).operands, files.rmdir)


def mkdir(files: Files, call: Invocation) -> int:
    """`mkdir [-p] [-m MODE] PATH…`."""
    chosen = options(call, "p", "m")
    return _each(call, chosen.operands, lambda path: files.mkdir(path, parents="p" in chosen.flags))


def touch(files: Files, call: Invocation) -> int:
    """`touch [-c] PATH…`; the time of a folder stays."""
    chosen = options(call, "cam")

    def one(path: str) -> None:
        try:
            stat = files.stat(path)
        except FileNotFoundError:
            if "c" not in chosen.flags:
                files.write(path, b"")
        else:
            if not stat.is_dir:
                files.write(path, files.read(path), mode=stat.mode)

    return _each(call, chosen.operands, one)


def chmod(files: Files, call: Invocation) -> int:
    """`chmod MODE PATH…` with an octal mode; the mode of a folder stays."""
    operands = options(call, "R").operands
    if len(operands) < 2 or not re.fullmatch(r"[0-7]{1,4}", operands[0]):
        raise Usage("Needs an octal mode and a path")

    def one(path: str) -> None:
        stat = files.stat(path)
        if not stat.is_dir:
            files.write(path, files.read(path), mode=mode_bits.S_IFREG | int(operands[0], 8), mtime=stat.mtime)

    return _each(call, operands[1:], one)


def _each(call: Invocation, names: tuple[str, ...], act: Callable[[str], None]) -> int:
    """Do one thing with every path; what fails is complained about and gives status 1."""
    if not names:
        raise Usage(f'Needs 1 argument (see "{call.argv[0]} --help")')
    status = 0
    for name in names:
        try:
            act(normalise(name, call.cwd))
        except OSError as error:
            call.complain(f"'{name}': {reason(error)}")
            status = 1
    return status


def _to_target(files: Files, call: Invocation, names: tuple[str, ...], act: Callable[[str, str], None]) -> int:
    """Do one thing from every source to the target, or into it where it is a folder."""
    if len(names) < 2:
        raise Usage(f'Needs 2 arguments (see "{call.argv[0]} --help")')
    target = normalise(names[-1], call.cwd)
    try:
        into = files.stat(target).is_dir
    except OSError:
        into = False
    if len(names) > 2 and not into:
        raise Usage(f"'{names[-1]}' not directory")
    status = 0
    for name in names[:-1]:
        source = normalise(name, call.cwd)
        try:
            act(source, normalise(source.rpartition("/")[2], target) if into else target)
        except OSError as error:
            call.complain(f"'{name}': {reason(error)}")
            status = 1
    return status


def mv(files: Files, call: Invocation) -> int:
    """`mv [-f] SOURCE… TARGET`."""

    def one(source: str, target: str) -> None:
        try:
            old = files.stat(target)
        except FileNotFoundError:
            pass
        else:
            if not old.is_dir and source != target:
                files.stat(source)
                files.remove(target)
        files.rename(source, target)

    return _to_target(files, call, options(call, "fn").operands, one)


def cp(files: Files, call: Invocation) -> int:
    """`cp [-rRpfa] SOURCE… TARGET`."""
    chosen = options(call, "rRpfa")

    def one(source: str, target: str) -> None:
        stat = files.stat(source)
        when = stat.mtime if chosen.flags & {"p", "a"} else None
        if not stat.is_dir:
            files.write(target, files.read(source), mode=stat.mode, mtime=when)
            return
        if not chosen.flags & {"r", "R", "a"}:
            raise IsADirectoryError(source)
        if target == source or target.startswith(source.rstrip("/") + "/"):
            raise OSError(22, "Invalid argument", target)
        for inner, inner_stat in walk(files, source):
            goal = normalise(target + inner[len(source) :])
            if inner_stat.is_dir:
                files.mkdir(goal, parents=True)
            else:
                files.write(goal, files.read(inner), mode=inner_stat.mode, mtime=when and inner_stat.mtime)

    return _to_target(files, call, chosen.operands, one)

"""Toybox tools about the system under the files: df, du, mount, ln, realpath, readlink, mktemp, unlink, file, and who one is.

Knows Files and the environment. Does not know processes: the phone's commands list those.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Invocation
from devices.phone.adbd.options import Usage, options
from devices.phone.adbd.toybox_files import walk

Tool = Callable[[Files, Invocation], int]
DATA_KIB = 112 * 1024 * 1024
"""Size of the data partition in KiB."""
_SYSTEM_KIB = 3 * 1024 * 1024
_USED_AT_FIRST_KIB = 9 * 1024 * 1024
_HUMAN = "KMGTP"


def used_kib(files: Files) -> int:
    """How much of the data partition is taken."""
    return _USED_AT_FIRST_KIB + sum(stat.size for _, stat in walk(files, "/storage/emulated/0")) // 1024


def df(files: Files, call: Invocation) -> int:
    """`df [-hk] [PATH…]`."""
    chosen = options(call, "hkaHP")
    human = bool(chosen.flags & {"h", "H"})
    used = used_kib(files)
    table = {
        "/": ("/dev/block/dm-0", _SYSTEM_KIB, _SYSTEM_KIB - 8192),
        "/data": ("/dev/block/dm-9", DATA_KIB, used),
        "/storage/emulated": ("/dev/fuse", DATA_KIB, used),
    }
    wanted: list[str] = []
    for name in chosen.operands:
        path = normalise(name, call.cwd)
        files.stat(path)
        wanted.append(max((mount for mount in table if f"{path}/".startswith(mount.rstrip("/") + "/")), key=len))
    shown = {mount: table[mount] for mount in wanted or table}
    size = "Size  Used Avail" if human else "1K-blocks     Used Available"
    call.print(f"Filesystem      {size} Use% Mounted on")
    for mount, (device, total, taken) in shown.items():
        free = total - taken
        if human:
            numbers = f"{_size(total):>5} {_size(taken):>5} {_size(free):>5}"
        else:
            numbers = f"{total:>9} {taken:>8} {free:>9}"
        call.print(f"{device:<15} {numbers} {-(-taken * 100 // total):>3}% {mount}")
    return 0


def _size(kib: float) -> str:
    unit = 0
    while kib >= 1000 and unit + 1 < len(_HUMAN):
        kib, unit = kib / 1024, unit + 1
    return f"{kib:.1f}{_HUMAN[unit]}" if kib < 10 and unit else f"{kib:.0f}{_HUMAN[unit]}"


def du(files: Files, call: Invocation) -> int:
    """`du [-shkac] [-d DEPTH] [PATH…]`: KiB, a folder after what it holds."""
    chosen = options(call, "shkacmHLx", "d")
    deepest = 0 if "s" in chosen.flags else chosen.number("d", 99)
    status = total = 0

    def show(kib: int, name: str) -> None:
        call.print(f"{_size(kib) if 'h' in chosen.flags else kib}\t{name}")

    for name in chosen.operands or (".",):
        top = normalise(name, call.cwd)
        try:
            entries = walk(files, top)
        except OSError as error:
            call.complain(f"'{name}': {reason(error)}")
            status = 1
            continue
        sizes: dict[str, int] = {}
        for path, stat in reversed(entries):
            own = 4 if stat.is_dir else -(-stat.size // 4096) * 4
            sizes[path] = sizes.get(path, 0) + own
            if path != top:
                parent = path.rpartition("/")[0] or "/"
                sizes[parent] = sizes.get(parent, 0) + sizes[path]
        total += sizes[top]
        for path, stat in reversed(entries):
            below = path[len(top.rstrip("/")) :] if path != top else ""
            if path == top or (below.count("/") <= deepest and (stat.is_dir or "a" in chosen.flags)):
                show(sizes[path], name.rstrip("/") + below if below else name)
    if "c" in chosen.flags:
        show(total, "total")
    return status


def mount(_files: Files, call: Invocation) -> int:
    """`mount`: what is mounted where; nothing can be mounted."""
    if len(call.argv) > 1:
        raise Usage(f"'{call.argv[-1]}': Operation not permitted")
    call.print("/dev/block/dm-0 on / type ext4 (ro,seclabel,relatime)")
    call.print("/dev/block/dm-9 on /data type f2fs (rw,lazytime,seclabel,nosuid,nodev,noatime)")
    call.print("/dev/fuse on /storage/emulated type fuse (rw,lazytime,nosuid,nodev,noexec,noatime,user_id=0,group_id=0)")
    return 0


def ln(_files: Files, call: Invocation) -> int:
    """Links are refused, as on the phone's shared storage."""
    operands = options(call, "sfnv").operands
    if len(operands) < 2:
        raise Usage('Needs 2 arguments (see "ln --help")')
    call.complain(f"cannot create symbolic link from '{operands[0]}' to '{operands[1]}': Operation not permitted")
    return 1


def realpath(files: Files, call: Invocation) -> int:
    """`realpath PATH…`, `readlink -f PATH…`."""
    chosen = options(call, "fenm")
    if not chosen.operands:
        raise Usage(f'Needs 1 argument (see "{call.argv[0]} --help")')
    status = 0
    for name in chosen.operands:
        path = normalise(name, call.cwd)
        try:
            if call.argv[0] == "realpath" or "e" in chosen.flags:
                files.stat(path)
            elif not chosen.flags & {"f", "m"}:
                return 1  # no plain file is a link
        except OSError as error:
            call.complain(f"{name}: {reason(error)}")
            status = 1
            continue
        call.print(path)
    return status


def mktemp(files: Files, call: Invocation) -> int:
    """`mktemp [-d] [-p FOLDER] [TEMPLATE]`: the first free name, so that the same use gives the same names."""
    chosen = options(call, "dqut", "p")
    template = chosen.operands[0] if chosen.operands else "tmp.XXXXXXXXXX"
    if not template.endswith("XX"):
        raise Usage(f"Failed to create file {template}: Invalid argument")
    bare = template.rstrip("X")
    folder = chosen.values.get("p") or call.environ.get("TMPDIR", "/data/local/tmp")
    base = bare if "/" in bare else f"{folder}/{bare}"
    for number in range(10_000):
        path = normalise(f"{base}{number:0{len(template) - len(bare)}d}", call.cwd)
        try:
            files.stat(path)
        except FileNotFoundError:
            if "d" in chosen.flags:
                files.mkdir(path)
            else:
                files.write(path, b"", mode=0o100600)
            call.print(path)
            return 0
    raise Usage("no free name")


def unlink(files: Files, call: Invocation) -> int:
    """`unlink FILE`."""
    operands = options(call).operands
    if len(operands) != 1:
        raise Usage("Needs 1 argument")
    files.remove(normalise(operands[0], call.cwd))
    return 0


_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "PNG image data",
    b"\xff\xd8\xff": "JPEG image data",
    b"PK\x03\x04": "Zip archive data",
    b"\x1f\x8b": "gzip compressed data",
    b"SQLite format 3\0": "SQLite 3.x database",
    b"%PDF": "PDF document",
}


def file(files: Files, call: Invocation) -> int:
    """`file PATH…`: what a file seems to hold."""
    names = options(call, "bLh").operands
    if not names:
        raise Usage("Needs 1 argument")
    for name in names:
        path = normalise(name, call.cwd)
        try:
            stat = files.stat(path)
            data = b"" if stat.is_dir else files.read(path)
        except OSError as error:
            call.print(f"{name}: cannot open ({reason(error)})")
            continue
        kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")
        if not kind:
            plain = "empty" if not data else "data" if b"\0" in data else "ASCII text" if data.isascii() else "UTF-8 text"
            kind = "directory" if stat.is_dir else plain
        call.print(f"{name}: {kind}")
    return 0


def printenv(_files: Files, call: Invocation) -> int:
    """`printenv [NAME…]`."""
    status = 0
    for name in call.argv[1:] or sorted(call.environ):
        if name not in call.environ:
            status = 1
        elif len(call.argv) > 1:
            call.print(call.environ[name])
        else:
            call.print(f"{name}={call.environ[name]}")
    return status


def constant(text: str, status: int = 0) -> Tool:
    """A tool that always says the same."""

    def say(_files: Files, call: Invocation) -> int:
        call.print(text)
        return status

    return say

"""The small tools that every Android phone has, by name.

Knows which tool is where, and who the shell's user is. `date` needs the phone's clock and is made by date_command().
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from devices.phone.adbd import (
    toybox_awk,
    toybox_bytes,
    toybox_digest,
    toybox_files,
    toybox_find,
    toybox_grep,
    toybox_lines,
    toybox_sed,
    toybox_system,
    toybox_text,
)
from devices.phone.adbd.files import Files
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.adbd.options import Usage, options

Tool = Callable[[Files, Invocation], int]


def date_command(now: Callable[[], datetime]) -> Command:
    """`date [-u] [+FORMAT]` over the phone's clock. now: the time with its zone."""

    def date(call: Invocation) -> int:
        try:
            chosen = options(call, "u")
        except Usage as error:
            call.complain(str(error))
            return 1
        moment = now().astimezone(UTC) if "u" in chosen.flags else now()
        if len(chosen.operands) > 1 or not all(word.startswith("+") for word in chosen.operands):
            call.complain("cannot set date: Operation not permitted")
            return 1
        form = chosen.operands[0][1:] if chosen.operands else "%a %b %e %H:%M:%S %Z %Y"
        call.print(_moment(moment, form))
        return 0

    return date


def _moment(moment: datetime, form: str) -> str:
    def one(match: re.Match[str]) -> str:
        if match[1] == "s":
            return str(int(moment.timestamp()))
        if match[1] == "N":
            return f"{moment.microsecond * 1000:09d}"
        return moment.strftime(match[0])

    # Only letters that strftime knows on every system are handed to it.
    return re.sub(r"%([aAbBcdeHIjmMpSTUwWxXyYzZsNDFR%])", one, form)


def _basename(_files: Files, call: Invocation) -> int:
    words = options(call).operands
    if not 1 <= len(words) <= 2:
        raise Usage("Needs 1 or 2 arguments")
    name = words[0].rstrip("/").rpartition("/")[2] or ("/" if words[0] else "")
    if len(words) == 2 and name != words[1]:
        name = name.removesuffix(words[1])
    call.print(name)
    return 0


def _dirname(_files: Files, call: Invocation) -> int:
    words = options(call).operands
    if not words:
        raise Usage("Needs 1 argument")
    for word in words:
        head, slash, _ = word.rstrip("/").rpartition("/")
        call.print(head or ("/" if slash or word.startswith("/") else "."))
    return 0


def _identity(_files: Files, call: Invocation) -> int:
    chosen = options(call, "unGgZr")
    if chosen.flags & {"u", "G", "g"}:
        call.print("shell" if "n" in chosen.flags else "2000")
    else:
        call.print("uid=2000(shell) gid=2000(shell) groups=2000(shell),1015(sdcard_rw),3003(inet) context=u:r:shell:s0")
    return 0


def _whoami(_files: Files, call: Invocation) -> int:
    call.print("shell")
    return 0


def _uname(_files: Files, call: Invocation) -> int:
    flags = options(call, "asnrvmo").flags or frozenset("s")
    facts = {"s": "Linux", "n": "localhost", "r": "5.15.0-android14", "v": "#1 SMP PREEMPT", "m": "aarch64", "o": "Toybox"}
    call.print(" ".join(fact for letter, fact in facts.items() if flags & {letter, "a"}))
    return 0


def _nothing(_files: Files, _call: Invocation) -> int:
    return 0


def _guarded(tool: Tool) -> Tool:
    def run(files: Files, call: Invocation) -> int:
        try:
            return tool(files, call)
        except Usage as error:
            call.complain(str(error))
            return 2 if tool is toybox_grep.grep else 1

    return run


_TOOLS: Mapping[str, Tool] = {
    "awk": toybox_awk.awk,
    "base64": toybox_digest.base64_tool,
    "basename": _basename,
    "cat": toybox_text.cat,
    "chmod": toybox_files.chmod,
    "cmp": toybox_bytes.cmp,
    "comm": toybox_lines.comm,
    "cp": toybox_files.cp,
    "cut": toybox_text.cut,
    "dd": toybox_bytes.dd,
    "df": toybox_system.df,
    "diff": toybox_lines.diff,
    "dirname": _dirname,
    "du": toybox_system.du,
    "expr": toybox_lines.expr,
    "file": toybox_system.file,
    "fold": toybox_lines.fold,
    "getenforce": toybox_system.constant("Enforcing"),
    "groups": toybox_system.constant(
        "shell input log adb sdcard_rw sdcard_r net_bt_admin net_bt inet net_bw_stats readproc uhid"
    ),
    "gunzip": toybox_bytes.gzip,
    "gzip": toybox_bytes.gzip,
    "hostname": toybox_system.constant("localhost"),
    "ln": toybox_system.ln,
    "logname": toybox_system.constant("shell"),
    "mktemp": toybox_system.mktemp,
    "mount": toybox_system.mount,
    "nl": toybox_lines.nl,
    "nproc": toybox_system.constant("8"),
    "od": toybox_bytes.od,
    "paste": toybox_lines.paste,
    "printenv": toybox_system.printenv,
    "readlink": toybox_system.realpath,
    "realpath": toybox_system.realpath,
    "rev": toybox_lines.rev,
    "sed": toybox_sed.sed,
    "strings": toybox_bytes.strings,
    "tac": toybox_lines.tac,
    "truncate": toybox_bytes.truncate,
    "tty": toybox_system.constant("not a tty", 1),
    "unlink": toybox_system.unlink,
    "xxd": toybox_bytes.xxd,
    "yes": toybox_lines.yes,
    "zcat": toybox_bytes.gzip,
    "egrep": toybox_grep.grep,
    "fgrep": toybox_grep.grep,
    "find": toybox_find.find,
    "grep": toybox_grep.grep,
    "head": toybox_text.head,
    "id": _identity,
    "ls": toybox_files.ls,
    "md5sum": toybox_digest.digest,
    "mkdir": toybox_files.mkdir,
    "mv": toybox_files.mv,
    "rm": toybox_files.rm,
    "rmdir": toybox_files.rmdir,
    "seq": toybox_text.seq,
    "sha1sum": toybox_digest.digest,
    "sha256sum": toybox_digest.digest,
    "sha512sum": toybox_digest.digest,
    "sort": toybox_text.sort,
    "stat": toybox_files.stat_tool,
    "sync": _nothing,
    "tail": toybox_text.tail,
    "tee": toybox_text.tee,
    "touch": toybox_files.touch,
    "tr": toybox_text.tr,
    "uname": _uname,
    "uniq": toybox_text.uniq,
    "wc": toybox_text.wc,
    "whoami": _whoami,
}
TOYBOX: Mapping[str, Tool] = {name: _guarded(tool) for name, tool in _TOOLS.items()}

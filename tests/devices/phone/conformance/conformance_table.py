"""One check of the phone against Android: what a command prints, how it ends, and what it changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from live_phone import LivePhone


@dataclass(frozen=True)
class Check:
    """command: a line for `adb shell`. stdout, stderr: patterns for all of it, without its last line end.

    then: a second line, and a pattern for what it prints: the side effect.
    """

    command: str
    stdout: str = ""
    status: int = 0
    stderr: str = ""
    then: tuple[str, str] | None = None

    def __str__(self) -> str:
        return self.command.replace("\n", "⏎")[:90]


def hold(phone: LivePhone, check: Check) -> None:
    """Run a check through the adb program; fails with what was seen."""
    done = phone.adb("shell", check.command)
    seen = (done.returncode, done.stdout.decode(), done.stderr.decode())
    assert done.returncode == check.status, seen
    assert re.fullmatch(check.stdout, seen[1].removesuffix("\n"), re.S), seen
    assert re.fullmatch(check.stderr, seen[2].removesuffix("\n"), re.S), seen
    if check.then:
        line, wanted = check.then
        after = phone.adb("shell", line).stdout.decode().removesuffix("\n")
        assert re.fullmatch(wanted, after, re.S), (line, after)

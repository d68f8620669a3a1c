"""`fingertip fault`: faults on demand."""

from __future__ import annotations

from collections.abc import Sequence

from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Refused
from devices.phone.commands.handset import Handset
from devices.phone.faults import KINDS, BadFault, described, parse
from devices.phone.strikes import CannotStrike

USAGE = """usage: fingertip fault NAME [key=value ...] [after=N|after=Ns] [times=N]
       fingertip fault list | status | clear [NAME]
  after=3    strikes after three touches, keys or texts; after=3s after three seconds of the phone's time
  times=2    how often: so many strikes, or so many screenshots, commands or touches that a state spoils"""


def fault(handset: Handset, call: Invocation, words: Sequence[str]) -> None:
    """Carry out what stands behind `fingertip fault`; raises Refused."""
    mishaps = handset.mishaps
    match list(words):
        case ["list"]:
            for name, kind in KINDS.items():
                call.print(f"{name:<20} {described(kind)}")
        case ["status"]:
            for line in mishaps.status or ["no faults"]:
                call.print(line)
        case ["clear"]:
            mishaps.clear()
        case ["clear", name]:
            if name not in KINDS:
                raise Refused(f"fingertip: no fault {name!r}; there are {', '.join(KINDS)}", 1)
            mishaps.clear(name)
        case []:
            raise Refused(USAGE, 2)
        case _:
            try:
                mishaps.arm(parse(words), by_command=True)
            except (BadFault, CannotStrike) as error:
                raise Refused(f"fingertip: {error}", 1) from error

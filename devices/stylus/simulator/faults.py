"""What goes wrong on the simulated bench, and when.

Knows the form KIND@N. Does not know how a fault is brought about (rig does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from devices.errors import BadOption

Kind = Literal["drop", "unplug", "missed", "frozen", "dark"]
_FORM = re.compile(r"([a-z]+)@(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Fault:
    """drop: the N-th byte to the controller is lost. The others come with the N-th touch (0: with homing): unplug: the cable
    is pulled; missed: the motors lose steps; frozen: the camera's picture stays; dark: something covers the lens.
    """

    kind: Kind
    number: int


def parse_faults(text: str) -> tuple[Fault, ...]:
    """From KIND@N, several with ; between; raises BadOption."""
    found = []
    for part in filter(None, text.split(";")):
        match = _FORM.fullmatch(part.strip())
        if match is None or match[1] not in get_args(Kind):
            raise BadOption(f"{part!r} is no fault of the simulator; write KIND@N with one of {', '.join(get_args(Kind))}.")
        found.append(Fault(match[1], int(match[2])))  # type: ignore[arg-type]  # just checked
    return tuple(found)

"""Status reports of GRBL 1.1: where the pen is said to be.

Knows the form of a report. Does not know lines or ports. What makes no sense is no report, and never a position of zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Axes = tuple[float, float, float]
_REPORT = re.compile(r"<([A-Za-z]+)(?::(\d+))?((?:\|[^|<>]+)+)>")
_NUMBER = re.compile(r"-?\d{1,5}\.\d{3}")


@dataclass(frozen=True, slots=True)
class Status:
    """One status report. state: "Idle", "Run", "Hold", … part: the number after it. position: machine mm.

    pins: letters of the inputs that are on, such as "XY" for two limit switches.
    """

    state: str
    part: str
    position: Axes
    pins: str = ""


class Reports:
    """Reads one report after the other; positions in work coordinates need the offset, which only some reports give."""

    def __init__(self) -> None:
        self._offset: Axes | None = None

    def read(self, line: str) -> Status | None:
        """A report, or None where it makes no sense."""
        found = _REPORT.fullmatch(line)
        if found is None:
            return None
        fields = dict(part.partition(":")[::2] for part in found[3].strip("|").split("|"))
        if "WCO" in fields:
            self._offset = _axes(fields["WCO"]) or self._offset
        position = _axes(fields.get("MPos", ""))
        if position is None and self._offset is not None and (work := _axes(fields.get("WPos", ""))) is not None:
            position = (work[0] + self._offset[0], work[1] + self._offset[1], work[2] + self._offset[2])
        return Status(found[1], found[2] or "", position, fields.get("Pn", "")) if position is not None else None


def _axes(text: str) -> Axes | None:
    parts = text.split(",")
    if len(parts) != 3 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    x, y, z = map(float, parts)
    return x, y, z

"""What a machine can do and what is allowed: its travel, its speeds, and touches that must not even be begun.

Knows GRBL's settings and lengths. Does not send anything. All places are machine millimetres.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from devices.errors import ActionRefused, DeviceLost
from devices.stylus.gcode import Contact, duration, way

SPEED = 6000.0
"""mm/min of a pen in the air, where nobody says otherwise."""
NEEDED = (20, 21, 22, 23, 110, 111, 112, 120, 121, 122, 130, 131, 132)
Check = Literal["switches", "report"]


@dataclass(frozen=True, slots=True)
class Limits:
    """feed: mm/min at most. move: mm that one motion goes at most. deadman: seconds after which whatever moves is stopped.

    tolerance: mm that the reported position may differ from the one asked for.
    check: what proves where the pen really is. GRBL alone reports what it has sent to its motors, whether they followed or
    not. So after each touch the pen goes to its limit switches ("switches"); a controller with encoders reports the truth,
    and needs no more ("report").
    """

    feed: float = SPEED
    move: float = 300.0
    deadman: float = 30.0
    tolerance: float = 0.3
    check: Check = "switches"


@dataclass(frozen=True, slots=True)
class Bed:
    """Where it is safe. travel: height of the pen in the air. touch: height on the glass. park: out of the picture."""

    travel: float
    touch: float
    park: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Machine:
    """travel: mm that each axis goes below 0. feed, plunge: mm/min across and up and down. acceleration: mm/s², the least.

    corner: X and Y of the limit switches.
    """

    travel: tuple[float, float, float]
    feed: float
    plunge: float
    acceleration: float
    corner: tuple[float, float]

    @classmethod
    def of(cls, settings: Mapping[int, float], limits: Limits) -> Machine:
        """From what `$$` says; raises DeviceLost where that makes no robot that is safe to move."""
        missing = [number for number in NEEDED if number not in settings]
        if missing:
            raise DeviceLost(f"The controller does not tell its setting ${missing[0]}; it must be GRBL 1.1 with three axes.")
        if settings.get(13):
            raise DeviceLost("The controller reports in inches; set it to millimetres with $13=0.")
        for number, name in ((22, "homing"), (20, "soft limits")):
            if not settings[number]:
                raise DeviceLost(f"The controller has its {name} switched off, and a stylus needs them; set ${number}=1.")
        if settings[21] and limits.check == "switches":
            raise DeviceLost(
                "The controller stops hard at its limit switches ($21=1), so the pen cannot prove there that it lost no step; "
                "set $21=0, or open the stylus with check=report if the controller has encoders."
            )
        low = int(settings[23])
        return cls(
            travel=(settings[130], settings[131], settings[132]),
            feed=min(limits.feed, settings[110], settings[111]),
            plunge=min(limits.feed, settings[112]),
            acceleration=min(settings[120], settings[121], settings[122]),
            corner=(-settings[130] if low & 1 else 0.0, -settings[131] if low & 2 else 0.0),
        )

    @property
    def longest(self) -> float:
        """Seconds of the longest way through the air."""
        return self.seconds(math.hypot(self.travel[0], self.travel[1]), self.feed)

    def seconds(self, length: float, feed: float) -> float:
        """Seconds of a straight way in mm at mm/min."""
        return duration(length, feed, self.acceleration)

    def check_place(self, place: tuple[float, float, float], what: str) -> None:
        """Raises ActionRefused where a place is out of reach."""
        for letter, value, travel in zip("XYZ", place, self.travel, strict=True):
            if not -travel <= value <= 0:
                raise ActionRefused(
                    f"{what} lies at {letter} {value:.1f} mm, "
                    f"outside of the robot's travel from {-travel:g} to 0; calibrate again."
                )

    def time_of(self, contacts: Sequence[Contact], bed: Bed) -> float:
        """Seconds that contacts take from the pen's way down to its way up."""
        fall = self.seconds(bed.travel - bed.touch, self.plunge)
        return sum(2 * fall + one.before + one.after + self.seconds(way(one.path), one.feed) for one in contacts)

    def check_touch(self, contacts: Sequence[Contact], bed: Bed, limits: Limits) -> None:
        """Raises ActionRefused for a touch that must not be begun: out of reach, too far, too fast, too long."""
        here = bed.park
        for one in contacts:
            for start, end in zip((here, *one.path), one.path, strict=False):
                self.check_place((*end, bed.touch), "The touch")
                if math.dist(start, end) > limits.move:
                    raise ActionRefused(
                        f"The pen would move by {math.dist(start, end):.0f} mm at once, and {limits.move:g} mm are allowed; "
                        "touch something nearer, or open it with a greater move."
                    )
            here = one.path[-1]
            if one.feed > self.feed + 1e-6:
                raise ActionRefused(
                    f"The stroke needs {one.feed:.0f} mm/min and the robot may go {self.feed:.0f}; make it shorter or slower."
                )
        seconds = self.time_of(contacts, bed) + 2 * self.longest
        if seconds > limits.deadman:
            raise ActionRefused(
                f"The touch would take {seconds:.1f} s, and "
                f"after {limits.deadman:g} s whatever moves is stopped; make it shorter."
            )

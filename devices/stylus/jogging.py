"""A person moves the pen by keys, in small steps, to a place that they see.

Knows GRBL's jog command and keys. Does not know what the places are for. The keys: a d left and right, s w towards and away,
f r down and up, 1 2 3 4 for steps of 0.05, 0.2, 1 and 10 mm, Enter for "here", q to give up.
"""

from __future__ import annotations

from collections.abc import Callable

from devices.stylus.grbl import Grbl, Refused
from devices.stylus.status import Axes

KEYS = {"a": "X-", "d": "X", "s": "Y-", "w": "Y", "f": "Z-", "r": "Z"}
STEPS = {"1": 0.05, "2": 0.2, "3": 1.0, "4": 10.0}
HELP = (
    "a d: left, right   s w: nearer, farther   f r: down, up   1 2 3 4: steps of 0.05, 0.2, 1, 10 mm   Enter: here   q: give up"
)
FEED = 1200
LONGEST_DROP = 1.0
"""Millimetres that one key press lowers the pen at most, whatever the step: below it is the glass."""
PATIENCE = 15.0


class GivenUp(Exception):
    """The person pressed q."""


def jog(grbl: Grbl, key: Callable[[], str], say: Callable[[str], None]) -> Axes:
    """Follow the keys until Enter; returns where the pen is then, machine mm.

    key: waits for one key. say: a line for the person. Raises GivenUp, and what the controller raises.
    """
    step = 1.0
    while True:
        pressed = key()
        if pressed in ("\r", "\n"):
            return grbl.come_to_rest(PATIENCE).position
        if pressed in STEPS:
            step = STEPS[pressed]
        elif pressed in KEYS:
            _step(grbl, KEYS[pressed], step, say)
        elif pressed in ("q", ""):
            raise GivenUp
        else:
            say(HELP)


def lift(grbl: Grbl, millimetres: float) -> None:
    """Raise the pen, at most to the end of its travel."""
    position = grbl.come_to_rest(PATIENCE).position
    grbl.run([f"$J=G90G53Z{min(0.0, position[2] + millimetres):.3f}F{FEED}"], seconds=PATIENCE)
    grbl.come_to_rest(PATIENCE)


def _step(grbl: Grbl, axis: str, step: float, say: Callable[[str], None]) -> None:
    length = min(step, LONGEST_DROP) if axis == "Z-" else step
    try:
        grbl.run([f"$J=G91{axis}{length:.3f}F{FEED}"], seconds=PATIENCE)
    except Refused as error:
        say(f"The pen stays: {error}.")
    grbl.come_to_rest(PATIENCE)

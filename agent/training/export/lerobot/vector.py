"""A decision as a vector of fixed length, so that a policy can be trained on it.

Knows numbers and their names. Does not know files. What a vector cannot say (texts, apps, keys held together) stands beside it,
as JSON, in the column `decision`.

One entry each, 0 wherever the decision has no such thing:

    kind_…       one of them is 1: the kind of action, or finish, answer, ask, give_up
    x, y         place as fractions of the picture, from 0 (left, top) to below 1
    to_x, to_y   where a swipe or a drag ends, likewise
    amount       scroll: share of the screen to move by
    seconds      long_press, swipe, drag, wait: how long
    direction_…  scroll: one of them is 1
    key_…        press: one of them is 1
    button_…     click: one of them is 1
    clear, submit   type: the field is emptied first; Enter is pressed afterwards
"""

from __future__ import annotations

from typing import get_args

from agent.decision import Act, Decision
from devices.actions import KINDS, Direction, Key

ENDS = ("finish", "answer", "ask", "give_up")
# Sorted: a kind that is added later changes the vector of every data set, and its names say so.
NAMES: tuple[str, ...] = (
    *(f"kind_{kind}" for kind in (*sorted(KINDS), *ENDS)),
    *("x", "y", "to_x", "to_y", "amount", "seconds"),
    *(f"direction_{direction}" for direction in get_args(Direction)),
    *(f"key_{key}" for key in get_args(Key)),
    *(f"button_{button}" for button in ("right", "middle")),
    *("clear", "submit"),
)
"""What each entry of a vector is, in order."""
_PLACES = {name: place for place, name in enumerate(NAMES)}


def vector(decision: Decision) -> tuple[float, ...]:
    """The numbers of a decision, as NAMES says."""
    values = [0.0] * len(NAMES)
    if not isinstance(decision, Act):
        values[_PLACES[f"kind_{decision.decision}"]] = 1.0
        return tuple(values)
    fields = decision.action.model_dump()
    for name, value in fields.items():
        match value:
            case str():
                place = _PLACES.get(f"{name}_{value}")  # texts and apps have no place
                if place is not None:
                    values[place] = 1.0
            case bool() | int() | float():
                values[_PLACES[name]] = float(value)
            case _:
                pass  # the keys of a chord
    return tuple(values)

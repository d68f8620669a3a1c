"""Is a reply the step that was taught: its verb, its point, the whole of it. Pure; knows decisions and no model."""

from __future__ import annotations

import math
from dataclasses import dataclass

from agent.decision import Act, Answer, Decision
from agent.dialects.base import Dialect
from agent.errors import ParseError
from agent.training.trainer.rows import Box
from devices.actions import Drag, Launch, Press, Scroll, Swipe, Type

NEAR = 0.05
"""How far from the taught point a point may lie where the target's box is not known, in fractions of the picture."""


@dataclass(frozen=True, slots=True)
class Judged:
    """verb: the right kind of action. inside: the point lies in the box; None where no box is known or no point was taught.
    step: the whole step is right.
    """

    verb: bool
    inside: bool | None
    step: bool


def judge(reply: str, taught: str, box: Box | None, dialect: Dialect) -> Judged:
    """Compare a reply with the taught one. A taught reply that is no action counts as right only where both texts are equal."""
    wanted = _decision(taught, dialect)
    if wanted is None:
        same = reply.strip() == taught.strip()
        return Judged(same, None, same)
    target = _point(wanted) if box is not None else None
    said = _decision(reply, dialect)
    verb = said is not None and _verb(said) == _verb(wanted)
    if said is None or not verb:
        return Judged(False, False if target else None, False)
    inside = _inside(_point(said), box) if target and box is not None else None
    return Judged(True, inside, _same(said, wanted, inside))


def _decision(text: str, dialect: Dialect) -> Decision | None:
    try:
        return dialect.parse(text, width=1000, height=1000).decisions[0]
    except ParseError:
        return None


def _verb(decision: Decision) -> str:
    return decision.action.kind if isinstance(decision, Act) else type(decision).__name__


def _point(decision: Decision) -> tuple[float, float] | None:
    """Where one touch lands; None for strokes and everything else."""
    if not isinstance(decision, Act) or isinstance(decision.action, Swipe | Drag | Scroll):
        return None
    x, y = getattr(decision.action, "x", None), getattr(decision.action, "y", None)
    return (float(x), float(y)) if x is not None and y is not None else None


def _inside(point: tuple[float, float] | None, box: Box) -> bool:
    return point is not None and box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _same(said: Decision, wanted: Decision, inside: bool | None) -> bool:
    """The same step, where both have the same verb."""
    if isinstance(wanted, Answer):
        return isinstance(said, Answer) and said.text.strip().casefold() == wanted.text.strip().casefold()
    if not isinstance(wanted, Act) or not isinstance(said, Act):
        return True  # an end is an end, however it is worded
    match said.action, wanted.action:
        case (Type() as one, Type() as other):
            return (one.text, one.clear, one.submit) == (other.text, other.clear, other.submit)
        case (Press(key=one_key), Press(key=other_key)):
            return one_key == other_key
        case (Launch(app=one_app), Launch(app=other_app)):
            return one_app.strip().casefold() == other_app.strip().casefold()
        case (Scroll(direction=one_way), Scroll(direction=other_way)):
            return one_way == other_way
        case (Swipe() as stroke, Swipe() as meant):
            return _way(stroke) == _way(meant)
        case (Drag() as stroke, Drag() as meant):
            return _near(stroke.x, stroke.y, meant.x, meant.y) and _near(stroke.to_x, stroke.to_y, meant.to_x, meant.to_y)
    if inside is not None:
        return inside
    here, there = _point(said), _point(wanted)
    return here == there or (here is not None and there is not None and _near(*here, *there))


def _near(x: float, y: float, to_x: float, to_y: float) -> bool:
    return math.hypot(x - to_x, y - to_y) <= NEAR


def _way(stroke: Swipe) -> str:
    right, down = stroke.to_x - stroke.x, stroke.to_y - stroke.y
    if abs(right) > abs(down):
        return "right" if right > 0 else "left"
    return "down" if down > 0 else "up"

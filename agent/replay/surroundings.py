"""Which of several equal things is the recorded one: what lies around it tells, at about the recorded distance.

Knows crops and places. Does not know what was touched, or what happens where nothing tells.
A list keeps its distances from top to bottom and a grid grows with the screen, so each thing around may lie elsewhere by a
share of its distance. One place is told from another only if something around it says so and nothing says the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.replay.blocks import Box
from agent.replay.features import Edges
from agent.replay.matching import Hit, search_near
from agent.replay.target import ROW, Target, gap, is_text

THERE = 0.72
"""Score of a thing that is around a place. Around the true day of a calendar, hour of a dial and mail of a list, on another
size and theme, 30 things had 0.72 to 0.98; around seven wrong ones at most 3 of 10 reached it, with 0.81 at best, but 8 of 10
around a mail with the same sender and subject."""
CLEARLY = 0.15
"""By how much better it is there than around another place, to tell them apart: 0.34 and more for that mail's two dates."""
NEAREST = 10.0
"""Pixels (7 dp) by which even the nearest may lie elsewhere, and the share of its distance that is added."""
STRETCH = 0.2
COMPANY = 60.0
"""Pixels (40 dp) above or below the beginning of a text where another one of its row, bubble or paragraph is."""
ENOUGH = 2
"""Things that must be around a place; half of those that would be in sight must be, too."""


def tell_apart(target: Target, box: Box, hits: Sequence[Hit], screen: Edges) -> Hit | None:
    """The one place that has around it what the thing had; None where none or several have."""
    marks = target.marks(box)
    rated = [(hit, [_score(target, box, mark, hit, screen) for mark in marks]) for hit in hits]
    own = [number for number, mark in enumerate(marks) if is_text(mark) and box.away(box.centre[0], mark.centre[1])[1] <= ROW]
    fitting = [(hit, scores) for hit, scores in rated if _fits(scores, own)]
    best = max(fitting, key=lambda one: sum(score or 0.0 for score in one[1]), default=None)
    if best is None:
        return None
    others = [scores for hit, scores in rated if hit is not best[0]]
    return best[0] if all(_tells(best[1], scores) and not _tells(scores, best[1]) for scores in others) else None


def accompanied(target: Target, start: Box, hit: Hit, screen: Edges) -> bool:
    """Whether a text close to the beginning of a text is here, too: other texts may begin in the same way."""
    return any(
        (_score(target, start, mark, hit, screen) or 0.0) >= THERE
        for mark in target.marks(start)
        if is_text(mark) and sum(gap(start, mark)) > 0 and gap(start, mark)[1] <= COMPANY and target.alone(mark)
    )


def _score(target: Target, box: Box, mark: Box, hit: Hit, screen: Edges) -> float | None:
    """How well a thing is where it would be beside this place; None where that is out of sight."""
    crop = target.crop(mark)
    ours, theirs = crop.box.centre, target.crop(box).box.centre
    across, down = (ours[0] - theirs[0]) * hit.size, (ours[1] - theirs[1]) * hit.size
    x, y = hit.box.centre[0] + across, hit.box.centre[1] + down
    high = crop.box.height * hit.size / 2
    if y - high < 0 or y + high > screen.height:
        return None
    reach = NEAREST + STRETCH * abs(across), NEAREST + STRETCH * abs(down)
    found = search_near(crop, screen, hit.size, (x, y), reach)
    return max(found.score, 0.0) if found else 0.0


def _fits(scores: Sequence[float | None], own: Sequence[int]) -> bool:
    """Whether enough is around, and of the texts in its own row one at least."""
    seen = [score for score in scores if score is not None]
    there = sum(score >= THERE for score in seen)
    row = [score for number in own if (score := scores[number]) is not None]
    return there >= max(ENOUGH, len(seen) / 2) and (not row or max(row) >= THERE)


def _tells(one: Sequence[float | None], other: Sequence[float | None]) -> bool:
    """Whether something is around one place that is not around the other."""
    pairs = [(ours, theirs) for ours, theirs in zip(one, other, strict=True) if ours is not None and theirs is not None]
    return any(ours >= THERE and ours - theirs >= CLEARLY for ours, theirs in pairs)

"""Find what was touched in a recording on another screen: at another place, size, density or theme.

Knows pixels only, and says why where it finds nothing. Does not know devices or what a touch does.
A found thing must look like the recorded one as a whole and in its worst part, and stand out from the next best place. What is
ambiguous by itself (a switch, a cross) is found beside a text that is not, or by all that is around it. Where the touch fell on
an empty part of a row, the row's text is touched. Where a text may be broken or cut off here, its beginning is found. A switch
at the end of the row that the touch changed must be in the recorded state, or the touch would do the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from agent.replay.blocks import Box
from agent.replay.features import Edges, edges, luminance
from agent.replay.matching import Hit, search, search_near
from agent.replay.surroundings import accompanied, tell_apart
from agent.replay.target import FINGER, ROW, Target, is_text, labels

if TYPE_CHECKING:
    from PIL.Image import Image

SCORE = 0.72
"""Of a found text. On 235 texts and icons in other sizes and themes, 97 % of the true ones reach it; on screens that do not
show the thing, the best place of all reached 0.70."""
ICON_SCORE = 0.78
"""Of a found icon, which has fewer edges: a round icon is found in another round one with 0.75."""
WEAKEST = 0.45
"""Of its worst part: "Ring volume" is found in "Alarm volume" with 0.77 as a whole, and with 0.34 in its first letters."""
MARGIN = 0.06
"""By which the best place must beat the next. Equal things differ by 0.03 at most, which is the pixels they fall on."""
STANDS_OUT = 1.7
"""How many times as strong as the recorded one its edges may be, or as weak: a dark theme changes them by a fifth."""
BESIDE = 0.7
"""Score of a thing that was ambiguous, in the narrow band beside a text that was not."""
SAME_STATE = 0.7
"""Score of the switch at the end of a row, as a whole and in its worst half: 0.87 and more in the same state; in the other one
0.56 and less on the virtual phone, 0.68 where switches have an outline in both states."""

BAND = 21.0
"""Pixels (14 dp) by which a thing may lie higher or lower beside its text than recorded."""
SIDE = 40
"""Pixels of nothing that are thought to the left and right of a screen, so that a text close to it has a space after it."""
STEP = 1.04
LADDER = tuple(STEP**power for power in range(-20, 21))
"""Sizes from 0.46 to 2.2 of what the screens' sides make one expect; each search looks 2 % to both sides of each."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where to touch, as fractions of the new screen. by: "itself", "beside" or "label". score: of what was recognised.

    size: pixels here for each pixel of the recorded screen.
    """

    x: float
    y: float
    score: float
    size: float
    by: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing to touch. why: one clause for a person. score: of the best place. ambiguous: it is there more than once."""

    why: str
    score: float = 0.0
    ambiguous: bool = False
    state: bool = False


@dataclass
class Sizes:
    """What is known of the size of things here: nothing at first, and what was found last afterwards.

    guess: pixels here for each pixel of the recorded screen.
    """

    guess: float
    learnt: list[float] = field(default_factory=list)

    def likely(self) -> tuple[float, ...]:
        """Factors of the guess to try first."""
        return tuple(round(size * step, 4) for size in (self.learnt or [1.0]) for step in (1 / STEP, 1.0, STEP))

    def learn(self, size: float) -> bool:
        """Remember a factor at which something was found, and say whether it is new.

        Texts and icons may grow apart, and a home screen shrinks its icons, so the last two count.
        """
        new = not any(abs(size / known - 1) < STEP - 1 for known in self.learnt)
        if new:
            self.learnt = [*self.learnt, size][-2:]
        return new


@dataclass(frozen=True, slots=True)
class _Certain:
    """A place that is no other. by: as in Found."""

    hit: Hit
    by: str


class Screen:
    """A screen on which things are looked for."""

    def __init__(self, image: Image, target_scale: float, sizes: Sizes) -> None:
        """target_scale: working scale of the recorded screen, so that both have letters of about the same size."""
        self.sizes = sizes
        whole = edges(luminance(image, target_scale / sizes.guess))
        self.found = Edges(np.pad(whole.channels, ((0, 0), (0, 0), (SIDE, SIDE))))

    def locate(self, target: Target, *, thorough: bool = False) -> Found | Missing:
        """Where to touch; thorough: look for every size, not only those known here."""
        sizes = LADDER if thorough else self.sizes.likely()
        best = Missing("there is nothing to recognise at the recorded place")
        if target.itself is not None:
            direct = self._hit(target, target.itself, sizes)
            if isinstance(direct, _Certain):
                return self._checked(target, direct.hit, self._touch(target, target.itself, direct.hit), direct.by)
            best = direct
        for box in target.near:
            text = self._hit(target, box, sizes)
            if isinstance(text, Missing):
                best = text if target.itself is None and (text.score > best.score or text.ambiguous) else best
                continue
            if target.itself is None:
                return self._checked(target, text.hit, self._touch(target, box, text.hit), "beside")
            beside = self._beside(target, box, text.hit)
            if beside is not None:
                return self._checked(target, beside, self._touch(target, target.itself, beside), "beside")
            if labels(box, target.itself):
                return self._checked(target, text.hit, text.hit.box.centre, "label")
        for box in [target.itself] if target.itself else target.near:
            start = target.beginning(box)
            begun = self._hit(target, start, sizes) if start else best
            if start and isinstance(begun, _Certain) and accompanied(target, start, begun.hit, self.found):
                return self._checked(target, begun.hit, self._touch(target, start, begun.hit), begun.by)
        target.doubtful |= best.ambiguous
        return best

    def is_at(self, target: Target, x: float, y: float) -> bool:
        """Whether the thing, with the end of its row, is where it was touched; x, y: fractions."""
        box = target.itself or next(iter(target.near), None)
        if box is None:
            return False
        size = self.size(target, [box]) / self.sizes.guess
        place = SIDE + x * (self.found.width - 2 * SIDE), y * self.found.height
        across, down = (ours - there for ours, there in zip(target.crop(box).box.centre, target.place, strict=True))
        middle = place[0] + across * size, place[1] + down * size
        hit = search_near(target.crop(box), self.found, size, middle, (BAND + abs(across) / 4, BAND))
        return hit is not None and hit.score >= SCORE and isinstance(self._checked(target, hit, place, "itself"), Found)

    def shows(self, target: Target, box: Box) -> bool:
        """Whether a thing of the recorded screen is here, at any place."""
        return self._seen(target, box) is not None

    def size(self, target: Target, boxes: Sequence[Box]) -> float:
        """Pixels here for each pixel of the recorded screen, by the first of these things that is here."""
        hits = (self._seen(target, box) for box in boxes)
        return self.sizes.guess * next((hit.size for hit in hits if hit), self.sizes.learnt[-1] if self.sizes.learnt else 1.0)

    def _seen(self, target: Target, box: Box) -> Hit | None:
        hits = search(target.crop(box), self.found, self.sizes.likely())
        return hits[0] if hits and hits[0].score >= SCORE else None

    def learn(self, target: Target, box: Box) -> bool:
        """Look for a text of the recorded screen at every size; whether it is here at a size that was not known."""
        hit = _accepted(search(target.crop(box), self.found, LADDER), SCORE)
        return isinstance(hit, Hit) and self.sizes.learn(hit.size)

    def _hit(self, target: Target, box: Box, sizes: tuple[float, ...]) -> _Certain | Missing:
        """The only place of a thing, or the one of several that what is around it tells."""
        hits = search(target.crop(box), self.found, sizes)
        found = _accepted(hits, SCORE if is_text(box) else ICON_SCORE)
        if isinstance(found, Hit) and target.alone(box) and not target.doubtful:
            return _Certain(found, "itself")
        if isinstance(found, Missing) and not found.ambiguous:
            return found
        told = tell_apart(target, box, [hit for hit in hits if isinstance(_accepted([hit], SCORE), Hit)], self.found)
        if told is not None:
            return _Certain(told, "beside")
        return found if isinstance(found, Missing) else Missing("it may be another one of several", found.score, ambiguous=True)

    def _beside(self, target: Target, text: Box, hit: Hit) -> Hit | None:
        """The touched thing in the band beside a text that was found."""
        assert target.itself is not None
        ours, theirs = target.crop(target.itself).box.centre, target.crop(text).box.centre
        across, down = (ours[0] - theirs[0]) * hit.size, (ours[1] - theirs[1]) * hit.size
        x, y = hit.box.centre
        if text.away(*target.itself.centre)[1] <= ROW:
            band = Box(0, y + down, self.found.width, y + down).grown(BAND)
        else:
            band = Box(x + across, y + down, x + across, y + down).grown(2 * BAND)
        hits = search(target.crop(target.itself), self.found, (hit.size / STEP, hit.size, hit.size * STEP), within=band)
        good = bool(hits) and hits[0].score >= BESIDE and not _rivals(hits)
        return hits[0] if good else None

    def _touch(self, target: Target, box: Box, hit: Hit) -> tuple[float, float]:
        """The recorded place within a thing, carried over; what lay outside it is brought inside."""
        x, y = (place - middle for place, middle in zip(target.place, target.crop(box).box.centre, strict=True))
        within = Box(-box.width / 2, -box.height / 2, box.width / 2, box.height / 2).grown(FINGER / 2)
        x, y = min(max(x, within.left), within.right), min(max(y, within.top), within.bottom)
        column, row = hit.box.centre
        return column + x * hit.size, row + y * hit.size

    def _checked(self, target: Target, hit: Hit, place: tuple[float, float], by: str) -> Found | Missing:
        if target.end is not None:
            y = place[1] + (target.end.centre[1] - target.place[1]) * hit.size
            band = Box(hit.box.centre[0], y, self.found.width, y).grown(BAND)
            sizes = (hit.size / STEP, hit.size, hit.size * STEP)
            ends = search(target.crop(target.end), self.found, sizes, within=band)
            if not ends or min(ends[0].score, ends[0].weakest) < SAME_STATE:
                score = ends[0].score if ends else 0.0
                return Missing("it is there, but the end of its row has another state or look", score, state=True)
        if not target.picture:
            self.sizes.learn(hit.size)
        x, y = (place[0] - SIDE) / (self.found.width - 2 * SIDE), place[1] / self.found.height
        return Found(min(max(x, 0.0), 0.9999), min(max(y, 0.0), 0.9999), hit.score, hit.size * self.sizes.guess, by)


def _accepted(hits: list[Hit], wanted: float) -> Hit | Missing:
    if not hits:
        return Missing("nothing here looks like it")
    best = hits[0]
    if best.score < wanted or best.weakest < WEAKEST:
        return Missing(f"nothing here looks like it (at best {best.score:.2f}, of 1)", best.score)
    if not 1 / STANDS_OUT <= best.contrast <= STANDS_OUT:
        return Missing("it is there, but much paler or stronger than recorded", best.score)
    if rivals := _rivals(hits):
        return Missing(f"it is there {len(rivals) + 1} times", best.score, ambiguous=True)
    return best


def _rivals(hits: list[Hit]) -> list[Hit]:
    """What looks nearly as good as the best."""
    return [hit for hit in hits[1:] if hits[0].score - hit.score < MARGIN and hit.weakest >= WEAKEST]

"""Find what was touched in a recording on another screen: at another place, size, density or theme.

Knows pixels only, and says why where it finds nothing. Does not know devices or what a touch does.
A found thing must look like the recorded one as a whole and in its worst part, and stand out from the next best place. What is
ambiguous by itself (a switch, a cross) is found beside a text that is not. Where the touch fell on an empty part of a row, the
row's text is touched. A switch at the end of the row must be in the recorded state, or the touch would do the opposite.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agent.replay.blocks import Box, blocks
from agent.replay.features import edges, luminance, working_scale
from agent.replay.matching import Crop, Hit, search

if TYPE_CHECKING:
    from PIL.Image import Image

SCORE = 0.72
"""Of a found text. On 235 texts and icons in other sizes and themes, 97 % of the true ones reach it; on screens that do not
show the thing, the best place of all reached 0.70."""
ICON_SCORE = 0.78
"""Of a found icon, which has fewer edges: a round icon is found in another round one with 0.75."""
LOWEST = 12.0
"""Pixels (8 dp): the lowest text; a dash is an icon."""
ICON = 1.5
"""Sides of an icon differ by this factor at most."""
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

PAD = 7.5
"""Pixels at working scale (5 dp) around a thing that belong to its crop: more letters there make another text."""
TEXT_PAD = 18.0
"""Pixels (12 dp) before and after a text that belong to its crop: a space and a letter, or "Wi-Fi" were in "Wi-Fi hotspot"."""
ROW = 30.0
"""Pixels (20 dp) above and below a touched place that are still its row."""
STACK = 45.0
"""Pixels (30 dp) below or above an icon where its label is."""
BAND = 21.0
"""Pixels (14 dp) by which a thing may lie higher or lower beside its text than recorded."""
FINGER = 9.0
"""Pixels (6 dp) outside a thing that still touch it."""
LARGEST = 0.45
"""Share of the screen's width and height; what is larger is a card or a picture, not a thing to recognise."""
END = 0.7
"""Share of the width from which on a row's switch stands."""
SWITCH = (24.0, 75.0, 115.0)
"""Pixels: lowest, highest, widest switch, check box or round mark (16 to 50 dp, 76 dp wide)."""
NEIGHBOURS = 4
"""Things around the touched one that are looked for at most."""
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


class Target:
    """What was touched at a place (fractions) of a recorded screen."""

    def __init__(self, image: Image, x: float, y: float) -> None:
        self.image = image
        self.scale = working_scale(image.width, image.height)
        found = edges(luminance(image, self.scale))
        self.place = x * image.width * self.scale, y * image.height * self.scale
        self.width, self.height = found.width, found.height
        things = [box for box in blocks(found) if box.width < LARGEST * self.width or box.height < STACK]
        self._things = things
        self.itself = self._itself(things)
        self.near = self._around(things) if self.itself else self._row(things)
        self.end = self._end(things)
        self._crops: dict[Box, Crop] = {}

    def crop(self, box: Box) -> Crop:
        """What is looked for."""
        if box not in self._crops:
            padded = box.grown(TEXT_PAD, PAD) if _is_text(box) else box.grown(PAD)
            self._crops[box] = Crop(self.image, self.scale, padded)
        return self._crops[box]

    def landmarks(self, most: int) -> list[Box]:
        """Texts by which this screen is known again, the largest first; none of the bars at its top and bottom."""
        low, high = 0.045 * self.height, 0.92 * self.height
        texts = [box for box in self._things if _is_text(box) and low < box.top and box.bottom < high and box != self.itself]
        return sorted(texts, key=lambda box: -box.width * box.height)[:most]

    @property
    def box(self) -> Box:
        """What was touched, as fractions of the recorded screen: the thing itself, or a finger's width around the place."""
        x, y = self.place
        box = self.itself.grown(FINGER) if self.itself else Box(x, y, x, y).grown(STACK / 1.25)
        return Box(box.left / self.width, box.top / self.height, box.right / self.width, box.bottom / self.height)

    def _itself(self, things: list[Box]) -> Box | None:
        holding = [box for box in things if box.holds(*self.place, margin=FINGER) and box.height < LARGEST * self.height / 2]
        return min(holding, key=lambda box: box.width * box.height, default=None)

    def _around(self, things: list[Box]) -> list[Box]:
        """Texts by which a thing can be told from others like it, the nearest first."""
        middle = self.itself or Box(*self.place, *self.place)

        def distance(box: Box) -> float | None:
            across, down = box.away(*middle.centre)
            if down <= ROW and across < 0.8 * self.width:
                return across / 2 + 2 * down
            return 2 * down if across == 0 and down <= STACK + middle.height / 2 else None

        rated = [(distance(box), box) for box in things if box != self.itself and _is_text(box)]
        return [box for _, box in sorted((far, box) for far, box in rated if far is not None)][:NEIGHBOURS]

    def _row(self, things: list[Box]) -> list[Box]:
        """Texts that stand for an empty place: the one above or below it, or those before it in a row of nothing else."""
        x, y = self.place
        texts = [(box.away(x, y), box) for box in things if _is_text(box)]
        over = sorted((down, box) for (across, down), box in texts if across == 0 and down <= STACK)
        if over:
            return [over[0][1]]
        after = [box for box in things if box.left > x and box.away(x, y)[1] == 0 and box.left < END * self.width]
        row = sorted((down, across, box) for (across, down), box in texts if down <= ROW and box.right <= x)
        return [] if after else [box for _, _, box in row][:NEIGHBOURS]

    def _end(self, things: list[Box]) -> Box | None:
        low, high, wide = SWITCH
        row = [
            box
            for box in things
            if box != self.itself
            and box.left > END * self.width
            and low <= box.height <= high
            and box.width <= wide
            and box.holds(box.centre[0], self.place[1], margin=FINGER)
        ]
        return max(row, key=lambda box: box.right, default=None)


class Screen:
    """A screen on which things are looked for."""

    def __init__(self, image: Image, target_scale: float, sizes: Sizes) -> None:
        """target_scale: working scale of the recorded screen, so that both have letters of about the same size."""
        self.sizes = sizes
        self.found = edges(luminance(image, target_scale / sizes.guess))

    def locate(self, target: Target, *, thorough: bool = False) -> Found | Missing:
        """Where to touch; thorough: look for every size, not only those known here."""
        sizes = LADDER if thorough else self.sizes.likely()
        direct = self._itself(target, sizes)
        if isinstance(direct, Hit):
            return self._checked(target, direct, self._touch(target, target.itself, direct), "itself")
        best = direct
        for box, hit in self._texts(target, sizes):
            if isinstance(hit, Missing):
                best = hit if hit.score > best.score and target.itself is None else best
                continue
            if target.itself is None:
                return self._checked(target, hit, self._touch(target, box, hit), "beside")
            beside = self._beside(target, box, hit)
            if beside is not None:
                return self._checked(target, beside, self._touch(target, target.itself, beside), "beside")
            if _labels(box, target.itself):
                return self._checked(target, hit, hit.box.centre, "label")
        return best

    def shows(self, target: Target, box: Box) -> bool:
        """Whether a thing of the recorded screen is here, at any place."""
        hits = search(target.crop(box), self.found, self.sizes.likely())
        return bool(hits) and hits[0].score >= SCORE

    def learn(self, target: Target, box: Box) -> bool:
        """Look for a text of the recorded screen at every size; whether it is here at a size that was not known."""
        hit = _accepted(search(target.crop(box), self.found, LADDER), text=True)
        return isinstance(hit, Hit) and self.sizes.learn(hit.size)

    def _itself(self, target: Target, sizes: tuple[float, ...]) -> Hit | Missing:
        if target.itself is None:
            return Missing("there is nothing to recognise at the recorded place")
        return _accepted(search(target.crop(target.itself), self.found, sizes), text=_is_text(target.itself))

    def _texts(self, target: Target, sizes: tuple[float, ...]) -> Iterator[tuple[Box, Hit | Missing]]:
        for box in target.near:
            yield box, _accepted(search(target.crop(box), self.found, sizes), text=True)

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

    def _touch(self, target: Target, box: Box | None, hit: Hit) -> tuple[float, float]:
        """The recorded place within a thing, carried over; what lay outside it is brought inside."""
        assert box is not None
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
        self.sizes.learn(hit.size)
        x, y = place[0] / self.found.width, place[1] / self.found.height
        return Found(min(max(x, 0.0), 0.9999), min(max(y, 0.0), 0.9999), hit.score, hit.size * self.sizes.guess, by)


def _is_text(box: Box) -> bool:
    return box.width > ICON * box.height and box.height >= LOWEST


def _labels(text: Box, icon: Box) -> bool:
    """Whether a text stands under an icon and names it; a touch of either does the same."""
    return (
        0 <= text.top - icon.bottom <= STACK / 1.5
        and abs(text.centre[0] - icon.centre[0]) <= FINGER
        and icon.width < 2 * icon.height
    )


def _accepted(hits: list[Hit], *, text: bool) -> Hit | Missing:
    if not hits:
        return Missing("nothing here looks like it")
    best = hits[0]
    wanted = SCORE if text else ICON_SCORE
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

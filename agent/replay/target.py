"""What was touched in a recording: the thing itself, and what around it tells it from others like it.

Knows the pixels of one recorded screen. Does not know the screen on which it is looked for.
Where the touch fell on an empty part of a row or card, the texts of that row or card stand for it; on a picture, a part of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.replay.blocks import Box, blocks
from agent.replay.features import drawn, edges, luminance, working_scale
from agent.replay.matching import Crop, search, search_near

if TYPE_CHECKING:
    from PIL.Image import Image

LOWEST = 12.0
"""Pixels (8 dp): the lowest text; a dash is an icon."""
ICON = 1.5
"""Sides of an icon differ by this factor at most."""
PAD = 7.5
"""Pixels at working scale (5 dp) around a thing that belong to its crop: more letters there make another text."""
TEXT_PAD = 18.0
"""Pixels (12 dp) before and after a text that belong to its crop: a space and a letter, or "Wi-Fi" were in "Wi-Fi hotspot"."""
ROW = 30.0
"""Pixels (20 dp) above and below a touched place that are still its row."""
STACK = 45.0
"""Pixels (30 dp) below or above an icon where its label is; higher things that hold others are frames."""
FINGER = 9.0
"""Pixels (6 dp) outside a thing that still touch it."""
LARGEST = 0.45
"""Share of the screen's width and height; what is larger is a card or a picture, not a thing to recognise."""
END = 0.7
"""Share of the width from which on a row's switch stands."""
SWITCH = (24.0, 75.0, 115.0)
"""Pixels: lowest, highest, widest switch, check box or round mark (16 to 50 dp, 76 dp wide)."""
NEIGHBOURS = 4
"""Texts around the touched one that are looked for at most."""
MARKS = 10
"""Things around one that is there several times by which it is told from the others, and how far above or below it they may be,
in pixels (100 dp)."""
MARK_REACH = 150.0
BARS = 0.045, 0.92
"""Shares of the height between which a page is; above and below are the system's bars."""
LONG, BEGINNING = 0.5, 0.36
"""Shares of the width: of a text that may not fit into a line of another screen, and of its beginning that does."""
PICTURE = 48.0
"""Pixels (32 dp) on each side of a place on a picture that are looked for: less than the smallest thumbnail. Found again it has
0.92 and 0.93; on 12 screens without it, at any size, the best place had 0.40."""
STRUCTURE = 0.06
"""Share of such a part that must be drawn: a blue sky cannot be told from another one."""
ALIKE, ALIKE_WEAKEST = 0.85, 0.6
"""Scores, as a whole and in its worst part, of a thing on the recorded screen that may be taken for another one of it."""
STAYS = 0.85
"""Score of the end of a row that the touch left as it was: the same pixels have 1, a switch that moved less than 0.7."""
DIMMED = 1.05
"""How many times as strong its edges may be then, or as weak."""
SAME_TEXT = 0.9
"""Score of a text that is still there after the touch, at the same size."""


class Target:
    """What was touched at a place (fractions) of a recorded screen.

    doubtful: it was seen more than once on a screen, so only what is around it can tell it. end: the switch at the end of its
    row. picture: itself is a part of a picture.
    """

    def __init__(self, image: Image, x: float, y: float) -> None:
        self.image = image
        self.scale = working_scale(image.width, image.height)
        self.edges = edges(luminance(image, self.scale))
        self.place = x * image.width * self.scale, y * image.height * self.scale
        self.width, self.height = self.edges.width, self.edges.height
        things = [box for box in blocks(self.edges) if box.width < LARGEST * self.width or box.height < STACK]
        self._things = things
        frame, self.itself = self._frame_and_itself(things)
        self.picture = False
        if self.itself is not None:
            self.near = self._around(things)
        else:
            self.near = self._inside(frame, things) if frame else self._row(things)
            if frame and not self.near:
                self.itself = frame
                self.near = self._around(things)
            elif not self.near:
                self.itself = self._part_of_a_picture()
                self.picture = self.itself is not None
        self.end = self._end(things)
        self.doubtful = False
        self._crops: dict[Box, Crop] = {}
        self._alone: dict[Box, bool] = {}

    def crop(self, box: Box) -> Crop:
        """What is looked for."""
        if box not in self._crops:
            part = self.picture and box == self.itself
            padded = box if part else box.grown(TEXT_PAD, PAD) if is_text(box) else box.grown(PAD)
            self._crops[box] = Crop(self.image, self.scale, padded)
        return self._crops[box]

    @property
    def known(self) -> bool:
        """Whether there is anything to look for."""
        return self.itself is not None or bool(self.near)

    def landmarks(self, most: int) -> list[Box]:
        """Texts by which this screen is known again, the largest first; none of the bars at its top and bottom."""
        texts = [box for box in self._things if is_text(box) and self._on_page(box) and box != self.itself]
        return sorted(texts, key=lambda box: -box.width * box.height)[:most]

    def marks(self, box: Box) -> list[Box]:
        """Things around one, the nearest first; those beside it count as nearer than those above or below."""

        def distance(other: Box) -> float:
            across, down = gap(box, other)
            return across / 3 + down

        others = [one for one in self._things if one != box and self._on_page(one) and gap(box, one)[1] <= MARK_REACH]
        return sorted(others, key=distance)[:MARKS]

    def beginning(self, box: Box) -> Box | None:
        """Of a text so wide that it may be broken, or cut off by three dots, elsewhere here."""
        wide = is_text(box) and box.width > LONG * self.width
        return box._replace(right=box.left + BEGINNING * self.width) if wide else None

    def alone(self, box: Box) -> bool:
        """Whether nothing else on the recorded screen can be taken for a thing of it."""
        if box not in self._alone:
            hits = search(self.crop(box), self.edges, (1.0,))
            self._alone[box] = sum(hit.score >= ALIKE and hit.weakest >= ALIKE_WEAKEST for hit in hits) <= 1
        return self._alone[box]

    def forget_end(self, after: Image) -> None:
        """No longer ask for the state of the row's end if the touch did not change it; after: the screen after the touch.

        It did not if the end is as it was, or if nothing of the row is there any more: then another page has come. Behind a
        dialog it is paler, and perhaps the dialog came because of the state.
        """
        texts = [box for box in (self.itself, *self.near) if box is not None and is_text(box)]
        if self.end is None or after.size != self.image.size or not texts:
            return
        there = edges(luminance(after, self.scale))
        end = search_near(self.crop(self.end), there, 1.0, self.crop(self.end).box.centre, (FINGER, FINGER))
        stays = end is not None and min(end.score, end.weakest) >= STAYS and 1 / DIMMED < end.contrast < DIMMED
        if stays or not any(hit.score >= SAME_TEXT for box in texts for hit in search(self.crop(box), there, (1.0,))[:1]):
            self.end = None

    @property
    def box(self) -> Box:
        """What was touched, as fractions of the recorded screen: the thing itself, or a finger's width around the place."""
        x, y = self.place
        box = self.itself.grown(FINGER) if self.itself and not self.picture else Box(x, y, x, y).grown(STACK / 1.25)
        return Box(box.left / self.width, box.top / self.height, box.right / self.width, box.bottom / self.height)

    def _on_page(self, box: Box) -> bool:
        return BARS[0] * self.height < box.top and box.bottom < BARS[1] * self.height

    def _frame_and_itself(self, things: list[Box]) -> tuple[Box | None, Box | None]:
        """The smallest thing at the place; a high one that holds others is a frame around them, and not recognised itself."""
        holding = [box for box in things if box.holds(*self.place, margin=FINGER) and box.height < LARGEST * self.height / 2]
        smallest = min(holding, key=lambda box: box.width * box.height, default=None)
        if smallest is None or smallest.height <= STACK:
            return None, smallest
        inner = any(box != smallest and smallest.holds(*box.centre) and box.height < smallest.height for box in things)
        return (smallest, None) if inner else (None, smallest)

    def _around(self, things: list[Box]) -> list[Box]:
        """Texts by which a thing can be told from others like it, the nearest first."""
        middle = self.itself or Box(*self.place, *self.place)

        def distance(box: Box) -> float | None:
            across, down = box.away(*middle.centre)
            if down <= ROW and across < 0.8 * self.width:
                return across / 2 + 2 * down
            return 2 * down if across == 0 and down <= STACK + middle.height / 2 else None

        rated = [(distance(box), box) for box in things if box != self.itself and is_text(box)]
        return [box for _, box in sorted((far, box) for far, box in rated if far is not None)][:NEIGHBOURS]

    def _inside(self, frame: Box, things: list[Box]) -> list[Box]:
        """Texts of a card that stand for an empty place on it: those in its frame, or close above or below it."""
        x, y = self.place
        texts = [
            (box.away(x, y)[1], box)
            for box in things
            if is_text(box) and box != frame and frame.left <= box.left and box.right <= frame.right
        ]
        return [box for down, box in sorted(texts) if down <= STACK or frame.holds(*box.centre)][:NEIGHBOURS]

    def _row(self, things: list[Box]) -> list[Box]:
        """Texts that stand for an empty place: those above or below it, or those before it in a row of nothing else."""
        x, y = self.place
        texts = [(box.away(x, y), box) for box in things if is_text(box)]
        over = sorted((down, box) for (across, down), box in texts if across == 0 and down <= STACK)
        after = [box for box in things if box.left > x and box.away(x, y)[1] == 0 and box.left < END * self.width]
        row = sorted((down, across, box) for (across, down), box in texts if down <= ROW and box.right <= x)
        # the further ones are of the same row only if they are near, and no row above or below
        close = [box for down, box in over[1:] if down <= ROW] + ([] if after else [box for _, _, box in row])
        if not over and not close and not after:  # "°F" is no higher than wide, and looks like an icon
            close = sorted(
                (box for box in things if box.holds(box.centre[0], y) and box.right <= x), key=lambda box: -box.right
            )
        return [*(box for _, box in over[:1]), *close][:NEIGHBOURS]

    def _part_of_a_picture(self) -> Box | None:
        x, y = self.place
        part = Box(x, y, x, y).grown(PICTURE)
        inside = drawn(self.edges.cut(*(max(0, round(value)) for value in part)))
        return part if self._on_page(part) and inside.size and float(inside.mean()) >= STRUCTURE else None

    def _end(self, things: list[Box]) -> Box | None:
        low, high, wide = SWITCH
        before = self.itself.right if self.itself else self.place[0]
        row = [
            box
            for box in things
            if box.left > max(END * self.width, before)
            and low <= box.height <= high
            and box.width <= wide
            and box.holds(box.centre[0], self.place[1], margin=FINGER)
        ]
        return max(row, key=lambda box: box.right, default=None)


def is_text(box: Box) -> bool:
    """Whether a thing has the shape of words."""
    return box.width > ICON * box.height and box.height >= LOWEST


def labels(text: Box, icon: Box) -> bool:
    """Whether a text stands under an icon and names it; a touch of either does the same."""
    return (
        0 <= text.top - icon.bottom <= STACK / 1.5
        and abs(text.centre[0] - icon.centre[0]) <= FINGER
        and icon.width < 2 * icon.height
    )


def gap(one: Box, other: Box) -> tuple[float, float]:
    """The empty space between two boxes, across and down; 0 where they overlap."""
    across = max(one.left - other.right, other.left - one.right, 0.0)
    return across, max(one.top - other.bottom, other.top - one.bottom, 0.0)

"""What is there several times is told by what is around it; cards, pictures and the ends of rows; scrolls on another size."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.decision import Act
from agent.dialects import dialect
from agent.replay.locate import Found, Missing, Screen, Sizes
from agent.replay.scrolls import SEARCH_DOWN, SEARCH_UP, scrolled_as_far
from agent.replay.target import Target
from devices.actions import Scroll, Swipe
from devices.android.gestures import plan

FONT = Path(__file__).resolve().parents[2] / "devices" / "phone" / "fonts" / "Roboto-Regular.ttf"
GOODS = ("Paper towels", "Olive oil", "Brown rice", "Tomatoes", "Sparkling water", "Oat milk", "Dark chocolate", "Basil")


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


class Sheet:
    """A page of a phone drawn in dp; px: pixels for each dp."""

    def __init__(self, px: float = 2.625, wide: float = 411.4, high: float = 914.0, *, dark: bool = False) -> None:
        self.px, self.wide, self.high = px, wide, high
        self.ground, self.ink = ((18, 18, 22), (230, 230, 230)) if dark else ((255, 255, 255), (20, 20, 20))
        self.image = Image.new("RGB", (round(wide * px), round(high * px)), self.ground)
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, text: str, size: float = 16) -> None:
        self.draw.text((x * self.px, y * self.px), text, font=font(size * self.px), fill=self.ink)

    def plus(self, x: float, y: float) -> None:
        for box in ((x - 9, y - 1.5, x + 9, y + 1.5), (x - 1.5, y - 9, x + 1.5, y + 9)):
            self.draw.rectangle([value * self.px for value in box], fill=self.ink)

    def switch(self, x: float, y: float, *, on: bool) -> None:
        px = self.px
        box = [value * px for value in (x - 26, y - 16, x + 26, y + 16)]
        self.draw.rounded_rectangle(box, 16 * px, fill=(10, 80, 210) if on else None, outline=self.ink, width=round(2 * px))
        knob = x + 10 if on else x - 10
        self.draw.ellipse([value * px for value in (knob - 9, y - 9, knob + 9, y + 9)], fill=self.ground if on else self.ink)

    def target(self, x: float, y: float) -> Target:
        return Target(self.image, x / self.wide, y / self.high)

    def look(self, target: Target, *, size: float | None = None) -> Found | Missing:
        guess = self.px / 2.625 if size is None else size
        return Screen(self.image, target.scale, Sizes(guess)).locate(target)

    def dp(self, found: Found | Missing) -> tuple[float, float]:
        assert isinstance(found, Found), found
        return found.x * self.wide, found.y * self.high


def shop(names: tuple[str, ...] = GOODS, **options: object) -> Sheet:
    """Rows of goods, each with a plus at its end."""
    sheet = Sheet(**options)  # type: ignore[arg-type]
    sheet.text(16, 60, "Shop", 26)
    for number, name in enumerate(names):
        sheet.text(16, 140 + 72 * number, name)
        sheet.text(16, 162 + 72 * number, "In stock", 12)
        sheet.plus(sheet.wide - 56, 160 + 72 * number)
    return sheet


SMALL = {"px": 2.0, "wide": 360.0, "high": 800.0, "dark": True}


@pytest.mark.parametrize("row", [1, 4])
def test_one_of_several_equal_things_is_told_by_its_row(row: int) -> None:
    small = shop(GOODS[1:], **SMALL)
    x, y = small.dp(small.look(shop().target(355, 160 + 72 * row)))
    assert (x, y) == (pytest.approx(304, abs=8), pytest.approx(160 + 72 * (row - 1), abs=8))


def test_none_of_several_equal_things_is_taken_if_its_row_is_not_there() -> None:
    target = shop().target(355, 160 + 72 * 2)
    for names in (("Olive oil", "Tomatoes", "Basil"), ("Basil",)):
        small = shop(names, **SMALL)
        found = small.look(target)
        assert isinstance(found, Missing), (names, found)


def test_what_was_there_twice_is_not_taken_alone_later() -> None:
    target = row("Basil").target(30, 158)
    target.end = None
    twice, once = Sheet(**SMALL), Sheet(**SMALL)  # type: ignore[arg-type]
    for sheet, rows in ((twice, (200, 500)), (once, (300,))):
        for y in rows:
            sheet.text(16, y, "Basil")
    assert isinstance(once.look(target), Found)
    found = twice.look(target)
    assert isinstance(found, Missing)
    assert found.ambiguous
    assert isinstance(once.look(target), Missing)  # another page of the same list


def calendar(px: float, pitch: float, left: float, **options: object) -> Sheet:
    sheet = Sheet(px, **options)  # type: ignore[arg-type]
    sheet.text(left, 240, "February 2026", 14)
    for day in range(28):
        sheet.text(left + pitch * (day % 7), 300 + pitch * (day // 7), str(day + 1), 13)
    return sheet


@pytest.mark.parametrize("day", [28, 20, 11])
def test_a_day_of_a_calendar_is_told_by_the_days_around_it(day: int) -> None:
    column, row = (day - 1) % 7, (day - 1) // 7
    small = calendar(2.0, 40, 45, wide=360.0, high=800.0, dark=True)
    x, y = small.dp(small.look(calendar(2.625, 46, 50).target(58 + 46 * column, 308 + 46 * row)))
    assert (x, y) == (pytest.approx(53 + 40 * column, abs=8), pytest.approx(308 + 40 * row, abs=8))


def cards(names: tuple[str, ...], **options: object) -> Sheet:
    """Two cards a row: a frame with a drawing in it, and a name below."""
    sheet = Sheet(**options)  # type: ignore[arg-type]
    wide = (sheet.wide - 48) / 2
    for number, name in enumerate(names):
        x, y = 16 + (wide + 16) * (number % 2), 160 + 230 * (number // 2)
        box = [value * sheet.px for value in (x, y, x + wide, y + 120)]
        sheet.draw.rounded_rectangle(box, 12 * sheet.px, outline=sheet.ink, width=round(2 * sheet.px))
        sheet.plus(x + wide / 2, y + 60)
        sheet.text(x + 6, y + 126, name, 14)
    return sheet


def test_an_empty_place_of_a_card_is_found_by_its_name() -> None:
    small = cards(("Kettle", "Toaster", "Desk lamp", "Armchair"), **SMALL)
    x, y = small.dp(small.look(cards(("Desk lamp", "Armchair", "Kettle", "Toaster")).target(160, 279)))
    assert x < 110
    assert y == pytest.approx(160 + 230 + 134, abs=10)


@pytest.mark.parametrize("x", [40, 330])
def test_a_long_text_is_found_by_its_beginning_where_it_is_broken_elsewhere(x: float) -> None:
    sheet, small = Sheet(), Sheet(**SMALL)  # type: ignore[arg-type]
    sheet.text(16, 278, "Zoe Coleman wrote:", 15)
    small.text(16, 338, "Zoe Coleman wrote:", 15)
    sheet.text(16, 300, "I am cooking for a few friends and would love to", 15)
    sheet.text(16, 322, "see you.", 15)
    for number, line in enumerate(("I am cooking for a few friends and", "would love to see you.")):
        small.text(16, 360 + 22 * number, line, 15)
    assert small.dp(small.look(sheet.target(x, 310)))[1] == pytest.approx(370, abs=10)
    other = Sheet(**SMALL)  # type: ignore[arg-type]
    other.text(16, 338, "Daniel Lopez wrote:", 15)  # another text that begins in the same way
    other.text(16, 360, "I am cooking for a few friends and my", 15)
    assert isinstance(other.look(sheet.target(x, 310)), Missing)


def gallery(seeds: tuple[int, ...], **options: object) -> Sheet:
    """Three pictures a row without a gap, as wide as the screen."""
    sheet = Sheet(**options)  # type: ignore[arg-type]
    side = round(sheet.wide * sheet.px / 3)
    for number, seed in enumerate(seeds):
        drawn = random.Random(seed)
        tile = Image.new("RGB", (300, 300), (120, 160, 200))
        draw = ImageDraw.Draw(tile)
        for _ in range(60):
            x, y, r = drawn.randrange(300), drawn.randrange(300), drawn.randrange(20, 70)
            draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(drawn.randrange(256) for _ in range(3)))
        place = side * (number % 3), round(150 * sheet.px) + side * (number // 3)
        sheet.image.paste(tile.resize((side, side), Image.Resampling.LANCZOS), place)
    return sheet


def test_a_picture_is_found_again_by_a_part_of_it() -> None:
    target = gallery(tuple(range(9))).target(68, 218)
    assert target.picture
    small = gallery((5, 7, 0, 3), **SMALL)
    x, y = small.dp(small.look(target, size=720 / 1080))
    assert (x, y) == (pytest.approx(300, abs=10), pytest.approx(210, abs=10))
    assert isinstance(gallery((5, 7, 8, 3), **SMALL).look(target, size=720 / 1080), Missing)


def row(title: str, *, on: bool = False, switch: bool = True, **options: object) -> Sheet:
    sheet = Sheet(**options)  # type: ignore[arg-type]
    sheet.text(16, 60, "Sound", 26)
    sheet.text(16, 150, title)
    if switch:
        sheet.switch(350, 160, on=on)
    else:
        sheet.plus(350, 160)
    return sheet


def test_the_end_of_a_row_counts_only_if_the_touch_changed_it() -> None:
    off, on = row("Vibrate"), row("Vibrate", on=True)
    target = off.target(40, 160)
    assert target.end is not None
    target.forget_end(on.image)
    assert target.end is not None
    assert isinstance(on.look(target), Missing)
    target.forget_end(Image.blend(off.image, Image.new("RGB", off.image.size), 0.4))  # behind a dialog
    assert target.end is not None
    target.forget_end(row("Vibrate").image)
    assert target.end is None
    target = off.target(40, 160)
    target.forget_end(calendar(2.625, 46, 50).image)  # another page
    assert target.end is None


def test_an_icon_at_the_end_is_no_end_of_itself() -> None:
    sheet = row("Vibrate", switch=False)
    sheet.plus(300, 160)
    assert sheet.target(350, 160).end is None


def test_a_thing_that_is_there_twice_is_where_it_was_touched() -> None:
    sheet, target = shop(**SMALL), shop().target(355, 160 + 72 * 2)
    screen = Screen(sheet.image, target.scale, Sizes(sheet.px / 2.625))
    assert screen.is_at(target, 304 / 360, (160 + 72 * 2) / 800)
    assert not screen.is_at(target, 200 / 360, 740 / 800)


@pytest.mark.parametrize("direction", ["down", "up"])
def test_a_scroll_moves_the_content_as_far_on_another_size(direction: str) -> None:
    recorded, now, size = (1080, 2400), (720, 1600), 2.0 / 2.625
    action = Scroll.model_validate({"direction": direction})
    again = scrolled_as_far(action, recorded, now, size)
    (_, start), (_, end) = plan(action, *recorded).pixels
    (_, here), (_, there) = plan(again, *now).pixels
    assert abs(there - here) == pytest.approx(abs(end - start) * size, abs=3)
    edge, edge_here = (start, here) if direction == "up" else (2400 - start, 1600 - here)
    assert edge_here == pytest.approx(edge * size, abs=3)
    assert scrolled_as_far(action, recorded, recorded, 1.0) == action


@pytest.mark.parametrize("action", [SEARCH_DOWN, SEARCH_UP])
def test_a_scroll_of_a_replay_can_be_said_in_a_dialect(action: Swipe) -> None:
    speech = dialect("qwen2_vl")
    parsed = speech.parse(speech.render("", Act(action=action)), width=1000, height=1000).decisions[0]
    assert parsed == Act(action=action)


def test_a_text_close_to_the_side_of_the_screen_is_found() -> None:
    sheet, small = Sheet(), Sheet(**SMALL)  # type: ignore[arg-type]
    sheet.text(300, 200, "Errands")
    small.text(302, 200, "Errands")
    x, y = small.dp(small.look(sheet.target(330, 209)))
    assert (x, y) == (pytest.approx(332, abs=6), pytest.approx(209, abs=6))

"""Finding a touched thing again: another size, another theme, another place; and not finding what is not there."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.replay.locate import Found, Missing, Screen, Sizes
from agent.replay.target import Target

FONT = Path(__file__).resolve().parents[2] / "devices" / "phone" / "fonts" / "Roboto-Regular.ttf"
ROWS = ("Wi-Fi", "Wi-Fi hotspot", "Bluetooth", "Airplane mode", "Alarm volume", "Data saver")
ON = frozenset({"Bluetooth"})


@cache
def font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def page(rows: tuple[str, ...] = ROWS, *, px: float = 2.625, dark: bool = False, on: frozenset[str] = ON) -> Image.Image:
    """A page of settings, 411 dp wide; px: pixels for each dp."""
    ground, ink, accent = ((18, 18, 22), (230, 230, 230), (160, 190, 255)) if dark else ("white", (20, 20, 20), (10, 80, 210))
    image = Image.new("RGB", (round(411.4 * px), round(914 * px)), ground)
    draw = ImageDraw.Draw(image)
    draw.text((16 * px, 60 * px), "Settings", font=font(26 * px), fill=ink)
    for number, row in enumerate(rows):
        top = (120 + 72 * number) * px
        draw.text((16 * px, top + 16 * px), row, font=font(16 * px), fill=ink)
        left, width, height = 340 * px, 52 * px, 32 * px
        box = (left, top + 20 * px, left + width, top + 20 * px + height)
        draw.rounded_rectangle(box, height / 2, fill=accent if row in on else None, outline=ink, width=round(2 * px))
        knob = box[2] - height / 2 if row in on else box[0] + height / 2
        draw.ellipse((knob - 9 * px, top + 27 * px, knob + 9 * px, top + 45 * px), fill=ground if row in on else ink)
    return image


def place(row: str, rows: tuple[str, ...] = ROWS) -> float:
    """Where a row's middle is, as a fraction of the height."""
    return (120 + 72 * rows.index(row) + 36) / 914


def look(target: Target, image: Image.Image, *, thorough: bool = False, guess: float | None = None) -> Found | Missing:
    sizes = Sizes(image.width / target.image.width if guess is None else guess)
    return Screen(image, target.scale, sizes).locate(target, thorough=thorough)


@pytest.mark.parametrize(("px", "dark"), [(2.625, True), (1.75, False), (3.5, True)])
@pytest.mark.parametrize("x", [0.08, 0.5, 0.89])
def test_a_row_is_found_in_another_size_and_theme(px: float, dark: bool, x: float) -> None:
    moved = ("Data saver", "Alarm volume", "Bluetooth", "Wi-Fi hotspot", "Wi-Fi", "Airplane mode")
    for row in ("Wi-Fi", "Bluetooth"):
        found = look(Target(page(), x, place(row)), page(moved, px=px, dark=dark))
        assert isinstance(found, Found), (row, found)
        assert found.y == pytest.approx(place(row, moved), abs=0.02)
        assert found.size == pytest.approx(px / 2.625, rel=0.03)
        assert (found.x > 0.8) == (x > 0.8)


@pytest.mark.parametrize("x", [0.08, 0.5, 0.89])
@pytest.mark.parametrize("row", ["Wi-Fi", "Bluetooth", "Alarm volume"])
def test_what_is_not_there_is_not_found(row: str, x: float) -> None:
    rest = tuple("Ring volume" if name == "Alarm volume" else name for name in ROWS if name != row or row == "Alarm volume")
    found = look(Target(page(), x, place(row)), page(rest, px=1.75, dark=True))
    assert isinstance(found, Missing), found


def test_what_is_not_there_is_not_found_at_any_size() -> None:
    rest = tuple(name for name in ROWS if name != "Wi-Fi")
    assert isinstance(look(Target(page(), 0.5, place("Wi-Fi")), page(rest), thorough=True), Missing)


@pytest.mark.parametrize("x", [0.08, 0.5, 0.89])
def test_a_switch_in_another_state_is_not_touched(x: float) -> None:
    target = Target(page(), x, place("Bluetooth"))
    found = look(target, page(dark=True, on=frozenset()))
    assert isinstance(found, Missing), found


def test_what_is_there_twice_is_not_guessed() -> None:
    found = look(Target(page(), 0.08, place("Data saver")), page(("Data saver", "Bluetooth", "Data saver"), px=1.75))
    assert isinstance(found, Missing)
    assert found.ambiguous
    assert "2 times" in found.why


def test_an_unexpected_size_is_found_by_looking_thoroughly() -> None:
    target = Target(page(), 0.08, place("Airplane mode"))
    assert isinstance(look(target, page(), guess=0.7), Missing)
    found = look(target, page(), guess=0.7, thorough=True)
    assert isinstance(found, Found)
    assert found.size == pytest.approx(1.0, rel=0.03)


def test_a_size_is_learnt() -> None:
    sizes = Sizes(0.7)
    screen = Screen(page(), Target(page(), 0.08, place("Wi-Fi")).scale, sizes)
    assert isinstance(screen.locate(Target(page(), 0.08, place("Airplane mode")), thorough=True), Found)
    assert isinstance(screen.locate(Target(page(), 0.08, place("Data saver"))), Found)


def test_an_empty_place_says_so() -> None:
    found = look(Target(page(), 0.5, 0.95), page())
    assert found == Missing("there is nothing to recognise at the recorded place")


def test_the_box_of_a_touched_thing_holds_its_text() -> None:
    box = Target(page(), 0.08, place("Bluetooth") - 0.01).box
    assert box.left == pytest.approx(16 / 411 - 0.01, abs=0.015)
    assert box.holds(0.08, place("Bluetooth") - 0.01)
    assert not box.holds(0.5, place("Bluetooth"))


def test_a_screen_without_anything_has_no_landmarks() -> None:
    blank = Image.new("RGB", (540, 1200), "white")
    target = Target(blank, 0.5, 0.5)
    assert target.landmarks(8) == []
    assert isinstance(look(target, page()), Missing)

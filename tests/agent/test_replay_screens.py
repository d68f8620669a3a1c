"""When two screens count as the same, and what is left out for a reason."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw
from pydantic import ValidationError

from agent.replay.screens import MASK_FILE, MASKS, Mask, compare_screens, masks_for

SIZE = (540, 1200)


def screen(*boxes: tuple[int, int, int, int], size: tuple[int, int] = SIZE) -> Image.Image:
    image = Image.new("RGB", size, "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill="black")
    return image


def test_equal_screens_are_the_same() -> None:
    found = compare_screens(screen(), screen(), places=[(0.5, 0.5)])
    assert (found.whole, found.near, found.same) == (0.0, 0.0, True)


def test_dithering_does_not_count() -> None:
    assert compare_screens(screen(), Image.new("RGB", SIZE, (236, 236, 236))).whole == 0.0
    assert compare_screens(screen(), Image.new("RGB", SIZE, (255, 255, 228))).whole == 1.0


def test_a_letter_far_off_is_let_pass_and_a_word_is_not() -> None:
    assert compare_screens(screen(), screen((300, 900, 309, 909)), places=[(0.2, 0.2)]).same
    assert not compare_screens(screen(), screen((300, 900, 339, 909)), places=[(0.2, 0.2)]).same


def test_the_same_letter_at_the_target_is_not_let_pass() -> None:
    found = compare_screens(screen(), screen((300, 900, 309, 909)), places=[(0.56, 0.75)])
    assert found.near is not None
    assert found.near > found.whole
    assert not found.same


def test_of_a_stroke_both_ends_count() -> None:
    assert not compare_screens(screen(), screen((300, 900, 309, 909)), places=[(0.1, 0.1), (0.56, 0.75)]).same


def test_another_size_cannot_be_compared() -> None:
    found = compare_screens(screen(), screen(size=(1200, 540)))
    assert not found.same
    assert str(found) == "the screen is 1200x540, not 540x1200 as recorded"


def test_the_status_bar_may_differ_on_every_device() -> None:
    other = screen((0, 0, 539, 40))
    assert not compare_screens(screen(), other).same
    assert compare_screens(screen(), other, masks=masks_for("anything")).same
    assert not compare_screens(screen(), screen((0, 60, 539, 70)), masks=masks_for("anything")).same


def test_a_mask_may_be_for_some_devices_only() -> None:
    battery = Mask(top=0.5, bottom=0.6, reason="an advertisement", devices=("Shop phone",))
    assert masks_for("Shop phone", [battery]) == (*MASKS, battery)
    other = screen((0, 280, 539, 300))
    assert compare_screens(screen(), other, masks=[battery]).same


def test_a_mask_needs_a_reason() -> None:
    assert MASK_FILE.validate_json('[{"top": 0.1, "bottom": 0.2, "reason": "a clock"}]')[0].right == 1.0
    with pytest.raises(ValidationError):
        MASK_FILE.validate_json('[{"top": 0.1, "bottom": 0.2, "reason": ""}]')


def test_a_blinking_caret_does_not_count_and_a_letter_l_beside_a_word_does() -> None:
    assert compare_screens(screen(), screen((200, 600, 202, 630)), places=[(0.37, 0.51)]).same
    assert not compare_screens(screen(), screen((200, 600, 202, 630), (203, 610, 230, 625)), places=[(0.37, 0.51)]).same

"""Where letters lie: real texts are read back from the slots in order, and each letter stands on ink."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from agent.training.goals import Scene
from agent.training.letters import LINES, PLACES, alphabet, letters, visible
from agent.training.screens import scene_of
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node

COLUMNS, ROWS = 12, 27
LETTERS = {number: letter for letter, number in alphabet().items()}


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    phone = Phone(PhoneOptions(seed=5, clock="stepped"))
    phone.store.put("global", "animator_duration_scale", "0")
    yield phone
    phone.close()


def places(scene: Scene) -> dict[tuple[int, int], str]:
    """Letter by line and place, both counted over the whole screen."""
    found = {}
    for token, slot, letter in letters(scene, COLUMNS, ROWS):
        row, column = divmod(token, COLUMNS)
        line, place = divmod(slot, PLACES)
        found[row * LINES + line, column * PLACES + place] = LETTERS[letter]
    return found


def test_texts_are_read_back_in_order(phone: Phone) -> None:
    phone.start("com.fingertip.shop")
    scene = scene_of(phone)
    there = places(scene)
    read = {}
    for line, place in sorted(there):
        read[line] = read.get(line, "") + there[line, place]
    shown = [node for node in scene.tree.walk() if node.kind == "android.widget.TextView" and not node.children]
    whole = [node for node in shown if node.text and node.bounds[3] >= node.painted[3]]
    assert len(whole) > 15
    for node in whole:
        assert any(visible(node.text).replace(" ", "") in text for text in read.values()), node.text


def test_letters_stand_on_ink(phone: Phone) -> None:
    phone.start("com.android.settings", "display")
    scene = scene_of(phone)
    width, height, pixels = phone.grab()
    grey = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)[:, :, :3].mean(2)
    high, wide = height / ROWS / LINES, width / COLUMNS / PLACES
    inked = []
    for line, place in places(scene):
        # Letters may stand a little across the edge of their slot: from one above to one below.
        top, bottom = int((line - 0.5) * high), int((line + 1.5) * high)
        part = grey[max(0, top) : bottom, int(place * wide) : int((place + 1) * wide) + 1]
        inked.append(np.ptp(part) > 60)
    assert len(inked) > 100
    assert np.mean(inked) > 0.98


def test_lines_break_between_words_and_end_with_dots(phone: Phone) -> None:
    assert phone.size  # the font is that of a running phone
    wrapped = Node(
        "android.widget.TextView", text="aaaa bbbb cccc", bounds=(0, 0, 108, 120), painted=(0, 0, 108, 120), glyph_size=50
    )
    read: dict[int, str] = {}
    for (line, _), letter in sorted(places(Scene(wrapped, 1080, 2400, 420, "", "")).items()):
        read[line] = read.get(line, "") + letter
    assert list(read.values()) == ["aaaa", "bbbb"]  # there is room for two lines
    cut = Node("android.widget.TextView", text="m" * 30, bounds=(0, 0, 400, 60), painted=(0, 0, 400, 60), glyph_size=50)
    shown = "".join(places(Scene(cut, 1080, 2400, 420, "", "")).values())
    assert 5 <= len(shown) <= 8


def test_what_is_cut_off_is_left_out() -> None:
    half = Node("android.widget.TextView", text="abc", bounds=(0, 0, 100, 10), painted=(0, 0, 100, 60), glyph_size=50)
    assert not list(letters(Scene(half, 1080, 2400, 420, "", ""), COLUMNS, ROWS))

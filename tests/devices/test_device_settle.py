"""Settling: a pretended clock, so nothing waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from devices.errors import ScreenBlack
from devices.frame import Frame
from devices.settle import settle


class Screen:
    """Shows a new shade at each look until it rests; each look and each pause takes pretended time."""

    def __init__(self, moving: int, look_seconds: float = 0.05) -> None:
        self.moving = moving
        self.looks = 0
        self.now = 0.0
        self.pauses: list[float] = []
        self._look_seconds = look_seconds

    def look(self) -> Frame:
        self.now += self._look_seconds
        shade = min(self.looks, self.moving)
        self.looks += 1
        return Frame(image=Image.new("RGB", (4, 4), (shade % 256, 1 + shade // 256, 1)), sequence=self.looks)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def settle(self, deadline: float) -> Frame:
        return settle(self.look, deadline=deadline, clock=lambda: self.now, pause=self.pause)


def test_a_still_screen_takes_two_looks_and_no_pause_where_looking_is_slow() -> None:
    screen = Screen(moving=0, look_seconds=0.1)
    assert screen.settle(3.0).sequence == 2
    assert screen.pauses == []


def test_a_screen_that_only_hesitates_is_not_still() -> None:
    screen = Screen(moving=0, look_seconds=0.005)
    screen.settle(3.0)
    assert 0.06 <= screen.now < 0.12


def test_looks_until_two_pictures_are_equal() -> None:
    screen = Screen(moving=5)
    assert screen.settle(3.0).sequence == 7
    assert screen.pauses[0] == pytest.approx(0.01)
    assert screen.pauses == sorted(screen.pauses)


def test_no_time_means_one_look() -> None:
    screen = Screen(moving=9)
    assert screen.settle(0).sequence == 1


@given(deadline=st.floats(0, 20), look_seconds=st.floats(0.001, 2))
def test_a_screen_that_never_rests_ends_at_the_deadline_with_its_newest_picture(deadline: float, look_seconds: float) -> None:
    screen = Screen(moving=100_000, look_seconds=look_seconds)
    frame = screen.settle(deadline)
    assert frame.sequence == screen.looks
    assert screen.now <= deadline + 2 * look_seconds + 1e-6
    assert all(0 <= pause <= 0.2 for pause in screen.pauses)


def test_what_the_look_raises_goes_through() -> None:
    frames: Iterator[Frame] = iter([Screen(0).look()])

    def look() -> Frame:
        for frame in frames:
            return frame
        raise ScreenBlack("dark")

    with pytest.raises(ScreenBlack):
        settle(look, pause=lambda seconds: None)

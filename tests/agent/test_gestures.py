"""What mouse and keyboard do, and what it means; and where a picture lies in a window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from agent.demonstration.fit import Fit
from agent.demonstration.gestures import (
    HOLD,
    LONGEST,
    PAUSE,
    TURN,
    TWICE,
    Down,
    Event,
    Gestures,
    Letters,
    Move,
    Pressed,
    Time,
    Up,
    Wheel,
)
from agent.demonstration.wishes import Do
from devices.actions import ACTION, DoubleTap, Drag, LongPress, Press, Scroll, Swipe, Tap, Type
from devices.frame import Frame

FRAME = Frame(Image.new("RGB", (100, 200)))
OTHER = Frame(Image.new("RGB", (100, 200), "red"))


def wishes(*events: Event) -> list[Do]:
    gestures = Gestures()
    return [do for event in events for do in gestures.feed(event)]


def actions(*events: Event) -> list[object]:
    return [do.action for do in wishes(*events)]


def down(at: float, column: float = 49, row: float = 99, frame: Frame = FRAME) -> Down:
    return Down(at, column, row, frame)


MIDDLE = {"x": 0.495, "y": 0.4975}
LATER = 9.0


def test_a_click_is_a_tap_once_it_cannot_be_a_double_one() -> None:
    gestures = Gestures()
    assert gestures.feed(down(1.0)) == gestures.feed(Up(1.1, 49, 99)) == gestures.feed(Time(1.09 + TWICE)) == ()
    assert gestures.feed(Time(1.11 + TWICE)) == (Do(Tap(**MIDDLE), FRAME),)
    assert gestures.feed(Time(LATER, all=True)) == ()


def test_two_clicks_at_one_place_are_a_double_tap_and_elsewhere_the_second_is_not_taken() -> None:
    twice = (down(1.0), Up(1.1, 49, 99), down(1.2, 50, 100), Up(1.25, 50, 100))
    assert wishes(*twice, Time(LATER)) == [Do(DoubleTap(**MIDDLE), FRAME)]
    apart = (down(1.0), Up(1.1, 49, 99), down(1.2, 10, 10, OTHER), Up(1.25, 10, 10))
    assert wishes(*apart, Time(LATER)) == [Do(Tap(**MIDDLE), FRAME)]
    slowly = (down(1.0), Up(1.1, 49, 99), Time(1.5), down(2.0), Up(2.1, 49, 99))
    assert actions(*slowly, Time(LATER)) == [Tap(**MIDDLE), Tap(**MIDDLE)]
    held = (down(1.0), Up(1.1, 49, 99), down(1.2), Up(1.2 + HOLD, 49, 99))
    assert actions(*held, Time(LATER)) == [Tap(**MIDDLE)]


def test_holding_is_a_long_press_and_moving_a_stroke() -> None:
    assert actions(down(1.0), Move(1.2, 49.5, 99.5), Up(1.9, 49, 99)) == [LongPress(**MIDDLE, seconds=0.9)]
    ends = {"to_x": 0.105, "to_y": 0.0525}
    assert actions(down(1.0), Move(1.1, 30, 50), Up(1.25, 10, 10)) == [Swipe(**MIDDLE, **ends, seconds=0.25)]
    picked = (down(1.0), Move(1.2, 49, 99), Move(1.7, 30, 50), Up(2.0, 10, 10))
    assert actions(*picked) == [Drag(**MIDDLE, **ends, seconds=0.3)]
    assert actions(down(1.0), Up(1.0, 49, -500)) == [Swipe(**MIDDLE, to_x=0.495, to_y=0.0025, seconds=0.05)]


def test_a_release_without_a_press_and_a_move_without_one_are_nothing() -> None:
    assert actions(Up(1.0, 5, 5), Move(1.1, 9, 9), Time(LATER, all=True)) == []


def test_a_turn_of_the_wheel_is_one_scroll_however_far() -> None:
    turns = [Wheel(1 + part / 10, 49, 99, "down", FRAME) for part in range(5)]
    assert wishes(*turns, Time(1.5 + TURN)) == [Do(Scroll(**MIDDLE, direction="down"), FRAME)]
    back = Wheel(1.5, 49, 99, "up", FRAME)
    assert actions(*turns, back, Time(LATER)) == [Scroll(**MIDDLE, direction="down")]  # nobody has seen what is there now


def test_letters_become_one_text_after_a_pause_by_enter_or_by_another_key() -> None:
    typed = (Letters(1.0, "m"), Letters(1.2, "i"), Letters(1.4, "lk"))
    assert wishes(*typed, Time(1.39 + PAUSE)) == []
    assert wishes(*typed, Time(1.5 + PAUSE)) == [Do(Type(text="milk"))]
    assert actions(*typed, Pressed(1.5, "enter")) == [Type(text="milk", submit=True)]
    assert actions(*typed, Pressed(1.5, "back")) == [Type(text="milk"), Press(key="back")]
    assert actions(*typed, Pressed(1.5, "delete"), Time(LATER)) == [Type(text="mil")]
    assert actions(Pressed(1.0, "enter"), Pressed(1.1, "delete")) == [Press(key="enter"), Press(key="delete")]
    assert actions(down(0.9), *typed, Pressed(1.5, "enter"), Up(1.6, 9, 9)) == [Type(text="milk", submit=True)]
    assert actions(*typed, down(1.6), Up(1.7, 49, 99), Time(LATER)) == [Type(text="milk")]


def test_what_is_pasted_is_cleaned_and_cut() -> None:
    assert actions(Letters(1.0, "a\r\nb\x00\x1b\ud800\tc"), Time(LATER)) == [Type(text="a\nb\tc")]
    assert actions(Letters(1.0, "\x07"), Time(LATER)) == []
    long = actions(Letters(1.0, "x" * (LONGEST + 5)), Pressed(1.1, "enter"))
    assert long == [Type(text="x" * LONGEST), Type(text="xxxxx", submit=True)]


ANYWHERE = st.floats(-1e6, 1e6)
SIZES = st.integers(1, 3000)
DIRECTIONS = st.sampled_from(["up", "down", "left", "right"])
KEYS = st.sampled_from(["back", "home", "recents", "enter", "delete", "tab"])
FRAMES = st.sampled_from([Frame(Image.new("1", size)) for size in [(1, 1), (1, 900), (1080, 2400), (640, 3)]])
LETTERS = st.text(st.characters(), max_size=8)  # half characters and control characters, too
EVENTS = st.one_of(
    st.builds(Down, st.just(0.0), ANYWHERE, ANYWHERE, FRAMES),
    st.builds(Move, st.just(0.0), ANYWHERE, ANYWHERE),
    st.builds(Up, st.just(0.0), ANYWHERE, ANYWHERE),
    st.builds(Wheel, st.just(0.0), ANYWHERE, ANYWHERE, DIRECTIONS, FRAMES),
    st.builds(Letters, st.just(0.0), LETTERS),
    st.builds(Pressed, st.just(0.0), KEYS),
    st.builds(Time, st.just(0.0), st.booleans()),
)
PAUSES = st.floats(0, 1e4) | st.floats(0, 1.2)


@given(st.lists(st.tuples(EVENTS, PAUSES), max_size=30))
def test_whatever_happens_becomes_valid_actions(happened: list[tuple[Event, float]]) -> None:
    gestures, at = Gestures(), 0.0
    done: list[Do] = []
    seen: set[int] = set()
    for event, pause in happened:
        at += pause
        if isinstance(event, Down | Wheel):
            seen.add(id(event.frame))
        made = gestures.feed(replace(event, at=at))
        assert sum(do.frame is not None for do in made) <= 1  # of two touches, nobody could have seen the second one's screen
        done += made
    done += gestures.feed(Time(at, all=True))
    assert not gestures.text
    assert gestures.feed(Time(at + LATER)) == ()
    for do in done:
        assert ACTION.validate_python(do.action.model_dump()) == do.action
        do.action.model_dump_json().encode()
        assert (do.frame is None) == isinstance(do.action, Type | Press)
        assert do.frame is None or id(do.frame) in seen


@given(SIZES, SIZES, st.floats(0, 4000), st.floats(0, 4000), st.floats(0, 1), st.floats(0, 1))
def test_a_place_of_the_picture_is_found_again(w: int, h: int, wide: float, high: float, x: float, y: float) -> None:
    fit = Fit.into((w, h), (wide, high))
    assert fit.width * fit.scale <= wide + 1e-6
    assert fit.height * fit.scale <= high + 1e-6
    place = fit.pixel(fit.left + x * w * fit.scale, fit.top + y * h * fit.scale)
    if min(wide, high) < 1e-3:
        return
    assert place == pytest.approx((x * w, y * h), abs=1e-3 * max(w, h))


def test_beside_the_picture_is_not_on_it() -> None:
    fit = Fit.into((100, 200), (300, 200))
    assert (fit.left, fit.top, fit.scale) == (100, 0, 1)
    assert fit.holds(100, 0)
    assert not fit.holds(99, 50)
    assert not fit.holds(200, 50)
    assert Fit.into((100, 200), (0, 50)).pixel(0, 0) is None

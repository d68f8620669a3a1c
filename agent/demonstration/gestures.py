"""From what a mouse and a keyboard do, to actions: pure, with the time as part of every event.

Knows how a person points, holds, drags, turns the wheel and types. Does not know windows, devices or what is on the screen.
Whatever the order of the events, each action that comes out is a valid one. A touch that comes while something else still
waits to be done is not taken: nobody has seen yet what it would touch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from agent.demonstration.wishes import Do
from devices.actions import Direction, DoubleTap, Drag, Key, LongPress, Press, Scroll, Swipe, Tap, Type
from devices.frame import Frame, Point

HOLD = 0.5
"""Seconds after which a press is a long one, as on Android."""
TWICE = 0.3
"""Seconds in which a second tap makes a double one, as on Android; a single tap has to wait for so long."""
SLOP = 0.015
"""Share of the frame's short side that a finger may move and still be at rest."""
APART = 0.05
"""Share of the short side that two taps may lie apart and still be a double one."""
TURN = 0.25
"""Seconds without a turn of the wheel, after which it has stopped."""
PAUSE = 1.0
"""Seconds without a key, after which a text is entered."""
QUICKEST, SLOWEST = 0.05, 60.0
"""Seconds of a stroke."""
LONGEST = 20_000
"""Characters of one text."""


@dataclass(frozen=True, slots=True)
class Down:
    """The button goes down. at: seconds that never run backwards. column, row: of the frame's pixels, perhaps beyond them."""

    at: float
    column: float
    row: float
    frame: Frame


@dataclass(frozen=True, slots=True)
class Move:
    """The pointer moves; the frame is the one that was pressed."""

    at: float
    column: float
    row: float


@dataclass(frozen=True, slots=True)
class Up:
    """The button is released."""

    at: float
    column: float
    row: float


@dataclass(frozen=True, slots=True)
class Wheel:
    """The wheel turns towards what the person wants to see. However far: a turn is one scroll by the usual amount."""

    at: float
    column: float
    row: float
    direction: Direction
    frame: Frame


@dataclass(frozen=True, slots=True)
class Letters:
    """Something is typed or pasted."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key that is no letter."""

    at: float
    key: Key


@dataclass(frozen=True, slots=True)
class Time:
    """Nothing happens but time. all: whatever is waiting shall not wait any longer."""

    at: float
    all: bool = False


Event = Down | Move | Up | Wheel | Letters | Pressed | Time


@dataclass(slots=True)
class _Touch:
    """A button that is down. left: when it first left its place, None while it is there."""

    down: Down
    left: float | None = None


@dataclass(frozen=True, slots=True)
class _Tapped:
    """A tap that may become a double one. up: when it was released."""

    down: Down
    up: float


@dataclass(slots=True)
class Gestures:
    """One pointer and one keyboard. Feed it every event in order, and Time now and then."""

    _touch: _Touch | None = None
    _tapped: _Tapped | None = None
    _wheel: Wheel | None = None
    _turned: float = 0.0
    _text: str = ""
    _typed: float = 0.0
    _done: list[Do] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is typed and not yet entered."""
        return self._text

    def feed(self, event: Event) -> tuple[Do, ...]:
        """What this event has completed, in order."""
        self._over(event.at)
        match event:
            case Down(column=column, row=row):
                self._enter()
                self._stop_wheel()
                if self._tapped is not None and not _near(self._tapped.down, column, row, APART):
                    self._tap()
                self._touch = None if self._done else _Touch(event)
            case Move():
                self._move(event.at, event.column, event.row)
            case Up():
                self._move(event.at, event.column, event.row)
                self._release(event)
            case Wheel(direction=direction):
                self._enter()
                self._tap()
                if self._wheel is not None and self._wheel.direction != direction:
                    self._stop_wheel()
                if not self._done and self._touch is None:
                    self._wheel = self._wheel or event
                    self._turned = event.at
            case Letters(at=at, text=text):
                self._tap()
                self._stop_wheel()
                self._text += _typable(text)
                self._typed = at
            case Pressed(at=at, key=key):
                self._tap()
                self._stop_wheel()
                self._key(at, key)
            case Time(all=everything):
                if everything:
                    self._tap()
                    self._stop_wheel()
                    self._enter()
            case _:
                assert_never(event)
        done, self._done = tuple(self._done), []
        return done

    def _over(self, at: float) -> None:
        """End what has waited long enough."""
        if self._tapped is not None and self._touch is None and at - self._tapped.up > TWICE:
            self._tap()
        if self._wheel is not None and at - self._turned > TURN:
            self._stop_wheel()
        if self._text and at - self._typed > PAUSE:
            self._enter()

    def _emit(self, do: Do) -> None:
        self._done.append(do)
        self._touch = None  # it began on a screen that is no longer there

    def _move(self, at: float, column: float, row: float) -> None:
        touch = self._touch
        if touch is not None and touch.left is None and not _near(touch.down, column, row, SLOP):
            touch.left = at

    def _release(self, up: Up) -> None:
        touch, self._touch = self._touch, None
        if touch is None:
            return  # it was pressed elsewhere, or something came in between
        down = touch.down
        first = _place(down.frame, down.column, down.row)
        if touch.left is None and up.at - down.at < HOLD:
            if self._tapped is not None:
                before = self._tapped.down
                self._tapped = None
                place = _place(before.frame, before.column, before.row)
                self._emit(Do(DoubleTap(x=place.x, y=place.y), before.frame))
            else:
                self._tapped = _Tapped(down, up.at)
            return
        if self._tapped is not None:
            self._tap()
        elif touch.left is None:
            self._emit(Do(LongPress(x=first.x, y=first.y, seconds=_seconds(up.at - down.at)), down.frame))
        else:
            last = _place(down.frame, up.column, up.row)
            # What was picked up first is dragged; the hold is part of a drag, so only the way is timed.
            kind, begun = (Drag, touch.left) if touch.left - down.at >= HOLD else (Swipe, down.at)
            action = kind(x=first.x, y=first.y, to_x=last.x, to_y=last.y, seconds=_seconds(up.at - begun))
            self._emit(Do(action, down.frame))

    def _tap(self) -> None:
        tapped, self._tapped = self._tapped, None
        if tapped is not None:
            place = _place(tapped.down.frame, tapped.down.column, tapped.down.row)
            self._emit(Do(Tap(x=place.x, y=place.y), tapped.down.frame))

    def _stop_wheel(self) -> None:
        wheel, self._wheel = self._wheel, None
        if wheel is not None:
            place = _place(wheel.frame, wheel.column, wheel.row)
            self._emit(Do(Scroll(x=place.x, y=place.y, direction=wheel.direction), wheel.frame))

    def _key(self, at: float, key: Key) -> None:
        if key == "delete" and self._text:
            self._text, self._typed = self._text[:-1], at  # it was not entered yet, so there is nothing to take back
            return
        submits = key == "enter" and bool(self._text)
        self._enter(submit=submits)
        if not submits:
            self._emit(Do(Press(key=key)))

    def _enter(self, *, submit: bool = False) -> None:
        text, self._text = self._text, ""
        pieces = list(_pieces(text))
        for number, piece in enumerate(pieces, start=1):
            self._emit(Do(Type(text=piece, submit=submit and number == len(pieces))))


def _near(down: Down, column: float, row: float, share: float) -> bool:
    room = share * min(down.frame.width, down.frame.height)
    return math.hypot(column - down.column, row - down.row) <= room


def _place(frame: Frame, column: float, row: float) -> Point:
    return Point.from_pixel(column, row, frame.width, frame.height)


def _seconds(spent: float) -> float:
    return round(min(max(spent, QUICKEST), SLOWEST), 2)


def _typable(text: str) -> str:
    """The text without what no keyboard has: control characters other than line ends and tabs, half characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or not (ord(letter) < 0x20 or _nothing(letter)))


def _nothing(letter: str) -> bool:
    return letter == "\x7f" or "\ud800" <= letter <= "\udfff"


def _pieces(text: str) -> Iterator[str]:
    yield from (text[start : start + LONGEST] for start in range(0, len(text), LONGEST))

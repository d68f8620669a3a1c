"""What is done to a phone: a finger, keys, text. The system takes it at once, an app in its own time (see `reflexes.py`)."""

from __future__ import annotations

from devices.phone.gui import on_gui

from devices.phone.works import Works  # isort: skip
from devices.phone.touch import line  # isort: skip


class Use(Works):
    """A phone that can be used."""

    # touching

    def tap(self, x: int, y: int) -> None:
        """Touch and release one pixel."""
        self._touch([(x, y)], 0)

    def swipe(self, x: int, y: int, to_x: int, to_y: int, milliseconds: int = 300) -> None:
        """Move a finger in a straight line; a swipe that stays where it began holds for its whole time."""
        if (x, y) == (to_x, to_y):
            self._touch([(x, y)], milliseconds)
        else:
            self._touch(line((x, y), (to_x, to_y)), 0)

    def drag(self, x: int, y: int, to_x: int, to_y: int, milliseconds: int = 1000) -> None:
        """Hold, move, let go."""
        self._touch(line((x, y), (to_x, to_y)), milliseconds)

    @on_gui
    def _touch(self, path: list[tuple[int, int]], hold: int) -> None:
        self._let_arrive()
        if self._bridge.awake:
            self._to_app(path[0], lambda: self._hand.stroke(path, hold))
        self._used()

    @on_gui
    def finger_down(self, x: int, y: int) -> None:
        """Put a finger on a pixel and leave it there."""
        self._let_arrive()
        if self._bridge.awake:
            self._to_app((x, y), lambda: self._hand.down((x, y)))
            self._process()

    @on_gui
    def finger_move(self, x: int, y: int) -> None:
        """Move the finger that is down; nothing where none is."""
        self._to_app(None, lambda: self._hand.move((x, y)))
        self._process()

    @on_gui
    def finger_up(self, x: int, y: int) -> None:
        """Lift the finger that is down; nothing where none is."""
        if self.reflexes.dull:
            self._to_app(None, lambda: self._lift((x, y)))
            self._used()
        elif self._hand.up((x, y)):
            self._used()

    def _lift(self, place: tuple[int, int]) -> None:
        self._hand.up(place)

    # text

    @on_gui
    def commit_text(self, text: str) -> bool:
        """Put text where the focus is, as an input method does; False where nothing has the focus."""
        if self.reflexes.dull and not self._lock.locked:
            done = self.ime.focused
            self._to_app(None, lambda: self._write(text))
        else:
            done = self._type(text)
        self._used()
        return done

    def _write(self, text: str) -> None:
        self._type(text)

    @on_gui
    def clear_text(self) -> bool:
        """Empty the text field that has the focus; False where none has."""
        done = self.ime.focused
        if self.reflexes.dull:
            self._to_app(None, self._clear)
        else:
            done = done and self._hand.clear()
        self._process()
        return done

    def _clear(self) -> None:
        if self.ime.focused:
            self._hand.clear()

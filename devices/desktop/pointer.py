"""A mouse: moves, buttons, wheel, and what people do with them. pyautogui sends each event.

Knows pixels of the pointer's own space and how long things take: a click without length is lost by some tool kits, a drag
without steps is none. Does not know frames or keys. Buttons that are down are released, whatever goes wrong.

The corners of the primary monitor belong to the person: the pointer in one of them stops everything (pyautogui's fail-safe).
The pointer is never sent there from here; it goes one pixel beside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Literal

from devices.errors import StoppedByPerson

Button = Literal["left", "middle", "right"]
Place = tuple[int, int]

CLICK = 0.03
"""Seconds for which a button is down in a click; some tool kits lose clicks that are shorter than 5 ms."""
BETWEEN_CLICKS = 0.06
GRIP = 0.15
"""Seconds that a thing is held before it is dragged, and before it is let go."""
STEP = 0.012
FEWEST_STEPS, MOST_STEPS = 12, 120
BETWEEN_NOTCHES = 0.008


class Pointer:
    """The mouse of one desktop.

    lent: pyautogui, bound to this desktop, for a few calls. pause: sleeps, and raises when the work is to stop.
    notch: what pyautogui calls one notch of the wheel here. drag: moves while the left button is down, where that is another
    event than a move (macOS). sent: every event is appended to it, in words.
    """

    def __init__(
        self,
        lent: Callable[[], AbstractContextManager[Any]],
        pause: Callable[[float], None],
        sent: list[str],
        *,
        notch: int = 1,
        drag: Callable[[Any, int, int], None] = lambda gui, x, y: gui.moveTo(x, y, _pause=False),
    ) -> None:
        self._lent = lent
        self._pause = pause
        self._sent = sent
        self._notch = notch
        self._drag = drag

    def beside_corners(self, place: Place) -> Place:
        """The same place, or its neighbour where it is a corner that stops everything."""
        with self._lent() as gui:
            corners = set(gui.FAILSAFE_POINTS)
        x, y = place
        return (x + 1 if x == 0 else x - 1, y) if place in corners else place

    def check(self) -> None:
        """Raise StoppedByPerson where the pointer is in a corner."""
        with self._mapped() as gui:
            gui.failSafeCheck()

    def move(self, place: Place) -> None:
        """Put the pointer somewhere."""
        with self._mapped() as gui:
            gui.moveTo(*place, _pause=False)
        self._sent.append(f"move {place[0]} {place[1]}")

    def click(self, place: Place, button: Button = "left", *, times: int = 1) -> None:
        """Press and release a button at a place, once or more."""
        self.move(place)
        for number in range(times):
            if number:
                self._pause(BETWEEN_CLICKS)
            with self.held(button):
                self._pause(CLICK)

    def hold(self, place: Place, seconds: float) -> None:
        """Keep the left button down at a place."""
        self.move(place)
        with self.held("left"):
            self._pause(max(seconds, CLICK))

    def stroke(self, start: Place, end: Place, seconds: float, *, grip: bool) -> None:
        """Move from start to end with the left button down, in steps; grip: hold still first and last."""
        self.move(start)
        steps = min(max(FEWEST_STEPS, round(seconds / STEP)), MOST_STEPS)
        with self.held("left"):
            self._pause(GRIP if grip else CLICK)
            for number in range(1, steps + 1):
                share = number / steps
                place = round(start[0] + (end[0] - start[0]) * share), round(start[1] + (end[1] - start[1]) * share)
                with self._mapped() as gui:
                    # A step may lead over a corner, where pyautogui's own check would stop the next one.
                    self._drag(gui, *self.beside_corners(place))
                self._pause(seconds / steps)
            self._sent.append(f"drag {end[0]} {end[1]} in {steps} steps")
            self._pause(GRIP if grip else CLICK)

    def wheel(self, place: Place, across: int, down: int) -> None:
        """Turn the wheel by notches at a place: positive is right and down."""
        self.move(place)
        for _ in range(abs(down)):
            with self._mapped() as gui:
                gui.vscroll(-self._notch if down > 0 else self._notch, _pause=False)
            self._pause(BETWEEN_NOTCHES)
        for _ in range(abs(across)):
            with self._mapped() as gui:
                gui.hscroll(self._notch if across > 0 else -self._notch, _pause=False)
            self._pause(BETWEEN_NOTCHES)
        self._sent.append(f"wheel across {across} down {down}")

    @contextmanager
    def held(self, button: Button) -> Iterator[None]:
        """A button that is down inside, and up afterwards whatever happens."""
        with self._mapped() as gui:
            gui.mouseDown(button=button, _pause=False)
        self._sent.append(f"{button} down")
        try:
            yield
        finally:
            with self._lent() as gui:  # without the fail-safe's check: a button must not stay down
                gui.platformModule._mouseUp(*gui.position(), button)
            self._sent.append(f"{button} up")

    @contextmanager
    def _mapped(self) -> Iterator[Any]:
        with self._lent() as gui:
            try:
                yield gui
            except gui.FailSafeException as error:
                raise StoppedByPerson(
                    "A person moved the pointer into a corner of the screen, which stops everything; "
                    "move it away and start again to go on."
                ) from error

"""Going back where an agent goes round in circles.

A model that is lost on a page of the right app goes home and opens the app once more, which shows the same page; or it waits
for what will never come. Knows which actions were tried on which screens, and which screen is home. Does not know the task.
"""

from __future__ import annotations

from collections import Counter

from devices.actions import Action, Press, Wait
from devices.frame import Frame

NAME = "backtracking"
BACK, HOME = Press(key="back"), Press(key="home")
WORDS: dict[Action, str] = {BACK: "Go back", HOME: "Go home"}
"""How a model is told of it: as if it had said so itself, since it is trained to read that."""
LOST, OTHERS = 2, 3
"""The same action on the same screen for the so many-th time is a circle. Going home, waiting and what changed nothing say
sooner that an agent is lost; others may have to be done twice."""


class Backtracking:
    """What one episode has tried."""

    def __init__(self) -> None:
        self._tried = Counter[tuple[str, str]]()
        self._vain: set[tuple[str, str]] = set()
        self._homes: set[str] = set()
        self._last: tuple[str, str] | None = None

    def saw(self, frame: Frame) -> None:
        """The screen after an action; the first one comes after none."""
        if self._last is None:
            return
        if self._last[0] == frame.digest:
            self._vain.add(self._last)
        if self._last[1] == _same(HOME):
            self._homes.add(frame.digest)
        self._last = None

    def instead(self, frame: Frame, action: Action) -> Action:
        """What to do on a screen: the action, or going back, or home where going back was tried. Home is never left by it."""
        here, wanted = frame.digest, _same(action)
        times = self._tried[here, wanted] + 1
        lost = isinstance(action, Wait) or action == HOME or (here, wanted) in self._vain
        if times >= (LOST if lost else OTHERS) and here not in self._homes:
            action = next((way for way in (BACK, HOME) if not self._tried[here, _same(way)]), action)
        self._tried[here, _same(action)] += 1
        self._last = here, _same(action)
        return action


def _same(action: Action) -> str:
    """The same for actions that are one and the same attempt: however long it is, waiting is waiting."""
    return action.kind if isinstance(action, Wait) else action.model_dump_json()

"""Where a person's window and the demonstration meet: wishes one way, pictures and words the other, each in its own thread.

Knows threads. Does not know what a window is. The window never waits for the device, and the device is only ever touched from
the demonstration's thread.
"""

from __future__ import annotations

import queue
import threading
from typing import Protocol

from agent.demonstration.demonstration import Demonstration
from agent.demonstration.wishes import Leave, Wish
from agent.episode import Ended
from agent.errors import AgentError
from devices.frame import Frame


class Window(Protocol):
    """What the demonstration tells; called in its thread, so a window has to hand it over to its own."""

    def shown(self, frame: Frame) -> None:
        """The newest picture."""

    def told(self, words: str) -> None:
        """A wish is done, or why not."""

    def over(self) -> None:
        """There will be no more."""


class Desk:
    """A demonstration in a thread of its own. window: told of everything; its methods only hand over."""

    def __init__(self, demonstration: Demonstration, window: Window) -> None:
        self._demonstration = demonstration
        self._window = window
        self._wishes: queue.SimpleQueue[Wish] = queue.SimpleQueue()
        self._leave: Leave | None = None
        self._ended: Ended | None = None
        self._error: AgentError | None = None
        self._thread = threading.Thread(target=self._run, name="demonstration")

    def begin(self) -> None:
        """Let it run."""
        self._thread.start()

    def wish(self, wish: Wish) -> None:
        """The person wants something; it is done after what is wanted already, unless the person leaves."""
        if isinstance(wish, Leave):
            self._leave = wish
        self._wishes.put(wish)

    def result(self) -> Ended:
        """How it ended, once it has; raises RecordingFailed where it could not be recorded."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._ended is not None
        return self._ended

    def shown(self, frame: Frame) -> None:
        """See Person."""
        self._window.shown(frame)

    def next(self, seconds: float) -> Wish | None:
        """See Person."""
        try:
            wish = self._wishes.get(timeout=seconds)
        except queue.Empty:
            return None
        return self._leave or wish  # who has left no longer wants what was asked for before

    def told(self, words: str) -> None:
        """See Person."""
        self._window.told(words)

    def _run(self) -> None:
        try:
            self._ended = self._demonstration.run(self)
        except AgentError as error:
            self._error = error
        finally:
            self._window.over()

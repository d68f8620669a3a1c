"""A thread of its own for a library that has to be called from always the same one.

Knows threads. Does not know browsers. What a caller's thread does besides (an asyncio loop, a signal) does not matter to it; a
call that its caller gave up (Ctrl-C) is still finished.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Mute(Exception):
    """The thread has not answered in time; it may still be at work."""


class OwnThread:
    """Runs what it is given, one after the other. It ends with the process, or by end()."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T], patience: float) -> T:
        """What work returns or raises, run over there. Raises Mute after so many seconds."""
        done: Future[T] = Future()
        self._work.put((work, done))
        try:
            return done.result(patience)
        except TimeoutError as error:
            if done.done():  # it was the work itself that raised this
                raise
            raise Mute from error

    @property
    def alive(self) -> bool:
        """Whether it takes work."""
        return self._thread.is_alive()

    def end(self, patience: float = 5.0) -> bool:
        """Let it finish what it has and end; whether it has ended."""
        self._work.put(None)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (item := self._work.get()) is not None:
            work, done = item
            if not done.set_running_or_notify_cancel():
                continue
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001  # whatever it is, it belongs to the caller
                done.set_exception(error)
            del item, work, done  # what they hold is not kept until the next call

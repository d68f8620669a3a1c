"""Runs calls that may hang in one thread of their own, one after the other, each under a deadline.

Knows threads. Does not know what it runs; the owner says how to make an abandoned call give up. pyautogui and the X library
are not safe in several threads, and either may wait for ever for a server that does not answer.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

GRACE = 1.0
"""Seconds that a call gets to put things back (release a button) after it was told to stop."""

SLICE = 0.25
"""Seconds between looks at signals: one that another thread has caught wakes nobody."""


class Hung(Exception):
    """The call gave no result in time and was abandoned; what it was doing may still happen."""


class Stopped(Exception):
    """Raised inside a call, by pause(), when the call was told to stop."""


class _Job(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self.done = threading.Event()
        self._result: T
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001  # handed to the caller, whatever it is
            self._error = error
        self.done.set()

    def result(self) -> T:
        if self._error is not None:
            try:
                raise self._error
            finally:
                self._error = None  # else the traceback and this job keep each other alive
        return self._result


class Worker:
    """A thread for calls; abandon makes a call that hangs end soon, or its thread stays until the program ends.

    After a call was abandoned no other is taken: what it talked to is in an unknown state.
    """

    def __init__(self, name: str, abandon: Callable[[], None]) -> None:
        self._abandon = abandon
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._one_at_a_time = threading.Lock()
        self._dead = False
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """What work() returns or raises; Hung after some seconds. Ctrl-C stops the work first, then goes on."""
        with self._one_at_a_time:
            if self._dead:
                raise Hung("an earlier call did not end")
            job = _Job(work)
            self._stop.clear()
            self._jobs.put(job.run)
            try:
                end = time.monotonic() + seconds
                while not (ended := job.done.is_set()) and (left := end - time.monotonic()) > 0:
                    job.done.wait(min(left, SLICE))
            except BaseException:
                self._end(job)
                raise
            if not ended:
                self._end(job)
                raise Hung(f"no answer within {seconds:g} s")
            return job.result()

    def pause(self, seconds: float) -> None:
        """For the work: sleep; raises Stopped as soon as the work is told to stop."""
        if self._stop.wait(seconds):
            raise Stopped("told to stop")

    def close(self) -> None:
        """Let the thread go; it ends after what it is doing."""
        self._dead = True
        self._jobs.put(None)
        self._thread.join(GRACE)

    def _end(self, job: _Job[T]) -> None:
        self._stop.set()
        if not job.done.wait(GRACE):
            self._dead = True
            self._abandon()
            job.done.wait(GRACE)

    def _serve(self) -> None:
        while (run := self._jobs.get()) is not None:
            run()

"""Threads for what may block: at most so many at once, the rest waits its turn.

Knows threads. Does not know ADB. A thread lives as long as its job, so an idle phone has none.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Job = Callable[[], None]


class Workers:
    """limit: most jobs at a time. The threads are daemons: a job that hangs does not keep the process alive."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._changed = threading.Condition()
        self._waiting: deque[Job] = deque()
        self._busy = 0

    @property
    def busy(self) -> int:
        """Jobs that run now."""
        return self._busy

    def submit(self, job: Job) -> None:
        """Run job as soon as a thread is free; jobs start in the order of their submission."""
        with self._changed:
            if self._busy >= self._limit:
                self._waiting.append(job)
                return
            self._busy += 1
        self._start(job)

    def wait_idle(self, seconds: float) -> bool:
        """Whether all jobs ended within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._busy == 0, seconds)

    def _start(self, job: Job) -> None:
        threading.Thread(target=self._work, args=(job,), name="adbd-worker", daemon=True).start()

    def _work(self, job: Job) -> None:
        try:
            job()
        finally:  # also after an error that nobody foresaw: it must not cost a place
            with self._changed:
                following = self._waiting.popleft() if self._waiting else None
                if following is None:
                    self._busy -= 1
                    self._changed.notify_all()
            if following:
                self._start(following)

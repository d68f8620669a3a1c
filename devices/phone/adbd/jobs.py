"""What runs in the background: commands behind `&`, each in a thread of its own.

Knows threads and the events that cancel them. Does not know the shell language. A job whose output went to files may outlive
its session; it ends by itself, by `kill`, or with the phone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

MAX_JOBS = 16
"""Most background jobs of one phone at a time."""
_FIRST_NUMBER = 9000


class TooManyJobs(Exception):
    """No further job can be started."""


@dataclass(slots=True)
class Job:
    """number: what $! says. line: for `jobs`. stays: its session waits for it. status: None while it runs."""

    number: int
    line: str
    stays: bool
    cancelled: threading.Event
    ended: threading.Event
    status: int | None = None


class Jobs:
    """The background jobs of one phone. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[int, Job] = {}
        self._last = _FIRST_NUMBER

    def start(self, line: str, cancelled: threading.Event, run: Callable[[], int], *, stays: bool) -> Job:
        """Run something beside the session; raises TooManyJobs. cancelled: what run looks at."""
        with self._lock:
            if len(self._running) >= MAX_JOBS:
                raise TooManyJobs
            self._last += 1
            job = Job(self._last, line, stays, cancelled, threading.Event())
            self._running[job.number] = job

        def work() -> None:
            status = 1
            try:
                status = run()
            finally:
                job.status = status
                with self._lock:
                    self._running.pop(job.number, None)
                job.ended.set()

        threading.Thread(target=work, name="adbd-job", daemon=True).start()
        return job

    def running(self) -> list[Job]:
        """What has not ended yet, the oldest first."""
        with self._lock:
            return list(self._running.values())

    def cancel(self, number: int) -> bool:
        """End one job; False where there is none of that number."""
        with self._lock:
            job = self._running.get(number)
        if job is None:
            return False
        job.cancelled.set()
        return True

    def cancel_all(self) -> None:
        """End everything."""
        for job in self.running():
            job.cancelled.set()

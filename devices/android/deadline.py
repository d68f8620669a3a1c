"""Run one blocking call at a time under a wall-clock deadline.

Knows threads. Does not know what it runs; the owner says how to make an abandoned call give up.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

T = TypeVar("T")


class Expired(Exception):
    """The call gave no result in time and was abandoned; what it was doing may still happen."""


class Worker:
    """Calls run in a thread of their own, one after the other.

    abandon: called when a call is given up (deadline, or an interrupt of the caller); it must make the call end soon, or
    its thread stays until the program ends.
    """

    def __init__(self, abandon: Callable[[], None]) -> None:
        self._abandon = abandon
        self._pool = self._new_pool()

    def call(self, work: Callable[[], T], seconds: float) -> T:
        """What work() returns or raises; raises Expired after some seconds."""
        future = self._pool.submit(work)
        ended = False
        try:
            ended = bool(wait([future], timeout=seconds).done)
        finally:
            if not ended:
                self._abandon()
                self._pool.shutdown(wait=False, cancel_futures=True)
                self._pool = self._new_pool()
        if not ended:
            raise Expired(f"no answer within {seconds:g} s")  # even if cutting it off has made it end with something since
        return future.result()

    def close(self) -> None:
        """Let the thread go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def _new_pool() -> ThreadPoolExecutor:
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="adb")

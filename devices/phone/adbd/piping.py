"""The parts of a pipe run at the same time, each in a thread but the last.

Knows pipes and threads. Does not know what a part does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import BinaryIO

from devices.phone.adbd.flow import Cancelled
from devices.phone.adbd.invocation import Streams
from devices.phone.adbd.pipe import Pipe

Part = Callable[[], int]
"""Runs one part; returns its status."""
_BROKEN = 141
"""Status of a part whose reader has gone, as if by SIGPIPE."""


def run_together(makers: Sequence[Callable[[Streams], Part]], streams: Streams) -> int:
    """Run the parts with pipes between them; returns the last one's status. What a part raises is raised again here."""
    statuses = [0] * len(makers)
    failures: list[BaseException] = []
    pipes = [Pipe() for _ in makers[1:]]
    jobs: list[Callable[[], None]] = []
    for place, make in enumerate(makers):
        stdin: BinaryIO = pipes[place - 1].reader if place else streams.stdin
        stdout = pipes[place].writer if place < len(pipes) else streams.stdout
        run = make(Streams(stdin, stdout, streams.stderr, streams.cancelled))

        def job(place: int = place, run: Part = run) -> None:
            try:
                statuses[place] = run()
            except BrokenPipeError:
                statuses[place] = _BROKEN
            except Exception as error:  # noqa: BLE001  (it is raised again in the pipe's own thread)
                failures.append(error)
            finally:
                if place:
                    pipes[place - 1].end_reading()
                if place < len(pipes):
                    pipes[place].end_writing()

        jobs.append(job)
    threads = [threading.Thread(target=job, name="adbd-pipe", daemon=True) for job in jobs[:-1]]
    for thread in threads:
        thread.start()
    jobs[-1]()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    if streams.cancelled.is_set():
        raise Cancelled
    return statuses[-1]

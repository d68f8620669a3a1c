"""Wait by looking: until pictures stay equal for a moment, or a deadline has passed.

Knows frames and a clock. Does not know devices, or why the screen moves.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from devices.frame import Frame

STILL = 0.06
"""Seconds for which pictures must stay equal: an app that is being opened shows nothing new for its first few pictures."""
FIRST_PAUSE = 0.01
LONGEST_PAUSE = 0.2
GROWTH = 1.6


def settle(
    look: Callable[[], Frame],
    *,
    deadline: float = 3.0,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Frame:
    """Look at once and again until pictures stay equal for STILL; returns the last one, which is always a true one.

    look: takes a new frame; what it raises goes through. deadline: seconds from the first look after which no further look
    is begun (0 means: one look). clock: seconds that never run backwards. pause: waits for some seconds; 10 ms after the
    second look, growing to 200 ms.
    """
    end = clock() + deadline
    frame = look()
    since, length = clock(), FIRST_PAUSE
    while clock() < end:
        before, frame = frame, look()
        if before.digest != frame.digest:
            since = clock()
        elif clock() - since >= STILL:
            break
        pause(max(0.0, min(length, end - clock())))
        length = min(length * GROWTH, LONGEST_PAUSE)
    return frame

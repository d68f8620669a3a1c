"""Whether code looks at anything but what it is given: the clock, chance that nobody seeded, other processes, the network.

Knows which calls of Python lead outside. Does not know tasks. Watches one call in the thread that makes it; what C code does
out of sight of the interpreter is not seen.
"""

from __future__ import annotations

import gc
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
_CLOCKS = frozenset(
    f"{name}{unit}" for name in ("time", "monotonic", "perf_counter", "process_time", "clock_gettime") for unit in ("", "_ns")
)
_TODAY = frozenset({"now", "utcnow", "today"})
_SHARED = random.choice.__self__  # type: ignore[attr-defined]  # what the functions of the module random draw from


def watched(call: Callable[[], T]) -> tuple[T, tuple[str, ...]]:
    """What a call returns, and where it looked that it was not shown; raises what the call raises."""
    seen: dict[str, None] = {}

    def hear(frame: FrameType, event: str, what: Any) -> None:
        found = _called(what) if event == "c_call" else _entered(frame) if event == "call" else ""
        if found:
            seen[found] = None

    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # else what others have asked to be called at a collection (it times them, say) would pass for the call's own
    sys.setprofile(hear)
    try:
        value = call()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return value, tuple(seen)


def _called(what: Any) -> str:
    """Where a function written in C looks, or nothing."""
    owner, name = getattr(what, "__self__", None), getattr(what, "__name__", "")
    if owner is time and name in _CLOCKS:
        return f"time.{name}()"
    if isinstance(owner, type) and issubclass(owner, date) and name in _TODAY:
        return f"{owner.__name__}.{name}()"
    if owner is _SHARED or isinstance(owner, random.SystemRandom):
        return f"random.{name}()"
    if name == "urandom" and getattr(owner, "__name__", "") == os.name:
        return "os.urandom()"
    if isinstance(owner, socket.socket):
        return "a socket"
    return ""


def _entered(frame: FrameType) -> str:
    """Where a function written in Python looks, or nothing."""
    code = frame.f_code
    if code.co_filename == subprocess.__file__ and code.co_name == "__init__":
        return "another process"
    if code.co_filename != random.__file__:
        return ""
    own = frame.f_locals.get("self")
    if own is _SHARED or isinstance(own, random.SystemRandom):
        return f"random.{code.co_name}()"
    if code.co_name == "seed" and frame.f_locals.get("a") is None:
        return "random.Random() without a seed"
    return ""

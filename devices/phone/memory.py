"""Gives back what a phone has no use for: pages of apps that have ended, kept pictures, drawn letters, holes in the heap.

Qt keeps the compiled pages of every app that was ever open, and each letter in each size in which it was ever drawn; the C
library keeps what was freed between what was not. After some thousand touches that comes to a third of all memory. Knows
nothing of what is on the screen: it looks the same afterwards.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtQml import QQmlEngine

from devices.phone import scenes
from devices.phone.fonts import forget_letters
from devices.phone.pictures import FilePictures

USES = 500
"""Touches, keys and texts after which a phone does so by itself."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8


def one_heap() -> None:
    """Let the memory of frames be used again and given back: glibc would keep that of several in a heap for each thread.

    For a process that is the phone's own, before anything else: it counts for all of it.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # glibc's, see mallopt(3)
    if mallopt is not None:
        for parameter, value in ((_M_ARENA_MAX, 1), (_M_MMAP_THRESHOLD, 32_000_000), (_M_TRIM_THRESHOLD, 16_000_000)):
            mallopt(parameter, value)


def give_back(engine: QQmlEngine, pictures: FilePictures) -> None:
    """Free all that can be made anew. Not for use while a QML function runs."""
    pictures.forget()
    scenes.forget()
    forget_letters()
    engine.collectGarbage()
    engine.trimComponentCache()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # a C library other than glibc has none, and needs none
        if trim is not None:
            trim(0)

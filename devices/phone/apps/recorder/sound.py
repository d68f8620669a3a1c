"""A recording as a file: a quiet tone in a WAV. Knows nothing of the phone."""

from __future__ import annotations

import hashlib
import math
import struct

RATE = 2000
"""Samples a second, one byte each: small, and still every player reads it."""
_LONGEST_MS = 10 * 60 * 1000


def wav(topic: str, duration: int) -> bytes:
    """A mono WAV of so many milliseconds (ten minutes at most); the same topic sounds the same."""
    digest = hashlib.sha256(topic.encode()).digest()
    tones = [110 + digest[place] for place in range(8)]  # Hz, well below half the rate
    count = RATE * min(max(0, duration), _LONGEST_MS) // 1000
    beats = [_beat(tone) for tone in tones]
    samples = (b"".join(beats) * (count // (len(beats) * len(beats[0])) + 1))[:count]
    padding = b"\0" * (count % 2)
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        *(b"RIFF", 36 + count + len(padding), b"WAVE", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8, b"data", count),
    )
    return header + samples + padding


def length(data: bytes) -> int:
    """Milliseconds of a mono WAV of one byte a sample, or of any other by its byte rate; 0 for what is no WAV."""
    if len(data) < 44 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return 0
    rate = int.from_bytes(data[28:32], "little")
    return (len(data) - 44) * 1000 // rate if rate else 0


def _beat(tone: int) -> bytes:
    """Half a second of one tone that fades."""
    size = RATE // 2
    return bytes(round(128 + 60 * (1 - at / size) * math.sin(2 * math.pi * tone * at / RATE)) for at in range(size))

"""Songs as Standard MIDI Files: a few kB a song, minutes long. Writes simple tunes, and reads a file's length and its texts.

Format of the file: "Standard MIDI Files 1.0" (MIDI Manufacturers Association). Knows nothing of the phone.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_TICKS = 96
"""Of a quarter note."""
_NAME, _TEXT, _TEMPO, _END = 0x03, 0x01, 0x51, 0x2F
_SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 4, 7, 9, 12, 14))
_CHORDS = ((0, 4, 5, 3), (0, 5, 3, 4), (5, 3, 0, 4), (0, 3, 4, 3))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a MIDI file says of itself. milliseconds: how long it plays. texts: "artist", "album", "track" where it has them."""

    title: str
    milliseconds: int
    texts: dict[str, str]


class NoMidi(ValueError):
    """The bytes are no MIDI file."""


def compose(draw: random.Random, seconds: int, title: str, texts: dict[str, str]) -> bytes:
    """A tune of so many seconds: a melody over four chords that come again."""
    beat = draw.choice((500_000, 560_000, 620_000, 690_000))  # microseconds
    bars = max(1, seconds * 1_000_000 // (beat * 4))
    root, scale, chords = draw.randrange(48, 60), draw.choice(_SCALES), draw.choice(_CHORDS)
    melody = [[draw.randrange(5, 13) for _ in range(4)] for _ in range(4)]  # comes again every four bars
    track = bytearray()
    track += _meta(0, _NAME, title.encode())
    for key, value in texts.items():
        track += _meta(0, _TEXT, f"{key}: {value}".encode())
    track += _meta(0, _TEMPO, beat.to_bytes(3, "big"))
    track += bytes((0, 0xC0, draw.choice((0, 4, 11, 24, 46, 73))))  # an instrument
    for bar in range(bars):
        bass = root - 12 + scale[chords[bar % 4] % 7]
        track += bytes((0, 0x90, bass, 60))
        for quarter in range(4):
            step = melody[bar % 4][quarter] + (2 if bar % 16 > 11 else 0)
            note = root + 12 * (step // 7) + scale[step % 7]
            track += bytes((0, note, 84, _TICKS, note, 0))  # running status: on, and off (velocity 0) a quarter later
        track += bytes((0, bass, 0))
    track += _meta(0, _END, b"")
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, _TICKS) + b"MTrk" + struct.pack(">I", len(track)) + bytes(track)


def read(data: bytes) -> Facts:
    """Title, texts and length of a file; raises NoMidi."""
    try:
        head, size, _, count, division = struct.unpack(">4sIHHH", data[:14])
        if head != b"MThd" or division & 0x8000 or not division:
            raise NoMidi("no MIDI header")
        title, texts, longest, tempo, at = "", dict[str, str](), 0, 500_000, 8 + size
        for _ in range(count):
            _, length = struct.unpack(">4sI", data[at : at + 8])
            if len(data) < at + 8 + length:
                raise NoMidi("cut short")
            ticks = 0
            for delta, kind, body in _events(data[at + 8 : at + 8 + length]):
                ticks += delta
                if kind == _TEMPO:
                    tempo = int.from_bytes(body, "big")
                elif kind == _NAME:
                    title = title or body.decode("utf-8", "replace")
                elif kind == _TEXT:
                    key, colon, value = body.decode("utf-8", "replace").partition(": ")
                    if colon:
                        texts.setdefault(key, value)
            longest, at = max(longest, ticks), at + 8 + length
    except (struct.error, IndexError) as error:
        raise NoMidi(str(error)) from error
    return Facts(title, longest * tempo // division // 1000, texts)


def _meta(delta: int, kind: int, body: bytes) -> bytes:
    return bytes((delta, 0xFF, kind)) + _number(len(body)) + body


def _number(value: int) -> bytes:
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))


def _events(track: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Time since the last event in ticks, kind of meta event (or -1), its body."""
    at, status = 0, 0

    def number() -> int:
        nonlocal at
        value = 0
        while True:
            value = value << 7 | track[at] & 0x7F
            at += 1
            if not track[at - 1] & 0x80:
                return value

    while at < len(track):
        delta = number()
        if track[at] & 0x80:
            status = track[at]
            at += 1
        if status == 0xFF:
            kind = track[at]
            at += 1
            length = number()
            yield delta, kind, track[at : at + length]
            at += length
        elif status in (0xF0, 0xF7):
            length = number()
            at += length
            yield delta, -1, b""
        else:
            at += 1 if status & 0xE0 == 0xC0 else 2
            yield delta, -1, b""

"""PNG files of palette pictures, the same bytes on every machine.

zlib's own output differs between its versions and replacements; therefore the deflate stream is written here: fixed Huffman
codes (RFC 1951, 3.2.6) and run lengths, which suits flat drawings. Knows nothing of what the pictures show.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.uint8]
Codes = npt.NDArray[np.uint32]

_LONGEST = 259
"""The longest run that one literal and one match (up to 258 bytes) can say."""
_LENGTH_CODES = (
    *((257 + i, 3 + i, 0) for i in range(8)),
    *((265 + 4 * group + i, 11 + (8 << group) - 8 + (i << (group + 1)), group + 1) for group in range(5) for i in range(4)),
)
"""symbol, shortest length, extra bits (RFC 1951, 3.2.5), without 285, which means 258."""


def encode(indices: Indices, palette: Sequence[tuple[int, int, int]], texts: Mapping[str, str] | None = None) -> bytes:
    """A PNG of palette indices (height x width). texts: keyword -> text, kept in iTXt chunks."""
    height, width = indices.shape
    lines = np.zeros((height, width + 1), np.uint8)
    lines[:, 0] = 2  # the filter "Up": a line that repeats the one above is all zeros
    lines[0, 1:] = indices[0]
    lines[1:, 1:] = indices[1:] - indices[:-1]
    raw = lines.tobytes()
    stream = b"\x78\x01" + _deflate(lines.ravel()) + struct.pack(">I", zlib.adler32(raw))
    colours = bytes(part for colour in palette for part in colour)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            *(_chunk(b"iTXt", f"{key}\0\0\0\0\0{text}".encode()) for key, text in (texts or {}).items()),
            _chunk(b"PLTE", colours),
            _chunk(b"IDAT", stream),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _deflate(data: Indices) -> bytes:
    starts = np.concatenate(([0], np.flatnonzero(np.diff(data)) + 1))
    lengths = np.diff(np.concatenate((starts, [data.size])))
    pieces = -(-lengths // _LONGEST)
    values = np.repeat(data[starts], pieces)
    sizes = np.full(values.size, _LONGEST)
    last = np.cumsum(pieces) - 1
    sizes[last] = lengths - (pieces - 1) * _LONGEST
    literals, literal_bits, matches, match_bits = _tables()
    # Three places a run: its byte; the byte again or a match; the byte once more where three are too few for a match.
    codes = np.zeros((values.size, 3), np.uint32)
    bits = np.zeros((values.size, 3), np.int64)
    codes[:, 0], bits[:, 0] = literals[values], literal_bits[values]
    long = sizes > 3
    codes[long, 1], bits[long, 1] = matches[sizes[long] - 1], match_bits[sizes[long] - 1]
    for place in (1, 2):
        short = ~long & (sizes > place)
        codes[short, place], bits[short, place] = literals[values[short]], literal_bits[values[short]]
    used = bits.ravel() > 0
    return _packed(codes.ravel()[used], bits.ravel()[used])


def _packed(codes: Codes, bits: npt.NDArray[np.int64]) -> bytes:
    """One final block with fixed codes: its header (110), the codes, the end (seven zeros)."""
    codes = np.concatenate((np.array([3], np.uint32), codes, np.array([0], np.uint32)))
    bits = np.concatenate(([3], bits, [7]))
    ends = np.cumsum(bits)
    places = np.arange(ends[-1], dtype=np.int64) - np.repeat(ends - bits, bits)
    stream = (np.repeat(codes, bits) >> places.astype(np.uint32)) & 1
    return np.packbits(stream.astype(np.uint8), bitorder="little").tobytes()


@cache
def _tables() -> tuple[Codes, npt.NDArray[np.int64], Codes, npt.NDArray[np.int64]]:
    """Codes and their lengths in bits, first bit lowest: of the byte values, and of matches at distance 1 by length."""
    literals, literal_bits = np.zeros(256, np.uint32), np.zeros(256, np.int64)
    for value in range(256):
        literals[value], literal_bits[value] = _literal(value)
    matches, match_bits = np.zeros(259, np.uint32), np.zeros(259, np.int64)
    for symbol, shortest, extra in (*_LENGTH_CODES, (285, 258, 0)):
        code, length = _literal(symbol)
        for more in range(1 << extra):
            if shortest + more <= 258 and (symbol == 285 or shortest + more < 258):
                matches[shortest + more] = code | more << length
                match_bits[shortest + more] = length + extra + 5  # and five zeros: distance 1
    return literals, literal_bits, matches, match_bits


def _literal(symbol: int) -> tuple[int, int]:
    if symbol < 144:
        code, length = 0x30 + symbol, 8
    elif symbol < 256:
        code, length = 0x190 + symbol - 144, 9
    elif symbol < 280:
        code, length = symbol - 256, 7
    else:
        code, length = 0xC0 + symbol - 280, 8
    return int(f"{code:0{length}b}"[::-1], 2), length

"""RGBA pixels to PNG, quickly: what did not change since the last picture is not compressed again.

A picture is cut into bands of rows; each band becomes deflate blocks of its own, so bands can be compressed side by side and
kept. Knows pixels and bytes only.
"""

from __future__ import annotations

import os
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

_BAND_ROWS = 32
_LEVEL = 1  # flat areas are small at every level, and 6 takes five times as long on a photo
_ADLER_BASE = 65521
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ZLIB_HEAD, _LAST_BLOCK = b"\x78\x01", b"\x03\x00"


@dataclass(frozen=True, slots=True)
class _Band:
    """deflated: whole blocks, ending on a byte. adler: of the `size` bytes that were compressed."""

    deflated: bytes
    adler: int
    size: int


class PngEncoder:
    """Thread-safe; keeps the bands of the last picture."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers = min(4, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="png")
        self._bands: list[_Band] = []
        self._last: tuple[int, bytes, bytes] = (0, b"", b"")  # width, pixels and file of the last picture

    def encode(self, width: int, height: int, pixels: bytes) -> bytes:
        """A PNG file. pixels: width * height * 4 bytes, row by row from the top; width and height at least 1."""
        last = self._last
        if pixels is last[1] and width == last[0]:  # the phone hands out the same object while nothing changes
            return last[2]
        stride = width * 4
        step = stride * _BAND_ROWS
        starts = range(0, height * stride, step)
        with self._lock:
            kept = self._unchanged(width, pixels, step)
            changed = [number for number in range(len(starts)) if number not in kept]
            view = memoryview(pixels)

            def pack(numbers: list[int]) -> list[_Band]:
                return [_pack(view[starts[number] : starts[number] + step], stride) for number in numbers]

            shares = [changed[first :: self._workers] for first in range(self._workers)]  # few big errands: each costs 0.1 ms
            for share, packed in zip(shares, self._pool.map(pack, shares), strict=True):
                kept.update(zip(share, packed, strict=True))
            bands = [kept[number] for number in range(len(starts))]
            file = _file(width, height, bands)
            self._bands, self._last = bands, (width, pixels, file)
        return file

    def _unchanged(self, width: int, pixels: bytes, step: int) -> dict[int, _Band]:
        """The bands of the last picture that can be used again, by their numbers."""
        wide, before, _ = self._last
        if wide != width or len(before) != len(pixels):
            return {}
        old, new = np.frombuffer(before, np.uint32), np.frombuffer(pixels, np.uint32)
        words = step // 4
        parts = (slice(number * words, (number + 1) * words) for number in range(len(self._bands)))
        return {number: self._bands[number] for number, part in enumerate(parts) if np.array_equal(old[part], new[part])}


def _file(width: int, height: int, bands: list[_Band]) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    data = b"".join((_ZLIB_HEAD, *(band.deflated for band in bands), _LAST_BLOCK, struct.pack(">I", _adler(bands))))
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _pack(pixels: memoryview, stride: int) -> _Band:
    words = np.frombuffer(pixels, np.uint32)
    if (words == words[0]).all():
        return _plain(bytes(pixels[:4]), stride, len(pixels) // stride)
    return _compressed(pixels, stride)


@lru_cache(64)
def _plain(pixel: bytes, stride: int, rows: int) -> _Band:
    """A band of one colour, of which screens have many."""
    return _compressed(memoryview(pixel * (stride // 4 * rows)), stride)


def _compressed(pixels: memoryview, stride: int) -> _Band:
    rows: list[bytes | memoryview] = []
    for start in range(0, len(pixels), stride):
        rows += (b"\0", pixels[start : start + stride])  # no row filter
    raw = b"".join(rows)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Band(packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH), zlib.adler32(raw), len(raw))


def _adler(bands: list[_Band]) -> int:
    """The Adler-32 checksum of all bands one after another, from the checksums of each."""
    low, high = 1, 0
    for band in bands:
        high = (high + (band.adler >> 16) + band.size * (low - 1)) % _ADLER_BASE
        low = (low + (band.adler & 0xFFFF) - 1) % _ADLER_BASE
    return high << 16 | low


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))

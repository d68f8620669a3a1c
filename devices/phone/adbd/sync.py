"""The sync service: push, pull and folder listings, version 1 plus the 64-bit stat and list.

Knows the byte stream of requests. Does not know where files are kept.
Source of the layouts: AOSP, file_sync_protocol.h. Hosts send several SENDs before they read an answer.
"""

from __future__ import annotations

import errno
import os
import stat as mode_bits
import struct

from devices.phone.adbd.files import Files, FileStat, errno_of, normalise, reason
from devices.phone.adbd.streams import Duplex, read_exactly
from devices.phone.adbd.wire import bytes_of, text_of

MAX_CHUNK = 64 * 1024
"""Largest DATA block, in bytes."""
MAX_PATH = 1024
MAX_FILE = 256 * 1024 * 1024
"""Largest file that a host may push, in bytes."""

_REQUEST = struct.Struct("<4sI")
_STAT_1 = struct.Struct("<4sIII")
_ENTRY_1 = struct.Struct("<4sIIII")
_STAT_2 = struct.Struct("<4sIQQIIIIQqqq")
_U32 = 0xFFFFFFFF
_MISSING = FileStat(0, 0, 0)


class _Refused(Exception):
    """The request cannot go on; str() is shown to the person."""


def serve_sync(stream: Duplex, files: Files) -> None:
    """Answer requests until QUIT or the end; raises StreamClosed when the host hung up in the middle of an answer."""
    try:
        while _one(stream, files):
            pass
    except EOFError:
        return
    except _Refused as refusal:
        stream.write(_fail(str(refusal)))


def _one(stream: Duplex, files: Files) -> bool:
    """One request; False after QUIT. Raises _Refused where the byte stream has lost its meaning."""
    kind, length = _REQUEST.unpack(read_exactly(stream, _REQUEST.size))
    if kind == b"QUIT":
        return False
    if length > MAX_PATH:
        raise _Refused("path too long")
    path = text_of(read_exactly(stream, length))
    match kind:
        case b"STAT":
            stat, _ = _look(files, path)
            stream.write(_STAT_1.pack(kind, stat.mode, min(stat.size, _U32), _seconds(stat)))
        case b"STA2" | b"LST2":
            stream.write(_stat_2(kind, *_look(files, path)))
        case b"LIST":
            _list_1(stream, files, path)
        case b"LIS2":
            _list_2(stream, files, path)
        case b"RECV":
            _receive(stream, files, path)
        case b"SEND":
            _send(stream, files, path)
        case _:
            raise _Refused(f"unknown command {kind!r}")
    return True


def _fail(text: str) -> bytes:
    message = bytes_of(text)
    return _REQUEST.pack(b"FAIL", len(message)) + message


def _look(files: Files, path: str) -> tuple[FileStat, int]:
    """What is at a path, and the error number (0: none) that replaces it."""
    try:
        return files.stat(normalise(path)), 0
    except OSError as error:
        return _MISSING, errno_of(error)


def _seconds(stat: FileStat) -> int:
    return min(max(stat.mtime, 0), _U32)


def _stat_2(kind: bytes, stat: FileStat, number: int) -> bytes:
    if number:
        return _STAT_2.pack(kind, number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    when = stat.mtime
    return _STAT_2.pack(kind, 0, 1, stat.ino, stat.mode, 1, 0, 0, stat.size, when, when, when)


def _entries(files: Files, path: str) -> list[tuple[bytes, FileStat]]:
    """The names in a folder with `.` and `..`; empty where it is none."""
    folder = normalise(path)
    try:
        names = files.listdir(folder)
    except OSError:
        return []
    found = []
    for name in (".", "..", *names):
        stat, number = _look(files, f"{folder}/{name}")
        if not number:  # else it went away between the two looks
            found.append((bytes_of(name), stat))
    return found


def _list_1(stream: Duplex, files: Files, path: str) -> None:
    answer = bytearray()
    for name, stat in _entries(files, path):
        answer += _ENTRY_1.pack(b"DENT", stat.mode, min(stat.size, _U32), _seconds(stat), len(name)) + name
    stream.write(bytes(answer) + b"DONE" + bytes(_ENTRY_1.size - 4))


def _list_2(stream: Duplex, files: Files, path: str) -> None:
    answer = bytearray()
    for name, stat in _entries(files, path):
        answer += _stat_2(b"DNT2", stat, 0) + struct.pack("<I", len(name)) + name
    stream.write(bytes(answer) + b"DONE" + bytes(_STAT_2.size))


def _receive(stream: Duplex, files: Files, path: str) -> None:
    try:
        content = memoryview(files.read(normalise(path)))
    except OSError as error:
        stream.write(_fail(f"open failed: {reason(error)}"))
        return
    last = max(len(content) - 1, 0) // MAX_CHUNK * MAX_CHUNK
    for start in range(0, last, MAX_CHUNK):
        stream.write(_REQUEST.pack(b"DATA", MAX_CHUNK) + bytes(content[start : start + MAX_CHUNK]))
    # The last block and the end go together: two small packets cost a host 40 ms (Nagle and delayed acknowledgement).
    tail = _REQUEST.pack(b"DATA", len(content) - last) + bytes(content[last:]) if content else b""
    stream.write(tail + _REQUEST.pack(b"DONE", 0))


def _send(stream: Duplex, files: Files, request: str) -> None:
    path, _, mode_text = request.rpartition(",")
    trouble = "" if path and mode_text.isascii() and mode_text.isdecimal() else "missing , in ID_SEND_V1"
    content = bytearray()
    while True:
        kind, length = _REQUEST.unpack(read_exactly(stream, _REQUEST.size))
        if kind == b"DONE":
            break
        if kind != b"DATA" or length > MAX_CHUNK:
            raise _Refused("invalid data message" if kind != b"DATA" else "oversize data message")
        piece = read_exactly(stream, length)
        # After trouble the rest is still read: the host only looks at the answer when it has sent everything.
        if len(content) + length > MAX_FILE:
            trouble = trouble or "write failed: No space left on device"
        if not trouble:
            content += piece
    trouble = trouble or _store(files, path, int(mode_text[:9]), length, bytes(content))
    stream.write(_fail(trouble) if trouble else _REQUEST.pack(b"OKAY", 0))


def _store(files: Files, path: str, mode: int, mtime: int, content: bytes) -> str:
    """Keep a pushed file; returns what went wrong, or nothing."""
    if mode_bits.S_ISLNK(mode):
        return f"symlink failed: {os.strerror(errno.EPERM)}"
    try:
        files.write(normalise(path), content, mode=mode_bits.S_IFREG | (mode & 0o777), mtime=mtime)
    except OSError as error:
        return f"couldn't create file: {reason(error)}"
    return ""

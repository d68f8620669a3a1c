"""The sync service byte by byte."""

from __future__ import annotations

import os
import stat
import struct
import threading
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.adbd.files import MemoryFiles, normalise
from devices.phone.adbd.sync import MAX_CHUNK, serve_sync


@dataclass
class Script:
    """A stream whose host has said everything in advance."""

    waiting: bytes
    said: bytearray = field(default_factory=bytearray)
    cancelled: threading.Event = field(default_factory=threading.Event)

    def read(self, limit: int) -> bytes:
        piece, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return piece

    def write(self, data: bytes | memoryview) -> None:
        self.said += data


def request(kind: str, path: str) -> bytes:
    raw = path.encode()
    return kind.encode() + struct.pack("<I", len(raw)) + raw


def send(path: str, data: bytes, *, mode: int = 0o100644, mtime: int = 5, chunk: int = MAX_CHUNK) -> bytes:
    blocks = [data[at : at + chunk] for at in range(0, len(data), chunk)]
    body = b"".join(b"DATA" + struct.pack("<I", len(block)) + block for block in blocks)
    return request("SEND", f"{path},{mode}") + body + b"DONE" + struct.pack("<I", mtime)


@pytest.fixture
def files() -> MemoryFiles:
    made = MemoryFiles()
    made.write("/storage/emulated/0/a", b"12345", mode=0o100640, mtime=1000)
    return made


def ask(files: MemoryFiles, *requests: bytes) -> bytes:
    script = Script(b"".join(requests))
    serve_sync(script, files)
    return bytes(script.said)


def test_stat(files: MemoryFiles) -> None:
    assert ask(files, request("STAT", "/sdcard/a")) == b"STAT" + struct.pack("<3I", 0o100640, 5, 1000)
    assert ask(files, request("STAT", "/sdcard/none")) == b"STAT" + bytes(12)


@pytest.mark.parametrize("kind", ["STA2", "LST2"])
def test_stat_2(files: MemoryFiles, kind: str) -> None:
    raw = ask(files, request(kind, "/mnt/sdcard/a"))
    assert len(raw) == 72
    name, error, _dev, _ino, mode, links, uid, gid, size, atime, mtime, ctime = struct.unpack("<4sIQQIIIIQqqq", raw)
    assert (name.decode(), error, mode, links, uid, gid, size) == (kind, 0, 0o100640, 1, 0, 0, 5)
    assert atime == mtime == ctime == 1000
    assert ask(files, request(kind, "/none"))[:8] == kind.encode() + struct.pack("<I", 2)


def test_list_ends_with_sixteen_zeros(files: MemoryFiles) -> None:
    raw = ask(files, request("LIST", "/sdcard"))
    names = []
    while raw[:4] == b"DENT":
        _, _, _, length = struct.unpack_from("<4I", raw, 4)
        names.append(raw[20 : 20 + length])
        raw = raw[20 + length :]
    assert names == [b".", b"..", b"a"]
    assert raw == b"DONE" + bytes(16)
    assert ask(files, request("LIST", "/none")) == b"DONE" + bytes(16)


def test_list_2_ends_with_seventy_two_zeros(files: MemoryFiles) -> None:
    raw = ask(files, request("LIS2", "/sdcard"))
    names = []
    while raw[:4] == b"DNT2":
        (length,) = struct.unpack_from("<I", raw, 72)
        names.append(raw[76 : 76 + length])
        raw = raw[76 + length :]
    assert names == [b".", b"..", b"a"]
    assert raw == b"DONE" + bytes(72)
    assert ask(files, request("LIS2", "/sdcard/a")) == b"DONE" + bytes(72)


@pytest.mark.parametrize("size", [0, 1, MAX_CHUNK - 1, MAX_CHUNK, MAX_CHUNK + 1, 3 * MAX_CHUNK, 3_000_000])
def test_large_files_both_ways(files: MemoryFiles, size: int) -> None:
    data = os.urandom(size)
    assert ask(files, send("/sdcard/new/x", data, mode=0o100755)) == b"OKAY" + bytes(4)
    found = files.stat("/storage/emulated/0/new/x")
    assert (found.mode, found.size, found.mtime) == (stat.S_IFREG | 0o755, size, 5)
    raw = ask(files, request("RECV", "/sdcard/new/x"))
    back = bytearray()
    while raw[:4] == b"DATA":
        (length,) = struct.unpack_from("<I", raw, 4)
        assert 0 < length <= MAX_CHUNK
        back += raw[8 : 8 + length]
        raw = raw[8 + length :]
    assert raw == b"DONE" + bytes(4)
    assert back == data


def fail(text: str) -> bytes:
    return b"FAIL" + struct.pack("<I", len(text)) + text.encode()


def test_failures_are_told_and_the_next_request_is_served(files: MemoryFiles) -> None:
    raw = ask(
        files,
        send("/system/x", b"x" * 200_000),
        send("/sdcard", b""),
        send("/sdcard/link", b"/sdcard/a", mode=0o120777),
        request("RECV", "/sdcard/none"),
        request("RECV", "/sdcard"),
        send("/sdcard/good", b"ok"),
        send("/sdcard/better,comma", b"ok"),
    )
    assert raw == b"".join(
        [
            fail("couldn't create file: Read-only file system"),
            fail("couldn't create file: Is a directory"),
            fail("symlink failed: Operation not permitted"),
            fail("open failed: No such file or directory"),
            fail("open failed: Is a directory"),
            b"OKAY" + bytes(4),
            b"OKAY" + bytes(4),
        ]
    )
    assert files.listdir("/storage/emulated/0") == ["a", "better,comma", "good"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (request("SND2", "/x"), "unknown command b'SND2'"),
        (b"STAT" + struct.pack("<I", 4000), "path too long"),
        (request("SEND", "/x,33188") + b"NOPE" + bytes(4), "invalid data message"),
        (request("SEND", "/x,33188") + b"DATA" + struct.pack("<I", MAX_CHUNK + 1), "oversize data message"),
    ],
)
def test_nonsense_ends_the_service(files: MemoryFiles, raw: bytes, text: str) -> None:
    assert ask(files, raw, request("STAT", "/")) == fail(text)


def test_an_interrupted_push_leaves_no_file(files: MemoryFiles) -> None:
    whole = send("/sdcard/half", b"x" * 100_000)
    assert ask(files, whole[:-1]) == b""
    assert files.listdir("/storage/emulated/0") == ["a"]


def test_quit(files: MemoryFiles) -> None:
    assert ask(files, b"QUIT" + bytes(4), request("STAT", "/")) == b""


@given(st.binary(max_size=200), st.sampled_from([b"", b"STAT", b"SEND", b"LIS2", b"RECV"]))
def test_any_bytes_end_in_an_answer(raw: bytes, kind: bytes) -> None:
    ask(MemoryFiles(), kind + raw)


@given(st.lists(st.sampled_from(["a", "..", ".", "", "sdcard", "mnt"]), max_size=8).map("/".join))
def test_normalised_paths_stay_as_they_are(path: str) -> None:
    clean = normalise(path)
    assert normalise(clean) == clean
    assert clean.startswith("/")
    assert not {"..", ".", ""} & set(clean.split("/")[1:]) or clean == "/"


def test_links() -> None:
    assert normalise("/sdcard/../x") == "/x"
    assert normalise("/mnt/sdcard//a/./b") == "/storage/emulated/0/a/b"
    assert normalise("b", "/sdcard/a") == "/storage/emulated/0/a/b"
    assert normalise("/sdcardx") == "/sdcardx"

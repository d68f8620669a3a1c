"""Redirections: where a command reads and writes, and buffers that have an end.

Knows files and streams. Does not know commands. What goes to a file is stored when the command has ended.
"""

from __future__ import annotations

import io
from typing import BinaryIO, assert_never

from devices.phone.adbd.expansion import ShellError, Surroundings, expand_text
from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Streams
from devices.phone.adbd.syntax import Redirect
from devices.phone.adbd.wire import bytes_of

NAME = "/system/bin/sh"
"""What the shell calls itself in its messages."""
MAX_PIPE = 64 * 1024 * 1024
"""Most bytes between two commands of a pipe, and most bytes that one redirection may collect."""


class Buffer(io.BytesIO):
    """Collects output up to a limit."""

    def __init__(self, limit: int, what: str) -> None:
        super().__init__()
        self._room = limit
        self._what = what

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._room -= len(data)
        if self._room < 0:
            raise ShellError(f"{self._what}: too much output")
        return super().write(data)


class Redirections:
    """The streams of one command after its redirections; close() stores what was written to files."""

    def __init__(self, files: Files, around: Surroundings, streams: Streams) -> None:
        self._files = files
        self._around = around
        self._table: dict[int, BinaryIO | None] = {0: streams.stdin, 1: streams.stdout, 2: streams.stderr}
        self._cancelled = streams.cancelled
        self._stderr = streams.stderr
        self._written: list[tuple[str, Buffer]] = []

    @property
    def streams(self) -> Streams:
        """Where the command reads and writes now."""
        nothing = io.BytesIO()
        return Streams(
            self._table[0] or nothing, self._table[1] or Buffer(MAX_PIPE, ">"), self._table[2] or io.BytesIO(), self._cancelled
        )

    def apply(self, redirects: tuple[Redirect, ...]) -> bool:
        """Open them in order; False, with a message printed, where one cannot be opened."""
        for redirect in redirects:
            target = expand_text(redirect.target, self._around)
            if redirect.kind == "duplicate":
                self._duplicate(redirect.fd, target)
                continue
            if redirect.kind == "here":
                self._table[redirect.fd] = io.BytesIO(bytes_of(target))
                continue
            path = normalise(target, self._around.cwd)
            verb = "open" if redirect.kind == "read" else "create"
            try:
                if not target:
                    raise FileNotFoundError(target)
                self._open(redirect, path)
            except OSError as error:
                self._stderr.write(bytes_of(f"{NAME}: can't {verb} {target}: {reason(error)}\n"))
                return False
        return True

    def _open(self, redirect: Redirect, path: str) -> None:
        files = self._files
        match redirect.kind:
            case "read":
                self._table[redirect.fd] = io.BytesIO(files.read(path))
                return
            case "append" | "both_append":
                files.write(path, b"", append=True)
            case "write" | "both":
                files.write(path, b"")
            case "duplicate" | "here":
                raise AssertionError("these open no file")
            case _:
                assert_never(redirect.kind)
        buffer = Buffer(MAX_PIPE, path)
        self._written.append((path, buffer))
        self._table[redirect.fd] = buffer
        if redirect.kind.startswith("both"):
            self._table[2] = buffer

    def _duplicate(self, fd: int, target: str) -> None:
        if target == "-":
            self._table[fd] = None
        elif target.isdecimal() and int(target[:4]) in self._table:
            self._table[fd] = self._table[int(target[:4])]
        else:
            raise ShellError(f"{target}: bad file descriptor")

    def close(self) -> None:
        """Store what was written."""
        for path, buffer in self._written:
            data = buffer.getvalue()
            if not data:
                continue
            try:
                self._files.write(path, data, append=True)
            except OSError as error:
                self._stderr.write(bytes_of(f"{NAME}: {path}: {reason(error)}\n"))
        self._written.clear()

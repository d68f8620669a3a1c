"""What a command of the phone gets and how bytes flow in and out of it.

Knows streams of bytes. Does not know the shell language, ADB or any single command.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from devices.phone.adbd.wire import bytes_of


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a command reads and writes. cancelled: set when the client hung up."""

    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO
    cancelled: threading.Event


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of one command.

    argv: argv[0] is the command's name without its folder.
    stdin: complete for pipes and files; for a client's stream, a read blocks until data or the end.
    stdout, stderr: write(bytes); unbuffered, a write blocks while the client does not read. A write to a client that hung
    up raises BrokenPipeError.
    environ: the exported variables. cwd: an absolute folder.
    cancelled: set when the client hung up; a long command must look at it (or wait on it) and return.
    """

    argv: tuple[str, ...]
    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO
    environ: Mapping[str, str]
    cwd: str
    cancelled: threading.Event

    def print(self, text: str) -> None:
        """Write text and a line end to stdout."""
        self.stdout.write(bytes_of(text + "\n"))

    def complain(self, text: str) -> None:
        """Write `NAME: text` to stderr."""
        self.stderr.write(bytes_of(f"{self.argv[0]}: {text}\n"))


Command = Callable[[Invocation], int]
"""Carries out one invocation in a worker thread; returns the exit status, 0..255. May raise OSError."""


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """What a stream holds, piece by piece as it arrives, until its end."""
    while piece := stream.read1(65536) if isinstance(stream, io.BufferedIOBase) else stream.read(65536):
        yield piece

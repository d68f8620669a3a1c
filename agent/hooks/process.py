"""A hook that is a program of its own, asked over its standard input and output.

Knows pipes, deadlines and the end of processes. Does not know what is said over them. The program ends with the hook, and by
itself when this process ends in whatever way.
"""

from __future__ import annotations

import os
import selectors
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from agent.errors import BadHook
from agent.hooks import wire
from agent.hooks.base import Hook
from agent.hooks.events import Event
from agent.hooks.results import GO, Result

START = 10.0
"""Seconds for the first answer: an interpreter may have much to load."""
END = 2.0
"""Seconds for a program to end by itself once its input is closed."""
STATUS = 0.3
"""Seconds to wait for the exit status of a program that has closed its output."""
GUARD = Path(__file__).with_name("guard.py")


class ProcessHook(Hook):
    """Starts the program, and asks it what it wants to be told; raises BadHook."""

    seconds = None  # the pipe has its own deadline, which leaves no thread behind

    def __init__(self, command: str) -> None:
        """command: as a shell would take it, without its other powers; its standard error stays ours."""
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise BadHook(f"The hook exec:{command} cannot be read as a command ({error}).") from error
        if not words or shutil.which(words[0]) is None:
            raise BadHook(f"The hook exec:{command} names no program that can be run: give its path, and make it executable.")
        self.name = Path(words[0]).name
        self._number = 0
        self._out = b""
        self._in = b""
        lifeline, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(GUARD), str(lifeline), *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                pass_fds=(lifeline,),
                start_new_session=True,  # Ctrl-C is for us: the hook is told of the end, and closed in order
            )
        except BaseException:
            os.close(self._lifeline)
            raise
        finally:
            os.close(lifeline)
        try:
            os.set_blocking(self._stdin, False)
            os.set_blocking(self._stdout, False)
            self._hello = wire.read_hello(self._exchange(wire.greeting(), time.monotonic() + START))
        except (BadHook, TimeoutError) as error:
            self._end(0)
            said = str(error) or f"it said nothing for {START:g} s"
            raise BadHook(f"The hook exec:{command} did not start: {said}.") from error
        except BaseException:
            self._end(0)
            raise
        self.name = self._hello.name or self.name
        self.safety = self._hello.safety

    def __call__(self, event: Event) -> Result:
        """What the program answers; raises BadHook, and then the program is ended."""
        if event.moment not in self._hello.moments:
            return GO
        self._number += 1
        try:
            line = wire.asked(event, self._number, self._hello.frames)
            end = time.monotonic() + self._hello.seconds
            while (result := wire.answered(self._exchange(line, end), self._number)) is None:
                line = b""
        except TimeoutError as error:
            self._end(0)
            raise BadHook(f"it took longer than {self._hello.seconds:g} s") from error
        except (BadHook, OSError):
            self._end(0)
            raise
        return result

    def close(self) -> None:
        """Close the program's input and wait for it a moment, then end it."""
        self._end(END)

    def _end(self, grace: float) -> None:
        if self._lifeline < 0:
            return
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        finally:
            lifeline, self._lifeline = self._lifeline, -1
            os.close(lifeline)
            self._process.wait()
            self._process.stdout.close()

    @property
    def _stdin(self) -> int:
        assert self._process.stdin is not None
        return self._process.stdin.fileno()

    @property
    def _stdout(self) -> int:
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    def _exchange(self, line: bytes, end: float) -> bytes:
        """Send a line and read the next one until end; raises BadHook, TimeoutError.

        Ctrl-C loses neither what is to be sent nor what was read.
        """
        self._out += line
        with selectors.DefaultSelector() as selector:
            selector.register(self._stdout, selectors.EVENT_READ)
            if self._out:
                selector.register(self._stdin, selectors.EVENT_WRITE)
            while b"\n" not in self._in:
                ready = selector.select(max(0.0, end - time.monotonic()))
                if not ready:
                    raise TimeoutError
                for key, _ in ready:
                    if key.fd == self._stdout:
                        self._receive()
                    elif not self._send():
                        selector.unregister(self._stdin)
        answer, _, self._in = self._in.partition(b"\n")
        return answer

    def _send(self) -> bool:
        """Send what fits; False once nothing is left."""
        try:
            self._out = self._out[os.write(self._stdin, self._out[:65536]) :]
        except BlockingIOError:
            return True
        except OSError:
            return False  # it has closed its input: what it says, or that it ends, is read
        return bool(self._out)

    def _receive(self) -> None:
        try:
            piece = os.read(self._stdout, 65536)
        except BlockingIOError:
            return
        if not piece:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STATUS)
            status = self._process.returncode
            raise BadHook("it closed its output" if status is None else f"it ended with status {status}")
        self._in += piece
        if len(self._in) > wire.LONGEST:
            raise BadHook(f"its answer is longer than {wire.LONGEST >> 20} MiB")

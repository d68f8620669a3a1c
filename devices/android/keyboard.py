"""Unicode text through ADBKeyboard, an input method that takes text from a broadcast.

Knows Android's `ime` command and ADBKeyboard's broadcasts. The person's own input method comes back after each use, and
at the latest when the device is closed.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from devices.android.link import Reply
from devices.android.text import quote
from devices.errors import ActionRefused, DeviceError

ADB_KEYBOARD = "com.android.adbkeyboard/.AdbIME"
CHUNK = 3000
"""Characters in one broadcast; as base64 of UTF-8 at most 16 kB, well below the 64 kB that adb takes in a line."""
_CURRENT = "settings get secure default_input_method"


class Run(Protocol):
    """Runs one line on the phone."""

    def __call__(self, command: str, *, acting: bool = False) -> Reply:
        """Raises DeviceLost, DeliveryUnknown."""


class Keyboard:
    """ADBKeyboard on one phone. patience: seconds until it must be the current input method."""

    def __init__(
        self,
        run: Run,
        *,
        patience: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._run = run
        self._patience = patience
        self._clock = clock
        self._pause = pause
        self._undo: list[str] = []

    def installed(self) -> bool:
        """Whether the phone has it, enabled or not."""
        return ADB_KEYBOARD in self._run("ime list -a -s").text.split()

    @contextmanager
    def current(self) -> Iterator[None]:
        """Make it the current input method and give the place back afterwards; raises ActionRefused."""
        try:
            self._take_over()
            yield
        finally:
            # The text has been typed: a link that broke just now is the next call's to tell, and close() tries again.
            with suppress(DeviceError):
                self.restore()

    def restore(self) -> None:
        """Put back the input method that was there before, if it is not back yet."""
        while self._undo:
            self._run(self._undo[-1], acting=False)
            self._undo.pop()

    def _take_over(self) -> None:
        self.restore()
        before = self._run(_CURRENT).text.strip()
        if before == ADB_KEYBOARD:
            return
        if ADB_KEYBOARD not in self._run("ime list -s").text.split():
            self._undo.append(f"ime disable {ADB_KEYBOARD}")
            self._must(f"ime enable {ADB_KEYBOARD}")
        self._undo.append("ime reset" if before in ("", "null") else f"ime set {quote(before)}")
        self._must(f"ime set {ADB_KEYBOARD}")
        end = self._clock() + self._patience
        while self._run(_CURRENT).text.strip() != ADB_KEYBOARD:
            if self._clock() > end:
                raise ActionRefused("The phone did not switch to ADBKeyboard; enable it in the phone's keyboard settings.")
            self._pause(0.05)

    def _must(self, command: str) -> None:
        reply = self._run(command)
        if reply.status:
            raise ActionRefused(f"The phone refused ADBKeyboard: {reply.complaint or command}.")


def broadcasts(text: str) -> list[str]:
    """The commands that make ADBKeyboard enter a text."""
    parts = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    return [f"am broadcast -a ADB_INPUT_B64 --es msg {base64.b64encode(part.encode()).decode()}" for part in parts]


CLEAR = "am broadcast -a ADB_CLEAR_TEXT"

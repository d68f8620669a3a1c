"""The clipboard of an X desktop, borrowed for one paste and given back.

Knows the helper process that owns it (devices/desktop/x11/selection.py). Does not know what is pasted or how.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from devices.desktop.x11.connection import Address
from devices.errors import DeviceLost

ANSWER_SECONDS = 5.0
PASTE_SECONDS = 1.5
"""Seconds in which a program has to fetch the text after the keys for pasting."""

Pasted = Literal["pasted", "ignored", "full"]


class Clipboard:
    """Pastes through the clipboard. environment: for the helper process; it decides with what the helper ends."""

    def __init__(self, address: Address, environment: dict[str, str]) -> None:
        self._address = address
        self._environment = environment
        self._helper: subprocess.Popen[bytes] | None = None

    def paste(self, text: str, press: Callable[[], None], window: int = 0) -> Pasted:
        """Offer a text, press the keys for pasting, give the old content back.

        window: one of the program that is meant, by its number; 0 is any. "full": nothing was done, since what the clipboard
        holds cannot be kept. "ignored": no program fetched the text.
        """
        if not self._ask({"do": "own", "text": text})["kept"]:
            return "full"
        try:
            self._ask({"do": "mark", "window": window})
            press()
            return "pasted" if self._ask({"do": "served", "seconds": PASTE_SECONDS})["served"] else "ignored"
        finally:
            self._ask({"do": "restore"})

    def close(self) -> None:
        """End the helper; what was in the clipboard before stays in it."""
        helper, self._helper = self._helper, None
        if helper is None:
            return
        assert helper.stdin is not None
        assert helper.stdout is not None
        helper.stdin.close()
        try:
            helper.wait(timeout=2.0)
        except subprocess.TimeoutExpired:
            helper.kill()
            helper.wait()
        helper.stdout.close()

    def _ask(self, command: dict[str, object]) -> dict[str, bool]:
        helper = self._helper or self._start()
        assert helper.stdin is not None
        try:
            helper.stdin.write(json.dumps(command).encode() + b"\n")
            helper.stdin.flush()
            return self._answer(helper)
        except (OSError, ValueError) as error:
            self.close()
            raise DeviceLost("The clipboard's helper has ended, as it does with the X server; open the device anew.") from error

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {**self._environment, "DISPLAY": self._address.display}
        if self._address.authority is not None:
            environment["XAUTHORITY"] = str(self._address.authority)
        helper = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("selection.py")), self._address.display],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us: the helper has to give the clipboard back first
        )
        self._helper = helper
        self._answer(helper)
        return helper

    @staticmethod
    def _answer(helper: subprocess.Popen[bytes]) -> dict[str, bool]:
        """The helper's next line; raises OSError, ValueError."""
        assert helper.stdout is not None
        line, end = b"", time.monotonic() + ANSWER_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(helper.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise OSError("no answer in time")
                piece = os.read(helper.stdout.fileno(), 4096)
                if not piece:
                    raise OSError("ended")
                line += piece
        answer: dict[str, bool] = json.loads(line.splitlines()[-1])
        return answer

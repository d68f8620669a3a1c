"""A hook that asks a person before something is sent.

Knows what looks like sending: a touch whose thought says so, Enter, text that is submitted. Does not see the screen, so it may
ask once too often. Where nobody can be asked, or nobody answers, nothing is sent.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time

from agent.errors import BadHook
from agent.hooks.base import Hook
from agent.hooks.events import BeforePerform
from agent.hooks.results import GO, Log, Result, Veto
from devices.actions import Action, Click, DoubleTap, Drag, Hotkey, LongPress, Press, Swipe, Tap, Type, describe

WORDS = "send|submit|post|publish|reply|pay|buy|order|call"
YES = ("y", "yes")


class AskBeforeSend(Hook):
    """Asks on the terminal, y or N, before an action that seems to send something.

    words: separated by |; a touch is asked about where the thought holds one of them, in any form (send, sends, sending).
    patience: seconds for an answer; none is a no.
    """

    name = "ask before send"
    seconds = None  # it has a time limit of its own, and Ctrl-C must reach the question
    safety = True

    def __init__(self, *, words: str = WORDS, patience: str | float = 60.0) -> None:
        """Raises BadHook."""
        parts = [re.escape(word.strip()) for word in words.split("|") if word.strip()]
        if not parts:
            raise BadHook("words= names no word: separate them by |, such as send|pay.")
        # \b does not part scripts that write without spaces: a word of those is found anywhere.
        ends = [rf"\b{part}(s|ed|ing|t)?\b" if part.isascii() else part for part in parts]
        self._words = re.compile("|".join(ends), re.IGNORECASE)
        try:
            self._patience = float(patience)
        except ValueError as error:
            raise BadHook(f"patience={patience} is no number of seconds.") from error

    def before_perform(self, event: BeforePerform) -> Result:
        """Ask, where it looks like sending."""
        if not self.sends(event.action, event.thought):
            return GO
        question = f"{_plain(event.thought) or 'The agent says no more'}\n  {_plain(describe(event.action))} — do it? [y/N] "
        answer = ask(question, self._patience)
        if answer is None:
            return Veto(reason="this may send something, and nobody is there to confirm it")
        return Log(text="a person confirmed it") if answer else Veto(reason="the person does not want this to be done")

    def sends(self, action: Action, thought: str) -> bool:
        """Whether it looks like sending."""
        match action:
            case Type(text=text, submit=submit):
                return submit or "\n" in text
            case Press(key="enter"):
                return True
            case Hotkey(keys=keys):
                return "enter" in keys
            case Tap() | DoubleTap() | LongPress() | Click() | Swipe() | Drag():
                return self._words.search(thought) is not None
            case _:
                return False


def ask(question: str, seconds: float) -> bool | None:
    """Ask on the terminal; None where there is none or nobody answers."""
    try:
        terminal = sys.stdin.fileno()
        foreground = os.isatty(terminal) and os.tcgetpgrp(terminal) == os.getpgrp()
    except (OSError, ValueError, AttributeError):
        return None
    if not foreground:
        return None
    import termios

    termios.tcflush(terminal, termios.TCIFLUSH)  # what was typed before the question answers something else
    sys.stderr.write(question)
    sys.stderr.flush()
    said = b""
    end = time.monotonic() + seconds
    while not said.endswith(b"\n"):
        if not select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]:
            sys.stderr.write("\n")
            return None
        piece = os.read(terminal, 1024)
        if not piece:
            return None
        said += piece
    return said.decode(errors="replace").strip().lower() in YES


def _plain(text: str) -> str:
    """The same text in one line that cannot steer a terminal."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())

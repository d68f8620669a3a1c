"""What can be typed with `input text`, and how any text gets through the phone's shell unchanged.

Knows POSIX quoting and the habits of Android's `input text`. Does not know ADB or keyboards.
"""

from __future__ import annotations

import re

from devices.errors import ActionRefused

CHUNK = 400
"""Characters in one `input text`: real phones inject key by key and need a while."""
ENTER, TAB = 66, 61
_TYPABLE = re.compile(r"[\x20-\x7e\n\t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def quote(text: str) -> str:
    """One word of a POSIX shell that means exactly this text, whatever it holds but NUL (which no argument can hold)."""
    if "\0" in text:
        raise ValueError("no shell word can hold NUL")
    return "'" + text.replace("'", "'\\''") + "'"


def normal(text: str) -> str:
    """The text with every line end as a line feed; raises ActionRefused for what no keyboard has."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := _CONTROL.search(clean):
        raise ActionRefused(f"No keyboard types the control character U+{ord(found[0]):04X}; leave it out.")
    if any("\ud800" <= letter <= "\udfff" for letter in clean):
        raise ActionRefused("The text holds half a character (a lone surrogate); leave it out.")
    return clean


def typable(text: str) -> bool:
    """Whether `input text` and keys can enter all of this: printable ASCII, line ends, tabs."""
    return _TYPABLE.fullmatch(text) is not None


def typing_commands(text: str) -> list[str]:
    """The commands that enter typable text: `input text` for runs of letters, `input keyevent` for line ends and tabs.

    `input text` turns %s into a blank. So a blank travels as %s (older phones split at real blanks), and a real % before
    an s ends its command: the two letters are never in one.
    """
    commands = []
    for run in re.findall(rf"\n|\t|[^\n\t]{{1,{CHUNK}}}", text):
        if run in "\n\t":
            commands.append(f"input keyevent {ENTER if run == chr(10) else TAB}")
            continue
        pieces = re.sub(r"%(?=s)", "%\n", run).split("\n")
        commands += [f"input text {quote(piece.replace(' ', '%s'))}" for piece in pieces]
    return commands

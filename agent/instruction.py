"""Which instructions are taken at all: checked before anything is opened.

Knows limits and control tokens. Does not know models or devices.
"""

from __future__ import annotations

import re

from agent.errors import BadInstruction

LONGEST = 4000
CONTROL = re.compile(r"<\|[^|<>\s]{1,64}\|>")


def check_instruction(text: str) -> None:
    """Raises BadInstruction, whose one sentence names the reason."""
    if not text.strip():
        raise BadInstruction("The instruction is empty: say what should be done.")
    if len(text) > LONGEST:
        raise BadInstruction(f"The instruction has {len(text):,} characters; at most {LONGEST:,} are taken.")
    if found := CONTROL.search(text):
        raise BadInstruction(f"The instruction contains the control token {found[0]}: take it out.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise BadInstruction("The instruction is not valid text: write it in UTF-8.")


def plain(text: str) -> str:
    """The same text with whatever cannot be written as UTF-8 spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()

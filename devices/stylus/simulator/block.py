"""One line of G-code as the simulated controller reads it, or GRBL's number for what is wrong with it.

Knows the commands that a pen plotter needs, in GRBL 1.1's grammar. Does not know states, motion or settings.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

_WORD = re.compile(r"([A-Z])([+-]?(?:\d+\.?\d*|\.\d+))")
_COMMENT = re.compile(r"\([^)]*\)|;.*")
MOTIONS = {"0", "1"}
_MODAL = {
    **dict.fromkeys(("4", "53", "92"), "once"),
    **dict.fromkeys(("0", "1"), "motion"),
    **dict.fromkeys(("17", "18", "19"), "plane"),
    **dict.fromkeys(("20", "21"), "units"),
    **dict.fromkeys(("90", "91"), "distance"),
    **dict.fromkeys(("93", "94"), "feed"),
    **dict.fromkeys(("54", "55", "56", "57", "58", "59"), "offset"),
    **dict.fromkeys(("40",), "radius"),
    **dict.fromkeys(("49",), "length"),
}
_MACHINE = {
    **dict.fromkeys(("0", "1", "2", "30"), "stop"),
    **dict.fromkeys(("3", "4", "5"), "spindle"),
    **dict.fromkeys(("7", "8", "9"), "coolant"),
}


class Wrong(Exception):
    """The controller answers `error:N`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"error:{number}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Block:
    """commands: of each modal group its G number. stops: whether M0, M2 or M30 is in it. words: the others by letter."""

    commands: dict[str, str] = field(default_factory=dict)
    stops: bool = False
    words: dict[str, float] = field(default_factory=dict)

    @property
    def axes(self) -> dict[str, float]:
        """The axis words."""
        return {letter: self.words[letter] for letter in "XYZ" if letter in self.words}


def parse_block(line: str) -> Block:
    """Read one line; raises Wrong."""
    text = "".join(_COMMENT.sub("", line).split()).upper()
    commands: dict[str, str] = {}
    words: dict[str, float] = {}
    machine: set[str] = set()
    stops = False
    place = 0
    while place < len(text):
        if not text[place].isalpha():
            raise Wrong(1)
        found = _WORD.match(text, place)
        if found is None:
            raise Wrong(2)
        place = found.end()
        letter, number = found[1], float(found[2])
        name = f"{number:g}"
        if letter == "G":
            group = _MODAL.get(name)
            if group is None:
                raise Wrong(20)
            if group in commands:
                raise Wrong(21)
            commands[group] = name
        elif letter == "M":
            kind = _MACHINE.get(name)
            if kind is None:
                raise Wrong(20)
            if kind in machine:
                raise Wrong(21)
            machine.add(kind)
            stops = stops or kind == "stop"
        elif letter in "XYZFPSNT":
            if letter in words:
                raise Wrong(25)
            if letter in "FPSNT" and number < 0:
                raise Wrong(4)
            if not math.isfinite(number):
                raise Wrong(2)
            words[letter] = number
        else:
            raise Wrong(20)
    block = Block(commands, stops, words)
    _check(block)
    return block


def _check(block: Block) -> None:
    once = block.commands.get("once")
    if once == "4" and "P" not in block.words:
        raise Wrong(28)
    if once == "4" and block.axes:
        raise Wrong(31)
    if once == "53" and "motion" in block.commands and block.commands["motion"] not in MOTIONS:
        raise Wrong(30)
    if "P" in block.words and once != "4":
        raise Wrong(36)

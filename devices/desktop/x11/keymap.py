"""The keyboard's layout: which key, with which modifiers, gives a keysym.

Knows tables that were read from a server. Does not know the server. Columns of a key, in the form in which servers with the
keyboard extension tell the core protocol (XKB protocol, section 12.4): 0, 1 first group plain and with Shift; 2, 3 second
group; 4, 5 first group with AltGr, and with AltGr and Shift; 6, 7 second group with the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from devices.desktop.x11.keysyms import LEVEL_3, NAMED, NO_SYMBOL, character_of

_COLUMNS = ((0, 1, 4, 5), (2, 3, 6, 7))
"""For each group the columns of its four levels."""
SHIFT, LEVEL_3_HELD = 1, 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key, and what is held with it: SHIFT, LEVEL_3_HELD, both, or nothing."""

    keycode: int
    held: int = 0


class Keymap:
    """A layout as it was at one moment.

    first: the keycode of the first row. rows: keysyms of each key, by column. modifiers: keycodes of the eight modifiers
    (Shift, Lock, Control, Mod1 … Mod5). group: the active layout of several, from 0.
    """

    def __init__(self, first: int, rows: Sequence[Sequence[int]], modifiers: Sequence[Sequence[int]], group: int = 0) -> None:
        self._first = first
        self._rows = [tuple(row) for row in rows]
        self._modifiers = [tuple(code for code in codes if code) for codes in modifiers]
        self.group = group
        self._keysyms: dict[int, Stroke] = {}
        self._characters: dict[str, Stroke] = {}
        self._named: dict[int, int] = {}
        columns = _COLUMNS[min(group, 1)]
        has_level_3 = self.modifier(LEVEL_3) is not None
        for level, column in enumerate(columns):
            if level >= LEVEL_3_HELD and not has_level_3:
                break
            for place, row in enumerate(self._rows):
                keysym = row[column] if column < len(row) else NO_SYMBOL
                if keysym != NO_SYMBOL:
                    stroke = Stroke(first + place, level)
                    self._keysyms.setdefault(keysym, stroke)
                    self._characters.setdefault(character_of(keysym), stroke)
        self._characters.pop("", None)
        for place, row in enumerate(self._rows):
            if row and row[0] != NO_SYMBOL:
                self._named.setdefault(row[0], first + place)

    def character(self, character: str) -> Stroke | None:
        """How a character is written with one stroke; None where this layout cannot."""
        return self._characters.get(character)

    def key(self, keysym: int) -> Stroke | None:
        """How a key with a name is pressed; None where the keyboard has none."""
        return self._keysyms.get(keysym)

    def modifier(self, keysym: int) -> int | None:
        """The keycode of a modifier key that really acts as one; None where there is none."""
        acting = {code for codes in self._modifiers for code in codes}
        found = [self._first + place for place, row in enumerate(self._rows) if keysym in row]
        return next((code for code in found if code in acting), None)

    @property
    def locks(self) -> tuple[int, ...]:
        """Keycodes that toggle the Lock modifier (CapsLock)."""
        return tuple(code for code in self._modifiers[1] if NAMED["caps_lock"] in self._rows[code - self._first])

    def names_of_held(self, down: Sequence[int]) -> dict[int, str]:
        """Which of the keys that are down are modifiers, and their names; locks are not among them."""
        names = ("shift", "", "ctrl", "alt", "", "", "super", "AltGr")
        return {
            code: name for name, codes in zip(names, self._modifiers, strict=True) for code in codes if name and code in down
        }

    @property
    def spare(self) -> tuple[int, ...]:
        """Keycodes that no key of this layout uses, highest first; they can be lent to other keysyms."""
        found = [self._first + place for place, row in enumerate(self._rows) if not any(row)]
        return tuple(sorted(found, reverse=True))

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return max((len(row) for row in self._rows), default=1)

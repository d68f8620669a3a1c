"""The keyboard of an X desktop: chords, and text by key strokes.

Knows XTest and the server's key table. What the layout cannot write is lent to spare keys for a moment (ChangeKeyboardMapping)
and taken back. Keys that are down are released whatever goes wrong; CapsLock is off while text is typed and put back.
Does not know the clipboard.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from devices.desktop.system import Hand
from devices.desktop.x11.keymap import LEVEL_3_HELD, SHIFT, Keymap, Stroke
from devices.desktop.x11.keysyms import LEVEL_3, NAMED, NO_SYMBOL, keysym_of
from devices.errors import ActionRefused
from devices.keys import MODIFIERS

if TYPE_CHECKING:
    from Xlib.display import Display

FIRST_KEYCODE = 8
GROUP_SHIFT, GROUP_MASK, LOCK_MASK = 13, 3, 2
BETWEEN_KEYS = 0.008
"""Seconds between the events of a chord."""
UNTIL_LEARNT = 0.15
"""Seconds that programs get to take note of a lent key, and to read what was typed with it before it is taken back."""
SYNC_EVERY = 24
"""Characters that are sent before the server is asked whether it is still there."""
KEYS_OF_CHARACTERS = {"\n": NAMED["enter"], "\t": NAMED["tab"]}


class Keyboard:
    """Keys of one X server, for one thread."""

    def __init__(self, display: Display, hand: Hand) -> None:
        self._display = display
        self._hand = hand
        self._down: list[int] = []
        self._lent: list[int] = []

    def chord(self, keys: Sequence[str]) -> str:
        """Press keys in order and release them in reverse; returns a note. Raises ActionRefused before anything is pressed."""
        keymap = self._read()
        needed = {name: NAMED[name] if name in NAMED else keysym_of(name) for name in keys}
        strokes: dict[str, Stroke] = {}
        for name, keysym in needed.items():
            modifier = keymap.modifier(keysym) if name in MODIFIERS else None
            stroke = Stroke(modifier) if modifier else (keymap.character(name) if name not in NAMED else keymap.key(keysym))
            if stroke is not None:
                strokes[name] = stroke
        missing = [name for name in needed if name not in strokes]
        if any(name in MODIFIERS for name in missing):
            raise ActionRefused(f"This keyboard has no key {missing[0]}; use other keys.")
        self._let_modifiers_go(keymap)
        with self._lent_keys(keymap, [needed[name] for name in missing]) as lent, self._releasing():
            strokes |= {name: Stroke(lent[needed[name]]) for name in missing}
            for name in keys:
                self._hold(keymap, strokes[name].held)
                self._press(strokes[name].keycode)
                self._display.sync()
                self._hand.pause(BETWEEN_KEYS)
            self._hand.sent.append(f"keys {'+'.join(keys)}")
        return f"this layout has no {', '.join(missing)}: lent to a spare key" if missing else ""

    def typable(self, text: str) -> bool:
        """Whether the layout has a key for every character of a text."""
        keymap = self._read()
        return all(keymap.character(character) for character in set(text) if character not in KEYS_OF_CHARACTERS)

    def write(self, text: str) -> None:
        """Type a text key by key; characters that the layout lacks go through spare keys."""
        keymap = self._read()
        self._let_modifiers_go(keymap)
        with self._without_lock(keymap):
            for part, missing in _batches(text, keymap):
                with self._lent_keys(keymap, missing) as lent:
                    self._write(part, keymap, lent)

    def _write(self, text: str, keymap: Keymap, lent: dict[int, int]) -> None:
        with self._releasing():
            for number, character in enumerate(text):
                stroke = _stroke(character, keymap) or Stroke(lent[keysym_of(character)])
                with self._releasing(sync=False):
                    self._hold(keymap, stroke.held)
                    self._press(stroke.keycode)
                if number % SYNC_EVERY == SYNC_EVERY - 1 or self._hand.pacing:
                    self._display.sync()
                    self._hand.pause(self._hand.pacing)
            self._hand.sent.append(f"{len(text)} characters by keys" + (f", {len(lent)} lent" if lent else ""))

    def release(self) -> None:
        """Release whatever is down, and take back what is lent."""
        for keycode in reversed(self._down):
            self._event(press=False, keycode=keycode)
        self._down.clear()
        self._take_back()
        self._display.sync()

    def _read(self) -> Keymap:
        """The layout now: it may have been switched since."""
        info = self._display.display.info
        first, last = info.min_keycode, info.max_keycode
        rows = self._display.get_keyboard_mapping(first, last - first + 1)
        state = self._display.screen().root.query_pointer().mask
        return Keymap(first, rows, list(self._display.get_modifier_mapping()), state >> GROUP_SHIFT & GROUP_MASK)

    def _let_modifiers_go(self, keymap: Keymap) -> None:
        """Modifiers that are down already would change every key: release them, refuse where somebody really holds them."""
        for attempt in range(2):
            held = keymap.names_of_held(self._keys_down())
            if not held:
                return
            if attempt:
                names = " and ".join(sorted(set(held.values())))
                raise ActionRefused(f"Somebody holds {names} down on the keyboard; let go of it and try again.")
            for keycode in held:
                self._event(press=False, keycode=keycode)
            self._display.sync()

    def _keys_down(self) -> list[int]:
        """Keycodes of the keys that are down now."""
        return [byte * 8 + bit for byte, bits in enumerate(self._display.query_keymap()) for bit in range(8) if bits >> bit & 1]

    @contextlib.contextmanager
    def _releasing(self, *, sync: bool = True) -> Iterator[None]:
        """What was pressed inside is released in reverse, whatever happens; sync: and the server has heard of it."""
        before = len(self._down)
        try:
            yield
        finally:
            while len(self._down) > before:
                self._event(press=False, keycode=self._down[-1])
                self._down.pop()
            if sync:
                self._display.sync()  # else the releases wait in a queue, and the keys repeat meanwhile

    @contextlib.contextmanager
    def _without_lock(self, keymap: Keymap) -> Iterator[None]:
        """CapsLock is off inside."""
        locked = bool(self._display.screen().root.query_pointer().mask & LOCK_MASK)
        keycodes = keymap.locks[:1] if locked else ()
        for keycode in keycodes:
            self._tap(keycode)
        try:
            yield
        finally:
            for keycode in keycodes:
                self._tap(keycode)

    @contextlib.contextmanager
    def _lent_keys(self, keymap: Keymap, keysyms: Sequence[int]) -> Iterator[dict[int, int]]:
        """Spare keys that give the keysyms inside: keysym -> keycode."""
        if not keysyms:
            yield {}
            return
        if len(keysyms) > len(keymap.spare):
            raise ActionRefused("This keyboard layout leaves no spare key for what it lacks; use other keys.")
        lent = dict(zip(keysyms, keymap.spare, strict=False))
        try:
            for keysym, keycode in lent.items():
                self._lent.append(keycode)
                self._display.change_keyboard_mapping(keycode, [[keysym] * keymap.columns])
            self._display.sync()
            self._hand.pause(UNTIL_LEARNT)
            yield lent
            self._display.sync()
            self._hand.pause(UNTIL_LEARNT)
        finally:
            self._take_back()

    def _take_back(self) -> None:
        for keycode in self._lent:
            self._display.change_keyboard_mapping(keycode, [[NO_SYMBOL]])
        if self._lent:
            self._display.sync()
        self._lent.clear()

    def _hold(self, keymap: Keymap, held: int) -> None:
        for bit, keysym in ((SHIFT, NAMED["shift"]), (LEVEL_3_HELD, LEVEL_3)):
            keycode = keymap.modifier(keysym)
            if held & bit and keycode is not None and keycode not in self._down:
                self._press(keycode)

    def _press(self, keycode: int) -> None:
        self._down.append(keycode)
        self._event(press=True, keycode=keycode)

    def _tap(self, keycode: int) -> None:
        with self._releasing():
            self._press(keycode)

    def _event(self, *, press: bool, keycode: int) -> None:
        from Xlib import X
        from Xlib.ext.xtest import fake_input

        fake_input(self._display, X.KeyPress if press else X.KeyRelease, keycode)


def _stroke(character: str, keymap: Keymap) -> Stroke | None:
    keysym = KEYS_OF_CHARACTERS.get(character)
    return keymap.key(keysym) if keysym is not None else keymap.character(character)


def _batches(text: str, keymap: Keymap) -> Iterator[tuple[str, list[int]]]:
    """Pieces of a text that need no more spare keys than there are, with the keysyms that they need."""
    part, missing = "", list[int]()
    for character in text:
        if _stroke(character, keymap) is None and keysym_of(character) not in missing:
            if len(missing) == len(keymap.spare):
                yield part, missing
                part, missing = "", []
            missing.append(keysym_of(character))
        part += character
    yield part, missing

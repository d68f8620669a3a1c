"""From names of keys to those of the web (the `key` of a KeyboardEvent, W3C UI Events), as Playwright presses them.

Knows names. Does not know pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.actions import Key
from devices.errors import UnsupportedAction

_WEB: Mapping[str, str] = {
    "ctrl": "Control",
    "shift": "Shift",
    "alt": "Alt",
    "super": "Meta",
    "enter": "Enter",
    "tab": "Tab",
    "escape": "Escape",
    "backspace": "Backspace",
    "delete": "Delete",
    "insert": "Insert",
    "space": "Space",
    "menu": "ContextMenu",
    "up": "ArrowUp",
    "down": "ArrowDown",
    "left": "ArrowLeft",
    "right": "ArrowRight",
    "home": "Home",
    "end": "End",
    "page_up": "PageUp",
    "page_down": "PageDown",
    "caps_lock": "CapsLock",
    "num_lock": "NumLock",
    "scroll_lock": "ScrollLock",
    "print_screen": "PrintScreen",
    "pause": "Pause",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
PRESSED: Mapping[Key, str] = {
    "enter": "Enter",
    "delete": "Backspace",
    "tab": "Tab",
    "escape": "Escape",
    "menu": "ContextMenu",
}
"""Keys of a phone that are keys here, too; back and home are the browser's own."""


def web_key(name: str, *, shifted: bool = False) -> str:
    """The web's name of a key in our form; raises UnsupportedAction for keys that no page hears.

    shifted: Shift is held, so letters and digits are named by the place of their key, which then gives the upper sign.
    """
    if len(name) == 1:
        plain = shifted and name.isascii() and name.isalnum()
        return f"{'Digit' if name.isdigit() else 'Key'}{name.upper()}" if plain else name
    if name not in _WEB:
        raise UnsupportedAction(f"A browser's page hears no key {name}; press another one.")
    return _WEB[name]

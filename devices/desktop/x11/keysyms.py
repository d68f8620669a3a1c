"""Keysyms: the X protocol's numbers for keys and characters.

Knows the rule for Unicode (0x01000000 + code point), the older 16-bit ranges, which follow 8-bit character sets, and the
numbers of named keys. Source: X Window System Protocol, appendix A, and keysymdef.h.
"""

from __future__ import annotations

import unicodedata
from functools import cache

UNICODE = 0x01000000
NO_SYMBOL = 0

NAMED = {
    "ctrl": 0xFFE3,
    "shift": 0xFFE1,
    "alt": 0xFFE9,
    "super": 0xFFEB,
    "enter": 0xFF0D,
    "tab": 0xFF09,
    "escape": 0xFF1B,
    "backspace": 0xFF08,
    "delete": 0xFFFF,
    "insert": 0xFF63,
    "space": 0x20,
    "menu": 0xFF67,
    "home": 0xFF50,
    "left": 0xFF51,
    "up": 0xFF52,
    "right": 0xFF53,
    "down": 0xFF54,
    "page_up": 0xFF55,
    "page_down": 0xFF56,
    "end": 0xFF57,
    "print_screen": 0xFF61,
    "pause": 0xFF13,
    "caps_lock": 0xFFE5,
    "num_lock": 0xFF7F,
    "scroll_lock": 0xFF14,
    "volume_down": 0x1008FF11,
    "volume_mute": 0x1008FF12,
    "volume_up": 0x1008FF13,
    "media_play": 0x1008FF14,
    "media_previous": 0x1008FF16,
    "media_next": 0x1008FF17,
    **{f"f{number}": 0xFFBE + number - 1 for number in range(1, 25)},
}
"""Names of devices.keys -> keysym."""
LEVEL_3 = 0xFE03  # ISO_Level3_Shift: AltGr
CAPS_LOCK = NAMED["caps_lock"]

_CODECS = {
    0x01: "iso8859_2",
    0x02: "iso8859_3",
    0x03: "iso8859_4",
    0x05: "iso8859_6",
    0x0C: "iso8859_8",
    0x0D: "tis_620",
}
"""High byte of a 16-bit keysym -> the character set that its low byte is from."""
_GREEK = {
    **dict(zip((0x7A1, 0x7A2, 0x7A3, 0x7A4, 0x7A5, 0x7A7, 0x7A8, 0x7A9, 0x7AB, 0x7AE, 0x7AF), "ΆΈΉΊΪΌΎΫΏ΅―", strict=True)),
    **dict(zip(range(0x7B1, 0x7BC), "άέήίϊΐόύϋΰώ", strict=True)),
    **dict(zip(range(0x7C1, 0x7D2), "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ", strict=True)),
    **dict(zip(range(0x7D4, 0x7DA), "ΤΥΦΧΨΩ", strict=True)),
    **dict(zip(range(0x7E1, 0x7FA), "αβγδεζηθικλμνξοπρσςτυφχψω", strict=True)),
}
_CYRILLIC_REST = dict(zip(range(0x6A1, 0x6C0), "ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏ", strict=True))
_OTHER = {0x20AC: "€", 0x7D2: "Σ"}


@cache
def keysym_of(character: str) -> int:
    """The keysym of one character that a program understands whatever the keyboard's layout is."""
    number = ord(character)
    return number if 0x20 <= number <= 0x7E or 0xA0 <= number <= 0xFF else UNICODE | number


@cache
def character_of(keysym: int) -> str:
    """The character that a keysym writes; empty for keys that write none, and for dead keys."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if keysym & 0xFF000000 == UNICODE:
        code = keysym & 0x00FFFFFF
        return chr(code) if code < 0x110000 and not unicodedata.category(chr(code)).startswith("C") else ""
    if keysym in _OTHER or keysym in _GREEK:
        return _OTHER.get(keysym) or _GREEK[keysym]
    high, low = keysym >> 8, keysym & 0xFF
    if high == 0x06:
        return _CYRILLIC_REST.get(keysym) or (bytes([low]).decode("koi8_r") if low >= 0xC0 else "")
    if high == 0x04 and 0xA1 <= low <= 0xDF:
        return bytes([low]).decode("shift_jis", "replace")
    codec = _CODECS.get(high)
    if codec and low >= 0xA1:
        found = bytes([low]).decode(codec, "ignore")
        return found if found.isprintable() else ""
    return ""

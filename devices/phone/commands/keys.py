"""What this phone does when a key is pressed. Keys that Android knows and this phone has no use for do nothing."""

from __future__ import annotations

from collections.abc import Sequence

from devices.phone.commands.key_codes import CODES, UNKNOWN
from devices.phone.phone import Phone

_HIGHEST = 10_000

_PRESSED = {
    3: "home", 4: "back", 19: "up", 20: "down", 21: "left", 22: "right", 23: "enter", 24: "volume_up", 25: "volume_down",
    26: "power", 61: "tab", 62: "space", 66: "enter", 67: "delete", 111: "escape", 112: "forward_delete", 122: "move_home",
    123: "move_end", 160: "enter", 164: "volume_mute", 187: "recents", 223: "sleep", 224: "wakeup", 276: "sleep",
    280: "up", 281: "down", 282: "left", 283: "right", 312: "recents",
}  # fmt: skip
_HELD = {26: "power_long"}
"""Keys that mean something else when they are held."""
_TYPED = {
    17: "*", 18: "#", 55: ",", 56: ".", 68: "`", 69: "-", 70: "=", 71: "[", 72: "]", 73: "\\", 74: ";", 75: "'", 76: "/",
    77: "@", 81: "+", 154: "/", 155: "*", 156: "-", 157: "+", 158: ".", 159: ",", 161: "=", 162: "(", 163: ")", 216: "¥",
    **{7 + digit: str(digit) for digit in range(10)},
    **{29 + letter: chr(ord("a") + letter) for letter in range(26)},
    **{144 + digit: str(digit) for digit in range(10)},
}  # fmt: skip
_SHIFTED = dict(zip("1234567890-=[]\\;',./`", '!@#$%^&*()_+{}|:"<>?~', strict=True))
_OPENED = {
    5: "com.android.dialer", 27: "com.android.camera2", 64: "com.android.browser", 65: "com.android.email",
    176: "com.android.settings", 207: "com.android.contacts", 208: "com.android.calendar", 209: "com.android.music",
    210: "com.android.calculator2",
}  # fmt: skip
"""Keys that open an app."""
_BRIGHTNESS = {220: -16, 221: 16}
SCREENSHOT = 120
"""The key that takes a picture of the screen; so do power and volume down together."""
_SHIFTS, _ALTS = (59, 60), (57, 58)


def resolve(word: str) -> int:
    """The code of a key by its number or its name, with or without KEYCODE_; 0 for what is no key, as on Android."""
    if word.isascii() and word.isdecimal():
        return int(word[:6]) if int(word[:6]) <= _HIGHEST else UNKNOWN
    return CODES.get(word.upper().removeprefix("KEYCODE_"), UNKNOWN)


def press(phone: Phone, code: int, *, held: bool = False) -> None:
    """Press and release a key."""
    if held and code in _HELD:
        phone.press_key(_HELD[code])
    elif code in _PRESSED:
        phone.press_key(_PRESSED[code])
    elif code in _TYPED and phone.awake:
        phone.commit_text(_TYPED[code])
    elif code in _OPENED and phone.awake and not phone.locked:
        if phone.apps.find(_OPENED[code]) is not None:
            phone.start(_OPENED[code])
    elif code in _BRIGHTNESS:
        now = phone.store.get("system", "screen_brightness") or "0"
        level = int(now) if now.isascii() and now.isdecimal() else 0
        phone.store.put("system", "screen_brightness", str(min(max(level + _BRIGHTNESS[code], 0), 255)))
    elif code == CODES["NOTIFICATION"] and phone.awake and not phone.locked:
        phone.pull_shade(1)
    elif code == CODES["ENDCALL"]:
        phone.press_key("sleep")


def press_together(phone: Phone, codes: Sequence[int]) -> bool:
    """Press several keys at once; True where that asks for a picture of the screen."""
    if set(codes) == {CODES["POWER"], CODES["VOLUME_DOWN"]}:
        return True
    *modifiers, last = codes
    if modifiers and modifiers[0] in _ALTS and last == CODES["TAB"]:
        phone.press_key("recents")
    elif modifiers and all(code in _SHIFTS for code in modifiers) and last in _TYPED and phone.awake:
        character = _TYPED[last]
        phone.commit_text(_SHIFTED.get(character, character.upper()))
    elif not modifiers or not set(modifiers) <= {*_SHIFTS, *_ALTS, 113, 114, 117, 118}:
        for code in codes:
            press(phone, code)
    return False

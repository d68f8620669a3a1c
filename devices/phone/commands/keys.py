"""Android's key codes: their numbers, their names, and what this phone does when one is pressed."""

from __future__ import annotations

from devices.phone.commands.console import Refused
from devices.phone.phone import Phone

CODES = {
    "UNKNOWN": 0, "HOME": 3, "BACK": 4, "CALL": 5, "ENDCALL": 6, "STAR": 17, "POUND": 18,
    "DPAD_UP": 19, "DPAD_DOWN": 20, "DPAD_LEFT": 21, "DPAD_RIGHT": 22, "DPAD_CENTER": 23,
    "VOLUME_UP": 24, "VOLUME_DOWN": 25, "POWER": 26, "CAMERA": 27, "CLEAR": 28, "COMMA": 55, "PERIOD": 56,
    "ALT_LEFT": 57, "ALT_RIGHT": 58, "SHIFT_LEFT": 59, "SHIFT_RIGHT": 60, "TAB": 61, "SPACE": 62, "EXPLORER": 64,
    "ENVELOPE": 65, "ENTER": 66, "DEL": 67, "GRAVE": 68, "MINUS": 69, "EQUALS": 70, "LEFT_BRACKET": 71,
    "RIGHT_BRACKET": 72, "BACKSLASH": 73, "SEMICOLON": 74, "APOSTROPHE": 75, "SLASH": 76, "AT": 77, "FOCUS": 80,
    "PLUS": 81, "MENU": 82, "NOTIFICATION": 83, "SEARCH": 84, "MEDIA_PLAY_PAUSE": 85, "MEDIA_STOP": 86,
    "MEDIA_NEXT": 87, "MEDIA_PREVIOUS": 88, "MUTE": 91, "PAGE_UP": 92, "PAGE_DOWN": 93, "ESCAPE": 111,
    "FORWARD_DEL": 112, "CTRL_LEFT": 113, "CTRL_RIGHT": 114, "CAPS_LOCK": 115, "MOVE_HOME": 122, "MOVE_END": 123,
    "MEDIA_PLAY": 126, "MEDIA_PAUSE": 127, "NUMPAD_DIVIDE": 154, "NUMPAD_MULTIPLY": 155, "NUMPAD_SUBTRACT": 156,
    "NUMPAD_ADD": 157, "NUMPAD_DOT": 158, "NUMPAD_COMMA": 159, "NUMPAD_ENTER": 160, "NUMPAD_EQUALS": 161,
    "VOLUME_MUTE": 164, "SETTINGS": 176, "APP_SWITCH": 187, "ASSIST": 219, "BRIGHTNESS_DOWN": 220,
    "BRIGHTNESS_UP": 221, "SLEEP": 223, "WAKEUP": 224, "SOFT_SLEEP": 276, "CUT": 277, "COPY": 278, "PASTE": 279,
    **{str(digit): 7 + digit for digit in range(10)},
    **{chr(ord("A") + letter): 29 + letter for letter in range(26)},
    **{f"F{number}": 130 + number for number in range(1, 13)},
    **{f"NUMPAD_{digit}": 144 + digit for digit in range(10)},
}  # fmt: skip
"""Name without KEYCODE_ -> number (source: android.view.KeyEvent). Numbers without a name here are accepted and do nothing."""
_HIGHEST = 320

_PRESSED = {
    3: "home", 4: "back", 19: "up", 20: "down", 21: "left", 22: "right", 23: "enter", 26: "power", 61: "tab", 62: "space",
    66: "enter", 67: "delete", 111: "escape", 112: "forward_delete", 122: "move_home", 123: "move_end", 160: "enter",
    187: "recents", 223: "sleep", 224: "wakeup", 276: "sleep",
}  # fmt: skip
_TYPED = {
    17: "*", 18: "#", 55: ",", 56: ".", 68: "`", 69: "-", 70: "=", 71: "[", 72: "]", 73: "\\", 74: ";", 75: "'", 76: "/",
    77: "@", 81: "+", 154: "/", 155: "*", 156: "-", 157: "+", 158: ".", 159: ",", 161: "=",
    **{7 + digit: str(digit) for digit in range(10)},
    **{29 + letter: chr(ord("a") + letter) for letter in range(26)},
    **{144 + digit: str(digit) for digit in range(10)},
}  # fmt: skip
_TURNED = {
    24: ("volume_music", 1, 15),
    25: ("volume_music", -1, 15),
    220: ("screen_brightness", -16, 255),
    221: ("screen_brightness", 16, 255),
}
_MUTED = (91, 164)


def resolve(word: str) -> int:
    """The code of a key by its number or its name, with or without KEYCODE_; raises Refused for what is no key."""
    if word.isascii() and word.isdecimal() and len(word) < 5 and int(word) <= _HIGHEST:
        return int(word)
    code = CODES.get(word.upper().removeprefix("KEYCODE_"))
    if code is None:
        raise Refused(f"Error: Invalid arguments for command: keyevent ({word} is no key)")
    return code


def press(phone: Phone, code: int) -> None:
    """Press and release a key."""
    if code in _PRESSED:
        phone.press_key(_PRESSED[code])
    elif code in _TYPED and phone.awake:
        phone.commit_text(_TYPED[code])
    elif code in _TURNED:
        key, step, most = _TURNED[code]
        now = phone.store.get("system", key) or "0"
        level = int(now) if now.isascii() and now.isdecimal() else 0
        phone.store.put("system", key, str(min(max(level + step, 0), most)))
    elif code in _MUTED:
        phone.store.put("system", "volume_music", "0")

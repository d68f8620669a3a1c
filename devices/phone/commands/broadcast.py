"""What the phone does with a broadcast: the ADB keyboard types, airplane mode switches radios, the rest goes unheard."""

from __future__ import annotations

import base64
import binascii

from devices.phone.commands import keys
from devices.phone.commands.handset import Handset
from devices.phone.commands.intent import Intent
from devices.phone.commands.svc import switch
from devices.phone.manifest import ADB_KEYBOARD

_EDITOR_CODES = (2, 3, 4, 5, 6)  # go, search, send, next, done


def deliver(handset: Handset, intent: Intent) -> None:
    """Hand a broadcast to whoever listens. A malformed one has no effect, as with a receiver that throws it away."""
    handset.log.write("D", "ActivityManager", f"broadcast {intent}")
    if intent.action.startswith("android.intent.action.AIRPLANE_MODE"):
        on = intent.extras.get("state")
        if on is not None:
            for radio in ("wifi", "bluetooth"):
                switch(handset, radio, not on and radio == "wifi")
    elif intent.action == "android.intent.action.CLOSE_SYSTEM_DIALOGS":
        handset.phone.pull_shade(0)
    elif intent.action.startswith("ADB_") and handset.input_method == ADB_KEYBOARD:
        _type(handset, intent)


def _type(handset: Handset, intent: Intent) -> None:
    phone = handset.phone
    message = intent.extras.get("msg")
    match intent.action:
        case "ADB_INPUT_TEXT" if isinstance(message, str):
            phone.commit_text(message)
        case "ADB_INPUT_B64" if isinstance(message, str):
            phone.commit_text(_decoded(message))
        case "ADB_INPUT_CHARS":
            phone.commit_text(_characters(intent.extras.get("chars") or ""))
        case "ADB_CLEAR_TEXT":
            phone.clear_text()
        case "ADB_KEYEVENT" | "ADB_INPUT_CODE":
            code = intent.extras.get("code")
            if isinstance(code, int):
                keys.press(phone, keys.resolve(str(code)))
        case "ADB_EDITOR_CODE" if intent.extras.get("code") in _EDITOR_CODES:
            phone.press_key("enter")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _characters(codes: object) -> str:
    """Characters by their numbers: a list (--eia), or a text with commas (--es)."""
    words = codes if isinstance(codes, list) else str(codes).split(",")
    numbers = [int(word) for word in map(str, words) if word.isascii() and word.isdecimal() and len(word) < 8]
    return "".join(chr(code) for code in numbers if code < 0x110000 and not 0xD800 <= code < 0xE000)

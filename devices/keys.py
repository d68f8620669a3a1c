"""Names of keys: what people and models write, brought into one form.

Knows names. Does not know what a key does, or the numbers that any system gives to it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

MODIFIERS = ("ctrl", "shift", "alt", "super")
NAMES = frozenset(
    (
        *MODIFIERS,
        *("enter", "tab", "escape", "backspace", "delete", "insert", "space", "menu"),
        *("up", "down", "left", "right", "home", "end", "page_up", "page_down"),
        *(f"f{number}" for number in range(1, 25)),
        *("caps_lock", "num_lock", "scroll_lock", "print_screen", "pause"),
        *("volume_up", "volume_down", "volume_mute", "media_play", "media_next", "media_previous"),
    )
)
"""Every key that has a name of its own; `delete` removes what follows the caret, `backspace` what precedes it."""
_OTHER_NAMES = {
    **dict.fromkeys(("control", "ctl", "control_left", "ctrl_left", "control_l", "ctrl_l"), "ctrl"),
    **dict.fromkeys(("shift_left", "shift_l"), "shift"),
    **dict.fromkeys(("option", "opt", "alt_left", "alt_l"), "alt"),
    **dict.fromkeys(("cmd", "command", "win", "windows", "meta", "super_l", "meta_l"), "super"),
    **dict.fromkeys(("return", "kp_enter"), "enter"),
    **dict.fromkeys(("esc",), "escape"),
    **dict.fromkeys(("back_space", "bksp"), "backspace"),
    **dict.fromkeys(("del",), "delete"),
    **dict.fromkeys(("ins",), "insert"),
    **dict.fromkeys(("spacebar",), "space"),
    **dict.fromkeys(("context_menu", "apps"), "menu"),
    **{f"arrow{gap}{side}": side for side in ("up", "down", "left", "right") for gap in ("", "_")},
    **{f"{side}{gap}arrow": side for side in ("up", "down", "left", "right") for gap in ("", "_")},
    **dict.fromkeys(("pgup", "pageup", "prior"), "page_up"),
    **dict.fromkeys(("pgdn", "pgdown", "pagedown", "next"), "page_down"),
    **dict.fromkeys(("capslock", "caps"), "caps_lock"),
    **dict.fromkeys(("numlock",), "num_lock"),
    **dict.fromkeys(("scrolllock",), "scroll_lock"),
    **dict.fromkeys(("printscreen", "prtsc", "prtscr", "print"), "print_screen"),
    **dict.fromkeys(("break",), "pause"),
    **dict.fromkeys(("volumeup",), "volume_up"),
    **dict.fromkeys(("volumedown",), "volume_down"),
    **dict.fromkeys(("mute", "volumemute"), "volume_mute"),
    **dict.fromkeys(("play", "play_pause", "playpause", "media_play_pause"), "media_play"),
    **dict.fromkeys(("media_prev",), "media_previous"),
    **dict.fromkeys(("plus",), "+"),
    **dict.fromkeys(("minus",), "-"),
}


def key_name(text: str) -> str:
    """The one name of a key: "Return" -> "enter", "PgUp" -> "page_up", "C" -> "c"; raises ValueError.

    A key that writes one character is named by it, letters in lower case (with Shift held they are written in upper case).
    """
    name = "space" if text == " " else "_".join(text.strip().lower().replace("-", "_").split()) or text.strip()
    if text.strip() == "-":
        return "-"
    name = _OTHER_NAMES.get(name, name)
    if name in NAMES or (len(name) == 1 and name.isprintable() and not name.isspace()):
        return name
    raise ValueError(f"there is no key {text[:40]!r}; keys are single characters or {', '.join(sorted(NAMES))}")


KeyName = Annotated[str, AfterValidator(key_name)]
"""A key's name in its one form; whatever key_name() takes is accepted."""


def chord(text: str) -> tuple[str, ...]:
    """The keys of a chord as people write it: "Ctrl+Shift+T", "ctrl c", "ctrl-alt-del"; raises ValueError.

    A plus sign of its own, or at the end ("ctrl++"), is the key; so is a single minus sign.
    """
    words = text.strip()
    if not words:
        return ("space",) if text else ()
    try:
        return (key_name(words),)
    except ValueError:
        pass
    last: tuple[str, ...] = ()
    for sign in ("+", "-"):
        if words.endswith((f"+{sign}", f" {sign}", f"-{sign}")):
            words, last = words[:-2], (sign,)
            break
    for mark in ("+", " ", "-"):
        if mark in words:
            return (*(key_name(part) for part in words.split(mark) if part.strip()), *last)
    return (key_name(words), *last)

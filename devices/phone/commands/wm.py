"""`wm`: how large the screen is and how it is turned."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing, whole
from devices.phone.commands.handset import Handset
from devices.phone.commands.settings import put
from devices.phone.options import BadPhoneOption, PhoneOptions

_USAGE = """Window manager (window) commands:
  help
      Print this help text.
  size [reset|WxH|WdpxHdp] [-d DISPLAY_ID]
    Return or override display size.
    width and height in pixels unless suffixed with 'dp'.
  density [reset|DENSITY] [-d DISPLAY_ID]
    Return or override display density.
  scaling [off|auto] [-d DISPLAY_ID]
    Set display scaling mode.
  dismiss-keyguard
    Dismiss the keyguard, prompting user for auth if necessary.
  user-rotation [-d DISPLAY_ID] [free|lock] [rotation]
    Print or set user rotation mode and user rotation.
  fixed-to-user-rotation [-d DISPLAY_ID] [enabled|disabled|default]
    Print or set rotating display for app requested orientation."""
_LOWEST_DENSITY = 72


def commands(handset: Handset) -> Mapping[str, Command]:
    """`wm` for this phone."""
    return {"wm": refusing(lambda call: _wm(handset, call))}


def _wm(handset: Handset, call: Invocation) -> int | None:
    verb, *rest = _without_display(call.argv[1:]) or [""]
    store = handset.phone.store
    match verb, rest:
        case "size", []:
            _print_override(call, "size", *(f"{width}x{height}" for width, height in (_built(handset), natural_size(handset))))
        case "size", [size]:
            wanted = _built(handset) if size == "reset" else _size(size, handset.phone.density)
            _resize(handset, wanted, handset.phone.density)
        case "density", []:
            _print_override(call, "density", str(handset.phone.options.density), str(handset.phone.density))
        case "density", [density]:
            _resize(handset, natural_size(handset), _density(handset, density))
        case "scaling", ["off" | "auto"]:
            return None  # the picture is never scaled
        case "scaling", _:
            raise Refused("Error: scaling must be 'auto' or 'off'")
        case "user-rotation", []:
            free = store.get("system", "accelerometer_rotation") == "1"
            call.print("free" if free else f"lock {handset.phone.rotation}")
        case "user-rotation", ["free"]:
            put(handset, "system", "accelerometer_rotation", "1")
        case "user-rotation", ["lock"] | ["lock", "0" | "1" | "2" | "3"]:
            put(handset, "system", "accelerometer_rotation", "0")
            put(handset, "system", "user_rotation", rest[1] if len(rest) == 2 else str(handset.phone.rotation))
        case "user-rotation", ["lock", number]:
            raise Refused(f"Error: bad rotation {number}")
        case "user-rotation", [mode, *_]:
            raise Refused(f"Error: argument needs to be either -d, free or lock, not {mode}")
        case "fixed-to-user-rotation", []:
            call.print(store.get("secure", "fixed_to_user_rotation") or "default")
        case "fixed-to-user-rotation", ["enabled" | "disabled" | "default" as word]:
            store.put("secure", "fixed_to_user_rotation", word)
        case "dismiss-keyguard", []:
            handset.phone.dismiss_keyguard()
        case ("" | "help" | "-h", _):
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _without_display(words: Sequence[str]) -> list[str]:
    """The words without `-d DISPLAY`: there is one display."""
    kept = list(words)
    if "-d" in kept:
        place = kept.index("-d")
        del kept[place : place + 2]
    return kept


def natural_size(handset: Handset) -> tuple[int, int]:
    """Width and height of the screen in its natural position, however it is turned now."""
    width, height = handset.phone.size
    return (height, width) if handset.phone.rotation % 2 else (width, height)


def _built(handset: Handset) -> tuple[int, int]:
    return handset.phone.options.width, handset.phone.options.height


def _print_override(call: Invocation, what: str, built: str, now: str) -> None:
    call.print(f"Physical {what}: {built}")
    if now != built:
        call.print(f"Override {what}: {now}")


def _density(handset: Handset, text: str) -> int:
    if text == "reset":
        return handset.phone.options.density
    wrong = f'Error: bad number java.lang.NumberFormatException: For input string: "{text}"'
    density = whole(text, wrong, low=-(2**31))
    if density < _LOWEST_DENSITY:
        raise Refused(f"Error: density must be >= {_LOWEST_DENSITY}")
    return density


def _size(text: str, density: int) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})(px|dp)?x(\d{1,5})(px|dp)?", text)
    if not found:
        raise Refused(f"Error: bad size {text}")
    one, two = (density / 160 if unit == "dp" else 1 for unit in (found[2], found[4]))
    return round(int(found[1]) * one), round(int(found[3]) * two)


def _resize(handset: Handset, size: tuple[int, int], density: int) -> None:
    try:
        PhoneOptions(width=size[0], height=size[1], density=density)
    except BadPhoneOption as error:
        raise Refused(f"Error: {error}") from error
    width, height = reversed(size) if handset.phone.rotation % 2 else size
    handset.phone.resize(width, height, density)

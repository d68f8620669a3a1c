"""`screencap`, `wm`, `screenrecord`: what the screen shows and how large it is."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence

from devices.phone.adbd.files import normalise, reason
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing, whole
from devices.phone.commands.handset import Handset
from devices.phone.commands.png import PngEncoder
from devices.phone.commands.settings import put
from devices.phone.options import BadPhoneOption, PhoneOptions

DISPLAY_ID = "4619827259835644672"
"""The physical display, as SurfaceFlinger numbers it."""
_FORMAT_RGBA, _SRGB = 1, 1


def commands(handset: Handset) -> Mapping[str, Command]:
    """`screencap`, `wm` and `screenrecord` for this phone."""
    encoder = PngEncoder()
    return {
        "screencap": refusing(lambda call: _screencap(handset, encoder, call)),
        "wm": refusing(lambda call: _wm(handset, call)),
        "screenrecord": refusing(_screenrecord),
    }


def _screencap(handset: Handset, encoder: PngEncoder, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    png = False
    while option := words.option():
        match option:
            case "-p":
                png = True
            case "-d" | "-a" if option == "-a" or words.required("screencap", "-d") in (DISPLAY_ID, "0"):
                continue
            case "-d":
                raise Refused("Display Id is not valid.", 1)
            case "-h" | "--help":
                call.print("usage: screencap [-ahp] [-d display-id] [FILENAME]\n   -p: save the file as a png.")
                return None
            case _:
                raise Refused(f"screencap: unknown option {option}", 1)
    path = words.next()
    width, height, pixels = handset.phone.grab()
    if png or (path or "").endswith(".png"):
        data = encoder.encode(width, height, pixels)
    else:
        data = struct.pack("<4I", width, height, _FORMAT_RGBA, _SRGB) + pixels
    if path is None:
        call.stdout.write(data)
        return None
    try:
        handset.phone.files.write(normalise(path, call.cwd), data)
    except OSError as error:
        raise Refused(f"Error opening file: {path} ({reason(error)})", 1) from error
    return None


def _screenrecord(call: Invocation) -> int:  # noqa: ARG001  (a command)
    raise Refused("screenrecord: this phone cannot record its screen; take pictures with screencap.", 1)


# wm

_WM_USAGE = """Window manager (window) commands:
  size [reset|WxH|WdpxHdp]
      Return or override display size.
  density [reset|DENSITY]
      Return or override display density.
  user-rotation [free|lock] [ROTATION]
      Print or set user rotation mode and user rotation."""


def _wm(handset: Handset, call: Invocation) -> int | None:
    verb, *rest = _without_display(call.argv[1:]) or [""]
    match verb, rest:
        case "size", []:
            _print_override(call, "size", *(f"{width}x{height}" for width, height in (_built(handset), natural_size(handset))))
        case "size", [size]:
            _resize(handset, _built(handset) if size == "reset" else _size(size, handset.phone.density), handset.phone.density)
        case "density", []:
            _print_override(call, "density", str(handset.phone.options.density), str(handset.phone.density))
        case "density", [density]:
            built = handset.phone.options.density
            message = f"Error: bad number {density}"
            _resize(handset, natural_size(handset), built if density == "reset" else whole(density, message))
        case "user-rotation", []:
            free = handset.phone.store.get("system", "accelerometer_rotation") == "1"
            call.print("free" if free else f"lock {handset.phone.rotation}")
        case "user-rotation", ["free"]:
            put(handset, "system", "accelerometer_rotation", "1")
        case ("user-rotation", ["lock"] | ["lock", "0" | "1" | "2" | "3"]):
            put(handset, "system", "accelerometer_rotation", "0")
            put(handset, "system", "user_rotation", rest[1] if len(rest) == 2 else str(handset.phone.rotation))
        case "dismiss-keyguard", []:
            handset.phone.press_key("wakeup")
        case ("" | "help" | "-h", _):
            call.print(_WM_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {' '.join([verb, *rest])}\n{_WM_USAGE}")
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


def _size(text: str, density: int) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})(dp)?x(\d{1,5})(dp)?", text)
    if not found or found[2] != found[4]:
        raise Refused(f"Error: bad size {text}")
    scale = density / 160 if found[2] else 1
    return round(int(found[1]) * scale), round(int(found[3]) * scale)


def _resize(handset: Handset, size: tuple[int, int], density: int) -> None:
    try:
        PhoneOptions(width=size[0], height=size[1], density=density)
    except BadPhoneOption as error:
        raise Refused(f"Error: {error}") from error
    width, height = reversed(size) if handset.phone.rotation % 2 else size
    handset.phone.resize(width, height, density)

"""`screencap`: what the screen shows."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from devices.phone.adbd.faults import FAILED_CAPTURE, Capture, Faults
from devices.phone.adbd.files import normalise, reason
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.png import PngEncoder

DISPLAY_ID = "4619827259835644672"
"""The physical display, as SurfaceFlinger numbers it."""
_FORMAT_RGBA, _SRGB = 1, 1


def commands(handset: Handset) -> Mapping[str, Command]:
    """`screencap` for this phone."""
    encoder = PngEncoder()
    return {"screencap": refusing(lambda call: _screencap(handset, encoder, call))}


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
    fault, (width, height, pixels) = handset.faults.capture(handset.phone.grab())
    if fault is Capture.FAILED:
        raise Refused(FAILED_CAPTURE, 1)
    if png or (path or "").endswith(".png"):
        data = encoder.encode(width, height, pixels)
    else:
        head = struct.pack("<4I", width, height, _FORMAT_RGBA, _SRGB)
        if path is None and fault is None:  # the most usual case without a copy of all pixels
            call.stdout.write(head)
            call.stdout.write(pixels)
            return None
        data = head + pixels
    data = Faults.spoiled(fault, data)
    if path is None:
        call.stdout.write(data)
        return None
    try:
        handset.phone.files.write(normalise(path, call.cwd), data)
    except OSError as error:
        raise Refused(f"Error opening file: {path} ({reason(error)})", 1) from error
    return None

"""A picture of the screen as a person takes one: by keys, into the phone's own folder."""

from __future__ import annotations

from devices.phone.commands.handset import Handset
from devices.phone.commands.png import PngEncoder

_ENCODER = PngEncoder()
FOLDER = "/storage/emulated/0/Pictures/Screenshots"


def take_screenshot(handset: Handset) -> str:
    """Keep what the screen shows; returns the path, empty where the screen may not be seen or is off."""
    phone = handset.phone
    if not phone.awake or phone.secure:
        return ""
    path = f"{FOLDER}/Screenshot_{phone.now:%Y%m%d-%H%M%S}.png"
    phone.files.write(path, _ENCODER.encode(*phone.grab()))
    handset.log.write("I", "Screenshot", f"saved {path}")
    return path

"""What the camera sees and saves: generated pictures. What it sees follows from the seed and from how many were taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from devices.phone import scenes, trash
from devices.phone.provider import Memory, UnknownMethod
from devices.phone.retouch import Retouch, retouch

FOLDER = "/sdcard/DCIM/Camera"
_TAKEN = "camera_taken"


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """view {front}: what is in front of the lens. shoot {front, zoom, square, brightness, portrait, place}: save it."""
    taken = int(phone.store.get("secure", _TAKEN) or 0)
    motif, seed = scenes.view(phone.world.seed, taken, bool(values.get("front")))
    match method:
        case "view":
            return {"scene": f"{motif}:{seed}"}
        case "shoot":
            texts = {"Creation Time": f"{phone.now:%Y-%m-%d %H:%M:%S}"}
            if values.get("place") and phone.world.spots:
                texts["Location"] = phone.world.spots[taken % len(phone.world.spots)].name
            change = Retouch(
                square=bool(values.get("square")),
                brightness=int(values.get("brightness") or 100),
                zoom=int(values.get("zoom") or 100),
                portrait=bool(values.get("portrait")),
            )
            path = trash.free_name(phone.files, f"{FOLDER}/IMG_{phone.now:%Y%m%d_%H%M%S}.png")
            try:
                phone.files.write(path, retouch(scenes.png(motif, seed, texts), change))
            except OSError:
                return {"error": "failed", "path": ""}
            phone.store.put("secure", _TAKEN, str(taken + 1))
            return {"error": "", "path": path}
        case _:
            raise UnknownMethod(f"camera cannot {method}")

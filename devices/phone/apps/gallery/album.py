"""The pictures that a fresh phone holds: four albums, drawn from the seed, at the places of the world."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import datetime, timedelta

from devices.phone import scenes
from devices.phone.world import Spot, World

_CAMERA = (
    "coffee",
    "food",
    "hills",
    "city",
    "cat",
    "flowers",
    "selfie",
    "forest",
    "food",
    "dog",
    "night",
    "sea",
    "city",
    "flowers",
)
_HOLIDAY = ("sea", "mountains", "hills", "sea", "food", "selfie")
_DOWNLOAD = ("flowers", "cat", "night", "mountains")
_SCREENSHOTS = 4
_SPOTS = {
    "coffee": ("cafe", "bakery"),
    "food": ("restaurant",),
    "cat": ("home",),
    "dog": ("park", "home"),
    "flowers": ("park",),
    "forest": ("park",),
    "hills": ("park",),
    "city": ("station", "museum", "office"),
    "night": ("theatre", "cinema", "station"),
    "sea": ("hotel",),
    "mountains": ("hotel",),
}
"""What is drawn -> the kinds of places where such a picture is taken."""


def photos(world: World) -> Iterator[tuple[str, bytes, int]]:
    """Path, PNG and when it was taken (seconds since the epoch), the oldest of an album first."""
    draw = world.stream("photos")
    holiday = world.say("Holiday")
    for folder, motifs, days, span, together in (
        ("DCIM/Camera", _CAMERA, 58, 13, 3),
        (f"Pictures/{holiday}", _HOLIDAY, 150, 1, 3),
        ("Pictures/Screenshots", ("chat",) * _SCREENSHOTS, 40, 19, 2),
        ("Download", _DOWNLOAD, 30, 13, 2),
    ):
        ago = days
        for index, motif in enumerate(motifs):
            if index % together == 0:
                ago = max(1, days - index // together * span - draw.randrange(span))
            hour = draw.randrange(20, 23) if motif == "night" else draw.randrange(8, 19)
            moment = (world.clock - timedelta(days=ago)).replace(
                hour=hour, minute=draw.randrange(60), second=draw.randrange(60), microsecond=0
            )
            place = _place(world, motif, index) if folder not in ("Download", "Pictures/Screenshots") else None
            yield (
                f"/sdcard/{folder}/{_name(folder, motif, moment, index)}",
                drawn(world, motif, f"{folder}/{index}", moment, place),
                (calendar.timegm(moment.timetuple())),
            )


def drawn(world: World, motif: str, topic: str, moment: datetime, place: Spot | None) -> bytes:
    """A PNG that carries when and where it was taken."""
    texts = {"Creation Time": f"{moment:%Y-%m-%d %H:%M:%S}"}
    if place is not None:
        texts["Location"] = place.name
    return scenes.png(motif, f"{world.seed}/{topic}" if motif != "selfie" else str(world.seed), texts)


def _place(world: World, motif: str, index: int) -> Spot | None:
    kinds = _SPOTS.get(motif, ("park", "cafe", "museum"))
    fitting = [spot for spot in world.spots if spot.kind in kinds]
    return fitting[index % len(fitting)] if fitting else None


def _name(folder: str, motif: str, moment: datetime, index: int) -> str:
    match folder:
        case "Download":
            return f"{motif}-{index + 1}.png"
        case "Pictures/Screenshots":
            return f"Screenshot_{moment:%Y%m%d-%H%M%S}.png"
        case _:
            return f"IMG_{moment:%Y%m%d_%H%M%S}.png"

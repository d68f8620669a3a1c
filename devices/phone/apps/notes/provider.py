"""The notes of a fresh phone: three that every phone has, and five about the people and places of its world."""

from __future__ import annotations

from devices.phone.provider import Contents
from devices.phone.store import Row
from devices.phone.world import World


def contents(world: World) -> Contents:
    """Rows of "notes" (see Main.qml); modified is text as people write it, so that it sorts."""
    say, draw = world.say, world.stream("notes")
    friends = [person.name for person in world.people if person.relation in ("friend", "family")] or [world.owner.name]
    guests = draw.sample(friends, min(4, len(friends)))
    cafes = [spot for spot in world.spots if spot.kind in ("cafe", "restaurant")]
    museum = next((spot.name for spot in world.spots if spot.kind == "museum"), world.city)
    rows: list[Row] = [
        {
            "title": say("Groceries"),
            "body": "\n".join([say("Milk"), say("Bread"), say("Tomatoes"), say("Olive oil")]),
            "modified": "2025-12-28 18:20",
        },
        {
            "title": say("Books to read"),
            "body": "\n".join([say("The Left Hand of Darkness"), say("Invisible Cities"), say("A Wizard of Earthsea")]),
            "modified": "2025-12-30 09:05",
        },
        {
            "title": say("Wi-Fi at the cabin"),
            "body": f"{say('Network: {name}', name='Lakeside')}\n{say('The code is on the fridge.')}",
            "modified": "2025-12-31 21:47",
        },
        {
            "title": say("Packing list"),
            "body": "\n".join(
                [
                    f"[x] {say('Passport')}",
                    f"[x] {say('Charger')}",
                    f"[ ] {say('Rain jacket')}",
                    f"[ ] {say('Sunglasses')}",
                    f"[ ] {say('Toothbrush')}",
                ]
            ),
            "checklist": 1,
            "modified": "2025-12-20 08:12",
        },
        {
            "title": say("Guests for the party"),
            "body": "\n".join(guests),
            "colour": "mint",
            "modified": "2025-12-18 20:31",
        },
        {
            "title": say("Places to eat"),
            "body": "\n".join(f"{spot.name}, {spot.address}" for spot in cafes[:4]),
            "colour": "sand",
            "modified": "2025-12-11 13:05",
        },
        {
            "title": say("Ideas for Sunday"),
            "body": say("{place}, then cake. Ask {name} along.", place=museum, name=guests[0]),
            "modified": "2025-12-06 10:44",
        },
        {
            "title": say("Bicycle"),
            "body": say("Frame number {number}", number=f"WX{draw.randrange(10**7):07d}"),
            "archived": 1,
            "modified": "2025-10-02 17:20",
        },
    ]
    plain = {"pinned": 0, "colour": "", "archived": 0, "checklist": 0}
    return Contents({"notes": [{**plain, **row} for row in rows]})

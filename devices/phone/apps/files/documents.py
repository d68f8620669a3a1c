"""The owner's documents on a fresh phone: plans, lists and papers about the people and places of the world."""

from __future__ import annotations

import calendar
import random
from collections.abc import Mapping
from datetime import timedelta

from devices.phone.world import World

Document = tuple[bytes, int]
"""Contents, and when it was last changed (seconds since the epoch)."""


def documents(world: World) -> Mapping[str, Document]:
    """Path -> document."""
    draw = world.stream("documents")
    made = {**_plans(world, draw), **_lists(world, draw), **_papers(world, draw)}
    start = calendar.timegm(world.clock.timetuple())
    return {f"/sdcard/{path}": (data, start - draw.randrange(2 * 3600, 90 * 24 * 3600)) for path, data in made.items()}


def _names(world: World, draw: random.Random, *relations: str) -> list[str]:
    """Names of five people whom the owner knows so, in any order."""
    fitting = [person.name for person in world.people if person.relation in relations] or [world.owner.name]
    draw.shuffle(fitting)
    return [fitting[index % len(fitting)] for index in range(5)]


def _spot(world: World, draw: random.Random, *kinds: str) -> str:
    return draw.choice([spot.name for spot in world.spots if spot.kind in kinds] or [world.city])


def _text(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _plans(world: World, draw: random.Random) -> dict[str, bytes]:
    friends, colleagues = _names(world, draw, "friend", "family"), _names(world, draw, "work")
    work = "Documents/" + world.say("Work") + "/"
    days = (world.say("Monday"), world.say("Tuesday"), world.say("Wednesday"), world.say("Thursday"), world.say("Friday"))
    return {
        "Documents/" + world.say("Trip plan") + ".md": _text(
            "# " + world.say("Weekend in {city}", city=world.city),
            "",
            "## " + world.say("Saturday"),
            "- 9:30 " + world.say("Breakfast at {place}", place=_spot(world, draw, "cafe", "bakery")),
            "- 11:00 " + world.say("Walk to {place}", place=_spot(world, draw, "park", "museum")),
            "- 13:00 " + world.say("Lunch with {name}", name=friends[0]),
            "",
            "## " + world.say("Sunday"),
            "- 10:00 " + world.say("Meet {name} at {place}", name=friends[1], place=_spot(world, draw, "museum", "park")),
            "- 17:30 " + world.say("Train home"),
        ),
        work + world.say("Meeting notes") + ".md": _text(
            "# " + world.say("Meeting notes"),
            world.say("With {name} and {other}", name=colleagues[0], other=colleagues[1]),
            "",
            "- " + world.say("Agreed on the new timetable"),
            "- " + world.say("{name} sends the figures by Friday", name=colleagues[0]),
            "- " + world.say("Next meeting at {place}", place=_spot(world, draw, "office", "cafe")),
        ),
        work + world.say("Timetable") + ".csv": _text(
            ",".join((world.say("Day"), world.say("From"), world.say("Until"))),
            *(f"{day},9:00,{hour}:00" for day, hour in zip(days, (17, 17, 13, 18, 15), strict=True)),
        ),
    }


def _lists(world: World, draw: random.Random) -> dict[str, bytes]:
    friends = _names(world, draw, "friend", "family")
    home = "Documents/" + world.say("Household") + "/"
    food = (world.say("Bread"), world.say("Tomatoes"), world.say("Olive oil"), world.say("Coffee"), world.say("Rice"))
    books = (
        world.say("The Glass Orchard"),
        world.say("A Map of Small Rivers"),
        world.say("Winter Letters"),
        world.say("The Night Gardener"),
    )
    first = world.clock - timedelta(days=40)
    spending = ("supermarket", "restaurant", "cafe", "pharmacy", "bakery")
    return {
        "Documents/" + world.say("Budget") + ".csv": _text(
            ",".join((world.say("Date"), world.say("Place"), world.say("Amount"))),
            *(
                f"{first + timedelta(days=index * 3):%Y-%m-%d},{_spot(world, draw, *spending)},"
                f"{draw.randrange(400, 9000) / 100:.2f}"
                for index in range(12)
            ),
        ),
        "Documents/" + world.say("Shopping list") + ".txt": _text(*draw.sample(food, len(food))),
        "Documents/" + world.say("Books to read") + ".txt": _text(
            *books, "", world.say("{name} lent me one; give it back.", name=friends[0])
        ),
        home + world.say("Wi-Fi and keys") + ".txt": _text(
            world.say("The spare key is with {name}.", name=friends[1]),
            world.say("Router: behind the bookshelf, restart with the small button."),
        ),
        home + world.say("Plants") + ".txt": _text(
            world.say("Water the ferns on Monday and Thursday."),
            world.say("The cactus needs nothing until spring."),
        ),
    }


def _papers(world: World, draw: random.Random) -> dict[str, bytes]:
    home = "Documents/" + world.say("Household") + "/"
    departures = (f"{draw.randrange(1, 60)},{hour}:{draw.randrange(60):02d}" for hour in range(6, 22))
    return {
        home + world.say("Rental agreement") + ".pdf": _pdf("Rental agreement", "Two rooms, kitchen, balcony"),
        "Documents/" + world.say("Insurance") + ".pdf": _pdf("Travel insurance", f"Policy {draw.randrange(10**6):06d}"),
        "Download/" + world.say("Concert ticket") + ".pdf": _pdf("Concert ticket", f"Seat {draw.randrange(1, 40)}"),
        "Download/" + world.say("Menu") + ".pdf": _pdf("Menu", f"Soup of the day {draw.randrange(400, 900) / 100:.2f}"),
        f"Download/timetable-{draw.randrange(1000, 9999)}.csv": _text("line,departs", *departures),
        "Download/readme.txt": _text(world.say("Files from the web come here."), world.say("Delete what you do not need.")),
    }


def _pdf(title: str, line: str) -> bytes:
    """A one-page PDF with two lines of Latin text."""
    words = "".join(character for character in line if character.isascii() and character not in "()\\")
    page = f"BT /F1 24 Tf 72 720 Td ({title}) Tj 0 -36 Td /F1 12 Tf ({words}) Tj ET".encode()
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(data),
    )
    return data + tail

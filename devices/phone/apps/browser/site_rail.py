"""rail.example: a timetable between four towns, and tickets."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Query, Site
from devices.phone.store import Row
from devices.phone.world import World

HOST = "rail.example"
_URL = f"https://{HOST}"
MINUTES = {"city": 0, "lake": 24, "hill": 51, "port": 95}
"""Town -> minutes from the city."""


def _towns(world: World) -> dict[str, str]:
    return {"city": world.city, "lake": world.say("Lakeside"), "hill": world.say("Hilltop"), "port": world.say("Old Port")}


def trains(start: str, end: str) -> list[tuple[str, str, str]]:
    """Departure, arrival and price of all trains of a day."""
    way = abs(MINUTES[start] - MINUTES[end])
    first = 6 * 60 + 10 + 7 * list(MINUTES).index(start)
    return [(_clock(at), _clock(at + way), f"{2 + way * 0.12:.2f}") for at in range(first, 22 * 60, 120)]


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _form(world: World, start: str = "city", end: str = "port") -> web.Block:
    towns = tuple(_towns(world).items())
    return web.form(
        "trains",
        (
            web.choice("from", world.say("Departure"), towns, value=start),
            web.choice("to", world.say("Destination"), towns, value=end),
        ),
        world.say("Show trains"),
        _URL + "/trains",
    )


def pages(world: World) -> Mapping[str, Page]:
    """Front page, tickets, prices."""
    title = world.say("Regional Railway")
    towns = _towns(world)
    times = tuple((f"{hour}:00", f"{hour}:00") for hour in (8, 12, 16, 20))
    ticket = web.form(
        "ticket",
        (
            web.choice("to", world.say("Destination"), tuple(towns.items())[1:]),
            web.choice("after", world.say("Leave after"), times),
            web.choice("class", world.say("Class"), (("2", world.say("Second class")), ("1", world.say("First class")))),
            web.check("bicycle", world.say("With a bicycle")),
            web.entry("name", world.say("Passenger"), required=True),
        ),
        world.say("Buy the ticket"),
    )
    prices = [(towns[town], trains("city", town)[0][2]) for town in list(towns)[1:]]
    return {
        "/": Page(
            title,
            (
                web.heading(title),
                web.image("train", ("#123B2A", "#5FB68B"), title),
                web.heading(world.say("Timetable")),
                _form(world),
                web.link(world.say("Tickets"), _URL + "/tickets"),
                web.link(world.say("Prices"), _URL + "/prices"),
            ),
        ),
        "/tickets": Page(
            world.say("Tickets"),
            (web.heading(world.say("Tickets")), web.text(world.say("All journeys begin in {city}.", city=world.city)), ticket),
        ),
        "/prices": Page(
            world.say("Prices"),
            (
                web.heading(world.say("Prices")),
                web.table((world.say("Destination"), world.say("Price")), prices),
                web.link(world.say("Tickets"), _URL + "/tickets"),
            ),
        ),
    }


def answer(world: World, path: str, query: Query) -> Page | None:
    """/trains: those between two towns."""
    if path != "/trains":
        return None
    towns = _towns(world)
    start, end = query.get("from", "city"), query.get("to", "port")
    if start not in towns or end not in towns or start == end:
        shown: tuple[web.Block, ...] = (web.note(world.say("Choose two different towns.")),)
    else:
        head = (world.say("Leaves"), world.say("Arrives"), world.say("Price"))
        shown = (
            web.heading(f"{towns[start]} – {towns[end]}"),
            web.table(head, trains(start, end)),
            web.link(world.say("Tickets"), _URL + "/tickets"),
        )
    return Page(world.say("Timetable"), (*shown, _form(world, start, end)), listed=False)


def confirm(world: World, row: Row) -> Page:
    """The ticket."""
    facts = (
        (world.say("Passenger"), str(row.get("name", ""))),
        (world.say("Destination"), _towns(world).get(str(row.get("to")), "")),
        (world.say("Leave after"), str(row.get("after", ""))),
        (world.say("Class"), str(row.get("class", ""))),
    )
    done = web.note(world.say("Ticket {number} is yours. Have a good journey!", number=4000 + int(row["_id"])))
    return Page(
        world.say("Your ticket"),
        (
            web.heading(world.say("Your ticket")),
            done,
            web.table(("", ""), facts),
            web.link(world.say("Regional Railway"), _URL + "/"),
        ),
        listed=False,
    )


SITE = Site(HOST, "#1B5E43", pages, answer, confirm)

"""library.example: the city's library: a catalogue to search, books to reserve."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Query, Site
from devices.phone.store import Row
from devices.phone.world import World

HOST = "library.example"
_URL = f"https://{HOST}"


def _books(world: World) -> dict[str, tuple[str, str, str]]:
    """path -> title, author, year. Authors are no real people."""
    return {
        "/book/1": (world.say("The Lighthouse Keeper’s Map"), "R. Aldane", "1998"),
        "/book/2": (world.say("Bread for a Small Kitchen"), "M. Okri", "2011"),
        "/book/3": (world.say("Night Trains"), "L. Varga", "2004"),
        "/book/4": (world.say("A Field Guide to Clouds"), "T. Brandvik", "2017"),
        "/book/5": (world.say("The Patient Gardener"), "S. Imai", "1985"),
        "/book/6": (world.say("Chess for Rainy Days"), "N. Peled", "2020"),
    }


def _search(world: World, words: str = "") -> web.Block:
    return web.search(world.say("Title or author"), _URL + "/catalogue", words)


def pages(world: World) -> Mapping[str, Page]:
    """Front page, opening hours, and one page a book."""
    title = world.say("City Library")
    days = (
        (world.say("Monday to Friday"), "9–20"),
        (world.say("Saturday"), "10–16"),
        (world.say("Sunday"), world.say("closed")),
    )
    hours = "\n".join(f"{day}: {open_at}" for day, open_at in days)
    made: dict[str, Page] = {}
    for path, (name, author, year) in _books(world).items():
        fields = (
            web.entry("card", world.say("Library card number"), required=True),
            web.choice(
                "branch", world.say("Pick up at"), (("main", world.say("Main building")), ("north", world.say("North branch")))
            ),
        )
        facts = ((world.say("Author"), author), (world.say("Year"), year), (world.say("On the shelf"), "2"))
        made[path] = Page(
            name,
            (
                web.heading(name),
                web.image("book-open-variant", ("#3B2F63", "#9C89C9"), name),
                web.table(("", ""), facts),
                web.form(f"reserve-{path[6:]}", fields, world.say("Reserve")),
                web.link(title, _URL + "/"),
            ),
        )
    front = (
        web.heading(title),
        web.text(world.say("Eighty thousand books, one cat, and a roof garden.")),
        _search(world),
        web.link(world.say("All books"), _URL + "/catalogue"),
        web.link(world.say("Opening hours"), _URL + "/hours"),
    )
    opening = (
        web.heading(world.say("Opening hours")),
        web.table((world.say("Day"), world.say("Opening hours")), days),
        web.download(world.say("Opening hours as a file"), "opening-hours.txt", hours),
        web.link(title, _URL + "/"),
    )
    return {"/": Page(title, front), "/hours": Page(world.say("Opening hours"), opening), **made}


def answer(world: World, path: str, query: Query) -> Page | None:
    """/catalogue: the books that have the words, or all."""
    if path != "/catalogue":
        return None
    words = query.get("q", "").casefold()
    hits = [
        web.link(name, _URL + where, f"{author}, {year}")
        for where, (name, author, year) in _books(world).items()
        if words in f"{name} {author}".casefold()
    ]
    none = web.note(world.say("No book has these words."))
    return Page(
        world.say("Catalogue"),
        (web.heading(world.say("Catalogue")), _search(world, query.get("q", "")), *(hits or [none])),
        listed=False,
    )


def confirm(world: World, row: Row) -> Page:
    """The book waits."""
    name = _books(world).get("/book/" + str(row["form"]).removeprefix("reserve-"), ("", "", ""))[0]
    done = web.note(world.say("“{book}” waits for you from tomorrow. Card number: {card}", book=name, card=row.get("card", "")))
    return Page(
        world.say("Reserved"),
        (web.heading(world.say("Reserved")), done, web.link(world.say("City Library"), _URL + "/")),
        listed=False,
    )


SITE = Site(HOST, "#4A3F8C", pages, answer, confirm)

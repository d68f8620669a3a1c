"""encyclo.example: an encyclopaedia of a few entries."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Query, Site
from devices.phone.world import World

HOST = "encyclo.example"
_URL = f"https://{HOST}"


def pages(world: World) -> Mapping[str, Page]:
    """Front page and six entries."""
    kind, found = world.say("Kind"), world.say("Known for")
    entries = {
        "/tea": (
            world.say("Tea"),
            "tea",
            ("#24502F", "#7FB069"),
            world.say("Tea is a drink made of leaves and hot water. Most people on earth drink it every day."),
            ((kind, world.say("Drink")), (found, world.say("Green, black and white leaves"))),
            ("/owl",),
        ),
        "/lighthouse": (
            world.say("Lighthouse"),
            "lightbulb-on",
            ("#16324F", "#F2B84B"),
            world.say("A lighthouse shows ships the way at night. Each one has its own rhythm of light."),
            ((kind, world.say("Building")), (found, world.say("A light that turns"))),
            ("/bicycle",),
        ),
        "/bicycle": (
            world.say("Bicycle"),
            "bicycle",
            ("#3B3B6D", "#9AA5E8"),
            world.say("A bicycle has two wheels and is driven by pedals. It needs less energy per kilometre than walking."),
            ((kind, world.say("Vehicle")), (found, world.say("Two wheels and a chain"))),
            ("/chess",),
        ),
        "/owl": (
            world.say("Owl"),
            "weather-night",
            ("#2B2440", "#8C7AA9"),
            world.say("Owls hunt at night and turn their heads by 270 degrees. Their flight makes no sound."),
            ((kind, world.say("Bird")), (found, world.say("Night and silence"))),
            ("/tea", "/lighthouse"),
        ),
        "/chess": (
            world.say("Chess"),
            "chess-knight",
            ("#3A2A1A", "#C8A27A"),
            world.say("Chess is a game for two on 64 squares. Each side begins with sixteen pieces."),
            ((kind, world.say("Game")), (found, world.say("Kings, queens and knights"))),
            ("/owl",),
        ),
        "/volcano": (
            world.say("Volcano"),
            "fire",
            ("#4A0E0E", "#F26B38"),
            world.say("A volcano is a mountain out of which molten rock comes. About 1,500 of them may still erupt."),
            ((kind, world.say("Mountain")), (found, world.say("Lava and ash"))),
            ("/tea",),
        ),
    }
    made: dict[str, Page] = {}
    for path, (title, icon, colours, words, facts, others) in entries.items():
        see = [web.link(entries[other][0], _URL + other) for other in others]
        made[path] = Page(
            title,
            (
                web.heading(title),
                web.image(icon, colours, title),
                web.text(words),
                web.table((world.say("In short"), ""), facts),
                web.heading(world.say("See also")),
                *see,
                web.link(world.say("All entries"), _URL + "/"),
            ),
        )
    front = (
        web.heading(world.say("Little Encyclopaedia")),
        web.search(world.say("Search the encyclopaedia"), _URL + "/find"),
        *(web.link(made[path].title, _URL + path) for path in sorted(made)),
    )
    return {"/": Page(world.say("Little Encyclopaedia"), front), **made}


def answer(world: World, path: str, query: Query) -> Page | None:
    """/find: entries that have the words."""
    if path != "/find":
        return None
    words = query.get("q", "").casefold()
    hits = [
        web.link(page.title, _URL + where)
        for where, page in pages(world).items()
        if where != "/" and words in f"{page.title} {page.blocks[2]['text']}".casefold()
    ]
    none = web.note(world.say("There is no entry with these words."))
    return Page(
        world.say("Little Encyclopaedia"),
        (
            web.search(world.say("Search the encyclopaedia"), _URL + "/find", query.get("q", "")),
            *(hits or [none]),
            web.link(world.say("All entries"), _URL + "/"),
        ),
        listed=False,
    )


SITE = Site(HOST, "#2E5E4E", pages, answer)

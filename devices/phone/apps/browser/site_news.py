"""tribune.example: a newspaper of the city."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Site
from devices.phone.store import Row
from devices.phone.world import World

HOST = "tribune.example"
_URL = f"https://{HOST}"


def pages(world: World) -> Mapping[str, Page]:
    """Front page, four articles, and the newsletter."""
    home = web.link(world.say("Back to the front page"), _URL + "/")
    bridge, market, cats, chess = (
        world.say("The old bridge is open again"),
        world.say("Night market returns to {city}", city=world.city),
        world.say("Library cat turns ten"),
        world.say("Twelve-year-old wins the chess cup"),
    )
    front = (
        web.heading(world.say("The Morning Tribune")),
        web.image("newspaper", ("#5B2C2C", "#B5654A"), world.say("News from {city} and around", city=world.city)),
        web.link(bridge, _URL + "/bridge", world.say("Two years of work are over.")),
        web.link(market, _URL + "/market", world.say("Forty stalls, every Friday.")),
        web.link(cats, _URL + "/cat", world.say("She sleeps between M and N.")),
        web.link(chess, _URL + "/chess", world.say("The final took five hours.")),
        web.link(world.say("Our newsletter"), _URL + "/newsletter"),
    )
    letter = (
        web.heading(world.say("Our newsletter")),
        web.text(world.say("The news of the week, every Sunday, free of charge.")),
        web.form(
            "newsletter",
            (
                web.entry("email", world.say("Email"), required=True),
                web.choice(
                    "topic",
                    world.say("Topic"),
                    (("all", world.say("Everything")), ("city", world.say("The city")), ("sport", world.say("Sport"))),
                ),
                web.check("terms", world.say("I have read the terms"), required=True),
            ),
            world.say("Subscribe"),
        ),
        home,
    )
    return {
        "/": Page(world.say("The Morning Tribune"), front),
        "/bridge": Page(
            bridge,
            (
                web.heading(bridge),
                web.image("road", ("#2C4A5B", "#7FB2C9"), bridge),
                web.text(world.say("Since this morning cars, bicycles and walkers cross the river again.")),
                web.text(world.say("The repair cost less than planned. A lift for wheelchairs follows in autumn.")),
                home,
            ),
        ),
        "/market": Page(
            market,
            (
                web.heading(market),
                web.text(world.say("Lanterns, noodles and second-hand books: the night market opens at six in the evening.")),
                web.listing(
                    (world.say("Noodles and dumplings"), world.say("Second-hand books"), world.say("Live music from eight"))
                ),
                home,
            ),
        ),
        "/cat": Page(
            cats,
            (
                web.heading(cats),
                web.image("cat", ("#6B4E16", "#D9A441"), cats),
                web.text(world.say("Nobody knows how she came in. Today there is tuna for her and cake for the readers.")),
                web.link(world.say("City Library"), "https://library.example/"),
                home,
            ),
        ),
        "/chess": Page(
            chess,
            (
                web.heading(chess),
                web.text(world.say("With a quiet rook move in the end she beat last year’s winner.")),
                web.link(world.say("Chess"), "https://encyclo.example/chess"),
                home,
            ),
        ),
        "/newsletter": Page(world.say("Our newsletter"), letter),
    }


def confirm(world: World, row: Row) -> Page:
    """Thanks for subscribing."""
    done = web.note(world.say("Thank you! The newsletter goes to {email}.", email=row.get("email", "")))
    return Page(
        world.say("Subscribed"),
        (web.heading(world.say("Subscribed")), done, web.link(world.say("Back to the front page"), _URL + "/")),
        listed=False,
    )


SITE = Site(HOST, "#7A3B2E", pages, confirm=confirm)

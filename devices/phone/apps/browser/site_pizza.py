"""pizza.example: a pizza place with an order form."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Site
from devices.phone.store import Row
from devices.phone.world import World

HOST = "pizza.example"
_URL = f"https://{HOST}"
PRICES = {"margherita": 8.5, "mushroom": 10.0, "spinach": 10.5, "salami": 11.0, "four": 12.5}
SIZES = {"small": 0.8, "medium": 1.0, "large": 1.35}
CHEESE = 1.5


def _names(world: World) -> dict[str, str]:
    return {
        "margherita": world.say("Margherita"),
        "mushroom": world.say("Mushrooms"),
        "spinach": world.say("Spinach and feta"),
        "salami": world.say("Salami"),
        "four": world.say("Four cheeses"),
    }


def price(pizza: str, size: str, count: int, cheese: bool) -> float:
    """What an order costs."""
    return round((PRICES.get(pizza, 0.0) * SIZES.get(size, 1.0) + (CHEESE if cheese else 0)) * count, 2)


def pages(world: World) -> Mapping[str, Page]:
    """Front page, menu, order form, and where it is."""
    names = _names(world)
    title = world.say("Pizzeria Stella")
    order = web.link(world.say("Order now"), _URL + "/order")
    sizes = (("small", world.say("Small")), ("medium", world.say("Medium")), ("large", world.say("Large")))
    form = web.form(
        "order",
        (
            web.choice("pizza", world.say("Pizza"), tuple(names.items())),
            web.choice("size", world.say("Size"), sizes, value="medium"),
            web.choice("count", world.say("How many"), tuple((str(n), str(n)) for n in range(1, 6))),
            web.check("cheese", world.say("Extra cheese")),
            web.entry("name", world.say("Name"), required=True),
            web.entry("address", world.say("Address"), required=True),
            web.entry("wishes", world.say("Wishes"), many=True),
        ),
        world.say("Place the order"),
    )
    place = next((spot for spot in world.spots if spot.kind == "restaurant"), None)
    where = web.text(place.address if place else world.city)
    return {
        "/": Page(
            title,
            (
                web.heading(title),
                web.image("pizza", ("#8C1C13", "#F29E4C"), title),
                web.text(world.say("Baked in a wood oven since 1987. At your door in forty minutes.")),
                order,
                web.link(world.say("Our menu"), _URL + "/menu"),
                web.link(world.say("Where we are"), _URL + "/contact"),
            ),
        ),
        "/menu": Page(
            world.say("Our menu"),
            (
                web.heading(world.say("Our menu")),
                web.table((world.say("Pizza"), world.say("Price")), [(names[key], f"{PRICES[key]:.2f}") for key in PRICES]),
                web.text(world.say("Small is a fifth less, large a third more.")),
                order,
            ),
        ),
        "/order": Page(world.say("Your order"), (web.heading(world.say("Your order")), form)),
        "/contact": Page(
            world.say("Where we are"),
            (
                web.heading(world.say("Where we are")),
                where,
                web.table(
                    (world.say("Day"), world.say("Opening hours")),
                    ((world.say("Monday to Friday"), "11–22"), (world.say("Weekend"), "12–23")),
                ),
                order,
            ),
        ),
    }


def confirm(world: World, row: Row) -> Page:
    """What was ordered, and what it costs."""
    count = int(row.get("count") or 1)
    cost = price(str(row.get("pizza")), str(row.get("size")), count, bool(row.get("cheese")))
    facts = (
        (world.say("Pizza"), f"{count} × {_names(world).get(str(row.get('pizza')), '')}"),
        (world.say("Address"), str(row.get("address", ""))),
        (world.say("Price"), f"{cost:.2f}"),
    )
    done = web.note(world.say("Thank you, {name}! Order {number} is in the oven.", name=row.get("name", ""), number=row["_id"]))
    return Page(
        world.say("Order received"),
        (
            web.heading(world.say("Order received")),
            done,
            web.table(("", ""), facts),
            web.link(world.say("Our menu"), _URL + "/menu"),
        ),
        listed=False,
    )


SITE = Site(HOST, "#8C1C13", pages, confirm=confirm)

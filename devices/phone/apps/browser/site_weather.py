"""weather.example: the coming days in the city."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Site
from devices.phone.times import format_time
from devices.phone.world import World

HOST = "weather.example"
_URL = f"https://{HOST}"


def pages(world: World) -> Mapping[str, Page]:
    """Today and the week."""
    draw = world.stream("web-weather")
    skies = {
        "weather-sunny": world.say("Sunny"),
        "weather-partly-cloudy": world.say("Partly cloudy"),
        "weather-cloudy": world.say("Cloudy"),
        "weather-rainy": world.say("Rain"),
    }
    days = [(draw.choice(list(skies)), draw.randint(12, 24)) for _ in range(7)]
    icon, warm = days[0]
    title = world.say("Weather in {city}", city=world.city)
    rows = [
        (format_time(world.when(days=index), "day", world.locale, half=False), skies[sky], f"{high}° / {high - 7}°")
        for index, (sky, high) in enumerate(days)
    ]
    week = web.link(world.say("The whole week"), _URL + "/week")
    return {
        "/": Page(
            title,
            (
                web.heading(title),
                web.image(icon, ("#0B5E8A", "#7EC8E3"), skies[icon]),
                web.text(world.say("Today: {sky}, up to {high} degrees.", sky=skies[icon], high=warm)),
                week,
            ),
        ),
        "/week": Page(
            world.say("The whole week"),
            (
                web.heading(world.say("The whole week")),
                web.table((world.say("Day"), world.say("Weather"), "°C"), rows),
                web.link(world.say("Today"), _URL + "/"),
            ),
        ),
    }


SITE = Site(HOST, "#0B5E8A", pages)

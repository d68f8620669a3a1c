"""The weather, worked out: the same seed, city and hour always have the same sky. Nothing is fetched.

Knows rows of "weather_cities": city, position. Cities that are not in cities.json (the owner's own) have a mild climate.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.world import World

_EPOCH = datetime(1970, 1, 1)
_HOURS, _DAYS = 24, 7
_SKIES = ("sunny", "partly-cloudy", "cloudy", "rainy", "pouring", "lightning-rainy", "fog", "snowy")
"""Whatever a sky may be, as its icon is called after "weather-"."""


@dataclass(frozen=True, slots=True)
class _Day:
    """One day at one place. low, high: °C. chance: of rain, 0..1. wind: km/h. humidity: per cent. uv: index."""

    sky: str
    low: float
    high: float
    chance: float
    wind: float
    humidity: int
    uv: int
    rise: int  # minutes after midnight
    sets: int


@cache
def _climates() -> dict[str, tuple[float, float]]:
    """City -> latitude in degrees, and how often it rains, 0..1."""
    table = json.loads((Path(__file__).parent / "cities.json").read_text("utf-8"))
    return {entry["city"]: (float(entry["latitude"]), float(entry["wet"])) for entry in table}


def contents(world: World) -> Contents:
    """The owner's city and two others."""
    cities = [world.city, *world.stream("weather").sample(sorted(_climates()), 2)]
    return Contents({"weather_cities": [{"city": city, "position": place} for place, city in enumerate(cities, start=1)]})


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """forecast {city}: the weather now, of the next hours and days; own: the owner's city. Raises UnknownMethod."""
    match method:
        case "forecast":
            return _forecast(phone.world, str(values["city"]), phone.now)
        case "own":
            return {"city": phone.world.city}
        case _:
            raise UnknownMethod(f"weather cannot {method}")


def _forecast(world: World, city: str, now: datetime) -> dict[str, Any]:
    midnight = datetime.combine(now.date(), datetime.min.time())
    hour = midnight + timedelta(hours=now.hour)
    days = [_day(world, city, midnight + timedelta(days=number)) for number in range(_DAYS)]
    return {
        "now": _hour(world, city, hour),
        "hours": [_hour(world, city, hour + timedelta(hours=number)) for number in range(_HOURS)],
        "days": [_described(day, midnight + timedelta(days=number)) for number, day in enumerate(days)],
    }


def _hour(world: World, city: str, moment: datetime) -> dict[str, Any]:
    day = _day(world, city, datetime.combine(moment.date(), datetime.min.time()))
    draw = random.Random(f"{world.seed}/{city}/{moment.isoformat()}")
    warmth = (1 + math.cos(2 * math.pi * (moment.hour - 15) / 24)) / 2  # warmest at three in the afternoon
    night = not day.rise <= moment.hour * 60 + 30 <= day.sets
    sky = day.sky
    if sky in ("rainy", "pouring", "lightning-rainy", "snowy") and draw.random() > day.chance:
        sky = "cloudy"
    temperature = day.low + (day.high - day.low) * warmth
    return {
        "time": _milliseconds(moment),
        "sky": _at_night(sky) if night else sky,
        "night": night,
        "temperature": round(temperature, 1),
        "feels": round(temperature - day.wind / 15 + (day.humidity - 50) / 25, 1),
        "chance": round(100 * day.chance * draw.uniform(0.6, 1.0)),
        "wind": round(day.wind * draw.uniform(0.7, 1.2), 1),
        "humidity": min(99, max(12, day.humidity + round(20 * (0.5 - warmth)))),
        "uv": 0 if night else round(day.uv * warmth),
    }


def _at_night(sky: str) -> str:
    return {"sunny": "night", "partly-cloudy": "night-partly-cloudy"}.get(sky, sky)


def _described(day: _Day, moment: datetime) -> dict[str, Any]:
    return {
        "time": _milliseconds(moment),
        "sky": day.sky,
        "low": round(day.low, 1),
        "high": round(day.high, 1),
        "chance": round(100 * day.chance),
        "wind": round(day.wind, 1),
        "humidity": day.humidity,
        "uv": day.uv,
        "rise": _milliseconds(moment + timedelta(minutes=day.rise)),
        "sets": _milliseconds(moment + timedelta(minutes=day.sets)),
    }


def _day(world: World, city: str, day: datetime) -> _Day:
    """The weather of one day: a climate by latitude and season, and chance by seed, city and date."""
    latitude, wet = _climates().get(city, (47.0, 0.4))
    draw = random.Random(f"{world.seed}/{city}/{day.date().isoformat()}")
    season = math.cos(2 * math.pi * (day.timetuple().tm_yday - 200) / 365) * (1 if latitude >= 0 else -1)  # 1 in high summer
    tilt = abs(latitude) / 60
    middle = 28 - 20 * tilt**1.5 + season * 11 * tilt + draw.gauss(0, 2.2)
    raining = draw.random() < wet
    if raining:
        sky = draw.choices(("rainy", "pouring", "lightning-rainy"), weights=(6, 2, 1))[0]
        sky = "snowy" if middle < 1 else sky
    else:
        sky = draw.choices(("sunny", "partly-cloudy", "cloudy", "fog"), weights=(5, 4, 2, 0.6))[0]
    swing = draw.uniform(6, 11) * (0.6 if raining or sky == "cloudy" else 1.0)
    light = 12 + season * 4.4 * tilt  # hours of daylight
    noon = 12 * 60 + 20
    return _Day(
        sky=sky,
        low=middle - swing / 2,
        high=middle + swing / 2,
        chance=draw.uniform(0.55, 0.95) if raining else draw.uniform(0.0, 0.2),
        wind=max(2.0, draw.gauss(16 if raining else 11, 6)),
        humidity=draw.randint(68, 92) if raining else draw.randint(34, 66),
        uv=max(1, round((11 - 9 * tilt) * (0.75 + season * 0.25 * min(1.0, 2 * tilt)) * (0.4 if raining else 1.0))),
        rise=round(noon - light * 30),
        sets=round(noon + light * 30),
    )


def _milliseconds(moment: datetime) -> float:
    return (moment - _EPOCH).total_seconds() * 1000.0

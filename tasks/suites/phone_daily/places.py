"""Maps and the weather: remember a place, set off, compare, other cities."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from random import Random

from devices.phone import manifest
from tasks.checks import All, Evidence, Finding, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, MAPS, WEATHER
from tasks.suites.phone_daily._checks import Kept, Says
from tasks.suites.phone_daily._suite import SUITE, only
from tasks.task import Case

_KINDS = {"restaurant": "Restaurants", "cafe": "Cafes", "supermarket": "Groceries", "pharmacy": "Pharmacies", "hotel": "Hotels"}
_LISTS = {"favourites": ("Favourites", "favourites"), "want": ("Want to go", "“Want to go” list")}
_MODES = {"walk": ("Walk", "walking", "步行"), "bike": ("Bicycle", "bicycle", "骑车")}


@SUITE.task(steps=12, apps=(MAPS,), locales=BOTH)
def save_place(draw: Random, fresh: State) -> Case:
    """A place that is searched for goes to one of the lists."""
    place, (key, (shown, english)) = draw.choice(_places(fresh)), draw.choice(sorted(_LISTS.items()))
    name, chinese = str(place["name"]), _chinese(shown)
    wanted = {"list": key, "place": place["_id"]}

    def oracle(hand: Hand) -> None:
        if any(row["list"] == key and row["place"] == place["_id"] for row in hand.state.provider("map_saved")):
            return
        if hand.package == MAPS and hand.page == "place" and hand.sees("Save to a list"):
            hand.tap(shown)
        _open(hand, name)
        hand.tap("Save")

    return Case(
        says={
            "en-US": (
                f"Find {name} on the map and save it to my {english}.",
                f"Look up {name} in Maps, then keep it in the list “{shown}”",
            ),
            "zh-CN": (f"在地图里找到{name}，保存到“{chinese}”", f"用地图搜一下“{name}”，把它存到“{chinese}”列表。"),
        },
        params={"place": name, "list": key},
        check=All(
            Rows("map_saved", wanted, new=True),
            Rows("map_saved", {}, new=True),
            Kept("map_saved"),
            OnlyChanged(rows=["map_saved", "map_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=14, apps=(MAPS,), tags=("question",), locales=BOTH)
def set_off(draw: Random, fresh: State) -> Case:
    """Navigation by another means than the car, and how long it takes."""
    place, (mode, (shown, english, chinese)) = draw.choice(_places(fresh)), draw.choice(sorted(_MODES.items()))
    name = str(place["name"])

    def oracle(hand: Hand) -> str:
        for row in hand.state.provider("map_navigation"):
            if row["name"] == name and row["mode"] == mode:
                return str(_minutes(row))
        if hand.package == MAPS and hand.page == "directions":
            hand.tap("Start" if hand.reach(shown).checked else shown)
        _open(hand, name)
        hand.tap("Directions")

    return Case(
        says={
            "en-US": (
                f"Start {english} directions from here to {name}. How many minutes will it take?",
                f"Navigate me by {'foot' if mode == 'walk' else 'bike'} to {name} and tell me the minutes it takes.",
            ),
            "zh-CN": (f"从这里开始{chinese}导航到{name}，需要多少分钟？", f"导航，{chinese}去{name}，告诉我要几分钟。"),
        },
        params={"place": name, "mode": mode},
        prepare=(f"pm grant {MAPS} android.permission.ACCESS_FINE_LOCATION",),
        check=All(
            Rows("map_navigation", {"name": name, "mode": mode}),
            Rows("map_navigation", {}),
            _SaysMinutes(name),
            OnlyChanged(rows=["map_navigation", "map_searches", "map_me"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=10, apps=(MAPS,), tags=("question",), locales=BOTH)
def best_of_kind(draw: Random, fresh: State) -> Case:
    """Which place of a kind others like best."""
    kind = draw.choice([kind for kind in _KINDS if _best(fresh, kind)])
    best, *rest = _best(fresh, kind)
    shown, chinese = _KINDS[kind], _chinese(_KINDS[kind])

    def oracle(hand: Hand) -> str:
        hand.app(MAPS)
        if hand.page == "results" and hand.reach("Best rated").checked:
            return best
        if hand.page == "results":
            hand.tap("Best rated")
        hand.tap(shown if hand.page == "search" else "Search here")

    english = {"supermarket": "grocery shop"}.get(kind, shown.lower().removesuffix("s").replace("pharmacie", "pharmacy"))
    return Case(
        says={
            "en-US": (
                f"Which {english} in town has the best rating in Maps?",
                f"Search the map for the category “{shown}” and tell me the name of the best rated one.",
            ),
            "zh-CN": (f"地图上“{chinese}”这一类里，评分最高的是哪一家？", f"在地图里搜“{chinese}”这一类，评分最高的叫什么？"),
        },
        params={"kind": kind},
        answer=best,
        check=All(Says(best, rest), OnlyChanged(rows=["map_searches"])),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(WEATHER,), locales=BOTH)
def swap_city(draw: Random, fresh: State) -> Case:
    """One city comes to the weather, another one goes."""
    cities = [str(row["city"]) for row in fresh.provider("weather_cities")]
    known = [str(entry["city"]) for entry in manifest.app_data("weather", "cities.json")]
    gone, new = draw.choice(cities[1:]), draw.choice([city for city in known if city not in cities])
    gone_there, new_there = _chinese(gone), _chinese(new)

    def oracle(hand: Hand) -> None:
        there = {row["city"] for row in hand.state.provider("weather_cities")}
        if new in there and gone not in there:
            return
        hand.app(WEATHER)
        match hand.page:
            case "":
                hand.tap("Cities")
            case "add" if new not in there:
                hand.write(hand.say(new))
                hand.tap(new, kind="LinearLayout")
            case "cities" if new not in there:
                hand.tap("Add city")
            case "cities" if not hand.sees("Remove this city?"):
                hand.tap(f"{hand.say('Remove')} {hand.say(gone)}")
            case "cities":
                hand.tap("Remove")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Add {new} to the cities in the Weather app and remove {gone}.",
                f"I want to see the weather in {new} instead of {gone}, change my list of cities",
            ),
            "zh-CN": (
                f"在天气应用里添加城市{new_there}，并删除{gone_there}",
                f"天气的城市列表里不要{gone_there}了，换成{new_there}。",
            ),
        },
        params={"new": new, "gone": gone},
        check=All(
            Rows("weather_cities", {"city": new}, new=True),
            Rows("weather_cities", {"city": gone}, count=0),
            Rows("weather_cities", {}, count=len(cities)),
            *(Rows("weather_cities", {"city": city}) for city in cities if city != gone),
            OnlyChanged(rows=["weather_cities"]),
        ),
        oracle=oracle,
    )


@dataclass(frozen=True, slots=True)
class _SaysMinutes:
    """The answer begins with the minutes, or the hours and minutes, that the trip under way takes."""

    name: str

    def __call__(self, seen: Evidence, /) -> Finding:
        said = unicodedata.normalize("NFKC", (seen.answer or "").replace(self.name, " "))
        numbers = [int(found) for found in re.findall(r"\d+", said)]
        minutes = [_minutes(row) for row in seen.after.provider("map_navigation")]
        right = any(numbers[:1] == [each] or numbers[:2] == [each // 60, each % 60] for each in minutes)
        return Finding(right, f"the answer is {(seen.answer or '')[:80]!r}, the trip takes {minutes}")


def _minutes(row: Row) -> int:
    """As Maps rounds them."""
    route = row["route"]
    assert isinstance(route, dict)
    return max(1, math.floor(float(str(route["seconds"])) / 60 + 0.5))


def _open(hand: Hand, name: str) -> None:
    """Have a place's own page in front."""
    hand.app(MAPS)
    if hand.page == "place" and hand.sees(name):
        return
    if hand.page != "search":
        hand.tap("Search here")
    if not any(field.text == name for field in hand.fields()):
        hand.write(name, name="Search here")
    hand.tap(name, kind="LinearLayout")


def _places(fresh: State) -> list[Row]:
    """Places to be found by their names, on no list yet."""
    saved = {row["place"] for row in fresh.provider("map_saved")}
    rows = only(fresh.provider("map_places"), "name")
    return [row for row in rows if row["kind"] not in ("home", "office") and row["_id"] not in saved]


def _best(fresh: State, kind: str) -> list[str]:
    """The names of the places of a kind, the best rated first; none where two share that."""
    rows = sorted((row for row in fresh.provider("map_places") if row["kind"] == kind), key=_rating, reverse=True)
    return [str(row["name"]) for row in rows] if len(rows) > 1 and _rating(rows[0]) > _rating(rows[1]) else []


def _rating(row: Row) -> float:
    return float(str(row["rating"]))


def _chinese(text: str) -> str:
    return manifest.translations("zh-CN").get(text, text)

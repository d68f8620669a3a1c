"""What a seed means: the same every time, right for the locale, and drawable with the phone's fonts. Starts no Qt."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from datetime import date

import pytest
from fontTools.ttLib import TTFont

from devices.phone import manifest
from devices.phone.apps.contacts.provider import contents, heading, sort_key
from devices.phone.fonts import FONT_FILES
from devices.phone.options import LOCALES
from devices.phone.world import COLUMNS, DOCK, PAGES, ROWS, World, make_world, stream
from devices.phone.world.names import names

PACKAGES = tuple(f"com.example.app{number}" for number in range(19))
PHONES = {
    "en-US": r"\(\d{3}\) 555-01\d\d",
    "zh-CN": r"1\d\d 5550 \d{4}",
    "ja-JP": r"0[789]0-5550-\d{4}",
    "de-DE": r"0\d{2,3} \d{5,8}( \d{3})?",
    "ar": r"05\d \d{3} \d{4}",
}


def world(seed: int, locale: str = "en-US") -> World:
    return make_world(seed, PACKAGES, locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_same_seed_makes_the_same_world_and_another_another(locale: str) -> None:
    assert world(7, locale) == world(7, locale)
    assert len({world(seed, locale).owner.name for seed in range(40)}) > 20
    assert len({tuple(spot.name for spot in world(seed, locale).spots) for seed in range(40)}) > 30


def test_topics_do_not_move_each_other() -> None:
    first, second = world(3), make_world(3, PACKAGES[:5])
    assert (first.people, first.spots, first.wallpaper, first.clock) == (
        second.people,
        second.spots,
        second.wallpaper,
        second.clock,
    )
    assert first.home != second.home
    assert stream(3, "clock").random() == stream(3, "clock").random() != stream(3, "people").random()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("seed", range(20))
def test_people_are_complete_and_distinct(seed: int, locale: str) -> None:
    made = world(seed, locale)
    everybody = (made.owner, *made.people)
    assert len(made.people) == 24
    assert Counter(person.relation for person in made.people) == {"friend": 9, "work": 7, "family": 5, "service": 3}
    assert len({person.name for person in everybody}) == len(everybody)
    assert len({person.phone for person in everybody}) == len(everybody)
    assert all(re.fullmatch(PHONES[locale], person.phone) for person in everybody)
    assert all(
        re.fullmatch(r"[a-z]+\.[a-z]+@(example\.(com|org|net)|work\.example)", person.email)
        for person in everybody
        if person.email
    )
    assert all(date.fromisoformat(person.birthday) < made.clock.date() for person in everybody if person.birthday)
    assert any(person.company == made.owner.company for person in made.people if person.relation == "work")
    assert sum(person.starred for person in made.people) < 12


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "ar"])
def test_invented_names_are_the_same_in_one_world_and_others_in_each(locale: str) -> None:
    worlds = [make_world(seed, PACKAGES, locale, new_names=True) for seed in range(12)]
    assert worlds[3] == make_world(3, PACKAGES, locale, new_names=True)
    assert len({made.city for made in worlds}) == len(worlds)
    usual = {person.name for seed in range(40) for person in world(seed, locale).people}
    for made in worlds:
        everybody = (made.owner, *made.people)
        assert len({person.name for person in everybody}) == len(everybody) == 25
        assert not usual & {person.name for person in everybody if person.relation != "service"}
        assert len({spot.name for spot in made.spots}) == len(made.spots)
        assert all("{" not in text for spot in made.spots for text in (spot.name, spot.address))
        assert all(re.fullmatch(r"[a-z]+\.[a-z]+@[a-z.]+", person.email) for person in everybody if person.email)


def test_arabic_names_stay() -> None:
    assert make_world(3, PACKAGES, "ar", new_names=True).people == world(3, "ar").people


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("seed", range(20))
def test_places_lie_around_the_city(seed: int, locale: str) -> None:
    made = world(seed, locale)
    kinds = Counter(spot.kind for spot in made.spots)
    assert len(made.spots) >= 25
    assert kinds["home"] == kinds["office"] == kinds["airport"] == 1
    assert kinds["cafe"] == kinds["restaurant"] == 3
    assert next(spot.name for spot in made.spots if spot.kind == "office") == made.owner.company
    assert len({(spot.name, spot.kind) for spot in made.spots}) == len(made.spots)
    (latitude, longitude) = next((y, x) for city, y, x in names(locale).cities if city == made.city)
    for spot in made.spots:
        north, east = spot.latitude - latitude, (spot.longitude - longitude) * math.cos(math.radians(latitude))
        away = 111.32 * math.hypot(north, east)
        assert away < (14.1 if spot.kind == "airport" else 3.3)
        assert made.city in spot.address
        assert "{" not in spot.name + spot.address


@pytest.mark.parametrize("locale", LOCALES)
def test_every_character_can_be_drawn(locale: str) -> None:
    tables = [TTFont(path).getBestCmap() for path in FONT_FILES if "Icons" not in path.name]
    used = set("".join(repr(dataclasses.astuple(names(locale)))))
    assert {character for character in used if not any(ord(character) in table for table in tables)} == set()


def test_a_home_screen_holds_each_app_once_at_most() -> None:
    first_pages = []
    for seed in range(200):
        home = world(seed).home
        shown = [place.package for page in home.pages for place in page] + list(home.dock)
        assert len(set(shown)) == len(shown)
        assert set(shown) <= set(PACKAGES)
        assert len(home.pages) == PAGES
        assert len(home.dock) <= DOCK
        for page in home.pages:
            assert len({(place.column, place.row) for place in page}) == len(page)
            assert all(0 <= place.column < COLUMNS and 0 <= place.row < ROWS for place in page)
        first_pages.append(len(home.pages[0]))
    assert 7 < sum(first_pages) / len(first_pages) < 10


def test_more_apps_than_there_is_room_for() -> None:
    home = make_world(1, [f"p{number}" for number in range(80)]).home
    assert all(len(page) <= COLUMNS * ROWS for page in home.pages)


def test_the_owners_words_come_from_the_apps() -> None:
    assert world(1, "zh-CN").say("Contacts") == manifest.translations("zh-CN")["Contacts"] != "Contacts"
    assert world(1).say("Hello {name}", name="Ada") == "Hello Ada"


def test_moments_are_told_from_the_clock() -> None:
    made = world(1)
    assert made.when(days=1) - made.when() == 86_400_000
    assert made.when(hours=-1, minutes=30) == made.when() - 1_800_000


# in which order contacts lists them


@pytest.mark.parametrize(
    ("locale", "people", "letters"),
    [
        ("zh-CN", ["陈嘉怡", "林洋", "王静", "Zoe", "房东"], "CLWZ#"),
        ("ja-JP", ["Ben", "石川 和也", "加藤 愛", "清水 誠", "鈴木 愛", "林 彩"], "Bあかささは"),
        ("de-DE", ["Adam", "Änne", "Björn", "Zoe", "+49"], "AABZ#"),
        ("ar", ["أحمد", "باسم", "الخطيب", "يوسف"], "ابخي"),
        ("en-US", ["amy", "Bob", "Émile", "", "(none)"], "ABE##"),
    ],
)
def test_names_are_sorted_as_they_are_spoken(locale: str, people: list[str], letters: str) -> None:
    assert sorted(reversed(people), key=lambda name: sort_key(name, locale)) == people
    assert "".join(heading(sort_key(name, locale), locale) for name in people) == letters


@pytest.mark.parametrize("locale", LOCALES)
def test_contacts_hold_everybody(locale: str) -> None:
    made = world(4, locale)
    rows = contents(made).rows["contacts"]
    assert {row["name"] for row in rows} == {person.name for person in made.people}
    assert set(rows[0]) == {"name", "phone", "email", "company", "relation", "birthday", "starred"}

"""Maps, used by touch; and its city and routes, which know no phone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone import manifest, permissions
from devices.phone.apps.maps import routes
from devices.phone.apps.maps.city import SIZE, Plan, make_city
from devices.phone.apps.maps.names import AVENUES, STREETS
from devices.phone.apps.maps.provider import city_of, contents
from devices.phone.world import make_world

MAPS = "com.fingertip.maps"
FINE = "android.permission.ACCESS_FINE_LOCATION"


@pytest.fixture(scope="module")
def shared() -> Iterator[AppFinger]:
    made = AppFinger(MAPS, seed=3)
    yield made
    made.close()


@pytest.fixture
def finger(shared: AppFinger) -> AppFinger:
    """The one phone, as new."""
    shared.phone.erase()
    shared.put("animator_duration_scale", "0")
    shared.start()
    return shared


def allow(finger: AppFinger) -> None:
    permissions.answer(finger.phone.store, MAPS, FINE, True)


def place(finger: AppFinger, kind: str) -> dict[str, Any]:
    return next(row for row in finger.rows("map_places") if row["kind"] == kind)


# the city


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("mode", routes.MODES)
def test_routes_are_connected_and_end_where_they_should(seed: int, mode: routes.Mode) -> None:
    draw = Random(seed)
    city = make_city(draw, Plan(STREETS, AVENUES))
    start, end = ((draw.uniform(300, SIZE - 300), draw.uniform(300, SIZE - 300)) for _ in "ab")
    found = routes.routes(city, start, end, mode)
    assert 1 <= len(found) <= 3
    assert [route["seconds"] for route in found] == sorted(int(str(route["seconds"])) for route in found)
    for route in found:
        points, steps = route["points"], route["steps"]
        assert isinstance(points, list)
        assert isinstance(steps, list)
        assert math.dist(points[0], start) < 1
        assert math.dist(points[-1], end) < 1
        assert [steps[0]["turn"], steps[-1]["turn"]] == ["start", "arrive"]
        assert sum(step["metres"] for step in steps) == pytest.approx(route["metres"], abs=len(steps))


def test_a_car_is_faster_than_feet() -> None:
    city = city_of(make_world(1, ()))
    seconds = {mode: int(str(routes.routes(city, (500, 500), (6500, 6000), mode)[0]["seconds"])) for mode in routes.MODES}
    assert seconds["car"] < seconds["bike"] < seconds["walk"]
    assert seconds["transit"] < seconds["walk"]


@pytest.mark.parametrize("locale", ["en-US", "ar", "zh-CN"])
def test_the_same_seed_makes_the_same_city(locale: str) -> None:
    world = make_world(7, (), locale)
    assert contents(world) == contents(make_world(7, (), locale))
    assert city_of(world).drawing() == city_of(make_world(7, (), locale)).drawing()
    places = contents(world).rows["map_places"]
    assert {spot.name for spot in world.spots} <= {row["name"] for row in places}
    assert all(0 < row["x"] < SIZE and 0 < row["y"] < SIZE for row in places)


# the app


def test_every_page_opens_by_its_activity(finger: AppFinger) -> None:
    for page in manifest.by_package()[MAPS].activities.values():
        finger.start(page)
        assert finger.phone.page == page


def test_a_place_is_found_and_saved_and_removed_again(finger: AppFinger) -> None:
    cafe = place(finger, "cafe")
    finger.tap_id("search_box")
    finger.phone.commit_text(cafe["name"][:5])
    finger.tap(cafe["name"])
    assert finger.phone.page == "place"
    assert finger.shows(cafe["address"])
    before = len([row for row in finger.rows("map_saved") if row["list"] == "want"])
    finger.tap("Save" if "Save" in finger.names() else "Saved", "Want to go")
    kept = [row for row in finger.rows("map_saved") if row["list"] == "want"]
    assert abs(len(kept) - before) == 1
    finger.start("list", key="want")
    name = next(row["name"] for row in kept)
    finger.tap(f"Remove {name}")
    assert len([row for row in finger.rows("map_saved") if row["list"] == "want"]) == len(kept)
    finger.tap("Remove")
    assert len([row for row in finger.rows("map_saved") if row["list"] == "want"]) == len(kept) - 1


def test_a_category_is_listed_sorted_and_filtered(finger: AppFinger) -> None:
    finger.tap("Cafes")
    assert finger.phone.page == "results"
    cafes = [row for row in finger.rows("map_places") if row["kind"] == "cafe"]
    assert {row["name"] for row in cafes} <= finger.texts()
    finger.tap("Best rated")
    shown = [name for name in finger.names() if name in {row["name"] for row in cafes}]
    assert shown[0] in {row["name"] for row in cafes if row["rating"] == max(one["rating"] for one in cafes)}


def test_nothing_found_is_said(finger: AppFinger) -> None:
    finger.start("results", query="zzzz")
    assert finger.shows("No results for")


def test_recent_searches_are_cleared_after_asking(finger: AppFinger) -> None:
    assert finger.rows("map_searches")
    finger.tap_id("search_box")
    finger.hide_keyboard()
    finger.tap("Clear")
    finger.tap("Cancel", "Clear", "Clear")
    assert finger.rows("map_searches") == []


def test_the_way_is_found_and_gone(finger: AppFinger) -> None:
    allow(finger)
    end = place(finger, "museum")
    finger.start("place", id=end["_id"])
    finger.tap("Directions", "Walk", "Start")
    assert finger.phone.page == "navigation"
    (trip,) = finger.rows("map_navigation")
    assert (trip["name"], trip["mode"], trip["step"]) == (end["name"], "walk", 0)
    assert any(row["package"] == MAPS for row in finger.rows("notifications"))
    finger.tap("Next step")
    assert finger.rows("map_navigation")[0]["step"] == 1
    for _ in range(120):  # the rest by itself, as time passes
        finger.wait(60)
    assert finger.shows("You have arrived")
    finger.tap("Done")
    assert finger.rows("map_navigation") == []


def test_ending_a_trip_asks(finger: AppFinger) -> None:
    allow(finger)
    finger.start("directions", id=place(finger, "park")["_id"])
    finger.tap("Start", "End navigation", "Cancel")
    assert finger.rows("map_navigation")
    finger.tap("End navigation", "End")
    assert finger.rows("map_navigation") == []


def test_without_permission_it_asks_the_person(finger: AppFinger) -> None:
    finger.tap("My location")
    assert any("allow" in name.casefold() for name in finger.names())
    finger.phone.press_key("back")
    finger.start("directions", id=place(finger, "park")["_id"])
    assert finger.shows("Where do you start?")


def test_offline_is_said(finger: AppFinger) -> None:
    for key in ("wifi_on", "mobile_data"):
        finger.put(key, "0")
    assert finger.shows("Offline")
    finger.start("results", query="Cafes")
    assert finger.shows("You are offline")


def test_links_of_other_apps_lead_here(finger: AppFinger) -> None:
    park = place(finger, "park")
    finger.start("results", uri=f"geo:{park['latitude']},{park['longitude']}")
    assert (finger.phone.page, finger.shows(park["name"])) == ("place", True)
    finger.start("results", uri="geo:0,0?q=Cafe")
    assert finger.phone.page == "results"
    allow(finger)
    finger.start("navigation", uri=f"google.navigation:q={park['name'].replace(' ', '+')}&mode=b")
    assert finger.phone.page == "navigation"
    assert finger.rows("map_navigation")[0]["mode"] == "bike"


def test_the_map_pans_zooms_and_shows_places(finger: AppFinger) -> None:
    before = finger.phone.grab()
    finger.phone.swipe(500, 800, 200, 500)
    moved = finger.phone.grab()
    assert moved != before
    finger.tap("Zoom in", "Zoom in")
    assert finger.phone.grab() != moved
    finger.tap("Zoom out")
    for _ in range(6):
        finger.phone.tap(360, 900)
        finger.phone.tap(360, 900)
    assert "Zoom in" not in finger.names(), "a double tap goes nearer, until it can go no further"


def test_home_is_set_anew(finger: AppFinger) -> None:
    finger.start("saved")
    finger.tap("Change Home address")
    assert finger.phone.page == "pick"
    hotel = place(finger, "hotel")
    finger.phone.commit_text(hotel["name"])
    finger.tap(hotel["name"])
    assert [row["name"] for row in finger.rows("map_saved") if row["list"] == "home"] == [hotel["name"]]


def test_a_list_is_made_and_deleted(finger: AppFinger) -> None:
    finger.start("saved")
    finger.tap("New list")
    finger.phone.commit_text("Museums to see")
    finger.tap("Create")
    (made,) = (row for row in finger.rows("map_lists") if not row["fixed"])
    assert made["name"] == "Museums to see"
    finger.start("list", key=made["key"])
    assert finger.shows("Nothing saved here yet")
    finger.tap("Delete list", "Delete")
    assert all(row["fixed"] for row in finger.rows("map_lists"))


def test_a_way_round_one_corner_keeps_to_the_streets() -> None:
    city = city_of(make_world(1, ()))
    x, y = city.at((7, 7))
    (found, *_) = routes.routes(city, (x + 60, y), (x, y + 60), "walk")
    points = found["points"]
    assert isinstance(points, list)
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(points))

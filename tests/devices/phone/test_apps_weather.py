"""The Weather app: cities and units by touch, and figures that depend on seed, city and time alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from app_finger import AppFinger

from devices.phone import manifest, provider

PACKAGE = "com.fingertip.weather"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


def test_every_page_shows_and_has_its_activity(finger: AppFinger) -> None:
    for name, page in manifest.by_package()[PACKAGE].activities.items():
        finger.start(page)
        finger.names()
        assert finger.phone.foreground == (PACKAGE, name)


def test_cities_are_added_moved_and_removed(finger: AppFinger) -> None:
    own, first, second = [row["city"] for row in finger.rows("weather_cities")]
    assert own == finger.phone.world.city
    finger.start("add", query="kenya")
    finger.tap("Nairobi")
    assert finger.shows("Nairobi", "Feels like")
    finger.start("cities")
    finger.tap("Move up Nairobi", f"Remove {first}", "Cancel", f"Remove {first}", "Remove")
    rows = sorted(finger.rows("weather_cities"), key=lambda row: row["position"])
    assert [row["city"] for row in rows] == [own, "Nairobi", second]
    finger.start("add", query="zzz")
    assert finger.shows("No city found")


def test_units(finger: AppFinger) -> None:
    finger.start("settings")
    finger.tap("Temperature", "°F", "Wind speed", "Miles per hour")
    assert finger.phone.store.get("secure", "weather_unit") == "f"
    now = provider.call(finger.phone, "weather", "forecast", {"city": finger.phone.world.city})["now"]
    finger.start()
    assert finger.shows(f"{round(abs(now['temperature'] * 9 / 5 + 32))}°")
    finger.start("day")
    assert finger.shows("mph")


def test_without_a_network_there_is_no_weather(finger: AppFinger) -> None:
    finger.put("wifi_on", "0")
    finger.put("airplane_mode_on", "1")
    finger.start()
    assert finger.shows("No connection")
    finger.tap("Network settings")
    assert finger.phone.foreground[0] == "com.android.settings"
    finger.put("wifi_on", "1")
    finger.start()
    assert finger.shows("Feels like")


def test_the_same_seed_has_the_same_weather(finger: AppFinger) -> None:
    other = AppFinger(PACKAGE, seed=3)
    try:
        asked = {"city": "Tokyo"}
        assert provider.call(finger.phone, "weather", "forecast", asked) == provider.call(
            other.phone, "weather", "forecast", asked
        )
    finally:
        other.close()


def test_figures_are_possible(finger: AppFinger) -> None:
    for row in manifest.app_data("weather", "cities.json"):
        made = provider.call(finger.phone, "weather", "forecast", {"city": row["city"]})
        assert len(made["hours"]) == 24
        assert len(made["days"]) == 7
        for hour in made["hours"]:
            assert -40 < hour["temperature"] < 50
            assert 0 <= hour["chance"] <= 100
            assert 0 <= hour["humidity"] <= 100
        assert all(day["low"] < day["high"] and day["rise"] < day["sets"] for day in made["days"])


def test_no_cities_at_all(finger: AppFinger) -> None:
    for row in finger.rows("weather_cities"):
        finger.phone.store.delete("weather_cities", row["_id"])
    finger.start()
    assert finger.shows("No cities yet")
    finger.tap("Add city")
    assert finger.phone.page == "add"

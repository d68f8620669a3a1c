"""The Browser and its small web, used by touch: what counts is what the store says afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone.apps.browser import web
from devices.phone.apps.browser.provider import SITES, page_at


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.browser", seed=3)
    yield made
    made.close()


def tab(finger: AppFinger) -> dict[str, Any]:
    return next(row for row in finger.rows("browser_tabs") if row["active"])


def visit(finger: AppFinger, url: str) -> None:
    finger.start("", uri=url)


def type_address(finger: AppFinger, words: str) -> None:
    finger.tap_id("url_bar")
    finger.write("url_bar", words)
    finger.tap_id("enter")


def test_every_link_of_every_page_leads_somewhere(finger: AppFinger) -> None:
    world = finger.phone.world
    pages = {f"https://{host}{path}": page for host, site in SITES.items() for path, page in site.pages(world).items()}
    assert len(pages) >= 25
    for url, page in pages.items():
        for block in page.blocks:
            if "url" in block:
                assert page_at(finger.phone, block["url"]) is not None, (url, block["url"])


def test_every_page_is_drawn(finger: AppFinger) -> None:
    for host, site in SITES.items():
        for path, page in site.pages(finger.phone.world).items():
            visit(finger, f"https://{host}{path}")
            shown = [block["text"] for block in page.blocks if block["kind"] in ("heading", "text", "link")]
            assert not shown or shown[0] in finger.texts()


def test_an_address_or_words_are_typed(finger: AppFinger) -> None:
    finger.start()
    type_address(finger, "encyclo.example/owl")
    assert tab(finger)["url"] == "https://encyclo.example/owl"
    assert finger.shows("Owls hunt at night")
    type_address(finger, "lighthouse ships")
    assert tab(finger)["url"].startswith("https://search.example/search?q=lighthouse")
    finger.tap("Lighthouse")
    assert tab(finger)["url"] == "https://encyclo.example/lighthouse"


def test_pages_go_back_and_forth(finger: AppFinger) -> None:
    finger.start()
    finger.tap("The Morning Tribune", "The old bridge is open again")
    assert tab(finger)["url"] == "https://tribune.example/bridge"
    finger.tap("Previous page")
    assert tab(finger)["url"] == "https://tribune.example/"
    finger.tap("Next page")
    finger.back()
    finger.back()
    assert tab(finger)["url"] == ""
    finger.back()
    assert finger.phone.foreground[0] != "com.android.browser"
    assert [row["url"] for row in finger.rows("browser_history")][-2:] == [
        "https://tribune.example/",
        "https://tribune.example/bridge",
    ]


def test_pizza_is_ordered(finger: AppFinger) -> None:
    visit(finger, "https://pizza.example/order")
    finger.tap("Place the order")
    assert finger.shows("Please fill this in.")
    assert finger.rows("web_forms") == []
    finger.tap_id("pizza")
    finger.tap("Four cheeses")
    finger.tap_id("count")
    finger.tap("2")
    finger.tap("Extra cheese")
    finger.write("name", "Ada")
    finger.hide_keyboard()
    finger.write("address", "1 Main Street")
    finger.hide_keyboard()
    finger.tap("Place the order")
    order = finger.rows("web_forms")[-1]
    wanted = {"site": "pizza.example", "pizza": "four", "size": "medium", "count": "2", "cheese": True, "name": "Ada"}
    assert order.items() >= wanted.items()
    assert finger.shows("Order received", "28.00")


def test_a_query_form_shows_trains(finger: AppFinger) -> None:
    visit(finger, "https://rail.example/")
    finger.tap("Show trains")
    assert tab(finger)["url"] == "https://rail.example/trains?from=city&to=port"
    assert finger.shows("6:10", "7:45")
    visit(finger, "https://rail.example/trains?from=hill&to=hill")
    assert finger.shows("Choose two different towns.")


def test_the_library_is_searched_and_a_book_reserved(finger: AppFinger) -> None:
    visit(finger, "https://library.example/")
    finger.write("q", "clouds")
    finger.tap_id("enter")
    finger.tap("A Field Guide to Clouds")
    finger.write("card", "4711")
    finger.hide_keyboard()
    finger.tap("Reserve")
    assert finger.rows("web_forms")[-1].items() >= {"form": "reserve-4", "card": "4711", "branch": "main"}.items()
    assert finger.shows("Reserved")


def test_tabs_open_switch_and_close(finger: AppFinger) -> None:
    visit(finger, "https://weather.example/")
    visit(finger, "https://pizza.example/")
    assert len(finger.rows("browser_tabs")) == 2
    finger.tap("More options", "New tab")
    assert tab(finger)["url"] == ""
    finger.tap("Tabs", "Pizzeria Stella")
    assert tab(finger)["url"] == "https://pizza.example/"
    finger.tap("Tabs", "Close tab Pizzeria Stella")
    assert len(finger.rows("browser_tabs")) == 2
    finger.tap("More options", "Close all tabs", "Cancel")
    assert finger.rows("browser_tabs")
    finger.tap("More options", "Close all tabs", "Close")
    assert finger.rows("browser_tabs") == []
    assert finger.shows("No open tabs")
    finger.back()
    type_address(finger, "pizza.example")
    assert tab(finger)["url"] == "https://pizza.example"


def test_bookmarks_are_added_edited_and_deleted(finger: AppFinger) -> None:
    visit(finger, "https://encyclo.example/tea")
    finger.tap("Add bookmark")
    finger.write("title", "About tea")
    finger.hide_keyboard()
    finger.tap("Save")
    assert finger.rows("bookmarks")[-1].items() >= {"title": "About tea", "url": "https://encyclo.example/tea"}.items()
    finger.start("bookmarks")
    finger.tap("Edit About tea")
    finger.write("url", "no address")
    finger.hide_keyboard()
    finger.tap("Save")
    assert finger.shows("This is not an address.")
    finger.write("url", "encyclo.example/owl")
    finger.hide_keyboard()
    finger.tap("Save")
    assert finger.rows("bookmarks")[-1]["url"] == "https://encyclo.example/owl"
    finger.tap("Edit About tea", "Delete bookmark", "Delete")
    assert "About tea" not in [row["title"] for row in finger.rows("bookmarks")]


def test_history_is_cleared_after_a_question(finger: AppFinger) -> None:
    finger.start("history")
    finger.tap("Clear history", "Cancel")
    assert len(finger.rows("browser_history")) == 12
    finger.tap("Clear history", "Clear")
    assert finger.rows("browser_history") == []


def test_words_are_found_in_a_page(finger: AppFinger) -> None:
    visit(finger, "https://encyclo.example/chess")
    finger.tap("More options", "Find in page")
    finger.write("find_query", "chess")
    assert finger.shows("1/3")
    finger.hide_keyboard()
    finger.tap("Next hit")
    assert finger.shows("2/3")
    finger.write("find_query", "zzz")
    assert finger.shows("0/0")
    finger.back()
    assert "Close search" not in finger.names()


def test_no_page_and_no_network_are_told(finger: AppFinger) -> None:
    visit(finger, "https://nowhere.example/x")
    assert finger.shows("This page cannot be found", "https://nowhere.example/x")
    finger.put("wifi_on", "0")
    finger.put("mobile_data", "0")
    visit(finger, "https://pizza.example/order")
    assert finger.shows("No internet")
    finger.put("wifi_on", "1")
    finger.tap("Try again")
    assert finger.shows("Your order")
    finger.put("airplane_mode_on", "1")
    finger.tap("Reload")
    assert finger.shows("No internet")


def test_a_file_is_downloaded_read_and_taken_off_the_list(finger: AppFinger) -> None:
    visit(finger, "https://library.example/hours")
    finger.tap("Opening hours as a file")
    assert b"9" in finger.phone.files.read("/sdcard/Download/opening-hours.txt")
    finger.start("downloads")
    finger.tap("opening-hours.txt")
    assert finger.shows("Sunday: closed")
    finger.tap("OK", "Remove opening-hours.txt", "Remove")
    assert finger.rows("downloads") == []


@pytest.mark.parametrize("page", ["", "tabs", "bookmarks", "bookmark", "history", "downloads"])
def test_every_page_opens_by_itself(finger: AppFinger, page: str) -> None:
    finger.start(page)
    assert finger.phone.page == page


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("pizza.example", "https://pizza.example"),
        ("http://a.example/b", "http://a.example/b"),
        ("what is tea", "https://search.example/search?q=what%20is%20tea"),
        ("tea", "https://search.example/search?q=tea"),
    ],
)
def test_words_become_addresses(words: str, url: str) -> None:
    assert web.address(words, "search.example") == url

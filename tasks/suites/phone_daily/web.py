"""The browser: find a page and keep it, fill in a form."""

from __future__ import annotations

import re
from random import Random

from devices.phone import manifest
from tasks.checks import All, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, BROWSER
from tasks.suites.phone_daily._checks import Kept, reads
from tasks.suites.phone_daily._suite import SUITE, only
from tasks.task import Case

_LIBRARY = "https://library.example"
_BOOKS = (
    "The Lighthouse Keeper’s Map",
    "Bread for a Small Kitchen",
    "Night Trains",
    "A Field Guide to Clouds",
    "The Patient Gardener",
    "Chess for Rainy Days",
)
"""In the order of their pages, from /book/1 on."""
_BRANCHES = {"main": "Main building", "north": "North branch"}


@SUITE.task(steps=12, apps=(BROWSER,), locales=BOTH)
def bookmark_found(draw: Random, fresh: State) -> Case:
    """A page that the search engine knows becomes a bookmark."""
    marked = {row["url"] for row in fresh.provider("bookmarks")}
    pages = {str(row["url"]): str(row["title"]) for row in only(fresh.provider("browser_history"), "title")}
    inside = {url: title for url, title in pages.items() if not re.search(r"\.example/$|/search\.", url) and url not in marked}
    url = draw.choice(sorted(inside))
    title, site = inside[url], url.split("/")[2]

    def oracle(hand: Hand) -> None:
        if any(row["url"] == url for row in hand.state.provider("bookmarks")):
            return
        hand.app(BROWSER)
        if hand.page == "bookmark":
            hand.tap("Save")
        tab = next((row for row in hand.state.provider("browser_tabs") if row["active"]), {"url": ""})
        if tab["url"] == url:
            hand.tap("Add bookmark" if hand.find("Add bookmark") else "More options")
        if "/search" in str(tab["url"]) and hand.find(title, kind="View"):
            hand.tap(title, kind="View")
        hand.write(title, name="Search or type an address", submit=True)

    return Case(
        says={
            "en-US": (
                f"Search the web for “{title}” and bookmark the page on {site}.",
                f"Find the page “{title}” of {site} with the browser and save it as a bookmark",
            ),
            "zh-CN": (
                f"用浏览器搜索“{title}”，把 {site} 上的那个网页加为书签",
                f"在网上找到 {site} 的“{title}”页面并存成书签。",
            ),
        },
        params={"url": url},
        check=All(
            Rows("bookmarks", {"url": url}, new=True),
            Rows("bookmarks", {}, new=True),
            Kept("bookmarks"),
            OnlyChanged(rows=["bookmarks", "browser_tabs"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(BROWSER,), locales=BOTH)
def reserve_book(draw: Random, fresh: State) -> Case:
    """A form on a page of the library."""
    place, branch = draw.randrange(len(_BOOKS)), draw.choice(sorted(_BRANCHES))
    book, where, card = _BOOKS[place], _BRANCHES[branch], f"{draw.randrange(100_000, 1_000_000)}"
    form = f"reserve-{place + 1}"
    wanted = {"site": "library.example", "form": form, "card": reads(card), "branch": branch}

    def oracle(hand: Hand) -> None:
        if any(row["form"] == form and row["card"] == card for row in hand.state.provider("web_forms")):
            return
        hand.app(BROWSER)
        tab = next((row for row in hand.state.provider("browser_tabs") if row["active"]), {"url": ""})
        match str(tab["url"]).removeprefix(_LIBRARY):
            case "":
                hand.tap("City Library")
            case "/":
                hand.tap("All books")
            case "/catalogue":
                hand.tap(book)
            case path if path.startswith("/book/"):
                if hand.find(where, kind="RadioButton"):
                    hand.tap(where, kind="RadioButton")
                if hand.reach("Pick up at").text != hand.say(where):
                    hand.tap("Pick up at")
                hand.write(card, name="Library card number")
                hand.tap("Reserve")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Reserve the book “{book}” on the website of the City Library. "
                f"My card number is {card}, I will pick it up at: {where}.",
                f"On the City Library’s site, reserve “{book}” for card {card}, to be fetched from: {where}",
            ),
            "zh-CN": (
                f"在{_chinese('City Library')}的网站上预约《{_chinese(book)}》，借书证号 {card}，取书地点选“{_chinese(where)}”",
                f"帮我预约一本《{_chinese(book)}》：上{_chinese('City Library')}网站，"
                f"借书证号码 {card}，到“{_chinese(where)}”取书。",
            ),
        },
        params={"book": place + 1, "card": card, "branch": branch},
        check=All(
            Rows("web_forms", wanted, new=True),
            Rows("web_forms", {}, new=True),
            OnlyChanged(rows=["web_forms", "browser_tabs"]),
        ),
        oracle=oracle,
    )


def _chinese(text: str) -> str:
    return manifest.translations("zh-CN").get(text, text)

"""search.example: an engine over all pages of the other sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.phone.apps.browser import web
from devices.phone.apps.browser.web import Page, Site
from devices.phone.world import World

HOST = "search.example"
URL = f"https://{HOST}/search"


def pages(world: World) -> Mapping[str, Page]:
    """Its front page."""
    front = Page(
        world.say("Seek"),
        (web.image("magnify", ("#1A73E8", "#7BAAF7"), world.say("Seek")), web.search(world.say("Search the web"), URL)),
        listed=False,
    )
    return {"/": front}


def results(world: World, words: str, sites: Sequence[Site]) -> Page:
    """Every page that has all words, those with them in the title first."""
    wanted = words.casefold().split()
    found: list[tuple[int, str, web.Block]] = []
    for site in sites:
        for path, page in site.pages(world).items():
            body = " ".join(str(block.get("text", "")) for block in page.blocks)
            everything = f"{page.title} {body} {site.host}".casefold()
            if page.listed and wanted and all(word in everything for word in wanted):
                url = f"https://{site.host}{path}"
                score = sum(word in page.title.casefold() for word in wanted)
                summary = next((f" · {block['text']}" for block in page.blocks if block["kind"] == "text"), "")
                found.append((-score, url, web.link(page.title, url, site.host + summary)))
    found.sort(key=lambda entry: entry[:2])
    count = (
        web.text(world.say("Results: {count}", count=len(found)))
        if found
        else web.note(world.say("Nothing was found for “{words}”.", words=words))
    )
    title = world.say("{words} – Seek", words=words)
    return Page(
        title, (web.search(world.say("Search the web"), URL, words), count, *(block for _, _, block in found)), listed=False
    )


SITE = Site(HOST, "#1A73E8", pages)

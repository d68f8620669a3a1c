"""The browser: tabs in "browser_tabs", "bookmarks", "browser_history", "downloads", and what was sent in "web_forms".

browser_tabs: stack (addresses), at (which of them is shown), title, active. An empty address is the start page.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices.phone.apps.browser import (
    site_encyclopaedia,
    site_library,
    site_news,
    site_pizza,
    site_rail,
    site_search,
    site_weather,
    web,
)
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row, Store
from devices.phone.world import World

SITES: dict[str, web.Site] = {
    module.HOST: module.SITE
    for module in (site_news, site_encyclopaedia, site_pizza, site_library, site_weather, site_rail, site_search)
}
_HISTORY = 100


def contents(world: World) -> Contents:
    """A start page, some bookmarks, and where one was in the last days."""
    draw = world.stream("browser")
    every = [(f"https://{host}{path}", page.title) for host, site in SITES.items() for path, page in site.pages(world).items()]
    fronts = [(url, title) for url, title in every if url.endswith(".example/")]
    marks = [{"title": title, "url": url} for url, title in draw.sample(fronts, 4)]
    hours, visits = 1.0, list[Row]()
    for url, title in draw.sample(every, 12):
        visits.append({"title": title, "url": url, "time": world.when(hours=-hours)})
        hours += draw.uniform(0.2, 14)
    tab: Row = {"stack": [""], "at": 0, "title": "", "url": "", "active": 1}
    return Contents(
        {"browser_tabs": [tab], "bookmarks": marks, "browser_history": visits[::-1], "downloads": [], "web_forms": []}
    )


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """load, sites; go, step, tab, close: tabs; submit: forms; download, file: files."""
    match method:
        case "load":
            return _load(phone, str(values["url"]))
        case "sites":
            return {"sites": [_front(phone.world, host) for host in SITES]}
        case "go":
            return _go(phone, str(values["words"]))
        case "step":
            _step(phone.store, int(values["by"]))
        case "tab":
            return {"id": _tab(phone, str(values.get("words", "")))}
        case "submit":
            return _submit(phone, str(values["url"]), str(values["form"]), values["values"])
        case "download":
            return _download(phone, str(values["url"]), str(values["name"]))
        case "file":
            return {"text": phone.files.read(str(values["path"])).decode("utf-8", "replace")}
        case _:
            raise UnknownMethod(f"the browser cannot {method!r}")
    return {}


def _front(world: World, host: str) -> Row:
    return {"url": f"https://{host}/", "title": SITES[host].pages(world)["/"].title, "colour": SITES[host].colour}


def page_at(phone: Memory, url: str) -> web.Page | None:
    """The page of an address; None where there is none."""
    try:
        host, path, query = web.parts(url)
    except ValueError:
        return None
    site = SITES.get(host)
    if site is None:
        return None
    if path == "/done":
        row = next(
            (row for row in phone.store.rows("web_forms") if str(row["_id"]) == query.get("id") and row["site"] == host), None
        )
        return site.confirm(phone.world, row) if row else None
    if site is site_search.SITE and path == "/search":
        return site_search.results(phone.world, query.get("q", ""), list(SITES.values()))
    return site.pages(phone.world).get(path) or site.answer(phone.world, path, query)


def _load(phone: Memory, url: str) -> dict[str, Any]:
    if not online(phone.store):
        return {"status": "offline", "title": url, "colour": "", "blocks": []}
    page = page_at(phone, url)
    if page is None:
        return {"status": "missing", "title": url, "colour": "", "blocks": []}
    return {"status": "ok", "title": page.title, "colour": SITES[web.parts(url)[0]].colour, "blocks": list(page.blocks)}


def _active(store: Store) -> Row:
    tabs = store.rows("browser_tabs")
    return next((tab for tab in tabs if tab.get("active")), tabs[-1] if tabs else {"_id": 0, "stack": [""], "at": 0})


def _go(phone: Memory, words: str) -> dict[str, Any]:
    url = web.address(words, site_search.HOST) if words else ""
    tab = _active(phone.store)
    if not tab["_id"]:
        _tab(phone, words)
        return {"url": url}
    stack = [*tab["stack"][: int(tab["at"]) + 1], url]
    title = _visit(phone, url)
    phone.store.update("browser_tabs", tab["_id"], {"stack": stack, "at": len(stack) - 1, "title": title, "url": url})
    return {"url": url}


def _visit(phone: Memory, url: str) -> str:
    """Remember a visit; returns the title."""
    if not url:
        return ""
    title = str(_load(phone, url)["title"])
    if online(phone.store):
        old = phone.store.rows("browser_history")
        for row in old[: max(0, len(old) - _HISTORY + 1)]:
            phone.store.delete("browser_history", row["_id"])
        phone.store.insert("browser_history", {"title": title, "url": url, "time": _ms(phone.now)})
    return title


def _step(store: Store, by: int) -> None:
    tab = _active(store)
    at = min(max(int(tab["at"]) + by, 0), len(tab["stack"]) - 1)
    store.update("browser_tabs", tab["_id"], {"at": at, "url": tab["stack"][at]})


def _tab(phone: Memory, words: str) -> int:
    for tab in phone.store.rows("browser_tabs"):
        if tab.get("active"):
            phone.store.update("browser_tabs", tab["_id"], {"active": 0})
    url = web.address(words, site_search.HOST) if words else ""
    fresh: Row = {"stack": [url], "at": 0, "title": _visit(phone, url), "url": url, "active": 1}
    return phone.store.insert("browser_tabs", fresh)


def _submit(phone: Memory, url: str, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    page = page_at(phone, url)
    form = (
        next((block for block in page.blocks if block.get("name") == name and block["kind"] == "form"), None) if page else None
    )
    if form is None or not online(phone.store):
        return {"problem": "offline"}
    missing = [
        field["name"] for field in form["fields"] if field["required"] and not str(values.get(field["name"]) or "").strip()
    ]
    wrong = [key for key in ("email",) if key in values and key not in missing and "@" not in str(values[key])]
    if missing or wrong:
        return {"problem": "missing", "fields": [*missing, *wrong]}
    if form["to"]:
        return {"url": web.with_query(form["to"], {key: str(value) for key, value in values.items()})}
    host = web.parts(url)[0]
    number = phone.store.insert("web_forms", {"site": host, "form": name, **values, "time": _ms(phone.now)})
    return {"url": f"https://{host}/done?id={number}"}


def _download(phone: Memory, url: str, name: str) -> dict[str, Any]:
    page = page_at(phone, url)
    block = (
        next((block for block in page.blocks if block["kind"] == "download" and block["name"] == name), None) if page else None
    )
    if block is None or not online(phone.store):
        return {"problem": "offline"}
    data, path = str(block["content"]).encode(), f"/sdcard/Download/{name}"
    phone.files.write(path, data, mtime=_ms(phone.now) // 1000)
    phone.store.insert("downloads", {"name": name, "path": path, "url": url, "size": len(data), "time": _ms(phone.now)})
    return {"path": path}


def online(store: Store) -> bool:
    """Whether there is a network: Wi-Fi or mobile data, and no airplane mode."""
    if store.get("global", "airplane_mode_on") == "1":
        return False
    return (store.get("global", "wifi_on") or "1") == "1" or (store.get("global", "mobile_data") or "1") == "1"


def _ms(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)

"""What the small offline web is made of: sites, pages, and the blocks that a page is drawn from. Knows no site by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from devices.phone.store import Row
from devices.phone.world import World

Block = dict[str, Any]
"""What QML draws, by its kind: heading, text, note, link, image, list, table, form, search, download."""
Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """title: of the tab. listed: whether the search engine knows it."""

    title: str
    blocks: Sequence[Block]
    listed: bool = True


def _nowhere(_world: World, _path: str, _query: Query) -> Page | None:
    return None


def _unconfirmed(_world: World, _row: Row) -> Page | None:
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """One host. pages: path -> page. answer: pages that depend on a query, None for unknown paths.

    confirm: the page after a form was sent, from its row of "web_forms".
    """

    host: str
    colour: str
    pages: Callable[[World], Mapping[str, Page]]
    answer: Callable[[World, str, Query], Page | None] = _nowhere
    confirm: Callable[[World, Row], Page | None] = _unconfirmed


def heading(text: str) -> Block:
    """A title inside a page."""
    return {"kind": "heading", "text": text}


def text(words: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words}


def note(words: str) -> Block:
    """A paragraph that stands out."""
    return {"kind": "note", "text": words}


def link(words: str, url: str, summary: str = "") -> Block:
    """A link; summary: a line below it."""
    return {"kind": "link", "text": words, "url": url, "summary": summary}


def image(icon: str, colours: tuple[str, str], caption: str) -> Block:
    """A drawn picture: an icon before a sky of two colours."""
    return {"kind": "image", "icon": icon, "colours": list(colours), "text": caption}


def listing(items: Sequence[str]) -> Block:
    """Points, one below the other."""
    return {"kind": "list", "items": list(items), "text": " ".join(items)}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    """Columns under their names."""
    words = " ".join(" ".join(row) for row in rows)
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows], "text": words}


def form(name: str, fields: Sequence[Block], submit: str, to: str = "") -> Block:
    """Fields and a button. to: where its values go as a query; empty: they are kept in "web_forms"."""
    return {"kind": "form", "name": name, "fields": list(fields), "submit": submit, "to": to, "text": ""}


def entry(name: str, label: str, *, required: bool = False, many: bool = False) -> Block:
    """A line of text in a form; many: several lines."""
    return {"kind": "text", "name": name, "label": label, "required": required, "many": many}


def choice(name: str, label: str, options: Sequence[tuple[str, str]], *, value: str = "") -> Block:
    """One of several: (value, what is shown). value: chosen at first."""
    shown = [{"value": key, "text": words} for key, words in options]
    return {"kind": "select", "name": name, "label": label, "options": shown, "value": value or options[0][0], "required": True}


def check(name: str, label: str, *, required: bool = False) -> Block:
    """A box to tick."""
    return {"kind": "check", "name": name, "label": label, "required": required}


def search(label: str, to: str, words: str = "") -> Block:
    """A search field: what is typed goes to an address as q."""
    return {"kind": "search", "label": label, "to": to, "value": words, "text": ""}


def download(words: str, name: str, content: str) -> Block:
    """A file to keep."""
    return {"kind": "download", "text": words, "name": name, "content": content}


def with_query(url: str, values: Mapping[str, str]) -> str:
    """An address with a query."""
    return f"{url}?{urlencode(values)}" if values else url


def parts(url: str) -> tuple[str, str, dict[str, str]]:
    """Host without www., path and query of an address; raises ValueError for what is none."""
    split = urlsplit(url)
    host = (split.hostname or "").removeprefix("www.")
    return host, split.path.rstrip("/") or "/", dict(parse_qsl(split.query))


def address(words: str, engine: str) -> str:
    """The address that somebody means who types this: an address as it is, or a search by the engine."""
    words = words.strip()
    if words.startswith(("http://", "https://")):
        return words
    if " " not in words and "." in words.strip("."):
        return f"https://{words}"
    return f"https://{engine}/search?q={quote(words)}"

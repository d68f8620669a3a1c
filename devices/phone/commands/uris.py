"""Content URIs: what `content://AUTHORITY/PATH` means on this phone, by the manifests of its apps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from devices.phone.arrangement import PROVIDER as HOME
from devices.phone.columns import View, read_view
from devices.phone.commands.console import Refused
from devices.phone.manifest import Manifest
from devices.phone.phone import Phone
from devices.phone.store import NAMESPACES, Namespace


@dataclass(frozen=True, slots=True)
class Setting:
    """Settings of one namespace; key: only that one."""

    namespace: Namespace
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Viewed:
    """Rows of an app as Android shows them. texts: what stands in the places of `*`. number: one row's _id, or None for all."""

    app: Manifest
    view: View
    texts: tuple[str, ...] = ()
    number: int | None = None

    @property
    def provider(self) -> str:
        """The name of the rows in the store."""
        return self.view.provider


@dataclass(frozen=True, slots=True)
class Plain:
    """Rows of the store as they are."""

    provider: str
    number: int | None = None


Address = Setting | Viewed | Plain


def read_uri(phone: Phone, uri: str) -> Address:
    """What a URI names; raises Refused, in Android's words, where it names nothing."""
    scheme, _, rest = uri.partition("://")
    authority, *path = [unquote(part) for part in rest.split("?")[0].split("/") if part] or [""]
    if scheme != "content" or not authority:
        raise Refused(f"[ERROR] Unsupported URI: {uri}", 1)
    if authority == "settings":
        for namespace in NAMESPACES:
            if path[:1] == [namespace]:
                return Setting(namespace, path[1] if len(path) > 1 else None)
        raise unknown_uri(authority, uri)
    apps = phone.apps.all
    if (found := _viewed(apps, (authority, *path))) is not None:
        return found
    number = _number(path[-1]) if path else None
    known = {HOME, *phone.store.providers(), *(name for app in apps for name in app.providers)}
    if authority in known and len(path) == (number is not None):
        return Plain(authority, number)
    if authority in {key.partition("/")[0] for app in apps for key in app.content}:
        raise unknown_uri(authority, uri)
    raise Refused(
        f"Error while accessing provider:{authority}\njava.lang.IllegalStateException: Could not find provider: {authority}", 1
    )


def unknown_uri(authority: str, uri: str) -> Refused:
    """What a provider says to a path that it does not know."""
    return Refused(f"Error while accessing provider:{authority}\njava.lang.IllegalArgumentException: Unknown URL {uri}", 1)


def views(app: Manifest) -> Mapping[str, View]:
    """The content URIs of an app, "AUTHORITY/PATH" -> view."""
    return {key: read_view(entry) for key, entry in app.content.items()}


def _viewed(apps: Sequence[Manifest], parts: tuple[str, ...]) -> Viewed | None:
    """The view whose pattern fits best: the longest, and of two the one with more of its own words."""
    found = [
        ((len(pattern), -pattern.count("*")), Viewed(app, read_view(app.content["/".join(pattern)]), texts, number))
        for app, pattern in _patterns(apps)
        for texts, number in _match(pattern, parts)
    ]
    return max(found, key=lambda entry: entry[0])[1] if found else None


def _patterns(apps: Sequence[Manifest]) -> Iterator[tuple[Manifest, list[str]]]:
    for app in apps:
        for key in app.content:
            yield app, key.split("/")


def _match(pattern: list[str], parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], int | None]]:
    """The texts in the places of `*` and the number at the end, where a URI fits a pattern."""
    here, rest = parts[: len(pattern)], parts[len(pattern) :]
    if len(here) < len(pattern) or len(rest) > 1 or (rest and _number(rest[0]) is None):
        return
    if all(word in ("*", part) for word, part in zip(pattern, here, strict=True)):
        yield tuple(part for word, part in zip(pattern, here, strict=True) if word == "*"), _number(rest[0]) if rest else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None

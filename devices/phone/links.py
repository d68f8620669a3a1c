"""Which app opens what: URIs by their scheme, shared things by the SEND action. Reads manifests only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from devices.phone.manifest import Manifest

VIEW = "android.intent.action.VIEW"
SEND = "android.intent.action.SEND"
_SAME = {"https": "http", "smsto": "sms", "mms": "sms", "mmsto": "sms", "callto": "tel"}
"""Schemes that an app handles along with the one that its manifest names."""


@dataclass(frozen=True, slots=True)
class Link:
    """An app and the page that it opens."""

    package: str
    page: str


def viewer(uri: str, apps: Sequence[Manifest]) -> Link | None:
    """Who of these apps opens a URI; None where nobody does."""
    scheme = uri.partition(":")[0].strip().lower() if ":" in uri else ""
    for name in (scheme, _SAME.get(scheme, "")):
        for app in apps if name else ():
            if name in app.schemes:
                return Link(app.package, app.schemes[name])
    return None


def receivers(apps: Iterable[Manifest], without: Sequence[str] = ()) -> tuple[Link, ...]:
    """Every one of these apps that takes shared things, in order, but for some packages."""
    found = (app for app in apps if SEND in app.actions and app.package not in without)
    return tuple(Link(app.package, app.actions[SEND]) for app in found)

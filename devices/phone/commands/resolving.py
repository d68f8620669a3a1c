"""Who handles an intent: an app by its manifest, and the page that it opens.

Knows manifests and Android's rules for actions, data, MIME types and categories. Does not start anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from devices.phone import links, manifest
from devices.phone.commands.handset import Component, Package, packages
from devices.phone.commands.intent import MAIN, Intent
from devices.phone.manifest import Manifest

HOME = "android.intent.category.HOME"
LAUNCHER_CATEGORY = "android.intent.category.LAUNCHER"
_PREFIX = "android.intent.action."
_GENERIC = tuple(_PREFIX + name for name in ("VIEW", "EDIT", "INSERT", "INSERT_OR_EDIT", "PICK", "SENDTO", "GET_CONTENT"))
"""Actions that mean nothing without data: which app they open is decided by it."""
_VIEWING = ("", *_GENERIC, *(_PREFIX + name for name in ("DIAL", "CALL", "CALL_PRIVILEGED", "SEND", "OPEN_DOCUMENT")))
_CATEGORY = "android.intent.category."


@dataclass(frozen=True, slots=True)
class Target:
    """What handles an intent: a component, and the page that its app opens for it (None: where the app is now)."""

    component: Component
    page: str | None


class BadComponent(ValueError):
    """A component is named that no package has."""


def resolve(intent: Intent, apps: Sequence[Manifest] | None = None) -> Target | None:
    """Who of these apps (without any given: those that come with a phone) handles an intent; None where nobody does.

    Raises BadComponent for a component that does not exist.
    """
    apps = manifest.installed() if apps is None else apps
    if intent.component is not None:
        known = packages(apps)
        owner = known.get(intent.component.package)
        name = _activity(owner, intent.component.name) if owner else None
        if owner is None or name is None:
            raise BadComponent(intent.component.short)
        app = next((app for app in apps if app.package == owner.name), None)
        handled = _handled(app, intent) if app else None
        return Target(Component(owner.name, name), owner.activities[name] if handled is None else handled)
    if HOME in intent.categories and intent.package in ("", manifest.LAUNCHER):
        return Target(Component(manifest.LAUNCHER, ".Launcher"), None)
    for app in _candidates(intent, apps):
        page = _handled(app, intent)
        if page is not None:
            return Target(Component(app.package, app.activity_of(page)), page)
    return _launcher_activity(intent, apps)


def receivers(intent: Intent, apps: Sequence[Manifest]) -> int:
    """How many apps take what an intent shares; with more than one, the person chooses."""
    if intent.action != links.SEND or intent.component is not None or intent.package:
        return 0
    return len(links.receivers(apps))


def _launcher_activity(intent: Intent, apps: Sequence[Manifest]) -> Target | None:
    if intent.action not in ("", MAIN) or intent.data:
        return None
    kinds = {category.removeprefix(_CATEGORY) for category in intent.categories}
    package = intent.package or next((app.package for app in apps if kinds & set(app.categories)), "")
    owner = packages(apps).get(package)
    if owner is None or not owner.activities:
        return None
    return Target(Component(owner.name, next(iter(owner.activities))), None)


def _activity(owner: Package, name: str) -> str | None:
    return next((known for known in owner.activities if known in (name, f".{name}")), None)


def _candidates(intent: Intent, apps: Sequence[Manifest]) -> list[Manifest]:
    """The apps that may handle it, the likeliest first."""
    named = [app for app in apps if intent.package in ("", app.package)]
    typed = not intent.data or intent.data.startswith("content:")
    return sorted(named, key=lambda app: not (typed and app.shows(intent.mime)))


def _handled(app: Manifest, intent: Intent) -> str | None:
    """The page that an app opens for an intent's action, data and type; None where it does not know them."""
    scheme = intent.data.partition(":")[0].lower() if ":" in intent.data else ""
    own = app.actions.get(intent.action)
    if scheme == "content":
        if not _owns(app, intent.data) or intent.action not in _VIEWING:
            return None
        return own if own is not None else app.schemes.get("content", _page_of_row(app, intent))
    if scheme not in ("", "package"):
        page = next((link.page for link in (links.viewer(intent.data, [app]),) if link), None)
        if page is None or intent.action not in _VIEWING:
            return None
        return page if own is None or intent.action in _GENERIC else own
    if intent.mime and intent.action in _GENERIC:
        if not app.shows(intent.mime):
            return None
        return own if own is not None else ""
    if intent.action in (_PREFIX + "VIEW", _PREFIX + "SENDTO"):
        return None  # nothing to look at
    return own


def _page_of_row(app: Manifest, intent: Intent) -> str:
    """The page for a row of a content URI: one that is called as the row's type is, or `edit` to change it."""
    pages = set(app.activities.values())
    if intent.action in (_PREFIX + "EDIT", _PREFIX + "INSERT") and "edit" in pages:
        return "edit"
    path, _, last = intent.data.removeprefix("content://").partition("?")[0].rpartition("/")
    kind = str(app.content.get(path, {}).get("type", ""))
    return kind if last.isdecimal() and kind in pages else ""


def _owns(app: Manifest, uri: str) -> bool:
    """Whether the rows of a content URI are this app's."""
    authority, _, path = uri.removeprefix("content://").partition("?")[0].partition("/")
    name = f"{authority}/{path}".rstrip("/")
    return any(name == key or name.startswith(f"{key}/") or key.partition("/")[0] == authority for key in app.content)

"""What apps may do, as a person reads it: permissions in groups, kinds of notifications, who opens what. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from devices.phone import permissions
from devices.phone.manifest import Manifest
from devices.phone.store import Store

CHANNELS = "notification_channels"
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Calendar", "calendar-month", ("READ_CALENDAR", "WRITE_CALENDAR")),
    ("Call logs", "phone-incoming", ("READ_CALL_LOG", "WRITE_CALL_LOG")),
    ("Camera", "camera", ("CAMERA",)),
    ("Contacts", "contacts", ("READ_CONTACTS", "WRITE_CONTACTS")),
    ("Files", "folder", ("READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE")),
    ("Location", "map-marker", ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")),
    ("Microphone", "microphone", ("RECORD_AUDIO",)),
    ("Music and audio", "music", ("READ_MEDIA_AUDIO",)),
    ("Nearby devices", "bluetooth", ("BLUETOOTH_CONNECT",)),
    ("Notifications", "bell", ("POST_NOTIFICATIONS",)),
    ("Phone", "phone", ("CALL_PHONE", "READ_PHONE_STATE")),
    ("Photos and videos", "image-multiple", ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO")),
    ("SMS", "message-text", ("READ_SMS", "RECEIVE_SMS", "SEND_SMS")),
)
"""title, icon, and the permissions that go together."""
_OPENERS = {"browser": "http", "dialer": "tel", "sms": "sms", "mail": "mailto", "maps": "geo"}


def groups(store: Store, apps: Iterable[Manifest]) -> list[dict[str, Any]]:
    """Every group that one of these apps asks for: {title, icon, permission, granted, apps: [{package, granted}]}.

    permission: the group's first one, by which it is known. granted: whether all of the apps have it.
    """
    known = list(apps)
    made = (_described(store, known, title, icon, names) for title, icon, names in _GROUPS)
    return [group for group in made if group["apps"]]


def group(store: Store, apps: Iterable[Manifest], permission: str) -> dict[str, Any]:
    """The group of a permission, as in groups(); an unknown permission is a group of its own."""
    name = permissions.short(permission)
    for title, icon, names in _GROUPS:
        if name in names:
            return _described(store, list(apps), title, icon, names)
    return _described(store, list(apps), name, "shield-key-outline", (name,))


def allow(store: Store, app: Manifest, permission: str, allowed: bool) -> None:
    """Let an app do, or keep it from, all that a permission's group holds and the app asks for."""
    name = permissions.short(permission)
    together = next((names for _, _, names in _GROUPS if name in names), (name,))
    for each in together:
        if _asks(app, each) or each == permissions.short(permissions.NOTIFICATIONS):
            permissions.answer(store, app.package, permissions.full(each), allowed)


def set_channel(store: Store, package: str, channel: str, enabled: bool) -> None:
    """Let one kind of an app's notifications through, or not."""
    values = {"package": package, "channel": channel, "enabled": int(enabled)}
    for row in store.rows(CHANNELS):
        if row.get("package") == package and row.get("channel") == channel:
            store.update(CHANNELS, int(row["_id"]), values)
            return
    store.insert(CHANNELS, values)


def openers(apps: Iterable[Manifest]) -> list[dict[str, Any]]:
    """What can have a default app: {kind, apps: packages}."""
    known = list(apps)
    return [
        {"kind": kind, "apps": [app.package for app in known if scheme in app.schemes]} for kind, scheme in _OPENERS.items()
    ]


def _asks(app: Manifest, name: str) -> bool:
    return permissions.full(name) in {permissions.full(each) for each in app.permissions}


def _described(store: Store, apps: Iterable[Manifest], title: str, icon: str, names: Sequence[str]) -> dict[str, Any]:
    asking = []
    for app in apps:
        if asked := [name for name in names if _asks(app, name)]:
            granted = all(permissions.granted(store, app.package, name) for name in asked)
            asking.append({"package": app.package, "granted": granted})
    return {
        "title": title,
        "icon": icon,
        "permission": permissions.full(names[0]),
        "granted": all(entry["granted"] for entry in asking),
        "apps": asking,
    }

"""Who may do what: rows {package, permission, granted} of the provider "permissions". Knows no Qt and asks nobody."""

from __future__ import annotations

from collections.abc import Iterable

from devices.phone.manifest import Manifest
from devices.phone.store import Row, Store

PROVIDER = "permissions"
NOTIFICATIONS = "android.permission.POST_NOTIFICATIONS"
_PREFIX = "android.permission."

QUESTIONS = {
    "CAMERA": ("camera", "take pictures and record video"),
    "RECORD_AUDIO": ("microphone", "record audio"),
    "ACCESS_FINE_LOCATION": ("map-marker", "access this device’s location"),
    "ACCESS_COARSE_LOCATION": ("map-marker", "access this device’s location"),
    "READ_CONTACTS": ("account-multiple", "access your contacts"),
    "WRITE_CONTACTS": ("account-multiple", "access your contacts"),
    "READ_CALENDAR": ("calendar-month", "access your calendar"),
    "WRITE_CALENDAR": ("calendar-month", "access your calendar"),
    "READ_SMS": ("message-text", "send and view SMS messages"),
    "RECEIVE_SMS": ("message-text", "send and view SMS messages"),
    "SEND_SMS": ("message-text", "send and view SMS messages"),
    "CALL_PHONE": ("phone", "make and manage phone calls"),
    "READ_PHONE_STATE": ("phone", "make and manage phone calls"),
    "READ_CALL_LOG": ("phone", "access your phone call logs"),
    "WRITE_CALL_LOG": ("phone", "access your phone call logs"),
    "READ_MEDIA_IMAGES": ("image-multiple", "access photos and videos on this device"),
    "READ_MEDIA_VIDEO": ("image-multiple", "access photos and videos on this device"),
    "READ_MEDIA_AUDIO": ("music", "access music and audio on this device"),
    "READ_EXTERNAL_STORAGE": ("folder", "access files on this device"),
    "WRITE_EXTERNAL_STORAGE": ("folder", "access files on this device"),
    "BLUETOOTH_CONNECT": ("bluetooth", "find and connect to nearby devices"),
    "POST_NOTIFICATIONS": ("bell", "send you notifications"),
}
"""Permissions that a person is asked for -> an icon, and what the app wants to do, as the dialog says it."""
WORDS = {**QUESTIONS, "SCHEDULE_EXACT_ALARM": ("alarm", "set alarms and reminders")}
"""The same, and of harmless ones that somebody asks for all the same."""
ONLY_IN_USE = ("CAMERA", "RECORD_AUDIO", "ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION")
"""Those that can be given for while the app is in use, or once."""


def short(permission: str) -> str:
    """A permission's name without Android's prefix."""
    return permission.removeprefix(_PREFIX)


def full(permission: str) -> str:
    """A permission's name with Android's prefix, where it is one of Android's."""
    return permission if "." in permission else _PREFIX + permission


def granted(store: Store, package: str, permission: str) -> bool:
    """Whether an app may do it now. Harmless ones need no answer; notifications are allowed until somebody forbids them."""
    row = _row(store, package, full(permission))
    if row is not None:
        return bool(row.get("granted"))
    name = short(permission)
    return name == short(NOTIFICATIONS) or name not in QUESTIONS


def answer(store: Store, package: str, permission: str, allowed: bool) -> None:
    """Keep what a person, or `pm grant`, said."""
    row = _row(store, package, full(permission))
    values = {"package": package, "permission": full(permission), "granted": int(allowed)}
    if row is None:
        store.insert(PROVIDER, values)
    else:
        store.update(PROVIDER, int(row["_id"]), values)


def owner(permission: str, candidates: tuple[str, ...], apps: Iterable[Manifest]) -> str:
    """Which app means itself when it speaks of a permission: the first candidate that declares it, or any app that does."""
    name = full(permission)
    declaring = [app.package for app in apps if name in map(full, app.permissions)]
    return next((package for package in candidates if package in declaring), (declaring or [*candidates, ""])[0])


def _row(store: Store, package: str, permission: str) -> Row | None:
    rows = (row for row in store.rows(PROVIDER) if row.get("package") == package)
    return next((row for row in rows if full(str(row.get("permission"))) == permission), None)

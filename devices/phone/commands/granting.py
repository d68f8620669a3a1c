"""`pm grant`, `revoke` and `list permissions`: what apps may do, as the phone's own dialogs ask it."""

from __future__ import annotations

from collections.abc import Sequence

from devices.phone import permissions
from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception
from devices.phone.commands.handset import Handset
from devices.phone.commands.package_dump import runtime

GROUPS = {
    "CALENDAR": ("READ_CALENDAR", "WRITE_CALENDAR"),
    "CALL_LOG": ("READ_CALL_LOG", "WRITE_CALL_LOG"),
    "CAMERA": ("CAMERA",),
    "CONTACTS": ("READ_CONTACTS", "WRITE_CONTACTS"),
    "LOCATION": ("ACCESS_FINE_LOCATION", "ACCESS_COARSE_LOCATION"),
    "MICROPHONE": ("RECORD_AUDIO",),
    "NEARBY_DEVICES": ("BLUETOOTH_CONNECT",),
    "NOTIFICATIONS": ("POST_NOTIFICATIONS",),
    "PHONE": ("CALL_PHONE", "READ_PHONE_STATE"),
    "READ_MEDIA_AURAL": ("READ_MEDIA_AUDIO",),
    "READ_MEDIA_VISUAL": ("READ_MEDIA_IMAGES", "READ_MEDIA_VIDEO"),
    "SMS": ("READ_SMS", "RECEIVE_SMS", "SEND_SMS"),
    "STORAGE": ("READ_EXTERNAL_STORAGE", "WRITE_EXTERNAL_STORAGE"),
}
"""Android's groups of permissions that a person is asked for."""
_HARMLESS = (
    "ACCESS_NETWORK_STATE",
    "ACCESS_WIFI_STATE",
    "BLUETOOTH",
    "INTERNET",
    "NFC",
    "SET_ALARM",
    "SET_WALLPAPER",
    "VIBRATE",
    "WAKE_LOCK",
)
"""Permissions that every app gets by asking."""


def change(handset: Handset, words: Sequence[str], verb: str) -> None:
    """Carry out `pm grant PACKAGE PERMISSION` or `pm revoke …`; raises Refused as Android does."""
    name, *wanted = words
    if not wanted:
        raise Refused("Error: no permission specified")
    permission = wanted[0]
    if name not in handset.packages:
        raise java_exception(verb, "java.lang.IllegalArgumentException", f"Unknown package: {name}")
    if permission != permissions.full(permission) or not _exists(handset, permission):
        raise java_exception(verb, "java.lang.IllegalArgumentException", f"Unknown permission: {permission}")
    app = handset.phone.apps.find(name)
    if permission not in [permissions.full(declared) for declared in (app.permissions if app else ())]:
        denied = f"Package {name} has not requested permission {permission}"
        raise java_exception(verb, "java.lang.SecurityException", denied)
    if not runtime(permission):
        denied = f"Permission {permission} requested by {name} is not a changeable permission type"
        raise java_exception(verb, "java.lang.SecurityException", denied)
    permissions.answer(handset.phone.store, name, permission, verb == "grant")
    if verb == "revoke":
        handset.phone.stop(name)  # Android ends an app that loses a permission


def grant_all(handset: Handset, name: str) -> None:
    """What `install -g` does."""
    app = handset.phone.apps.find(name)
    for permission in app.permissions if app else ():
        if runtime(permission):
            permissions.answer(handset.phone.store, name, permission, True)


def reset(handset: Handset) -> None:
    """Forget every answer that was ever given."""
    store = handset.phone.store
    for row in store.rows(permissions.PROVIDER):
        store.delete(permissions.PROVIDER, int(row["_id"]))


def _exists(handset: Handset, permission: str) -> bool:
    short = permissions.short(permission)
    declared = {permissions.full(name) for app in handset.phone.apps.all for name in app.permissions}
    return short in permissions.QUESTIONS or short in _HARMLESS or permission in declared


def list_permissions(call: Invocation, words: Arguments) -> int | None:
    """`pm list permissions [-g] [-f] [-d] [-u] [-s] [GROUP]`."""
    options: set[str] = set()
    while option := words.option():
        if option not in ("-g", "-f", "-d", "-u", "-s"):
            raise Refused(f"Error: Unknown option: {option}", 1)
        options.add(option)
    group = (words.next() or "").rpartition(".")[2]
    call.print("Dangerous Permissions:\n" if "-d" in options else "All Permissions:\n")
    if "-g" not in options:
        every = sorted({name for inside in GROUPS.values() for name in inside} | (set() if "-d" in options else set(_HARMLESS)))
        for name in every:
            _print_one(call, name, "-f" in options)
        return None
    for name, inside in GROUPS.items():
        if group in ("", name):
            call.print(f"{'+ ' if '-f' in options else ''}group:android.permission-group.{name}")
            for permission in inside:
                _print_one(call, permission, "-f" in options, indent="  ")
            call.print("")
    if "-d" not in options and not group:
        call.print("ungrouped:")
        for permission in _HARMLESS:
            _print_one(call, permission, "-f" in options, indent="  ")
    return None


def _print_one(call: Invocation, name: str, full: bool, indent: str = "") -> None:
    permission = permissions.full(name)
    if not full:
        call.print(f"{indent}permission:{permission}")
        return
    level = "dangerous" if name in permissions.QUESTIONS else "normal"
    call.print(f"{indent}+ permission:{permission}\n{indent}  package:android\n{indent}  protectionLevel:{level}")

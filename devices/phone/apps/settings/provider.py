"""What Settings knows on a fresh phone, and what it does that is more than one setting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from devices.phone import permissions
from devices.phone.apps.settings import around, moments, radios, reset, rights, schedules, space, usage
from devices.phone.manifest import Manifest
from devices.phone.options import PhoneOptions
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.registry import Apps
from devices.phone.world import World

NARROWEST_DP = 320
"""So wide the screen stays at the largest display size."""


class Handset(Memory, Protocol):
    """The phone as Settings may use it."""

    apps: Apps
    options: PhoneOptions

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the screen in pixels."""

    def resize(self, width: int, height: int, density: int) -> None:
        """Give the screen another size and density."""

    def stop(self, package: str) -> None:
        """End an app."""

    def erase(self) -> None:
        """Forget everything, and be as new."""


def contents(world: World) -> Contents:
    """Networks around, devices near, accounts, schedules."""
    return Contents(
        rows={
            "wifi_networks": around.networks(world),
            "bluetooth_devices": around.devices(world),
            "accounts": around.accounts(world),
            "zen_rules": schedules.fresh(world),
        }
    )


def tick(phone: Memory, since: datetime, now: datetime) -> None:
    """Let schedules begin and end."""
    schedules.pass_time(phone.store, since, now)


def call(phone: Handset, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Do what a page asks for; sentences that it returns are English. Raises UnknownMethod."""
    for part in (_radios, _clock, _apps, _system):
        answer = part(phone, method, values)
        if answer is not None:
            return answer
    raise UnknownMethod(f"settings does not know {method}")


def _radios(phone: Handset, method: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    match method:
        case "airplane":
            radios.airplane(phone.store, bool(values["on"]))
        case "join":
            return {"wrong": radios.join(phone.store, int(values["id"]), str(values.get("password", "")))}
        case "disconnect":
            radios.leave(phone.store)
        case "forget":
            radios.forget(phone.store, int(values["id"]))
        case _:
            return None
    return {}


def _clock(phone: Handset, method: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    match method:
        case "uptime":
            ahead = timedelta(seconds=float(phone.store.get("global", "clock_offset_s") or 0))
            return {"seconds": (phone.now - ahead - phone.world.clock).total_seconds()}
        case "setDay":
            moments.set_day(phone.store, phone.now, int(values["day"]))
        case "setTime":
            moments.set_time(phone.store, phone.now, int(values["hour"]), int(values["minute"]))
        case "setZone":
            moments.set_zone(phone.store, str(values["zone"]))
        case "settleClock":
            moments.settle(phone.store)
        case _:
            return None
    return {}


def _apps(phone: Handset, method: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    store, world = phone.store, phone.world
    app = phone.apps.find(str(values.get("package", "")))
    match method, app:
        case "battery", _:
            return {"apps": usage.battery(world, phone.apps.all, int(values["used"]))}
        case "data", _:
            return {"apps": usage.data(world, phone.apps.all)}
        case "notifiers", _:
            return {each.package: _notifies(phone, each) for each in phone.apps.all}
        case "groups", None:
            return {"groups": rights.groups(store, phone.apps.all)}
        case "group", _:
            return rights.group(store, phone.apps.all, str(values["permission"]))
        case "defaults", _:
            return {"kinds": rights.openers(phone.apps.all)}
        case "app", Manifest():
            return _told(phone, app)
        case "groups", Manifest():
            return {"groups": rights.groups(store, [app])}
        case "allow", Manifest():
            rights.allow(store, app, str(values["permission"]), bool(values["allowed"]))
        case "channel", Manifest():
            rights.set_channel(store, app.package, str(values["channel"]), bool(values["enabled"]))
        case "clearData", Manifest():
            if app.name != "settings":
                phone.stop(app.package)
            reset.data(store, phone.files, world, app, phone.apps.is_builtin(app.package))
            usage.clear_cache(store, app.package)
        case "clearCache", Manifest():
            usage.clear_cache(store, app.package)
        case "uninstall", Manifest():
            phone.stop(app.package)
            phone.apps.uninstall(app.package)
        case _:
            return None
    return {}


def _told(phone: Handset, app: Manifest) -> dict[str, Any]:
    store, world = phone.store, phone.world
    asked = rights.groups(store, [app])
    drawn = {entry["package"]: entry for entry in usage.battery(world, phone.apps.all, 13)}
    sent = {entry["package"]: entry for entry in usage.data(world, phone.apps.all)}
    return {
        "version": app.version,
        "removable": not phone.apps.is_builtin(app.package),
        "channels": [{"id": key, "text": text} for key, text in app.channels.items()],
        "notifies": _notifies(phone, app),
        "asked": len(asked),
        "allowed": sum(bool(group["granted"]) for group in asked),
        "battery": drawn.get(app.package, {}).get("percent", 0),
        "mobile": sent.get(app.package, {}).get("bytes", 0),
        **usage.sizes(world, store, app),
    }


def _notifies(phone: Handset, app: Manifest) -> bool:
    return permissions.granted(phone.store, app.package, permissions.NOTIFICATIONS)


def _density(options: PhoneOptions, scale: float, across: int) -> int:
    """Dots per inch of another display size, which leaves the screen 320 dp across as Android's own choices do."""
    densest = across * 160 // NARROWEST_DP
    if across >= min(options.width, options.height):
        densest = max(densest, options.density)  # as it was switched on
    return min(round(options.density * scale), densest)


def _system(phone: Handset, method: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    store, world = phone.store, phone.world
    match method:
        case "facts":
            return {"number": world.owner.phone, "owner": world.owner.name}
        case "space":
            apps = sum(sum(usage.sizes(world, store, app).values()) for app in phone.apps.all)
            return {"total": space.TOTAL, "system": space.SYSTEM, "apps": apps, **space.by_kind(phone.files)}
        case "largest":
            return {"files": space.largest(phone.files)}
        case "deleteFiles":
            for path in values["paths"]:
                phone.files.remove(str(path))
        case "displaySize":
            scale = float(values["scale"])
            store.put("secure", "display_scale", str(values["scale"]))
            phone.resize(*phone.size, _density(phone.options, scale, min(phone.size)))
        case "lock":
            with store.batch():
                store.put("secure", "lock_pin", str(values["pin"]))
                store.put("secure", "screen_lock", str(values["kind"]))
        case "resetNetwork":
            reset.network(store, world)
        case "resetApps":
            reset.preferences(store)
        case "erase":
            phone.erase()
        case _:
            return None
    return {}

"""How much the apps use: battery, mobile data, space. The same phone always gives the same numbers. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from devices.phone.manifest import Manifest
from devices.phone.store import Store
from devices.phone.world import World

MEGA = 1_000_000


def battery(world: World, apps: Iterable[Manifest], used: int) -> list[dict[str, Any]]:
    """Who drew on the battery, the thirstiest first: {package, percent}; used: percent since the last full charge."""
    weights = {app.package: world.stream(f"settings/battery/{app.package}").random() ** 3 for app in apps}
    total = sum(weights.values()) or 1.0
    shares = [(round(used * weight / total), package) for package, weight in weights.items()]
    return [{"package": package, "percent": percent} for percent, package in sorted(shares, reverse=True) if percent]


def data(world: World, apps: Iterable[Manifest]) -> list[dict[str, Any]]:
    """What went over the mobile network this month, the most first: {package, bytes}."""
    draws = {app.package: world.stream(f"settings/data/{app.package}").random() for app in apps}
    found = sorted(((round(draw**4 * 900 * MEGA), package) for package, draw in draws.items()), reverse=True)
    return [{"package": package, "bytes": size} for size, package in found if size >= MEGA]


def sizes(world: World, store: Store, app: Manifest) -> dict[str, int]:
    """Bytes of an app: {app, data, cache}. Its data are its rows; a cache that was cleared stays empty."""
    draw = world.stream(f"settings/size/{app.package}")
    code = round(draw.uniform(4, 90) * MEGA)
    cache = round(draw.uniform(0.2, 30) * MEGA)
    rows = [row for provider in app.providers for row in store.rows(provider)]
    cleared = app.package in (store.get("global", "cleared_caches") or "").split(":")
    return {"app": code, "data": sum(len(str(row)) for row in rows), "cache": 0 if cleared else cache}


def clear_cache(store: Store, package: str) -> None:
    """Empty an app's cache."""
    before = [name for name in (store.get("global", "cleared_caches") or "").split(":") if name]
    if package not in before:
        store.put("global", "cleared_caches", ":".join([*before, package]))

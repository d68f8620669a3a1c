"""Schedules of "do not disturb": rows {name, start, end, enabled} of "zen_rules", times in minutes after midnight."""

from __future__ import annotations

from datetime import datetime, timedelta

from devices.phone.store import Row, Store
from devices.phone.world import World

PROVIDER = "zen_rules"


def fresh(world: World) -> list[Row]:
    """What a new phone proposes; both are off."""
    return [
        {"name": world.say("Sleep"), "start": 22 * 60, "end": 7 * 60, "enabled": 0},
        {"name": world.say("Work"), "start": 9 * 60, "end": 12 * 60, "enabled": 0},
    ]


def pass_time(store: Store, since: datetime, now: datetime) -> None:
    """Turn "do not disturb" on or off where a schedule began or ended after `since` and up to `now`."""
    due: list[tuple[datetime, str]] = []
    for row in store.rows(PROVIDER):
        if row.get("enabled"):
            due += [(moment, "1") for moment in _between(since, now, int(row.get("start") or 0))]
            due += [(moment, "0") for moment in _between(since, now, int(row.get("end") or 0))]
    for _, value in sorted(due):
        store.put("global", "zen_mode", value)


def _between(since: datetime, now: datetime, minutes: int) -> list[datetime]:
    midnight = datetime.combine(since.date(), datetime.min.time())
    moments = [midnight + timedelta(days=day, minutes=minutes) for day in range((now.date() - since.date()).days + 1)]
    return [moment for moment in moments if since < moment <= now]

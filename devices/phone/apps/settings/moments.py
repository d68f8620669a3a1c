"""The phone's clock where a person sets it: seconds that global/clock_offset_s adds to the world's time.

The person's own correction (global/clock_manual_s) counts while automatic time is off; the zone's hours while the automatic
zone is off.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from devices.phone.store import Store

_EPOCH = datetime(1970, 1, 1)
_HOURS = {
    "UTC": 0,
    "America/Los_Angeles": -8,
    "America/New_York": -5,
    "Europe/Berlin": 1,
    "Asia/Dubai": 4,
    "Asia/Shanghai": 8,
    "Asia/Tokyo": 9,
}
"""Time zones that can be chosen -> hours ahead of UTC, in winter."""


class UnknownZone(LookupError):
    """A time zone that the phone does not know."""


def set_day(store: Store, now: datetime, day: int) -> None:
    """Make it that day; day: ms of its midnight since the epoch."""
    _correct(store, datetime.combine((_EPOCH + timedelta(milliseconds=day)).date(), now.time()) - now)


def set_time(store: Store, now: datetime, hour: int, minute: int) -> None:
    """Make it that time of day."""
    _correct(store, now.replace(hour=hour, minute=minute, second=0, microsecond=0) - now)


def set_zone(store: Store, zone: str) -> None:
    """Live by that zone's clock; raises UnknownZone."""
    if zone not in _HOURS:
        raise UnknownZone(zone)
    store.put("global", "time_zone", zone)
    settle(store)


def settle(store: Store) -> None:
    """Bring the clock in line with what is set; what has become automatic is forgotten."""
    if store.get("global", "auto_time") != "0":
        store.forget("global", "clock_manual_s")
    if store.get("global", "auto_time_zone") != "0":
        store.forget("global", "time_zone")
    zone = _HOURS.get(store.get("global", "time_zone") or "UTC", 0)
    store.put("global", "clock_offset_s", str(round(_manual(store) + zone * 3600)))


def _manual(store: Store) -> float:
    text = store.get("global", "clock_manual_s") or "0"
    return float(text) if text.lstrip("-").replace(".", "", 1).isdecimal() else 0.0


def _correct(store: Store, by: timedelta) -> None:
    store.put("global", "clock_manual_s", str(round(_manual(store) + by.total_seconds())))
    settle(store)

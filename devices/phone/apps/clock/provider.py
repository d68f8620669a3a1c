"""The clock's own clockwork: alarms ring, snoozed ones ring again, timers end, whether or not the app runs.

Rows of "ringing": kind (alarm, timer), of (id of the alarm or the timer), label, since (ms), notification (id). Rows of
"snoozes": alarm (id), label, at (ms). A time of "snoozes" or "timers" that came over ADB may be text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from devices.phone import manifest
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row
from devices.phone.times import format_time
from devices.phone.world import World

PACKAGE = "com.android.deskclock"
_EPOCH = datetime(1970, 1, 1)
_SNOOZE_MINUTES, _SILENCE_MINUTES = 10, 10


def contents(world: World) -> Contents:
    """The alarms of a fresh phone; days are the numbers of weekdays, Monday is 1."""
    alarms: list[Row] = [
        {"hour": 6, "minute": 30, "label": world.say("Gym"), "enabled": 0, "days": "135"},
        {"hour": 7, "minute": 45, "label": "", "enabled": 1, "days": "12345"},
        {"hour": 9, "minute": 0, "label": world.say("Market"), "enabled": 0, "days": "67"},
    ]
    return Contents({"alarms": alarms})


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """dismiss {id}, snooze {id}: a row of "ringing"; next: when an alarm rings next. Raises UnknownMethod."""
    match method:
        case "dismiss":
            _hush(phone, _number(values.get("id")), snooze=False)
            return {}
        case "snooze":
            _hush(phone, _number(values.get("id")), snooze=True)
            return {}
        case "next":
            moment = min((due for row in phone.store.rows("alarms") if (due := next_ring(row, phone.now))), default=None)
            return {"at": 0.0 if moment is None else float(_milliseconds(moment))}
        case _:
            raise UnknownMethod(f"clock cannot {method}")


def tick(phone: Memory, since: datetime, now: datetime) -> None:
    """Ring for whatever fell due after `since`; end what has rung for too long."""
    after, silence = _milliseconds(now), _setting(phone, "clock_silence", _SILENCE_MINUTES)
    for row in phone.store.rows("ringing"):
        if silence and row.get("kind") == "alarm" and after - _number(row.get("since")) >= silence * 60_000:
            _miss(phone, row)
    for row in phone.store.rows("alarms"):
        due = next_ring(row, since)
        if due is not None and due <= now:
            _ring(phone, "alarm", int(row["_id"]), str(row.get("label") or ""), after)
    for row in phone.store.rows("snoozes"):
        if _number(row.get("at")) <= after:
            phone.store.delete("snoozes", int(row["_id"]))
            _ring(phone, "alarm", _number(row.get("alarm")), str(row.get("label") or ""), after)
    rung = {_number(row.get("of")) for row in phone.store.rows("ringing") if row.get("kind") == "timer"}
    for row in phone.store.rows("timers"):
        if row.get("state") == "running" and _number(row.get("ends_ms")) <= after and int(row["_id"]) not in rung:
            _ring(phone, "timer", int(row["_id"]), "", after)


def next_ring(row: Row, after: datetime) -> datetime | None:
    """When an alarm rings first after a moment, within a week; None where it is off or no time of day."""
    hour, minute, days = _number(row.get("hour"), -1), _number(row.get("minute"), -1), str(row.get("days") or "")
    if _number(row.get("enabled")) != 1 or not (0 <= hour < 24 and 0 <= minute < 60):
        return None
    midnight = datetime.combine(after.date(), datetime.min.time())
    for ahead in range(8):
        moment = midnight + timedelta(days=ahead, hours=hour, minutes=minute)
        if moment > after and (not days or str(moment.isoweekday()) in days):
            return moment
    return None


def _ring(phone: Memory, kind: str, of: int, label: str, now: int) -> None:
    if any(row.get("kind") == kind and _number(row.get("of")) == of for row in phone.store.rows("ringing")):
        return
    number = phone.store.insert("ringing", {"kind": kind, "of": of, "label": label, "since": now, "notification": 0})
    shown = phone.notify(
        {
            "package": PACKAGE,
            "channel": "alarms" if kind == "alarm" else "timers",
            "tag": f"ringing/{number}",
            "title": label or (_say(phone, "Alarm") if kind == "alarm" else _say(phone, "Time is up")),
            "text": _clock(phone, now),
            "page": "ring",
            "values": {"id": number},
            "ongoing": True,
            "silent": True,
        }
    )
    phone.store.update("ringing", number, {"notification": shown})
    phone.press_key("wakeup")
    phone.start(PACKAGE, "ring", {"id": number})


def _hush(phone: Memory, number: int, *, snooze: bool) -> None:
    row = next((row for row in phone.store.rows("ringing") if row["_id"] == number), None)
    if row is None:
        return
    _end(phone, row)
    if snooze and row.get("kind") == "alarm":
        at = _milliseconds(phone.now) + _setting(phone, "clock_snooze", _SNOOZE_MINUTES) * 60_000
        phone.store.insert("snoozes", {"alarm": _number(row.get("of")), "label": str(row.get("label") or ""), "at": at})


def _miss(phone: Memory, row: Row) -> None:
    _end(phone, row)
    phone.notify(
        {
            "package": PACKAGE,
            "channel": "missed",
            "title": _say(phone, "Missed alarm"),
            "text": " ".join(part for part in (_clock(phone, _number(row.get("since"))), str(row.get("label") or "")) if part),
        }
    )


def _end(phone: Memory, row: Row) -> None:
    """Stop ringing; an alarm that does not repeat is off afterwards, a timer is gone."""
    of = _number(row.get("of"))
    phone.store.delete("ringing", int(row["_id"]))
    if row.get("notification"):
        phone.cancel_notification(_number(row.get("notification")))
    if row.get("kind") == "timer":
        phone.store.delete("timers", of)
        return
    alarm = next((entry for entry in phone.store.rows("alarms") if entry["_id"] == of), None)
    if alarm is not None and not alarm.get("days"):
        phone.store.update("alarms", of, {"enabled": 0})


def _setting(phone: Memory, key: str, default: int) -> int:
    return _number(phone.store.get("secure", key), default)


def _say(phone: Memory, text: str) -> str:
    return manifest.translations(phone.store.get("system", "system_locales") or "en-US").get(text, text)


def _clock(phone: Memory, moment: int) -> str:
    locale, half = phone.store.get("system", "system_locales") or "en-US", phone.store.get("system", "time_12_24") == "12"
    return format_time(moment, "time", locale, half)


def _number(value: Any, default: int = 0) -> int:
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def _milliseconds(moment: datetime) -> int:
    return round((moment - _EPOCH).total_seconds() * 1000)

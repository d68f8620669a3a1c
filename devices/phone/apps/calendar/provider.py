"""The calendar's rows of a fresh phone, repetitions worked out, and reminders when they fall due.

Knows the providers "events" and "calendars" (see Main.qml); rows that came over ADB may lack any column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from devices.phone.apps.calendar.recurrence import number, occurrences
from devices.phone.apps.calendar.seed import contents
from devices.phone.provider import Memory, UnknownMethod
from devices.phone.store import Row
from devices.phone.times import format_time

__all__ = ["call", "contents", "tick"]

PACKAGE = "com.android.calendar"
_EPOCH = datetime(1970, 1, 1)
_PLAIN = "#3367D6"
"""The colour of an event whose calendar is not known."""
_LONGEST_REMINDER = 28 * 24 * 60
_SEARCH_REACH = 400 * 24 * 3600 * 1000
"""How far ahead the next occurrence of a repeating event is looked for, in milliseconds."""


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """between {begin, end}: occurrences; search {text}: events; spots: names of places. Raises UnknownMethod."""
    match method:
        case "between":
            return {"events": list(_between(phone, float(values["begin"]), float(values["end"])))}
        case "search":
            return {"events": _search(phone, str(values["text"]).casefold())}
        case "spots":
            return {"spots": sorted({spot.name for spot in phone.world.spots})}
        case _:
            raise UnknownMethod(f"calendar cannot {method}")


def tick(phone: Memory, since: datetime, now: datetime) -> None:
    """Show the reminders that fell due after `since`."""
    before, after = _milliseconds(since), _milliseconds(now)
    for row in phone.store.rows("events"):
        minutes = number(row.get("reminder"), -1)
        if minutes < 0:
            continue
        ahead = min(minutes, _LONGEST_REMINDER) * 60_000
        for begin, _ in occurrences(row, before + ahead, after + ahead + 1):
            if before < begin - ahead <= after:
                _remind(phone, row, begin)


def _remind(phone: Memory, row: Row, begin: int) -> None:
    place = str(row.get("place") or "")
    locale, half = phone.store.get("system", "system_locales") or "en-US", phone.store.get("system", "time_12_24") == "12"
    when = format_time(begin, "day" if number(row.get("all_day")) else "time", locale, half)
    phone.notify(
        {
            "package": PACKAGE,
            "channel": "reminders",
            "title": str(row.get("title") or ""),
            "tag": f"event/{row['_id']}",
            "text": f"{when}  ·  {place}" if place else when,
            "page": "event",
            "values": {"id": row["_id"], "beginTime": begin},
        }
    )


def _between(phone: Memory, begin: float, end: float) -> Iterator[dict[str, Any]]:
    """What touches begin <= t < end in the calendars that are shown, in order of begin, end, and id."""
    shown = _shown(phone)
    found = [
        (starts, ends, row)
        for row in phone.store.rows("events")
        if (calendar := _calendar(row)) in shown or calendar == 0
        for starts, ends in occurrences(row, begin, end)
    ]
    for starts, ends, row in sorted(found, key=lambda entry: (entry[0], entry[1], entry[2]["_id"])):
        yield _described(row, starts, ends, shown)


def _search(phone: Memory, text: str) -> list[dict[str, Any]]:
    """Events whose words contain a text, each once: the next time that it happens, or the first where it is over."""
    shown, now = _shown(phone), _milliseconds(phone.now)
    found = []
    for row in phone.store.rows("events"):
        words = " ".join(str(row.get(name) or "") for name in ("title", "place", "notes", "guests")).casefold()
        if text in words and (_calendar(row) in shown or _calendar(row) == 0):
            first = number(row.get("begin"))
            whole = (first, max(first, number(row.get("end"), first)))
            starts, ends = next(occurrences(row, now, now + _SEARCH_REACH), whole)
            found.append(_described(row, starts, ends, shown))
    return sorted(found, key=lambda event: (event["begin"] < now, event["begin"], event["id"]))


def _described(row: Row, begin: int, end: int, colours: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": row["_id"],
        "title": str(row.get("title") or ""),
        "begin": begin,
        "end": end,
        "all_day": number(row.get("all_day")) == 1,
        "place": str(row.get("place") or ""),
        "colour": str(row.get("colour") or "") or colours.get(_calendar(row), _PLAIN),
    }


def _calendar(row: Row) -> int:
    return number(row.get("calendar"))


def _shown(phone: Memory) -> dict[int, str]:
    """The calendars that are switched on: id -> colour."""
    rows = phone.store.rows("calendars")
    return {int(row["_id"]): str(row.get("colour") or _PLAIN) for row in rows if number(row.get("visible"), 1) == 1}


def _milliseconds(moment: datetime) -> int:
    return round((moment - _EPOCH).total_seconds() * 1000)

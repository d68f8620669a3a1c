"""The telephone: past calls in "calls", those that go on or ring in "live_calls", blocked numbers in "blocked_numbers".

calls: number, name, time (ms), seconds, kind (in, out, missed), seen; type, new: the same as Android's numbers say it.
live_calls: number, name, state (dialling, active, ringing), kind (in, out), time, start (ms; when somebody answered), muted,
speaker, held, tones, notification. At most one at a time.
Nobody speaks: whoever is called answers after a few seconds and listens for as long as one likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices.phone.notifications import Notifications
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row, Store
from devices.phone.world import World

PACKAGE = "com.android.dialer"
_TYPES = {"in": 1, "out": 2, "missed": 3}
_ANSWERED_AFTER, _RINGS_FOR = 3_000, 30_000
"""Milliseconds."""
_CALLS = 25


def contents(world: World) -> Contents:
    """The last two weeks of calls."""
    draw = world.stream("calls")
    known = [person for person in world.people if person.phone]
    unknown = [re.sub(r"\d(?=\d{0,1}$)", lambda found: str((int(found[0]) + 3) % 10), person.phone) for person in known[:4]]
    favourites = known[: max(1, len(known) // 2)]
    hours, rows = 0.5, list[Row]()
    for index in range(_CALLS if known else 0):
        hours += draw.uniform(0.6, 26)
        kind = draw.choices(("in", "out", "missed"), weights=(4, 4, 2))[0]
        if draw.random() < 0.15:
            number, name = draw.choice(unknown), ""
        else:
            person = draw.choice(favourites if draw.random() < 0.7 else known)
            number, name = person.phone, person.name
        seconds = 0 if kind == "missed" else draw.randint(8, 1500)
        seen = kind != "missed" or index > 3
        rows.append(_row(number, name, world.when(hours=-hours), seconds, kind, seen=seen))
    return Contents({"calls": rows[::-1], "live_calls": [], "blocked_numbers": []})


def tick(phone: Memory, since: datetime, now: datetime) -> None:  # noqa: ARG001  (rows carry their own times)
    """Whoever was called answers; what rings too long is missed."""
    for row in phone.store.rows("live_calls"):
        waited = _ms(now) - row["time"]
        if row["state"] == "dialling" and waited >= _ANSWERED_AFTER:
            phone.store.update("live_calls", row["_id"], {"state": "active", "start": row["time"] + _ANSWERED_AFTER})
        elif row["state"] == "ringing" and waited >= _RINGS_FOR:
            _miss(phone, row, seen=False)


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """dial, ring: {number} -> {problem} or {id}; answer, decline, end: the call that there is; block: {number}."""
    live = next(iter(phone.store.rows("live_calls")), None)
    match method:
        case "dial":
            return _dial(phone, str(values.get("number", "")), live)
        case "ring":
            return _ring(phone, str(values.get("number", "")), str(values.get("name", "")), live)
        case "answer":
            if live and live["state"] == "ringing":
                phone.store.update("live_calls", live["_id"], {"state": "active", "start": _ms(phone.now)})
                _notify(phone, phone.store.rows("live_calls")[0])
        case "decline":
            if live:
                _miss(phone, live, seen=True)
        case "end":
            if live:
                _end(phone, live)
        case "block":
            if not _blocked(phone.store, str(values["number"])):
                phone.store.insert("blocked_numbers", {"number": str(values["number"])})
        case _:
            raise UnknownMethod(f"the phone cannot {method!r}")
    return {}


def _dial(phone: Memory, number: str, live: Row | None) -> dict[str, Any]:
    if live:
        return {"problem": "busy"}
    if len(re.sub(r"\D", "", number)) < 3:
        return {"problem": "invalid"}
    if phone.store.get("global", "airplane_mode_on") == "1":
        return {"problem": "airplane"}
    return {"id": _begin(phone, number, name_of(phone.store, number), "dialling", "out")}


def _ring(phone: Memory, number: str, name: str, live: Row | None) -> dict[str, Any]:
    known = name or name_of(phone.store, number)
    if live or _blocked(phone.store, number) or not number:
        if number and not (live and same(live["number"], number)):
            phone.store.insert("calls", _row(number, known, _ms(phone.now), 0, "missed", seen=True))
        return {"problem": "busy" if live else "blocked"}
    return {"id": _begin(phone, number, known, "ringing", "in")}


def _begin(phone: Memory, number: str, name: str, state: str, kind: str) -> int:
    fresh = {"number": number, "name": name, "state": state, "kind": kind, "time": _ms(phone.now), "start": 0}
    switches = {"muted": 0, "speaker": 0, "held": 0, "tones": "", "notification": 0}
    identity = phone.store.insert("live_calls", {**fresh, **switches})
    if state != "ringing":  # one that rings fills the screen
        _notify(phone, {"_id": identity, **fresh})
    return identity


def _notify(phone: Memory, row: Row) -> None:
    text = phone.world.say("Call in progress")
    shown = {"package": PACKAGE, "channel": "call", "tag": "call", "title": row["name"] or row["number"], "text": text}
    where = {"page": "incall", "ongoing": True, "silent": True}
    number = Notifications(phone.store).notify({**shown, **where}, _ms(phone.now))
    phone.store.update("live_calls", row["_id"], {"notification": number})


def _end(phone: Memory, row: Row) -> None:
    answered = row["state"] == "active"
    seconds = max(0, round((_ms(phone.now) - row["start"]) / 1000)) if answered else 0
    kind = "missed" if row["kind"] == "in" and not answered else row["kind"]
    phone.store.insert("calls", _row(row["number"], row["name"], row["time"], seconds, kind, seen=True))
    _forget(phone, row)


def _miss(phone: Memory, row: Row, *, seen: bool) -> None:
    phone.store.insert("calls", _row(row["number"], row["name"], row["time"], 0, "missed", seen=seen))
    _forget(phone, row)
    if not seen:
        title, text = phone.world.say("Missed call"), row["name"] or row["number"]
        Notifications(phone.store).notify(
            {"package": PACKAGE, "channel": "missed", "title": title, "text": text}, _ms(phone.now)
        )


def _forget(phone: Memory, row: Row) -> None:
    if row.get("notification"):
        Notifications(phone.store).cancel(int(row["notification"]))
    phone.store.delete("live_calls", row["_id"])


def _row(number: str, name: str, time: int, seconds: int, kind: str, *, seen: bool) -> Row:
    both = {"kind": kind, "type": _TYPES[kind], "seen": int(seen), "new": int(not seen)}
    return {"number": number, "name": name, "time": time, "seconds": seconds, **both}


def _blocked(store: Store, number: str) -> bool:
    return any(same(str(row.get("number")), number) for row in store.rows("blocked_numbers"))


def name_of(store: Store, number: str) -> str:
    """Who in Contacts has a number; empty where nobody has."""
    people = (row for row in store.rows("contacts") if same(str(row.get("phone") or ""), number))
    return next((str(row.get("name") or "") for row in people), "")


def same(one: str, other: str) -> bool:
    """Whether two numbers reach the same line: one may lack its country code."""
    first, second = re.sub(r"[^\d*#]", "", one), re.sub(r"[^\d*#]", "", other)
    length = min(len(first), len(second))
    return length > 0 and (first == second or (length >= 7 and first[-length:] == second[-length:]))


def _ms(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)

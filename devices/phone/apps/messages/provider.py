"""Text messages: rows of "sms"; what is not sent yet in "sms_drafts"; archived threads in "sms_archived".

sms: address, name, body, time (ms), kind (inbox, sent, failed), type (Android's number for it), read, thread, picture (a path,
or empty). A thread is one address, however it is written. sms_replies: address, body, due (ms): who is about to answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices.phone.apps.messages.scripts import answers, scripts
from devices.phone.notifications import Notifications
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row, Store
from devices.phone.world import World

PACKAGE = "com.android.messaging"
_TYPES = {"inbox": 1, "sent": 2, "failed": 5}
_PICTURES = ("/sdcard/DCIM/Camera", "/sdcard/DCIM", "/sdcard/Pictures", "/sdcard/Pictures/Screenshots", "/sdcard/Download")
_UNREAD = 3


def contents(world: World) -> Contents:
    """One conversation with each of up to sixteen others, over the last three weeks."""
    draw = world.stream("messages")
    places = [spot.name for spot in world.spots if spot.kind in ("cafe", "restaurant", "theatre", "bakery")] or [world.city]
    told = scripts(world, draw.choice(places), draw.choice(places), f"{draw.randrange(10**6):06d}")
    left = {
        relation: [p for p in world.people if p.relation == relation and p.phone]
        for relation in ("friend", "family", "work", "service")
    }
    order = draw.sample(told, len(told))
    hours, made = 0.2, list[tuple[str, str, int, str, bool]]()
    for index, (relation, lines) in enumerate(order):
        if relation in left and not left[relation]:
            continue
        person = left[relation].pop(draw.randrange(len(left[relation]))) if relation in left else None
        address, name = (person.phone, person.name) if person else (relation, "")
        minutes = hours * 60
        for line in reversed(lines):
            unread = index < _UNREAD and line == lines[-1] and line[0] == "<"
            made.append((address, name, world.when(minutes=-minutes), line, unread))
            minutes += draw.uniform(1, 25)
        hours = minutes / 60 + draw.uniform(1, 60)
    made.sort(key=lambda message: message[2])
    threads: dict[str, int] = {}
    rows = [
        _row(
            address,
            name,
            line[1:],
            time,
            "inbox" if line[0] == "<" else "sent",
            threads.setdefault(address, len(threads) + 1),
            read=not unread,
        )
        for address, name, time, line, unread in made
    ]
    return Contents({"sms": rows, "sms_drafts": [], "sms_archived": [], "sms_replies": []})


def tick(phone: Memory, since: datetime, now: datetime) -> None:  # noqa: ARG001  (rows carry their own times)
    """Those who are about to answer do so."""
    for row in phone.store.rows("sms_replies"):
        if row["due"] <= _ms(now):
            phone.store.delete("sms_replies", row["_id"])
            receive(phone, row["address"], row["body"])


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """send: {addresses, body, picture}; retry: {id}; seen: {address}; receive: {address, body}; pictures; thread: {address}."""
    match method:
        case "send":
            return {
                "sent": all(
                    [
                        _send(phone, str(to), str(values.get("body", "")), str(values.get("picture", "")))
                        for to in values["addresses"]
                    ]
                )
            }
        case "retry":
            return {"sent": _retry(phone, int(values["id"]))}
        case "seen":
            _seen(phone, str(values["address"]))
        case "receive":
            receive(phone, str(values["address"]), str(values["body"]))
        case "pictures":
            return {"paths": _pictures(phone)}
        case "thread":
            return {"thread": thread_of(phone.store, str(values["address"]))}
        case _:
            raise UnknownMethod(f"messages cannot {method!r}")
    return {}


def receive(phone: Memory, address: str, body: str) -> None:
    """Somebody's message arrives, with a notification."""
    name = name_of(phone.store, address)
    thread = thread_of(phone.store, address)
    phone.store.insert("sms", _row(address, name, body, _ms(phone.now), "inbox", thread, read=False))
    shown = {"package": PACKAGE, "channel": "incoming", "tag": f"thread-{thread}", "title": name or address, "text": body}
    Notifications(phone.store).notify({**shown, "page": "conversation", "values": {"address": address}}, _ms(phone.now))


def _send(phone: Memory, address: str, body: str, picture: str) -> bool:
    sent = phone.store.get("global", "airplane_mode_on") != "1"
    thread = thread_of(phone.store, address)
    row = _row(address, name_of(phone.store, address), body, _ms(phone.now), "sent" if sent else "failed", thread, read=True)
    phone.store.insert("sms", {**row, "picture": picture})
    if sent:
        _expect_answer(phone, address, thread)
    return sent


def _retry(phone: Memory, number: int) -> bool:
    row = next((row for row in phone.store.rows("sms") if row["_id"] == number), None)
    if row is None or phone.store.get("global", "airplane_mode_on") == "1":
        return False
    phone.store.update("sms", number, {"kind": "sent", "type": _TYPES["sent"], "time": _ms(phone.now)})
    _expect_answer(phone, row["address"], row["thread"])
    return True


def _expect_answer(phone: Memory, address: str, thread: int) -> None:
    written = sum(1 for row in phone.store.rows("sms") if row.get("thread") == thread)
    draw = phone.world.stream(f"reply/{address}/{written}")
    if name_of(phone.store, address) and draw.random() < 0.5:
        due = _ms(phone.now) + draw.randint(6_000, 20_000)
        phone.store.insert("sms_replies", {"address": address, "body": draw.choice(answers(phone.world)), "due": due})


def _seen(phone: Memory, address: str) -> None:
    thread = thread_of(phone.store, address)
    for row in phone.store.rows("sms"):
        if same(str(row.get("address")), address) and not row.get("read"):
            phone.store.update("sms", row["_id"], {"read": 1})
    for row in phone.store.rows("notifications"):
        if row.get("package") == PACKAGE and row.get("tag") == f"thread-{thread}":
            Notifications(phone.store).cancel(row["_id"])


def _pictures(phone: Memory) -> list[str]:
    found: list[str] = []
    for folder in _PICTURES:
        try:
            names = phone.files.listdir(folder)
        except FileNotFoundError:
            continue
        found += [f"{folder}/{name}" for name in names if re.search(r"\.(png|jpe?g|webp|bmp)$", name, re.IGNORECASE)]
    return found


def thread_of(store: Store, address: str) -> int:
    """The thread of an address; a new number where nobody has written there yet."""
    rows = store.rows("sms")
    known = next((row for row in rows if row.get("thread") and same(str(row.get("address")), address)), None)
    return int(known["thread"]) if known else max((int(row.get("thread") or 0) for row in rows), default=0) + 1


def name_of(store: Store, address: str) -> str:
    """Who in Contacts has an address; empty where nobody has."""
    people = (row for row in store.rows("contacts") if row.get("phone") and same(str(row["phone"]), address))
    return next((str(row.get("name") or "") for row in people), "")


def same(one: str, other: str) -> bool:
    """Whether two addresses are the same line: a number may lack its country code."""
    first, second = re.sub(r"[^\d*#]", "", one), re.sub(r"[^\d*#]", "", other)
    length = min(len(first), len(second))
    if length == 0:
        return one.casefold() == other.casefold()
    return first == second or (length >= 7 and first[-length:] == second[-length:])


def _row(address: str, name: str, body: str, time: int, kind: str, thread: int, *, read: bool) -> Row:
    said = {"address": address, "name": name, "body": body, "time": time, "kind": kind, "type": _TYPES[kind]}
    return {**said, "read": int(read), "thread": thread, "picture": ""}


def _ms(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)

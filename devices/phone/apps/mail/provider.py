"""Mail: rows of "mail", and the owner's account in "mail_accounts" (name, address).

mail: from_name, from, to, cc (addresses with commas between), subject, body, time (ms), folder (inbox, sent, drafts, outbox,
archive, spam, trash), read, starred, and picture (a path) where one goes along. What is sent without a network waits in the
outbox until there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from devices.phone.apps.mail.letters import Letter, letters
from devices.phone.provider import Contents, Memory, UnknownMethod
from devices.phone.store import Row, Store
from devices.phone.world import Person, World

_UNREAD = 5
_FIRST_HOURS = {"inbox": 0.4, "sent": 3.0, "drafts": 5.0, "archive": 200.0, "spam": 8.0, "trash": 30.0}


def contents(world: World) -> Contents:
    """Some forty mails of the last weeks."""
    draw = world.stream("mail")
    me = address_of(world)
    people = {name: [p for p in world.people if p.relation == name and p.email] for name in ("friend", "family", "work")}
    anybody = [person for group in people.values() for person in group] or [Person("Robin Hale", email="robin@example.com")]
    hours, count, rows = dict(_FIRST_HOURS), dict.fromkeys(_FIRST_HOURS, 0), list[Row]()
    for letter in letters(world, draw):
        other = draw.choice(people.get(letter.sender) or anybody)
        fresh = letter.folder == "inbox" and count["inbox"] < _UNREAD
        rows.append(_row(letter, other, world, me, world.when(hours=-hours[letter.folder]), read=not fresh))
        hours[letter.folder] += draw.uniform(1, 30)
        count[letter.folder] += 1
    rows[draw.randrange(6, 14)]["starred"] = rows[draw.randrange(2, 5)]["starred"] = 1
    rows.sort(key=lambda row: row["time"])
    return Contents({"mail": rows, "mail_accounts": [{"name": world.owner.name, "address": me}]})


def address_of(world: World) -> str:
    """The owner's own address."""
    return world.owner.email or "owner@example.com"


def _row(letter: Letter, other: Person, world: World, me: str, time: int, *, read: bool) -> Row:
    name, _, address = letter.sender.partition(" <")
    if letter.sender == "me":
        name, address = world.owner.name, me
    elif not address:
        name, address = other.name, other.email
    to = other.email if letter.sender == "me" else me
    words = {"subject": letter.subject, "body": "\n\n".join(letter.body), "time": time, "folder": letter.folder}
    return {"from_name": name, "from": address.rstrip(">"), "to": to, "cc": "", **words, "read": int(read), "starred": 0}


def tick(phone: Memory, since: datetime, now: datetime) -> None:  # noqa: ARG001  (the outbox knows no time)
    """Send what waits, as soon as there is a network."""
    waiting = [row for row in phone.store.rows("mail") if row.get("folder") == "outbox"]
    if waiting and online(phone.store):
        for row in waiting:
            phone.store.update("mail", row["_id"], {"folder": "sent", "time": _ms(now)})


def call(phone: Memory, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """send: {to, cc, subject, body, picture, draft} -> {sent}; draft: the same -> {id}. draft: the row that kept it, or 0."""
    account = next(
        iter(phone.store.rows("mail_accounts")), {"name": phone.world.owner.name, "address": address_of(phone.world)}
    )
    words = {key: str(values.get(key, "")) for key in ("to", "cc", "subject", "body")}
    row = {"from_name": account["name"], "from": account["address"], **words, "time": _ms(phone.now), "read": 1, "starred": 0}
    number, picture = int(values.get("draft") or 0), str(values.get("picture", ""))
    kept = next((one for one in phone.store.rows("mail") if one["_id"] == number), {})
    if picture or "picture" in kept:
        row["picture"] = picture
    match method:
        case "send":
            sent = online(phone.store)
            return {"id": _keep(phone, row, "sent" if sent else "outbox", number), "sent": sent}
        case "draft":
            return {"id": _keep(phone, row, "drafts", number)}
        case _:
            raise UnknownMethod(f"mail cannot {method!r}")


def _keep(phone: Memory, row: Row, folder: str, number: int) -> int:
    if number and phone.store.update("mail", number, {**row, "folder": folder}):
        return number
    return phone.store.insert("mail", {**row, "folder": folder})


def online(store: Store) -> bool:
    """Whether there is a network: Wi-Fi or mobile data, and no airplane mode."""
    if store.get("global", "airplane_mode_on") == "1":
        return False
    return (store.get("global", "wifi_on") or "1") == "1" or (store.get("global", "mobile_data") or "1") == "1"


def _ms(moment: datetime) -> int:
    return round((moment - datetime(1970, 1, 1)).total_seconds() * 1000)

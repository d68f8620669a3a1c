"""Faults that come from outside: a call, a notification."""

from __future__ import annotations

import random

from devices.phone import provider, surprises
from devices.phone.bridge.surfaces import TELEPHONE
from devices.phone.faults.kinds import Call, Notification
from devices.phone.phone import Phone
from devices.phone.strikes.effect import CannotStrike, Effect

MESSAGES = "com.android.messaging"


def ring(phone: Phone, fault: Call, draw: random.Random) -> Effect | None:
    """Let somebody call; None while another call goes on."""
    store = phone.store
    if store.rows("live_calls"):
        return None
    person = surprises.somebody(phone.world, draw)
    number = fault.number or person.phone
    name = fault.caller or ("" if fault.number else person.name)
    if not phone.awake:
        phone.press_key("wakeup")
    phone.show_dialog("call", name=name, number=number)
    if not store.rows("live_calls"):
        raise CannotStrike(f"The number {number} is blocked on this phone.")
    if fault.style == "full":
        phone.start(TELEPHONE, "incoming", {})

    def outcome() -> str:
        live = store.rows("live_calls")
        return f"the call is {live[0]['state']}" if live else "the call is in the log"

    return Effect(
        f"{name or number} calls",
        lambda: any(row["state"] == "ringing" for row in store.rows("live_calls")),
        outcome,
        lambda: provider.call(phone, "phone", "decline", {}),
        blocks=True,
    )


def notify(phone: Phone, fault: Notification, draw: random.Random) -> Effect | None:
    """Put a notification on top; None while the shade or the lock screen would hide it."""
    if phone.shade_level or phone.locked:
        return None
    text = fault.text or ("" if fault.title else surprises.message(phone.world, draw))
    if fault.title or fault.package != MESSAGES:
        number = phone.notify({"package": fault.package, "title": fault.title, "text": text})
    else:
        person = surprises.somebody(phone.world, draw)
        provider.call(phone, "messages", "receive", {"address": person.phone, "body": text})
        rows = [row for row in phone.store.rows("notifications") if (row.get("package"), row["text"]) == (MESSAGES, text)]
        number = int(max(rows, key=lambda row: float(row["time"]))["_id"]) if rows else 0
    if not number:
        raise CannotStrike(f"{fault.package} may not show notifications on this phone.")
    phone.lift_notification(number, fault.seconds)
    return Effect(
        f"{fault.title or text!r} lies on top",
        lambda: phone.top_notification == number,
        undo=lambda: phone.cancel_notification(number),
        blocks=True,
    )

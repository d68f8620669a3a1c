"""What is to be done on a fresh phone: some fifteen tasks in three lists, about the people and places of its world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from devices.phone.provider import Contents
from devices.phone.store import Row
from devices.phone.world import World

_EPOCH = datetime(1970, 1, 1)
_HOME, _WORK, _ERRANDS = 1, 2, 3


def contents(world: World) -> Contents:
    """Rows of "task_lists" and "tasks" (see Main.qml)."""
    say, draw = world.say, world.stream("tasks")
    today = datetime.combine(world.clock.date(), datetime.min.time())

    def someone(relation: str) -> str:
        return draw.choice([person.name for person in world.people if person.relation == relation] or [world.owner.name])

    def somewhere(kind: str) -> str:
        return draw.choice([spot.name for spot in world.spots if spot.kind == kind] or [world.city])

    rows: list[Row] = []

    def task(place: int, title: str, due: int | None = None, **values: Any) -> int:
        moment = 0 if due is None else round((today + timedelta(days=due) - _EPOCH).total_seconds() * 1000)
        plain = {"notes": "", "priority": 0, "starred": 0, "done": 0, "done_at": 0, "parent": 0, "position": len(rows) + 1}
        rows.append({"title": title, "due": moment, "list": place, **plain, **values})
        return len(rows)

    def ticked(days: float) -> dict[str, int]:
        return {"done": 1, "done_at": world.when(days=-days)}

    task(_HOME, say("Water the plants"), 0)
    gift = task(_HOME, say("Gift for {name}", name=someone("family")), draw.randint(2, 6), starred=1, priority=2)
    task(_HOME, say("Look for ideas"), parent=gift, **ticked(1))
    task(_HOME, say("Order it"), parent=gift)
    task(_HOME, say("Wrap it"), parent=gift)
    task(_HOME, say("Repair the bicycle"), draw.randint(4, 9), notes=say("The rear brake drags."))
    task(_HOME, say("Call {name} back", name=someone("friend")), 1, priority=1)
    task(_HOME, say("Change the bed linen"), **ticked(2))
    task(_WORK, say("Answer {name}", name=someone("work")), 0, priority=3, starred=1)
    task(_WORK, say("Prepare the presentation"), draw.randint(5, 8), priority=2, notes=say("Ten pages at most."))
    task(_WORK, say("Hand in the expenses"), -draw.randint(1, 3), priority=3)
    task(_WORK, say("Book a room"), draw.randint(1, 4))
    task(_WORK, say("Read the contract"), **ticked(4))
    task(_ERRANDS, say("Pick up the parcel"), 1, notes=somewhere("post office"))
    task(_ERRANDS, say("Return the books"), draw.randint(3, 7), notes=somewhere("library"))
    task(_ERRANDS, say("Buy bread for the weekend"), draw.randint(1, 5), notes=somewhere("bakery"), starred=1)
    task(_ERRANDS, say("Collect the prescription"), notes=somewhere("pharmacy"), **ticked(1))
    names = [say("My tasks"), say("Work"), say("Errands")]
    return Contents({"task_lists": [{"name": name} for name in names], "tasks": rows})

"""The suite that the modules beside this one add their tasks to, and what several of them need."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tasks.state import Row, State
from tasks.task import Suite

SUITE = Suite("phone_basics", version=1, about="one app, up to six steps: switches, alarms, notes, look-ups")


def only(rows: Sequence[Row], field: str) -> list[Row]:
    """The rows whose field no other row has, so that naming it means one thing."""
    values = [row.get(field) for row in rows]
    return [row for row in rows if row.get(field) and values.count(row.get(field)) == 1]


def words(draw: Random, english: Sequence[str], chinese: Sequence[str], fresh: State) -> str:
    """Something to be written, in the phone's language, that nothing on the phone is called yet."""
    texts = chinese if fresh.setting("system", "system_locales") == "zh-CN" else english
    held = {value for rows in fresh.rows.values() for row in rows for value in row.values() if isinstance(value, str)}
    return draw.choice([text for text in texts if text not in held])

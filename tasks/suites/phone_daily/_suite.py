"""The suite that the modules beside this one add their tasks to, and what several of them draw."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

from tasks.state import Row, State
from tasks.suites.phone_daily._checks import figures
from tasks.task import Suite

SUITE = Suite("phone_daily", version=1, about="up to fifteen steps, several apps: forms, search, scrolling, questions")
DAY = 86_400_000
"""Milliseconds."""


def only(rows: Sequence[Row], field: str) -> list[Row]:
    """The rows whose field no other row has, so that naming it means one thing."""
    values = [row.get(field) for row in rows]
    return [row for row in rows if row.get(field) and values.count(row.get(field)) == 1]


def reachable(fresh: State, field: str) -> list[Row]:
    """The people whose name means one person and who have this: "phone", "email"."""
    return [row for row in only(fresh.provider("contacts"), "name") if row.get(field)]


def chinese(fresh: State) -> bool:
    """Whether this phone speaks Chinese."""
    return fresh.setting("system", "system_locales") == "zh-CN"


def words(draw: Random, english: Sequence[str], other: Sequence[str], fresh: State) -> str:
    """Something to be written, in the phone's language; other: the same in Chinese."""
    number = draw.randrange(len(english))
    return (other if chinese(fresh) else english)[number]


def number(row: Row, field: str) -> int:
    """A whole number out of a row; 0 where there is none."""
    return int(float(str(row.get(field) or 0)))


def free_number(draw: Random, fresh: State) -> str:
    """A telephone number like those of this world, that nobody in it has."""
    known = {figures(str(row["phone"])) for name in ("contacts", "map_places") for row in fresh.provider(name)}
    known |= {figures(str(row["number"])) for row in fresh.provider("calls")}
    like = str(draw.choice([row for row in fresh.provider("contacts") if row["phone"]])["phone"])
    while figures(found := f"{like[:-2]}{draw.randrange(100):02}") in known:
        pass
    return found


def stranger(draw: Random, fresh: State) -> tuple[str, str]:
    """A name that nobody in this world has, and its part of a mail address."""
    known = {row["name"] for row in fresh.provider("contacts")}
    names = _CHINESE if chinese(fresh) else _ENGLISH
    name = draw.choice([name for name in names if name not in known])
    return name, names[name]


def midnight(moment: float) -> int:
    """When the day of a moment began."""
    return int(moment) // DAY * DAY


def day_of(moment: float) -> date:
    """The day of a moment."""
    return datetime.fromtimestamp(moment / 1000, UTC).date()


def spoken(moment: float) -> tuple[str, str]:
    """A day as it is said in English and in Chinese."""
    day = day_of(moment)
    return f"{day:%A}, {day:%B} {day.day}", f"{day.month}月{day.day}日"


def coming_day(draw: Random, fresh: State) -> int:
    """Midnight of a day soon, in this month unless it is over."""
    today = midnight(fresh.now)
    days = [today + ahead * DAY for ahead in range(1, 13)]
    month = day_of(today).month
    here = [day for day in days if day_of(day).month == month]
    return draw.choice(here or days[:10])


def insert(provider: str, **fields: object) -> str:
    """A line for the phone's shell: a new row."""
    return f"content insert --uri content://{provider} {_binds(fields)}"


def update(provider: str, row: int, **fields: object) -> str:
    """A line for the phone's shell: other values in a row."""
    return f"content update --uri content://{provider} {_binds(fields)} --where _id={row}"


def _binds(fields: dict[str, object]) -> str:
    return " ".join(
        "--bind " + shlex.quote(f"{name}:{'s' if isinstance(value, str) else 'l'}:{value}") for name, value in fields.items()
    )


_ENGLISH = {
    "Greta Lindholm": "greta.lindholm",
    "Tobias Crane": "tobias.crane",
    "Imogen Yates": "imogen.yates",
    "Rafael Duarte": "rafael.duarte",
    "Wendy Ashford": "wendy.ashford",
    "Caleb Thornton": "caleb.thornton",
    "Odette Marsh": "odette.marsh",
    "Silas Whitlock": "silas.whitlock",
}
_CHINESE = {
    "欧阳清": "qing.ouyang",
    "司徒远": "yuan.situ",
    "上官月": "yue.shangguan",
    "诸葛平": "ping.zhuge",
    "夏侯宁": "ning.xiahou",
    "慕容雪": "xue.murong",
    "皇甫安": "an.huangfu",
    "端木阳": "yang.duanmu",
}

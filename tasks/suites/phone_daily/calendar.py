"""Appointments: look up, move, skip, add."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, one_of
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, CALENDAR
from tasks.suites.phone_daily._checks import Kept, SaysWhen, reads
from tasks.suites.phone_daily._oracles import dial
from tasks.suites.phone_daily._suite import DAY, SUITE, coming_day, day_of, midnight, number, only, spoken, words
from tasks.task import Case

_HOUR = 3_600_000
_PLANS = (
    ("Piano lesson", "Optician", "Handover of the flat", "Vet", "Driving lesson", "Book club"),
    ("钢琴课", "配眼镜", "交房", "看兽医", "学车", "读书会"),
)


@SUITE.task(steps=10, apps=(CALENDAR,), tags=("question",), locales=BOTH)
def appointment_when(draw: Random, fresh: State) -> Case:
    """The day and the hour of an appointment in the next weeks."""
    event = draw.choice(_coming(fresh, 28))
    title, begin = str(event["title"]), number(event, "begin")
    day, clock = spoken(begin), _clock(begin)

    def oracle(hand: Hand) -> str:
        hand.app(CALENDAR)
        if hand.page != "search":
            hand.tap("Search events")
        hand.write(title, name="Title, place or guest")
        return f"{day[hand.locale == 'zh-CN']} {clock}"

    return Case(
        says={
            "en-US": (
                f"When is “{title}” in my calendar? Tell me the date and the time it starts.",
                f"On which day and at what time does “{title}” begin?",
            ),
            "zh-CN": (f"日历里的“{title}”是哪天几点开始？", f"“{title}”是什么时候？告诉我日期和开始时间。"),
        },
        params={"title": title},
        answer=f"{day[0]} {clock}",
        check=All(SaysWhen(begin), OnlyChanged()),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CALENDAR,), locales=BOTH)
def move_event(draw: Random, fresh: State) -> Case:
    """The same day at another hour; it stays as long as it was."""
    event = draw.choice([row for row in _coming(fresh, 16) if 7 <= number(row, "begin") % DAY // _HOUR <= 21])
    title, place, begin, end = str(event["title"]), event["_id"], number(event, "begin"), number(event, "end")
    hour = draw.choice([hour for hour in range(8, 21) if hour != begin % DAY // _HOUR])
    later = midnight(begin) + hour * _HOUR + begin % _HOUR

    def oracle(hand: Hand) -> None:
        if any(row["_id"] == place and number(row, "begin") == later for row in hand.state.provider("events")):
            return
        hand.app(CALENDAR)
        if hand.page == "edit":
            if hand.find("Hour"):
                dial(hand, hour, later % _HOUR // 60_000, "Hour")
            if hand.find(f"{hand.say('Starts')}: {_clock(later)}"):
                hand.tap("Save")
            hand.tap(f"{hand.say('Starts')}: {_clock(begin)}")
        if hand.page == "event":
            if hand.sees(title):
                hand.tap("Edit event")
            hand.press("back")
        if hand.page == "agenda":
            hand.tap(title, nth=0)
        hand.tap("Agenda")

    return Case(
        says={
            "en-US": (
                f"Move “{title}” in my calendar to {_clock(later)} on the same day.",
                f"“{title}” begins at {_clock(later)} instead, on the same day and for as long as before. Update the calendar.",
            ),
            "zh-CN": (
                f"把日历里的“{title}”改到当天{_clock(later)}",
                f"“{title}”改为 {_clock(later)} 开始，日期和时长不变，请更新日历。",
            ),
        },
        params={"title": title, "hour": hour},
        check=All(
            Rows("events", {"_id": place, "begin": later, "end": later + end - begin}),
            Kept("events", besides=("begin", "end")),
            OnlyChanged(rows=[f"events/{place}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=12, apps=(CALENDAR,), locales=BOTH)
def skip_once(draw: Random, fresh: State) -> Case:
    """One time of something that is every week."""
    today = midnight(fresh.now)
    weekly = [
        (row, begin)
        for row in only(fresh.provider("events"), "title")
        if row["repeat"] == "FREQ=WEEKLY"
        and (begin := number(row, "begin") + -(-(today - number(row, "begin")) // (7 * DAY)) * 7 * DAY) >= today + DAY
    ]
    event, begin = draw.choice(weekly)
    title, place, day = str(event["title"]), event["_id"], spoken(begin)

    def oracle(hand: Hand) -> None:
        if any(row["_id"] == place and row["except"] for row in hand.state.provider("events")):
            return
        hand.app(CALENDAR)
        if hand.page == "event":
            if hand.find("This event"):
                hand.tap("This event")
            if hand.sees(title):
                hand.tap("Delete event")
            hand.press("back")
        if hand.page == "agenda":
            hand.tap(title, nth=0)
        hand.tap("Agenda")

    return Case(
        says={
            "en-US": (
                f"Cancel “{title}” on {day[0]} only. All other weeks stay in the calendar.",
                f"Take the “{title}” of {day[0]} out of my calendar, but keep it every other week",
            ),
            "zh-CN": (f"只取消{day[1]}的“{title}”，其他周的保留", f"{day[1]}的“{title}”不去了，从日历里删掉这一次，别的不动。"),
        },
        params={"title": title, "day": day_of(begin).isoformat()},
        check=All(
            Rows("events", {"_id": place, "except": str(begin)}),
            Kept("events", besides=("except",)),
            OnlyChanged(rows=[f"events/{place}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CALENDAR,), locales=BOTH)
def new_appointment(draw: Random, fresh: State) -> Case:
    """A title, a day that is not today, and an hour."""
    title, day = words(draw, *_PLANS, fresh), coming_day(draw, fresh)
    hour = draw.choice([8, 10, 11, 13, 14, 15, 16, 17])
    begin, date = day + hour * _HOUR, day_of(day)
    later = date.month != day_of(fresh.now).month

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("events")):
            return
        hand.app(CALENDAR)
        if hand.page == "edit":
            if hand.find("Hour"):
                dial(hand, hour, 0, "Hour")
            hand.write(title, name="Title")
            if hand.find(f"{hand.say('Starts')}: {_clock(begin)}"):
                hand.tap("Save")
            hand.tap(f"{hand.say('Starts')}: {_clock(day + 9 * _HOUR)}")
        if later and not hand.has("next month"):
            hand.mark("next month")
            hand.tap("Later")
        cells = [node for node in hand.scene.tree.walk() if node.clickable and node.text == str(date.day)]
        if not cells:
            hand.press("back")
        cell = cells[-1 if date.day > 15 else 0]  # the same number stands among the days of the months beside
        if not cell.checked:
            hand.tap_node(cell, str(date.day))
        hand.tap("New event")

    spoken_day = spoken(day)
    return Case(
        says={
            "en-US": (
                f"Add “{title}” to the calendar on {spoken_day[0]} at {hour}:00.",
                f"I have an appointment on {spoken_day[0]}: {title}, {hour}:00 (24-hour clock). Put it into my calendar.",
            ),
            "zh-CN": (
                f"在日历{spoken_day[1]}{hour}:00 添加“{title}”",
                f"{spoken_day[1]} {hour}:00 有“{title}”，请记到日历里。",
            ),
        },
        params={"title": title, "day": date.isoformat(), "hour": hour},
        check=All(
            Rows("events", {"title": reads(title), "begin": begin, "all_day": one_of(0, "0"), "repeat": ""}, new=True),
            Rows("events", {}, new=True),
            Kept("events"),
            OnlyChanged(rows=["events"]),
        ),
        oracle=oracle,
    )


def _coming(fresh: State, days: int) -> list[Row]:
    """What happens once, at a time of day, within some days from tomorrow on."""
    first, last = midnight(fresh.now) + DAY, midnight(fresh.now) + days * DAY
    return [
        row
        for row in only(fresh.provider("events"), "title")
        if not row["repeat"] and not row["all_day"] and first <= number(row, "begin") < last
    ]


def _clock(moment: int) -> str:
    """As the calendar writes it."""
    return f"{moment % DAY // _HOUR}:{moment % _HOUR // 60_000:02}"

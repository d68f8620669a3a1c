"""Notes, to-dos and the calendar: write something down, tick something off."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from tasks.checks import All, OnlyChanged, Rows, between, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CALENDAR, NOTES, TASKS
from tasks.suites.phone_basics._suite import SUITE, only, words
from tasks.task import Case

_THINGS = (
    (
        "Oat milk",
        "Spare keys",
        "Piano tuner",
        "Recipe for plum cake",
        "Locker 38",
        "Bike pump",
        "Window seat",
        "Paint for the door",
    ),
    ("燕麦奶", "备用钥匙", "钢琴调音师", "梅子蛋糕的做法", "38 号柜子", "自行车打气筒", "靠窗的座位", "刷门的油漆"),
)
_CHORES = (
    ("Renew the passport", "Return the drill", "Descale the kettle", "Order firewood", "Cancel the gym", "Sharpen the knives"),
    ("换新护照", "归还电钻", "给水壶除垢", "订购木柴", "退掉健身卡", "磨菜刀"),
)
_MEETINGS = (
    ("Choir rehearsal", "Eye test", "Chess club", "House viewing", "Parents’ evening", "Pottery class"),
    ("合唱排练", "检查视力", "象棋俱乐部", "看房", "家长会", "陶艺课"),
)


@SUITE.task(steps=8, apps=(NOTES,), locales=BOTH)
def new_note(draw: Random, fresh: State) -> Case:
    """A note with a title."""
    title = words(draw, *_THINGS, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("notes")):
            return
        hand.app(NOTES)
        if hand.page != "edit":
            hand.tap("New note")
        hand.write(title, name="Title")
        hand.tap("Save")

    return Case(
        says={
            "en-US": (f"Create a note titled “{title}”.", f"Write a new note with the title {title}"),
            "zh-CN": (f"新建一条标题为“{title}”的笔记", f"写一条新笔记，标题是“{title}”。"),
        },
        params={"title": title},
        check=All(
            Rows("notes", {"title": title, "body": one_of("", None)}, new=True),
            Rows("notes", {}, new=True),
            OnlyChanged(rows=["notes"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(TASKS,), locales=BOTH)
def new_todo(draw: Random, fresh: State) -> Case:
    """A task in the list that is open."""
    title = words(draw, *_CHORES, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("tasks")):
            return
        hand.app(TASKS)
        if hand.page != "edit":
            hand.tap("New task")
        hand.write(title, name="Title")
        hand.tap("Save")

    return Case(
        says={
            "en-US": (f"Add the task “{title}” to my to-do list.", f"Put “{title}” on my task list"),
            "zh-CN": (f"在任务里添加“{title}”", f"给我的待办清单加一项：{title}。"),
        },
        params={"title": title},
        check=All(
            Rows("tasks", {"title": title, "list": one_of(1, "1"), "done": one_of(0, "0")}, new=True),
            Rows("tasks", {}, new=True),
            OnlyChanged(rows=["tasks"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=6, apps=(TASKS,), locales=BOTH)
def complete_todo(draw: Random, fresh: State) -> Case:
    """Tick off a task of the first list."""
    rows = fresh.provider("tasks")
    parents = {row["parent"] for row in rows}
    row = draw.choice(
        [
            row
            for row in only(rows, "title")
            if row["list"] == 1
            and not row["done"]
            and not row["parent"]
            and row["_id"] not in parents
            and not row.get("repeat")
        ]
    )
    title, number = str(row["title"]), row["_id"]

    def oracle(hand: Hand) -> None:
        if any(fits(row, {"_id": number, "done": one_of(1, "1")}) for row in hand.state.provider("tasks")):
            return
        hand.app(TASKS)
        hand.tap(f"{hand.say('Complete')} {title}")

    return Case(
        says={
            "en-US": (f"Tick off the task “{title}”.", f"Mark “{title}” as done in Tasks"),
            "zh-CN": (f"把任务“{title}”标记为已完成", f"在任务里勾掉“{title}”。"),
        },
        params={"title": title},
        check=All(
            Rows("tasks", {"_id": number, "title": title, "done": one_of(1, "1")}),
            OnlyChanged(rows=[f"tasks/{number}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=8, apps=(CALENDAR,), locales=BOTH)
def new_event(draw: Random, fresh: State) -> Case:
    """An event today, at the time that the app proposes."""
    title = words(draw, *_MEETINGS, fresh)
    midnight = fresh.now - fresh.now % 86_400_000

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("events")):
            return
        hand.app(CALENDAR)
        if hand.page != "edit":
            hand.tap("New event")
        hand.write(title, name="Title")
        hand.tap("Save")

    day = datetime.fromtimestamp(fresh.now / 1000, UTC).date()
    return Case(
        says={
            "en-US": (
                f"Add an event called “{title}” to today’s calendar.",
                f"Put {title} into my calendar for today, any time will do",
            ),
            "zh-CN": (f"在今天的日历里添加日程“{title}”", f"今天加一个名叫“{title}”的日程，时间随意。"),
        },
        params={"title": title, "day": day.isoformat()},
        check=All(
            Rows("events", {"title": title, "begin": between(midnight, midnight + 86_399_999)}, new=True),
            Rows("events", {}, new=True),
            OnlyChanged(rows=["events"]),
        ),
        oracle=oracle,
    )

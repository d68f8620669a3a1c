"""Notes and to-dos: make one out of the other, plan one, see what is late."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, NOTES, TASKS
from tasks.suites.phone_daily._checks import Kept, Says, number_is, reads
from tasks.suites.phone_daily._oracles import choose_day
from tasks.suites.phone_daily._suite import DAY, SUITE, coming_day, day_of, midnight, number, only, spoken, update
from tasks.task import Case


@SUITE.task(steps=15, apps=(NOTES, TASKS), locales=BOTH)
def note_to_todo(draw: Random, fresh: State) -> Case:
    """The words of a note as a task with a date."""
    notes = [row for row in only(fresh.provider("notes"), "title") if row["body"] and not row["archived"]]
    note = draw.choice([row for row in notes if not row["checklist"]])
    title, body, day = str(note["title"]), str(note["body"]), coming_day(draw, fresh)

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("tasks")):
            return
        if hand.package == TASKS and hand.page == "edit":
            if hand.find("Previous month"):
                choose_day(hand, day, fresh)
            hand.tap("Add a date" if hand.find("Add a date") else "Save")
        hand.app(NOTES)
        if hand.page == "edit":
            for step in ("Tasks", "Share"):
                if hand.find(step):
                    hand.tap(step)
            hand.tap("More options")
        hand.tap(title, kind="FrameLayout")

    when = spoken(day)
    return Case(
        says={
            "en-US": (
                f"Make a task out of my note “{title}”: the same title, the text as description, due on {when[0]}.",
                f"Share the note “{title}” to Tasks, so that its text becomes a to-do for {when[0]}",
            ),
            "zh-CN": (
                f"把笔记“{title}”变成一个任务：标题相同，内容作为说明，{when[1]}到期",
                f"将笔记“{title}”分享到任务，截止日期设为{when[1]}。",
            ),
        },
        params={"title": title, "day": day_of(day).isoformat()},
        check=All(
            Rows("tasks", {"title": reads(title), "notes": reads(body), "due": number_is(day)}, new=True),
            Rows("tasks", {}, new=True),
            Kept("tasks"),
            OnlyChanged(rows=["tasks"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(TASKS,), locales=BOTH)
def plan_todo(draw: Random, fresh: State) -> Case:
    """A date and a priority for a task of another list."""
    names = {row["_id"]: str(row["name"]) for row in fresh.provider("task_lists")}
    row = draw.choice([row for row in _open(fresh) if row["list"] != 1])
    title, place, shelf, day = str(row["title"]), number(row, "_id"), names[row["list"]], coming_day(draw, fresh)
    high, due = {"_id": place, "priority": number_is(3)}, {"_id": place, "due": number_is(day)}

    def oracle(hand: Hand) -> None:
        now = next(row for row in hand.state.provider("tasks") if row["_id"] == place)
        if number(now, "priority") == 3 and number(now, "due") == day:
            return
        hand.app(TASKS)
        if hand.page == "task":
            if hand.find("Previous month"):
                choose_day(hand, day, fresh)
            if hand.find("High", kind="RadioButton"):
                hand.tap("High", kind="RadioButton")
            hand.tap("Add a date" if number(now, "due") != day else "No priority")
        _show(hand, shelf)
        hand.tap(title, kind="LinearLayout")

    when = spoken(day)
    return Case(
        says={
            "en-US": (
                f"Give the task “{title}” in the list {shelf} a high priority and make it due on {when[0]}.",
                f"“{title}” from my {shelf} list is urgent: priority high, date {when[0]}",
            ),
            "zh-CN": (
                f"把“{shelf}”列表里的任务“{title}”设为高优先级，{when[1]}到期",
                f"任务“{title}”（在“{shelf}”里）很急：优先级改成高，日期定在{when[1]}。",
            ),
        },
        params={"title": title, "list": shelf, "day": day_of(day).isoformat()},
        prepare=(update("tasks", place, due=0, priority=0),),
        check=All(
            Rows("tasks", {**high, **due}),
            Kept("tasks", besides=("priority", "due")),
            OnlyChanged(rows=[f"tasks/{place}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(TASKS,), tags=("question",), locales=BOTH)
def overdue_todo(draw: Random, fresh: State) -> Case:
    """The one task whose day has gone by, in whatever list it stands."""
    names = {row["_id"]: str(row["name"]) for row in fresh.provider("task_lists")}
    rows, today = _open(fresh), midnight(fresh.now)
    late = draw.choice(rows)
    title, shelf = str(late["title"]), names[late["list"]]
    others = [row for row in rows if row is not late and 0 < number(row, "due") < today]

    def oracle(hand: Hand) -> str:
        hand.app(TASKS)
        if hand.page != "":
            hand.press("back")
        _show(hand, shelf)
        return title

    return Case(
        says={
            "en-US": ("Which of my open tasks is overdue?", "One task in my lists is past its date. Which one?"),
            "zh-CN": ("我的待办任务里哪一项已经过期了？", "有一项任务过了截止日期还没做，是哪一项？"),
        },
        params={"list": shelf},
        prepare=(
            update("tasks", number(late, "_id"), due=today - draw.randint(1, 4) * DAY),
            *(update("tasks", number(row, "_id"), due=today + draw.randint(2, 9) * DAY) for row in others),
        ),
        answer=title,
        check=All(Says(title, [str(row["title"]) for row in rows if row is not late]), OnlyChanged()),
        oracle=oracle,
    )


def _open(fresh: State) -> list[Row]:
    """What is to be done, without the steps of other tasks and without what shares its title."""
    return [row for row in only(fresh.provider("tasks"), "title") if not row["done"] and not row["parent"]]


def _show(hand: Hand, shelf: str) -> None:
    """Have a list of tasks on the screen."""
    chip = hand.find(shelf)
    if chip is None or not chip.checked:
        hand.tap(shelf)

"""Something goes wrong in the middle: a call, a crash that loses what was typed, pop-ups, a screen that turns."""

from __future__ import annotations

from random import Random

from devices.phone import manifest
from tasks.checks import All, OnlyChanged, Rows, Setting, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CLOCK, SETTINGS, TASKS
from tasks.suites.phone_daily._checks import number_is
from tasks.suites.phone_daily._oracles import dial
from tasks.suites.phone_daily._suite import chinese, coming_day, day_of, number, spoken, words
from tasks.suites.phone_faults import Undisturbed
from tasks.suites.phone_hard._oracles import pick_day
from tasks.suites.phone_hard._suite import SUITE, Kept, reads
from tasks.task import Case

_ON, _OFF = one_of(1, "1"), one_of(0, "0")
_CHORES = (
    ("Send the parcel to Oslo", "Sort the winter clothes", "Call the insurance", "Print the photos"),
    ("把包裹寄到奥斯陆", "整理冬衣", "给保险公司打电话", "打印照片"),
)
_DETAILS = (
    ("The form lies in the blue folder", "Ask for a receipt", "Not before the second coffee"),
    ("表格在蓝色文件夹里", "记得要收据", "喝完第二杯咖啡再做"),
)
_SWITCHES = (
    ("network", "Network & internet", "Data saver", "global", "data_saver"),
    ("connected", "Connected devices", "NFC", "global", "nfc_on"),
    ("notifications", "Notifications", "Notification dots", "secure", "notification_badging"),
    ("sound", "Sound & vibration", "Vibrate for calls", "system", "vibrate_when_ringing"),
    ("display", "Display", "Adaptive brightness", "system", "screen_brightness_mode"),
    ("security", "Security", "Scan apps", "secure", "package_verifier_enable"),
    ("location", "Location", "Location history", "secure", "location_history"),
)


@SUITE.task(steps=26, apps=(CLOCK,), tags=("fault",), locales=BOTH)
def alarms_and_a_call(draw: Random, fresh: State) -> Case:
    """Three alarms, and somebody calls while they are set."""
    taken = {number(row, "hour") for row in fresh.provider("alarms")}
    hours = draw.sample([hour for hour in range(4, 23) if hour not in taken], 3)
    times = [(hour, draw.randrange(5, 60, 5)) for hour in sorted(hours)]
    clocks = [f"{hour}:{minute:02}" for hour, minute in times]
    wanted = [
        {"hour": number_is(hour), "minute": number_is(minute), "days": one_of("", None), "enabled": _ON}
        for hour, minute in times
    ]

    def oracle(hand: Hand) -> None:
        alarms = hand.state.provider("alarms")
        left = [time for time, fields in zip(times, wanted, strict=True) if not any(fits(row, fields) for row in alarms)]
        if not left:
            return
        hand.app(CLOCK)
        if hand.page == "alarm":
            hand.press("back")
        dial(hand, *left[0], "Add alarm")

    return Case(
        says={
            "en-US": (
                f"Set three alarms, on a 24-hour clock: {clocks[0]}, {clocks[1]} and {clocks[2]}.",
                f"I need alarms at {clocks[0]}, at {clocks[1]} and at {clocks[2]} (24-hour times)",
            ),
            "zh-CN": (
                f"设三个闹钟（24 小时制）：{clocks[0]}、{clocks[1]}和 {clocks[2]}",
                f"帮我定闹钟，{clocks[0]} 一个，{clocks[1]} 一个，{clocks[2]} 一个，都是 24 小时制。",
            ),
        },
        params={"times": [*clocks]},
        prepare=(f"fingertip fault call style={draw.choice(('full', 'banner'))} after={draw.randint(5, 9)}",),
        check=Undisturbed(
            All(
                *(Rows("alarms", fields, new=True) for fields in wanted),
                Rows("alarms", {}, count=3, new=True),
                Kept("alarms"),
                OnlyChanged(rows=["alarms"]),
            )
        ),
        oracle=oracle,
    )


@SUITE.task(steps=32, apps=(TASKS,), tags=("fault",), locales=BOTH)
def todo_through_a_crash(draw: Random, fresh: State) -> Case:
    """A task with everything to it; the app stops before it is saved."""
    title, notes = words(draw, *_CHORES, fresh), words(draw, *_DETAILS, fresh)
    shelf = draw.choice([row for row in fresh.provider("task_lists") if row["_id"] != 1])
    day, name = coming_day(draw, fresh), str(shelf["name"])
    when, first = spoken(day), next(str(row["name"]) for row in fresh.provider("task_lists") if row["_id"] == 1)

    def oracle(hand: Hand) -> None:
        if any(row["title"] == title for row in hand.state.provider("tasks")):
            return
        hand.app(TASKS)
        if hand.page == "task":
            hand.press("back")
        if hand.page == "edit":
            if hand.find("Next month"):
                pick_day(hand, day, fresh)
            if hand.find(name, kind="RadioButton"):
                hand.tap(name, kind="RadioButton")
            hand.write(title, name="Title")
            hand.write(notes, name="Description")
            if not hand.find(when[chinese(fresh)], part=True):
                hand.tap("Add a date")
            if hand.find(first):
                hand.tap(first)
            hand.tap("Save")
        hand.tap("New task")

    return Case(
        says={
            "en-US": (
                f"Add the task “{title}” to the list {name}, due on {when[0]}, with the description “{notes}”.",
                f"New to-do for {when[0]} in my {name} list: {title}. Description: {notes}",
            ),
            "zh-CN": (
                f"在“{name}”列表里添加任务“{title}”，{when[1]}到期，说明写“{notes}”",
                f"新建待办：{title}。放在“{name}”列表，日期{when[1]}，说明：{notes}",
            ),
        },
        params={"title": title, "list": name, "day": day_of(day).isoformat()},
        prepare=(f"fingertip fault crash package={TASKS} after={draw.randint(4, 8)}",),
        check=Undisturbed(
            All(
                Rows(
                    "tasks",
                    {"title": reads(title), "notes": reads(notes), "due": number_is(day), "list": shelf["_id"], "done": _OFF},
                    new=True,
                ),
                Rows("tasks", {}, new=True),
                Kept("tasks"),
                OnlyChanged(rows=["tasks"]),
            )
        ),
        oracle=oracle,
    )


@SUITE.task(steps=24, apps=(SETTINGS,), tags=("fault",), locales=BOTH)
def switches_and_pop_ups(draw: Random, fresh: State) -> Case:
    """Three switches on three pages, while dialogs come up that nobody asked for and the screen turns."""
    chosen = draw.sample(_SWITCHES, 3)
    states = [draw.random() < 0.5 for _ in chosen]
    chinese_words = manifest.translations("zh-CN")

    def oracle(hand: Hand) -> None:
        for (page, title, label, namespace, key), on in zip(chosen, states, strict=True):
            if hand.state.setting(namespace, key) == str(int(on)):
                continue
            hand.app(SETTINGS)
            if hand.page == page:
                hand.switch(label, on)
            if hand.page:
                hand.press("back")
            hand.tap(title)

    wanted = [(label, on) for (_, _, label, _, _), on in zip(chosen, states, strict=True)]
    english = [f"“{label}” {'on' if on else 'off'}" for label, on in wanted]
    other = [f"{'打开' if on else '关闭'}“{chinese_words.get(label, label)}”" for label, on in wanted]
    return Case(
        says={
            "en-US": (
                f"In Settings, turn {english[0]}, {english[1]} and {english[2]}.",
                f"Three things in the settings: {english[0]}; {english[1]}; {english[2]}. Please switch them like that",
            ),
            "zh-CN": (f"在设置里{other[0]}、{other[1]}，再{other[2]}", f"请改三项设置：{other[0]}；{other[1]}；{other[2]}。"),
        },
        params={"switches": [f"{label} {'on' if on else 'off'}" for label, on in wanted]},
        prepare=(
            *(
                f"settings put {namespace} {key} {int(not on)}"
                for (_, _, _, namespace, key), on in zip(chosen, states, strict=True)
            ),
            "fingertip fault popup after=3 times=2",
            "fingertip fault rotation after=9",
        ),
        check=Undisturbed(
            All(
                *(Setting(namespace, key, str(int(on))) for (_, _, _, namespace, key), on in zip(chosen, states, strict=True)),
                OnlyChanged(settings=[f"{namespace}/{key}" for _, _, _, namespace, key in chosen]),
            )
        ),
        oracle=oracle,
    )

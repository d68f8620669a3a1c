"""Alarms: set one, change one, clear away."""

from __future__ import annotations

from random import Random

from tasks.checks import All, OnlyChanged, Rows, fits, one_of
from tasks.hand import Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CLOCK
from tasks.suites.phone_daily._checks import Kept, Left, number_is, reads
from tasks.suites.phone_daily._oracles import dial
from tasks.suites.phone_daily._suite import SUITE, insert, number, update, words
from tasks.task import Case

_LABELS = (
    ("Rowing", "Bread oven", "Flea market", "Feed the cat", "Early shift", "Vitamins"),
    ("划船", "烤面包", "旧货市场", "喂猫", "早班", "维生素"),
)
_ON = one_of(1, "1")


@SUITE.task(steps=15, apps=(CLOCK,), locales=BOTH)
def weekend_alarm(draw: Random, fresh: State) -> Case:
    """A time, two days and a label."""
    taken = {row["hour"] for row in fresh.provider("alarms")}
    hour = draw.choice([hour for hour in range(5, 13) if hour not in taken])
    label = words(draw, *_LABELS, fresh)
    time = {"hour": number_is(hour), "minute": number_is(0)}
    wanted = {**time, "days": one_of("67", "76"), "label": reads(label), "enabled": _ON}

    def oracle(hand: Hand) -> None:
        alarms = hand.state.provider("alarms")
        if any(fits(row, wanted) for row in alarms):
            return
        hand.app(CLOCK)
        if not any(fits(row, time) for row in alarms):
            dial(hand, hour, 0, "Add alarm")
        if hand.page != "alarm":
            hand.tap(f"{hour:02}:00")
        hand.switch("Sat", True)
        hand.switch("Sun", True)
        hand.write(label, name="Label")

    return Case(
        says={
            "en-US": (
                f"Set an alarm for {hour}:00 every Saturday and Sunday, with the label “{label}”.",
                f"I want an alarm called “{label}” at {hour:02}:00 (in the morning) on weekends",
            )
            if hour < 12
            else (
                f"Set an alarm for noon every Saturday and Sunday, with the label “{label}”.",
                f"I want an alarm called “{label}” at {hour}:00 on weekends",
            ),
            "zh-CN": (
                f"设一个每周六和周日{hour}:00 的闹钟，标签写“{label}”",
                f"周末两天 {hour:02}:00 都要响的闹钟，名叫“{label}”。",
            ),
        },
        params={"hour": hour, "label": label},
        check=All(Rows("alarms", wanted, new=True), Rows("alarms", {}, new=True), Kept("alarms"), OnlyChanged(rows=["alarms"])),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CLOCK,), locales=BOTH)
def change_alarm(draw: Random, fresh: State) -> Case:
    """The alarm of working days gets another time and a name."""
    place = next(number(row, "_id") for row in fresh.provider("alarms") if row["days"] == "12345")
    taken = {row["hour"] for row in fresh.provider("alarms")}
    before, hour = draw.sample([hour for hour in range(4, 12) if hour not in taken], 2)
    first, minute = draw.sample(range(5, 60, 5), 2)
    label = words(draw, *_LABELS, fresh)
    time = {"_id": place, "hour": number_is(hour), "minute": number_is(minute)}

    def oracle(hand: Hand) -> None:
        alarm = next(row for row in hand.state.provider("alarms") if row["_id"] == place)
        right = fits(alarm, time)
        if right and alarm["label"] == label:
            return
        hand.app(CLOCK)
        if hand.page != "alarm":
            hand.tap(f"{number(alarm, 'hour'):02}:{number(alarm, 'minute'):02}")
        if not right:
            dial(hand, hour, minute, "Change the time")
        hand.write(label, name="Label")

    return Case(
        says={
            "en-US": (
                f"Change the alarm that rings from Monday to Friday to {hour}:{minute:02} and label it “{label}”.",
                f"My alarm for working days should ring at {hour:02}:{minute:02} and be called “{label}”",
            ),
            "zh-CN": (
                f"把周一到周五的闹钟改到{hour}:{minute:02}，标签写“{label}”",
                f"工作日的闹钟改成 {hour:02}:{minute:02} 响，名称为“{label}”。",
            ),
        },
        params={"hour": hour, "minute": minute, "label": label},
        prepare=(update("alarms", place, hour=before, minute=first),),
        check=All(
            Rows("alarms", {**time, "label": reads(label), "days": "12345", "enabled": _ON}),
            OnlyChanged(rows=[f"alarms/{place}"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=15, apps=(CLOCK,), locales=BOTH)
def delete_off_alarms(draw: Random, fresh: State) -> Case:
    """Those that are off, and only those."""
    rows = fresh.provider("alarms")
    on = draw.sample(range(len(rows) + 1), len(rows) - 1)
    hour, minute = draw.randint(13, 22), draw.randrange(0, 60, 5)
    label = words(draw, *_LABELS, fresh)
    extra = {"hour": hour, "minute": minute, "label": label, "days": "", "sound": "sunrise"}

    def oracle(hand: Hand) -> None:
        off = [row for row in hand.state.provider("alarms") if not number(row, "enabled")]
        if not off:
            return
        hand.app(CLOCK)
        if hand.page == "alarm":
            if hand.find("Delete"):
                hand.tap("Delete")
            switch = hand.find("Alarm on")
            if switch is None or switch.checked:
                hand.press("back")
            hand.tap("Delete alarm")
        hand.tap(f"{number(off[0], 'hour'):02}:{number(off[0], 'minute'):02}")

    return Case(
        says={
            "en-US": ("Delete all alarms that are turned off.", "Remove every alarm that is off, keep those that are on"),
            "zh-CN": ("删除所有已关闭的闹钟", "把没有开启的闹钟全部删掉，开着的保留。"),
        },
        params={"on": [*sorted(on)]},
        prepare=(
            *(update("alarms", number(row, "_id"), enabled=int(place in on)) for place, row in enumerate(rows)),
            insert("alarms", **extra, enabled=int(len(rows) in on)),
        ),
        check=All(Left("alarms", {"enabled": _ON}), OnlyChanged(rows=["alarms"])),
        oracle=oracle,
    )

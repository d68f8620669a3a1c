"""The clock: an alarm, a timer, the stopwatch."""

from __future__ import annotations

import re
from random import Random

from tasks.checks import All, OnlyChanged, Rows, fits, one_of
from tasks.hand import FIELD, Hand
from tasks.state import State
from tasks.suites._apps import BOTH, CLOCK
from tasks.suites.phone_basics._suite import SUITE
from tasks.task import Case


@SUITE.task(steps=9, apps=(CLOCK,), locales=BOTH)
def new_alarm(draw: Random, fresh: State) -> Case:
    """A time on the dial, in steps of five minutes."""
    taken = {(row["hour"], row["minute"]) for row in fresh.provider("alarms")}
    hour, minute = draw.choice(
        [(hour, minute) for hour in range(5, 24) for minute in range(0, 60, 5) if (hour, minute) not in taken]
    )
    wanted = {"hour": one_of(hour, str(hour)), "minute": one_of(minute, str(minute)), "enabled": one_of(1, "1")}

    def oracle(hand: Hand) -> None:
        if any(fits(row, wanted) for row in hand.state.provider("alarms")):
            return
        hand.app(CLOCK)
        at_hour, at_minute = hand.find("Hour"), hand.find("Minute")
        if at_hour is None or at_minute is None:
            hand.tap("Add alarm" if hand.page == "" else "Alarm")
        if at_hour.kind == FIELD:  # on a phone that lies on its side the time is typed
            hand.write(f"{hour:02}", name="Hour")
            hand.write(f"{minute:02}", name="Minute")
        if at_hour.text != f"{hour:02}":
            hand.tap(str(hour) if at_hour.checked else "Hour")
        if at_minute.text != f"{minute:02}":
            hand.tap(f"{minute:02}" if at_minute.checked else "Minute")
        hand.tap("OK")

    clock = f"{hour}:{minute:02}"
    return Case(
        says={
            "en-US": (f"Set an alarm for {clock} (24-hour clock).", f"Create a new alarm at {hour:02}:{minute:02}"),
            "zh-CN": (f"设一个{clock}的闹钟（24 小时制）", f"新建闹钟，时间是 {hour:02}:{minute:02}。"),
        },
        params={"hour": hour, "minute": minute},
        check=All(Rows("alarms", wanted, new=True), Rows("alarms", {}, new=True), OnlyChanged(rows=["alarms"])),
        oracle=oracle,
    )


@SUITE.task(steps=9, apps=(CLOCK,), locales=BOTH)
def timer(draw: Random, fresh: State) -> Case:
    """Some minutes, typed on the clock's own keys."""
    minutes = draw.randint(2, 9)

    def oracle(hand: Hand) -> None:
        if hand.state.provider("timers"):
            return
        hand.app(CLOCK)
        if hand.page != "timer":
            hand.tap("Timer")
        match [text for text in hand.texts() if re.fullmatch(r"\d\d", text)][:3]:
            case ["00", "00", "00"]:
                hand.tap(str(minutes), kind="Button")
            case ["00", "00", seconds] if int(seconds) == minutes:
                hand.tap("00", kind="Button")
            case ["00", shown, "00"] if int(shown) == minutes:
                hand.tap("Start")
            case _:
                hand.tap("Backspace")

    return Case(
        says={
            "en-US": (f"Start a timer for {minutes} minutes.", f"Set the countdown to {minutes} min and let it run"),
            "zh-CN": (f"开始一个 {minutes} 分钟的计时器", f"倒计时 {minutes} 分钟，现在开始。"),
        },
        params={"minutes": minutes},
        check=All(
            Rows("timers", {"seconds": one_of(60 * minutes, str(60 * minutes)), "state": "running"}),
            Rows("timers", {}),
            OnlyChanged(rows=["timers"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=7, apps=(CLOCK,), locales=BOTH)
def stopwatch(draw: Random, fresh: State) -> Case:
    """Start it, or stop it where it runs."""
    stop = draw.random() < 0.5

    def oracle(hand: Hand) -> None:
        rows = hand.state.provider("stopwatch")
        if rows and rows[0]["state"] == ("stopped" if stop else "running"):
            return
        hand.app(CLOCK)
        if hand.page != "stopwatch":
            hand.tap("Stopwatch")
        hand.tap("Stop" if stop else "Start")

    run = f"--bind state:s:running --bind started_ms:s:{fresh.now - 65_000} --bind before_ms:s:0"
    return Case(
        says={
            "en-US": (f"{'Stop' if stop else 'Start'} the stopwatch.", f"{'Halt' if stop else 'Run'} the stopwatch now"),
            "zh-CN": (f"{'停止' if stop else '启动'}秒表", f"请把秒表{'停下来' if stop else '开起来'}。"),
        },
        params={"stop": stop},
        prepare=(f"content insert --uri content://stopwatch {run}",) if stop else (),
        check=All(Rows("stopwatch", {"state": "stopped" if stop else "running"}), OnlyChanged(rows=["stopwatch"])),
        oracle=oracle,
    )

"""Tasks that are broken on purpose, each in another way, and some sound ones beside them. All are about one phone's alarms."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tasks.checks import All, Answered, Check, Evidence, Finding, OnlyChanged, Rows
from tasks.defects import Fault
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.task import Case, Maker, Suite, Task

CLOCK, NOTES = "com.android.deskclock", "com.fingertip.notes"
OPEN = f"am start -n {CLOCK}/.DeskClock"
SUITE = Suite("broken", version=1, about="what must not pass a check", options={"size": "720x1280", "density": "320"})
BROKEN: dict[str, Fault] = {}
"""What is wrong with each broken task."""
calls: Counter[str] = Counter()
named = "{hour:02}:{minute:02}".format_map


def broken(fault: Fault, **more: object) -> Callable[[Maker], Maker]:
    """Add a task that has this fault."""

    def add(make: Maker) -> Maker:
        BROKEN[make.__name__] = fault
        return sound(**more)(make)

    return add


def sound(**more: object) -> Callable[[Maker], Maker]:
    """Add a task."""

    def add(make: Maker) -> Maker:
        fields = {"steps": 4, "apps": (CLOCK,), **more}
        SUITE.add(Task(make.__name__, make, **fields))  # type: ignore[arg-type]
        return make

    return add


def turned(row: Row) -> Check:
    """This alarm is the other way now."""
    return Rows("alarms", {"_id": row["_id"], "enabled": 1 - int(str(row["enabled"]))})


def turn(hand: Hand, row: Row) -> None:
    """Have it the other way."""
    now = next(one for one in hand.state.provider("alarms") if one["_id"] == row["_id"])
    if now["enabled"] == row["enabled"]:
        hand.tap(f"{named(row)} alarm")


def switching(draw: Random, fresh: State, about: str) -> Case:
    """A sound case to begin with. about: makes its words its own."""
    row = draw.choice(fresh.provider("alarms"))
    to = "off" if row["enabled"] else "on"
    return Case(
        says={"en-US": (f"Turn the {named(row)} alarm {to}: {about}.",)},
        params={"alarm": row["_id"]},
        prepare=(OPEN,),
        check=All(turned(row), OnlyChanged(rows=["alarms"])),
        oracle=lambda hand: turn(hand, row),
    )


def asking(draw: Random, fresh: State, about: str) -> Case:
    """A sound question."""
    row = draw.choice([row for row in fresh.provider("alarms") if row["label"]])
    label = str(row["label"])

    def oracle(hand: Hand) -> str:
        hand.app(CLOCK)
        return label

    return Case(
        says={"en-US": (f"What is the {named(row)} alarm for? ({about})",)},
        answer=label,
        check=All(Answered((label,)), OnlyChanged()),
        oracle=oracle,
        prepare=(OPEN,),
    )


def both(draw: Random, fresh: State, about: str) -> tuple[Case, Row, Row]:
    """Two alarms at once."""
    one, other = draw.sample(fresh.provider("alarms"), 2)

    def oracle(hand: Hand) -> None:
        turn(hand, one)
        turn(hand, other)

    case = replace(
        switching(draw, fresh, about),
        says={"en-US": (f"Change the alarms of {named(one)} and {named(other)}: {about}.",)},
        check=All(turned(one), turned(other), OnlyChanged(rows=["alarms"])),
        oracle=oracle,
    )
    return case, one, other


@sound(locales=("en-US", "zh-CN"))
def sound_switch(draw: Random, fresh: State) -> Case:
    case = switching(draw, fresh, "sound")
    return replace(case, says={**case.says, "zh-CN": (f"改一下{case.params['alarm']}号闹钟。",)})


@broken("passes")
def check_always_passes(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "a"), check=lambda _seen: Finding(True, "always"))


@broken("oracle_fails")
def check_never_passes(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "b"), check=lambda _seen: Finding(False, "never"))


@broken("weak")
def check_takes_any_alarm(draw: Random, fresh: State) -> Case:
    def check(seen: Evidence) -> Finding:
        changed = seen.before.provider("alarms") != seen.after.provider("alarms")
        return All(lambda _seen: Finding(changed, "some alarm"), OnlyChanged(rows=["alarms"]))(seen)

    return replace(switching(draw, fresh, "c"), check=check)


@broken("weak")
def check_asks_for_half(draw: Random, fresh: State) -> Case:
    case, one, _other = both(draw, fresh, "d")
    return replace(case, check=All(turned(one), OnlyChanged(rows=["alarms"])))


@broken("weak")
def oracle_does_too_much_unnoticed(draw: Random, fresh: State) -> Case:
    case, one, _other = both(draw, fresh, "e")
    return replace(case, check=turned(one))


@broken("oracle_fails")
def oracle_does_too_much(draw: Random, fresh: State) -> Case:
    case, one, _other = both(draw, fresh, "f")
    same = [f"alarms/{one['_id']}"]
    return replace(case, check=All(turned(one), OnlyChanged(rows=same)))


@broken("oracle_fails")
def oracle_does_nothing(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "g"), oracle=lambda _hand: None)


@broken("oracle_fails")
def oracle_stops_short(draw: Random, fresh: State) -> Case:
    case, one, _other = both(draw, fresh, "h")
    return replace(case, oracle=lambda hand: turn(hand, one))


@broken("over_budget", steps=2)
def oracle_takes_too_long(draw: Random, fresh: State) -> Case:
    return both(draw, fresh, "i")[0]


@broken("unvisited", apps=(CLOCK, NOTES))
def app_is_not_needed(draw: Random, fresh: State) -> Case:
    return switching(draw, fresh, "j")


@sound()
def sound_question(draw: Random, fresh: State) -> Case:
    return asking(draw, fresh, "sound")


@broken("leaks_answer")
def instruction_holds_the_answer(draw: Random, fresh: State) -> Case:
    case = asking(draw, fresh, "k")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in case.answer)
    return replace(case, says={"en-US": (*case.says["en-US"], f"Which alarm is called {' '.join(wide)}?")})


@broken("passes")
def saying_the_question_will_do(draw: Random, fresh: State) -> Case:
    case = asking(draw, fresh, "l")

    def check(seen: Evidence) -> Finding:
        said = seen.answer or ""
        return Finding(case.answer in said or "alarm" in said, f"said {said!r}")

    return replace(case, check=All(check, OnlyChanged()))


@broken("passes")
def nothing_needs_to_change(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "m"), check=OnlyChanged(rows=["alarms"]))


@broken("passes")
def it_is_so_already(draw: Random, fresh: State) -> Case:
    case = switching(draw, fresh, "n")
    row = next(row for row in fresh.provider("alarms") if row["_id"] == case.params["alarm"])
    line = f"content update --uri content://alarms --bind enabled:i:{1 - int(str(row['enabled']))} --where _id={row['_id']}"
    return replace(case, prepare=(line, OPEN))


@broken("passes", steps=12)
def any_touch_will_do(draw: Random, fresh: State) -> Case:
    def check(seen: Evidence) -> Finding:
        return Finding(seen.after.page != seen.before.page, "another page")

    return replace(
        switching(draw, fresh, "o"),
        says={"en-US": ("Look around in the clock.",)},
        check=check,
        oracle=lambda hand: None if hand.page else hand.tap("Timer"),
    )


@broken("set_up")
def set_up_is_refused(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "p"), prepare=("content insert --uri content://nowhere --bind a:i:1",))


@broken("set_up")
def set_up_does_more_than_it_says(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "q"), prepare=(OPEN, "input keyevent 24"))


@broken("left_behind")
def set_up_stays(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "r"), prepare=(OPEN, "setprop persist.sys.left 1"))


@broken("left_behind")
def nothing_to_go_back_to(draw: Random, fresh: State) -> Case:
    line = "content update --uri content://alarms --bind label:s:Left --where _id=1"
    return replace(switching(draw, fresh, "s"), prepare=(line, "fingertip snapshot as-found", OPEN))


@broken("broken")
def maker_raises(draw: Random, fresh: State) -> Case:
    raise LookupError("there is no such alarm")


@broken("unsteady")
def maker_throws_dice(draw: Random, fresh: State) -> Case:
    return switching(Random(random.random()), fresh, "t")


@broken("unsteady")
def maker_looks_at_the_clock(draw: Random, fresh: State) -> Case:
    return switching(draw, fresh, f"year {time.time() // 31_557_600}")


@broken("unsteady")
def maker_remembers(draw: Random, fresh: State) -> Case:
    calls["maker"] += 1
    return switching(draw, fresh, f"for the {calls['maker']}th time")


@broken("impure")
def check_remembers(draw: Random, fresh: State) -> Case:
    case = switching(draw, fresh, "u")

    def check(seen: Evidence) -> Finding:
        calls["check"] += 1
        return replace(case.check(seen), reason=f"judged {calls['check']} times")

    return replace(case, check=check)


@broken("impure")
def check_looks_at_the_clock(draw: Random, fresh: State) -> Case:
    case = switching(draw, fresh, "v")
    return replace(case, check=lambda seen: case.check(seen) if time.time() > 0 else Finding(False, "too early"))


@broken("broken")
def check_raises(draw: Random, fresh: State) -> Case:
    return replace(switching(draw, fresh, "w"), check=lambda seen: Finding(bool(seen.after.rows["no such thing"]), ""))


@broken("unsaid", locales=("en-US", "zh-CN"))
def not_said_in_chinese(draw: Random, fresh: State) -> Case:
    return switching(draw, fresh, "x")


@broken("unsaid")
def says_what_another_says(draw: Random, fresh: State) -> Case:
    """The words of any_touch_will_do."""
    return replace(asking(draw, fresh, "y"), says={"en-US": ("Look around in the clock!",)})


@sound()
def sound_pair(draw: Random, fresh: State) -> Case:
    return both(draw, fresh, "sound")[0]

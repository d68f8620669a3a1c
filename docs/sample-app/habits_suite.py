"""Tasks for the sample app: tick a habit off, take that back, add one, delete one.

The app is no part of the phone: each set-up packs the folder beside this file and installs it. A suite need not lie in the
package; `python -m tasks run docs/sample-app/habits_suite.py` takes it from here.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from devices.phone.archive import pack, read_folder
from tasks.checks import All, Check, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import State
from tasks.task import Case, Suite

SUITE = Suite("habits", version=1, about="the sample app of docs/phone-apps.md, which no phone has by itself")
HABITS, LAUNCHER = "com.example.habits", "com.fingertip.launcher"
TITLES = (
    *("Read ten pages", "Call grandma", "Stretch", "No sugar", "Early to bed", "Practise piano", "Water the plants"),
    *("Take vitamins", "Learn five words", "Tidy the desk", "Cook at home", "Ride the bike", "Write a diary", "Breathe deeply"),
    *("Feed the cat", "Clean the sink", "Study maths", "Draw something", "Go for a run", "Play chess", "Phone a friend"),
    *("Do push-ups", "Skip the lift", "Eat an apple", "Walk the dog", "Save money", "Make the bed", "Say thank you"),
)
"""What people do every day."""


@cache
def installing() -> str:
    """A line for the phone's shell that puts the app on it."""
    package = b64encode(pack(read_folder(Path(__file__).parent / "habits"))).decode()
    file = "/data/local/tmp/habits.apk"
    return f"echo {package} | base64 -d > {file} && pm install -r {file} && rm {file}"


def set_up(habits: Mapping[str, bool]) -> tuple[str, ...]:
    """Lines that install the app and let it keep these habits: name -> whether it is done today."""
    rows = [
        f"content insert --uri content://{HABITS}/habits --bind title:s:'{name}' --bind streak:i:{3 if done else 2}"
        f" --bind done_today:s:{'yes' if done else 'no'}"
        for name, done in habits.items()
    ]
    return (installing(), f"content delete --uri content://{HABITS}/habits", *rows)


def drawn(draw: Random) -> dict[str, bool]:
    """Three to six habits in any order, each done today or not."""
    return {name: draw.random() < 0.5 for name in draw.sample(TITLES, draw.randint(3, 6))}


def be_there(hand: Hand) -> None:
    """Have the app in front."""
    if hand.package == HABITS:
        return
    if hand.package != LAUNCHER:
        hand.press("home")
    if hand.find("Habits") is None and hand.find("Search apps", kind="EditText") is None:
        hand.all_apps()
    hand.tap("Habits")


def kept(habits: Mapping[str, bool]) -> Check:
    """These habits and no others, each done today or not; and nothing else of the phone has changed."""
    each = (Rows("habits", {"name": name, "done": int(done)}) for name, done in habits.items())
    return All(*each, Rows("habits", {}, count=len(habits)), OnlyChanged(rows=["habits"]))


def ticking(draw: Random, *, done: bool) -> Case:
    """One habit that is to be done, or not to be done, for today."""
    habits = drawn(draw)
    name = draw.choice(list(habits))
    habits[name] = not done

    def oracle(hand: Hand) -> None:
        row = next(row for row in hand.state.provider("habits") if row["name"] == name)
        if row["done"] == int(done):
            return
        be_there(hand)
        if hand.page:
            hand.press("back")
        hand.tap(name)

    words = (
        (f'Tick off the habit "{name}" for today.', f"In Habits, mark {name} as done")
        if done
        else (f'Untick the habit "{name}": it is not done today.', f"In Habits, take back the tick of {name}")
    )
    return Case(
        says={"en-US": words},
        params={"habit": name},
        prepare=set_up(habits),
        check=kept({**habits, name: done}),
        oracle=oracle,
    )


@SUITE.task(steps=6, apps=(HABITS,))
def tick_off(draw: Random, fresh: State) -> Case:
    """A habit is done for today."""
    return ticking(draw, done=True)


@SUITE.task(steps=6, apps=(HABITS,))
def take_back(draw: Random, fresh: State) -> Case:
    """A habit was ticked off too early."""
    return ticking(draw, done=False)


@SUITE.task(steps=8, apps=(HABITS,))
def new_habit(draw: Random, fresh: State) -> Case:
    """One more."""
    habits = drawn(draw)
    name = draw.choice([title for title in TITLES if title not in habits])

    def oracle(hand: Hand) -> None:
        if any(row["name"] == name for row in hand.state.provider("habits")):
            return
        be_there(hand)
        if hand.page == "":
            hand.tap("Add habit")
        hand.write(name, nth=0)
        hand.tap("Save")

    return Case(
        says={"en-US": (f'Add the habit "{name}" to Habits.', f"In Habits, create a new habit called {name}")},
        params={"habit": name},
        prepare=set_up(habits),
        check=kept({**habits, name: False}),
        oracle=oracle,
    )


@SUITE.task(steps=7, apps=(HABITS,))
def drop_habit(draw: Random, fresh: State) -> Case:
    """One less."""
    habits = drawn(draw)
    name = draw.choice(list(habits))

    def oracle(hand: Hand) -> None:
        if not any(row["name"] == name for row in hand.state.provider("habits")):
            return
        be_there(hand)
        if hand.page:
            hand.press("back")
        if hand.sees("Delete this habit?"):
            hand.tap("Delete" if hand.sees(name) else "Cancel")
        hand.tap(f"Delete {name}")

    return Case(
        says={"en-US": (f'Delete the habit "{name}".', f"In Habits, remove {name} from the list")},
        params={"habit": name},
        prepare=set_up(habits),
        check=kept({other: done for other, done in habits.items() if other != name}),
        oracle=oracle,
    )

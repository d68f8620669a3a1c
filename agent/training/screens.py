"""Screens of the virtual phone with everything that a model can learn from them, written as shards.

Each screen carries its picture at the model's own size, which letters lie under which visual token, and queries: what was
asked, what was done before, and what the oracle would think and do now. The phone is driven through rollouts of the
oracle that leave the path on purpose, so that the screens are those that an agent gets to see, lost ones included.

    python -m agent.training.screens runs/screens --screens 20000

A run that was stopped goes on with the first shard that is not whole.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from rich.console import Console
from rich.progress import track

from agent.decision import Act, Finish
from agent.dialects import dialect
from agent.models.vision import PictureRules, smart_resize
from agent.training.goals import Goal, OpenApp, Scene, SetToggle, Step, TapNamed, all_goals, tap_step, tap_targets, wording
from agent.training.letters import Letter, letters
from devices.actions import Press, Scroll, Swipe, Tap
from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.tree import Node

if TYPE_CHECKING:
    from devices.phone.phone import Phone

RULES = PictureRules(min_pixels=56 * 56, max_pixels=330 * 28 * 28)
RESERVED = range(9000, 10000)
"""Worlds that no training ever sees."""
SHARD, APP_SHARDS, TASK_SHARDS = 64, 50_000, 100_000
"""Screens of a shard, and from which number on shards hold opening of apps, and tasks of the suites."""
WORLD_SCREENS, HOME_SCREENS = 48, 10
"""Screens of one world; fewer where home pages are what is to be learnt, since a world has but one arrangement."""
POLICY_QUERIES = 4
WHOLE_ROW, SWITCH_DP = 0.6, 32
"""A switch that takes so much of the width is a row with a switch at its end, so many dp high."""
"""The first queries of a screen are goals; those after them ask to tap something by its name."""
DIALECT = dialect("qwen2_vl")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Query:
    """One thing asked about a screen.

    box: what is touched or told about, in fractions of the screen (left, top, right, bottom). switch: where in it a switch is
    to be seen; the box itself where it is all switch, or has none. state: of that switch: 1 on, 0 off, -1 where there is none.
    named: it asks to touch something by its name, and has no goal. read: it asks what a text says, and has none either.
    """

    instruction: str
    history: tuple[str, ...]
    reply: str
    box: Box | None
    switch: Box | None = None
    state: int = -1
    named: bool = False
    read: bool = False

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture of the phone, resized for the model. letters: where each one lies."""

    image: Image.Image
    letters: tuple[Letter, ...]
    queries: tuple[Query, ...]


def rollouts(draw: random.Random, *, only_apps: bool = False) -> Iterator[Screen]:
    """Screens without end, world after world. only_apps: every goal is to open an app, so that home pages abound."""
    from devices.phone.phone import Phone

    goals = tuple(goal for goal in all_goals() if not only_apps or isinstance(goal, OpenApp))
    while True:
        seed = draw.randrange(RESERVED.start)
        phone = Phone(PhoneOptions(seed=seed, theme="dark" if draw.random() < 0.3 else "light"))
        try:
            _shake(phone, draw)
            made = 0
            while made < (HOME_SCREENS if only_apps else WORLD_SCREENS):
                for screen in _episode(phone, draw.choice(goals) if draw.random() < 0.7 else _an_app(goals, draw), goals, draw):
                    yield screen
                    made += 1
        finally:
            phone.close()


def scene_of(phone: Phone) -> Scene:
    """What the oracle sees."""
    width, height = phone.size
    package, _ = phone.foreground
    return Scene(phone.tree(), width, height, phone.density, package, phone.page, phone.keyboard_shown)


def perform(phone: Phone, decision: object) -> None:
    """Do what a driver would do for the decisions that the oracle makes."""
    width, height = phone.size
    match decision:
        case Act(action=Tap(x=x, y=y)):
            phone.tap(int(x * width), int(y * height))
        case Act(action=Swipe(x=x, y=y, to_x=to_x, to_y=to_y)):
            phone.swipe(int(x * width), int(y * height), int(to_x * width), int(to_y * height))
        case Act(action=Scroll(direction=direction, amount=amount)):
            middle, reach = height // 2, int(height * amount / 2) * (1 if direction == "down" else -1)
            phone.swipe(width // 2, middle + reach, width // 2, middle - reach)
        case Act(action=Press(key=key)):
            phone.press_key(key)
        case _:
            raise ValueError(f"the oracle does not make {decision!r}")


def _episode(phone: Phone, goal: Goal, goals: Sequence[Goal], draw: random.Random) -> Iterator[Screen]:
    if draw.random() < 0.6:
        phone.press_key("home")
    elif isinstance(goal, OpenApp) and draw.random() < 0.7:
        phone.start(draw.choice(manifest.installed()).package)
    elif draw.random() < 0.5:
        pages = list(manifest.app_data("settings", "pages.json"))
        phone.start("com.android.settings", draw.choice(pages))
    history: list[str] = []
    for _ in range(9):
        scene = scene_of(phone)
        step = goal.next_step(scene)
        yield picture(phone, scene, _queries(goal, step, history, scene, goals, draw))
        if isinstance(step.decision, Finish):
            return
        if draw.random() < 0.22:
            step = stray(scene, draw)
        history.append(step.thought.rstrip("."))
        perform(phone, step.decision)


def _queries(
    goal: Goal, step: Step, history: Sequence[str], scene: Scene, goals: Sequence[Goal], draw: random.Random
) -> tuple[Query, ...]:
    found = [query(wording(goal, draw), history if draw.random() < 0.9 else (), step, scene)]
    for other in _other_goals(scene, goals, draw):
        past: Sequence[str] = history if draw.random() < 0.3 else ()
        found.append(query(wording(other, draw), past, other.next_step(scene), scene))
    targets = tap_targets(scene)
    for name, node in draw.sample(targets, min(2, len(targets))):
        found.append(query(wording(TapNamed(name), draw), (), tap_step(name, node, scene), scene, named=True))
    return tuple(found)


def _other_goals(scene: Scene, goals: Sequence[Goal], draw: random.Random) -> list[Goal]:
    """Goals that teach something on this screen: switches that it shows, both ways; pages below it; anything."""
    shown = {node.name for node in scene.tree.walk() if node.checkable}
    here = [goal for goal in goals if isinstance(goal, SetToggle) and goal.page == scene.page and goal.title in shown]
    below = [goal for goal in goals if isinstance(goal, SetToggle) and goal.page.startswith(scene.page)]
    chosen: list[Goal] = []
    if scene.package == "com.android.settings" and here:
        title = draw.choice(here).title
        chosen += [goal for goal in here if goal.title == title]
        chosen.append(draw.choice(here))
    if scene.package == "com.android.settings" and below and len(chosen) < POLICY_QUERIES - 1:
        chosen.append(draw.choice(below))
    while len(chosen) < POLICY_QUERIES - 1:
        chosen.append(_an_app(goals, draw) if draw.random() < 0.5 else draw.choice(goals))
    return chosen[: POLICY_QUERIES - 1]


def _an_app(goals: Sequence[Goal], draw: random.Random) -> Goal:
    return draw.choice([goal for goal in goals if isinstance(goal, OpenApp)])


def query(
    instruction: str, history: Sequence[str], step: Step, scene: Scene, *, named: bool = False, read: bool = False
) -> Query:
    """What is asked, and the step that answers it."""
    plain = Query(instruction, tuple(history), DIALECT.render(step.thought, step.decision), None, named=named, read=read)
    if step.target is None:
        return plain
    box = share(step.target.bounds, scene)
    if not step.target.checkable:
        return replace(plain, box=box, switch=box)
    return replace(plain, box=box, switch=share(_switch(step.target, scene), scene), state=int(step.target.checked))


def _switch(node: Node, scene: Scene) -> tuple[float, float, float, float]:
    """Where a switch is to be seen: whether to touch it hangs on its state, not on the words of its row."""
    left, top, right, bottom = node.bounds
    if right - left < WHOLE_ROW * scene.width or not node.kind.endswith("Switch"):
        return left, top, right, bottom
    side, middle = SWITCH_DP * scene.density / 160, (top + bottom) / 2
    return right - 1.5 * side, middle - side / 2, right, middle + side / 2


def share(bounds: tuple[float, float, float, float], scene: Scene) -> Box:
    """Pixels as fractions of the screen."""
    left, top, right, bottom = bounds
    return left / scene.width, top / scene.height, right / scene.width, bottom / scene.height


def stray(scene: Scene, draw: random.Random) -> Step:
    """A step off the path."""
    targets = tap_targets(scene)
    kind = draw.random()
    if targets and kind < 0.7:
        name, node = draw.choice(targets)
        return tap_step(name, node, scene)
    if kind < 0.85:
        direction = "down" if draw.random() < 0.5 else "up"
        return Step(f"Scroll {direction}.", Act(action=Scroll(direction="down" if direction == "down" else "up")))
    return Step("Go back.", Act(action=Press(key="back")))


def _shake(phone: Phone, draw: random.Random) -> None:
    """Give every switch a random state, and let pages come without animation."""
    for page in manifest.app_data("settings", "pages.json").values():
        for item in page["items"]:
            namespace, _, key = item.get("key", "").partition("/")
            if item["type"] == "toggle" and key != "ui_night_mode":
                phone.store.put(namespace, key, item.get("on", "1") if draw.random() < 0.5 else item.get("off", "0"))
    phone.store.put("global", "animator_duration_scale", "0")


def picture(phone: Phone, scene: Scene, queries: tuple[Query, ...]) -> Screen:
    """The screen as it is now, at the model's size."""
    width, height, pixels = phone.grab()
    rows, columns = smart_resize(height, width, factor=RULES.factor, min_pixels=RULES.min_pixels, max_pixels=RULES.max_pixels)
    full = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
    # Halved first: all but the same picture as the plain resize of use, in a third of the time.
    half = full.reduce(2) if width >= 2 * columns else full
    image = half.convert("RGB").resize((columns, rows), Image.Resampling.BICUBIC)
    return Screen(image, tuple(sorted(letters(scene, columns // RULES.factor, rows // RULES.factor))), queries)


def write_shard(directory: Path, number: int, screens: Sequence[Screen]) -> None:
    """Write one shard: all pictures in one file, then one JSON line a screen; it counts once the lines are there."""
    lines, blob = [], BytesIO()
    for screen in screens:
        start = blob.tell()
        screen.image.save(blob, "PNG", compress_level=1)
        lines.append(
            json.dumps(
                {
                    "start": start,
                    "length": blob.tell() - start,
                    "letters": screen.letters,
                    "queries": [query.row() for query in screen.queries],
                },
                ensure_ascii=False,
            )
        )
    pictures = directory / f"shard-{number:05d}.png"
    pictures.write_bytes(blob.getvalue())
    partial = directory / f"shard-{number:05d}.part"
    partial.write_text("\n".join(lines) + "\n", "utf-8")
    partial.rename(directory / f"shard-{number:05d}.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write shards until there are enough."""
    parser = argparse.ArgumentParser(prog="python -m agent.training.screens", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--screens", type=int, default=20_000, help="how many in all (default 20000)")
    parser.add_argument("--only-apps", action="store_true", help="screens for opening apps; numbers its shards from 50000")
    parser.add_argument("--part", default="0/1", help="I/N: write every N-th shard, from the I-th on, to share the work")
    chosen = parser.parse_args(arguments)
    chosen.directory.mkdir(parents=True, exist_ok=True)
    first, step = (int(number) for number in chosen.part.split("/"))
    start = APP_SHARDS if chosen.only_apps else 0
    numbers = range(start + first, start - (-chosen.screens // SHARD), step)
    for number in track(numbers, "shards", console=Console(stderr=True)):
        if (chosen.directory / f"shard-{number:05d}.jsonl").exists():
            continue
        source = rollouts(random.Random(f"screens/{number}"), only_apps=chosen.only_apps)
        write_shard(chosen.directory, number, [next(source) for _ in range(SHARD)])
        source.close()  # type: ignore[attr-defined]  # a generator
    return 0


if __name__ == "__main__":
    sys.exit(main())

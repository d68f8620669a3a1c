"""Screens for training out of the suites: every task's oracle shows how it is done, on phones in this very process.

Knows suites and the phone. Does not know models. What comes out is what agent/training/screens.py writes into shards: the
oracle is pushed off the path now and then, and each screen asks other tasks of the same phone, too. Worlds 9000 to 9999 stay
untouched, and each world's cases are drawn from a source of its own, never from the seed that judges an agent.

    python -m tasks.demonstrations runs/demonstrations --shards 100
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from loguru import logger
from rich.console import Console
from rich.progress import track

from agent.decision import Act, Answer
from agent.errors import ModelFailed
from agent.training.goals import Scene, Step, tap_step, tap_targets
from agent.training.letters import visible
from agent.training.screens import RESERVED, SHARD, TASK_SHARDS, Screen, picture, query, scene_of, stray, write_shard
from devices.actions import Action, DoubleTap, Drag, LongPress, Press, Scroll, Swipe, Tap, Type, Wait
from devices.android.gestures import KEYCODES, plan
from devices.android.keyboard import ADB_KEYBOARD, CLEAR, broadcasts
from devices.android.text import normal, typable, typing_commands
from devices.errors import DeviceError
from devices.phone.adbd.shell import Shell
from devices.phone.commands import Handset, commands
from devices.phone.options import PhoneOptions
from devices.phone.tree import Node
from tasks import suites
from tasks.hand import ABOVE, Hand, Memory
from tasks.oracle import next_step
from tasks.state import State, read_state
from tasks.task import Case, Task

if TYPE_CHECKING:
    from devices.phone.phone import Phone

SHARES = {"phone_basics": 0.47, "phone_daily": 0.45, "phone_hard": 0.08}
"""How often a suite's task is chosen; Chinese phones take the tasks that can be said in Chinese."""
LOCALES = {"en-US": 0.62, "zh-CN": 0.3, "de-DE": 0.04, "ja-JP": 0.04}
"""How often a phone speaks a language; where no task can be said in it, it is said in English."""
FOUND = "as-found"
ANSWERED = Step("This is the answer.", Answer(text=""))
EPISODES = 12
"""How many tasks one world sees."""
STRAY = 0.12
"""How often a step leads off the path."""
OTHERS = 2
"""How many other tasks are asked on each screen."""
NAMED = 3
"""How many things are asked for by name on each screen."""
READ = 6
"""How many texts are asked to be read on each screen; half of them hold digits, where there are so many."""
LONGEST_READ = 40
READ_WORDS = {
    "en-US": ("read the text at [{}, {}]", "what does it say at [{}, {}]?"),
    "zh-CN": ("读出 [{}, {}] 处的文字", "[{}, {}] 处写着什么？"),
}
TAP_WORDS = {
    "en-US": ("tap {}", "Tap {}.", "click {}", "press {}"),
    "zh-CN": ("点按{}", "点击{}", "点“{}”"),
    "de-DE": ("tippe auf {}", "{} antippen"),
    "ja-JP": ("{}をタップ", "{}を押す"),
}


class Desk:
    """A phone in this process with its shell."""

    def __init__(self, options: PhoneOptions) -> None:
        from devices.phone.phone import Phone

        self.phone: Phone = Phone(options)
        self.locale = options.locale
        handset = Handset(self.phone)
        self._shell = Shell(commands(handset), self.phone.files, {"PATH": "/system/bin", "PWD": "/"}, handset.jobs)
        self.shell("settings put global animator_duration_scale 0")
        self.phone.snapshot(FOUND)
        self.fresh = self.state()

    def shell(self, line: str) -> str:
        """Run one line; what it prints, with its complaints."""
        out = io.BytesIO()
        self._shell.run(line, io.BytesIO(), out, out, threading.Event())
        return out.getvalue().decode(errors="replace")

    def state(self) -> State:
        """What the phone remembers now."""
        return read_state(self.shell)

    def back(self) -> None:
        """As found."""
        self.phone.restore(FOUND)

    def do(self, action: Action) -> None:
        """What the driver would do."""
        width, height = self.phone.size
        match action:
            case Tap() | DoubleTap() | LongPress() | Swipe() | Drag() | Scroll():
                for line in plan(action, width, height).commands:
                    self.shell(line)
            case Press(key=key):
                self.shell(f"input keyevent {KEYCODES[key]}")
            case Type(text=text, clear=clear, submit=submit):
                for line in self._typing(normal(text), clear=clear):
                    self.shell(line)
                if submit:
                    self.shell(f"input keyevent {KEYCODES['enter']}")
            case Wait(seconds=seconds):
                self.phone.advance(seconds)
            case _:
                raise ValueError(f"no oracle makes {action!r}")

    def _typing(self, text: str, *, clear: bool) -> Sequence[str]:
        """As the driver types: through ADBKeyboard for a while where it has to be."""
        if typable(text) and not clear:
            return typing_commands(text)
        before = self.shell("settings get secure default_input_method").strip()
        clearing = [CLEAR] if clear else []
        return (f"ime set {ADB_KEYBOARD}", *clearing, *broadcasts(text), f"ime set {before}")


@dataclass
class Look:
    """One screen with what all who are asked about it share."""

    desk: Desk

    @cached_property
    def whole(self) -> Scene:
        """Everything on the screen, bars and keyboard with it."""
        return scene_of(self.desk.phone)

    @cached_property
    def scene(self) -> Scene:
        """What an oracle is shown: the window that has the focus, and what lies above it; see tasks/oracle.py."""
        root, _ = self.desk.phone.window()
        here = {node.identifier for node in root.walk()}
        above = tuple(
            replace(node, children=()) if node.identifier == "keyboard" else node
            for node in self.whole.tree.walk()
            if node.identifier in ABOVE - here
        )
        return replace(self.whole, tree=replace(root, children=(*root.children, *above)))

    @cached_property
    def state(self) -> State:
        """The state."""
        return self.desk.state()

    def hand(self, memory: Memory) -> Hand:
        """For one oracle."""
        return Hand(self.scene, lambda: self.state, self.desk.locale, memory)


def options(draw: random.Random) -> PhoneOptions:
    """Some phone, of a world that is not reserved."""
    return PhoneOptions(
        seed=draw.randrange(RESERVED.start),
        theme="dark" if draw.random() < 0.3 else "light",
        locale=draw.choices(list(LOCALES), list(LOCALES.values()))[0],
        font_scale=1.0 if draw.random() < 0.7 else draw.choice((0.85, 1.15, 1.3, 1.5)),
        clock="stepped",
    )


def demonstrations(draw: random.Random) -> Iterator[Screen]:
    """Screens without end, world after world."""
    while True:
        desk = Desk(options(draw))
        try:
            yield from _world(desk, draw)
        finally:
            desk.phone.close()


def _world(desk: Desk, draw: random.Random) -> Iterator[Screen]:
    spoken = desk.locale if desk.locale in ("en-US", "zh-CN") else "en-US"
    pools = {name: [task for task in suites.suite(name) if spoken in task.locales] for name in SHARES}
    others: list[Case] = []
    for _ in range(EPISODES):
        name = draw.choices(list(SHARES), list(SHARES.values()))[0]
        task = draw.choice(pools[name] or pools["phone_basics"])
        try:
            case = _case(task, desk, draw)
            asked = _case(draw.choice(pools["phone_daily" if draw.random() < 0.5 else "phone_basics"]), desk, draw)
            others = [*others[-7:], asked]
            yield from _episode(desk, case, task, spoken, others, draw)
        except (DeviceError, ModelFailed) as error:
            logger.debug("{}: {}", task.id, error)
        finally:
            desk.back()


def _case(task: Task, desk: Desk, draw: random.Random) -> Case:
    """One case by a source of its own; raises ModelFailed where this world has nothing for the task."""
    try:
        return task.make(random.Random(draw.getrandbits(64)), desk.fresh)
    except Exception as error:  # a maker is anybody's code
        raise ModelFailed(f"{task.id} broke: {type(error).__name__}: {error}") from error


def _episode(desk: Desk, case: Case, task: Task, spoken: str, others: Sequence[Case], draw: random.Random) -> Iterator[Screen]:
    for line in case.prepare:
        desk.shell(line)
    instruction = draw.choice(case.says[spoken])
    memory = Memory()
    history: list[str] = []
    strays = 0
    before: tuple[int, int, bytes] | None = None
    for _ in range(task.steps + 8):
        look = Look(desk)
        after = desk.phone.grab()
        if after == before:
            history[-1] += " (the screen did not change)"
        step = _decided(case, look.hand(memory))
        if isinstance(step.decision, Answer):
            step = replace(step, target=_source(step.decision.text, look.whole))
        yield _screen(look, instruction, step, history, spoken, others, draw)
        if not isinstance(step.decision, Act):
            return
        if draw.random() < STRAY and strays < 3:
            step, strays = stray(look.scene, draw), strays + 1
        assert isinstance(step.decision, Act)
        before = after if step.decision.action.kind != "wait" else None
        desk.do(step.decision.action)
        history.append(" ".join(step.thought.split()).rstrip("."))


def _screen(
    look: Look,
    instruction: str,
    step: Step,
    history: Sequence[str],
    spoken: str,
    others: Sequence[Case],
    draw: random.Random,
) -> Screen:
    scene = look.scene
    queries = [query(instruction, history if history or draw.random() < 0.9 else (), step, scene)]
    for case in draw.sample(list(others), min(OTHERS + 2, len(others))):
        if len(queries) > OTHERS:
            break
        past = history if draw.random() < 0.4 else ()
        if (found := _other(look, case)) is not None:
            queries.append(query(draw.choice(case.says[spoken]), past, found, scene))
    words = TAP_WORDS[look.desk.locale]
    targets = tap_targets(look.whole)
    for name, node in draw.sample(targets, min(NAMED, len(targets))):
        queries.append(query(draw.choice(words).format(name), (), tap_step(name, node, scene), scene, named=True))
    for node in _to_read(look.whole, draw):
        x, y = (node.centre[0] + 0.5) / scene.width, (node.centre[1] + 0.5) / scene.height
        asked = draw.choice(READ_WORDS[spoken]).format(round(1000 * x), round(1000 * y))
        queries.append(
            query(asked, (), replace(ANSWERED, decision=Answer(text=visible(node.text)), target=node), scene, read=True)
        )
    return picture(look.desk.phone, look.whole, tuple(queries))


def _to_read(scene: Scene, draw: random.Random) -> list[Node]:
    """Some short texts that can be seen whole."""
    texts = [node for node in _texts(scene) if len(node.text) <= LONGEST_READ and node.bounds[3] >= node.painted[3]]
    digits = [node for node in texts if any(letter.isdigit() for letter in node.text)]
    chosen = draw.sample(digits, min(READ // 2, len(digits)))
    rest = [node for node in texts if node not in chosen]
    return chosen + draw.sample(rest, min(READ - len(chosen), len(rest)))


def _texts(scene: Scene) -> list[Node]:
    return [node for node in scene.tree.walk() if node.kind == "android.widget.TextView" and node.text and not node.children]


def _source(answer: str, scene: Scene) -> Node | None:
    """Where on the screen an answer is to be read: the shortest text that holds it, None where it is put together."""
    holding = [node for node in _texts(scene) if answer.lower() in node.text.lower()]
    return min(holding, key=lambda node: len(node.text), default=None)


def _other(look: Look, case: Case) -> Step | None:
    """What another task would want here; None where that cannot be seen on the screen: that it is done, or that it waits."""
    try:
        step = _decided(case, look.hand(Memory()))
    except ModelFailed:
        return None
    match step.decision:
        case Act(action=Wait()):
            return None
        case Act():
            return step
        case _:
            return None


def _decided(case: Case, hand: Hand) -> Step:
    """What an oracle wants; raises ModelFailed where it knows no way on, or breaks where no suite ever led it."""
    try:
        return next_step(case.oracle, hand)
    except (ModelFailed, DeviceError):
        raise
    except Exception as error:  # an oracle is anybody's code, and this phone is not prepared for it
        raise ModelFailed(f"The oracle broke: {type(error).__name__}: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Write shards until there are enough."""
    parser = argparse.ArgumentParser(prog="python -m tasks.demonstrations", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--shards", type=int, default=100, help=f"how many, of {SHARD} screens each (default 100)")
    parser.add_argument("--part", default="0/1", help="I/N: write every N-th shard, from the I-th on, to share the work")
    chosen = parser.parse_args(arguments)
    chosen.directory.mkdir(parents=True, exist_ok=True)
    first, step = (int(number) for number in chosen.part.split("/"))
    logger.remove()
    logger.add(chosen.directory / f"failed-{first}.log", format="{message}")  # what could not be shown, and why
    for number in track(range(TASK_SHARDS + first, TASK_SHARDS + chosen.shards, step), "shards", console=Console(stderr=True)):
        if (chosen.directory / f"shard-{number:05d}.jsonl").exists():
            continue
        source = demonstrations(random.Random(f"demonstrations/{number}"))
        write_shard(chosen.directory, number, [next(source) for _ in range(SHARD)])
        source.close()  # type: ignore[attr-defined]  # a generator
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Screens for training out of the suites: every task's oracle shows how it is done, on phones in this very process.

Knows suites and the phone. What comes out is what agent/training/screens.py writes into shards: the oracle is pushed off the
path now and then, and each screen asks other tasks of the same phone, too. Worlds 9000 to 9999 stay untouched, and each
world's cases are drawn from a source of its own, never from the seed that judges an agent.

    python -m tasks.demonstrations runs/demonstrations --shards 100

With a student, a model leads the way and the oracle says what would have been right:

    python -m tasks.demonstrations runs/demonstrations --shards 100 --student pocket

What it said is kept beside the shards (replies-*.jsonl); with these files alone the same shards are made again without it.

Half of the phones bear invented names, in rows and in what is to be typed, so that names are read and not known by heart.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

from loguru import logger
from rich.console import Console
from rich.progress import track

from agent.decision import Act, Answer
from agent.errors import BadCheckpoint, ModelFailed, UnknownModel
from agent.models.base import Model
from agent.models.registry import ModelOptions, open_model
from agent.training.goals import Scene, Step, tap_step, tap_targets
from agent.training.letters import visible
from agent.training.screens import RESERVED, SHARD, TASK_SHARDS, Screen, picture, query, stray, write_shard
from devices.actions import Type, Wait, describe
from devices.errors import DeviceError
from devices.phone import manifest
from devices.phone.options import PhoneOptions
from devices.phone.tree import Node
from devices.phone.world.names.invented import word
from tasks import suites
from tasks.desk import Desk, Look
from tasks.hand import FIELD, Memory
from tasks.student import KeptReplies, Student
from tasks.task import Case, Task
from tasks.wayback import WayBack, decided

SHARES = {"phone_basics": 0.47, "phone_daily": 0.45, "phone_hard": 0.08}
"""How often a suite's task is chosen; Chinese phones take the tasks that can be said in Chinese."""
LOCALES = {"en-US": 0.55, "zh-CN": 0.27, "de-DE": 0.07, "ja-JP": 0.08, "ar": 0.03}
"""How often a phone speaks a language; where no task can be said in it, it is said in English."""
ANSWERED = Step("This is the answer.", Answer(text=""))
EPISODES = 12
"""How many tasks one world sees."""
STRAY = 0.12
"""How often a step leads off the path."""
OTHERS = 2
"""How many other tasks are asked on each screen."""
NAMED = 3
"""How many things are asked for by name on each screen."""
INVENTED = 0.5
"""How often a phone's people, places and rows bear invented names."""
RENAMED = {"notes": "title", "tasks": "title", "alarms": "label", "events": "title"}
"""Rows whose names are then invented as well, every other one: provider and column."""
TYPED = 2
"""How many texts are asked to be typed where a field has the focus."""
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
    "ar": ("انقر على {}", "اضغط {}"),
}
TYPE_WORDS = {
    "en-US": ("type {}", "Type {}.", 'enter "{}"', "write {}"),
    "zh-CN": ("输入{}", "输入“{}”", "写上{}"),
    "de-DE": ("gib {} ein", "„{}“ eingeben"),
    "ja-JP": ("{}と入力", "「{}」と入力する"),
    "ar": ("اكتب {}",),
}
INTO_WORDS = {"en-US": ("type {} into {}", "enter {} as {}"), "zh-CN": ("在{1}中输入{0}",)}


def options(draw: random.Random) -> PhoneOptions:
    """Some phone, of a world that is not reserved."""
    return PhoneOptions(
        seed=draw.randrange(RESERVED.start),
        theme="dark" if draw.random() < 0.3 else "light",
        locale=draw.choices(list(LOCALES), list(LOCALES.values()))[0],
        names="invented" if draw.random() < INVENTED else "usual",
        font_scale=1.0 if draw.random() < 0.5 else draw.choice((0.85, 1.15, 1.3, 1.5)),
        clock="stepped",
    )


def demonstrations(draw: random.Random, student: Student | None = None) -> Generator[Screen]:
    """Screens without end, world after world."""
    while True:
        chosen = options(draw)
        desk = Desk(chosen)
        try:
            if chosen.names == "invented":
                _rename(desk, draw)
            yield from _world(desk, draw, student)
        finally:
            desk.phone.close()


def _world(desk: Desk, draw: random.Random, student: Student | None) -> Iterator[Screen]:
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
            yield from _episode(desk, case, task, spoken, others, draw, student)
        except (DeviceError, ModelFailed) as error:
            logger.debug("{}: {}", task.id, error)
        finally:
            desk.back()


def _rename(desk: Desk, draw: random.Random) -> None:
    """Other names for what the apps hold."""
    rows = [(provider, row) for provider in RENAMED for row in desk.fresh.provider(provider) if draw.random() < 0.5]
    for provider, row in rows:
        title = shlex.quote(f"{RENAMED[provider]}:s:{_some_text(draw, desk.locale)}")
        desk.shell(f"content update --uri content://{provider} --bind {title} --where _id={row['_id']}")
    desk.found()


def _case(task: Task, desk: Desk, draw: random.Random) -> Case:
    """One case by a source of its own; raises ModelFailed where this world has nothing for the task."""
    try:
        return task.make(random.Random(draw.getrandbits(64)), desk.fresh)
    except Exception as error:  # a maker is anybody's code
        raise ModelFailed(f"{task.id} broke: {type(error).__name__}: {error}") from error


def _episode(
    desk: Desk,
    case: Case,
    task: Task,
    spoken: str,
    others: Sequence[Case],
    draw: random.Random,
    student: Student | None,
) -> Iterator[Screen]:
    for line in case.prepare:
        desk.shell(line)
    instruction = draw.choice(case.says[spoken])
    solution = WayBack(case.oracle)
    history: list[str] = []
    strays = 0
    before: tuple[int, int, bytes] | None = None
    for _ in range(task.steps + 8):
        look = Look(desk)
        after = desk.phone.grab()
        moved = after != before
        if not moved:
            history[-1] += " (the screen did not change)"
        step = solution.next_step(look.hand(solution.memory))
        if isinstance(step.decision, Answer):
            step = replace(step, target=_source(step.decision.text, look.whole))
        waits = isinstance(step.decision, Act) and isinstance(step.decision.action, Wait)
        if student is None or not waits:  # the oracle waits since it takes the student's steps for its own
            yield _screen(look, instruction, step, history, spoken, others, draw)
        if not isinstance(step.decision, Act):
            return
        if student is not None:
            if moved and (own := student.step(after, instruction, history)) is not None:
                step = own
        elif draw.random() < STRAY and strays < 3:
            step, strays = stray(look.scene, draw), strays + 1
        assert isinstance(step.decision, Act)
        before = after if step.decision.action.kind != "wait" else None
        desk.do(step.decision.action)
        history.append(" ".join(step.thought.split()).rstrip(".") or describe(step.decision.action))


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
    queries += [query(asked, (), asking, scene, named=True) for asked, asking in _to_type(look, spoken, draw)]
    for node in _to_read(look.whole, draw):
        x, y = (node.centre[0] + 0.5) / scene.width, (node.centre[1] + 0.5) / scene.height
        asked = draw.choice(READ_WORDS[spoken]).format(round(1000 * x), round(1000 * y))
        queries.append(
            query(asked, (), replace(ANSWERED, decision=Answer(text=visible(node.text)), target=node), scene, read=True)
        )
    return picture(look.desk.phone, look.whole, tuple(queries))


def _to_type(look: Look, spoken: str, draw: random.Random) -> Iterator[tuple[str, Step]]:
    """Texts that have nothing to do with any task, for a field that is on the screen."""
    fields = [node for node in look.scene.tree.walk() if node.kind == FIELD and node.enabled]
    focused = next((node for node in fields if node.focused), None)
    locale = look.desk.locale
    if focused is not None:
        for _ in range(TYPED):
            text = _some_text(draw, locale)
            typing = Act(action=Type(text=text, clear=bool(focused.text)))
            yield draw.choice(TYPE_WORDS[locale]).format(text), Step(f"Type {text}.", typing, focused)
    elif named := [node for node in fields if node.name and len(node.name) <= LONGEST_READ]:
        field = draw.choice(named)
        yield (
            draw.choice(INTO_WORDS[spoken]).format(_some_text(draw, locale), field.name),
            tap_step(field.name, field, look.scene),
        )


def _some_text(draw: random.Random, locale: str) -> str:
    """A few words, mostly such as nobody has heard, or figures."""
    if draw.random() < 0.12:
        return draw.choice(("{}", "{}.{}", "{}:{}", "{} {}", "+{} {}")).format(draw.randrange(10**4), draw.randrange(100))
    if locale in ("zh-CN", "ja-JP"):
        signs = "".join(draw.choice(list(manifest.translations(locale).values())) for _ in range(4))
        plain = [sign for sign in signs if sign.isalpha() and not sign.isascii()]
        return "".join(draw.choices(plain, k=draw.randint(2, 8))) if plain else word(draw, 5)
    heard = [part for part in draw.choice(list(manifest.translations("de-DE"))).split() if part.isalpha()] or ["it"]
    share = draw.choice((0.0, 0.5, 0.9))
    words = [
        draw.choice(heard).lower() if draw.random() < share else word(draw, draw.randint(3, 8))
        for _ in range(draw.choice((1, 1, 2, 2, 3, 4)))
    ]
    return draw.choice((str.capitalize, str.capitalize, str.title, str.lower))(" ".join(words))


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
        step = decided(case.oracle, look.hand(Memory()))
    except ModelFailed:
        return None
    match step.decision:
        case Act(action=Wait()):
            return None
        case Act():
            return step
        case _:
            return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Write shards until there are enough."""
    parser = argparse.ArgumentParser(prog="python -m tasks.demonstrations", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--shards", type=int, default=100, help=f"how many, of {SHARD} screens each (default 100)")
    parser.add_argument("--part", default="0/1", help="I/N: write every N-th shard, from the I-th on, to share the work")
    parser.add_argument("--student", metavar="MODEL", help="let this model lead the way, as for `agent run --model`")
    chosen = parser.parse_args(arguments)
    chosen.directory.mkdir(parents=True, exist_ok=True)
    first, step = (int(number) for number in chosen.part.split("/"))
    logger.remove()
    logger.add(chosen.directory / f"failed-{first}.log", format="{message}")  # what could not be shown, and why

    @cache
    def leading() -> Model:
        import torch

        torch.set_num_threads(1)  # the work is shared by processes
        return open_model(chosen.student, ModelOptions(device="cpu"))

    numbers = range(TASK_SHARDS + first, TASK_SHARDS + chosen.shards, step)
    try:
        for number in track(numbers, "shards", console=Console(stderr=True)):
            if (chosen.directory / f"shard-{number:05d}.jsonl").exists():
                continue
            kept = chosen.directory / f"replies-{number:05d}.jsonl"
            student = Student(KeptReplies(leading, kept)) if chosen.student else None
            source = demonstrations(random.Random(f"demonstrations/{number}"), student)
            with closing(source):
                write_shard(chosen.directory, number, [next(source) for _ in range(SHARD)])
    except (UnknownModel, BadCheckpoint) as error:
        parser.exit(2, f"{error}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

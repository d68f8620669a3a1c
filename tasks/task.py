"""What a task is: a maker of cases. A case is one thing to be done on one phone: words, set-up, check and oracle.

Knows how seeds lead to cases. Does not know how an episode is carried out.
"""

from __future__ import annotations

import hashlib
import inspect
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from tasks.checks import Check
from tasks.hand import Hand
from tasks.state import State

Oracle = Callable[[Hand], str | None]
"""Does the task by touch, see tasks/hand.py. Returns when everything is done: None, or the answer that was asked for."""


class BadSuite(Exception):
    """A suite does not hold together, or does not exist; one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to be done.

    says: locale -> wordings, the plainest first. prepare: lines for the phone's shell that make the thing to be done.
    params: what was drawn, for the record. answer: what is asked for, where it is a question; no wording may contain it.
    """

    says: Mapping[str, tuple[str, ...]]
    check: Check
    oracle: Oracle
    prepare: tuple[str, ...] = ()
    params: Mapping[str, JsonValue] = field(default_factory=dict)
    answer: str = ""

    def instruction(self, locale: str, wording: int = 0) -> str:
        """What the agent is told; wordings are taken in turn. Raises BadSuite where nothing is said in this language."""
        if locale not in self.says:
            raise BadSuite(f"This task has no instruction in {locale}; it has {', '.join(self.says)}.")
        wordings = self.says[locale]
        return wordings[wording % len(wordings)]


Maker = Callable[[random.Random, State], Case]
"""Draws a case: from a source of chance of its own, and from what is on the phone before the set-up."""


@dataclass(frozen=True, slots=True)
class Task:
    """A maker with what is known of it in advance.

    id: unique in its suite. steps: how many a run may take. apps: packages that it is about. version: rises when the meaning
    changes. chance: how often blind touching does it, where that cannot be helped. locales: languages that it can be said in.
    """

    id: str
    make: Maker
    steps: int
    apps: tuple[str, ...]
    tags: tuple[str, ...] = ()
    version: int = 1
    chance: float = 0.0
    locales: tuple[str, ...] = ("en-US",)

    def case(self, suite: str, seed: int, fresh: State) -> Case:
        """The case of a seed on a phone; the same one every time, on every machine."""
        return self.make(random.Random(instance_seed(suite, self.id, self.version, seed)), fresh)


def instance_seed(suite: str, task: str, version: int, seed: int) -> int:
    """64 bits that depend on all four and on nothing else: SHA-256, as Python's own hash() is salted."""
    return int.from_bytes(hashlib.sha256(f"{suite}|{task}|{version}|{seed}".encode()).digest()[:8], "big")


@dataclass
class Suite:
    """Tasks under one name. about: one line. locale: language of phone and instruction. faults: each task runs under each of
    them, as `fingertip fault` takes them; empty: under none. options: of the phone, besides seed and locale."""

    name: str
    version: int
    about: str
    locale: str = "en-US"
    faults: tuple[str, ...] = ("",)
    options: Mapping[str, str] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)

    def task(self, *, steps: int, apps: tuple[str, ...], **more: Any) -> Callable[[Maker], Maker]:
        """Add a function's task under the function's name; more: other fields of Task."""

        def add(make: Maker) -> Maker:
            self.add(Task(make.__name__, make, steps, apps, **more))
            return make

        return add

    def add(self, task: Task) -> None:
        """Raises BadSuite where there is a task of this id."""
        if task.id in self.tasks:
            raise BadSuite(f"The suite {self.name} has two tasks called {task.id}.")
        self.tasks[task.id] = task

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tasks.values())

    def __len__(self) -> int:
        return len(self.tasks)

    @property
    def digest(self) -> str:
        """Of the code that makes and judges the tasks: another digest, and scores are not compared without a word.

        The files of the makers, what lies beside them with a leading underscore (shared by suites), what they take from other
        suites, and the core.
        """
        makes = [make for task in self for make in (task.make, inspect.unwrap(task.make))]
        makers = {Path(inspect.getsourcefile(make) or "") for make in makes}
        shared = {path for maker in makers for path in maker.parent.glob("_*.py")} | _taken(makes)
        core = {Path(__file__).parent / f"{name}.py" for name in ("checks", "hand", "oracle", "recovery", "state", "task")}
        parts = [f"{self.name}|{self.version}|{self.locale}|{self.faults}|{sorted(self.options.items())}|{sorted(self.tasks)}"]
        parts += sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in makers | shared | core)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _taken(makes: Iterable[Maker]) -> set[Path]:
    """The files of suites whose functions and classes these makers know by name, and of those that these know in turn."""
    found: set[str] = set()
    left = [module for make in makes if (module := inspect.getmodule(make))]
    while left:
        names = {str(getattr(value, "__module__", "")) for value in vars(left.pop()).values()}
        fresh = {name for name in names - found if name.startswith("tasks.suites.")} & sys.modules.keys()
        found |= fresh
        left += [sys.modules[name] for name in fresh]
    return {Path(str(sys.modules[name].__file__)) for name in found}

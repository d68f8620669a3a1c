"""A browser for one page of MiniWoB++ after another, as a tasks.session.Session.

Knows the stage (_stage.py). Does not know agents. A worker keeps one browser for all its sessions, since a page that is loaded
anew begins anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

from pydantic import PrivateAttr

from devices.base import Device
from devices.errors import BadOption
from tasks.hand import Memory
from tasks.session import SetUpFailed
from tasks.state import Row, State
from tasks.suites.miniwob._hand import SEE, WebHand, WebOracle
from tasks.suites.miniwob._names import NAMES
from tasks.suites.miniwob._stage import Stage
from tasks.task import Case

PACKAGE = "miniwob"
VERB = "episode"
GIVEN: Mapping[str, str] = {"scale": "4", "touch": "no"}
"""Options where nothing else is asked for: a picture of 160x210 is too small for models, and the pages are made for a mouse."""


class Fresh(State):
    """A browser that shows nothing yet; knows what each page would ask for."""

    _goal: Callable[[str, int], str] = PrivateAttr()

    def goal(self, task: str, seed: int) -> str:
        """What a page asks for with a seed of its own; the same one every time. Raises DeviceError."""
        return self._goal(task, seed)


class MiniwobSession:
    """One page after another. seed: of what is drawn. locale: of the pages, which are in English."""

    def __init__(
        self, stage: Stage, release: Callable[[], None], *, seed: int, locale: str, options: Mapping[str, str]
    ) -> None:
        """Raises DeviceError. release: called once the session is over."""
        self.seed = seed
        self.locale = locale
        self._stage = stage
        self._release = release
        self._options = options
        self._goals: dict[tuple[str, int], str] = {}
        stage.empty()
        self.fresh = Fresh(**dict(self.state()))
        self.fresh._goal = self._ask

    @property
    def spec(self) -> str:
        """The device as a person would name it."""
        return f"browser:{','.join(f'{name}={value}' for name, value in self._options.items())}"

    @property
    def device(self) -> Device:
        """The browser, for the agent."""
        return self._stage.device

    def state(self) -> State:
        """What the page says of the episode; raises DeviceError."""
        here = self._stage.here
        outcome = self._stage.outcome
        row: Row = {
            "_id": 1,
            "seed": self._stage.seed,
            "done": outcome.done,
            "raw_reward": outcome.raw_reward,
            "reason": outcome.reason,
        }
        return State(
            settings={},
            rows={"episode": (row,)},
            files={},
            package=PACKAGE if here else "",
            page=self._stage.task if here else "",
            now=int(time.time() * 1000),
        )

    def outside(self) -> str:
        """The address that is shown where no task is; raises DeviceError."""
        return "" if self._stage.task else self._stage.url

    def oracle(self, case: Case) -> WebOracle:
        """The shipped solution."""
        return WebOracle(case.oracle, self.look)

    def look(self, memory: Memory) -> WebHand:
        """What an oracle sees now; raises DeviceError."""
        return WebHand(self._stage.ask(SEE), done=self._stage.outcome.done, memory=memory)

    def prepare(self, case: Case, fault: str = "") -> State:
        """Begin the episode; returns the state that it begins with. Raises SetUpFailed, DeviceError."""
        if fault:
            raise BadOption(f"A page of MiniWoB++ has no fault {fault!r}.")
        for line in case.prepare:
            verb, task, seed = (*line.split(" "), "", "")[:3]
            if verb != VERB or task not in NAMES or not seed.isdigit():
                raise SetUpFailed(f"The browser does not know the line {line!r}; it is: {VERB} TASK SEED.")
            self._goals[task, int(seed)] = self._stage.begin(task, int(seed))
        return self.state()

    def tear_down(self) -> None:
        """An empty page; raises DeviceError."""
        self._stage.empty()

    def close(self) -> None:
        """Give the browser back."""
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _ask(self, task: str, seed: int) -> str:
        if (task, seed) not in self._goals:
            self._goals[task, seed] = self._stage.begin(task, seed)
            self._stage.empty()
        return self._goals[task, seed]


class MiniwobGround:
    """One browser for the sessions of a worker, as long as it works and nothing else is asked of it."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._options: Mapping[str, str] = {}

    def session(self, *, seed: int, locale: str, options: Mapping[str, str]) -> MiniwobSession:
        """An empty browser; raises BadOption, MissingDependency, DeviceError."""
        options = {**GIVEN, **options}
        if self._stage is not None and (options != self._options or not self._stage.works()):
            self.close()
        if self._stage is None:
            self._stage, self._options = Stage(options), options
        return MiniwobSession(self._stage, self._check, seed=seed, locale=locale, options=options)

    def close(self) -> None:
        """End the browser."""
        stage, self._stage = self._stage, None
        if stage is not None:
            stage.close()

    def _check(self) -> None:
        """A session is over: a browser that no longer works ends with it."""
        if self._stage is not None and not self._stage.works():
            self.close()

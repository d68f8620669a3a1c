"""What a suite needs of a body: a session is one body for one task after another, opened for a seed, prepared, looked at, put
back.

Knows the protocol. Does not know phones, desktops or pages: each body lies in a module of its own (tasks/bodies/), and a suite
says which one it runs on (tasks/body.py).

To bring a body of one's own, write

1. a `Session`: the device that the agent drives, and a way past it on which state, set-up and teardown go, so that a check
   never goes the agent's way;
2. a `Ground`: what the sessions of one worker share (an adb server, a browser), which opens sessions one after the other;
3. a `Body` (tasks/body.py): its name and how to come by a ground; and a `BodySuite` that names it.

Everything else, episodes, runs, reports, replay and the check of the suite, then works as for phones. What they rely on:

* `fresh` is the state as found. `Task.make` draws its case from it alone, so the same seed has to give the same `fresh`, now
  and on another machine.
* `prepare(case, fault)` makes the thing to be done out of `case.prepare`, lines in the body's own words, and returns the state
  that the task begins with. A line that is refused raises SetUpFailed. The check asks that every setting and every provider of
  rows that a set-up changes is named in one of its lines.
* `state()` may be asked at any time, also between the agent's steps, and must not disturb them. Its `package` and `page` say
  what is in front; `Task.apps` are packages that the solution has to come by.
* `tear_down()` brings everything back to what `fresh` and `outside()` said at first. What cannot be put back raises
  DeviceError, and another session takes over.
* `oracle(case)` is the shipped solution as a model. It decides through the same replies as any model and may cheat in how it
  looks. `tasks.oracle.TaskOracle(case.oracle, look)` serves where the oracle is written for a Hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, Self

from agent.models.base import Model
from devices.base import Device
from devices.errors import DeviceError
from tasks.state import State
from tasks.task import Case


class SetUpFailed(DeviceError):
    """A line of a set-up was refused: the task is wrong, or the body is another one."""


class Session(Protocol):
    """One body. Use it as a context manager. Whatever breaks raises DeviceError.

    seed: of its world. locale: language of body and instruction. spec: the device as a person would name it to get the same
    body ("phone:seed=7,locale=en-US"). device: for the agent. fresh: the state as found.
    """

    @property
    def seed(self) -> int: ...

    @property
    def locale(self) -> str: ...

    @property
    def spec(self) -> str: ...

    @property
    def device(self) -> Device: ...

    @property
    def fresh(self) -> State: ...

    def state(self) -> State:
        """What the body remembers now; raises DeviceError."""
        ...

    def outside(self) -> str:
        """What no state tells of and has to be as found after a teardown, one thing a line; nothing that goes with the
        clock."""
        ...

    def oracle(self, case: Case) -> Model:
        """The shipped solution of a case on this body."""
        ...

    def prepare(self, case: Case, fault: str = "") -> State:
        """Run the set-up, then let something go wrong if asked; returns the state that the task begins with.

        Raises SetUpFailed, DeviceError.
        """
        ...

    def tear_down(self) -> None:
        """Put everything back as found; raises DeviceError."""
        ...

    def close(self) -> None:
        """End the body; may be called twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


class Ground(Protocol):
    """What the sessions of one worker share. It starts nothing before the first of them; close it; close() may be called
    twice."""

    def session(self, *, seed: int, locale: str, options: Mapping[str, str]) -> Session:
        """A body as found. options: of the device, besides seed and locale. Raises BadOption, MissingDependency,
        DeviceError."""
        ...

    def close(self) -> None:
        """Let go of what is shared."""
        ...

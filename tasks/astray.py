"""Phones that are off the path: part of a task is done, then a few touches lead away, and the task can still be done.

Knows how such a state is found, and how a phone comes into it once more. Does not know who goes on from there.

A state is kept as the replies that lead to it, and not as a snapshot: a snapshot forgets open dialogs, the keyboard and how far
a list is scrolled, which is what an agent that went wrong has before it. The phone's clock is stepped, so that the same replies
lead to the same screen; whoever is led there compares the two screens.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.decision import Act
from agent.episode import Outcome
from agent.errors import BadEpisode
from agent.limits import Limits
from agent.loop import run_episode
from agent.models.base import Model
from agent.recording import Recorder, read_episode
from agent.training.goals import Step
from devices.actions import Frozen, Wait
from devices.errors import DeviceError
from tasks.bodies.phone import PhoneSession
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import rollout
from tasks.straying import PLANS, Place, Touch, Walker, place, said
from tasks.task import Case, Suite, Task
from tasks.witness import Rerun

WISHED, DRAWS = 5, 10
"""So many ways are tried to the place that is wished for, and to any, before another task takes the place of this one."""
TASKS = 12
"""So many tasks are tried on one phone."""
FROM: Mapping[Place, int] = {"another page": 1, "same page": 1, "keyboard": 1, "dialog": 1}
"""So many steps along a stray to such a place begins at least: an app is open by then."""
FAR = 30
"""Steps that the solution may take in all, besides the budget of its task."""


class NotThere(DeviceError):
    """The same replies led to another screen than before: the phone is not in the state that was asked for."""


class NoWay(DeviceError):
    """No way off the path was found on this phone; one sentence for a person."""


class Way(Frozen):
    """How a phone comes off the path of a task, and how far off that is.

    replies: what is done, in the words of a model. along: how many of them are the solution's own. touches: the others.
    place: where they lead. frame: digest of the screen there. ahead: steps that were left before the first stray touch.
    left: steps from there. Both count the last word, and no waiting.
    """

    replies: tuple[str, ...]
    along: int
    touches: tuple[Touch, ...]
    place: Place
    frame: str
    ahead: int
    left: int

    @property
    def farther(self) -> int:
        """How many steps the stray costs, at least one."""
        return self.left - self.ahead


class Start(Frozen):
    """Whence somebody goes on. passed_over: why other ways were not taken, and how often."""

    instance: InstanceId
    way: Way
    passed_over: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Walked:
    """One episode of the solution. frames: digests of the screens that it saw, one a step."""

    result: Result
    walker: Walker | None
    frames: tuple[str, ...]

    def steps(self, first: int = 0) -> int:
        """How many it took from one on, without waiting."""
        return sum(not _waits(step) for step in self.walker.steps[first:]) if self.walker else 0


def find_start(session: PhoneSession, suite: Suite, instances: Iterator[InstanceId], wish: Place, seed: str) -> Start:
    """A way off the path of the first instance that has one; raises NoWay, DeviceError.

    wish: where it should lead; if none is found soon that does, the first that leads elsewhere is taken. seed: of all chance.
    Each way that is drawn is gone on a phone as found, and from its end the solution goes on. It counts only if the solution
    then needs more steps than without the stray, and the task's check passes at the end: what cannot be done any more, or has
    changed what may not change, is passed over.
    """
    passed_over: Counter[str] = Counter()
    for instance in itertools.islice(instances, TASKS):
        task = suite.tasks[instance.task]
        draw = random.Random(f"{seed}/{instance.task}")
        straight = _walk(session, task, instance, 0, (), draw)
        if straight.result.verdict is not Verdict.SUCCESS:
            passed_over["the solution fails anyway"] += 1
            continue
        elsewhere: Way | None = None
        for number in range(DRAWS):
            way = _way(session, task, instance, straight, wish, draw)
            if isinstance(way, Way) and way.place != wish:
                elsewhere = elsewhere or way
                way = "it leads elsewhere than wished"
            if isinstance(way, str):
                passed_over[way] += 1
            found = way if isinstance(way, Way) else elsewhere if number >= WISHED - 1 else None
            if found is not None:
                return Start(instance=instance, way=found, passed_over=dict(passed_over))
    raise NoWay(f"No way off the path was found on world {session.seed}: {dict(passed_over)}.")


def lead(session: PhoneSession, instruction: str, way: Way) -> tuple[str, ...]:
    """Go a way once more on a phone that is set up; returns what a model would be told of it, oldest first.

    Raises NotThere where the screen at its end is another one, DeviceError.
    """
    number = len(way.replies)
    limits = Limits(steps=number, unchanged=number + 1, repeats=number + 1)
    with tempfile.TemporaryDirectory(prefix="fingertip-astray-") as scratch:
        with Recorder(Path(scratch) / "lead") as recorder:
            ended = run_episode(instruction, session.device, Rerun(way.replies), recorder, limits=limits)
        if ended.outcome is Outcome.CANCELLED:
            raise KeyboardInterrupt
        steps = read_episode(Path(scratch) / "lead").steps
    last = steps[-1].settled if steps else None
    if len(steps) != number or last is None or last.frame.digest != way.frame:
        raise NotThere(f"The same touches have led to another screen than before ({ended.outcome}: {ended.message})")
    return tuple(step.history for step in steps if step.history)


def _way(
    session: PhoneSession, task: Task, instance: InstanceId, straight: _Walked, wish: Place, draw: random.Random
) -> Way | str:
    """One way, or why it is none."""
    assert straight.walker is not None
    last = len(straight.walker.steps) - 2  # what is done after it is at least one step and the last word
    along = draw.randint(min(FROM.get(wish, 0), last), last) if last > 0 else 0
    touches = draw.choice(PLANS[wish])
    led = along + len(touches)
    walked = _walk(session, task, instance, along, touches, draw)
    walker = walked.walker
    if walker is None or walker.before is None or walker.after is None or len(walked.frames) <= led:
        return "the stray came to no end"
    if walked.result.verdict is not Verdict.SUCCESS:
        return "it cannot be done from there"
    ahead, left = straight.steps(along), walked.steps(led)
    if left <= ahead:
        return "it is on the path"
    return Way(
        replies=tuple(said(step) for step in walker.steps[:led]),
        along=along,
        touches=tuple(walker.touches),
        place=place(walker.before, walker.after),
        frame=walked.frames[led],
        ahead=ahead,
        left=left,
    )


def _walk(
    session: PhoneSession, task: Task, instance: InstanceId, along: int, touches: Sequence[Touch], draw: random.Random
) -> _Walked:
    """One episode of the solution, from the set-up to the teardown."""
    walkers: list[Walker] = []

    def model_for(session: PhoneSession, case: Case) -> Model:
        walkers.append(Walker(session, case, along, touches, draw))
        return walkers[0]

    far = dataclasses.replace(task, steps=task.steps + FAR)
    with tempfile.TemporaryDirectory(prefix="fingertip-astray-") as scratch:
        directory = Path(scratch) / "walk"
        result = rollout(session, far, instance, model_for, directory).result
        try:
            steps = read_episode(directory).steps
        except BadEpisode:  # it never began
            steps = ()
    frames = tuple(step.observed.frame.digest for step in steps if step.observed)
    return _Walked(result, walkers[0] if walkers else None, frames)


def _waits(step: Step) -> bool:
    return isinstance(step.decision, Act) and isinstance(step.decision.action, Wait)

"""How often a model that was led off the path of a task still does it.

Each state has a world of its own. The task is set up, its solution goes a random part of the way, one to three stray touches
lead away, and it is made sure that the task can still be done and takes more steps than without the stray (tasks/astray.py).
Then the model goes on, over ADB like any other episode, and the suite's check says whether the task is done.

--history real, as in use: the model is told of all that was done so far, strays included, in the words that it would have of
steps of its own. --history none: it finds itself in that place and knows nothing of how it came there.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal, get_args

from agent.limits import Clock
from agent.models.base import Model
from agent.models.registry import SCRIPT, open_model
from devices.actions import Frozen
from devices.android.server import PrivateServer
from scripts.benchmarks.report import CannotMeasure, Report
from scripts.benchmarks.resuming import keep, name_of, read_kept, side_by_side
from tasks.astray import Start, Way, find_start, lead
from tasks.bodies.phone import PhoneSession
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import ModelFor, rollout
from tasks.statistics import wilson
from tasks.straying import Place, Walker
from tasks.suites import suite as find_suite
from tasks.task import BadSuite, Case, Suite
from tasks.worker import recording_of

ABOUT = "how often a model still does a task after it was led off the path"
FIRST = 9600
"""The first world; each state has the next one. Suites, pocket-v0, replay and grounding use worlds below."""
LAST = 9999
SHARE = 0.7
PLACES: tuple[Place, ...] = get_args(Place)
"""Where the strays should lead, in turn."""
History = Literal["real", "none"]


class Recovered(Frozen):
    """What came of one state.

    number: of the state. digest: of the suite's code. seconds: of all, finding the state included where it was not known.
    """

    number: int
    suite: str
    digest: str
    model: str
    history: History
    start: Start
    result: Result
    seconds: float

    @property
    def passed(self) -> bool:
        """The task is done."""
        return self.result.verdict is Verdict.SUCCESS


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and with what. known: states that were found before, by their numbers."""

    suite: Suite
    digest: str
    model: str
    model_for: ModelFor[PhoneSession]
    history: History
    checker: PrivateServer
    folder: Path
    known: Mapping[int, Start]

    def measure(self, number: int) -> Recovered:
        """Find a state, or take the one that is known, and let the model go on from it; raises DeviceError."""
        clock = Clock()
        with PhoneSession(self.checker, seed=FIRST + number, locale=self.suite.locale, options=self.suite.options) as session:
            start = self.known.get(number) or find_start(
                session, self.suite, candidates(self.suite, number), PLACES[number % len(PLACES)], f"{number}"
            )
            result = self._go_on(session, start)
        return Recovered(
            number=number,
            suite=self.suite.name,
            digest=self.digest,
            model=self.model,
            history=self.history,
            start=start,
            result=result,
            seconds=clock.seconds,
        )

    def _go_on(self, session: PhoneSession, start: Start) -> Result:
        task = self.suite.tasks[start.instance.task]
        longer = dataclasses.replace(task, steps=budget(task.steps, start.way))

        def led(session: PhoneSession, instruction: str) -> Sequence[str]:
            told = lead(session, instruction, start.way)
            return told if self.history == "real" else ()

        return rollout(
            session, longer, start.instance, self.model_for, recording_of(self.folder, start.instance), lead=led
        ).result


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--model", default="pocket", help="as for `agent run` (default pocket)")
    parser.add_argument(
        "--oracle",
        action="store_true",
        help="no model: the shipped solution, which goes back when lost; shows what can be done",
    )
    parser.add_argument("--suite", default="phone_basics", help="whose tasks (default phone_basics)")
    parser.add_argument("--states", type=int, default=300, metavar="N", help="how many (default 300)")
    parser.add_argument(
        "--history", choices=get_args(History), default="real", help="what the model is told of the steps before (default real)"
    )
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="states at a time (default 2)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="JSON lines of results; those in it are not run again")
    parser.add_argument("--record", type=Path, metavar="DIR", help="keep the episodes in this directory")


def measure(options: argparse.Namespace) -> Report:
    """Measure the states that --out does not hold yet, and count all."""
    if not 1 <= options.states <= LAST - FIRST + 1:
        raise CannotMeasure(f"There are worlds for 1 to {LAST - FIRST + 1} states, not for {options.states}.")
    try:
        suite = find_suite(options.suite)
    except BadSuite as error:
        raise CannotMeasure(str(error)) from error
    with ExitStack() as stack:
        name, model_for = _oracle() if options.oracle else _model(options.model, stack)
        digest = suite.digest
        kept = [one for one in read_kept(options.out, Recovered) if (one.suite, one.digest) == (suite.name, digest)]
        found = {one.number: one for one in kept if (one.model, one.history) == (name, options.history)}
        waiting = [number for number in range(options.states) if number not in found]
        bench = Bench(
            suite,
            digest,
            name,
            model_for,
            options.history,
            stack.enter_context(closing(PrivateServer())),
            options.record or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fingertip-bench-"))),
            {one.number: one.start for one in kept},
        )
        done = side_by_side(
            waiting, bench.measure, options.jobs, title="states", good=lambda one: one.passed, of=options.states
        )
        for one in done:
            found[one.number] = one
            keep(options.out, one)
    return report([found[number] for number in range(options.states)])


def candidates(suite: Suite, number: int) -> Iterator[InstanceId]:
    """The task of a state: all tasks have their turn before any comes again; then others, in case that one has no way."""
    tasks = sorted(suite.tasks)
    lap, place = divmod(number, len(tasks))
    first = random.Random(f"{suite.name}/{lap}").sample(tasks, len(tasks))[place]
    others = [task for task in random.Random(f"{suite.name}/others/{number}").sample(tasks, len(tasks)) if task != first]
    for task in (first, *others):
        yield InstanceId(suite=suite.name, version=suite.version, task=task, seed=FIRST + number, locale=suite.locale)


def budget(steps: int, way: Way) -> int:
    """Replies that are allowed from there: all that the task allows, or what the solution needs and half as much again."""
    return max(steps, way.left + max(2, -(-way.left // 2)))


def report(results: Sequence[Recovered]) -> Report:
    """Count by where the strays led, how far that is, and which touch was the last."""
    first = results[0]
    lines = [f"model {first.model}, {first.suite}, history {first.history}", _line("all", results)]
    figures: dict[str, Any] = {
        "model": first.model,
        "suite": first.suite,
        "history": first.history,
        "all": _figures(results),
    }
    for title, value_of in GROUPS.items():
        for value in sorted({value_of(one) for one in results}):
            here = [one for one in results if value_of(one) == value]
            lines.append(_line(f"{title} {value}", here))
            figures[f"{title} {value}"] = _figures(here)
    passed_over = Counter[str]()
    for one in results:
        passed_over.update(one.start.passed_over)
    words = ", ".join(f"{number} because {why}" for why, number in passed_over.most_common())
    lines.append(f"ways that were drawn and not taken: {words or 'none'}")
    lines.append(f"seconds a state: {median(one.seconds for one in results):.1f} (median), finding it included")
    lines += [_failure(one) for one in results if not one.passed]
    everything = [one.model_dump(mode="json") for one in results]
    done = sum(one.passed for one in results)
    missed = [] if done >= SHARE * len(results) else [f"{done} of {len(results)} is below {SHARE:.0%}"]
    return Report("\n".join(lines), {**figures, "passed_over": passed_over, "results": everything}, tuple(missed))


GROUPS: Mapping[str, Callable[[Recovered], str]] = {
    "led to": lambda one: one.start.way.place,
    "steps more": lambda one: str(one.start.way.farther) if one.start.way.farther < 4 else "4 or more",
    "last touch": lambda one: one.start.way.touches[-1],
    "touches": lambda one: str(len(one.start.way.touches)),
}


def _line(title: str, results: Sequence[Recovered]) -> str:
    figures = _figures(results)
    low, high = figures["interval"]
    return (
        f"{title:<22} {figures['done']:>3} of {len(results):<3} = {figures['share']:6.1%}  (95 %: {low:.1%} to {high:.1%})"
        f"  false done {figures['false_done']}  broken {figures['broken']}"
    )


def _figures(results: Sequence[Recovered]) -> dict[str, Any]:
    done = sum(one.passed for one in results)
    return {
        "done": done,
        "of": len(results),
        "share": done / len(results),
        "interval": wilson(done, len(results)),
        "false_done": sum(one.result.false_done for one in results),
        "broken": sum(one.result.verdict is Verdict.ERROR for one in results),
    }


def _failure(one: Recovered) -> str:
    way, result = one.start.way, one.result
    return (
        f"  {result.id.name}, {way.along} steps along, then {', '.join(way.touches)} to {way.place}: "
        f"{result.outcome or result.verdict} after {result.steps} steps. {result.reason}"
    )


def _oracle() -> tuple[str, ModelFor[PhoneSession]]:
    return "oracle", lambda session, case: Walker(session, case)


def _model(spec: str, stack: ExitStack) -> tuple[str, ModelFor[PhoneSession]]:
    """Its name, and the one model for all states; a script begins anew in each."""
    if spec.startswith(SCRIPT):
        return spec, lambda _session, _case: open_model(spec)
    model = stack.enter_context(open_model(spec))

    def the_one(_session: PhoneSession, _case: Case) -> Model:
        return model

    return name_of(spec, model), the_one

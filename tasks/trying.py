"""One task on one phone, through everything that the check of a suite asks of it.

Knows who must fail and who must succeed. Does not know suites of tasks, where phones come from or what is kept of it.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from agent.decision import Answer
from agent.dialects import dialect
from agent.models.base import Model
from devices.errors import DeviceError
from tasks.body import body_of
from tasks.checks import Evidence
from tasks.defects import Defect, Fault
from tasks.found import Found
from tasks.probes import PROBES, SPEECH, Probe
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import rollout
from tasks.scrutiny import BABBLE, another, babblers, careless, decisive, impure, leaks, plain, unnamed, unstable, wordless
from tasks.session import Session
from tasks.state import State, changes
from tasks.task import Case, Suite, Task
from tasks.witness import Rerun, Witness

ORACLE, OTHER, SHORT = "oracle", "another", "one_step_less"


SPOILING = frozenset({"unsteady", "impure", "left_behind"})
"""Where one of these shows before anybody has tried, nothing that came of an episode would mean anything: none is run."""
MEMORY = Path("/dev/shm")
"""Recordings of a check are thrown away at once; where there is such a folder, they never reach a disk."""


class Stopped(Exception):
    """Nobody wants to know any more."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One task on one seed is through. steps: of the oracle. words: what it says, for whoever compares tasks. spoiled: this
    phone is no longer as found. notes: what may be wanted, and is odd."""

    task: str
    seed: int
    defects: tuple[Defect, ...]
    episodes: int = 0
    steps: int = 0
    words: tuple[str, ...] = ()
    spoiled: bool = False
    notes: tuple[str, ...] = ()
    lucky: int = 0
    """How often blind touching did it."""


@dataclass
class Trying:
    """One task on its way through. draws: how often chance tries. stopped: set where nobody wants to know any more."""

    suite: Suite
    task: Task
    fault: str
    session: Session
    found: Found
    draws: int = 1
    stopped: Event = field(default_factory=Event)
    defects: list[Defect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    episodes: int = 0
    steps: int = 0
    lucky: int = 0
    spoiled: bool = False
    pictures: set[str] = field(default_factory=set)
    prepared: list[State] = field(default_factory=list)

    def through(self, whole: bool) -> Tried:
        """Everything, the cheap questions first. whole: everybody tries, and not only the oracle. Raises Stopped."""
        words: tuple[str, ...] = ()
        try:
            case, reason = unstable(self.task, self.suite.name, self.session.seed, self.session.fresh)
            if reason:
                self._wrong("unsteady", reason)
            words = tuple(plain(text) for text in case.says.get(self.suite.locale, ()))
            if self._said(case) and self._set_up(case) and not any(one.fault in SPOILING for one in self.defects):
                self._everybody(case) if whole else self._oracle(case)
                self._alike()
        except Stopped:
            raise
        except DeviceError as error:
            self._wrong("broken", str(error))
            self.spoiled = True
        except Exception as error:  # noqa: BLE001  # makers and checks are anybody's code
            self._wrong("broken", f"{type(error).__name__}: {error}")
        return Tried(
            self.task.id,
            self.session.seed,
            tuple(dict.fromkeys(self.defects)),
            self.episodes,
            self.steps,
            words,
            self.spoiled,
            tuple(self.notes),
            self.lucky,
        )

    def _wrong(self, fault: Fault, reason: str, who: str = "") -> None:
        self.defects.append(Defect(task=self.task.id, seed=self.session.seed, fault=fault, who=who, reason=reason))

    @property
    def _steady(self) -> bool:
        """The same seed gives the same pixels: the clock stands still and nothing happens of itself."""
        return bool(self.found.frame) and not self.fault

    def _said(self, case: Case) -> bool:
        """Whether it can be asked for at all."""
        silent = list(wordless(self.task, self.suite.locale, case))
        for reason in silent:
            self._wrong("unsaid", reason)
        for reason in leaks(case, case.answer):
            self._wrong("leaks_answer", reason)
        return bool(case.says.get(self.suite.locale)) and plain(case.instruction(self.suite.locale)) != ""

    def _set_up(self, case: Case) -> bool:
        """The set-up alone, and what a check makes of mere talk after it. Whether anybody can try at all."""
        try:
            before = self.session.prepare(case)
        except DeviceError as error:
            self._wrong("set_up", str(error))
            self._put_back("the set-up")
            return False
        self.prepared.append(before)
        for change in unnamed(case, self.session.fresh, before):
            self._wrong("set_up", f"no line of it names {change}")
        if reason := impure(case.check, Evidence(before, before)):
            self._wrong("impure", reason)
        for text in babblers(case):
            finding = case.check(Evidence(before, before, text))
            if finding.passed and not (self.task.chance > 0 and text in BABBLE):
                self._wrong("passes", f"the answer {text!r} will do: {finding.reason}", "echo")
                break
        self._put_back("the set-up")
        return True

    def _everybody(self, case: Case) -> None:
        for who in PROBES:
            for draw in range(self.draws if who == "random" else 1):
                self._probe(case, who, draw)
        seen = self._oracle(case)
        if seen is not None and not self.fault:
            self._one_step_less(case, seen)
        self._another(case)
        self._oracle(case)

    def _probe(self, case: Case, who: str, draw: int) -> None:
        said = case.instruction(self.suite.locale)
        seed = self.session.seed + 1_000_003 * draw
        result = self._episode(self.task, who, Witness(), lambda _made: Probe(who, PROBES[who], said, seed))
        if result.verdict is Verdict.ERROR:
            self._wrong("broken", result.reason, who)
        elif result.verdict is Verdict.SUCCESS:
            self.lucky += who == "random"
            if not (who == "random" and self.task.chance > 0):
                self._wrong("passes", result.reason, who)

    def _oracle(self, case: Case) -> Witness | None:
        """What was seen on the way, where the solution does it."""
        witness, result = self._solve(self.task, ORACLE)
        self.steps = max(self.steps, result.steps)
        if not self._solved(result, ORACLE):
            return None
        seen = _evidence(witness, result)
        self.prepared.append(seen.before)
        missing = [app for app in self.task.apps if app not in {state.package for state in witness.states}]
        if missing:
            self._wrong("unvisited", f"the solution was never in {', '.join(missing)}", ORACLE)
        more = {state.package for state in witness.states} - {*self.task.apps, *body_of(self.suite).home, ""}
        if more and not self.fault:
            self.notes.append(f"{self.task.id} goes through {', '.join(sorted(more))}, which it does not declare")
        for reason in leaks(case, result.answer):
            self._wrong("leaks_answer", reason, ORACLE)
        if reason := impure(case.check, seen):
            self._wrong("impure", reason, ORACLE)
        if missed := careless(case.check, seen):
            self._wrong("weak", f"passes with more than that: {missed}", ORACLE)
        return witness

    def _solved(self, result: Result, who: str) -> bool:
        if result.outcome == "step_limit":
            self._wrong("over_budget", f"not done in {self.task.steps} steps: {result.reason}", who)
        elif result.verdict is not Verdict.SUCCESS or not result.claimed:
            self._wrong("oracle_fails", f"{result.outcome or 'error'}: {result.reason}", who)
        return result.verdict is Verdict.SUCCESS and result.claimed

    def _one_step_less(self, case: Case, seen: Witness) -> None:
        """The solution without the step that did it. Where that was the last, the phone before it is the same as without it."""
        states, replies = seen.states, seen.replies
        if len(states) < 2:
            return
        step = decisive(states)
        if isinstance(dialect(SPEECH).parse(replies[-1], width=1000, height=1000).decisions[0], Answer):
            finding, left_out = case.check(Evidence(states[0], states[-1])), "the answer"
        elif step == len(states) - 1:
            finding, left_out = case.check(Evidence(states[0], states[-2])), f"step {step}"
        else:
            rest = [*replies[: step - 1], *replies[step:]]
            result = self._episode(self.task, SHORT, Witness(), lambda _made: Rerun(rest))
            if result.verdict is Verdict.SUCCESS:
                self._wrong("weak", f"passes without step {step} of {len(replies)}: {result.reason}", SHORT)
            return
        if finding.passed:
            self._wrong("weak", f"passes without {left_out} of {len(replies)} steps: {finding.reason}", SHORT)

    def _another(self, case: Case) -> None:
        """What another case of this task asks for, done: that is not what this one asks for."""
        other = another(self.task, self.suite.name, self.session.seed, self.session.fresh, case)
        if other is None:
            return
        task = dataclasses.replace(self.task, make=lambda _draw, _fresh: other)
        witness, result = self._solve(task, OTHER)
        if self._solved(result, OTHER):
            finding = case.check(_evidence(witness, result))
            if finding.passed:
                asked = other.instruction(self.suite.locale)
                self._wrong("weak", f"passes when {asked!r} was done instead: {finding.reason}", OTHER)

    def _solve(self, task: Task, who: str) -> tuple[Witness, Result]:
        witness = Witness(self.session.state)
        return witness, self._episode(task, who, witness, self.session.oracle)

    def _episode(self, task: Task, who: str, witness: Witness, model_for: Callable[[Case], Model]) -> Result:
        """One real episode from the set-up to the teardown, and what it left behind. Each makes its case anew."""
        if self.stopped.is_set():
            raise Stopped
        instance = InstanceId(
            suite=self.suite.name,
            version=self.suite.version,
            task=task.id,
            seed=self.session.seed,
            locale=self.suite.locale,
            fault=self.fault,
        )
        scratch = MEMORY if os.access(MEMORY, os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="fingertip-check-", dir=scratch) as directory:
            result = rollout(
                self.session, task, instance, lambda _phone, made: witness.behind(model_for(made)), Path(directory) / "episode"
            ).result
        self.episodes += 1
        if witness.first and who != OTHER:
            self.pictures.add(witness.first)
        self._put_back(who)
        return result

    def _put_back(self, who: str) -> None:
        """Put the phone back, and see whether it is; said once, as everything after it starts from there."""
        self.session.tear_down()
        if self.spoiled:
            return
        if left := self.found.left(self.session):
            more = f" and {len(left) - 1} more" if left[1:] else ""
            self._wrong("left_behind", f"{left[0]}{more}", who)
            self.spoiled = True

    def _alike(self) -> None:
        """All episodes began alike, and the screen is now as it was found."""
        if not self._steady or self.spoiled:
            return
        for state in self.prepared[1:]:
            for change in changes(self.prepared[0], state)[:1]:
                self._wrong("unsteady", f"the same set-up ends in two states: {change}")
        if len(self.pictures) > 1:
            self._wrong("unsteady", f"{self.episodes} episodes began with {len(self.pictures)} different screens")
        if not self.found.shows(self.session):
            self._wrong("left_behind", "the screen is not as found")
            self.spoiled = True


def _evidence(witness: Witness, result: Result) -> Evidence:
    answer = result.answer if result.outcome == "answered" else None
    return Evidence(witness.states[0], witness.states[-1], answer)

"""The rounds: measure the model, let the best one so far practise, teach a new one what went well, measure that, and judge.

Knows the order of things, which directory each lies in, and what each program is asked for. Every stage goes on where it was
stopped: a run of a suite by its results, a training by its saves, and the whole by its journal.

    round-0/held-out/      a run of the suite by the model to begin with
    round-N/rollouts/      a run by the best model so far, drawn with a temperature: successes and failures, as recorded
    round-N/own/, rows/    the successes of all rounds as rows; the same with the rows that are mixed in
    round-N/adapter/       the training, which always begins with the model to begin with
    round-N/held-out/      a run by what came out
    best                   a link to the best adapter so far; absent while none is better than the model to begin with
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from agent.errors import BadDataSet, TrainingFailed, TrainingRefused
from agent.models.adapter import BEST, open_adapter
from agent.models.checkpoint import find_checkpoint, open_checkpoint
from agent.models.registry import locate
from agent.training.expert.harvest import Instance, Success, fresh, mix, successes
from agent.training.expert.journal import Entry, Journal, Judged, Measured, Practised, Taught
from agent.training.expert.programs import call
from agent.training.expert.wish import ExpertWish, words_of
from agent.training.export import Format, Only, write_data_set
from agent.training.export import Wish as ExportWish
from agent.training.trainer.rows import read_rows

HELD_OUT, ROLLOUTS, OWN, ROWS, ADAPTER = "held-out", "rollouts", "own", "rows", "adapter"
WRONG_USAGE, INTERRUPTED = 2, 130
E = TypeVar("E", Measured, Practised, Taught, Judged)
Said = Callable[[str], None]
"""Is told what begins, and what came of it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended. base: the model to begin with; best: the best one, which may be the same."""

    base: Measured
    best: Measured


class Rounds:
    """One expert iteration, from its beginning or from where it was stopped."""

    def __init__(self, wish: ExpertWish, journal: Journal, said: Said) -> None:
        self._wish = wish
        self._journal = journal
        self._said = said
        self._out = journal.directory

    def run(self) -> Ended:
        """All rounds. Raises TrainingRefused, TrainingFailed; what is done by then is kept."""
        base = self._measured(0)
        for number in range(1, self._wish.rounds + 1):
            if self._found(Judged, number) is not None:
                continue
            practised = self._practised(number)
            if practised.new or self._begins_with_rows(number):
                self._taught(number)
                self._judge(self._measured(number))
            else:
                why = "Nothing was done that was not done before, or in fewer steps: there is nothing new to learn."
                self._add(Judged(round=number, taken=False, best=self._best, reason=why))
        self._link()
        return Ended(base, self._measured(self._best))

    @property
    def _best(self) -> int:
        """The round whose model is the best so far."""
        return next((entry.best for entry in reversed(self._journal.entries) if isinstance(entry, Judged)), 0)

    def _measured(self, number: int) -> Measured:
        """How good the model after this round is where nobody practises."""
        found = self._found(Measured, number)
        if found is not None:
            return found
        adapter = self._adapter(number)
        self._said(f"{_name(number)}: measuring {_model(number)} in worlds {self._wish.held_out}")
        run, summary = self._suite(number, HELD_OUT, adapter, ["--seeds", str(self._wish.held_out)])
        strict = summary["tally"]["strict"]
        entry = Measured(
            round=number,
            run=run,
            suite_digest=summary["run"]["digest"],
            episodes=strict["of"],
            succeeded=strict["count"],
            rate=strict["rate"] or 0.0,
            low=strict["low"],
            high=strict["high"],
            errors=summary["tally"]["error"],
            false_done=summary["false_done"]["count"],
        )
        self._add(entry)
        self._said(
            f"{_name(number)}: {entry.succeeded} of {entry.episodes} = {entry.rate:.1%} ({entry.low:.1%} to {entry.high:.1%})"
        )
        return entry

    def _practised(self, number: int) -> Practised:
        found = self._found(Practised, number)
        if found is not None:
            return found
        wish = self._wish
        self._said(f"{_name(number)}: {_model(self._best)} practises in worlds {wish.worlds}")
        words = ["--seeds", str(wish.worlds), "--repeats", str(wish.repeats)]
        # Each round draws anew; within a round an episode draws the same, whichever worker does it and whenever.
        words += ["--temperature", str(wish.temperature), "--sampling-seed", str(wish.training.seed * 1000 + number)]
        run, summary = self._suite(number, ROLLOUTS, self._adapter(self._best), words)
        kept = self._successes(number)
        entry = Practised(
            round=number,
            policy=self._best,
            run=run,
            suite_digest=summary["run"]["digest"],
            episodes=summary["tally"]["strict"]["of"],
            succeeded=summary["tally"]["success"],
            errors=summary["tally"]["error"],
            kept=len(kept),
            new=fresh(self._successes(number - 1), kept),
        )
        self._add(entry)
        self._said(f"{_name(number)}: {entry.succeeded} of {entry.episodes} succeeded; {entry.new} new or shorter")
        if not kept and not wish.mixed:
            raise TrainingFailed(
                "No episode passed its check, so there is nothing to learn from: take easier tasks with --task, more "
                "--repeats, or rows to begin with, in a new --out."
            )
        return entry

    def _taught(self, number: int) -> Taught:
        found = self._found(Taught, number)
        if found is not None:
            return found
        own, mixed = self._rows(number)
        place = self._out / _name(number)
        training = replace(self._wish.training, data=place / ROWS, out=place / ADAPTER)
        self._said(f"{_name(number)}: teaching {own} rows of its own{f' and {mixed} that are mixed in' if mixed else ''}")
        report = self._program(number, ["agent", "train", str(training.data), *words_of(training), "--json"])
        entry = Taught(
            round=number,
            adapter=f"{_name(number)}/{ADAPTER}/{BEST}",
            own=own,
            mixed=mixed,
            steps=report["steps"],
            seconds=report["seconds"],
            loss=report["loss"],
        )
        self._add(entry)
        return entry

    def _judge(self, now: Measured) -> None:
        """A model is taken over where it does more of the very same episodes than the best one so far."""
        best = self._found(Measured, self._best)
        assert best is not None
        taken = now.succeeded > best.succeeded
        than = f"than {_model(best.round)}, which did {best.succeeded}"
        why = f"It did {now.succeeded} of {now.episodes}: {'more' if taken else 'not more'} {than}."
        self._add(Judged(round=now.round, taken=taken, best=now.round if taken else best.round, reason=why))
        self._link()
        self._said(f"{_name(now.round)}: {'taken over' if taken else 'not taken over'}. {why}")

    def _rows(self, number: int) -> tuple[int, int]:
        """The data set of a round, built if it is not there; how many rows for training are its own, and how many are not."""
        place = self._out / _name(number)
        kept = self._successes(number)
        if kept and not (place / OWN).exists():
            self._export(kept, place / OWN)
        own = len(read_rows(place / OWN).train) if kept else 0
        if (place / ROWS).exists():
            return own, len(read_rows(place / ROWS).train) - own
        if self._wish.mixed:
            start = self._wish.training.data
            return mix(
                place / OWN if kept else None, start, place / ROWS, share=self._wish.mix, seed=self._wish.training.seed + number
            )
        (place / ROWS).symlink_to(OWN)
        return own, 0

    def _export(self, kept: dict[Instance, Success], target: Path) -> None:
        manifest = open_checkpoint(find_checkpoint(locate(self._wish.training.model))).manifest
        folders = tuple(success.directory for success in kept.values())
        brief = "--brief" if manifest.brief else "--full"
        wish = ExportWish(
            folders=folders,
            target=target,
            format=Format.MESSAGES,
            dialect=manifest.dialect,
            only=Only.PASSED,
            brief=manifest.brief,
            command=f"python -m agent export … ({len(folders)} episodes) --dialect {manifest.dialect} {brief} --out {target}",
        )
        try:
            write_data_set(wish)
        except BadDataSet as error:
            raise TrainingFailed(str(error)) from error

    def _successes(self, number: int) -> dict[Instance, Success]:
        """Those of all rounds up to this one."""
        return successes([self._out / _name(one) / ROLLOUTS for one in range(1, number + 1)])

    def _begins_with_rows(self, number: int) -> bool:
        """Whether this is the first training, and there are rows to mix in: they are worth one even alone."""
        return self._wish.mixed and not any(
            isinstance(entry, Taught) and entry.round < number for entry in self._journal.entries
        )

    def _adapter(self, number: int) -> Path | None:
        return self._out / _name(number) / ADAPTER / BEST if number else None

    def _suite(self, number: int, part: str, adapter: Path | None, words: list[str]) -> tuple[str, dict[str, Any]]:
        """Run the suite, to its end; the run's directory below ours, and the summary of its report."""
        wish, run = self._wish, f"{_name(number)}/{part}"
        asked = ["tasks", "run", wish.suite, "--model", wish.training.model, "--device", wish.phone, "--jobs", str(wish.jobs)]
        asked += [word for task in wish.tasks for word in ("--task", task)]
        asked += ["--adapter", str(open_adapter(adapter).directory)] if adapter is not None else []
        asked += ["--unchecked"] if wish.unchecked else []
        self._program(number, [*asked, *words, "--out", str(self._out / run), "--json"])
        summary: dict[str, Any] = self._program(number, ["tasks", "report", str(self._out / run), "--json", "-"])["a"]
        known = {one.suite_digest for one in self._journal.entries if isinstance(one, Measured | Practised)}
        if known - {summary["run"]["digest"]}:
            raise TrainingRefused(f"The suite {wish.suite} is not what it was when this began; begin anew with another --out.")
        return run, summary

    def _program(self, number: int, words: list[str]) -> dict[str, Any]:
        """What a program prints, which is one object; raises what its exit code means."""
        code, printed = call(words, keep=self._journal.lock)
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        if code:
            refused = TrainingRefused if code == WRONG_USAGE else TrainingFailed
            raise refused(
                f"{_name(number)}: `python -m {' '.join(words[:2])}` ended with exit code {code}, for the reason above; what "
                "is done is kept, and the same command goes on."
            )
        found: dict[str, Any] = json.loads(printed if words[:2] == ["tasks", "report"] else printed.splitlines()[-1])
        return found

    def _link(self) -> None:
        """Let `best` be the best adapter."""
        link, best = self._out / BEST, self._best
        if best:
            part = self._out / f"{BEST}.part"
            part.unlink(missing_ok=True)
            part.symlink_to(f"{_name(best)}/{ADAPTER}/{BEST}")
            os.replace(part, link)

    def _found(self, kind: type[E], number: int) -> E | None:
        return next((one for one in self._journal.entries if isinstance(one, kind) and one.round == number), None)

    def _add(self, entry: Entry) -> None:
        self._journal.add(entry)


def _name(number: int) -> str:
    return f"round-{number}"


def _model(number: int) -> str:
    return f"the model of round {number}" if number else "the model to begin with"

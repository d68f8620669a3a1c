"""The training loop: take rows, step, log, now and then evaluate and save, until the steps or the minutes are over.

Knows: the order of things. Does not know: how anything in it works. The same plan gives the same losses, whether it is
stopped in between or not; where minutes decide, the clock has a say in the rates and there is no such promise.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TextIO

import torch

from agent.dialects import dialect
from agent.errors import TrainingFailed
from agent.models.tokens import Encoder
from agent.training.trainer.board import Board
from agent.training.trainer.descent import Descent, Sharded, Whole, optimiser_of
from agent.training.trainer.evaluation import Examiner, Scores
from agent.training.trainer.feeding import REMEMBERED, Feeder
from agent.training.trainer.learner import Memory
from agent.training.trainer.order import share_of_peak
from agent.training.trainer.plan import Plan
from agent.training.trainer.resuming import LOG, Keeper, Progress
from agent.training.trainer.rows import some
from agent.training.trainer.subject import Subject
from agent.training.trainer.team import Team

BEST = "best"

Line = Mapping[str, Any]


class Watcher(Protocol):
    """Somebody who looks on."""

    def stepped(self, progress: Progress, share: float, line: Line) -> None:
        """A step is done; share: of the run, 0..1."""

    def examining(self, done: int, rows: int) -> None:
        """A row of an evaluation is done."""

    def examined(self, line: Line) -> None:
        """An evaluation is done."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a training ended. loss: of the last step taken now, None where there was nothing left to do."""

    progress: Progress
    loss: float | None
    early: bool


class Training:
    """One run, from its beginning or from where it was stopped."""

    def __init__(self, plan: Plan, team: Team, watcher: Watcher) -> None:
        """Load the model and what was saved. Raises TrainingRefused, BadCheckpoint, ModelFailed, MissingDependency."""
        self._plan, self._team, self._watcher = plan, team, watcher
        wish = plan.wish
        if wish.threads is not None:
            torch.set_num_threads(wish.threads)
        self._keeper = Keeper(wish.out)
        identity = {
            **wish.identity(),
            "rows": plan.rows.digest,
            "weights": plan.found.fingerprint(),
            "computed": str(plan.computed),
            "devices": str(team.size),
            "threads": str(torch.get_num_threads()),  # sums are split by it, and rounded accordingly
        }
        if team.first:
            self._keeper.begin(identity)
        self._subject = Subject(plan)
        # Weights first: what shares the optimiser's state among processes begins with what they hold then.
        self.progress, moments = self._keeper.restore(self._subject.trainable) if team.first else (Progress(), {})
        self.progress, moments = team.agree((self.progress, moments))
        team.spread(self._subject.trainable.values())
        optimiser = optimiser_of(self._subject.trainable, rate=plan.rate, decay=wish.method != "lora")
        parts = (self._subject.learner, self._subject.trainable, optimiser, moments, team, self._subject.arithmetic)
        pictureless = wish.tower and not all(row.pictures for row in plan.rows.train)
        self._descent: Descent = Sharded(*parts) if team.sharded else Whole(*parts, unused=pictureless)
        self._feeder = Feeder(
            plan.reader,
            plan.device,
            batch=wish.batch,
            most=plan.measured.most,
            memory=None if wish.tower else Memory(self._subject.model, most=REMEMBERED),
            arithmetic=self._subject.arithmetic,
        )
        self._examiner = Examiner(
            self._subject,
            plan.reader,
            Encoder(plan.tokenizer),
            dialect(plan.manifest.dialect),
            some(plan.rows.validation, wish.evaluate_rows),
            limit=plan.manifest.max_new_tokens or 1,
        )

    def run(self) -> Ended:
        """Train to the end. Raises BadRows, TrainingFailed, ModelFailed."""
        progress, plan = self.progress, self._plan
        loss: float | None = None
        self._subject.model.train()
        board = Board(plan.wish.out, after=progress.step) if self._team.first else None
        try:
            with (plan.wish.out / LOG).open("a", encoding="utf-8") as log:
                while not progress.ended:
                    line = self._step()
                    loss = line["loss"]
                    if self._team.first:
                        self._write(log, board, line)
                        self._watcher.stepped(progress, self._share(), line)
                    over = self._share() >= 1
                    if plan.rows.validation and (over or progress.step % plan.every == 0):
                        self._examine(log, board)
                        patience = plan.wish.patience
                        over = over or self._share() >= 1 or (patience is not None and progress.stale >= patience)
                    progress.ended = self._team.agree(over)
                    if progress.ended or progress.step % plan.save == 0:
                        self._save()
        except torch.OutOfMemoryError as error:
            raise TrainingFailed(
                "Memory ran out; lower --batch or --max-pixels or add --checkpointing, in a new --out."
            ) from error
        finally:
            if board is not None:
                board.close()
        return Ended(progress, loss, early=self._share() < 1)

    def _save(self) -> None:
        moments = self._descent.moments()
        if self._team.first:
            if not self._plan.rows.validation:
                self._subject.write(self._plan.wish.out / BEST)
            self._keeper.save(self._subject.trainable, moments, self.progress)

    def _share(self) -> float:
        """How much of the run is over, 0..1."""
        plan, minutes = self._plan, self._plan.wish.minutes
        if plan.steps is not None:
            return self.progress.step / plan.steps
        return self.progress.seconds / (60 * minutes) if minutes else 1.0

    def _step(self) -> dict[str, Any]:
        plan, progress, wish = self._plan, self.progress, self._plan.wish
        began = time.monotonic()
        torch.manual_seed(wish.seed * 1_000_003 + progress.step)
        rate = plan.rate * share_of_peak(self._share(), warm_up=wish.warm_up, curve=wish.curve)
        rows = [plan.rows.train[place] for place in plan.order.step(progress.step, plan.size)]
        tokens = sum(len(plan.reader.reply(row)) for row in rows)
        passes = self._feeder.passes(self._team.share(rows))
        loss = torch.zeros((), device=plan.device)
        wanted = self._descent.passes(len(passes))
        for number in range(wanted):
            # One that has fewer passes than it must make makes its last one again, for nothing.
            share = self._team.size / tokens if number < len(passes) else 0.0
            batch = self._feeder.batch(passes[min(number, len(passes) - 1)])
            # Gradients are averaged over the processes, and this is a mean over the tokens of all.
            loss += self._descent.learn(batch, share, last=number == wanted - 1)
        norm = self._descent.step(rate)
        if self._team.size > 1:
            torch.distributed.all_reduce(loss)
            loss /= self._team.size
        if not math.isfinite(norm) or not math.isfinite(float(loss)):
            raise TrainingFailed(
                f"The loss is no longer a number at step {progress.step + 1}; lower --rate, or train in --dtype float32."
            )
        progress.step += 1
        # All processes have to see the same clock, since it may decide the rate and the end.
        progress.seconds = self._team.agree(progress.seconds + time.monotonic() - began)
        return {
            "step": progress.step,
            "epoch": round(progress.step * plan.size / len(plan.rows.train), 4),
            "loss": float(loss),
            "gradient": norm,
            "rate": rate,
            "tokens": tokens,
            "seconds": round(progress.seconds, 3),
        }

    def _examine(self, log: TextIO, board: Board | None) -> None:
        """Evaluate, and keep the model if it is the best so far: by whole steps, then by the loss."""
        progress, began = self.progress, time.monotonic()
        if self._team.first:
            scores = self._examiner.examine(self._watcher.examining)
            line = {"step": progress.step, "validation": scores.line()}
            self._write(log, board, line)
            if _better(scores, progress):
                progress.success, progress.loss, progress.best, progress.stale = scores.step, scores.loss, progress.step, 0
                self._subject.write(self._plan.wish.out / BEST)
            else:
                progress.stale += 1
            self._watcher.examined(line)
        progress.stale = self._team.agree(progress.stale)
        progress.seconds = self._team.agree(progress.seconds + time.monotonic() - began)

    @staticmethod
    def _write(log: TextIO, board: Board | None, line: Line) -> None:
        log.write(json.dumps(line) + "\n")
        log.flush()
        if board is not None:
            board.write(line)


def _better(scores: Scores, progress: Progress) -> bool:
    if progress.success is None or progress.loss is None:
        return True
    return (scores.step, -scores.loss) > (progress.success, -progress.loss)

"""How many rows a second are learnt: each padded to the longest, packed, and with the steps of an episode side by side.

The same model takes all ways in turn, so that a busy machine slows all alike. A lap is forward and backward passes over some
steps of the run, pictures included; the optimiser's own part, which is the same for all, is left out.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from scripts.benchmarks.report import Report, rows, spread, tracked

if TYPE_CHECKING:
    from agent.training.trainer.feeding import Feeder
    from agent.training.trainer.plan import Plan
    from agent.training.trainer.subject import Subject

ABOUT = "how many rows a second are learnt, padded, packed, and with what they share computed once"
SAME = 1e-3
"""How far the loss of packed rows may be from that of padded ones, in shares of it, in float32."""


@dataclass(frozen=True, slots=True)
class Lap:
    """seconds: of a lap. rows: learnt. tokens: of these rows, each alone. computed: tokens that went through. loss: a token."""

    seconds: float
    rows: int
    tokens: int
    computed: int
    loss: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("data", type=Path, metavar="DIR", help="rows, as for `agent train`")
    parser.add_argument("--model", default="pocket", help="as for `agent train` (default pocket)")
    parser.add_argument("--method", default="lora", choices=("lora", "full"), help="as for `agent train` (default lora)")
    parser.add_argument("--batch", type=int, default=8, metavar="N", help="rows at a time (default 8)")
    parser.add_argument("--together", type=int, default=4, metavar="N", help="steps of an episode side by side (default 4)")
    parser.add_argument("--steps", type=int, default=4, metavar="N", help="steps of a lap (default 4)")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="laps of each way (default 5)")
    parser.add_argument("--dtype", default="auto", choices=("auto", "float32", "bfloat16"), help="as for `agent train`")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="of the CPU (default 1)")


def measure(options: argparse.Namespace) -> Report:
    """The same steps through the same model in each way, in turn."""
    import torch

    from agent.training.trainer.subject import Subject

    torch.set_num_threads(options.threads)
    ways = _ways(options)
    subject = Subject(next(iter(ways.values())))
    subject.model.train()
    feeders = _feeders(ways, subject)
    for name, plan in ways.items():
        # What a frozen tower sees is the same for all and is seen once in a run: nothing is seen for the first time later.
        _lap(plan, feeders[name], subject, options.steps)
    laps: dict[str, list[Lap]] = {name: [] for name in ways}
    for _ in tracked(range(options.repeats), "laps"):
        for name, plan in ways.items():
            laps[name].append(_lap(plan, feeders[name], subject, options.steps))
    return report(laps, options)


def _ways(options: argparse.Namespace) -> dict[str, Plan]:
    from agent.training.trainer.plan import make_plan
    from agent.training.trainer.team import Team
    from agent.training.trainer.wish import Method, Wish

    wish = Wish(
        data=options.data,
        model=options.model,
        out=options.data,  # nothing is written
        method=Method(options.method),
        batch=options.batch,
        dtype=options.dtype,
        threads=options.threads,
        device="auto",
        steps=options.steps,
    )
    plan = make_plan(wish, Team("auto"))
    aside = replace(plan, order=_beside(plan, options.together))
    padded = replace(plan.measured, most=None)
    return {
        "rows in any order, padded": replace(plan, measured=padded),
        "rows in any order, packed": plan,
        f"{options.together} steps side by side, padded": replace(aside, measured=padded),
        f"{options.together} steps side by side, packed": aside,
    }


def _beside(plan: Plan, together: int) -> Any:
    from agent.training.trainer.measuring import order_of

    return order_of(plan.rows.train, seed=plan.wish.seed, together=together)


def _feeders(ways: dict[str, Plan], subject: Subject) -> dict[str, Feeder]:
    from agent.training.trainer.feeding import REMEMBERED, Feeder
    from agent.training.trainer.learner import Memory

    first = next(iter(ways.values()))
    memory = None if first.wish.tower else Memory(subject.model, most=REMEMBERED)
    return {
        name: Feeder(
            plan.reader,
            plan.device,
            batch=plan.wish.batch,
            most=plan.measured.most,
            memory=memory,
            arithmetic=subject.arithmetic,
        )
        for name, plan in ways.items()
    }


def _lap(plan: Plan, feeder: Feeder, subject: Subject, steps: int) -> Lap:
    begun = time.perf_counter()
    learnt, tokens, computed, loss, said = 0, 0, 0, 0.0, 0
    for step in range(steps):
        chosen = [plan.rows.train[number] for number in plan.order.step(step, plan.size)]
        for examples in feeder.passes(chosen):
            batch = feeder.batch(examples)
            with subject.arithmetic():
                part = subject.learner(batch)
            part.backward()
            loss += float(part.detach())
            learnt, tokens, computed = learnt + len(examples), tokens + sum(map(len, examples)), computed + batch.ids.numel()
            said += sum(len(one.reply) for one in examples)
    seconds = time.perf_counter() - begun
    subject.model.zero_grad()
    return Lap(seconds, learnt, tokens, computed, loss / said)


def report(laps: dict[str, list[Lap]], options: argparse.Namespace) -> Report:
    """Side by side. Packed rows whose loss is not that of padded ones are a promise missed, in float32."""
    load = os.getloadavg()[0]
    lines = [("load, threads", f"{load:.1f}, {options.threads}")]
    figures: dict[str, Any] = {"load": load, "threads": options.threads, "batch": options.batch, "method": options.method}
    missed = []
    names = list(laps)
    for name in names:
        own, padded = laps[name], laps[names[names.index(name) // 2 * 2]]
        one = own[0]
        faster = median(before.seconds / after.seconds for before, after in zip(padded, own, strict=True))
        lines += [
            (name, spread([lap.rows / lap.seconds for lap in own], "rows/s")),
            ("  tokens", f"{one.tokens} in {one.rows} rows, {one.computed} computed ({one.computed / one.tokens:.1%})"),
            ("  loss", f"{one.loss:.6f}"),
        ]
        if own is not padded:
            lines.append(("  packed / padded", f"{faster:.2f} times as many rows/s (median over laps)"))
            if options.dtype == "float32" and abs(one.loss / padded[0].loss - 1) > SAME:
                missed.append(f"{name}: the loss is {one.loss:.6f} and not {padded[0].loss:.6f}")
        figures[name] = {
            "rows_a_second": [lap.rows / lap.seconds for lap in own],
            "tokens": one.tokens,
            "computed": one.computed,
            "loss": one.loss,
            "times_padded": faster,
        }
    return Report(rows(lines), figures, tuple(missed))

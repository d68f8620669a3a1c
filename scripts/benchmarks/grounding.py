"""How often a model points at what it is asked for: on fresh screens of reserved worlds, or in a published data set."""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.progress import track

from agent.decision import Act
from agent.dialects import dialect
from agent.errors import ParseError
from agent.models.base import Model
from agent.models.registry import ModelOptions, open_model
from devices.actions import Frozen, LongPress, Tap
from scripts.benchmarks.report import CannotMeasure, Report
from scripts.benchmarks.resuming import keep, name_of, read_kept
from tasks.grounding import Sample, screens
from tasks.published import published
from tasks.statistics import wilson

ABOUT = "how often a model points at what it is asked for, by kind of target, language, theme and size of letters"
FIRST, EACH, SAMPLES = 9400, 20, 2000
"""The first world, and how many screens each gives; suites and the other benchmarks use worlds below."""
TEXT_SHARE, SHARE = 0.95, 0.85


class Pointed(Frozen):
    """What came of one sample. number: of the sample. hit: the touch is of the right kind, and at the right place."""

    number: int
    model: str
    instruction: str
    groups: dict[str, str]
    hit: bool
    said: str
    seconds: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--model", default="pocket", help="as for `agent run` (default pocket)")
    parser.add_argument("--adapter", metavar="DIR", help="as for `agent run`")
    parser.add_argument("--samples", type=int, metavar="N", help="how many (default 2000 of the phone, all of --data)")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="ScreenSpot, ScreenSpot-v2, AndroidControl or AndroidInTheWild, not the phone"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="JSON lines of results; those in it are not asked again")


def measure(options: argparse.Namespace) -> Report:
    """Ask for each sample that --out does not hold yet, and count all."""
    total = options.samples or (None if options.data else SAMPLES)
    source: Iterator[Sample] = published(options.data) if options.data else screens(itertools.count(FIRST), EACH)
    with open_model(options.model, ModelOptions(adapter=options.adapter)) as model:
        name = name_of(options.model, model)
        known = {one.number: one for one in read_kept(options.out, Pointed) if one.model == name}
        found: list[Pointed] = []
        samples = itertools.islice(source, total)
        for number, sample in enumerate(track(samples, "samples", total=total, console=Console(stderr=True))):
            one = known.get(number)
            if one is None or (one.instruction, one.groups) != (sample.instruction, sample.groups):  # of another data set
                one = point(model, name, number, sample)
                keep(options.out, one)
            found.append(one)
    if not found:
        raise CannotMeasure(f"{options.data} holds nothing that is scored.")
    return report(found, name, promised=not options.data)


def point(model: Model, name: str, number: int, sample: Sample) -> Pointed:
    """Ask the model for one thing; a reply that is no touch is a miss."""
    begun = time.monotonic()
    speech = dialect(model.info.dialect)
    reply = model.decide(speech.prompt(sample.instruction, (), sample.image, brief=model.info.brief))
    try:
        decision = speech.parse(reply.text, width=sample.image.width, height=sample.image.height).decisions[0]
    except ParseError:
        hit = False
    else:
        hit = (
            isinstance(decision, Act)
            and isinstance(decision.action, LongPress if sample.hold else Tap)
            and sample.target.holds(decision.action.x, decision.action.y)
        )
    return Pointed(
        number=number,
        model=name,
        instruction=sample.instruction,
        groups=sample.groups,
        hit=hit,
        said=reply.text,
        seconds=time.monotonic() - begun,
    )


def report(results: list[Pointed], name: str, *, promised: bool) -> Report:
    """Count by each group, and hold the counts against what is promised for the phone."""
    lines = [f"model {name}", _line("all", results)]
    figures: dict[str, Any] = {"model": name, "all": _figures(results)}
    for group in dict.fromkeys(group for one in results for group in one.groups):
        for value in sorted({one.groups.get(group, "") for one in results}):
            here = [one for one in results if one.groups.get(group, "") == value]
            lines.append(_line(f"{group} {value}", here))
            figures[f"{group} {value}"] = _figures(here)
    lines.append(f"seconds a question: {median(one.seconds for one in results):.2f} (median)")
    missed = []
    if promised:
        text = [one for one in results if one.groups["kind"] == "text"]
        for title, some, share in (("text targets", text, TEXT_SHARE), ("all targets", results, SHARE)):
            hits = sum(one.hit for one in some)
            if hits < share * len(some):
                missed.append(f"{title}: {hits} of {len(some)} is below {share:.0%}")
    return Report("\n".join(lines), figures, tuple(missed))


def _line(title: str, results: list[Pointed]) -> str:
    figures = _figures(results)
    low, high = figures["interval"]
    return f"{title:<18} {figures['hits']:>4} of {len(results):<4} = {figures['share']:6.1%}  (95 %: {low:.1%} to {high:.1%})"


def _figures(results: list[Pointed]) -> dict[str, Any]:
    hits = sum(one.hit for one in results)
    return {"hits": hits, "of": len(results), "share": hits / len(results), "interval": wilson(hits, len(results))}

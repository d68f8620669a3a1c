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
from agent.models.registry import open_model
from devices.actions import Frozen, Tap
from scripts.benchmarks.report import Report
from scripts.benchmarks.resuming import keep, read_kept
from tasks.grounding import Sample, screens, screenspot
from tasks.statistics import wilson

ABOUT = "how often a model points at what it is asked for, by kind of target, language, theme and size of letters"
FIRST, EACH = 9400, 20
"""The first world, and how many screens each gives; suites and the other benchmarks use worlds below."""
TEXT_SHARE, SHARE = 0.95, 0.85


class Pointed(Frozen):
    """What came of one sample. number: of the sample. hit: the point lies in the box."""

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
    parser.add_argument("--samples", type=int, default=2000, metavar="N", help="how many screens (default 2000)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="ScreenSpot or ScreenSpot-v2 instead of the phone")
    parser.add_argument("--out", type=Path, metavar="FILE", help="JSON lines of results; those in it are not asked again")


def measure(options: argparse.Namespace) -> Report:
    """Ask for each sample that --out does not hold yet, and count all."""
    worlds = range(FIRST, FIRST + -(-options.samples // EACH))
    source: Iterator[Sample] = screenspot(options.data) if options.data else screens(worlds, EACH)
    with open_model(options.model) as model:
        name = f"{options.model} {model.info.fingerprint[:12]}"
        known = {one.number: one for one in read_kept(options.out, Pointed) if one.model == name}
        found: list[Pointed] = []
        total = None if options.data else options.samples
        samples = itertools.islice(source, total)
        for number, sample in enumerate(track(samples, "samples", total=total, console=Console(stderr=True))):
            one = known.get(number)
            if one is None or (one.instruction, one.groups) != (sample.instruction, sample.groups):  # of another data set
                one = point(model, name, number, sample)
                keep(options.out, one)
            found.append(one)
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
            and isinstance(decision.action, Tap)
            and sample.holds(decision.action.x, decision.action.y)
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

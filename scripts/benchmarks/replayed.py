"""What came of replays, how it is counted, and what it is held against. Does not know how a replay is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from agent.replay.grade import Grade
from devices.actions import Frozen
from scripts.benchmarks.flips import KINDS, Flip
from scripts.benchmarks.report import Report, rows
from tasks.again import Mode
from tasks.results import InstanceId, Result, Verdict
from tasks.statistics import wilson

LEAST = 0.8
"""This share of the lenient replays has to reach the goal."""


class Replay(Frozen):
    """What came of one replay. phone: options beyond the recording's. done: the check passes in the end, whatever the grade.

    trouble: a phone broke, and nothing is said about the replay: it is tried again by the next run of the measurement.
    """

    mode: Mode
    phone: str
    id: InstanceId
    instruction: str
    question: bool
    grade: Grade
    reason: str
    step: int = 0
    done: bool = False
    trouble: bool = False
    seconds: float = 0.0
    episode: str = ""


def succeeded(result: Result) -> bool:
    """Whether a recorded episode did its task."""
    return result.verdict is Verdict.SUCCESS


def verified(replay: Replay) -> bool:
    """Whether a replay reached its goal."""
    return replay.grade is Grade.VERIFIED


def report(
    tried: Sequence[Result], strict: Sequence[Replay], lenient: Sequence[Replay], intact: int, flips: Sequence[Flip]
) -> Report:
    """Count, list what did not reach its goal, and hold the counts against what is promised."""
    recorded = [one for one in tried if succeeded(one)]
    way = [one for one in lenient if not one.question]
    lines = [
        ("recorded", f"{len(recorded)} of {len(tried)} tried: {_by_suite(one.id for one in recorded)}; {intact} are intact"),
        ("strict", f"{_count(strict)} on the same phone: {_grades(strict)}"),
        ("lenient", f"{_count(lenient)} on {lenient[0].phone}: {_grades(lenient)}"),
        ("  by suite", _by_suite((one.id for one in lenient if verified(one)), [one.id for one in lenient])),
        ("  no questions", _count(way) if way else "-"),
        ("flipped bytes", f"{sum(one.found for one in flips)} of {len(flips)} found: {_by_kind(flips)}"),
    ]
    text = [
        rows(lines),
        "VERIFIED: every action was delivered, the last screen is as recorded (lenient: looks like it), the check passes",
    ]
    text += [f"  recorded: {one.id.suite} {one.id.name}: {one.verdict}. {one.reason}" for one in tried if not succeeded(one)]
    text += [_halted(one) for one in (*strict, *lenient) if not verified(one)]
    text += [f"  flip: {one.recording}/{one.file}, byte {one.offset} ^ {one.mask}" for one in flips if not one.found]
    return Report(
        "\n".join(text), _figures(tried, strict, lenient, intact, flips), tuple(_missed(strict, lenient, intact, flips))
    )


def _missed(strict: Sequence[Replay], lenient: Sequence[Replay], intact: int, flips: Sequence[Flip]) -> Iterator[str]:
    if not all(map(verified, strict)):
        yield f"Strict: {_count(strict)}, and not all"
    for what, here in (("Lenient", lenient), ("Lenient without questions", [one for one in lenient if not one.question])):
        if sum(map(verified, here)) < LEAST * len(here):
            yield f"{what}: {_count(here)} is below {LEAST:.0%}"
    if intact < len(strict):
        yield f"{len(strict) - intact} recordings are not intact"
    if lost := sum(not one.found for one in flips):
        yield f"{lost} of {len(flips)} flipped bytes were not found"


def _count(replays: Sequence[Replay]) -> str:
    good = sum(map(verified, replays))
    low, high = wilson(good, len(replays))
    return f"{good} of {len(replays)} = {good / len(replays):.1%} VERIFIED (95 %: {low:.1%} to {high:.1%})"


def _grades(replays: Sequence[Replay]) -> str:
    grades = Counter(str(one.grade) for one in replays)
    said = ", ".join(f"{grades[grade]} {grade}" for grade in Grade if grades[grade])
    also = sum(one.done and not verified(one) and not one.question for one in replays)
    return said + (f" ({also} of these where the check passes all the same)" if also else "")


def _by_suite(ids: Iterable[InstanceId], of: Sequence[InstanceId] = ()) -> str:
    some, all_of = Counter(one.suite for one in ids), Counter(one.suite for one in of)
    return ", ".join(f"{some[name]}{f' of {all_of[name]}' if of else ''} {name}" for name in all_of or some)


def _by_kind(flips: Sequence[Flip]) -> str:
    here = {kind: [one.found for one in flips if one.kind == kind] for kind in KINDS}
    return ", ".join(f"{sum(found)} of {len(found)} in {kind}" for kind, found in here.items())


def _halted(one: Replay) -> str:
    also = "; the check passes all the same" if one.done and not one.question else ""
    where = f" at step {one.step}" if one.step else ""
    return f"  {one.mode}: {one.id.suite} {one.id.name}, {one.instruction!r}: {one.grade}{where}: {one.reason}{also}"


def _figures(
    tried: Sequence[Result], strict: Sequence[Replay], lenient: Sequence[Replay], intact: int, flips: Sequence[Flip]
) -> dict[str, Any]:
    return {
        "recorded": [one.model_dump(mode="json") for one in tried],
        "intact": intact,
        "strict": [one.model_dump(mode="json") for one in strict],
        "lenient": [one.model_dump(mode="json") for one in lenient],
        "flips": [asdict(one) for one in flips],
    }

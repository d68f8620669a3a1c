"""Runs that were never run: typed builders for what a runner leaves behind, so that every figure is known beforehand.

No chance is involved: who passes follows from the arguments.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.episode import Outcome
from tasks.results import EPISODES_FOLDER, RESULTS_FILE, RUN_FILE, InstanceId, Result, Run, Verdict

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "recordings" / "golden" / "open-settings"
SUITE, VERSION = "phone_example", 3
STARTED = 1_790_000_000.0
STAGES = {"observe": 0.05, "encode": 0.4, "prefill": 0.2, "decode": 1.1, "parse": 0.001, "act": 0.15, "settle": 0.6}


@dataclass(frozen=True, slots=True)
class Kind:
    """A task of the made-up suite: its solution's length decides the budget."""

    task: str
    instruction: str
    apps: tuple[str, ...]
    steps: int
    tags: tuple[str, ...] = ()


KINDS = (
    Kind("wifi_off", "Turn off Wi-Fi", ("com.android.settings",), 3, ("switch",)),
    Kind("add_contact", "Save Ada Lovelace as a contact", ("com.android.contacts",), 6, ("form",)),
    Kind("set_alarm", "Set an alarm for 6:40", ("com.android.deskclock",), 5, ("form",)),
    Kind("share_note", "Send the note Milk to Grace", ("com.fingertip.notes", "com.android.messaging"), 12, ("memory", "form")),
    Kind("count_mails", "How many mails came from Ada?", ("com.android.email",), 9, ("answer",)),
    Kind("plan_trip", "Put the route home into the calendar", ("com.fingertip.maps", "com.android.calendar"), 17, ("memory",)),
)


def make_run(
    directory: Path, results: Sequence[Result], *, model: str = "pocket", instances: int = 0, **changes: object
) -> Path:
    """Write a run with these results; instances: asked for, as many as there are results if 0."""
    directory.mkdir(parents=True)
    run = Run(
        suite=SUITE,
        version=VERSION,
        digest="5b1f6c2d" * 8,
        model=model,
        fingerprint="c0ffee" * 8,
        device="phone",
        seeds=tuple(sorted({result.id.seed for result in results})) or (1,),
        repeats=max((result.id.repeat for result in results), default=0) + 1,
        instances=instances or len(results),
        gate="passed",
        options={"max_pixels": "1003520"},
        versions={"python": "3.11.2"},
        revision="cc3648c",
        started=STARTED,
    ).model_copy(update=changes)
    (directory / RUN_FILE).write_text(run.model_dump_json(), "utf-8")
    (directory / RESULTS_FILE).write_text("".join(result.model_dump_json() + "\n" for result in results), "utf-8")
    return directory


def made(
    kind: Kind | str,
    verdict: Verdict = Verdict.SUCCESS,
    *,
    seed: int = 1,
    repeat: int = 0,
    locale: str = "en-US",
    fault: str = "",
    claimed: bool | None = None,
    **changes: object,
) -> Result:
    """One result; claimed: as the verdict says if None."""
    if isinstance(kind, str):
        kind = next((one for one in KINDS if one.task == kind), Kind(kind, f"Do {kind}", ("com.android.settings",), 3))
    claimed = verdict is Verdict.SUCCESS if claimed is None else claimed
    outcomes = {Verdict.SUCCESS: Outcome.GAVE_UP, Verdict.FAILURE: Outcome.STEP_LIMIT, Verdict.ERROR: Outcome.DEVICE_LOST}
    reasons = {Verdict.SUCCESS: "", Verdict.FAILURE: "The state is as before.", Verdict.ERROR: "The phone went away."}
    steps = {Verdict.SUCCESS: kind.steps + 1, Verdict.FAILURE: 2 * kind.steps, Verdict.ERROR: 2}[verdict]
    at = InstanceId(suite=SUITE, version=VERSION, task=kind.task, seed=seed, locale=locale, fault=fault, repeat=repeat)
    return Result(
        id=at,
        instruction=kind.instruction,
        verdict=verdict,
        outcome=Outcome.FINISHED if claimed else outcomes[verdict],
        claimed=claimed,
        reason=reasons[verdict],
        steps=steps,
        budget=2 * kind.steps,
        oracle_steps=kind.steps,
        seconds=round(2.5 * steps, 3),
        stages={stage: round(seconds * steps, 4) for stage, seconds in STAGES.items()},
        attempts=2 if verdict is Verdict.ERROR else 1,
        apps=kind.apps,
        tags=kind.tags,
        episode=f"{EPISODES_FOLDER}/{at.name}",
        finished=STARTED + 60,
    ).model_copy(update=changes)


def mixed(strength: int, *, seeds: Iterable[int] = (1, 2, 3, 4)) -> list[Result]:
    """A run of all kinds: a longer task passes with fewer seeds; of what fails, every third is claimed, and one breaks."""
    found: list[Result] = []
    for kind in KINDS:
        for seed in seeds:
            passes = kind.steps <= strength + 3 * (seed % 4)
            if kind.task == "set_alarm" and seed == 4:
                found.append(made(kind, Verdict.ERROR, seed=seed))
            elif passes:
                found.append(made(kind, seed=seed, claimed=(kind.steps + seed) % 7 != 0))
            else:
                found.append(made(kind, Verdict.FAILURE, seed=seed, claimed=(kind.steps + seed) % 3 == 0))
    return found


def record(directory: Path, results: Iterable[Result]) -> None:
    """Give each of these results a recording: a copy of a golden one."""
    for result in results:
        shutil.copytree(GOLDEN, directory / result.episode)

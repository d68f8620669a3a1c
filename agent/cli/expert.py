"""`train --method expert-iteration`: its options, and what a person sees of it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.terminal import plain

if TYPE_CHECKING:
    from agent.training.expert.rounds import Ended
    from agent.training.expert.wish import ExpertWish
    from agent.training.trainer.wish import Wish

SuiteOption = Annotated[
    str, typer.Option("--suite", help="expert-iteration: the suite to practise, as for `python -m tasks run`.")
]
TaskOption = Annotated[
    list[str] | None, typer.Option("--task", help="expert-iteration: only this task; may be given several times.")
]
SeedsOption = Annotated[
    str, typer.Option("--seeds", metavar="FROM:TO", help="expert-iteration: worlds to practise in; not 9000 to 9999.")
]
HeldOutOption = Annotated[
    str, typer.Option("--held-out", metavar="FROM:TO", help="expert-iteration: worlds that each round is measured in.")
]
RoundsOption = Annotated[int, typer.Option("--rounds", min=1, help="expert-iteration: rounds; a later command may add some.")]
RepeatsOption = Annotated[
    int, typer.Option("--repeats", min=1, help="expert-iteration: how often each task is tried on each world.")
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="expert-iteration: phones at a time.")]
TemperatureOption = Annotated[
    float,
    typer.Option("--temperature", min=0.01, max=10.0, help="expert-iteration: of the practice; it is measured without."),
]
MixOption = Annotated[
    float, typer.Option("--mix", min=0.0, help="expert-iteration: rows of DATA for each row of the model's own.")
]
PhoneOption = Annotated[
    str, typer.Option("--phone", help="expert-iteration: phone, with options of its own: phone:size=720x1600.")
]
UncheckedOption = Annotated[
    bool, typer.Option("--unchecked", help="expert-iteration: a suite that did not pass `tasks check` all the same.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of expert iteration as they were given."""

    data: Path | None
    suite: str
    tasks: tuple[str, ...]
    seeds: str
    held_out: str
    rounds: int
    repeats: int
    jobs: int
    temperature: float
    mix: float
    phone: str
    unchecked: bool


def improve(training: Wish, asked: Asked, *, dry_run: bool, as_json: bool) -> None:
    """Do it, or say what would be done; raises AgentError."""
    from rich.console import Console

    from agent.models.checkpoint import find_checkpoint, open_checkpoint
    from agent.models.registry import locate
    from agent.training.expert.journal import Journal
    from agent.training.expert.rounds import Rounds
    from agent.training.trainer.rows import read_rows

    wish = _wish(training, asked)
    begun = open_checkpoint(find_checkpoint(locate(training.model))).fingerprint()
    rows = read_rows(training.data) if wish.mixed else None
    if dry_run:
        typer.echo(_plan(wish, len(rows.train) if rows else 0, as_json))
        return
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    with Journal(training.out, {**wish.identity(), "weights": begun, "rows": rows.digest if rows else ""}) as journal:
        ended = Rounds(wish, journal, lambda words: console.print(plain(words), style="bold")).run()
    typer.echo(_report(wish, ended, as_json))


def _wish(training: Wish, asked: Asked) -> ExpertWish:
    from agent.errors import TrainingRefused
    from agent.training.expert.wish import ExpertWish, Worlds

    if not asked.suite:
        raise TrainingRefused("Name the suite to practise with --suite, such as phone_basics.")
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        raise TrainingRefused("Expert iteration starts its own processes: begin it without a launcher.")
    wish = ExpertWish(
        training=training,
        mixed=asked.data is not None,
        mix=asked.mix,
        suite=asked.suite,
        tasks=asked.tasks,
        worlds=Worlds.of(asked.seeds, "--seeds"),
        held_out=Worlds.of(asked.held_out, "--held-out"),
        rounds=asked.rounds,
        repeats=asked.repeats,
        jobs=asked.jobs,
        temperature=asked.temperature,
        phone=asked.phone,
        unchecked=asked.unchecked,
    )
    wish.check()
    return wish


def _plan(wish: ExpertWish, rows: int, as_json: bool) -> str:
    """What would be done; how many episodes, as far as that can be told without asking the suite for its faults."""
    from agent.errors import TrainingRefused
    from agent.training.expert.programs import call

    count = len(wish.tasks)
    if not count:
        code, said = call(["tasks", "list", wish.suite, "--json"])
        if code:
            raise TrainingRefused(f"The suite {wish.suite} cannot be listed, for the reason above.")
        count = len(json.loads(said)["tasks"])
    practice, measured = count * len(wish.worlds) * wish.repeats, count * len(wish.held_out)
    values = {
        "model": wish.training.model,
        "suite": wish.suite,
        "tasks": count,
        "rounds": wish.rounds,
        "practice": practice,
        "measured": measured,
        "episodes": measured + wish.rounds * (practice + measured),
        "rows": rows,
    }
    if as_json:
        return json.dumps(values, ensure_ascii=False)
    lines = [
        ("model", f"{wish.training.model}, an adapter of rank {wish.training.rank} in each round"),
        ("suite", f"{wish.suite}, {count} task{'' if count == 1 else 's'} on {wish.phone}, {wish.jobs} at a time"),
        ("practice", f"{practice} episodes a round in worlds {wish.worlds}, temperature {wish.temperature:g}"),
        ("held out", f"{measured} episodes a round in worlds {wish.held_out}, and before the first one"),
        ("rows", f"{rows} to mix in, {wish.mix:g} for each of its own" if rows else "none to mix in"),
        ("length", f"{wish.rounds} rounds, {values['episodes']} episodes; more where the suite has faults"),
    ]
    return "\n".join(f"{name:<11} {plain(words)}" for name, words in lines)


def _report(wish: ExpertWish, ended: Ended, as_json: bool) -> str:
    base, best = ended.base, ended.best
    if as_json:
        kept = {"succeeded", "episodes", "rate", "low", "high", "errors", "false_done", "round"}
        values = {
            "out": str(wish.training.out / "best") if best.round else None,
            "base": base.model_dump(include=kept),
            "best": best.model_dump(include=kept),
        }
        return json.dumps(values, ensure_ascii=False)
    said = [
        f"The model to begin with did {base.succeeded} of {base.episodes} held out ({base.low:.1%} to {base.high:.1%}).",
    ]
    if best.round:
        said.append(f"Round {best.round} did {best.succeeded} ({best.low:.1%} to {best.high:.1%}).")
        said.append(f'Use it: python -m agent run "…" --model {wish.training.model} --adapter {wish.training.out}')
    else:
        said.append("No round did more, so none was taken over.")
    return plain("\n".join(said))

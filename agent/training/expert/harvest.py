"""What a model did well: the successes of its runs, each task on each world once, as rows to learn from.

Knows the files of a run of a suite and of a data set. Does not know how either comes about. An episode counts where its check
passed, never because of what the agent claims. It must have ended by the agent's word, too, however sure it was: what
wandered on after it was done until it was stopped is no example to follow.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from agent.errors import BadEpisode, TrainingRefused
from agent.recording import read_episode
from agent.training.trainer.rows import TRAIN, VALIDATION, some

RESULTS = "results.jsonl"
MOST_VALIDATION = 64
"""Rows for validation that are mixed in: as many as the trainer looks at."""

Instance = tuple[str, int, str, int, str, str]


class _Id(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    suite: str
    version: int
    task: str
    seed: int
    locale: str
    fault: str


class _Result(BaseModel):
    """A line of results.jsonl, as docs/tasks.md describes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: _Id
    verdict: str
    claimed: bool
    steps: int
    episode: str


@dataclass(frozen=True, slots=True)
class Success:
    """An episode to learn from. steps: replies asked for."""

    directory: Path
    steps: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a data set. name: under which its pictures go."""

    name: str
    data: Path
    values: dict[str, Any]


def successes(runs: Sequence[Path]) -> dict[Instance, Success]:
    """The shortest success of each instance, the earliest one of equals; raises TrainingRefused."""
    found: dict[Instance, Success] = {}
    for run in runs:
        for result in _results(run):
            if result.verdict != "success" or not (result.claimed or _said_done(run / result.episode)):
                continue
            one = result.id
            key = (one.suite, one.version, one.task, one.seed, one.locale, one.fault)
            if key not in found or result.steps < found[key].steps:
                found[key] = Success(run / result.episode, result.steps)
    return found


def _said_done(directory: Path) -> bool:
    """Whether an episode without a claim ended by its agent's word; not, where nobody can read how it ended."""
    try:
        return read_episode(directory).said_done
    except BadEpisode:
        return False


def fresh(before: Mapping[Instance, Success], now: Mapping[Instance, Success]) -> int:
    """How many are new, or shorter than before."""
    return sum(before.get(key) != success for key, success in now.items())


def mix(own: Path | None, start: Path, target: Path, *, share: float, seed: int) -> tuple[int, int]:
    """A data set of both, whole or not at all; how many rows for training are of each. share: rows of start for each own one.

    own: None where there are none; then all of start is taken.
    """
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        mine = _rows("own", own, TRAIN) if own is not None else []
        theirs = _rows("start", start, TRAIN)
        wanted = min(len(theirs), round(share * len(mine))) if mine else len(theirs)
        places = sorted(random.Random(seed).sample(range(len(theirs)), wanted))
        chosen = [theirs[place] for place in places]
        held = [
            *(_rows("own", own, VALIDATION) if own is not None else ()),
            *some(_rows("start", start, VALIDATION), MOST_VALIDATION),
        ]
        for name, rows in ((TRAIN, [*mine, *chosen]), (VALIDATION, held)):
            if rows:
                (part / name).write_text("".join(_moved(part, row) for row in rows), "utf-8")
        part.chmod(0o755)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(mine), len(chosen)


def _results(run: Path) -> Iterator[_Result]:
    try:
        for line in (run / RESULTS).read_bytes().splitlines():
            yield _Result.model_validate_json(line)
    except (OSError, ValidationError) as error:
        raise TrainingRefused(f"{run / RESULTS} cannot be read; name another --out.") from error


def _rows(name: str, data: Path, file: str) -> list[_Row]:
    path = data / file
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [_Row(name, data, json.loads(line)) for line in lines if line.strip()]


def _moved(part: Path, row: _Row) -> str:
    """The row as a line, and its pictures under its data set's name."""
    names = []
    for name in row.values.get("images", ()):
        new = part / row.name / name
        if not new.exists():
            new.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(row.data / name, new)
            except OSError:  # another file system, or one without links
                shutil.copyfile(row.data / name, new)
        names.append(f"{row.name}/{name}")
    return json.dumps({**row.values, "images": names}, ensure_ascii=False) + "\n"

"""Which recorded episodes a data set is made of, and which of them are held out for validation.

Knows episodes. Does not know rows. What is held out follows from what an episode is, not from its place or from chance: the
same episodes are split in the same way again, and one more of them moves no other.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from agent.episode import Episode
from agent.errors import BadDataSet, BadEpisode
from agent.recording import find_episodes, read_episode
from agent.training.screens import RESERVED

WHOLE = 16**16
REASONS = {
    "failed": "its check failed",
    "error": "its check broke",
    "unknown": "no check has looked at it",
}
UNREADABLE = "it cannot be read"
RESERVED_WORLD = "its world is reserved for measuring"
SEED = re.compile(r"^phone:(?:.*,)?seed=(\d+)(?:,|$)")
TWICE = "it is another copy of one that is there"


class Only(StrEnum):
    """Which episodes to take: whose check passed; also what a person showed and says is done, unchecked; or every one."""

    PASSED = "passed"
    SHOWN = "shown"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An episode of the data set. name: unique, and the same wherever it lies. held_out: it is for validation."""

    directory: Path
    name: str
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """episodes: in the order of their directories. left_out: reason -> number of episodes."""

    episodes: tuple[Chosen, ...]
    left_out: Mapping[str, int]


def choose(
    folders: Sequence[Path], only: Only, validation: float, *, reserved: bool, progress: Callable[[int, int], None]
) -> Choice:
    """Read what is in these folders and choose; raises BadDataSet where nothing is left.

    validation: about this share of the episodes is held out. reserved: take the worlds that scores are measured in, too.
    progress: is told how many of how many episodes are read.
    """
    directories = _found(folders)
    left_out: Counter[str] = Counter()
    chosen: dict[str, Chosen] = {}
    asked: dict[str, str] = {}
    for number, directory in enumerate(directories, start=1):
        progress(number, len(directories))
        try:
            episode = read_episode(directory)
        except BadEpisode:
            left_out[UNREADABLE] += 1
            continue
        if not (only is Only.ALL or episode.check == "passed" or (only is Only.SHOWN and episode.shown)):
            left_out[REASONS[episode.check]] += 1
            continue
        if not reserved and _world(episode) in RESERVED:
            left_out[RESERVED_WORLD] += 1
            continue
        identity = _identity(episode)
        if identity in chosen:
            left_out[TWICE] += 1
            continue
        chosen[identity] = Chosen(directory, f"{directory.resolve().name}-{identity[:8]}")
        asked[identity] = _digest(f"{episode.header.instruction}\0{episode.header.device}")
    if not chosen:
        raise BadDataSet(_nothing(len(directories), left_out, only))
    held = _held_out(asked, validation)
    episodes = tuple(replace(one, held_out=identity in held) for identity, one in chosen.items())
    return Choice(episodes, dict(left_out))


def _found(folders: Sequence[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise BadDataSet(f"{folder} is no directory: name an episode, or a folder with episodes.")
        below = find_episodes(folder)
        if not below:
            raise BadDataSet(f"There is no recorded episode in {folder}.")
        found |= {directory.resolve(): directory for directory in below}
    return sorted(found.values())


def _identity(episode: Episode) -> str:
    """What was recorded, as a digest; what checks found later is no part of it."""
    return _digest(episode.model_dump_json(exclude={"checks"}))


def _world(episode: Episode) -> int | None:
    """The seed of the virtual phone that it was recorded on, as far as its device was named by one."""
    found = SEED.match(episode.header.device)
    return int(found[1]) if found else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _held_out(asked: Mapping[str, str], validation: float) -> set[str]:
    """The episodes that are held out. asked: episode -> digest of its instruction and device.

    The same instruction on the same device stays together, so that nobody is examined in what was practised; where all are
    alike, each stands for itself. Of at least two such groups one is held out, and one is not.
    """
    groups = dict(asked) if len(set(asked.values())) > 1 else {identity: identity for identity in asked}
    ranked = sorted(set(groups.values()))
    if not validation or len(ranked) < 2:
        return set()
    held = {group for group in ranked if int(group[:16], 16) < validation * WHOLE} or {ranked[0]}
    held -= {ranked[-1]}
    return {identity for identity, group in groups.items() if group in held}


def _nothing(found: int, left_out: Mapping[str, int], only: Only) -> str:
    reasons = ", ".join(f"{count} because {reason}" for reason, count in sorted(left_out.items()))
    unchecked = only is not Only.ALL and left_out.get(REASONS["unknown"])
    more = "; --only all takes unchecked ones, too, and --only shown those that a person showed" if unchecked else ""
    more += "; --reserved takes reserved worlds, too" if left_out.get(RESERVED_WORLD) else ""
    return f"None of the {found} episodes can be used: {reasons}{more}."

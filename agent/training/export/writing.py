"""A data set on the disk: whole, or not there.

Knows files. Everything is written beside the place that was named, and gets its name when all of it is there; whatever stops
the process before that leaves no data set, and what was begun is taken away.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from agent.dialects import Dialect, dialect
from agent.errors import BadDataSet, ExportFailed
from agent.recording import read_episode
from agent.training.export.card import About, Tally, render, split_of
from agent.training.export.choosing import Choice, Only, choose
from agent.training.export.formats import SPLITS, Format, converted, dataset_info, line_of
from agent.training.export.pictures import FOLDER, Pictures
from agent.training.export.rows import LeftOut, Told, rows

CARD = "README.md"
CHUNK = 1 << 20
Progress = Callable[[str, int, int], None]
"""Is told what is being done, and how many of how many episodes are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    folders: episodes, or folders with episodes below. target: directory of the data set, new or empty. only: which episodes.
    validation: share of them that is held out. brief: the prompt without the description of the actions. grounding: for
    ms-swift, mark the places that are touched. max_pixels: shrink larger pictures. reserved: take the worlds that scores are
    measured in, too. command: how to do the same again.
    """

    folders: tuple[Path, ...]
    target: Path
    format: Format = Format.MESSAGES
    dialect: str = "qwen2_vl"
    only: Only = Only.PASSED
    validation: float = 0.1
    brief: bool = False
    grounding: bool = False
    max_pixels: int | None = None
    reserved: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    target: Path
    tally: Tally
    pictures: int


def write_data_set(wish: Wish, progress: Progress = lambda _what, _done, _of: None) -> Made:
    """Make the data set; raises BadDataSet, ExportFailed, UnknownDialect."""
    speech = dialect(wish.dialect)
    if wish.grounding and wish.format is not Format.MS_SWIFT:
        raise BadDataSet(
            f"Only ms-swift has rows with places of their own: leave out --grounding, or take --format {Format.MS_SWIFT}."
        )
    target = wish.target.resolve()
    _check_free(target, wish.target)
    choice = choose(
        wish.folders,
        wish.only,
        wish.validation,
        reserved=wish.reserved,
        progress=lambda done, of: progress("reading", done, of),
    )
    with _writing(wish.target), _beside(target) as part:
        made = _fill(part, wish, speech, choice, progress)
        _check_free(target, wish.target)  # somebody else may have been faster
        part.rename(target)
    return made


def _check_free(target: Path, named: Path) -> None:
    try:
        if not target.exists():
            return
        if not target.is_dir() or any(target.iterdir()):
            raise BadDataSet(f"{named} is there already: name a new or empty directory with --out.")
    except OSError as error:
        raise ExportFailed(f"{named} cannot be looked at ({error.strerror}): name another directory with --out.") from error


@contextmanager
def _writing(named: Path) -> Iterator[None]:
    """Turn the errors of a file system into ExportFailed."""
    try:
        yield
    except OSError as error:
        raise ExportFailed(
            f"The data set cannot be written to {named} ({error.strerror or error}): free some space or name another directory "
            "with --out."
        ) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new directory on the same file system, which is gone afterwards unless it was renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        part.chmod(0o755)
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _fill(part: Path, wish: Wish, speech: Dialect, choice: Choice, progress: Progress) -> Made:
    tally = Tally()
    tally.episodes_left_out.update(choice.left_out)
    pictures = Pictures(part, wish.max_pixels)
    if wish.format is Format.LEROBOT:
        from agent.training.export.lerobot.filling import fill

        splits = fill(part, choice.episodes, speech, pictures, tally, lambda done, of: progress("writing", done, of))
        digests = {str(path.relative_to(part)): _digest(path) for path in sorted(part.rglob("*")) if path.is_file()}
    else:
        splits, digests = _fill_lines(part, wish, speech, choice, pictures, tally, progress)
    if not splits:
        reasons = ", ".join(f"{count} because {reason}" for reason, count in sorted(tally.steps_left_out.items()))
        raise BadDataSet(f"No step of {len(choice.episodes)} episodes can be used: {reasons or 'none of them has one'}.")
    about = About(
        title=wish.target.resolve().name,
        command=wish.command,
        format=wish.format,
        dialect=speech.name,
        space=speech.space,
        prompt="the short prompt (without the actions)" if wish.brief else "the full prompt (with the actions)",
        picture_note=_picture_note(pictures, wish.max_pixels),
        pictures=len(pictures.names),
        splits=splits,
        files=digests,
    )
    (part / CARD).write_text(render(about, tally), "utf-8")
    return Made(wish.target, tally, len(pictures.names))


def _fill_lines(
    part: Path, wish: Wish, speech: Dialect, choice: Choice, pictures: Pictures, tally: Tally, progress: Progress
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """One file of lines a split; returns split -> its files, and file -> its digest."""
    with ExitStack() as files:
        lines = {name: files.enter_context((part / f"{name}.jsonl").open("w", encoding="utf-8")) for name in SPLITS}
        _rows(lines, wish, speech, choice, pictures, tally, progress)
    splits = [name for name in SPLITS if tally.rows[name]]
    for name in set(SPLITS) - set(splits):
        (part / f"{name}.jsonl").unlink()  # an empty file is what loaders stumble over
    names = [f"{name}.jsonl" for name in splits]
    if wish.format is Format.LLAMA_FACTORY:
        (part / "dataset_info.json").write_text(dataset_info(splits), "utf-8")
        names.append("dataset_info.json")
    digests = {**{name: _digest(part / name) for name in names}, f"{FOLDER}/": _folder_digest(part, pictures.names)}
    return {name: [f"{name}.jsonl"] for name in splits}, digests


def _rows(
    lines: Mapping[str, TextIO],
    wish: Wish,
    speech: Dialect,
    choice: Choice,
    pictures: Pictures,
    tally: Tally,
    progress: Progress,
) -> None:
    boxes = wish.format is Format.MESSAGES  # nobody else asks for them
    for number, chosen in enumerate(choice.episodes, start=1):
        episode = read_episode(chosen.directory)
        written = False
        for step in rows(chosen.directory, episode, chosen.name, speech, pictures.add, brief=wish.brief, boxes=boxes):
            tally.step(chosen, step)
            if isinstance(step, LeftOut):
                continue
            lines[split_of(chosen)].write(_line(step, wish) + "\n")
            tally.grounded += wish.grounding and step.grounded is not None
            written = True
        if written:
            tally.episode(chosen, episode)
        else:
            tally.episodes_left_out["none of its steps can be used"] += 1
        progress("writing", number, len(choice.episodes))


def _line(step: Told, wish: Wish) -> str:
    try:
        return line_of(converted(step.row, wish.format, step.grounded if wish.grounding else None))
    except ValueError as error:
        raise BadDataSet(
            f"Step {step.row.step} of {step.row.episode} makes a row that does not fit the schema of {wish.format}."
        ) from error


def _picture_note(pictures: Pictures, max_pixels: int | None) -> str:
    if max_pixels is None:
        return "they are as large as they were seen"
    shrunk = f"{pictures.shrunk} were shrunk to at most {max_pixels} pixels (sides in multiples of 28)"
    return f"{shrunk}, the others are as large as they were seen"


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def _folder_digest(part: Path, names: Sequence[str]) -> str:
    lines = "".join(f"{_digest(part / name)}  {name}\n" for name in names)
    return hashlib.sha256(lines.encode()).hexdigest()

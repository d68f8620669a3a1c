"""A report as one HTML page that loads nothing from elsewhere, and a page for every episode in a folder next to it.

Knows how a report looks. Does not know how anything was counted. All text is escaped, and links are relative.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from agent.errors import BadEpisode
from agent.recording import LINES
from agent.view import write_view
from tasks.reports import wording
from tasks.reports.figures import Report
from tasks.reports.making import write
from tasks.reports.reading import CannotWrite, Reading, episode_directory
from tasks.results import InstanceId, Result, Verdict

Seen = Callable[[], None]
"""Called after each episode's page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of an instance in one run. link: of its page, empty where there is none; problem says why."""

    result: Result
    link: str
    problem: str

    @property
    def mark(self) -> str:
        """The verdict; a false done is a kind of its own."""
        return "false done" if self.result.false_done else self.result.verdict.value


@dataclass(frozen=True, slots=True)
class Row:
    """One instance and its cells, one a run; None where a run has no result."""

    name: str
    instruction: str
    cells: tuple[Cell | None, ...]

    @property
    def key(self) -> str:
        """What the page's filter looks at."""
        marks = {cell.mark.replace(" ", "-") for cell in self.cells if cell}
        verdicts = {cell.result.verdict for cell in self.cells if cell}
        if len(self.cells) == 2 and {Verdict.SUCCESS, Verdict.FAILURE} == verdicts:
            marks.add("changed")
        return " ".join(sorted(marks | {verdict.value for verdict in verdicts}))


def write_page(report: Report, runs: tuple[Reading, ...], path: Path, seen: Seen = lambda: None) -> None:
    """Write the page and those of all episodes; raises CannotWrite, RecordingFailed."""
    folder = path.with_name(f"{path.stem}-episodes")
    cells = [
        _cells(reading, folder / letter if len(runs) > 1 else folder, path, seen)
        for reading, letter in zip(runs, "ab", strict=False)
    ]
    write(path, render(report, _rows(cells)))


def render(report: Report, rows: Iterable[Row]) -> str:
    """The page as text."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(percent=wording.percent, counted=wording.counted, method=wording.method, middle=wording.middle)
    environment.filters.update(difference=wording.difference, counts=wording.counts, test=wording.test, p=wording.p_value)
    environment.filters.update(dropped=wording.dropped, unmatched=wording.unmatched, moment=_moment)
    environment.globals.update(interval=wording.interval, points=wording.points, number=wording.number)
    source = resources.files("tasks.reports").joinpath("page.html.j2").read_text("utf-8")
    sides = [("A", report.a), *([("B", report.b)] if report.b else [])]
    return environment.from_string(source).render(report=report, sides=sides, rows=list(rows))


def file_name(id: InstanceId) -> str:
    """Of the page of an instance: its name with nothing in it that a file system or a link could trip over."""
    return re.sub(r"[^A-Za-z0-9._-]", lambda found: f"_{ord(found[0]):x}_", id.name).lstrip(".") + ".html"


def _cells(reading: Reading, folder: Path, page: Path, seen: Seen) -> dict[InstanceId, Cell]:
    found: dict[InstanceId, Cell] = {}
    for result in reading.results:
        link, problem = _episode_page(reading.directory, result, folder, page)
        found[result.id] = Cell(result, link, problem)
        seen()
    return found


def _episode_page(run: Path, result: Result, folder: Path, page: Path) -> tuple[str, str]:
    directory = episode_directory(run, result)
    if directory is None:
        return "", "There is no recording." if result.episode else "No episode began."
    target = folder / file_name(result.id)
    try:
        if not _fresh(target, directory / LINES):
            folder.mkdir(parents=True, exist_ok=True)
            write_view(directory, target)
    except BadEpisode as error:
        return "", str(error)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written ({error.strerror}): name another place.") from error
    return quote(target.relative_to(page.parent).as_posix()), ""


def _fresh(target: Path, lines: Path) -> bool:
    """A page that is younger than its episode needs no second drawing."""
    return target.exists() and lines.exists() and target.stat().st_mtime_ns > lines.stat().st_mtime_ns


def _rows(runs: list[dict[InstanceId, Cell]]) -> list[Row]:
    # Two runs that are compared by force may differ in suite and version, which therefore do not count here.
    keyed = [{wording.instance(id): cell for id, cell in cells.items()} for cells in runs]
    names = dict.fromkeys(name for cells in keyed for name in cells)
    rows = []
    for name in names:
        cells = tuple(found.get(name) for found in keyed)
        instruction = next((cell.result.instruction for cell in cells if cell and cell.result.instruction), "")
        rows.append(Row(name, instruction, cells))
    return rows


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")

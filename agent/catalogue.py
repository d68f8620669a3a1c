"""Which episodes are there: list, filter and search recordings with SQL over their lines.

Knows DuckDB and the names of the fields. Only reads: the tables live in memory, and once they are filled, a question can no
longer reach any file. A recording that cannot be read is a row with the outcome "broken".
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.errors import BadQuery, MissingDependency
from agent.recording import LINES, find_episodes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = {
    "line": "VARCHAR",
    "step": "INTEGER",
    "instruction": "VARCHAR",
    "device": "JSON",
    "model": "JSON",
    "options": "JSON",
    "started": "DOUBLE",
    "text": "VARCHAR",
    "thought": "VARCHAR",
    "decisions": "JSON",
    "receipt": "JSON",
    "outcome": "VARCHAR",
    "message": "VARCHAR",
    "steps": "INTEGER",
    "seconds": "JSON",
    "check": "VARCHAR",
    "reason": "VARCHAR",
}
"""What is read of a line; the rest stays on the disk."""
LONGEST_LINE = 64 << 20
AGO = re.compile(r"(\d{1,6})([mhdw])")
UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which episodes to show; an empty field asks for nothing.

    outcome, check: one of several. app, device, model, instruction: contain this text, whatever its case. search: words that
    all occur in instruction, thoughts, replies or the last message. since: seconds since the epoch. where: a condition in SQL.
    """

    outcome: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    app: str = ""
    device: str = ""
    model: str = ""
    instruction: str = ""
    search: str = ""
    since: float | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of the table `episodes`, newest first. passages: directory -> (step, reply) that hold a word that was sought."""

    rows: tuple[dict[str, Any], ...]
    passages: dict[str, tuple[tuple[int, str], ...]]


def moment(text: str, now: float | None = None) -> float:
    """Seconds since the epoch of a date, of a date and time, or of "90m", "12h", "7d", "2w" ago; raises BadQuery."""
    if ago := AGO.fullmatch(text.strip()):
        return (time.time() if now is None else now) - int(ago[1]) * UNITS[ago[2]]
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError) as error:
        raise BadQuery(f"{text!r} is no time: write 2026-11-26, 2026-11-26T16:30, 12h or 7d.") from error


def find(folders: Sequence[Path], wanted: Wanted) -> Found:
    """The episodes in these folders, anywhere below them, that are wanted; raises BadQuery, MissingDependency."""
    directories = [directory for folder in folders for directory in find_episodes(folder)]
    with _tables(list(dict.fromkeys(directories))) as tables:
        return _ask(tables, wanted)


@contextmanager
def _tables(directories: Sequence[Path]) -> Iterator[DuckDBPyConnection]:
    """The tables `episodes` and `lines`, closed to all files."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise MissingDependency("Listing episodes needs duckdb: run `pip install duckdb`.") from error

    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": "",
    }
    with duckdb.connect(":memory:", config=options) as tables:
        shape = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
        tables.execute(f"CREATE TABLE raw (filename VARCHAR, sequence BIGINT, {shape})")
        files = [directory / LINES for directory in directories]
        try:
            _load(tables, [path for path in files if path.is_file()])
        except duckdb.Error:
            tables.execute("DELETE FROM raw")
            for path in files:
                try:
                    _load(tables, [path])
                except duckdb.Error:
                    continue  # a row without lines is added below
        seen = {name for (name,) in tables.execute("SELECT DISTINCT filename FROM raw").fetchall()}
        for path in files:
            if str(path) not in seen:
                tables.execute("INSERT INTO raw (filename, sequence) VALUES (?, 0)", [str(path)])
        tables.execute(resources.files("agent").joinpath("catalogue.sql").read_text("utf-8"))
        tables.execute("DROP TABLE raw")
        tables.execute("SET enable_external_access = false")
        tables.execute("SET lock_configuration = true")
        yield tables


def _load(tables: DuckDBPyConnection, files: Sequence[Path]) -> None:
    if not files:
        return
    # Spelled so that no character of a path is a pattern.
    names = [re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", str(path)) for path in files]
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    tables.execute(
        f"""INSERT INTO raw SELECT filename, row_number() OVER (), * EXCLUDE (filename) FROM read_json(?,
            format = 'newline_delimited', ignore_errors = true, filename = true, columns = {{{columns}}},
            maximum_object_size = {LONGEST_LINE})""",
        [names],
    )


def _ask(tables: DuckDBPyConnection, wanted: Wanted) -> Found:
    import duckdb

    conditions: list[str] = []
    values: list[object] = []
    for column, texts in (("outcome", wanted.outcome), ('"check"', wanted.check)):
        if texts:
            conditions.append(f"list_contains(?, {column})")
            values.append(list(texts))
    words = wanted.search.split()
    heap = "concat_ws(chr(10), instruction, thoughts, replies, message)"
    sought = [("apps", wanted.app), ("concat_ws(' ', device, device_model)", wanted.device), ("model", wanted.model)]
    sought += [("instruction", wanted.instruction), *((heap, word) for word in words)]
    for column, text in sought:
        if text:
            conditions.append(f"contains(lower({column}), lower(?))")
            values.append(text)
    if wanted.since is not None:
        conditions.append("started >= ?")
        values.append(datetime.fromtimestamp(wanted.since, UTC).replace(tzinfo=None))
    if wanted.where:
        conditions.append(f"({wanted.where}\n)")
    query = f"SELECT * FROM episodes WHERE {' AND '.join(conditions or ['true'])} ORDER BY started DESC NULLS LAST, directory"
    try:
        if len(duckdb.extract_statements(query)) != 1:
            raise BadQuery("The condition must be one expression, such as \"steps > 5 AND model = 'pocket'\".")
        cursor = tables.execute(query, values)
        names = [column[0] for column in cursor.description or ()]
        rows = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    except (duckdb.Error, OverflowError) as error:
        raise BadQuery(f"The condition cannot be asked: {str(error).splitlines()[0].rstrip('.')}.") from error
    return Found(rows, _passages(tables, words) if words else {})


def _passages(tables: DuckDBPyConnection, words: Sequence[str]) -> dict[str, tuple[tuple[int, str], ...]]:
    """The replies that hold one of the words."""
    cursor = tables.execute(
        """SELECT directory, step, text FROM lines
           WHERE line IN ('decided', 'unreadable') AND len(list_filter(?, lambda word: contains(lower(text), lower(word)))) > 0
           ORDER BY directory, number""",
        [list(words)],
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for directory, step, text in cursor.fetchall():
        found.setdefault(directory, []).append((step, text))
    return {directory: tuple(passages) for directory, passages in found.items()}

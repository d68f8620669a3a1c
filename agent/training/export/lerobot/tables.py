"""Parquet files of a data set, by DuckDB: rows in, files out, the same bytes for the same rows.

Knows Parquet and SQL. Does not know what the columns mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb


class Tables:
    """A connection that writes tables into files. Use it as a context manager."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET threads = 1")  # several would cut the rows into other groups each time
        self._connection.execute(
            "SET temp_directory = ''"
        )  # a file's worth of rows fits into memory, and nothing is left behind

    def write(self, path: Path, columns: Mapping[str, str], rows: Iterable[Sequence[Any]], *, index: str = "") -> None:
        """Write one file. columns: name -> type. index: the column that pandas makes the index of. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        named = ", ".join(f"{_name(name)} {kind}" for name, kind in columns.items())
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE rows ({named})")
        marks = ", ".join("?" for _ in columns)
        for row in rows:
            self._connection.execute(f"INSERT INTO rows VALUES ({marks})", list(row))
        known = f", KV_METADATA {{pandas: {_text(_pandas(columns, index))}}}" if index else ""
        try:
            self._connection.execute(f"COPY rows TO {_text(str(path))} (FORMAT parquet, COMPRESSION zstd{known})")
        except duckdb.IOException as error:
            raise OSError(None, str(error).splitlines()[0], str(path)) from error
        finally:
            self._connection.execute("DROP TABLE rows")

    def close(self) -> None:
        """Let go of it."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _pandas(columns: Mapping[str, str], index: str) -> str:
    """What pandas writes of itself into a file, as far as it reads it back: which column is the index."""
    kinds = {"BIGINT": ("int64", "int64"), "VARCHAR": ("unicode", "object")}
    described = [
        {
            "name": None if name == index else name,
            "field_name": name,
            "pandas_type": kinds[kind][0],
            "numpy_type": kinds[kind][1],
            "metadata": None,
        }
        for name, kind in columns.items()
    ]
    return json.dumps({"index_columns": [index], "column_indexes": [], "columns": described})


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"

"""SQL of a client over rows of the phone: in a database that holds those rows and nothing else, and not for long."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import Any

from devices.phone.commands.console import Refused
from devices.phone.store import Row

_STEPS_ALLOWED = 2_000_000
_HARMLESS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)


def select(rows: Iterable[Row], projection: Sequence[str], where: str, sort: str, known: Sequence[str] = ()) -> list[Row]:
    """SQL over rows: the columns of projection (all where empty), of the rows that fit, in order. Raises Refused.

    known: columns that there are even without any row; where there are none, rows are not asked at all.
    """
    rows = list(rows)
    columns = list(dict.fromkeys([*known, *(name for row in rows for name in row)])) or ["_id"]
    if not known and "_id" not in columns:
        columns = ["_id", *columns]
    missing = [name for name in projection if name not in columns]
    if missing and (rows or known):
        raise Refused(f"Error while accessing provider\njava.lang.IllegalArgumentException: Invalid column {missing[0]}", 1)
    if not rows and not known:
        return []
    wanted = list(projection) or columns
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE item ({', '.join(_column(column, rows) for column in columns)})")
        marks = ", ".join("?" for _ in columns)
        database.executemany(f"INSERT INTO item VALUES ({marks})", ([_cell(row.get(name)) for name in columns] for row in rows))
        database.commit()
        budget = iter(range(_STEPS_ALLOWED // 1000))
        database.set_progress_handler(lambda: next(budget, None) is None, 1000)
        database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _HARMLESS else sqlite3.SQLITE_DENY)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 10_000_000)
        query = f"SELECT {', '.join(_name(column) for column in wanted)} FROM item"
        query += (f" WHERE ({where}\n)" if where else "") + (f" ORDER BY {sort}" if sort else "")
        try:
            return [dict(zip(wanted, values, strict=True)) for values in database.execute(query)]
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise Refused(f"Error while accessing provider\nandroid.database.sqlite.SQLiteException: {error}", 1) from error


def _column(name: str, rows: Iterable[Row]) -> str:
    """A column with the type of its values: as on Android, `_id = '5'` finds the number 5 and `number = 5551` the text."""
    kinds = {type(value) for row in rows if (value := row.get(name)) is not None}
    return _name(name) + (" INTEGER" if kinds == {int} else " TEXT" if kinds == {str} else "")


def _name(column: str) -> str:
    return '"' + column.replace('"', '""').replace("\0", "") + '"'


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, (int, float, str)):
        return value
    return json.dumps(value, ensure_ascii=False)

"""How rows of the store look under Android's content URIs: the little language of `content` in an app's manifest.

    "AUTHORITY/PATH": {"provider": NAME, "columns": {ANDROID_COLUMN: EXPRESSION, …}, …}

`*` in PATH stands for one segment of any text. An EXPRESSION is one of

    "FIELD"                                       the field of the row; NULL where it is missing
    {"field": F, "default": V}                    … or V where it is missing or empty
    {"field": F, "map": {"inbox": 1}}             … and another word for each of its values
    {"field": F, "divide": 1000}                  … in another unit
    {"field": F, "read_only": true}               … which no insert or update changes
    {"value": V}                                  the same for every row
    {"has": F}                                    1 where the field holds something, else 0
    {"text": "0r{_id}"}                           text with fields in it
    {"count": true}, {"position": true}           rows of the group; number of the row, from 1

Besides provider and columns:

    "where": {FIELD: VALUE}      only these rows; an insert sets them
    "needs": FIELD               only rows where it is not empty
    "search": [FIELD, …]         only rows where one of them holds the text of `*`
    "group": FIELD               the last row of each of its values
    "parts": [{"needs": FIELD, "columns": {…}}, …]   several rows for one: a contact's number, its address, …
    "defaults": {FIELD: VALUE}   what an insert leaves out; {"now": 1000} is the time, in units of so many milliseconds
    "call": METHOD, "arguments": [KEY, …], "answer": KEY   rows that the app's provider.py makes, from the texts of `*`
    "type": "contact"            for `content gettype`; "file": FIELD  whose path `content read` and `write` open

An insert or update takes columns back to fields. Knows nothing of URIs, ADB or where rows are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


class BadView(ValueError):
    """An entry of `content` says something that is not in the language."""


class NoColumn(LookupError):
    """A view has no such column."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field, perhaps in other words (map: stored -> shown) or another unit."""

    name: str
    default: Any = None
    map: tuple[tuple[Any, Any], ...] = ()
    divide: int = 0
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """The same for every row."""

    value: Any


@dataclass(frozen=True, slots=True)
class Has:
    """Whether a field holds something."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text with {FIELD} in it."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows the group has."""


@dataclass(frozen=True, slots=True)
class Position:
    """The number of the row among those shown, from 1."""


Column = Field | Constant | Has | Text | Count | Position


@dataclass(frozen=True, slots=True)
class Part:
    """One of several rows that a row of the store makes."""

    columns: Mapping[str, Column]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One content URI of an app."""

    provider: str
    columns: Mapping[str, Column]
    where: Mapping[str, Any] = field(default_factory=dict)
    needs: str = ""
    search: tuple[str, ...] = ()
    group: str = ""
    parts: tuple[Part, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    call: str = ""
    arguments: tuple[str, ...] = ()
    answer: str = ""
    type: str = ""
    file: str = ""

    def show(self, rows: Iterable[Row], text: str = "") -> Iterator[tuple[Row, Row]]:
        """Each row that the URI means, with what it looks like there. text: what stands in the place of `*`."""
        kept = [row for row in rows if self._means(row, text)]
        sizes: dict[Any, int] = {}
        if self.group:
            for row in kept:
                sizes[row.get(self.group)] = sizes.get(row.get(self.group), 0) + 1
            kept = list({row.get(self.group): row for row in kept}.values())
        for position, row in enumerate(kept, start=1):
            count = sizes.get(row.get(self.group), 1) if self.group else 1
            common = {name: _shown(column, row, count, position) for name, column in self.columns.items()}
            if not self.parts:
                yield row, common
            for number, part in enumerate(self.parts):
                if not part.needs or _filled(row.get(part.needs)):
                    own = {name: _shown(column, row, count, position) for name, column in part.columns.items()}
                    yield row, {"_id": int(row["_id"]) * len(self.parts) + number, **common, **own}

    def stored(self, columns: Mapping[str, Any], shown: Mapping[str, Any] | None = None) -> Row:
        """The fields that these columns mean. shown: the row that is changed, as it looks; None for a new one.

        Raises NoColumn.
        """
        known = dict(self.columns)
        for part in self.parts:
            if _fits(part, columns if shown is None else {**shown, **columns}):
                known.update(part.columns)
                break
        fields: Row = {}
        for name, value in columns.items():
            if name not in known and name != "_id":
                raise NoColumn(name)
            match known.get(name):
                case Field(read_only=False) as column if column.name != "_id":
                    fields[column.name] = _back(column, value)
                case _:
                    continue  # it is worked out, and comes back by itself
        return fields

    def fresh(self, columns: Mapping[str, Any], now: int) -> Row:
        """A new row out of columns. now: milliseconds since the epoch. Raises NoColumn."""
        made: Row = {}
        for name, value in self.defaults.items():
            made[name] = now // int(value["now"]) if isinstance(value, dict) else value
        return {**made, **self.stored(columns), **self.where}

    def owner(self, columns: Mapping[str, Any]) -> int | None:
        """The row of the store that a new part belongs to; None where the columns name none."""
        for name, column in self.columns.items():
            if isinstance(column, Field) and column.name == "_id" and columns.get(name) is not None:
                return int(columns[name])
        return None

    def _means(self, row: Row, text: str) -> bool:
        if any(row.get(name) != value for name, value in self.where.items()) or (
            self.needs and not _filled(row.get(self.needs))
        ):
            return False
        return not self.search or any(_holds(str(row.get(name) or ""), text) for name in self.search)


def _filled(value: Any) -> bool:
    return value not in (None, "")


def _holds(value: str, text: str) -> bool:
    """Whether a value holds a text; of two telephone numbers the digits count."""
    digits, wanted = re.sub(r"\D", "", value), re.sub(r"[\s()+-]", "", text)
    if wanted.isdecimal() and len(wanted) > 2:
        return wanted in digits or (len(digits) > 6 and wanted.endswith(digits[-7:]))
    return text.casefold() in value.casefold()


def _fits(part: Part, columns: Mapping[str, Any]) -> bool:
    """Whether columns name a part by what never changes in it: its mimetype."""
    constants = {name: column.value for name, column in part.columns.items() if isinstance(column, Constant)}
    named = [name for name in constants if columns.get(name) is not None]
    return bool(named) and all(columns[name] == constants[name] for name in named)


def _shown(column: Column, row: Row, count: int, position: int) -> Any:
    match column:
        case Field(name, default, pairs, divide):
            value = row.get(name)
            if not _filled(value) and default is not None:
                value = default
            for stored, shown in pairs:
                if value == stored:
                    return shown
            return value // divide if divide and isinstance(value, int) else value
        case Constant(value):
            return value
        case Has(name):
            return int(_filled(row.get(name)))
        case Text(pattern):
            return re.sub(r"\{(\w+)\}", lambda found: str(row.get(found[1], "")), pattern)
        case Count():
            return count
        case Position():
            return position


def _back(column: Field, value: Any) -> Any:
    for stored, shown in column.map:
        if value == shown:
            return stored
    return value * column.divide if column.divide and isinstance(value, int) else value


def read_view(entry: Mapping[str, Any]) -> View:
    """A view out of a manifest; raises BadView."""
    known = View.__dataclass_fields__.keys()
    for key in entry:
        if key not in known:
            raise BadView(f"a content entry has no {key!r}")
    if not isinstance(entry.get("provider"), str) or not isinstance(entry.get("columns"), dict):
        raise BadView('a content entry is {"provider": NAME, "columns": {…}}')
    values = dict(entry)
    values["columns"] = _columns(entry["columns"])
    if not {"parts", "group", "call"} & set(entry):
        values["columns"] = {"_id": Field("_id")} | values["columns"]
    values["parts"] = tuple(
        Part(_columns(part.get("columns", {})), str(part.get("needs", ""))) for part in entry.get("parts", ())
    )
    values["search"], values["arguments"] = tuple(entry.get("search", ())), tuple(entry.get("arguments", ()))
    return View(**values)


def _columns(table: Mapping[str, Any]) -> dict[str, Column]:
    return {name: _column(expression) for name, expression in table.items()}


def _column(expression: Any) -> Column:
    match expression:
        case str():
            return Field(expression)
        case {"field": str(name)} if set(expression) <= {"field", "default", "map", "divide", "read_only"}:
            more: Mapping[str, Any] = expression
            pairs = tuple((_literal(stored), shown) for stored, shown in more.get("map", {}).items())
            return Field(name, more.get("default"), pairs, int(more.get("divide", 0)), bool(more.get("read_only")))
        case {"value": value, **rest} if not rest:
            return Constant(value)
        case {"has": str(name), **rest} if not rest:
            return Has(name)
        case {"text": str(pattern), **rest} if not rest:
            return Text(pattern)
        case {"count": True, **rest} if not rest:
            return Count()
        case {"position": True, **rest} if not rest:
            return Position()
        case _:
            raise BadView(f"{json.dumps(expression)} is no expression for a column")


def _literal(text: str) -> Any:
    """A key of `map`: JSON has only texts there, the store also numbers."""
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text

"""`content`: rows of the phone's providers, as Android's content command prints and changes them.

Providers: settings, and every provider of the store (contacts, alarms, notes, …) under its own name or Android's authority.
A --where or --sort is SQL, as on Android: it runs over a copy of the provider's rows that holds nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.settings import put
from devices.phone.store import NAMESPACES, Row

AUTHORITIES = {
    "com.android.contacts": "contacts",
    "com.android.deskclock": "alarms",
    "com.android.calendar": "events",
    "call_log": "calls",
    "sms": "sms",
}
"""Android's name of a provider -> the store's; any other provider of the store is reached under its own name."""
_USAGE = """usage: adb shell content [subcommand] [options]
  content query --uri <URI> [--user <USER_ID>] [--projection <A:B:C>] [--where <WHERE>] [--sort <SORT_ORDER>]
  content insert --uri <URI> [--user <USER_ID>] --bind <COLUMN>:<TYPE>:<VALUE> [--bind ...]
  content update --uri <URI> [--user <USER_ID>] --bind <COLUMN>:<TYPE>:<VALUE> [--bind ...] [--where <WHERE>]
  content delete --uri <URI> [--user <USER_ID>] [--where <WHERE>]
TYPE is one of b (boolean), s (string), i (integer), l (long), f (float), d (double), n (null)."""
_STEPS_ALLOWED = 2_000_000
_TAKES_VALUE = ("--uri", "--user", "--projection", "--where", "--sort", "--bind", "--extra", "--method", "--arg")
_HARMLESS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION)


@dataclass(frozen=True, slots=True)
class Address:
    """What a content URI names. namespace: of settings, or empty. number: one row's id, or None for all."""

    provider: str
    namespace: str = ""
    key: str | None = None
    number: int | None = None


def commands(handset: Handset) -> Mapping[str, Command]:
    """`content` for this phone."""
    return {"content": refusing(lambda call: _content(handset, call))}


def _content(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    verb = words.next()
    if verb is None:
        call.print(_USAGE)
        return None
    options: dict[str, str] = {}
    bound: dict[str, Any] = {}
    while word := words.next():
        if word not in _TAKES_VALUE:
            raise Refused(f"[ERROR] Unsupported argument: {word}\n{_USAGE}", 1)
        value = words.next()
        if value is None:
            raise Refused(f"[ERROR] Missing value for {word}\n{_USAGE}", 1)
        if word == "--bind":
            column, typed = _binding(value)
            bound[column] = typed
        else:
            options[word] = value
    if "--uri" not in options:
        raise Refused(f"[ERROR] Content provider URI not specified. Did you specify --uri argument?\n{_USAGE}", 1)
    address = _address(handset, options["--uri"])
    where = options.get("--where", "")
    match verb:
        case "query":
            projection = options.get("--projection", "")
            _query(handset, call, address, projection.split(":") if projection else [], where, options.get("--sort", ""))
        case "insert":
            _insert(handset, address, bound)
        case "update":
            for row in _chosen(handset, address, where):
                _update(handset, address, row, bound)
        case "delete":
            for row in _chosen(handset, address, where):
                if address.namespace:
                    handset.phone.store.forget(address.namespace, row["name"])
                else:
                    handset.phone.store.delete(address.provider, int(row["_id"]))
        case _:
            raise Refused(f"[ERROR] Unsupported operation: {verb}\n{_USAGE}", 1)
    return None


def _address(handset: Handset, uri: str) -> Address:
    scheme, _, rest = uri.partition("://")
    authority, *path = [unquote(part) for part in rest.split("?")[0].split("/") if part] or [""]
    if scheme != "content" or not authority:
        raise Refused(f"[ERROR] Unsupported URI: {uri}", 1)
    if authority == "settings":
        if not path or path[0] not in NAMESPACES:
            raise _no_provider(uri)
        return Address("settings", path[0], key=path[1] if len(path) > 1 else None)
    known = {*handset.phone.store.providers(), *(name for app in manifest.installed() for name in app.seeds)}
    name = AUTHORITIES.get(authority, authority.rpartition(".")[2])
    if name not in known and path and path[0] in known:
        name = path[0]
    if name not in known:
        raise _no_provider(authority)
    last = path[-1] if path else ""
    return Address(name, number=int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else None)


def _no_provider(name: str) -> Refused:
    return Refused(
        f"Error while accessing provider:{name}\njava.lang.IllegalStateException: Could not find provider: {name}", 1
    )


def _binding(text: str) -> tuple[str, Any]:
    column, _, rest = text.partition(":")
    kind, colon, value = rest.partition(":")
    try:
        match kind:
            case "s" if colon:
                return column, value
            case "i" | "l":
                return column, int(value)
            case "f" | "d":
                return column, float(value)
            case "b":
                return column, value.lower() == "true"
            case "n":
                return column, None
    except ValueError as error:
        raise Refused(f"[ERROR] Unsupported binding: {text}", 1) from error
    raise Refused(f"[ERROR] Binding not well formed: {text}\n{_USAGE}", 1)


def rows_of(handset: Handset, address: Address) -> list[Row]:
    """The rows that an address names, each with its _id."""
    store = handset.phone.store
    if address.namespace:
        pairs = enumerate(store.settings(address.namespace).items(), start=1)
        rows = [{"_id": number, "name": name, "value": value} for number, (name, value) in pairs]
        return [row for row in rows if address.key in (None, row["name"])]
    return [row for row in store.rows(address.provider) if address.number in (None, row["_id"])]


def _query(handset: Handset, call: Invocation, address: Address, projection: Sequence[str], where: str, sort: str) -> None:
    found = select(rows_of(handset, address), projection, where, sort)
    if not found:
        call.print("No result found.")
    for number, row in enumerate(found):
        call.print(f"Row: {number} " + ", ".join(f"{name}={_shown(value)}" for name, value in row.items()))


def _shown(value: object) -> str:
    return "NULL" if value is None else str(value)


def _chosen(handset: Handset, address: Address, where: str) -> list[Row]:
    """The rows that a condition fits, unchanged."""
    rows = rows_of(handset, address)
    wanted = {row["_id"] for row in select(rows, ["_id"], where, "")}
    return [row for row in rows if row["_id"] in wanted]


def _insert(handset: Handset, address: Address, values: Mapping[str, Any]) -> None:
    if address.namespace:
        name = values.get("name", address.key)
        if name is None or "value" not in values:
            raise Refused("[ERROR] A setting needs --bind name:s:NAME --bind value:s:VALUE", 1)
        put(handset, address.namespace, str(name), _shown(values["value"]))
    else:
        handset.phone.store.insert(address.provider, {key: value for key, value in values.items() if key != "_id"})


def _update(handset: Handset, address: Address, row: Row, values: Mapping[str, Any]) -> None:
    if not address.namespace:
        handset.phone.store.update(address.provider, int(row["_id"]), values)
    elif "value" in values:
        put(handset, address.namespace, row["name"], _shown(values["value"]))


def select(rows: Iterable[Row], projection: Sequence[str], where: str, sort: str) -> list[Row]:
    """SQL over rows: the columns of projection (all where empty), of the rows that fit, in order. Raises Refused."""
    rows = list(rows)
    columns = list(dict.fromkeys(["_id", *(name for row in rows for name in row)]))
    missing = [name for name in projection if name not in columns]
    if missing and rows:
        raise Refused(f"Error while accessing provider\njava.lang.IllegalArgumentException: Invalid column {missing[0]}", 1)
    if not rows:
        return []
    wanted = list(projection) or columns
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE item ({', '.join(_name(column) for column in columns)})")
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


def _name(column: str) -> str:
    return '"' + column.replace('"', '""').replace("\0", "") + '"'


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, (int, float, str)):
        return value
    return json.dumps(value, ensure_ascii=False)

"""`content`: rows of the phone's providers, as Android's content command prints and changes them.

A --where or --sort is SQL, as on Android: it runs over a copy of the rows that holds nothing else (see sql.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from devices.phone import provider
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.columns import NoColumn, Row
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.settings import put
from devices.phone.commands.sql import select
from devices.phone.commands.uris import Address, Plain, Setting, Viewed, read_uri

__all__ = ["commands", "select"]
_USAGE = """usage: adb shell content [subcommand] [options]
  content query --uri <URI> [--user <USER_ID>] [--projection <A:B:C>] [--where <WHERE>] [--sort <SORT_ORDER>]
  content insert --uri <URI> [--user <USER_ID>] --bind <COLUMN>:<TYPE>:<VALUE> [--bind ...]
  content update --uri <URI> [--user <USER_ID>] --bind <COLUMN>:<TYPE>:<VALUE> [--bind ...] [--where <WHERE>]
  content delete --uri <URI> [--user <USER_ID>] [--where <WHERE>]
  content call --uri <URI> --method <METHOD> [--arg <ARG>] [--extra <KEY>:<TYPE>:<VALUE> ...]
  content read --uri <URI> [--user <USER_ID>]
  content write --uri <URI> [--user <USER_ID>]
  content gettype --uri <URI> [--user <USER_ID>]
TYPE is one of b (boolean), s (string), i (integer), l (long), f (float), d (double), n (null)."""
_TAKES_VALUE = ("--uri", "--user", "--projection", "--where", "--sort", "--bind", "--extra", "--method", "--arg")


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
    bound: dict[str, dict[str, Any]] = {"--bind": {}, "--extra": {}}
    while word := words.next():
        if word not in _TAKES_VALUE:
            raise Refused(f"[ERROR] Unsupported argument: {word}\n{_USAGE}", 1)
        value = words.next()
        if value is None:
            raise Refused(f"[ERROR] Missing value for {word}\n{_USAGE}", 1)
        if word in bound:
            column, typed = _binding(value)
            bound[word][column] = typed
        else:
            options[word] = value
    uri = options.get("--uri")
    if uri is None:
        raise Refused(f"[ERROR] Content provider URI not specified. Did you specify --uri argument?\n{_USAGE}", 1)
    address, where = read_uri(handset.phone, uri), options.get("--where", "")
    match verb:
        case "query":
            projection = options.get("--projection", "")
            _query(handset, call, address, projection.split(":") if projection else [], where, options.get("--sort", ""))
        case "insert":
            _insert(handset, address, bound["--bind"])
        case "update":
            _update(handset, address, where, bound["--bind"])
        case "delete":
            _delete(handset, address, where)
        case "call":
            _call(handset, call, address, options.get("--method", ""), options.get("--arg", ""), bound["--extra"])
        case "read":
            call.stdout.write(handset.phone.files.read(_file(handset, address, uri)))
        case "write":
            handset.phone.files.write(_file(handset, address, uri), call.stdin.read())
        case "gettype":
            call.print(f"Result: {_type(address)}")
        case _:
            raise Refused(f"[ERROR] Unsupported operation: {verb}\n{_USAGE}", 1)
    return None


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
                return column, int(value.lower() == "true")
            case "n":
                return column, None
    except ValueError as error:
        raise Refused(f"[ERROR] Unsupported binding: {text}", 1) from error
    raise Refused(f"[ERROR] Binding not well formed: {text}\n{_USAGE}", 1)


def _rows(handset: Handset, address: Address) -> list[tuple[Row, Row]]:
    """The rows that an address names: as the store has them, and as they look."""
    store = handset.phone.store
    match address:
        case Setting(namespace, key):
            pairs = enumerate(store.settings(namespace).items(), start=1)
            rows = [{"_id": number, "name": name, "value": value} for number, (name, value) in pairs]
            return [(row, row) for row in rows if key in (None, row["name"])]
        case Plain(name, number):
            return [(row, row) for row in store.rows(name) if number in (None, row["_id"])]
        case Viewed(app, view, texts, number):
            if view.call:
                values = {key: _worth(text) for key, text in zip(view.arguments, texts, strict=False)}
                answer = provider.call(handset.phone, app.name, view.call, values)[view.answer]
                made = [{name: _whole(value) for name, value in row.items()} for row in answer]
            else:
                provider.refresh(handset.phone, view.provider)
                made = store.rows(view.provider)
            shown = view.show(made, texts[0] if texts and view.search else "")
            return [(row, look) for row, look in shown if number in (None, look.get("_id"))]


def _worth(text: str) -> Any:
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 20 else text


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value  # QML has no large int, providers answer it


def _query(handset: Handset, call: Invocation, address: Address, projection: Sequence[str], where: str, sort: str) -> None:
    known = list(address.view.columns) if isinstance(address, Viewed) and not address.view.parts else []
    found = select([look for _, look in _rows(handset, address)], projection, where, sort, known)
    if not found:
        call.print("No result found.")
    for number, row in enumerate(found):
        call.print(f"Row: {number} " + ", ".join(f"{name}={_shown(value)}" for name, value in row.items()))


def _shown(value: object) -> str:
    return "NULL" if value is None else str(value)


def _chosen(handset: Handset, address: Address, where: str) -> list[tuple[Row, Row]]:
    """The rows that a condition fits, by their places: what is shown of them may have no _id."""
    rows = _rows(handset, address)
    if not where:
        return rows
    numbered = [{**look, "_place": place} for place, (_, look) in enumerate(rows)]
    return [rows[int(row["_place"])] for row in select(numbered, ["_place"], where, "")]


def _insert(handset: Handset, address: Address, values: Mapping[str, Any]) -> None:
    store = handset.phone.store
    match address:
        case Setting(namespace, key):
            name = values.get("name", key)
            if name is None or "value" not in values:
                raise Refused("[ERROR] A setting needs --bind name:s:NAME --bind value:s:VALUE", 1)
            put(handset, namespace, str(name), _shown(values["value"]))
        case Plain(name, _):
            store.insert(name, {key: value for key, value in values.items() if key != "_id"})
        case Viewed(_, view, _, _) if view.parts:
            owner = view.owner(values)
            if owner is None or not store.update(view.provider, owner, _fields(address, values, values)):
                raise _java(address, "java.lang.IllegalArgumentException", "raw_contact_id is required")
        case Viewed(_, view, _, _) if view.call or view.group or view.search:
            raise _java(address, "java.lang.UnsupportedOperationException", "This URI cannot be inserted into")
        case Viewed(_, view, _, _):
            _fields(address, values)
            store.insert(view.provider, view.fresh(values, round(handset.phone.files.clock() * 1000)))


def _fields(address: Viewed, values: Mapping[str, Any], shown: Mapping[str, Any] | None = None) -> Row:
    try:
        return address.view.stored(values, shown)
    except NoColumn as error:
        message = f"no such column: {error} (code 1 SQLITE_ERROR)"
        raise _java(address, "android.database.sqlite.SQLiteException", message) from error


def _update(handset: Handset, address: Address, where: str, values: Mapping[str, Any]) -> None:
    store = handset.phone.store
    chosen = _chosen(handset, address, where)
    with store.batch():
        for row, look in chosen:
            match address:
                case Setting(namespace, _):
                    if "value" in values:
                        put(handset, namespace, row["name"], _shown(values["value"]))
                case Plain(name, _):
                    store.update(name, int(row["_id"]), values)
                case Viewed():
                    store.update(address.provider, int(row["_id"]), _fields(address, values, look))


def _delete(handset: Handset, address: Address, where: str) -> None:
    store = handset.phone.store
    chosen = _chosen(handset, address, where)
    with store.batch():
        for row, look in chosen:
            match address:
                case Setting(namespace, _):
                    store.forget(namespace, row["name"])
                case Viewed(_, view, _, _) if view.parts:  # one fact of a row that goes on to exist
                    empty = {name: "" for name in view.stored({"data1": ""}, look)}
                    store.update(view.provider, int(row["_id"]), empty)
                case Viewed() | Plain():
                    store.delete(address.provider, int(row["_id"]))


def _call(handset: Handset, call: Invocation, address: Address, method: str, arg: str, extras: Mapping[str, Any]) -> None:
    """Settings answer GET_system and the like, as `settings` itself asks them; no other provider answers calls."""
    verb, _, namespace = method.partition("_")
    if not method:
        raise Refused(f"[ERROR] Method not specified\n{_USAGE}", 1)
    answer = "null"
    if isinstance(address, Setting) and namespace in ("system", "secure", "global") and arg:
        match verb:
            case "GET":
                answer = f"Bundle[{{value={handset.phone.store.get(namespace, arg) or 'null'}}}]"
            case "PUT":
                put(handset, namespace, arg, _shown(extras.get("value", "")))
            case "DELETE":
                answer = f"Bundle[{{result_rows_deleted={int(handset.phone.store.forget(namespace, arg))}}}]"
    call.print(f"Result: {answer}")


def _file(handset: Handset, address: Address, uri: str) -> str:
    """The path of the file that a URI names; raises Refused."""
    if isinstance(address, Viewed) and address.view.file and address.number is not None:
        for row, _ in _rows(handset, address):
            return str(row.get(address.view.file))
        raise _java(address, "java.io.FileNotFoundException", f"No item at {uri}")
    raise _java(address, "java.io.FileNotFoundException", f"No files supported by provider at {uri}")


def _type(address: Address) -> str:
    match address:
        case Setting(namespace, _):
            return f"vnd.android.cursor.dir/{namespace}"
        case Viewed(_, view, _, number) if view.type:
            return f"vnd.android.cursor.{'dir' if number is None else 'item'}/{view.type}"
        case _:
            return "null"


def _java(address: Address, name: str, message: str) -> Refused:
    who = "settings" if isinstance(address, Setting) else address.provider
    return Refused(f"Error while accessing provider:{who}\n{name}: {message}", 1)

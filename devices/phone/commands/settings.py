"""`settings`: the values behind the Settings app and the system. What a check reads is what this writes."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.store import NAMESPACES

_USAGE = """Settings provider (settings) commands:
  help
      Print this help text.
  get [--user <USER_ID> | current] NAMESPACE KEY
      Retrieve the current value of KEY.
  put [--user <USER_ID> | current] NAMESPACE KEY VALUE [TAG] [default]
      Change the contents of KEY to VALUE.
  delete [--user <USER_ID> | current] NAMESPACE KEY
      Delete the entry for KEY.
  reset [--user <USER_ID> | current] NAMESPACE {PACKAGE_NAME | RESET_MODE}
      Reset the table to its defaults; RESET_MODE is one of untrusted_defaults, untrusted_clear, trusted_defaults.
  list [--user <USER_ID> | current] NAMESPACE
      Print all defined keys.
NAMESPACE is one of {system, secure, global}, case-insensitive."""
_ROTATION = ("user_rotation", "accelerometer_rotation")


def commands(handset: Handset) -> Mapping[str, Command]:
    """`settings` for this phone."""
    return {"settings": refusing(lambda call: _settings(handset, call))}


def _settings(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    verb = words.next()
    if verb in (None, "help", "-h", "--help"):
        call.print(_USAGE)
        return 0 if verb else 255
    assert verb is not None
    if verb not in ("get", "put", "delete", "reset", "list"):
        raise Refused(f"Invalid command: {verb}\n{_USAGE}")
    while option := words.option():
        if option != "--user":
            raise Refused(f"Invalid option: {option}")
        _check_user(words.required("settings", option))
    namespace = _namespace(words.next())
    rest = words.rest()
    match verb, rest:
        case "get", [key]:
            value = handset.phone.store.get(namespace, key)
            call.print("null" if value is None else value)
        case "put", [key, value] | [key, value, _] | [key, value, _, _]:
            put(handset, namespace, key, value)
        case "delete", [key]:
            call.print(f"Deleted {int(handset.phone.store.forget(namespace, key))} rows")
        case "reset", [_]:
            for key, value in defaults(namespace).items():
                put(handset, namespace, key, value)
        case "list", []:
            for key, value in handset.phone.store.settings(namespace).items():
                call.print(f"{key}={value}")
        case _:
            raise Refused("Bad arguments" if len(rest) < 4 else "Too many arguments")
    return None


def put(handset: Handset, namespace: str, key: str, value: str) -> None:
    """Change a setting, and turn the screen where it asks for that."""
    store = handset.phone.store
    store.put(namespace, key, value)
    if namespace == "system" and key in _ROTATION and store.get("system", "accelerometer_rotation") != "1":
        turns = store.get("system", "user_rotation") or "0"
        handset.phone.rotate(int(turns) if turns in ("0", "1", "2", "3") else 0)


def defaults(namespace: str) -> dict[str, str]:
    """What the settings of a namespace are on a new phone."""
    found: dict[str, str] = {}
    for page in manifest.app_data("settings", "pages.json").values():
        for item in page["items"]:
            owner, _, key = item.get("key", "").partition("/")
            if owner == namespace:
                found[key] = item["default"]
    return found


def _namespace(word: str | None) -> str:
    if word is None or word.lower() not in NAMESPACES:
        raise Refused(f"Invalid namespace '{word}'\n{_USAGE}" if word else _USAGE)
    return word.lower()


def _check_user(word: str) -> None:
    if word not in ("0", "current", "cur", "-2"):
        raise Refused(f"Error: user {word} does not exist")

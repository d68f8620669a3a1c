"""The battery: how full it is, what charges it, and `dumpsys battery` with its orders.

Knows the keys under which the phone keeps them; the status bar shows the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Refused
from devices.phone.commands.handset import Handset

LEVEL = "fingertip_battery_level"
_KEYS = {
    "ac": "fingertip_battery_ac", "usb": "fingertip_battery_usb", "wireless": "fingertip_battery_wireless",
    "dock": "fingertip_battery_dock", "status": "fingertip_battery_status", "present": "fingertip_battery_present",
    "level": LEVEL, "temp": "fingertip_battery_temp", "invalid": "fingertip_battery_invalid",
    "counter": "fingertip_battery_counter",
}  # fmt: skip
"""Word of `dumpsys battery set` -> the key in the global namespace."""
_AT_FIRST = {
    "ac": "0", "usb": "1", "wireless": "0", "dock": "0", "status": "2", "present": "1", "level": "87", "temp": "251",
    "invalid": "0", "counter": "3480000",
}  # fmt: skip
_SUPPLIES = ("ac", "usb", "wireless", "dock")
_CHARGING, _DISCHARGING, _FULL = "2", "3", "5"
_USAGE = """Battery service (battery) commands:
  help
    Print this help text.
  get [-f] [ac|usb|wireless|dock|status|level|temp|present|counter|invalid]
  set [-f] [ac|usb|wireless|dock|status|level|temp|present|counter|invalid] <value>
    Force a battery property value, freezing battery state.
  unplug [-f]
    Force battery unplugged, freezing battery state.
  reset [-f]
    Unfreeze battery state, returning to current hardware values."""


def value(handset: Handset, word: str) -> str:
    """What a word of `dumpsys battery get` means now."""
    return handset.phone.store.get("global", _KEYS[word]) or _AT_FIRST[word]


def status(handset: Handset) -> str:
    """2 charging, 3 discharging, 5 full."""
    forced = handset.phone.store.get("global", _KEYS["status"])
    if forced is not None:
        return forced
    if not any(value(handset, supply) == "1" for supply in _SUPPLIES):
        return _DISCHARGING
    return _FULL if value(handset, "level") == "100" else _CHARGING


def dump(handset: Handset, words: Sequence[str]) -> str:
    """What `dumpsys battery` says; with words it is an order, and says nothing."""
    if words and words[0] not in ("-a",):
        return order(handset, words)
    frozen = any(handset.phone.store.get("global", key) is not None for key in _KEYS.values())
    level = int(value(handset, "level"))
    lines = [
        "Current Battery Service state:",
        *(["  (UPDATES STOPPED -- use 'reset' to restart)"] if frozen else []),
        f"  AC powered: {_flag(value(handset, 'ac'))}",
        f"  USB powered: {_flag(value(handset, 'usb'))}",
        f"  Wireless powered: {_flag(value(handset, 'wireless'))}",
        f"  Dock powered: {_flag(value(handset, 'dock'))}",
        "  Max charging current: 500000",
        "  Max charging voltage: 5000000",
        f"  Charge counter: {value(handset, 'counter')}",
        f"  status: {status(handset)}",
        "  health: 2",
        f"  present: {_flag(value(handset, 'present'))}",
        f"  level: {level}",
        "  scale: 100",
        f"  voltage: {3600 + 6 * level}",
        f"  temperature: {value(handset, 'temp')}",
        "  technology: Li-ion",
    ]
    return "\n".join(lines)


def cmd(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd battery …`."""
    if not words or words[0] in ("help", "-h"):
        call.print(_USAGE)
        return 0 if words else 255
    said = order(handset, words)
    if said:
        call.print(said)
    return None


def order(handset: Handset, words: Sequence[str]) -> str:
    """Carry out `set`, `get`, `unplug`, `reset`; returns what it prints. Raises Refused."""
    store = handset.phone.store
    kept = [word for word in words if word != "-f"]
    match kept:
        case ["unplug"]:
            for supply in _SUPPLIES:
                store.put("global", _KEYS[supply], "0")
            return ""
        case ["reset"]:
            for key in _KEYS.values():
                store.forget("global", key)
            return ""
        case ["get", "status"]:
            return status(handset)
        case ["get", word] if word in _KEYS:
            return _flag(value(handset, word)) if word in (*_SUPPLIES, "present") else value(handset, word)
        case ["set", word, number] if word in _KEYS:
            digits = number.removeprefix("-")
            if not digits.isascii() or not digits.isdecimal() or len(digits) > 9:
                raise Refused(f"Bad value: {number}")
            if word == "level":
                number = str(min(max(int(number), 0), 100))
            store.put("global", _KEYS[word], number)
            return ""
        case [("set" | "get") as verb, word, *_]:
            raise Refused(f"Unknown {verb} option: {word}")
        case [("set" | "get")]:
            raise Refused("No property specified")
        case _:
            return _USAGE


def _flag(text: str) -> str:
    return "false" if text == "0" else "true"

"""`cmd`, `reboot`, `fingertip`: the doors to single services, and what only this phone has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.packages import pm
from devices.phone.commands.svc import switch

_NIGHT = {"yes": "2", "no": "1"}
_SAME = {
    "activity": "am",
    "settings": "settings",
    "window": "wm",
    "input": "input",
    "input_method": "ime",
    "content": "content",
}
_USAGE = "usage: fingertip seed | page"


def commands(handset: Handset, others: Mapping[str, Command]) -> Mapping[str, Command]:
    """`cmd`, `reboot` and `fingertip` for this phone. others: commands that `cmd SERVICE` leads to."""
    return {
        "cmd": refusing(lambda call: _cmd(handset, others, call)),
        "reboot": refusing(lambda call: _reboot(handset, call)),
        "fingertip": refusing(lambda call: _fingertip(handset, call)),
    }


def _cmd(handset: Handset, others: Mapping[str, Command], call: Invocation) -> int | None:
    services = ["bluetooth_manager", "connectivity", "package", "uimode", "wifi", *_SAME]
    match call.argv[1:]:
        case ():
            raise Refused("cmd: No service specified; use -l to list all services", 20)
        case ("-l",):
            call.print("Currently running services:\n" + "\n".join(f"  {name}" for name in sorted(services)))
        case ("package", *rest):
            return pm(handset, call, rest)
        case ("uimode", "night", word) if word in _NIGHT:
            handset.phone.store.put("secure", "ui_night_mode", _NIGHT[word])
            call.print(f"Night mode: {word}")
        case ("uimode", "night"):
            dark = handset.phone.store.get("secure", "ui_night_mode") == "2"
            call.print(f"Night mode: {'yes' if dark else 'no'}")
        case ("wifi", "set-wifi-enabled", ("enabled" | "disabled") as word):
            switch(handset, "wifi", word == "enabled")
        case ("wifi", "status"):
            on = handset.phone.store.get("global", "wifi_on") == "1"
            call.print(f"Wifi is {'enabled' if on else 'disabled'}")
        case ("bluetooth_manager", ("enable" | "disable") as word):
            switch(handset, "bluetooth", word == "enable")
        case ("connectivity", "airplane-mode", ("enable" | "disable") as word):
            handset.phone.store.put("global", "airplane_mode_on", "1" if word == "enable" else "0")
        case ("connectivity", "airplane-mode"):
            on = handset.phone.store.get("global", "airplane_mode_on") == "1"
            call.print("enabled" if on else "disabled")
        case (service, *rest) if service in _SAME:
            name = _SAME[service]
            return others[name](replace(call, argv=(name, *rest)))
        case (service, *rest) if service in services:
            raise Refused(f"Unknown command: {' '.join(rest)}")
        case (service, *_):
            raise Refused(f"cmd: Can't find service: {service}", 20)
    return None


def _reboot(handset: Handset, call: Invocation) -> int | None:
    if call.argv[1:] == ("-p",) and handset.switch_off is not None:
        handset.switch_off()
        return None
    if call.argv[1:] not in ((), ("userspace",)):
        raise Refused(f"reboot: this phone cannot reboot into {call.argv[1]}", 1)
    handset.reboot()
    return None


def _fingertip(handset: Handset, call: Invocation) -> int | None:
    match call.argv[1:]:
        case ("seed",):
            call.print(str(handset.phone.options.seed))
        case ("page",):
            call.print(f"{handset.front.package} {handset.phone.page}".rstrip())
        case _:
            raise Refused(_USAGE, 2)
    return None

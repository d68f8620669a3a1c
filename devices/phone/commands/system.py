"""`cmd`, `service`, `media`, `reboot`: the doors to single services."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands import battery, notification, service_cmds
from devices.phone.commands.console import Refused, refusing, warn
from devices.phone.commands.handset import Handset
from devices.phone.commands.services import SERVICES

_SAME = {
    "activity": "am",
    "content": "content",
    "input": "input",
    "input_method": "ime",
    "package": "pm",
    "settings": "settings",
    "window": "wm",
}
"""Service -> the command that is the same."""
Door = Callable[[Handset, Invocation, list[str]], int | None]
_DOORS: Mapping[str, Door] = {
    "appops": service_cmds.appops,
    "audio": service_cmds.audio,
    "battery": battery.cmd,
    "bluetooth_manager": service_cmds.bluetooth,
    "connectivity": service_cmds.connectivity,
    "location": service_cmds.location,
    "locale": service_cmds.locale,
    "media_session": service_cmds.media_session,
    "notification": notification.cmd,
    "overlay": service_cmds.overlay,
    "power": service_cmds.power,
    "statusbar": service_cmds.statusbar,
    "uimode": service_cmds.uimode,
    "wifi": service_cmds.wifi,
}


def commands(handset: Handset, others: Mapping[str, Command]) -> Mapping[str, Command]:
    """`cmd`, `service`, `media` and `reboot` for this phone. others: commands that `cmd SERVICE` leads to."""
    return {
        "cmd": refusing(lambda call: _cmd(handset, others, call)),
        "media": refusing(lambda call: service_cmds.media_session(handset, call, list(call.argv[1:]))),
        "reboot": refusing(lambda call: _reboot(handset, call)),
        "service": refusing(_service),
    }


def _cmd(handset: Handset, others: Mapping[str, Command], call: Invocation) -> int | None:
    words = [word for word in call.argv[1:2] if word != "-w"] + list(call.argv[2:])
    match words:
        case []:
            raise Refused("cmd: No service specified; use -l to list all services", 20)
        case ["-l"]:
            call.print("Currently running services:\n" + "\n".join(f"  {name}" for name in sorted(SERVICES)))
        case [service, *rest] if service in _SAME:
            name = _SAME[service]
            return others[name](replace(call, argv=(name, *rest)))
        case [service, *rest] if service in _DOORS:
            return _DOORS[service](handset, call, rest)
        case [service, *_] if service in SERVICES:
            warn(call, "No shell command implementation.")
        case [service, *_]:
            raise Refused(f"cmd: Can't find service: {service}", 20)
    return None


def _service(call: Invocation) -> int | None:
    match call.argv[1:]:
        case ("list",):
            call.print(f"Found {len(SERVICES)} services:")
            for number, (name, interface) in enumerate(sorted(SERVICES.items())):
                call.print(f"{number}\t{name}: [{interface}]")
        case ("check", name):
            call.print(f"Service {name}: {'found' if name in SERVICES else 'not found'}")
        case ("call", name, *_) if name not in SERVICES:
            raise Refused(f"service: Service {name} does not exist", 10)
        case ("call", *_):
            raise Refused("service: this phone has no binder; call the service by its command (cmd -l)", 10)
        case _:
            raise Refused(
                "Usage: service [-h|-?]\n       service list\n       service check SERVICE\n       service call SERVICE CODE …",
                10,
            )
    return None


def _reboot(handset: Handset, call: Invocation) -> int | None:
    if call.argv[1:] == ("-p",) and handset.switch_off is not None:
        handset.switch_off()
        return None
    if call.argv[1:] not in ((), ("userspace",)):
        raise Refused(f"reboot: this phone cannot reboot into {call.argv[1]}", 1)
    handset.reboot()
    return None

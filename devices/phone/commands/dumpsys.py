"""`dumpsys`: what each service of the phone says of itself, in the words that clients look for.

Only what a client is known to read is printed, and always from the phone's real state. What each service says is in dumps_….py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands import battery, dumps_activity, dumps_hardware, dumps_system, dumps_window, notification
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.package_dump import describe
from devices.phone.commands.services import SERVICES

Dump = Callable[[Handset, list[str]], str]


def _package(handset: Handset, words: list[str]) -> str:
    names = [word for word in words if not word.startswith("-")] or list(handset.packages)
    return "\n".join(describe(handset, name) for name in names)


DUMPS: Mapping[str, Dump] = {
    "SurfaceFlinger": dumps_hardware.surface_flinger,
    "activity": dumps_activity.activity,
    "alarm": dumps_system.alarm,
    "audio": dumps_hardware.audio,
    "battery": battery.dump,
    "bluetooth_manager": dumps_hardware.bluetooth,
    "clipboard": dumps_system.clipboard,
    "connectivity": dumps_hardware.connectivity,
    "cpuinfo": dumps_system.cpuinfo,
    "diskstats": dumps_system.diskstats,
    "display": dumps_hardware.display,
    "gfxinfo": dumps_system.gfxinfo,
    "input": dumps_hardware.input_devices,
    "input_method": dumps_window.input_method,
    "location": dumps_hardware.location,
    "meminfo": dumps_system.meminfo,
    "notification": notification.dump,
    "package": _package,
    "power": dumps_hardware.power,
    "settings": dumps_system.settings,
    "statusbar": dumps_window.statusbar,
    "telephony.registry": dumps_hardware.telephony,
    "trust": dumps_window.trust,
    "uimode": dumps_window.uimode,
    "user": dumps_system.user,
    "wifi": dumps_hardware.wifi,
    "window": dumps_window.window,
}
"""Service -> what it says; every other service of the phone has nothing to say."""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`dumpsys` for this phone."""
    return {"dumpsys": refusing(lambda call: _dumpsys(handset, call))}


def _dumpsys(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    skipped: list[str] = []
    while option := words.option():
        match option:
            case "-l":
                call.print("Currently running services:\n" + "\n".join(f"  {name}" for name in sorted(SERVICES)))
                return None
            case "-t" | "-T" | "--priority":
                words.required("dumpsys", option)
            case "--proto":
                raise Refused("dumpsys: this phone prints text alone", 1)
            case "--pid" | "--thread" | "--dump" | "--clients" | "--stability":
                continue
            case "--skip":
                skipped = words.required("dumpsys", option).split(",")
            case "--help":
                call.print(
                    "usage: dumpsys\n         To dump all services.\nor:\n       dumpsys [-t TIMEOUT] [--priority LEVEL] "
                    "[--help | -l | --skip SERVICES | SERVICE [ARGS]]"
                )
                return None
            case _:
                raise Refused(f"dumpsys: unknown option {option}", 1)
    name = words.next()
    if name is not None:
        if name not in SERVICES:
            raise Refused(f"Can't find service: {name}", 0)
        said = DUMPS[name](handset, words.rest()) if name in DUMPS else ""
        if said:
            call.print(said)
        return None
    call.print("Currently running services:\n" + "\n".join(f"  {other}" for other in sorted(SERVICES)))
    for other in sorted(DUMPS):
        if other not in skipped:
            call.print(f"{'-' * 79}\nDUMP OF SERVICE {other}:\n{DUMPS[other](handset, [])}")
            call.print(
                f"--------- 0.001s was the duration of dumpsys {other}, ending at: {handset.phone.now:%Y-%m-%d %H:%M:%S}"
            )
    return None

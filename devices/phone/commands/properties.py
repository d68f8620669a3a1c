"""`getprop` and `setprop`: what the phone says of its build."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset

MODEL, NAME = "Fingertip One", "fingertip_one"
FIXED = {
    "ro.product.brand": "fingertip",
    "ro.product.device": NAME,
    "ro.product.manufacturer": "Fingertip",
    "ro.product.model": MODEL,
    "ro.product.name": NAME,
    "ro.product.board": NAME,
    "ro.product.cpu.abi": "arm64-v8a",
    "ro.product.cpu.abilist": "arm64-v8a",
    "ro.build.id": "FT1A.260101.001",
    "ro.build.display.id": "FT1A.260101.001",
    "ro.build.type": "user",
    "ro.build.tags": "release-keys",
    "ro.build.characteristics": "default",
    "ro.build.version.release": "14",
    "ro.build.version.sdk": "34",
    "ro.build.version.codename": "REL",
    "ro.build.version.incremental": "1",
    "ro.build.version.security_patch": "2026-01-01",
    "ro.build.fingerprint": f"fingertip/{NAME}/{NAME}:14/FT1A.260101.001/1:user/release-keys",
    "ro.hardware": "fingertip",
    "ro.debuggable": "0",
    "ro.secure": "1",
    "ro.adb.secure": "0",
    "ro.crypto.state": "encrypted",
    "ro.boot.hardware": "fingertip",
    "init.svc.adbd": "running",
    "init.svc.bootanim": "stopped",
    "dev.bootcomplete": "1",
    "sys.boot_completed": "1",
    "service.bootanim.exit": "1",
    "persist.sys.timezone": "UTC",
    "gsm.sim.state": "LOADED",
    "gsm.operator.alpha": "Fingertip",
    "gsm.operator.iso-country": "us",
}
_LOCALE = "persist.sys.locale"
_SETTABLE = ("persist.", "debug.", "log.", "sys.", "test.", "vendor.")


def commands(handset: Handset) -> Mapping[str, Command]:
    """`getprop` and `setprop` for this phone."""
    return {
        "getprop": refusing(lambda call: _getprop(handset, call)),
        "setprop": refusing(lambda call: _setprop(handset, call)),
    }


def properties(handset: Handset) -> dict[str, str]:
    """All properties as they are now."""
    phone = handset.phone
    live = {
        "ro.serialno": f"FT{phone.options.seed:010d}",
        "ro.boot.serialno": f"FT{phone.options.seed:010d}",
        "ro.sf.lcd_density": str(phone.options.density),
        _LOCALE: phone.store.get("system", "system_locales") or phone.options.locale,
    }
    return {**FIXED, **handset.properties, **live}


def _getprop(handset: Handset, call: Invocation) -> int | None:
    known = properties(handset)
    match call.argv[1:]:
        case ():
            for name, value in sorted(known.items()):
                call.print(f"[{name}]: [{value}]")
        case (name,):
            call.print(known.get(name, ""))
        case (name, default):
            call.print(known.get(name, "") or default)
        case _:
            raise Refused('getprop: Max 2 arguments (see "getprop --help")', 1)
    return None


def _setprop(handset: Handset, call: Invocation) -> int | None:
    if len(call.argv) != 3:
        raise Refused('setprop: Needs 2 arguments (see "setprop --help")', 1)
    name, value = call.argv[1:]
    if not name.startswith(_SETTABLE) or len(value) > 91:
        raise Refused(f"setprop: failed to set property '{name}' to '{value}'", 1)
    if name == _LOCALE:
        handset.phone.store.put("system", "system_locales", value)
    else:
        handset.properties[name] = value
    return None

"""`getprop` and `setprop`: what the phone says of its build."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Refused, refusing
from devices.phone.commands.handset import Handset

MODEL, NAME = "Fingertip One", "fingertip_one"
_BUILD = "FT1A.260101.001"
FIXED = {
    "dalvik.vm.heapsize": "512m",
    "debug.force_rtl": "false",
    "dev.bootcomplete": "1",
    "gsm.network.type": "LTE",
    "gsm.operator.alpha": "Fingertip",
    "gsm.operator.iso-country": "us",
    "gsm.operator.isroaming": "false",
    "gsm.operator.numeric": "310260",
    "gsm.sim.operator.alpha": "Fingertip",
    "gsm.sim.operator.iso-country": "us",
    "gsm.sim.operator.numeric": "310260",
    "gsm.sim.state": "LOADED",
    "gsm.version.baseband": "1.0",
    "init.svc.adbd": "running",
    "init.svc.bootanim": "stopped",
    "init.svc.surfaceflinger": "running",
    "init.svc.zygote": "running",
    "net.bt.name": "Android",
    "net.hostname": NAME,
    "persist.sys.timezone": "UTC",
    "persist.sys.usb.config": "adb",
    "ro.adb.secure": "0",
    "ro.allow.mock.location": "0",
    "ro.arch": "arm64",
    "ro.board.platform": "fingertip",
    "ro.boot.hardware": "fingertip",
    "ro.boot.hardware.revision": "1.0",
    "ro.boot.mode": "normal",
    "ro.boot.verifiedbootstate": "green",
    "ro.bootimage.build.fingerprint": f"fingertip/{NAME}/{NAME}:14/{_BUILD}/1:user/release-keys",
    "ro.bootmode": "normal",
    "ro.build.characteristics": "default",
    "ro.build.date": "Thu Jan  1 00:00:00 UTC 2026",
    "ro.build.date.utc": "1767225600",
    "ro.build.description": f"{NAME}-user 14 {_BUILD} 1 release-keys",
    "ro.build.display.id": _BUILD,
    "ro.build.fingerprint": f"fingertip/{NAME}/{NAME}:14/{_BUILD}/1:user/release-keys",
    "ro.build.flavor": f"{NAME}-user",
    "ro.build.host": "localhost",
    "ro.build.id": _BUILD,
    "ro.build.product": NAME,
    "ro.build.tags": "release-keys",
    "ro.build.type": "user",
    "ro.build.user": "fingertip",
    "ro.build.version.all_codenames": "REL",
    "ro.build.version.base_os": "",
    "ro.build.version.codename": "REL",
    "ro.build.version.incremental": "1",
    "ro.build.version.min_supported_target_sdk": "28",
    "ro.build.version.preview_sdk": "0",
    "ro.build.version.release": "14",
    "ro.build.version.release_or_codename": "14",
    "ro.build.version.sdk": "34",
    "ro.build.version.security_patch": "2026-01-01",
    "ro.carrier": "unknown",
    "ro.config.ringtone": "Pixie.ogg",
    "ro.crypto.state": "encrypted",
    "ro.crypto.type": "file",
    "ro.debuggable": "0",
    "ro.hardware": "fingertip",
    "ro.kernel.qemu": "",
    "ro.opengles.version": "196610",
    "ro.product.board": NAME,
    "ro.product.brand": "fingertip",
    "ro.product.build.id": _BUILD,
    "ro.product.cpu.abi": "arm64-v8a",
    "ro.product.cpu.abilist": "arm64-v8a",
    "ro.product.cpu.abilist32": "",
    "ro.product.cpu.abilist64": "arm64-v8a",
    "ro.product.device": NAME,
    "ro.product.first_api_level": "34",
    "ro.product.locale": "en-US",
    "ro.product.manufacturer": "Fingertip",
    "ro.product.model": MODEL,
    "ro.product.name": NAME,
    "ro.product.system.brand": "fingertip",
    "ro.product.system.manufacturer": "Fingertip",
    "ro.product.system.model": MODEL,
    "ro.product.vendor.model": MODEL,
    "ro.revision": "0",
    "ro.secure": "1",
    "ro.setupwizard.mode": "DISABLED",
    "ro.system.build.version.sdk": "34",
    "ro.vendor.build.security_patch": "2026-01-01",
    "ro.wifi.channels": "",
    "ro.zygote": "zygote64",
    "selinux.restorecon_recursive": "/data/misc_ce/0",
    "service.bootanim.exit": "1",
    "sys.boot.reason": "reboot",
    "sys.boot_completed": "1",
    "sys.usb.config": "adb",
    "sys.usb.state": "adb",
    "sys.user.0.ce_available": "true",
    "vold.has_adoptable": "0",
    "wifi.interface": "wlan0",
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
        "ro.boottime.init": "1000000000",
        "ro.runtime.firstboot": str(
            round(handset.booted.replace(tzinfo=UTC).timestamp()) * 1000
        ),  # its parts are read one after the other
        _LOCALE: phone.store.get("system", "system_locales") or phone.options.locale,
    }
    return {**FIXED, **handset.properties, **live}


def configuration(handset: Handset) -> str:
    """The phone as Android's resources see it: network, language, size, theme, density, …"""
    phone = handset.phone
    width, height = phone.size
    wide, high = width * 160 // phone.density, height * 160 // phone.density
    language, _, region = (phone.store.get("system", "system_locales") or phone.options.locale).partition("-")
    parts = ["mcc310-mnc260", language, *([f"r{region}"] if region else []), "ldrtl" if language == "ar" else "ldltr"]
    parts += [f"sw{min(wide, high)}dp", f"w{wide}dp", f"h{high}dp", "large" if min(wide, high) >= 600 else "normal"]
    parts += ["long" if max(width, height) * 3 > min(width, height) * 5 else "notlong", "notround", "nowidecg", "lowdr"]
    parts += [
        "land" if width > height else "port",
        "night" if phone.store.get("secure", "ui_night_mode") == "2" else "notnight",
    ]
    parts += [f"{phone.density}dpi", "finger", "keysexposed", "nokeys", "navhidden", "nonav", f"{width}x{height}", "v34"]
    return "-".join(parts)


def _getprop(handset: Handset, call: Invocation) -> int | None:
    known = properties(handset)
    if call.argv[1:2] in (("-T",), ("-Z",)):
        for name in sorted(known):
            call.print(f"[{name}]: [string]" if call.argv[1] == "-T" else f"[{name}]: [u:object_r:default_prop:s0]")
        return None
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
        raise Refused(f"Failed to set property '{name}' to '{value}'.\nSee dmesg for error reason.", 1)
    if name == _LOCALE:
        handset.phone.store.put("system", "system_locales", value)
    else:
        handset.properties[name] = value
    return None

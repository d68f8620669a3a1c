"""What `dumpsys package` and `pm dump` say of a package, and what the phone's hardware and libraries are."""

from __future__ import annotations

from devices.phone import permissions
from devices.phone.commands.handset import Handset, Package

FEATURES = (
    "reqGlEsVersion=0x30002", "android.hardware.audio.output", "android.hardware.bluetooth", "android.hardware.bluetooth_le",
    "android.hardware.camera", "android.hardware.camera.any", "android.hardware.location", "android.hardware.location.gps",
    "android.hardware.microphone", "android.hardware.nfc", "android.hardware.ram.normal", "android.hardware.screen.landscape",
    "android.hardware.screen.portrait", "android.hardware.telephony", "android.hardware.touchscreen",
    "android.hardware.touchscreen.multitouch", "android.hardware.wifi", "android.software.home_screen",
    "android.software.input_methods", "android.software.webview",
)  # fmt: skip
LIBRARIES = ("android.ext.shared", "android.test.base", "android.test.mock", "android.test.runner", "org.apache.http.legacy")


def version_code(package: Package) -> int:
    """A version as a number: "1.2" is 10200."""
    parts = [int(part) if part.isdecimal() else 0 for part in package.version.split(".")]
    return sum(part * 100 ** (2 - place) for place, part in enumerate(parts[:3]))


def describe(handset: Handset, name: str) -> str:
    """What `dumpsys package NAME` says."""
    package = handset.packages.get(name)
    if package is None:
        return f"Unable to find package: {name}"
    app = handset.phone.apps.find(name)
    flags = "SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA" if package.system else "HAS_CODE ALLOW_CLEAR_USER_DATA"
    installed = _installed(handset, package)
    actions: dict[str, list[str]] = {}
    if package.activities:
        actions["android.intent.action.MAIN"] = [next(iter(package.activities))]
    for action, page in (app.actions if app else {}).items():
        actions.setdefault(action, []).append(app.activity_of(page) if app else "")
    lines = ["Activity Resolver Table:"]
    if app and app.schemes:
        lines.append("  Schemes:")
        for scheme, page in app.schemes.items():
            lines += [
                f"      {scheme}:",
                f"        {package.number:x}a1 {name}/{app.activity_of(page)} filter {package.number:x}b1",
            ]
    lines.append("  Non-Data Actions:")
    for action, activities in actions.items():
        lines.append(f"      {action}:")
        lines += [f"        {package.number:x}a2 {name}/{activity} filter {package.number:x}b2" for activity in activities]
    declared = [permissions.full(permission) for permission in app.permissions] if app else []
    disabled = name in handset.disabled
    lines += [
        "",
        "Packages:",
        f"  Package [{name}] ({package.number:x}c3):",
        f"    userId={package.uid}",
        f"    pkg=Package{{{package.number:x}d4 {name}}}",
        f"    codePath={package.apk.rpartition('/')[0]}",
        f"    versionCode={version_code(package)} minSdk=28 targetSdk=34",
        f"    versionName={package.version}",
        f"    signatures=PackageSignatures{{{package.number:x}e5 version:3, signatures:[{0xF1A60000 + package.number:x}]}}",
        f"    flags=[ {flags} ]",
        f"    pkgFlags=[ {flags} ]",
        f"    timeStamp={installed}",
        f"    lastUpdateTime={installed}",
        "    requested permissions:",
        *(f"      {permission}" for permission in declared),
        "    install permissions:",
        *(f"      {permission}: granted=true" for permission in declared if not runtime(permission)),
        f"    User 0: ceDataInode=0 installed=true hidden=false suspended=false stopped=false enabled={3 if disabled else 0}",
        f"      firstInstallTime={installed}",
        "      runtime permissions:",
        *(
            f"        {permission}: granted={_flag(permissions.granted(handset.phone.store, name, permission))}, flags=[ ]"
            for permission in declared
            if runtime(permission)
        ),
    ]
    return "\n".join(lines)


def runtime(permission: str) -> bool:
    """Whether a person is asked for it, so that it can be granted and revoked."""
    return permissions.short(permission) in permissions.QUESTIONS


def _installed(handset: Handset, package: Package) -> str:
    if package.system or package.name not in handset.phone.apps.by_package or handset.phone.apps.is_builtin(package.name):
        return "2026-01-01 00:00:00"
    return f"{handset.phone.now:%Y-%m-%d} 00:00:00"


def _flag(value: bool) -> str:
    return "true" if value else "false"

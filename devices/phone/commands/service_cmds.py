"""The shells of small services, as `cmd SERVICE …` opens them: each order is one setting or one thing on the screen."""

from __future__ import annotations

from devices.phone import permissions, provider
from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Refused, java_exception, whole
from devices.phone.commands.handset import Handset
from devices.phone.commands.network import connected, join, networks, ssid
from devices.phone.commands.svc import switch
from devices.phone.store import Row

_NIGHT = {"yes": "2", "no": "1", "auto": "0"}
_NIGHT_NAMES = {"2": "yes", "1": "no", "0": "auto"}
_STREAMS = {
    0: ("STREAM_VOICE_CALL", "volume_voice", 5),
    2: ("STREAM_RING", "volume_ring", 7),
    3: ("STREAM_MUSIC", "volume_music", 15),
    4: ("STREAM_ALARM", "volume_alarm", 7),
}
"""Number of an audio stream -> its name, its setting, its loudest."""
_OPS = {
    "CAMERA": "CAMERA", "RECORD_AUDIO": "RECORD_AUDIO", "FINE_LOCATION": "ACCESS_FINE_LOCATION",
    "COARSE_LOCATION": "ACCESS_COARSE_LOCATION", "READ_CONTACTS": "READ_CONTACTS", "WRITE_CONTACTS": "WRITE_CONTACTS",
    "READ_SMS": "READ_SMS", "SEND_SMS": "SEND_SMS", "CALL_PHONE": "CALL_PHONE", "READ_CALENDAR": "READ_CALENDAR",
    "POST_NOTIFICATION": "POST_NOTIFICATIONS",
}  # fmt: skip
"""Android's app operations -> the permission that decides on them."""


def _unknown(service: str, words: list[str]) -> Refused:
    return Refused(f"Unknown command: {words[0]}" if words else f"{service} service: no command given; see cmd {service} help")


def uimode(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd uimode night [yes|no|auto]`."""
    store = handset.phone.store
    match words:
        case ["night"]:
            call.print(f"Night mode: {_NIGHT_NAMES.get(store.get('secure', 'ui_night_mode') or '1', 'no')}")
        case ["night", word] if word in _NIGHT:
            store.put("secure", "ui_night_mode", _NIGHT[word])
            call.print(f"Night mode: {word}")
        case ["night", word]:
            raise Refused(f"Error: bad night mode {word}; it is yes, no or auto")
        case ["car", *_] | ["time", *_]:
            call.print("Car mode: no" if words[0] == "car" else "start time: 22:00\nend time: 06:00")
        case _:
            raise _unknown("uimode", words)
    return None


def wifi(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd wifi status | set-wifi-enabled | list-networks | list-scan-results`."""
    on = handset.phone.store.get("global", "wifi_on") == "1"
    match words:
        case ["set-wifi-enabled", ("enabled" | "disabled") as word]:
            switch(handset, "wifi", word == "enabled")
        case ["set-wifi-enabled", *_]:
            raise java_exception("set-wifi-enabled", "java.lang.IllegalArgumentException", "Expected 'enabled' or 'disabled'")
        case ["status"]:
            call.print(f"Wifi is {'enabled' if on else 'disabled'}\nWifi scanning is only available when wifi is enabled")
            call.print("==== Primary ClientModeManager instance ====")
            call.print(f'Wifi is connected to "{ssid(handset)}"' if connected(handset) else "Wifi is not connected")
        case ["list-networks"]:
            saved = [row for row in networks(handset) if row.get("saved")]
            call.print("Network Id      SSID                         Security type" if saved else "No networks")
            for row in saved:
                call.print(f"{int(row['_id']) - 1:<12} {row['ssid']!s:<32} {_security(row)}")
        case ["list-scan-results"]:
            if not on:
                call.print("No scan results")
                return None
            call.print(
                "    BSSID              Frequency      RSSI           Age(sec)     SSID                                 Flags"
            )
            for row in networks(handset):
                address, strength = f"02:00:00:44:55:{int(row['_id']) % 256:02x}", -90 + 12 * int(row.get("signal") or 0)
                flags = "[ESS]" if _security(row) == "open" else "[WPA2-PSK-CCMP][RSN-PSK-CCMP][ESS]"
                call.print(f"  {address}       5180        {strength}            1.000    {row['ssid']!s:<32}         {flags}")
        case ["connect-network", name, kind, *rest]:
            why = join(handset, name, kind, rest[0] if rest else "")
            call.print(why or "Connection initiated ")
        case ["start-scan"] | ["force-country-code", *_]:
            return None
        case _:
            raise _unknown("wifi", words)
    return None


def _security(row: Row) -> str:
    return "open" if str(row.get("security") or "open") in ("open", "none", "") else "wpa2-psk"


def bluetooth(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd bluetooth_manager enable | disable | wait-for-state:STATE_ON`."""
    on = handset.phone.store.get("global", "bluetooth_on") == "1"
    match words:
        case [("enable" | "disable") as word]:
            switch(handset, "bluetooth", word == "enable")
            call.print(f"{word}: Success")
        case [word] if word.startswith("wait-for-state:STATE_"):
            wanted = word.rpartition("_")[2] == "ON"
            call.print(f"{word}: {'Success' if wanted == on else 'Failed with status=-1'}")
            return 0 if wanted == on else 255
        case _:
            raise _unknown("bluetooth_manager", words)
    return None


def connectivity(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd connectivity airplane-mode [enable|disable]`."""
    store = handset.phone.store
    match words:
        case ["airplane-mode", ("enable" | "disable") as word]:
            provider.call(handset.phone, "settings", "airplane", {"on": word == "enable"})
        case ["airplane-mode"]:
            call.print("enabled" if store.get("global", "airplane_mode_on") == "1" else "disabled")
        case _:
            raise _unknown("connectivity", words)
    return None


def statusbar(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd statusbar expand-notifications | expand-settings | collapse | check-support | get-status-icons`."""
    match words:
        case ["expand-notifications"]:
            handset.phone.pull_shade(1)
        case ["expand-settings"]:
            handset.phone.pull_shade(2)
        case ["collapse"]:
            handset.phone.pull_shade(0)
        case ["check-support"]:
            call.print("true")
        case ["get-status-icons"]:
            store = handset.phone.store
            shown = {
                "airplane": store.get("global", "airplane_mode_on") == "1",
                "wifi": connected(handset),
                "bluetooth": store.get("global", "bluetooth_on") == "1",
                "zen": store.get("global", "zen_mode") == "1",
            }
            for name in (*(name for name, on in shown.items() if on), "battery", "clock"):
                call.print(name)
        case ["help" | "-h"]:
            call.print(
                "Status bar commands:\n  expand-notifications\n  expand-settings\n  collapse\n  check-support\n"
                "  get-status-icons"
            )
        case _:
            raise _unknown("statusbar", words)
    return None


def media_session(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd media_session volume [--stream N] [--set LEVEL] [--adj same|lower|raise] [--get]`, also `media volume …`."""
    if words[:1] != ["volume"]:
        raise _unknown("media_session", words)
    return audio(handset, call, words[1:])


def audio(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """The same without the word `volume`; `cmd audio get-stream-volume N | set-volume N LEVEL`."""
    store = handset.phone.store
    match words:
        case ["set-volume", which, index]:
            words = ["--stream", which, "--set", index]
        case ["get-stream-volume", which]:
            words = ["--stream", which, "--get"]
    number, level, change, shown = 3, "", "", False
    rest = list(words)
    while rest:
        option = rest.pop(0)
        if option in ("--stream", "--set", "--adj") and rest:
            value = rest.pop(0)
            if option == "--stream":
                number = whole(value, f"Error: bad stream {value}")
            level = value if option == "--set" else level
            change = value if option == "--adj" else change
        elif option in ("--get", "--show"):
            shown = shown or option == "--get"
        else:
            raise Refused(f"Error: unknown option {option}", 1)
    if number not in _STREAMS:
        raise Refused("Error: invalid stream", 1)
    name, key, most = _STREAMS[number]
    call.print(f"[V] will control stream={number} ({name})")
    now = min(whole(store.get("system", key) or "0", "Error: bad level"), most)
    if level or change:
        steps = {"raise": 1, "lower": -1, "same": 0}
        if change and change not in steps:
            raise Refused("Error: wrong adjustment", 1)
        now = whole(level, f"Error: bad level {level}") if level else now + steps[change]
        if not 0 <= now <= most and level:
            raise Refused(f"Error: invalid volume index {now}, it is 0 to {most}", 1)
        now = min(max(now, 0), most)
        call.print(f"[V] will set volume to index={now}")
        store.put("system", key, str(now))
    if shown:
        call.print(f"[V] will get volume\n[V] volume is {now} in range [0..{most}]")
    return None


def location(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd location is-location-enabled | set-location-enabled true|false`."""
    store = handset.phone.store
    match words:
        case ["is-location-enabled", *_]:
            call.print("true" if (store.get("secure", "location_mode") or "3") != "0" else "false")
        case ["set-location-enabled", ("true" | "false") as word, *_]:
            store.put("secure", "location_mode", "3" if word == "true" else "0")
        case _:
            raise _unknown("location", words)
    return None


def power(handset: Handset, call: Invocation, words: list[str]) -> int | None:  # noqa: ARG001  (the form of every door)
    """`cmd power set-mode 0|1` (battery saver)."""
    match words:
        case ["set-mode", ("0" | "1") as word]:
            handset.phone.store.put("global", "low_power", word)
        case _:
            raise _unknown("power", words)
    return None


def overlay(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd overlay list | enable | disable`: the one overlay is the way of navigation."""
    names = {"gestural": "2", "threebutton": "0"}
    store = handset.phone.store
    match words:
        case ["list", *_]:
            call.print("android")
            for name, mode in names.items():
                on = (store.get("secure", "navigation_mode") or "0") == mode
                call.print(f"[{'x' if on else ' '}] com.android.internal.systemui.navbar.{name}")
        case [("enable" | "enable-exclusive" | "disable"), *rest] if rest:
            name = rest[-1].rpartition(".")[2]
            if name not in names:
                raise Refused(f"Error: Failed to {words[0]} {rest[-1]}")
            turned_on = words[0] != "disable"
            store.put("secure", "navigation_mode", names[name] if turned_on else "0")
        case _:
            raise _unknown("overlay", words)
    return None


def locale(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd locale get-app-locales PACKAGE`: apps have no language of their own."""
    match words:
        case ["get-app-locales", package, *_] if package in handset.packages:
            call.print(f"Locales for {package} for user 0 are []")
        case [("get-app-locales" | "set-app-locales") as verb, package, *_] if package not in handset.packages:
            raise java_exception(verb, "java.lang.IllegalArgumentException", f"Unknown package: {package} for user 0")
        case ["set-app-locales", *_]:
            raise Refused("Error: apps of this phone speak its language; see settings put system system_locales")
        case _:
            raise _unknown("locale", words)
    return None


def appops(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd appops get PACKAGE [OP]`, `set PACKAGE OP allow|ignore|deny|default`."""
    kept = [word for word in words if word not in ("--user", "0", "--uid")]
    store = handset.phone.store
    match kept:
        case [("get" | "set" | "reset"), package, *_] if package not in handset.packages:
            raise Refused(f"Error: No UID for {package} in user 0")
        case ["get", package, *rest]:
            wanted = rest[:1] or [op for op, name in _OPS.items() if _asks(handset, package, name)]
            if not wanted:
                call.print("No operations.")
            for op in wanted:
                if op not in _OPS:
                    raise Refused(f"Error: Unknown operation string: {op}")
                call.print(f"{op}: {'allow' if permissions.granted(store, package, _OPS[op]) else 'ignore'}")
        case ["set", package, op, ("allow" | "ignore" | "deny" | "default") as mode] if op in _OPS:
            permissions.answer(store, package, _OPS[op], mode == "allow")
        case ["set", _, op, ("allow" | "ignore" | "deny" | "default")]:
            raise Refused(f"Error: Unknown operation string: {op}")
        case ["set", _, _, mode]:
            raise Refused(f"Error: Mode {mode} is not valid")
        case ["reset", *_]:
            return None
        case _:
            raise _unknown("appops", kept)
    return None


def _asks(handset: Handset, package: str, name: str) -> bool:
    app = handset.phone.apps.find(package)
    return app is not None and permissions.full(name) in map(permissions.full, app.permissions)

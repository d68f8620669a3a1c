"""What `dumpsys display`, `input`, `power`, `SurfaceFlinger`, `audio`, `wifi`, `connectivity` and their kin say."""

from __future__ import annotations

from devices.phone.commands import battery
from devices.phone.commands.handset import Handset
from devices.phone.commands.network import ADDRESS, connected, networks, ssid
from devices.phone.commands.screen import DISPLAY_ID
from devices.phone.commands.wm import natural_size

_STREAMS = ("VOICE_CALL", "SYSTEM", "RING", "MUSIC", "ALARM", "NOTIFICATION")
_VOLUMES = {"RING": ("volume_ring", 7), "MUSIC": ("volume_music", 15), "ALARM": ("volume_alarm", 7)}


def _flag(value: bool) -> str:
    return "true" if value else "false"


def display(handset: Handset, words: list[str]) -> str:  # noqa: ARG001  (the form of every service)
    """`dumpsys display`."""
    phone = handset.phone
    width, height = phone.size
    natural_width, natural_height = natural_size(handset)
    frame = f"Rect(0, 0 - {width}, {height})"
    viewport = (
        f"type=INTERNAL, valid=true, isActive=true, displayId=0, uniqueId='local:{DISPLAY_ID}', physicalPort=0, "
        f"orientation={phone.rotation}, logicalFrame={frame}, physicalFrame={frame}, "
        f"deviceWidth={natural_width}, deviceHeight={natural_height}"
    )
    state = "ON" if phone.awake else "OFF"
    bright = phone.store.get("system", "screen_brightness") or "128"
    level = int(bright) / 255 if bright.isascii() and bright.isdecimal() else 0.5
    info = (
        f'DisplayInfo{{"Built-in Screen", displayId 0, real {width} x {height}, largest app {max(width, height)} x '
        f"{max(width, height)}, "
        f"smallest app {min(width, height)} x {min(width, height)}, 60.0 fps, rotation {phone.rotation}, state "
        f"{state}, type INTERNAL, "
        f'uniqueId "local:{DISPLAY_ID}", app {width} x {height}, density {phone.density} ({phone.density}.0 x '
        f"{phone.density}.0) dpi, layerStack 0}}"
    )
    return "\n".join(
        [
            "DISPLAY MANAGER (dumpsys display)",
            f"  mViewports=[DisplayViewport{{{viewport}}}]",
            f"  mScreenState={state}",
            f"  mGlobalDisplayState={state}",
            f"  mScreenBrightness={level:.4f}",
            "Display Devices: size=1",
            "Logical Displays: size=1",
            "  Display 0:",
            f"    mBaseDisplayInfo={info}",
            f"Display Power Controller:\n  mState={state}",
        ]
    )


def input_devices(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys input`."""
    width, height = natural_size(handset)
    lines = [
        "INPUT MANAGER (dumpsys input)",
        "",
        "Event Hub State:",
        "  Devices:",
        "    -1: Virtual",
        "      Classes: KEYBOARD | ALPHAKEY | DPAD | VIRTUAL",
        "    2: touchscreen",
        "      Classes: TOUCH | TOUCH_MT",
        "      Path: /dev/input/event2",
        "Input Reader State:",
        "  Device 2: touchscreen",
        "    Sources: TOUCHSCREEN",
        f"      SurfaceOrientation: {handset.phone.rotation}",
        f"      SurfaceWidth: {width}px",
        f"      SurfaceHeight: {height}px",
        f"      PhysicalWidth: {width}px",
        f"      PhysicalHeight: {height}px",
        f"      PhysicalFrame: [0, 0, {width}, {height}]",
        "Input Dispatcher State:",
        f"  DispatchEnabled: true\n  DispatchFrozen: false\n  FocusedApplication: name='{handset.front.short}'",
    ]
    return "\n".join(lines)


def power(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys power`."""
    awake = handset.phone.awake
    store = handset.phone.store
    powered = any(battery.value(handset, supply) == "1" for supply in ("ac", "usb", "wireless", "dock"))
    lines = [
        "POWER MANAGER (dumpsys power)",
        "",
        "Power Manager State:",
        f"  mWakefulness={'Awake' if awake else 'Asleep'}",
        "  mWakefulnessChanging=false",
        f"  mIsPowered={_flag(powered)}",
        f"  mBatteryLevel={battery.value(handset, 'level')}",
        f"  mStayOnWhilePluggedInSetting={store.get('global', 'stay_on_while_plugged_in') or '0'}",
        f"  mScreenOffTimeoutSetting={store.get('system', 'screen_off_timeout') or '60000'}",
        "  mHoldingWakeLockSuspendBlocker=false",
        f"  mHoldingDisplaySuspendBlocker={_flag(awake)}",
        f"  mBatterySaverEnabled={_flag(store.get('global', 'low_power') == '1')}",
        f"Display Power: state={'ON' if awake else 'OFF'}",
        "Wake Locks: size=0",
    ]
    return "\n".join(lines)


def surface_flinger(handset: Handset, words: list[str]) -> str:
    """`dumpsys SurfaceFlinger [--display-id|--list|--latency …]`."""
    if "--display-id" in words:
        return f'Display {DISPLAY_ID} (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"'
    if "--list" in words:
        return "\n".join([f"{component.full}#0" for component in handset.recent[:1]] + ["StatusBar#0", "NavigationBar0#0"])
    if "--latency" in words:
        return "16666666"
    if "--latency-clear" in words:
        return ""
    width, height = handset.phone.size
    return (
        f"Display {DISPLAY_ID} (active)\n  layerStack=0, ({width}x{height}), orientation={handset.phone.rotation}\n"
        "  refresh-rate: 60.00 Hz"
    )


def audio(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys audio`."""
    lines = ["Stream volumes (device: index)"]
    for name in _STREAMS:
        key, most = _VOLUMES.get(name, ("", 7))
        level = (handset.phone.store.get("system", key) if key else None) or "5"
        muted = level == "0"
        lines += [
            f"- STREAM_{name}:",
            f"   Muted: {_flag(muted)}",
            "   Min: 0",
            f"   Max: {most}",
            f"   streamVolume:{level}",
            f"   Current: 2 (speaker): {level}",
        ]
    dnd = handset.phone.store.get("global", "zen_mode") or "0"
    return "\n".join([*lines, "", f"Ringer mode: \n- mode (internal) = {'SILENT' if dnd != '0' else 'NORMAL'}"])


def wifi(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys wifi`."""
    on = handset.phone.store.get("global", "wifi_on") == "1"
    state = f'"{ssid(handset)}"' if connected(handset) else "<unknown ssid>"
    lines = [
        f"Wi-Fi is {'enabled' if on else 'disabled'}",
        f"mWifiInfo SSID: {state}, BSSID: 02:00:00:44:55:01, MAC: 02:00:00:44:55:66, IP: "
        f"/{ADDRESS if connected(handset) else '0.0.0.0'}, "
        f"Supplicant state: {'COMPLETED' if connected(handset) else 'DISCONNECTED'}, RSSI: -52, Link speed: "
        "433Mbps, Frequency: 5180MHz, Net ID: 0",
        "WifiConfigManager - Configured networks Begin ----",
        *(f'  ID: {int(row["_id"]) - 1} SSID: "{row.get("ssid")}"' for row in networks(handset) if row.get("saved")),
        "WifiConfigManager - Configured networks End ----",
    ]
    return "\n".join(lines)


def connectivity(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys connectivity`."""
    store = handset.phone.store
    mobile = store.get("global", "mobile_data") == "1" and store.get("global", "airplane_mode_on") != "1"
    active = "100" if connected(handset) else "101" if mobile else "none"
    lines = [f"Active default network: {active}", "Current Networks:"]
    if connected(handset):
        lines.append(
            f"  NetworkAgentInfo{{network{{100}} ni{{WIFI CONNECTED extra: }} lp{{{{InterfaceName: wlan0 "
            f"LinkAddresses: [ {ADDRESS}/24 ]}}}} nc{{[ Transports: WIFI Capabilities: INTERNET&VALIDATED ]}}}}"
        )
    if mobile:
        lines.append(
            "  NetworkAgentInfo{network{101} ni{MOBILE[LTE] CONNECTED extra: fingertip} nc{[ Transports: CELLULAR "
            "Capabilities: INTERNET&VALIDATED ]}}"
        )
    return "\n".join(lines)


def bluetooth(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys bluetooth_manager`."""
    on = handset.phone.store.get("global", "bluetooth_on") == "1"
    name = handset.phone.store.get("global", "device_name") or "Fingertip One"
    return (
        f"Bluetooth Status\n  enabled: {_flag(on)}\n  state: {'ON' if on else 'OFF'}\n  address: 02:00:00:44:55:77\n"
        f"  name: {name}"
    )


def location(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys location`."""
    on = (handset.phone.store.get("secure", "location_mode") or "3") != "0"
    return (
        "Location Manager State:\n  User Info:\n    running users: u[0]\n  Location Settings:\n"
        f"    Location Setting: {_flag(on)}"
    )


def telephony(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys telephony.registry`."""
    off = handset.phone.store.get("global", "airplane_mode_on") == "1"
    calls = [row for row in handset.phone.store.rows("call_state") if row.get("state")]
    state = {"ringing": 1, "active": 2, "dialing": 2, "held": 2}.get(str(calls[0].get("state")) if calls else "", 0)
    service = "3 (POWER_OFF)" if off else "0 (IN_SERVICE)"
    return (
        f"last known state:\n  Phone Id=0\n    mCallState={state}\n    mCallIncomingNumber=\n"
        f"    mServiceState={{mVoiceRegState={service}, mDataRegState={service}}}"
    )

"""`dumpsys`: what each service of the phone says of itself, in the words that clients look for.

Only what a client is known to read is printed, and always from the phone's real state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing
from devices.phone.commands.handset import Component, Handset, packages
from devices.phone.commands.ime import METHODS
from devices.phone.commands.packages import describe
from devices.phone.commands.screen import DISPLAY_ID, natural_size

Service = Callable[[Handset, list[str]], str]
_BATTERY_LEVEL = 87  # the level that the status bar and Settings show


def commands(handset: Handset) -> Mapping[str, Command]:
    """`dumpsys` for this phone."""
    return {"dumpsys": refusing(lambda call: _dumpsys(handset, call))}


def _dumpsys(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    skipped: list[str] = []
    while option := words.option():
        match option:
            case "-l":
                call.print("Currently running services:\n" + "\n".join(f"  {name}" for name in SERVICES))
                return None
            case "-t" | "-T" | "--priority":
                words.required("dumpsys", option)
            case "--skip":
                skipped = words.required("dumpsys", option).split(",")
            case "--help":
                call.print(
                    "usage: dumpsys [-l] [-t TIMEOUT] [-T TIMEOUT] [--priority LEVEL] [--skip SERVICES] [SERVICE [ARGS]]"
                )
                return None
            case _:
                raise Refused(f"dumpsys: unknown option {option}", 1)
    name = words.next()
    if name is not None:
        if name not in SERVICES:
            raise Refused(f"Can't find service: {name}", 0)
        call.print(SERVICES[name](handset, words.rest()))
        return None
    for other in SERVICES:
        if other not in skipped:
            call.print(f"{'-' * 79}\nDUMP OF SERVICE {other}:\n{SERVICES[other](handset, [])}")
    return None


def _record(component: Component) -> str:
    package = packages()[component.package]
    return f"ActivityRecord{{{0x7C3F100 + package.number:x} u0 {component.short} t{package.task}}}"


def _task(component: Component) -> str:
    package = packages()[component.package]
    return f"Task{{{0x9B1E300 + package.number:x} #{package.task} type=standard A={package.uid}:{package.name}}}"


def _window_record(component: Component) -> str:
    return f"Window{{{0x5D0B100 + packages()[component.package].number:x} u0 {component.full}}}"


def _activity(handset: Handset, words: list[str]) -> str:
    match words[:1]:
        case ["top"]:
            blocks = []
            for component in reversed(handset.recent):
                package = packages()[component.package]
                blocks.append(f"TASK {package.name} id={package.task} userId=0")
                blocks.append(f"  ACTIVITY {component.short} {0x4A2D200 + package.number:x} pid={package.pid}\n")
            return "\n".join(blocks)
        case ["recents"]:
            lines = ["ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)", "  Recent tasks:"]
            for number, component in enumerate(handset.recent):
                lines += [f"  * Recent #{number}: {_task(component)}", f"    realActivity={{{component.full}}}"]
            return "\n".join(lines)
        case [("broadcasts" | "services" | "providers" | "processes" | "intents") as what]:
            return f"ACTIVITY MANAGER {what.upper()} (dumpsys activity {what})\n  (nothing)"
        case _:
            return _activities(handset)


def _activities(handset: Handset) -> str:
    lines = ["ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)", "Display #0 (activities from top to bottom):"]
    for number, component in enumerate(handset.recent):
        lines += [
            f"  * {_task(component)}",
            f"    * Hist  #0: {_record(component)}",
            f"      packageName={component.package} processName={component.package}",
            f"      state={'STOPPED' if number else 'RESUMED'}",
        ]
    front = _record(handset.front)
    lines += [f"  topResumedActivity={front}", "", f"  ResumedActivity: {front}", f"  mFocusedApp={front}"]
    return "\n".join(lines)


def _window(handset: Handset, words: list[str]) -> str:
    width, height = handset.phone.size
    natural_width, natural_height = natural_size(handset)
    windows = [f"  Window #{number} {_window_record(component)}:" for number, component in enumerate(handset.recent)]
    windows = ["WINDOW MANAGER WINDOWS (dumpsys window windows)", *windows]
    focus = _window_record(handset.front) if handset.phone.awake else "Window{8b1a8e0 u0 NotificationShade}"
    displays = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0 (organized)",
        f"    init={natural_width}x{natural_height} {handset.phone.density}dpi cur={width}x{height} app={width}x{height}",
        f"    mDisplayRotation=ROTATION_{handset.phone.rotation * 90}",
        f"  mCurrentFocus={focus}",
        f"  mFocusedApp={_record(handset.front)}",
    ]
    policy = [
        "WINDOW MANAGER POLICY STATE (dumpsys window policy)",
        f"    mAwake={_flag(handset.phone.awake)}",
        "    mShowingLockscreen=false",
        "    isKeyguardShowing=false",
    ]
    match words[:1]:
        case ["windows"]:  # since Android 10 without the focus
            return "\n".join(windows)
        case ["displays" | "d"]:
            return "\n".join(displays)
        case ["policy" | "p"]:
            return "\n".join(policy)
        case _:
            return "\n".join([*policy, "", *displays, "", *windows])


def _display(handset: Handset, words: list[str]) -> str:  # noqa: ARG001  (the form of every service)
    width, height = handset.phone.size
    natural_width, natural_height = natural_size(handset)
    frame = f"Rect(0, 0 - {width}, {height})"
    viewport = (
        f"type=INTERNAL, valid=true, isActive=true, displayId=0, uniqueId='local:{DISPLAY_ID}', physicalPort=0, "
        f"orientation={handset.phone.rotation}, logicalFrame={frame}, physicalFrame={frame}, "
        f"deviceWidth={natural_width}, deviceHeight={natural_height}"
    )
    state = "ON" if handset.phone.awake else "OFF"
    return f"DISPLAY MANAGER (dumpsys display)\n  mViewports=[DisplayViewport{{{viewport}}}]\n  mScreenState={state}"


def _input(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    width, height = natural_size(handset)
    lines = [
        "INPUT MANAGER (dumpsys input)",
        "Input Reader State:",
        "  Device 2: touchscreen",
        f"      SurfaceOrientation: {handset.phone.rotation}",
        f"      PhysicalWidth: {width}px",
        f"      PhysicalHeight: {height}px",
        f"      PhysicalFrame: [0, 0, {width}, {height}]",
    ]
    return "\n".join(lines)


def _power(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    awake = handset.phone.awake
    lines = [
        "POWER MANAGER (dumpsys power)",
        f"  mWakefulness={'Awake' if awake else 'Asleep'}",
        "  mIsPowered=true",
        f"  mStayOnWhilePluggedInSetting={handset.phone.store.get('global', 'stay_on_while_plugged_in') or '0'}",
        "  mHoldingWakeLockSuspendBlocker=false",
        f"  mHoldingDisplaySuspendBlocker={_flag(awake)}",
        f"Display Power: state={'ON' if awake else 'OFF'}",
    ]
    return "\n".join(lines)


def _battery(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    state = {
        "AC powered": "false", "USB powered": "true", "Wireless powered": "false", "Max charging current": "500000",
        "status": "2", "health": "2", "present": "true", "level": str(_BATTERY_LEVEL), "scale": "100", "voltage": "4123",
        "temperature": "251", "technology": "Li-ion",
    }  # fmt: skip
    return "\n".join(["Current Battery Service state:", *(f"  {name}: {value}" for name, value in state.items())])


def _input_method(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    shown = _flag(handset.phone.keyboard_shown)
    lines = [
        "Current Input Method Manager state:",
        "  Input Methods: mMethodMapUpdateCount=1",
        *(f"    InputMethod: mId={name}" for name in METHODS),
        f"  mCurMethodId={handset.input_method}",
        f"  mCurId={handset.input_method} mHaveConnection=true mBoundToMethod=true",
        f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false mInputShown={shown}",
        f"  mSystemReady=true mInteractive={_flag(handset.phone.awake)}",
    ]
    return "\n".join(lines)


def _package(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    names = [word for word in words if not word.startswith("-")] or list(packages())
    return "\n".join(describe(name) for name in names)


def _surface_flinger(handset: Handset, words: list[str]) -> str:
    if "--display-id" in words:
        return f'Display {DISPLAY_ID} (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"'
    width, height = handset.phone.size
    return f"Display {DISPLAY_ID} (active)\n  layerStack=0, ({width}x{height}), orientation={handset.phone.rotation}"


def _statusbar(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    return f"  mDisabled1=0x0\n  mImeWindowVis={int(handset.phone.keyboard_shown)}"


def _flag(value: bool) -> str:
    return "true" if value else "false"


SERVICES: Mapping[str, Service] = {
    "SurfaceFlinger": _surface_flinger,
    "activity": _activity,
    "battery": _battery,
    "display": _display,
    "input": _input,
    "input_method": _input_method,
    "package": _package,
    "power": _power,
    "statusbar": _statusbar,
    "window": _window,
}

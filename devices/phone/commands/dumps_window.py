"""What `dumpsys window`, `input_method`, `statusbar`, `trust` and `uimode` say."""

from __future__ import annotations

from devices.phone.commands.dumps_activity import record
from devices.phone.commands.handset import Component, Handset, identity
from devices.phone.commands.ime import METHODS, enabled
from devices.phone.commands.wm import natural_size

_SHADE = "Window{8b1a8e0 u0 NotificationShade}"
_BARS = ("StatusBar", "NavigationBar0")


def _window_record(component: Component) -> str:
    return f"Window{{{0x5D0B100 + identity(component.package).number:x} u0 {component.full}}}"


def focus(handset: Handset) -> str:
    """The window that gets keys: an app's, or the shade's where it or the lock screen covers them, or null on a dark screen."""
    phone = handset.phone
    if not phone.awake or phone.locked or phone.shade_level:
        return _SHADE
    return _window_record(handset.front)


def window(handset: Handset, words: list[str]) -> str:
    """`dumpsys window [windows|displays|policy|…]`."""
    match [word for word in words if word not in ("-a", "visible")][:1]:
        case ["windows" | "w"]:  # since Android 10 without the focus
            return _windows(handset)
        case ["displays" | "d"]:
            return _displays(handset)
        case ["policy" | "p"]:
            return _policy(handset)
        case ["animator" | "a"]:
            return "WINDOW MANAGER ANIMATOR STATE (dumpsys window animator)\n  mAnimationScheduled=false"
        case ["sessions" | "s"]:
            return "WINDOW MANAGER SESSIONS (dumpsys window sessions)"
        case ["tokens" | "t"]:
            return "WINDOW MANAGER TOKENS (dumpsys window tokens)"
        case ["lastanr" | "l"]:
            return "WINDOW MANAGER LAST ANR (dumpsys window lastanr)\n  <no ANR has occurred since boot>"
        case ["trace" | "logging" | "refresh" | "constants" | "configuration" | "package-config"]:
            return ""
        case [name] if words and not words[0].startswith("-"):
            return f"Bad window command, or no windows match: {name}\nUse -h for help."
        case _:
            parts = ["WINDOW MANAGER LAST ANR (dumpsys window lastanr)\n  <no ANR has occurred since boot>"]
            return "\n\n".join([*parts, _policy(handset), _displays(handset), _windows(handset)])


def _windows(handset: Handset) -> str:
    width, height = handset.phone.size
    lines = ["WINDOW MANAGER WINDOWS (dumpsys window windows)"]
    names = [f"Window{{{0x8B1A800 + place:x} u0 {bar}}}" for place, bar in enumerate(_BARS)]
    if handset.phone.keyboard_shown:
        names.append("Window{8b1a8f0 u0 InputMethod}")
    for number, name in enumerate([*names, *map(_window_record, handset.recent)]):
        lines += [
            f"  Window #{number} {name}:",
            "    mDisplayId=0 mSession=Session{1f2e3d4 1200:1000} mClient=android.os.BinderProxy@2e4c6a8",
            f"    mFrame=[0,0][{width},{height}]",
        ]
    return "\n".join(lines)


def _displays(handset: Handset) -> str:
    phone = handset.phone
    width, height = phone.size
    built = f"{phone.options.width}x{phone.options.height} {phone.options.density}dpi"
    natural_width, natural_height = natural_size(handset)
    base = f"{natural_width}x{natural_height} {phone.density}dpi"
    lines = [
        "WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)",
        "  Display: mDisplayId=0 (organized)",
        f"    init={built}{'' if base == built else f' base={base}'} cur={width}x{height} app={width}x{height} "
        "rng=320x320-4000x4000",
        f"    mDisplayRotation=ROTATION_{phone.rotation * 90}",
        f"    mCurrentRotation=ROTATION_{phone.rotation * 90}",
        f"    mUserRotation=ROTATION_{phone.rotation * 90}",
        f"  mCurrentFocus={focus(handset)}",
        f"  mFocusedApp={record(handset.front)}",
    ]
    if phone.keyboard_shown:
        lines.append("  mInputMethodWindow=Window{8b1a8f0 u0 InputMethod}")
    return "\n".join(lines)


def _policy(handset: Handset) -> str:
    phone = handset.phone
    return "\n".join(
        [
            "WINDOW MANAGER POLICY STATE (dumpsys window policy)",
            "    mSystemReady=true mSystemBooted=true",
            f"    mAwake={_flag(phone.awake)}",
            f"    screenState={'SCREEN_STATE_ON' if phone.awake else 'SCREEN_STATE_OFF'}",
            f"    interactiveState={'INTERACTIVE_STATE_AWAKE' if phone.awake else 'INTERACTIVE_STATE_SLEEP'}",
            f"    mShowingLockscreen={_flag(phone.locked)}",
            f"    isKeyguardShowing={_flag(phone.locked)}",
            "    KeyguardServiceDelegate",
            f"      showing={_flag(phone.locked)}",
            f"      secure={_flag(phone.store.get('secure', 'screen_lock') == 'pin')}",
            f"    mDreamingLockscreen={_flag(phone.locked and not phone.awake)}",
        ]
    )


def input_method(handset: Handset, words: list[str]) -> str:  # noqa: ARG001  (the form of every service)
    """`dumpsys input_method`."""
    shown = _flag(handset.phone.keyboard_shown)
    served = handset.front.package if handset.phone.keyboard_shown else "null"
    lines = [
        "Current Input Method Manager state:",
        "  Input Methods: mMethodMapUpdateCount=1",
        *(f"  InputMethod #{number}:\n    InputMethod: mId={name}" for number, name in enumerate(METHODS)),
        f"  mEnabledInputMethods={':'.join(enabled(handset))}",
        f"  mCurMethodId={handset.input_method}",
        f"  mCurFocusedWindowClient={served}",
        f"  mCurId={handset.input_method} mHaveConnection=true mBoundToMethod=true mVisibleBound={shown}",
        f"  mShowRequested={shown} mShowExplicitlyRequested=false mShowForced=false mInputShown={shown}",
        f"  mSystemReady=true mInteractive={_flag(handset.phone.awake)}",
        f"  mInputShown={shown}",
    ]
    return "\n".join(lines)


def statusbar(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys statusbar`."""
    expanded = _flag(handset.phone.shade_level > 0)
    return (
        f"  mDisabled1=0x0\n  mDisabled2=0x0\n  mImeWindowVis={int(handset.phone.keyboard_shown)}\n"
        f"  mExpandedVisible={expanded}"
    )


def trust(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys trust`."""
    locked = int(handset.phone.locked)
    return (
        'Trust manager state:\n User "Owner" (id=0, flags=0x4c13) (current): trusted=0, trustManaged=0, '
        f"deviceLocked={locked}, strongAuthRequired=0x0"
    )


def uimode(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys uimode`."""
    dark = handset.phone.store.get("secure", "ui_night_mode") == "2"
    names = {"2": "yes", "1": "no"}
    mode = handset.phone.store.get("secure", "ui_night_mode") or "1"
    return (
        "Current UI Mode Service state:\n"
        f"  mDockState=0 mLastBroadcastState=0\n  mNightMode={mode} ({names.get(mode, 'auto')}) mNightModeOverride={mode}\n"
        f"  mComputedNightMode={_flag(dark)} mCarModeEnabled=false\n"
        f"  mCurUiMode=0x{0x21 if dark else 0x11:x} mUiModeLocked=false"
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"

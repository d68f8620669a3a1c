"""What `dumpsys activity …` says: tasks, activities, services, processes."""

from __future__ import annotations

from devices.phone.commands.handset import Component, Handset, identity
from devices.phone.commands.processes import processes

_SERVICES = (("com.android.systemui", ".SystemUIService"), ("com.fingertip.keyboard", ".Keyboard"))


def record(component: Component) -> str:
    """An activity as Android names it."""
    package = identity(component.package)
    return f"ActivityRecord{{{0x7C3F100 + package.number:x} u0 {component.short} t{package.task}}}"


def task(component: Component) -> str:
    """A task as Android names it."""
    package = identity(component.package)
    return (
        f"Task{{{0x9B1E300 + package.number:x} #{package.task} type=standard A={package.uid}:{package.name} U=0 visible=true}}"
    )


def activity(handset: Handset, words: list[str]) -> str:
    """`dumpsys activity [SECTION] [PACKAGE]`."""
    kept = [word for word in words if not word.startswith("-")]
    match kept[:1]:
        case ["activities" | "a"]:
            return _activities(handset)
        case ["top"]:
            return _top(handset)
        case ["recents" | "r"]:
            return _recents(handset)
        case ["services" | "s"]:
            return _services(kept[1:])
        case ["processes" | "p"]:
            return _processes(handset)
        case ["settings"]:
            return (
                "ACTIVITY MANAGER SETTINGS (dumpsys activity settings) activity_manager_constants:\n  max_cached_processes=32"
            )
        case [("broadcasts" | "b" | "providers" | "intents" | "i" | "permissions" | "starter" | "containers" | "lru") as what]:
            return f"ACTIVITY MANAGER {what.upper()} (dumpsys activity {what})\n  (nothing)"
        case [name] if name in handset.packages:
            return _top(handset, name) or f"No activities match: {name}"
        case [name]:
            return f"Bad activity command, or no activities match: {name}"
        case _:
            return "\n".join(
                [_services([]), "-" * 79, _recents(handset), "-" * 79, _activities(handset), "-" * 79, _processes(handset)]
            )


def _top(handset: Handset, only: str = "") -> str:
    blocks = []
    width, height = handset.phone.size
    for component in reversed(handset.recent):
        package = identity(component.package)
        if only and only != package.name:
            continue
        front = component == handset.front
        blocks.append(f"TASK {package.name} id={package.task} userId=0")
        blocks.append(f"  ACTIVITY {component.short} {0x4A2D200 + package.number:x} pid={package.pid}")
        blocks.append(
            f"    Local Activity {0x4A2D200 + package.number:x} State:\n"
            f"      mResumed={_flag(front)} mStopped={_flag(not front)} mFinished=false"
        )
        blocks.append(
            "    View Hierarchy:\n"
            f"      DecorView@{0x3C0D100 + package.number:x}[{component.name.rpartition('.')[2]}] "
            f"0,0-{width},{height}\n"
        )
    return "\n".join(blocks)


def _recents(handset: Handset) -> str:
    lines = [
        "ACTIVITY MANAGER RECENT TASKS (dumpsys activity recents)",
        f"mRecentsUid={identity('com.fingertip.launcher').uid}",
        "  Recent tasks:",
    ]
    for number, component in enumerate(handset.recent):
        lines += [
            f"  * Recent #{number}: {task(component)}",
            f"    userId=0 effectiveUid=u0a{identity(component.package).uid % 10000} mCallingUid=2000 mUserSetupComplete=true",
            f"    realActivity={{{component.full}}}",
            f"    baseIntent=Intent {{ act=android.intent.action.MAIN cat=[android.intent.category.LAUNCHER] "
            f"flg=0x10000000 cmp={component.short} }}",
            f"    hasTask=true visible={_flag(number == 0)}",
        ]
    return "\n".join(lines)


def _services(words: list[str]) -> str:
    lines = ["ACTIVITY MANAGER SERVICES (dumpsys activity services)"]
    found = [(package, name) for package, name in _SERVICES if not words or words[0] in (package, f"{package}/{name}")]
    if not found:
        return "\n".join([*lines, "  (nothing)"])
    lines.append("  User 0 active services:")
    for package, name in found:
        lines += [
            f"  * ServiceRecord{{{0x2B1C100 + identity(package).number:x} u0 {package}/{name}}}",
            f"    packageName={package}",
            f"    processName={package}",
            "    isForeground=false",
        ]
    return "\n".join(lines)


def _processes(handset: Handset) -> str:
    lines = ["ACTIVITY MANAGER RUNNING PROCESSES (dumpsys activity processes)", "  All known processes:"]
    for one in processes(handset):
        if one.user != "shell":
            lines += [
                f"  *APP* UID {identity(one.name).uid} ProcessRecord{{{0x1A0B100 + one.pid:x} "
                f"{one.pid}:{one.name}/{one.user}}}",
                f"    pid={one.pid}",
            ]
    return "\n".join(lines)


def _activities(handset: Handset) -> str:
    lines = ["ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)", "Display #0 (activities from top to bottom):"]
    awake = handset.phone.awake
    for number, component in enumerate(handset.recent):
        state = "STOPPED" if number or not awake else "RESUMED"
        lines += [
            f"  * {task(component)}",
            f"    * Hist  #0: {record(component)}",
            f"      packageName={component.package} processName={component.package}",
            f"      launchedFromUid=2000 userId=0\n      Intent {{ act=android.intent.action.MAIN cmp={component.short} }}",
            f"      state={state} nowVisible={_flag(state == 'RESUMED')}",
        ]
    if awake:
        front = record(handset.front)
        lines += [f"    topResumedActivity={front}", "", f"  ResumedActivity: {front}", f"  mFocusedApp={front}"]
    return "\n".join([*lines, "", f"  isHomeRecentsComponent=true mSleeping={_flag(not awake)}"])


def _flag(value: bool) -> str:
    return "true" if value else "false"

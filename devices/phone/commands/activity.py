"""`am` and `monkey`: starting, stopping and listing apps."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.broadcast import deliver
from devices.phone.commands.console import Arguments, Refused, java_exception, refusing, warn
from devices.phone.commands.handset import Component, Handset, identity
from devices.phone.commands.intent import MAIN, NEW_TASK, Intent, read_intent, unresolved
from devices.phone.commands.properties import configuration
from devices.phone.commands.resolving import LAUNCHER_CATEGORY, BadComponent, Target, receivers, resolve

_START_OPTIONS = {
    "-D": 0, "-N": 0, "-W": 0, "-S": 0, "-P": 1, "-R": 1, "--start-profiler": 1, "--sampling": 1, "--user": 1, "--display": 1,
    "--windowingMode": 1, "--activityType": 1, "--task": 1, "--streaming": 0, "--lock-task": 0, "--splashscreen-show-icon": 0,
    "--attach-agent": 1, "--attach-agent-bind": 1, "--track-allocation": 0, "--task-overlay": 0,
    "--dismiss-keyguard-if-insecure": 0, "--allow-fgs-start-reason": 1,
}  # fmt: skip
_BROADCAST_OPTIONS = {
    "--user": 1, "--receiver-permission": 1, "--allow-background-activity-starts": 0, "--async": 0,
}  # fmt: skip
_PROTECTED = tuple(
    f"android.intent.action.{name}"
    for name in ("BOOT_COMPLETED", "LOCKED_BOOT_COMPLETED", "ACTION_SHUTDOWN", "BATTERY_LOW", "BATTERY_OKAY", "BATTERY_CHANGED",
                 "PACKAGE_ADDED", "PACKAGE_REMOVED", "SCREEN_ON", "SCREEN_OFF", "USER_PRESENT", "TIME_SET", "TIMEZONE_CHANGED")
)  # fmt: skip
"""Broadcasts that only the system may send."""
_USAGE = """Activity manager (activity) commands:
  start-activity [-W] [-S] [-R COUNT] [--user USER] <INTENT>
  start-service | stop-service [--user USER] <INTENT>
  broadcast [--user USER] <INTENT>
  instrument [-w] [-r] <COMPONENT>
  force-stop [--user USER] <PACKAGE>
  stop-app [--user USER] <PACKAGE>
  crash [--user USER] <PACKAGE|PID>
  kill [--user USER] <PACKAGE>
  kill-all
  stack list
  task lock <TASK_ID> | task lock stop
  get-config
  get-current-user
  get-started-user-state
  switch-user <USER>
<INTENT> specifications include these flags and arguments:
    [-a <ACTION>] [-d <DATA_URI>] [-t <MIME_TYPE>] [-c <CATEGORY>] [-n <COMPONENT>] [-p <PACKAGE>] [-f <FLAG>]
    [-e|--es <EXTRA_KEY> <EXTRA_STRING_VALUE>] [--esn <EXTRA_KEY>] [--ez <EXTRA_KEY> <EXTRA_BOOLEAN_VALUE>]
    [--ei|--el <EXTRA_KEY> <EXTRA_INT_VALUE>] [--ef|--ed <EXTRA_KEY> <EXTRA_FLOAT_VALUE>] [--eu <EXTRA_KEY> <EXTRA_URI_VALUE>]
    [--esa|--eia|--ela|--efa <EXTRA_KEY> <VALUE>[,<VALUE>...]]
    [<URI> | <PACKAGE> | <COMPONENT>]"""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`am` and `monkey` for this phone."""
    return {"am": refusing(lambda call: _am(handset, call)), "monkey": refusing(lambda call: _monkey(handset, call))}


def _am(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    verb = words.next()
    match verb:
        case "start" | "start-activity":
            return _start(handset, call, words, verb)
        case "broadcast":
            _broadcast(handset, call, words)
        case "force-stop" | "kill" | "stop-app":
            _stop(handset, words, verb)
        case "crash":
            _crash(handset, words)
        case "kill-all":
            front = handset.front.package
            for name in handset.phone.running:
                if name != front:
                    handset.phone.stop(name)
        case "stack":
            _stack(handset, call, words)
        case "task":
            _task(handset, words.rest())
        case "get-config":
            call.print(f"config: {configuration(handset)}\nabi: arm64-v8a")
        case "get-current-user":
            call.print("0")
        case "get-started-user-state":
            call.print("RUNNING_UNLOCKED")
        case "is-user-stopped":
            call.print("false")
        case "switch-user":
            if words.required(verb, verb) != "0":
                raise Refused("Error: Failed to switch to user, this phone has one", 1)
        case "wait-for-broadcast-idle" | "wait-for-broadcast-barrier":
            call.print("All broadcast queues are idle!")
        case "startservice" | "start-service" | "start-foreground-service" | "startforegroundservice":
            intent, _ = read_intent(verb, words, {"--user": 1})
            call.print(f"Starting service: {intent}")
            raise Refused("Error: Not found; no service started.")
        case "stopservice" | "stop-service":
            intent, _ = read_intent(verb, words, {"--user": 1})
            call.print(f"Stopping service: {intent}")
            raise Refused("Service not stopped: was not running.")
        case "instrument":
            _instrument(call, words)
        case "monitor":
            raise Refused("Error: nothing to monitor; apps of this phone report crashes in logcat alone")
        case None | "help" | "-h":
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _start(handset: Handset, call: Invocation, words: Arguments, verb: str) -> int | None:
    intent, options = read_intent(verb, words, _START_OPTIONS)
    if intent == Intent():
        raise java_exception(verb, "java.lang.IllegalArgumentException", "No intent supplied")
    say = call.print if "-W" in options else (lambda text: warn(call, text))
    try:
        target = resolve(intent, handset.apps)
    except BadComponent as error:
        call.print(f"Starting: {intent}")
        say(f"Error type 3\nError: Activity class {{{error}}} does not exist.")
        return None  # status 0, as on Android
    if "-S" in options and target:
        call.print(f"Stopping: {target.component.package}")
        handset.phone.stop(target.component.package)
    call.print(f"Starting: {intent}")
    if target is None:
        say(unresolved(intent).message)
        return None
    running = target.component.package in handset.phone.running
    if receivers(intent, handset.apps) > 1:
        handset.phone.share({**intent.values(), "text": str(intent.values().get("text") or "")})
        result = "android/com.android.internal.app.ResolverActivity"
    else:
        same_page = handset.front == target.component and handset.phone.page == (target.page or handset.phone.page)
        unchanged = same_page and not (intent.data or intent.extras)
        open_target(handset, target, intent)
        if unchanged:
            say("Warning: Activity not started, intent has been delivered to currently running top-most instance.")
        elif running and target.page is None:
            say("Warning: Activity not started, its current task has been brought to the front")
        result = handset.front.short
    if "-W" in options:
        call.print(f"Status: ok\nLaunchState: {'HOT' if running else 'COLD'}\nActivity: {result}")
        call.print("TotalTime: 0\nWaitTime: 0\nComplete")
    return None


def open_target(handset: Handset, target: Target, intent: Intent | None = None) -> None:
    """Bring what handles an intent to the front, and hand it the intent's values."""
    package = target.component.package
    shown = str(intent.with_flags(NEW_TASK)).removeprefix("Intent ") if intent else f"{{ cmp={target.component.short} }}"
    handset.log.write("I", "ActivityTaskManager", f"START u0 {shown} with LAUNCH_MULTIPLE from uid 2000 result code=0")
    if package == manifest.LAUNCHER:
        handset.phone.press_key("home")
        return
    handset.phone.start(package, target.page, intent.values() if intent else {})
    handset.log.write("I", "ActivityTaskManager", f"Displayed {handset.front.short} for user 0: +0ms")


def _stop(handset: Handset, words: Arguments, verb: str) -> None:
    name = _package(words, verb)
    if verb == "force-stop" or name != handset.front.package:  # `kill` spares what the person looks at
        handset.phone.stop(name)
        handset.log.write("I", "ActivityManager", f"Force stopping {name} appid={identity(name).uid} user=0: from pid 4321")


def _package(words: Arguments, verb: str) -> str:
    while option := words.option():
        if option != "--user":
            raise Refused(f"Error: Unknown option: {option}")
        words.required(verb, option)
    return words.required(verb, verb)


def _crash(handset: Handset, words: Arguments) -> None:
    """Let an app crash, as by an exception: it is gone, and the phone says so."""
    name = _package(words, "crash")
    running = {str(identity(package).pid): package for package in handset.phone.running}
    name = running.get(name, name)
    if name not in handset.phone.running:
        return
    handset.log.write("E", "AndroidRuntime", "FATAL EXCEPTION: main", identity(name).pid)
    handset.log.write("E", "AndroidRuntime", f"Process: {name}, PID: {identity(name).pid}", identity(name).pid)
    crash = "android.app.RemoteServiceException$CrashedByAdbException: shell-induced crash"
    handset.log.write("E", "AndroidRuntime", crash, identity(name).pid)
    handset.phone.stop(name)
    handset.phone.show_dialog("crash", package=name)


def _instrument(call: Invocation, words: Arguments) -> None:
    """No package of this phone has instrumentation."""
    raw = False
    while option := words.option():
        raw = raw or option == "-r"
        if option in ("-e", "-p", "--user", "--abi"):
            words.required("instrument", option)
            if option == "-e":
                words.required("instrument", option)
    name = words.required("instrument", "instrument")
    component = Component.parse(name)
    if component is None:
        raise java_exception("instrument", "java.lang.IllegalArgumentException", f"Bad component name: {name}")
    missing = f"Unable to find instrumentation info for: ComponentInfo{{{component.full}}}"
    call.print(f"INSTRUMENTATION_STATUS: id=ActivityManagerService\nINSTRUMENTATION_STATUS: Error={missing}")
    call.print("INSTRUMENTATION_STATUS_CODE: -1")
    raise Refused(f"android.util.AndroidException: INSTRUMENTATION_FAILED: {component.short}", 1)


def _broadcast(handset: Handset, call: Invocation, words: Arguments) -> None:
    intent, _ = read_intent("broadcast", words, _BROADCAST_OPTIONS)
    call.print(f"Broadcasting: {intent.with_flags(0x400000)}")
    if intent.action in _PROTECTED:
        denied = f"Permission Denial: not allowed to send broadcast {intent.action} from pid=4321, uid=2000"
        raise java_exception("broadcast", "java.lang.SecurityException", denied)
    deliver(handset, intent)
    call.print("Broadcast completed: result=0")


# tasks


def stack_list(handset: Handset) -> str:
    """What `am stack list` prints: the task in front first."""
    width, height = handset.phone.size
    bounds = f"bounds=[0,0][{width},{height}]"
    blocks: list[str] = []
    for number, component in enumerate(handset.recent):
        task = identity(component.package).task
        state = f"{bounds} userId=0 visible={'false' if number else 'true'} topActivity=ComponentInfo{{{component.full}}}"
        blocks.append(f"RootTask id={task} {bounds} displayId=0 userId=0\n  taskId={task}: {component.full} {state}")
    return "\n\n".join(blocks)


def _stack(handset: Handset, call: Invocation, words: Arguments) -> None:
    verb = words.next()
    if verb != "list":
        raise Refused(f"Error: unknown command '{verb}'")
    call.print(stack_list(handset))


def _task(handset: Handset, words: list[str]) -> None:
    match words:
        case ["lock", "stop"]:
            handset.phone.store.put("secure", "lock_to_app_task", "")
        case ["lock", number] if number in {str(identity(component.package).task) for component in handset.recent}:
            handset.phone.store.put("secure", "lock_to_app_task", number)
        case ["lock", number]:
            raise Refused(f"Error: there is no task {number}")
        case _:
            raise Refused(f"Error: unknown command '{words[0] if words else ''}'")


# monkey


def _monkey(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    wanted: list[str] = []
    categories: list[str] = []
    while option := words.option():
        match option:
            case "-p":
                wanted.append(words.required("monkey", option))
            case "-c":
                categories.append(words.required("monkey", option))
            case "-s" | "--throttle" | "--kill-process-after-error":
                words.required("monkey", option)
            case _ if option.startswith("--pct-"):
                words.required("monkey", option)
            case "-v" | "--ignore-crashes" | "--ignore-timeouts" | "--ignore-security-exceptions" | "--monitor-native-crashes":
                continue
            case _:
                raise Refused(f"** Error: Unknown option: {option}", 1)
    count = words.next()
    if count != "1" or not wanted:
        raise Refused("** Error: this phone's monkey opens one app: monkey -p PACKAGE -c CATEGORY 1", 1)
    if set(categories) - {LAUNCHER_CATEGORY}:
        raise _no_activities()
    target = resolve(Intent(action=MAIN, package=wanted[0]), handset.apps)
    if target is None or target.component.package == manifest.LAUNCHER:
        raise _no_activities()
    call.print("Events injected: 1\n## Network stats: elapsed time=0ms (0ms mobile, 0ms wifi, 0ms not connected)")
    open_target(handset, Target(Component(wanted[0], target.component.name), None))
    return None


def _no_activities() -> Refused:
    return Refused("** No activities found to run, monkey aborted.", 252)

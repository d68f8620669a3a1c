"""`am` and `monkey`: starting, stopping and listing apps."""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.broadcast import deliver
from devices.phone.commands.console import Arguments, Refused, refusing, warn
from devices.phone.commands.handset import Component, Handset, packages
from devices.phone.commands.intent import MAIN, BadComponent, Intent, Target, read_intent, resolve, unresolved

LAUNCHER_CATEGORY = "android.intent.category.LAUNCHER"
_START_OPTIONS = {
    "-D": 0, "-N": 0, "-W": 0, "-S": 0, "-P": 1, "-R": 1, "--start-profiler": 1, "--sampling": 1, "--user": 1, "--display": 1,
    "--windowingMode": 1, "--activityType": 1, "--task": 1, "--streaming": 0, "--lock-task": 0, "--splashscreen-show-icon": 0,
}  # fmt: skip
_BROADCAST_OPTIONS = {"--user": 1, "--receiver-permission": 1, "--allow-background-activity-starts": 0, "--async": 0}
_USAGE = """Activity manager (activity) commands:
  start-activity [-W] [-S] [--user USER] <INTENT>
  broadcast [--user USER] <INTENT>
  force-stop [--user USER] <PACKAGE>
  kill [--user USER] <PACKAGE>
  kill-all
  stack list
  task lock <TASK_ID> | task lock stop
  get-current-user
  get-started-user-state
<INTENT> specifications include these flags and arguments:
    [-a <ACTION>] [-d <DATA_URI>] [-t <MIME_TYPE>] [-c <CATEGORY>] [-n <COMPONENT>] [-p <PACKAGE>] [-f <FLAG>]
    [-e|--es <EXTRA_KEY> <EXTRA_STRING_VALUE>] [--ez <EXTRA_KEY> <EXTRA_BOOLEAN_VALUE>] [--ei <EXTRA_KEY> <EXTRA_INT_VALUE>]
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
        case "kill-all":
            front = handset.front.package
            for name in handset.phone.running:
                if name != front:
                    handset.phone.stop(name)
        case "stack":
            _stack(handset, call, words)
        case "task":
            _task(handset, words.rest())
        case "get-current-user":
            call.print("0")
        case "get-started-user-state":
            call.print("RUNNING_UNLOCKED")
        case "wait-for-broadcast-idle":
            call.print("All broadcast queues are idle!")
        case "startservice" | "start-service" | "start-foreground-service":
            intent, _ = read_intent(verb, words, {"--user": 1})
            call.print(f"Starting service: {intent}")
            raise Refused("Error: Not found; no service started.")
        case None | "help" | "-h":
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _start(handset: Handset, call: Invocation, words: Arguments, verb: str) -> int | None:
    intent, options = read_intent(verb, words, _START_OPTIONS)
    if intent == Intent():
        raise Refused("\nException occurred while executing 'start':\njava.lang.IllegalArgumentException: No intent supplied")
    try:
        target = resolve(intent)
    except BadComponent as error:
        call.print(f"Starting: {intent}")
        raise Refused(f"Error type 3\nError: Activity class {{{error}}} does not exist.", 1) from error
    if "-S" in options and target:
        call.print(f"Stopping: {target.component.package}")
        handset.phone.stop(target.component.package)
    call.print(f"Starting: {intent}")
    if target is None:
        raise unresolved(intent)
    running = target.component.package in handset.phone.running
    unchanged = handset.front == target.component and handset.phone.page == (target.page or handset.phone.page)
    open_target(handset, target)
    if unchanged:
        warn(call, "Warning: Activity not started, intent has been delivered to currently running top-most instance.")
    if "-W" in options:
        call.print(f"Status: ok\nLaunchState: {'HOT' if running else 'COLD'}\nActivity: {handset.front.short}")
        call.print("TotalTime: 0\nWaitTime: 0\nComplete")
    return None


def open_target(handset: Handset, target: Target) -> None:
    """Bring what handles an intent to the front."""
    package = target.component.package
    handset.log.write("I", "ActivityTaskManager", f"START u0 {{cmp={target.component.short}}} result code=0")
    if package == manifest.LAUNCHER:
        handset.phone.press_key("home")
    else:
        handset.phone.start(package, target.page)


def _stop(handset: Handset, words: Arguments, verb: str) -> None:
    while option := words.option():
        if option != "--user":
            raise Refused(f"Error: Unknown option: {option}")
        words.required(verb, option)
    name = words.required(verb, verb)
    if verb == "force-stop" or name != handset.front.package:  # `kill` spares what the person looks at
        handset.phone.stop(name)
        handset.log.write("I", "ActivityManager", f"Force stopping {name} appid={_uid(name)} user=0: from pid 4321")


def _uid(name: str) -> int:
    package = packages().get(name)
    return package.uid if package else 0


def _broadcast(handset: Handset, call: Invocation, words: Arguments) -> None:
    intent, _ = read_intent("broadcast", words, _BROADCAST_OPTIONS)
    shown = Intent(**{**{name: getattr(intent, name) for name in Intent.__slots__}, "flags": intent.flags | 0x400000})
    call.print(f"Broadcasting: {shown}")
    deliver(handset, intent)
    call.print("Broadcast completed: result=0")


# tasks


def stack_list(handset: Handset) -> str:
    """What `am stack list` prints: the task in front first."""
    width, height = handset.phone.size
    bounds = f"bounds=[0,0][{width},{height}]"
    blocks: list[str] = []
    for number, component in enumerate(handset.recent):
        task = packages()[component.package].task
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
        case ["lock", number] if number in {str(packages()[component.package].task) for component in handset.recent}:
            handset.phone.store.put("secure", "lock_to_app_task", number)
        case ["lock", number]:
            raise Refused(f"Error: there is no task {number}")
        case _:
            raise Refused("Error: unknown command; this phone knows `am task lock`")


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
            case "-s" | "--throttle" | "--pct-syskeys" | "--pct-touch" | "--pct-motion" | "--kill-process-after-error":
                words.required("monkey", option)
            case "-v" | "--ignore-crashes" | "--ignore-timeouts" | "--ignore-security-exceptions":
                continue
            case _:
                raise Refused(f"** Error: Unknown option: {option}", 1)
    count = words.next()
    if count != "1" or not wanted:
        raise Refused("** Error: this phone's monkey opens one app: monkey -p PACKAGE -c CATEGORY 1", 1)
    if set(categories) - {LAUNCHER_CATEGORY}:
        raise _no_activities()
    target = resolve(Intent(action=MAIN, package=wanted[0]))
    if target is None or target.component.package == manifest.LAUNCHER:
        raise _no_activities()
    call.print("Events injected: 1\n## Network stats: elapsed time=0ms (0ms mobile, 0ms wifi, 0ms not connected)")
    open_target(handset, Target(Component(wanted[0], target.component.name), None))
    return None


def _no_activities() -> Refused:
    return Refused("** No activities found to run, monkey aborted.", 252)

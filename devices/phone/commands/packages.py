"""`pm` and `pidof`: which packages there are. Installing is in installing.py, permissions are in granting.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.phone import manifest
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands import granting, installing
from devices.phone.commands.console import Arguments, Refused, java_exception, refusing
from devices.phone.commands.handset import DISABLED, Component, Handset, Package, identity
from devices.phone.commands.intent import read_intent
from devices.phone.commands.package_dump import FEATURES, LIBRARIES, describe, version_code
from devices.phone.commands.resolving import BadComponent, resolve

_USAGE = """Package manager (package) commands:
  list packages [-f] [-d] [-e] [-s] [-3] [-i] [-U] [--show-versioncode] [FILTER]
  list permissions [-g] [-f] [-d] [-u] [-s] [GROUP] | list permission-groups
  list features | list libraries | list users | list instrumentation
  path PACKAGE
  dump PACKAGE
  has-feature FEATURE
  clear [--user USER] PACKAGE
  enable | disable-user | default-state PACKAGE
  grant | revoke [--user USER] PACKAGE PERMISSION
  reset-permissions
  resolve-activity | query-activities [--brief] INTENT
  install [-r] [-R] [-t] [-d] [-g] [-S BYTES] [PATH]
  install-create | install-write | install-commit | install-abandon
  uninstall [-k] PACKAGE"""
_LIST_OPTIONS = (
    "-3",
    "-s",
    "-f",
    "-U",
    "-e",
    "-d",
    "-i",
    "-l",
    "-u",
    "-a",
    "--show-versioncode",
    "--apex-only",
    "--user",
    "--uid",
)
_STATES = {
    "enable": ("enabled", False),
    "default-state": ("default", False),
    "disable-user": ("disabled-user", True),
    "disable-until-used": ("disabled-until-used", True),
}
"""Command -> the word for the state afterwards, and whether the package is out of use then."""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`pm` and `pidof` for this phone."""
    sessions = installing.Sessions()
    return {
        "pm": refusing(lambda call: pm(handset, sessions, call, call.argv[1:])),
        "pidof": refusing(lambda call: _pidof(handset, call)),
    }


def pm(handset: Handset, sessions: installing.Sessions, call: Invocation, argv: Sequence[str]) -> int | None:
    """Carry out `pm ARGV` or `cmd package ARGV`."""
    words = Arguments(argv)
    verb = words.next()
    match verb:
        case "list":
            return _list(handset, call, words)
        case "path":
            package = handset.packages.get(names(words, verb)[0])
            if package is None:
                return 1
            call.print(f"package:{package.apk}")
        case "dump":
            call.print(describe(handset, names(words, verb)[0]))
        case "has-feature":
            present = names(words, verb)[0] in FEATURES
            call.print("true" if present else "false")
            return int(not present)
        case "clear":
            return _clear(handset, call, names(words, verb))
        case "enable" | "default-state" | "disable-user" | "disable-until-used":
            _set_state(handset, call, names(words, verb)[0], verb)
        case "disable" | "hide" | "unhide":
            _refuse_state(handset, names(words, verb)[0], verb)
        case "grant" | "revoke":
            granting.change(handset, names(words, verb), verb)
        case "reset-permissions":
            granting.reset(handset)
        case "resolve-activity" | "query-activities":
            _resolve(handset, call, words, verb)
        case "install" | "install-create" | "install-write" | "install-commit" | "install-abandon" | "uninstall":
            return installing.carry_out(handset, sessions, call, words, verb)
        case "get-install-location":
            call.print("0[auto]")
        case "get-max-users":
            call.print("Maximum supported users: 1")
        case "trim-caches" | "compile" | "bg-dexopt-job" | "set-installer":
            words.rest()
            if verb != "trim-caches":
                call.print("Success")
        case None | "help" | "-h":
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def names(words: Arguments, verb: str) -> list[str]:
    """The words after the options; at least one."""
    while option := words.option():
        if option in ("--user", "--versionCode", "--abi"):
            words.required(verb, option)
    return [words.required(verb, verb), *words.rest()]


def _list(handset: Handset, call: Invocation, words: Arguments) -> int | None:
    what = words.next()
    match what:
        case "packages" | "package":
            return _list_packages(handset, call, words)
        case "features":
            for name in FEATURES:
                call.print(f"feature:{name}")
        case "libraries":
            for name in LIBRARIES:
                call.print(f"library:{name}")
        case "users":
            call.print("Users:\n\tUserInfo{0:Owner:c13} running")
        case "instrumentation":
            words.rest()  # no package has any
        case "permissions":
            return granting.list_permissions(call, words)
        case "permission-groups":
            for name in granting.GROUPS:
                call.print(f"permission group:android.permission-group.{name}")
        case None:
            raise Refused("Error: didn't specify type of data to list")
        case _:
            raise Refused(f"Error: unknown list type '{what}'")
    return None


def _list_packages(handset: Handset, call: Invocation, words: Arguments) -> int | None:
    options: set[str] = set()
    uid = ""
    while option := words.option():
        if option not in _LIST_OPTIONS:
            raise Refused(f"Error: Unknown option: {option}")
        options.add(option)
        if option in ("--user", "--uid"):
            value = words.required("list", option)
            uid = value if option == "--uid" else uid
    wanted = words.next() or ""
    disabled = handset.disabled
    for package in handset.packages.values():
        if ("-3" in options and package.system) or ("-s" in options and not package.system) or wanted not in package.name:
            continue
        if ("-d" in options and package.name not in disabled) or ("-e" in options and package.name in disabled):
            continue
        if (uid and str(package.uid) != uid) or "--apex-only" in options:
            continue
        line = f"package:{package.apk}={package.name}" if "-f" in options else f"package:{package.name}"
        line += f" versionCode:{version_code(package)}" if "--show-versioncode" in options else ""
        line += f"  installer={'null' if package.system else 'com.android.shell'}" if "-i" in options else ""
        call.print(line + (f" uid:{package.uid}" if "-U" in options or uid else ""))
    return None


def _clear(handset: Handset, call: Invocation, wanted: Sequence[str]) -> int | None:
    """Forget all that an app keeps: its rows, but for those that other apps keep too, and its answers about permissions."""
    name = wanted[0]
    if name not in handset.packages:
        call.print("Failed")
        return 1
    store = handset.phone.store
    handset.phone.stop(name)
    app = handset.phone.apps.find(name)
    others = {provider for other in handset.phone.apps.all if other.package != name for provider in other.providers}
    for provider in (app.providers if app else frozenset()) - others:
        for row in store.rows(provider):
            store.delete(provider, int(row["_id"]))
    for provider in ("permissions", "notifications"):
        for row in store.rows(provider):
            if row.get("package") == name:
                store.delete(provider, int(row["_id"]))
    call.print("Success")
    return None


def _known(handset: Handset, name: str, verb: str) -> Component | None:
    """The component of "PACKAGE/CLASS", None for a mere package; raises Refused for what is not there."""
    component = Component.parse(name)
    package = component.package if component else name
    owner = handset.packages.get(package)
    if owner is None or (component and component.name not in owner.activities):
        raise java_exception(
            verb, "java.lang.IllegalArgumentException", f"Unknown {'component' if component else 'package'}: {name}"
        )
    return component


def _set_state(handset: Handset, call: Invocation, name: str, verb: str) -> None:
    word, off = _STATES[verb]
    component = _known(handset, name, verb)
    if component is not None:
        denied = f"Shell cannot change component state for {component.full} to {1 if verb == 'enable' else 3}"
        raise java_exception(verb, "java.lang.SecurityException", denied)
    store = handset.phone.store
    for row in store.rows(DISABLED):
        if row.get("package") == name:
            store.delete(DISABLED, int(row["_id"]))
    if off:
        if name in ("android", manifest.LAUNCHER):
            denied = f"Cannot disable a protected package: {name}"
            raise java_exception(verb, "java.lang.SecurityException", denied)
        store.insert(DISABLED, {"package": name, "state": word})
        handset.phone.stop(name)
    call.print(f"Package {name} new state: {word}")


def _refuse_state(handset: Handset, name: str, verb: str) -> None:
    """What the shell of a phone that was sold may not do."""
    component = _known(handset, name, verb)
    if verb == "disable":
        shown = component.full if component else f"{name}/null"
        raise java_exception(verb, "java.lang.SecurityException", f"Shell cannot change component state for {shown} to 2")
    denied = "Neither user 2000 nor current process has android.permission.MANAGE_USERS."
    raise java_exception(verb, "java.lang.SecurityException", denied)


def _resolve(handset: Handset, call: Invocation, words: Arguments, verb: str) -> None:
    intent, options = read_intent(verb, words, {"--brief": 0, "--components": 0, "--user": 1, "--query-flags": 1})
    try:
        target = resolve(intent, handset.apps)
    except BadComponent:
        target = None
    if target is None:
        call.print("No activity found" if verb == "resolve-activity" else "No activities found")
        return
    if verb == "query-activities":
        call.print("1 activities found:")
    if "--components" in options:
        call.print(target.component.short)
        return
    call.print("priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true")
    if "--brief" in options:
        call.print(target.component.short)
    else:
        owner: Package = identity(target.component.package)
        call.print(f"ActivityInfo:\n  name={target.component.full.partition('/')[2]}\n  packageName={owner.name}")
        call.print(f"  processName={owner.name}\n  enabled=true exported=true directBootAware=false")


def _pidof(handset: Handset, call: Invocation) -> int:
    running = {*handset.phone.running, manifest.LAUNCHER}
    found = [str(identity(name).pid) for name in call.argv[1:] if not name.startswith("-") and name in running]
    if found:
        call.print(" ".join(found))
    return 0 if found else 1

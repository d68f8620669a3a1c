"""`pm`, `cmd` and `pidof`: what is installed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.phone import manifest
from devices.phone.adbd.files import Files, normalise, reason
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception, refusing, whole
from devices.phone.commands.handset import Handset, Package, packages
from devices.phone.commands.intent import BadComponent, read_intent, resolve

FEATURES = (
    "reqGlEsVersion=0x30002", "android.hardware.bluetooth", "android.hardware.nfc", "android.hardware.screen.portrait",
    "android.hardware.touchscreen", "android.hardware.touchscreen.multitouch", "android.hardware.wifi",
    "android.software.input_methods", "android.software.home_screen",
)  # fmt: skip
LIBRARIES = ("android.ext.shared", "android.test.base", "android.test.mock", "android.test.runner", "org.apache.http.legacy")
_PIECE = 65536
_USAGE = """Package manager (package) commands:
  list packages [-f] [-s] [-3] [-U] [--show-versioncode] [FILTER]
  list features | list libraries | list users
  path PACKAGE
  dump PACKAGE
  clear [--user USER] PACKAGE
  grant|revoke [--user USER] PACKAGE PERMISSION
  resolve-activity [--brief] INTENT
  query-activities [--brief] INTENT
  install [-r] [-t] [-g] [-S BYTES] [PATH]
  uninstall [-k] PACKAGE"""


def commands(handset: Handset) -> Mapping[str, Command]:
    """`pm` and `pidof` for this phone."""
    return {
        "pm": refusing(lambda call: pm(handset, call, call.argv[1:])),
        "pidof": refusing(lambda call: _pidof(handset, call)),
    }


def pm(handset: Handset, call: Invocation, argv: Sequence[str]) -> int | None:
    """Carry out `pm ARGV` or `cmd package ARGV`."""
    words = Arguments(argv)
    verb = words.next()
    match verb:
        case "list":
            _list(call, words)
        case "path":
            package = packages().get(_names(words, verb)[0])
            if package is None:
                return 1
            call.print(f"package:{package.apk}")
        case "dump":
            call.print(describe(_names(words, verb)[0]))
        case "clear":
            return _clear(handset, call, _names(words, verb))
        case "grant" | "revoke":
            name, *permission = _names(words, verb)
            if name not in packages():
                raise java_exception(verb, "java.lang.IllegalArgumentException", f"Unknown package: {name}")
            if not permission:
                raise Refused("Error: no permission specified", 1)
        case "resolve-activity" | "query-activities":
            _resolve(call, words, verb)
        case "install" | "install-create":
            return _install(handset.phone.files, call, words)
        case "uninstall":
            _names(words, verb)
            call.print("Failure [DELETE_FAILED_INTERNAL_ERROR]")
            return 1
        case None | "help" | "-h":
            call.print(_USAGE)
            return 0 if verb else 255
        case _:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _names(words: Arguments, verb: str) -> list[str]:
    """The words after the options; at least one."""
    while option := words.option():
        if option in ("--user", "-f", "--versionCode"):
            words.required(verb, option)
    return [words.required(verb, verb), *words.rest()]


def _list(call: Invocation, words: Arguments) -> None:
    what = words.next()
    match what:
        case "packages" | "package":
            _list_packages(call, words)
        case "features":
            for name in FEATURES:
                call.print(f"feature:{name}")
        case "libraries":
            for name in LIBRARIES:
                call.print(f"library:{name}")
        case "users":
            call.print("Users:\n\tUserInfo{0:Owner:c13} running")
        case _:
            raise Refused(f"Error: unknown list type '{what}'")


def _list_packages(call: Invocation, words: Arguments) -> None:
    shown = list(packages().values())
    options: set[str] = set()
    while option := words.option():
        if option not in ("-3", "-s", "-f", "-U", "-e", "-d", "-i", "-u", "-a", "--show-versioncode", "--user"):
            raise Refused(f"Error: Unknown option: {option}")
        options.add(option)
        if option == "--user":
            words.required("list", option)
    wanted = words.next() or ""
    for package in shown:
        skipped = ("-3" in options and package.system) or ("-s" in options and not package.system) or "-d" in options
        if skipped or wanted not in package.name:
            continue
        line = f"package:{package.apk}={package.name}" if "-f" in options else f"package:{package.name}"
        line += f" versionCode:{version_code(package)}" if "--show-versioncode" in options else ""
        call.print(line + (f" uid:{package.uid}" if "-U" in options else ""))


def version_code(package: Package) -> int:
    """A version as a number: "1.2" is 10200."""
    parts = [int(part) if part.isdecimal() else 0 for part in package.version.split(".")]
    return sum(part * 100 ** (2 - place) for place, part in enumerate(parts[:3]))


def describe(name: str) -> str:
    """What `dumpsys package NAME` says."""
    package = packages().get(name)
    if package is None:
        return f"Unable to find package: {name}"
    flags = "SYSTEM HAS_CODE ALLOW_CLEAR_USER_DATA" if package.system else "HAS_CODE ALLOW_CLEAR_USER_DATA"
    lines = ["Activity Resolver Table:", "  Non-Data Actions:", "      android.intent.action.MAIN:"]
    lines += [
        f"        {package.number:x}a1 {package.name}/{activity} filter {package.number:x}b2" for activity in package.activities
    ]
    lines += [
        "",
        "Packages:",
        f"  Package [{package.name}] ({package.number:x}c3):",
        f"    userId={package.uid}",
        f"    pkg=Package{{{package.number:x}d4 {package.name}}}",
        f"    codePath={package.apk.rpartition('/')[0]}",
        f"    versionCode={version_code(package)} minSdk=28 targetSdk=34",
        f"    versionName={package.version}",
        f"    signatures=PackageSignatures{{{package.number:x}e5 version:3, signatures:[{0xF1A60000 + package.number:x}]}}",
        f"    flags=[ {flags} ]",
        f"    pkgFlags=[ {flags} ]",
        "    timeStamp=2026-01-01 00:00:00",
        "    firstInstallTime=2026-01-01 00:00:00",
        "    lastUpdateTime=2026-01-01 00:00:00",
        "    User 0: ceDataInode=0 installed=true hidden=false suspended=false stopped=false enabled=0",
    ]
    return "\n".join(lines)


def _clear(handset: Handset, call: Invocation, names: Sequence[str]) -> int | None:
    """Make an app what it was when the phone was new: not running, its rows as in its manifest."""
    if names[0] not in packages():
        call.print("Failed")
        return 1
    handset.phone.stop(names[0])
    app = manifest.by_package().get(names[0])
    for provider, rows in (app.seeds if app else {}).items():
        for row in handset.phone.store.rows(provider):
            handset.phone.store.delete(provider, int(row["_id"]))
        for values in rows:
            handset.phone.store.insert(provider, values)
    call.print("Success")
    return None


def _resolve(call: Invocation, words: Arguments, verb: str) -> None:
    intent, options = read_intent(verb, words, {"--brief": 0, "--components": 0, "--user": 1, "--query-flags": 1})
    try:
        target = resolve(intent)
    except BadComponent:
        target = None
    if target is None:
        call.print("No activity found" if verb == "resolve-activity" else "No activities found")
        return
    brief = "--brief" in options or "--components" in options
    if verb == "query-activities":
        call.print("1 activities found:")
    call.print("priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true")
    if brief:
        call.print(target.component.short)
    else:
        call.print(f"ActivityInfo:\n  name={target.component.full.partition('/')[2]}\n  packageName={target.component.package}")


def _install(files: Files, call: Invocation, words: Arguments) -> int:
    """Every APK is refused: what runs here came with the phone."""
    size = None
    while option := words.option():
        if option in ("-S", "-i", "--user", "--abi", "--pkg"):
            value = words.required("install", option)
            size = value if option == "-S" else size
    path = words.next()
    if path is None and size is None:
        raise Refused("Error: must either specify a package size or an APK file", 1)
    if path not in (None, "-"):
        assert path is not None
        try:
            head = files.read(normalise(path, call.cwd))[:4]
        except OSError as error:
            raise Refused(f"Error: Unable to open file: {path}\n{reason(error)}", 1) from error
    else:
        head = _streamed(call, size)[:4]
    if head != b"PK\x03\x04":
        call.print("Failure [INSTALL_PARSE_FAILED_NOT_APK: Failed to parse base.apk: not an APK]")
    else:
        call.print("Failure [INSTALL_FAILED_NO_MATCHING_ABIS: this phone runs only the apps that came with it]")
    return 1


def _streamed(call: Invocation, size: str | None) -> bytes:
    """An APK from stdin; with a size no more is read, since a host that streams never ends its side."""
    left = whole(size, f"Error: bad size {size}", high=2**31) if size is not None else None
    parts: list[bytes] = []
    while left != 0 and (part := call.stdin.read(min(left or _PIECE, _PIECE))):
        parts = parts or [part]
        left = None if left is None else left - len(part)
    return b"".join(parts)


def _pidof(handset: Handset, call: Invocation) -> int:
    running = {*handset.phone.running, manifest.LAUNCHER}
    found = [str(packages()[name].pid) for name in call.argv[1:] if name in running]
    if found:
        call.print(" ".join(found))
    return 0 if found else 1

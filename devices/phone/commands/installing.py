"""`pm install`, `install-create` … and `uninstall`: apps of this phone, each a ZIP of its folder that is called an APK.

Knows Android's words for it. Which ZIP is an app, and what it may hold, is decided where the apps are kept.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field

from devices.phone.adbd.files import normalise, reason
from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception, whole
from devices.phone.commands.granting import grant_all
from devices.phone.commands.handset import Handset
from devices.phone.registry import InstallFailed, UninstallFailed

MAX_APK = 64 * 1024 * 1024
"""Most bytes of a package that are taken at all."""
_PIECE = 65536
_VALUED = ("-i", "--user", "--abi", "--pkg", "--install-location", "--originating-uri", "--referrer", "-p", "--install-reason")


@dataclass(frozen=True, slots=True)
class _Options:
    replace: bool = True
    downgrade: bool = False
    grants: bool = False
    size: str | None = None


@dataclass(slots=True)
class _Session:
    options: _Options
    parts: dict[str, bytes] = field(default_factory=dict)


class Sessions:
    """Installations in several steps (`install-create` to `install-commit`). Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[int, _Session] = {}
        self._last = 1_138_000_000

    def create(self, options: _Options) -> int:
        """A new one; returns its number."""
        with self._lock:
            self._last += 1
            self._open[self._last] = _Session(options)
            return self._last

    def find(self, number: int, verb: str) -> _Session:
        """One by its number; raises Refused."""
        with self._lock:
            found = self._open.get(number)
        if found is None:
            raise java_exception(verb, "java.lang.SecurityException", f"Caller has no access to session {number}")
        return found

    def close(self, number: int) -> None:
        """Forget one."""
        with self._lock:
            self._open.pop(number, None)


def carry_out(handset: Handset, sessions: Sessions, call: Invocation, words: Arguments, verb: str) -> int | None:
    """Do what `pm VERB …` asks."""
    match verb:
        case "install":
            options = _options(words)
            path = words.next()
            return _install(handset, call, _package(handset, call, path, options.size), options)
        case "install-create":
            call.print(f"Success: created install session [{sessions.create(_options(words))}]")
        case "install-write":
            options = _options(words)
            number, name = _number(words.required(verb, verb)), words.required(verb, verb)
            session = sessions.find(number, verb)
            data = _package(handset, call, words.next(), options.size)
            session.parts[name] = data
            call.print(f"Success: streamed {len(data)} bytes")
        case "install-commit":
            while words.option():
                continue
            number = _number(words.required(verb, verb))
            session = sessions.find(number, verb)
            sessions.close(number)
            if len(session.parts) != 1:
                why = "Session has no packages" if not session.parts else "an app of this phone is one package without splits"
                return _failed(call, "INSTALL_FAILED_INVALID_APK", why)
            return _install(handset, call, next(iter(session.parts.values())), session.options)
        case "install-abandon":
            number = _number(words.required(verb, verb))
            sessions.find(number, verb)
            sessions.close(number)
            call.print("Success")
        case _:
            return _uninstall(handset, call, words)
    return None


def _options(words: Arguments) -> _Options:
    replace, downgrade, grants, size = True, False, False, None
    while option := words.option():
        match option:
            case "-R":
                replace = False
            case "-d":
                downgrade = True
            case "-g":
                grants = True
            case "-S":
                size = words.required("install", option)
            case _ if option in _VALUED:
                words.required("install", option)
            case "-r" | "-t" | "-f" | "-l" | "-s" | "-q" | "--dont-kill" | "--instant" | "--full" | "--force-sdk" | "--staged":
                continue
            case _ if option.startswith("--"):
                continue
            case _:
                raise java_exception("install", "java.lang.IllegalArgumentException", f"Unknown option {option}")
    return _Options(replace, downgrade, grants, size)


def _number(text: str) -> int:
    return whole(text.strip("[]"), f"Error: bad session {text}", high=2**31)


def _package(handset: Handset, call: Invocation, path: str | None, size: str | None) -> bytes:
    if path is None and size is None:
        raise Refused("Error: must either specify a package size or an APK file", 1)
    if path is None or path == "-":
        return _streamed(call, size)
    try:
        data = handset.phone.files.read(normalise(path, call.cwd))
    except OSError as error:
        raise Refused(f"Error: Unable to open file: {path}\n{reason(error)}", 1) from error
    if len(data) > MAX_APK:
        raise Refused("Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE: the package is too large]", 1)
    return data


def _streamed(call: Invocation, size: str | None) -> bytes:
    """A package from stdin; with a size no more is read, since a host that streams never ends its side."""
    left = whole(size, f"Error: bad size {size}", high=2**31) if size is not None else None
    found = bytearray()
    length = 0
    while left != 0 and (part := call.stdin.read(min(left or _PIECE, _PIECE))):
        length += len(part)
        if length <= MAX_APK:  # the rest is read and thrown away: the host waits until all of it was taken
            found += part
        left = None if left is None else left - len(part)
    if length > MAX_APK:
        raise Refused("Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE: the package is too large]", 1)
    return bytes(found)


def _install(handset: Handset, call: Invocation, data: bytes, options: _Options) -> int | None:
    try:
        app = handset.phone.apps.install_archive(data, replace=options.replace, downgrade=options.downgrade)
    except InstallFailed as failed:
        return _failed(call, failed.code, failed.detail)
    if app.package in handset.phone.running:  # an update ends the old version
        handset.phone.stop(app.package)
    if options.grants:
        grant_all(handset, app.package)
    handset.log.write("I", "PackageManager", f"Package {app.package} installed, version {app.version}")
    call.print("Success")
    return None


def _uninstall(handset: Handset, call: Invocation, words: Arguments) -> int | None:
    keep = False
    while option := words.option():
        keep = keep or option == "-k"
        if option in ("--user", "--versionCode"):
            words.required("uninstall", option)
    name = words.required("uninstall", "uninstall")
    if name in handset.phone.running and not handset.phone.apps.is_builtin(name):
        handset.phone.stop(name)
    try:
        handset.phone.apps.uninstall(name, keep_data=keep)
    except UninstallFailed as failed:
        call.print(f"Failure [{failed.code}]")
        return 1
    handset.log.write("I", "PackageManager", f"Package {name} uninstalled")
    call.print("Success")
    return None


def _failed(call: Invocation, code: str, detail: str) -> int:
    shown = re.sub(r"\s+", " ", detail).strip()
    call.print(f"Failure [{code}: {shown}]" if shown else f"Failure [{code}]")
    return 1

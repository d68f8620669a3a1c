"""What every command acts on: the phone, its packages as Android names them, its log and its properties."""

from __future__ import annotations

import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from devices.phone import manifest
from devices.phone.adbd.faults import Faults
from devices.phone.adbd.jobs import Jobs
from devices.phone.adbd.server import AdbServer
from devices.phone.manifest import ADB_KEYBOARD, KEYBOARD
from devices.phone.mishaps import TAG, Mishaps
from devices.phone.phone import Phone

DISABLED = "disabled_packages"
"""Provider whose rows {package, state} name the packages that are out of use."""
_SYSTEM = ("android", manifest.LAUNCHER, KEYBOARD.partition("/")[0])
_SYSTEM_PREFIXES = ("com.android.", "com.google.android.")


@dataclass(frozen=True, slots=True)
class Package:
    """One package. activities: short name (".Settings") -> page; empty for packages that a person cannot open."""

    name: str
    label: str
    version: str = "1.0"
    activities: Mapping[str, str] = field(default_factory=dict)

    @property
    def system(self) -> bool:
        """Whether it came with the phone, as opposed to having been installed by its owner."""
        if self.name == ADB_KEYBOARD.partition("/")[0]:
            return False
        return self.name in _SYSTEM or self.name.startswith(_SYSTEM_PREFIXES)

    @property
    def apk(self) -> str:
        """Where Android would keep it."""
        if self.name == "android":
            return "/system/framework/framework-res.apk"
        return f"/system/app/{self.name}/{self.name}.apk" if self.system else f"/data/app/{self.name}-1/base.apk"

    @property
    def number(self) -> int:
        """A small number that is always the same for this package; process and task ids are made of it."""
        came_with_it = sorted(packages())
        if self.name in came_with_it:
            return came_with_it.index(self.name)
        return 100 + zlib.crc32(self.name.encode()) % 800

    @property
    def task(self) -> int:
        """The id of its task; the launcher's is 1."""
        return 1 if self.name == manifest.LAUNCHER else 20 + self.number

    @property
    def pid(self) -> int:
        """The id of its process."""
        return 2000 + 7 * self.number

    @property
    def uid(self) -> int:
        """The id of its user."""
        return 1000 if self.name in ("android", "com.android.settings") else 10100 + self.number


def packages(apps: Iterable[manifest.Manifest] | None = None) -> Mapping[str, Package]:
    """All packages by name: the apps (without any given: those that come with a phone), and what a phone needs besides."""
    known = manifest.installed() if apps is None else apps
    found = [Package(app.package, app.label, app.version, app.activities) for app in known]
    found += [
        Package("android", "Android System", "14"),
        Package(manifest.LAUNCHER, "Launcher", activities={".Launcher": ""}),
        Package(KEYBOARD.partition("/")[0], "Keyboard"),
        Package(ADB_KEYBOARD.partition("/")[0], "ADB Keyboard", "2.0"),
    ]
    return {package.name: package for package in sorted(found, key=lambda package: package.name)}


def identity(name: str) -> Package:
    """A package with its numbers alone, for where nothing else of it matters."""
    return Package(name, name)


@dataclass(frozen=True, slots=True)
class Component:
    """A class of a package, in its short form: package "a.b", name ".Main"."""

    package: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Component | None:
        """From "a.b/.Main", "a.b/a.b.Main" or "a.b/Main"; None for a text that is no component."""
        package, slash, name = text.partition("/")
        if not slash or not package or not name:
            return None
        inside = name.startswith(package + ".")
        return cls(package, name[len(package) :] if inside else name)

    @property
    def short(self) -> str:
        """a.b/.Main"""
        return f"{self.package}/{self.name}"

    @property
    def full(self) -> str:
        """a.b/a.b.Main"""
        return f"{self.package}/{self.package if self.name.startswith('.') else ''}{self.name}"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log. number: counts all lines ever written, from 1. level: one of V D I W E F."""

    number: int
    when: datetime
    level: str
    tag: str
    text: str
    pid: int


class Log:
    """The newest lines that the phone wrote about itself. Thread-safe."""

    def __init__(self, clock: Callable[[], datetime], size: int = 2000) -> None:
        self._clock = clock
        self._lines: deque[LogLine] = deque(maxlen=size)
        self._written = threading.Condition()
        self._count = 0

    def write(self, level: str, tag: str, text: str, pid: int = 1200) -> None:
        """Add a line."""
        with self._written:
            self._count += 1
            self._lines.append(LogLine(self._count, self._clock(), level, tag, text, pid))
            self._written.notify_all()

    def after(self, number: int) -> list[LogLine]:
        """The lines that are newer than a number."""
        with self._written:
            return [line for line in self._lines if line.number > number]

    def wait(self, number: int, seconds: float) -> list[LogLine]:
        """As after(), but waits up to so many seconds for the first one."""
        with self._written:
            self._written.wait_for(lambda: self._count > number, seconds)
        return self.after(number)

    def clear(self) -> None:
        """Forget all lines; the count goes on."""
        with self._written:
            self._lines.clear()


class Handset:
    """A phone and what only its shell sees.

    properties: what setprop has set. jobs: what its shells run in the background. faults: what is wrong with its
    link. mishaps: what goes wrong on demand.
    interrupts: what ends long commands (screenrecord) by their names. reboot: switches it off and on again. switch_off: ends
    its process; None where nobody can. link: the cable. The server around the phone hands these three in.
    """

    def __init__(
        self, phone: Phone, reboot: Callable[[], None] | None = None, switch_off: Callable[[], None] | None = None
    ) -> None:
        self.phone = phone
        self.log = Log(lambda: phone.now)
        self.properties: dict[str, str] = {}
        self.jobs = Jobs()
        self.faults = Faults(lambda text: self.log.write("W", TAG, text))
        self.interrupts: dict[str, set[threading.Event]] = {}
        self.link: AdbServer | None = None
        self.mishaps = Mishaps(phone, self.faults, lambda: self.link, self.log.write)
        self.reboot = reboot or self.restart
        self.switch_off = switch_off

    @property
    def packages(self) -> Mapping[str, Package]:
        """All packages of this phone by name, those that were installed in it among them."""
        return packages(self.phone.apps.all)

    @property
    def booted(self) -> datetime:
        """When it was switched on, by its own clock."""
        return self.phone.now - timedelta(seconds=self.phone.clock.seconds)

    @property
    def disabled(self) -> frozenset[str]:
        """Packages that `pm disable-user` took out of use."""
        return frozenset(str(row.get("package")) for row in self.phone.store.rows(DISABLED))

    @property
    def apps(self) -> tuple[manifest.Manifest, ...]:
        """The apps that can be opened."""
        disabled = self.disabled
        return tuple(app for app in self.phone.apps.all if app.package not in disabled)

    @property
    def front(self) -> Component:
        """The activity in front."""
        return Component(*self.phone.foreground)

    @property
    def recent(self) -> list[Component]:
        """The activities of all tasks, the one in front first; the launcher's is always among them."""
        front = self.front
        others = [name for name in self.phone.running if name != front.package]
        behind = [Component(name, next(iter(self.packages[name].activities))) for name in others]
        home = [] if front.package == manifest.LAUNCHER else [Component(manifest.LAUNCHER, ".Launcher")]
        return [front, *behind, *home]

    @property
    def input_method(self) -> str:
        """The id of the current input method."""
        return self.phone.store.get("secure", "default_input_method") or KEYBOARD

    def restart(self) -> None:
        """End all apps, as a reboot does, and show what a phone shows when it is switched on."""
        self.jobs.cancel_all()
        self.phone.restart()
        self.properties.clear()
        self.log.clear()
        self.log.write("I", "SystemServer", "Entered the Android system server!")

"""A private desktop for one task after another, as a tasks.session.Session.

Knows how a desktop is begun, read and put back: each task gets a desktop that has just started, with a home folder of its own,
as that takes a fraction of a second and leaves nothing behind by construction. The home folder's path stays the same all
through a session, since programs show it. Does not know tasks.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from devices.base import Device
from devices.desktop.opening import drive
from devices.desktop.private import PrivateDesk
from devices.errors import BadOption
from tasks.bodies.desktop.bus import Bus
from tasks.bodies.desktop.hand import DeskHand
from tasks.bodies.desktop.memory import read_memory
from tasks.bodies.desktop.oracle import DeskOracle
from tasks.bodies.desktop.place import a_place
from tasks.bodies.desktop.setup import carry_out
from tasks.bodies.desktop.tree import Trees
from tasks.bodies.desktop.windows import Window, ask, windows
from tasks.bodies.desktop.world import FOLDERS, documents
from tasks.hand import Memory
from tasks.state import State
from tasks.task import Case

SIZE = (1280, 800)
OPTIONS = {"private": "yes", "size": f"{SIZE[0]}x{SIZE[1]}", "accessibility": "yes"}
"""Of the device; there are no others."""
REST, LONGEST, SAME_MOMENT = 0.15, 3.0, 0.25
"""Seconds that nothing may change in, that are waited for this, and that two looks are one in."""
MADE = {"GTK_MODULES": "gail:atk-bridge", "GSETTINGS_BACKEND": "keyfile"}
"""GTK 2 programs tell what they show, and settings are kept in a file that can be read."""
STILL = {
    ".config/gtk-3.0/settings.ini": "[Settings]\ngtk-cursor-blink=false\ngtk-enable-animations=false\n",
    ".gtkrc-2.0": "gtk-cursor-blink = 0\n",
}
"""Files of the home folder that keep a desktop still while nobody touches it."""


class DesktopSession:
    """One desktop after another in one home folder.

    seed: of what lies in it. locale: of the instruction; the desktop is English.
    """

    def __init__(self, *, seed: int, locale: str = "en-US", options: Mapping[str, str] | None = None) -> None:
        """Start the first one; raises BadOption, MissingDependency, DeviceError."""
        if unknown := {name: value for name, value in (options or {}).items() if OPTIONS.get(name) != value}:
            raise BadOption(f"The desktop of a suite cannot be had with {', '.join(unknown)}: leave that out of --device.")
        self.seed = seed
        self.locale = locale
        self._seen: tuple[float, tuple[Window, ...], State] | None = None
        with ExitStack() as owned:
            self._home = owned.enter_context(a_place()) / "home"
            self._desk: ExitStack = owned.enter_context(ExitStack())
            self._begin()
            self.fresh = self.state()
            self._owned = owned.pop_all()

    @property
    def spec(self) -> str:
        """The device as a person would name it to get the same desktop, with an empty home folder."""
        return f"desktop:{','.join(f'{name}={value}' for name, value in OPTIONS.items())}"

    @property
    def device(self) -> Device:
        """That of the desktop which is there now; another one after each teardown."""
        return self._device

    def state(self) -> State:
        """What the desktop remembers, once that has stopped changing; raises DeviceError.

        Programs do what they were told a moment later, and the screen need not show that they are at it.
        """
        end = time.monotonic() + LONGEST
        before: State | None = None
        while True:
            shown = windows(self._private.env)
            memory = read_memory(self._private.env, self._home, self._session_bus, shown)
            still = before is not None and memory.model_copy(update={"now": before.now}) == before
            if still or time.monotonic() > end:
                self._seen = time.monotonic(), shown, memory
                return memory
            before = memory
            time.sleep(REST)

    def outside(self) -> str:
        """Windows and processes, and the size of the screen; raises DeviceError."""
        size = ask(self._private.env, "xprop", "-root", "_NET_DESKTOP_GEOMETRY")
        return "\n".join((size.strip(), *(f"window {one.program}: {one.title}" for one in windows(self._private.env))))

    def look(self, memory: Memory) -> DeskHand:
        """What an oracle sees now; raises DeviceError.

        Whoever watches an oracle reads the state just before it decides; both have to see the same, so it is not read again.
        """
        if self._seen is None or time.monotonic() - self._seen[0] > SAME_MOMENT:
            self.state()
        assert self._seen is not None
        _, shown, state = self._seen
        self._seen = None
        return DeskHand(windows=shown, read=self._trees.of, state=lambda: state, size=SIZE, home=str(self._home), memory=memory)

    def oracle(self, case: Case) -> DeskOracle:
        """The shipped solution."""
        return DeskOracle(case.oracle, self.look)

    def prepare(self, case: Case, fault: str = "") -> State:
        """Run the set-up; returns the state that the task begins with. Raises SetUpFailed, DeviceError."""
        if fault:
            raise BadOption(f"A desktop has no fault {fault!r}.")
        for line in case.prepare:
            carry_out(self._private, line)
        return self.state()

    def tear_down(self) -> None:
        """Another desktop, as the first one was; raises DeviceError."""
        self._seen = None
        self._desk.close()
        self._begin()

    def close(self) -> None:
        """End the desktop, and remove its home folder."""
        self._owned.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _begin(self) -> None:
        """A desktop in a home folder that is as on the first day."""
        shutil.rmtree(self._home, ignore_errors=True)
        for name in FOLDERS:
            (self._home / name).mkdir(parents=True, mode=0o755)
        for path, text in STILL.items():
            (self._home / path).parent.mkdir(parents=True, exist_ok=True)
            (self._home / path).write_text(text, "utf-8")
        for path, text in documents(self.seed):
            (self._home / path).write_text(text, "utf-8")
        with ExitStack() as owned:
            desk = owned.enter_context(PrivateDesk(width=SIZE[0], height=SIZE[1], home=self._home, accessibility=True))
            desk.env.update(MADE)
            address = ask(desk.env, "xprop", "-root", "AT_SPI_BUS").partition('"')[2].partition('"')[0]
            accessibility = Bus(address, "accessibility bus")
            owned.callback(accessibility.close)
            session = Bus(desk.env["DBUS_SESSION_BUS_ADDRESS"], "message bus")
            owned.callback(session.close)
            self._device: Device = owned.enter_context(drive(desk))
            self._private, self._trees, self._session_bus = desk, Trees(accessibility), session
            self._desk.push(owned.pop_all())


class DesktopGround:
    """Desktops share nothing."""

    def session(self, *, seed: int, locale: str, options: Mapping[str, str]) -> DesktopSession:
        """A desktop as found; raises DeviceError."""
        return DesktopSession(seed=seed, locale=locale, options=options)

    def close(self) -> None:
        """Nothing is shared."""

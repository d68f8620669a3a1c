"""A phone for one task after another.

Knows the phone's shell. Does not know agents. Each phone has two clients: the device that an agent drives, and the shell of
set-up and check, so that a check never goes the agent's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.virtual import open_phone
from tasks.hand import Hand, Memory
from tasks.oracle import TaskOracle, read_scene
from tasks.session import SetUpFailed
from tasks.state import State, read_state
from tasks.task import Case

FOUND = "as-found"
"""The snapshot that a task begins with and that its teardown brings back."""
OUTSIDE = (
    "fingertip fault status; fingertip page; fingertip snapshots; wm size; wm density; pm list packages; ime list -s; getprop; "
    "dumpsys clipboard; dumpsys activity recents; dumpsys notification; dumpsys power; dumpsys window displays"
)
"""What a phone is besides what it remembers. Nothing here goes with the clock."""


class PhoneSession:
    """One phone, as a tasks.session.Session; with a shell of its own.

    server: the adb server of the check's client. device: for the agent. fresh: the state as found.
    """

    def __init__(self, server: PrivateServer, *, seed: int, locale: str = "en-US", options: Mapping[str, str] | None = None):
        """Start the phone and remember it as found; raises DeviceError. options: others of the phone."""
        self.seed = seed
        self.locale = locale
        self._options = {"clock": "stepped", **(options or {}), "seed": str(seed), "locale": locale}
        with ExitStack() as owned:
            self.device: AndroidDevice = owned.enter_context(open_phone(**self._options))
            self._link = Link(self.device.address, server)
            owned.callback(self._link.close)
            self._link.open()
            self.shell("settings put global animator_duration_scale 0")
            self.shell(f"fingertip snapshot {FOUND}")
            self.fresh = self.state()
            self._owned = owned.pop_all()

    @property
    def spec(self) -> str:
        """The device as a person would name it to get the same phone."""
        return f"phone:{','.join(f'{name}={value}' for name, value in self._options.items())}"

    def shell(self, line: str) -> str:
        """Run one line on the phone and return what it prints, with its complaints; raises DeviceError."""
        return self._link.run(line).text

    def state(self) -> State:
        """What the phone remembers now; raises DeviceError."""
        return read_state(self.shell)

    def outside(self) -> str:
        """What the phone is besides; raises DeviceError."""
        return self.shell(OUTSIDE)

    def look(self, memory: Memory) -> Hand:
        """What an oracle sees now; raises DeviceError."""
        return Hand(read_scene(self.shell), self.state, self.locale, memory)

    def oracle(self, case: Case) -> TaskOracle:
        """The shipped solution."""
        return TaskOracle(case.oracle, self.look)

    def prepare(self, case: Case, fault: str = "") -> State:
        """Run the set-up, then let something go wrong if asked; returns the state that the task begins with.

        Raises SetUpFailed, DeviceError.
        """
        for line in (*case.prepare, *([f"fingertip fault {fault}"] if fault else ())):
            said = self.shell(f"{line}; echo =$?")
            if not said.rstrip().endswith("=0"):
                raise SetUpFailed(f"The phone refused {line!r}: {said.strip()[:300]}")
        return self.state()

    def tear_down(self) -> None:
        """Put the phone back as found; raises DeviceError."""
        self.shell("fingertip fault clear")
        self.shell(f"fingertip restore {FOUND}")

    def close(self) -> None:
        """End the phone."""
        self._owned.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class PhoneGround:
    """An adb server for the checks of one worker."""

    def __init__(self) -> None:
        self._server: PrivateServer | None = None

    def session(self, *, seed: int, locale: str, options: Mapping[str, str]) -> PhoneSession:
        """A phone as found; raises DeviceError."""
        if self._server is None:
            self._server = PrivateServer()
        return PhoneSession(self._server, seed=seed, locale=locale, options=options)

    def close(self) -> None:
        """End the server."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

"""A desktop as a Device: looks through mss, acts through pyautogui and what the system offers beyond it.

Knows frames, monitors, windows and actions. Does not know X11, Windows or macOS (devices/desktop/system.py), models or tasks.
Everything that talks to the system runs in one worker thread under a deadline, so that a system that hangs is an error.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from devices.actions import KINDS, Action
from devices.base import Device, DeviceInfo, Receipt
from devices.desktop.acts import Act, seconds_of
from devices.desktop.geometry import Area, View, union
from devices.desktop.system import Hand, Monitor, System, Window
from devices.desktop.worker import Hung, Stopped, Worker
from devices.errors import (
    BadOption,
    DeliveryUnknown,
    DeviceError,
    DeviceLost,
    ScreenBlack,
    ScreenTurned,
    ScreenUnavailable,
)
from devices.frame import Frame

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds in which a desktop has to answer, beyond the length of an action."""
OPEN_SECONDS = 30.0


class DesktopDevice(Device):
    """A desktop; use open_desktop() for one that is known by its options.

    make: opens the system, in the worker's thread. monitor: "" the primary one, "all", a number from 1, or a name. window:
    part of a window's title, which frames then are restricted to. pacing: seconds after each typed character. clipboard:
    text may go through it, and what was in it comes back. patience: seconds without an answer after which the desktop
    counts as lost. release: called last by close().
    Raises BadOption where there is no such monitor or window, and what make() raises.
    """

    def __init__(
        self,
        make: Callable[[Hand], System],
        *,
        monitor: str = "",
        window: str = "",
        pacing: float = 0.0,
        clipboard: bool = True,
        patience: float = PATIENCE,
        release: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._system: System | None = None
        self._release: Callable[[], None] | None = release
        self._monitor, self._window = monitor, window
        self._patience = patience
        self._clock = clock
        self._frames = 0
        self._scale: tuple[float, float] = (1.0, 1.0)
        self._sent: list[str] = []
        self._worker = Worker("desktop", self._cut)
        hand = Hand(pause=self._worker.pause, sent=self._sent, pacing=pacing, clipboard=clipboard)

        def begin() -> None:
            self._system = make(hand)
            try:
                if self._window:
                    self._system.activate(self._chosen_window(self._system))
                self._area(self._system)
            except ScreenUnavailable as error:
                raise BadOption(str(error)) from error

        try:
            self._call(begin, OPEN_SECONDS, opening=True)
        except BaseException:
            self.close()
            raise

    @property
    def info(self) -> DeviceInfo:
        """The desktop now; its size is that of the chosen monitor or window."""

        def ask() -> DeviceInfo:
            system = self._opened()
            view = self._view(system)
            monitors = [
                f"{monitor.name}={monitor.area}{'*' if monitor.primary else ''}@{self._scale[0]:g}x{self._scale[1]:g}"
                for monitor in system.monitors()
            ]
            return DeviceInfo(
                name="desktop",
                model=system.model,
                width=view.width,
                height=view.height,
                fingerprint="; ".join((*system.describe(), f"monitors={' '.join(monitors)}")),
                address=system.address,
                actions=KINDS,
            )

        return self._call(ask, self._patience)

    def observe(self) -> Frame:
        """A true picture of the chosen monitor, window, or all monitors."""

        def look() -> Frame:
            system = self._opened()
            area = self._area(system)
            seconds = self._clock()
            image = system.grab(area)
            if image.getbbox() is None:
                raise ScreenBlack(f"The desktop's picture is all black: {system.why_black()}.")
            self._scale = image.width / area.width, image.height / area.height
            sequence, self._frames = self._frames, self._frames + 1
            return Frame(image=image, sequence=sequence, seconds=seconds, display=self._display(system))

        return self._call(look, self._patience)

    def perform(self, action: Action, frame: Frame) -> Receipt:
        """Do one action; see devices/base.py for what is raised. A person's stop is StoppedByPerson."""
        begun = time.monotonic()
        mine: list[list[str]] = []  # what was sent, once this action's turn has come

        def act() -> Receipt:
            self._sent.clear()
            mine.append(self._sent)
            system = self._opened()
            view = self._view(system)
            if (frame.width, frame.height, frame.rotation) != (view.width, view.height, 0):
                size = f"{frame.width}x{frame.height}"
                raise ScreenTurned(f"The picture was {size} and the screen is {view.width}x{view.height} now; look again.")
            return Act(system, view, self._sent, self._worker.pause).do(action)

        receipt = self._call(act, self._patience + seconds_of(action), sent=lambda: any(mine))
        return receipt.model_copy(update={"seconds": time.monotonic() - begun})

    @property
    def active_title(self) -> str:
        """Title of the window that has the keyboard; empty where there is none. Raises DeviceLost."""
        window = self.active_window()
        return "" if window is None else window.title

    def active_window(self) -> Window | None:
        """The window that has the keyboard. Raises DeviceLost."""
        return self._call(lambda: self._opened().active_window(), self._patience)

    def windows(self) -> tuple[Window, ...]:
        """Windows of all programs, the one in front last. Raises DeviceLost."""
        return self._call(lambda: self._opened().windows(), self._patience)

    def bring_to_front(self, window: Window) -> None:
        """Ask for a window to be in front and to have the keyboard. Raises DeviceLost."""
        self._call(lambda: self._opened().activate(window), self._patience)

    def monitors(self) -> tuple[Monitor, ...]:
        """All monitors, in desktop coordinates. Raises DeviceLost."""
        return self._call(lambda: self._opened().monitors(), self._patience)

    def close(self) -> None:
        """Release keys and buttons, give back the clipboard and the keyboard's layout, let go of the desktop."""
        release, self._release = self._release, None
        if release is None:
            return
        try:
            if self._system is not None:
                self._call(self._close_system, self._patience)
        except DeviceError:
            pass  # it was lost before: nothing is left to put back
        finally:
            self._system = None
            self._worker.close()
            release()

    def _close_system(self) -> None:
        if self._system is not None:
            self._system.close()

    def _opened(self) -> System:
        if self._system is None:
            raise DeviceLost("The desktop is closed; open it again.")
        return self._system

    def _cut(self) -> None:
        if self._system is not None:
            self._system.cut()

    def _call(
        self, work: Callable[[], T], seconds: float, *, sent: Callable[[], bool] = lambda: False, opening: bool = False
    ) -> T:
        """Run in the worker; what goes wrong with the link becomes DeviceLost, or DeliveryUnknown once something was sent."""
        if self._system is None and not opening:
            raise DeviceLost("The desktop is closed; open it again.")
        try:
            return self._worker.call(work, seconds)
        except DeviceError as error:
            if type(error) is DeviceLost and sent():  # a person's stop stays what it is
                raise DeliveryUnknown(f"The desktop was lost while the action was under way ({error}); look again.") from error
            raise
        except Hung as error:
            if sent():
                raise DeliveryUnknown("The desktop stopped answering while the action was under way; look again.") from error
            raise DeviceLost("The desktop does not answer; see whether it still runs, and open it anew.") from error
        except Stopped as error:
            raise DeliveryUnknown("The action was stopped half way; look again.") from error
        except Exception as error:
            if self._system is None or not self._system.is_lost(error):
                raise
            if sent():
                raise DeliveryUnknown("The desktop's server ended while the action was under way; look again.") from error
            raise DeviceLost("The desktop's server has ended; start it again and open the device anew.") from error

    def _view(self, system: System) -> View:
        area = self._area(system)
        return View(area, round(area.width * self._scale[0]), round(area.height * self._scale[1]))

    def _area(self, system: System) -> Area:
        """The part of the desktop that is looked at."""
        monitors = system.monitors()
        whole = union([monitor.area for monitor in monitors])
        if self._window:
            window = self._chosen_window(system)
            area = None if window.hidden else window.area.common(whole)
            if area is None:
                raise ScreenUnavailable(f"The window {window.title!r} is not on the screen; bring it back, or choose another.")
            return area
        if self._monitor == "all":
            return whole
        return self._chosen_monitor(monitors).area

    def _chosen_monitor(self, monitors: tuple[Monitor, ...]) -> Monitor:
        if not self._monitor:
            return next(monitor for monitor in monitors if monitor.primary)
        for number, monitor in enumerate(monitors, 1):
            if self._monitor in (str(number), monitor.name):
                return monitor
        known = ", ".join(f"{number} ({monitor.name}, {monitor.area})" for number, monitor in enumerate(monitors, 1))
        raise ScreenUnavailable(f"There is no monitor {self._monitor!r}; choose all or one of: {known}.")

    def _chosen_window(self, system: System) -> Window:
        windows = system.windows()
        wanted = self._window.casefold()
        fitting = [window for window in windows if window.title.casefold() == wanted] or [
            window for window in windows if wanted in window.title.casefold()
        ]
        if not fitting:
            titles = ", ".join(repr(window.title) for window in windows if window.title)
            raise ScreenUnavailable(f"There is no window {self._window!r}; open it, or choose one of: {titles or 'none'}.")
        return fitting[-1]

    def _display(self, system: System) -> int:
        """The monitor's number for a frame: 0 is the primary one, or all."""
        if self._monitor in ("", "all") or self._window:
            return 0
        monitors = system.monitors()
        chosen = self._chosen_monitor(monitors)
        return 0 if chosen.primary else monitors.index(chosen) + 1

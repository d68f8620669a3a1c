"""What differs between desktops: X11, Windows, macOS. One class each; the driver knows only this.

Places are desktop coordinates in pixels of the pointer's space; the primary monitor's corner is 0, 0.
All methods of a System run in one thread, the driver's worker, but cut(), which any thread may call.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from devices.desktop.geometry import Area

if TYPE_CHECKING:
    from PIL.Image import Image

    from devices.desktop.pointer import Pointer


@dataclass(frozen=True, slots=True)
class Monitor:
    """A monitor. name: what the system calls it. area: desktop coordinates."""

    name: str
    area: Area
    primary: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A program's window. number: the system's own. program: its class or program name. area: what it covers, without frame."""

    number: int
    title: str
    program: str
    area: Area
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Launched:
    """What came of starting a program. words: for the receipt. shown: whether a window of it is in front."""

    words: str
    shown: bool


@dataclass(slots=True)
class Hand:
    """What a system needs of its driver to act.

    pause: sleeps, and raises when the work is to stop. sent: events in words. pacing: seconds after each typed character.
    clipboard: text may go through it.
    """

    pause: Callable[[float], None]
    sent: list[str]
    pacing: float = 0.0
    clipboard: bool = True


class System(ABC):
    """One desktop, open. Every method may raise DeviceLost."""

    name: ClassVar[str]
    """The display server: "x11", "windows", "macos"."""
    notch: ClassVar[int] = 60
    """About how many pixels one notch of the wheel moves a page."""
    pointer: Pointer

    @property
    @abstractmethod
    def model(self) -> str:
        """What this desktop is, in words: system and window manager."""

    @property
    def address(self) -> str:
        """Where another program finds the same desktop; empty where there is no such thing."""
        return ""

    @abstractmethod
    def describe(self) -> tuple[str, ...]:
        """What the fingerprint holds besides the monitors: server, window manager, keyboard layout."""

    @abstractmethod
    def monitors(self) -> tuple[Monitor, ...]:
        """The monitors now; at least one, and exactly one of them is primary."""

    @abstractmethod
    def grab(self, area: Area) -> Image:
        """An RGB picture of an area; raises ScreenUnavailable."""

    @abstractmethod
    def place(self, x: int, y: int) -> tuple[int, int]:
        """Where the pointer has to go, in pyautogui's coordinates, for a place of the desktop."""

    def why_black(self) -> str:
        """Why a picture may be all black, with a remedy, as the second half of a sentence."""
        return "the screen may be off or locked; wake or unlock it"

    @abstractmethod
    def windows(self) -> tuple[Window, ...]:
        """Windows of programs, the one in front last."""

    @abstractmethod
    def active_window(self) -> Window | None:
        """The window that has the keyboard; None where there is none."""

    @abstractmethod
    def activate(self, window: Window) -> None:
        """Bring a window to the front."""

    @abstractmethod
    def chord(self, keys: tuple[str, ...]) -> str:
        """Press keys (names of devices.keys) in order, release them in reverse; returns a note, mostly empty.

        Raises ActionRefused, before anything is pressed, where there is no such key here.
        """

    @abstractmethod
    def type_text(self, text: str, *, clear: bool) -> str:
        """Enter text where the focus is, after emptying the field where clear; returns which way was used.

        Raises ActionRefused, before anything is typed, naming the characters that cannot be typed.
        """

    @abstractmethod
    def go_home(self) -> None:
        """Show the bare desktop; raises ActionRefused."""

    @abstractmethod
    def launch(self, app: str) -> Launched:
        """Bring a program to the front, starting it where it has no window; raises ActionRefused naming near ones."""

    def is_lost(self, error: Exception) -> bool:
        """Whether an error of the system's own library means that the link to it is gone."""
        return isinstance(error, OSError)

    @abstractmethod
    def cut(self) -> None:
        """Make whatever waits for the system's answer fail soon."""

    @abstractmethod
    def close(self) -> None:
        """Put back what was changed, release what is held, let go."""

"""Opens a desktop from the options of its specification.

Knows options, and which system this is. Does not know how a desktop is driven.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from devices.desktop.driver import PATIENCE, DesktopDevice
from devices.desktop.geometry import Area
from devices.desktop.private import PrivateDesk
from devices.desktop.system import Hand, System
from devices.errors import BadOption, DeviceLost

_AREA = re.compile(r"(\d{1,5})x(\d{1,5})([+-]\d{1,5})([+-]\d{1,5})")
_FORMS: Mapping[str, tuple[str, str]] = {
    "display": (r"[\w.-]*:\d{1,4}(\.\d{1,2})?", "an X display such as :0"),
    "monitor": (r".{1,80}", "a number from 1, a name, or all"),
    "window": (r".{1,200}", "a window's title, or a part of it"),
    "private": (r"yes|no", "yes or no"),
    "size": (r"\d{2,5}x\d{2,5}", "WIDTHxHEIGHT, such as 1280x800"),
    "layout": (r"[a-z]{2,12}(\([\w-]{1,30}\))?", "a keyboard layout such as de"),
    "monitors": (rf"{_AREA.pattern}(;{_AREA.pattern})*", "monitors such as 640x800+640+0;640x800+0+0, the primary first"),
    "accessibility": (r"yes|no", "yes or no"),
    "clipboard": (r"yes|no", "yes or no"),
    "pause": (r"\d{1,2}(\.\d{1,3})?", "seconds, such as 0.02"),
}
_OF_PRIVATE = ("size", "layout", "monitors", "accessibility")
LAYOUT_SECONDS = 10.0


def open_desktop(**options: str) -> DesktopDevice:
    """Open a desktop: the one of this session, another X display, or a private one without a screen.

    display: an X display; without it, DISPLAY of the environment. monitor: "" the primary one, N, NAME or "all".
    window: a title, or a part of it, which frames are restricted to. private=yes: a desktop of its own, without a screen,
    that ends with the device; size, layout (of the keyboard), monitors, accessibility are its. clipboard=no: text that the
    keyboard's layout lacks is never pasted, but typed by keys that are lent to it. pause: seconds after each typed character.
    Raises BadOption, MissingDependency, DeviceLost.
    """
    given = {name: value for name, value in options.items() if value}
    for name, value in given.items():
        if name not in _FORMS:
            raise BadOption(f"desktop has no option {name!r}. Options of desktop: {', '.join(_FORMS)}.")
        form, words = _FORMS[name]
        if not re.fullmatch(form, value):
            raise BadOption(f"{name}={value} is no good for the desktop; {name} is {words}.")
    monitor, window = given.get("monitor", ""), given.get("window", "")
    pacing, clipboard = float(given.get("pause", "0")), given.get("clipboard") != "no"
    if given.get("private") == "yes":
        if "display" in given:
            raise BadOption("A private desktop has a display of its own, so display= does not go with private=yes.")
        with ExitStack() as owned:
            desk = owned.enter_context(_private(given))
            device = drive(desk, monitor=monitor, window=window, pacing=pacing, clipboard=clipboard, release=desk.close)
            owned.pop_all()
            return device
    for name in _OF_PRIVATE:
        if name in given:
            raise BadOption(f"{name}= is an option of a private desktop; add private=yes.")
    return DesktopDevice(
        _this_system(given.get("display", "")), monitor=monitor, window=window, pacing=pacing, clipboard=clipboard
    )


def drive(
    desk: PrivateDesk,
    *,
    monitor: str = "",
    window: str = "",
    pacing: float = 0.0,
    clipboard: bool = True,
    patience: float = PATIENCE,
    release: Callable[[], None] = lambda: None,
) -> DesktopDevice:
    """A device on a private desktop, which the caller closes; its options are those of DesktopDevice.

    Raises what open_desktop() raises.
    """

    def make(hand: Hand) -> System:
        from devices.desktop.x11.connection import Address
        from devices.desktop.x11.system import X11System

        address = Address(desk.display, desk.authority)
        return X11System(address, hand, desk.env, lambda command, folder: desk.start(command, folder=folder))

    return DesktopDevice(
        make, monitor=monitor, window=window, pacing=pacing, clipboard=clipboard, patience=patience, release=release
    )


def _private(given: Mapping[str, str]) -> PrivateDesk:
    width, height = map(int, given.get("size", "1280x800").split("x"))
    monitors = tuple(
        Area(int(left), int(top), int(wide), int(high)) for wide, high, left, top in _AREA.findall(given.get("monitors", ""))
    )
    with ExitStack() as owned:
        desk = owned.enter_context(
            PrivateDesk(width=width, height=height, monitors=monitors, accessibility=given.get("accessibility") == "yes")
        )
        if layout := given.get("layout"):
            name, _, variant = layout.rstrip(")").partition("(")
            command = ["setxkbmap", name, *([variant] if variant else [])]
            done = subprocess.run(command, env=desk.env, capture_output=True, timeout=LAYOUT_SECONDS, check=False)
            if done.returncode:
                raise BadOption(f"There is no keyboard layout {layout!r} here; choose one that setxkbmap knows.")
        owned.pop_all()
        return desk


def _this_system(display: str) -> Callable[[Hand], System]:
    if sys.platform == "win32":
        from devices.desktop.on_windows import WindowsSystem

        return WindowsSystem
    if sys.platform == "darwin":
        from devices.desktop.on_macos import MacSystem

        return MacSystem
    wanted = display or os.environ.get("DISPLAY", "")
    if os.environ.get("WAYLAND_DISPLAY") and wanted in ("", os.environ.get("DISPLAY", "")):
        raise DeviceLost(
            "This is a Wayland session, which lets no program look at the whole screen or move the pointer; log in with an X11 "
            "session, name another X display with display=, or use a desktop without a screen, desktop:private=yes."
        )
    if not wanted:
        raise DeviceLost(
            "There is no desktop here, for DISPLAY is not set; use a desktop without a screen, desktop:private=yes, "
            "or log in to a graphical session."
        )

    def make(hand: Hand) -> System:
        from devices.desktop.x11.connection import Address
        from devices.desktop.x11.system import X11System

        authority = os.environ.get("XAUTHORITY")
        return X11System(Address(wanted, Path(authority) if authority else None), hand, os.environ)

    return make

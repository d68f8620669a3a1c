"""The windows of a desktop, by the X server's own account.

Knows `xprop` and `xwininfo`, which are asked as programs so that nothing goes the way of the agent's driver. Does not know
what is in a window.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from devices.errors import DeviceLost

PATIENCE = 10.0
ATTEMPTS, BETWEEN = 5, 0.05
ROOT = "_NET_CLIENT_LIST", "_NET_ACTIVE_WINDOW"
EACH = ("WM_CLASS", "_NET_WM_NAME", "WM_NAME", "_NET_WM_PID", "_NET_WM_STATE", "_NET_WM_WINDOW_TYPE", "WM_STATE")


@dataclass(frozen=True, slots=True)
class Window:
    """One window. number: of the X server, hexadecimal. program: the class of its program ("Mousepad"). bounds: left, top,
    right, bottom of what lies inside the frame, in pixels of the screen. states: of "maximized", "hidden" (minimised),
    "fullscreen", "above", "shaded", "unlisted" (not on the task bar). dialog: it belongs to another window."""

    number: str
    program: str
    title: str
    process: int
    bounds: tuple[int, int, int, int]
    states: frozenset[str]
    active: bool
    dialog: bool


def ask(env: Mapping[str, str], *command: str) -> str:
    """What a short program prints on this desktop; nothing where it fails. Raises DeviceLost where it does not end."""
    try:
        done = subprocess.run(command, env=dict(env), capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise DeviceLost(f"{command[0]} got no answer from the desktop: start the desktop again.") from error
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def windows(env: Mapping[str, str]) -> tuple[Window, ...]:
    """All windows in the order in which they came; raises DeviceLost.

    While one comes or goes the X server's lists do not agree with each other, so they are read again until they do, for a
    moment.
    """
    for _ in range(ATTEMPTS):
        said = ask(env, "xprop", "-root", *ROOT)
        if not said:
            raise DeviceLost("The X server of the desktop does not answer: start the desktop again.")
        listed, _, active = said.partition("_NET_ACTIVE_WINDOW")
        front = int((re.findall(r"0x[0-9a-f]+", active) or ["0x0"])[0], 16)
        numbers = re.findall(r"0x[0-9a-f]+", listed)
        described = [_window(env, number, int(number, 16) == front) for number in numbers]
        found = tuple(window for window in described if window is not None)
        if len(found) == len(numbers) and (any(window.active for window in found) or not _awaited(found)):
            break
        time.sleep(BETWEEN)
    return found


def _awaited(found: Sequence[Window]) -> bool:
    """Whether one of these has to be active: some are there, and not all of them are minimised."""
    return any("hidden" not in window.states for window in found)


def _window(env: Mapping[str, str], number: str, active: bool) -> Window | None:
    facts = ask(env, "xprop", "-id", number, "-notype", *EACH)
    place = ask(env, "xwininfo", "-id", number)
    known = dict(line.partition(" = ")[::2] for line in facts.splitlines() if " = " in line)
    numbers = {name: int(value) for name, value in re.findall(r"(Absolute upper-left [XY]|Width|Height):\s+(-?\d+)", place)}
    if "WM_CLASS" not in known or len(numbers) != 4:
        return None  # it has just gone
    left, top = numbers["Absolute upper-left X"], numbers["Absolute upper-left Y"]
    state = known.get("_NET_WM_STATE", "")
    words = {
        "maximized": "MAXIMIZED_VERT" in state and "MAXIMIZED_HORZ" in state,
        "hidden": "HIDDEN" in state or "Iconic" in facts,
        "fullscreen": "FULLSCREEN" in state,
        "above": "ABOVE" in state,
        "shaded": "SHADED" in state,
        "unlisted": "SKIP_TASKBAR" in state,
    }
    return Window(
        number=number,
        program=_texts(known["WM_CLASS"])[-1],
        title=(_texts(known.get("_NET_WM_NAME", "")) or _texts(known.get("WM_NAME", "")) or [""])[0],
        process=int(known.get("_NET_WM_PID", "0") or 0),
        bounds=(left, top, left + numbers["Width"], top + numbers["Height"]),
        states=frozenset(word for word, holds in words.items() if holds),
        active=active,
        dialog="DIALOG" in known.get("_NET_WM_WINDOW_TYPE", ""),
    )


def _texts(value: str) -> list[str]:
    """The quoted texts of a property as xprop prints it."""
    return [re.sub(r"\\(.)", r"\1", text) for text in re.findall(r'"((?:[^"\\]|\\.)*)"', value)] or [""]

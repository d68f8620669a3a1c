"""The lines of a desktop's set-up: what they may say, and how they are done.

    text PATH WORDS…             a text file below the home folder; each word is a line
    folder PATH
    setting CHANNEL PROPERTY TYPE VALUE      of Xfce: bool, int, double, string
    mousepad KEY VALUE           of Mousepad: org/xfce/mousepad/preferences/view/show-line-numbers true
    pcmanfm KEY VALUE            of PCManFM: ui/show_hidden 1
    clipboard WORDS              what the clipboard holds
    windows COMMAND…             starts a program and waits for its window

Words are quoted as in a shell; nothing here is run by one. Knows the private desktop. Does not know tasks.
"""

from __future__ import annotations

import shlex
import subprocess
import time
from pathlib import Path, PurePosixPath

from devices.desktop.private import PrivateDesk
from tasks.bodies.desktop.memory import KEPT_FILES
from tasks.bodies.desktop.windows import ask, windows
from tasks.session import SetUpFailed

PATIENCE = 15.0
"""Seconds until a program's window has to be there."""
TYPES = ("bool", "int", "double", "string", "uint")


def carry_out(desk: PrivateDesk, line: str) -> None:
    """Do one line; raises SetUpFailed, DeviceLost."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise SetUpFailed(f"The set-up line {line!r} cannot be read: {error}.") from error
    match words:
        case ["text", path, *lines]:
            file = _inside(desk.home, path, line)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{one}\n" for one in lines), "utf-8")
        case ["folder", path]:
            _inside(desk.home, path, line).mkdir(parents=True, exist_ok=True)
        case ["setting", channel, name, kind, value] if kind in TYPES:
            _run(desk, line, "xfconf-query", "-c", channel, "-p", name, "-n", "-t", kind, "-s", value)
        case ["mousepad", key, value]:
            group, _, name = key.rpartition("/")
            _keep(desk.home / KEPT_FILES["mousepad"], group, name, value)
        case ["pcmanfm", key, value]:
            group, _, name = key.rpartition("/")
            _keep(desk.home / KEPT_FILES["pcmanfm"], group, name, value)
        case ["clipboard", text]:
            _clipboard(desk, text)
        case ["windows", program, *more]:
            _open(desk, line, [program, *more])
        case _:
            raise SetUpFailed(f"There is no set-up line {line!r}; see tasks/bodies/desktop/setup.py for those that there are.")


def _inside(home: Path, path: str, line: str) -> Path:
    """A path below the home folder; raises SetUpFailed where it leads out of it."""
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise SetUpFailed(f"The set-up line {line!r} leads out of the home folder.")
    return home / path


def _run(desk: PrivateDesk, line: str, *command: str) -> None:
    try:
        done = subprocess.run(command, env=desk.env, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetUpFailed(f"The desktop refused {line!r}: {error}") from error
    if done.returncode:
        raise SetUpFailed(
            f"The desktop refused {line!r}: {(done.stderr or done.stdout).decode(errors='replace').strip()[:300]}"
        )


def _keep(file: Path, group: str, name: str, value: str) -> None:
    """Add a value to a settings file; a later one of the same name counts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"[{group}]\n{name}={value}\n")


def _clipboard(desk: PrivateDesk, text: str) -> None:
    """Whoever puts something on the clipboard has to stay: xclip waits in the background, as long as the desktop lives."""
    file = desk.authority.with_name("clipboard")
    file.write_text(text, "utf-8")
    desk.start(["xclip", "-quiet", "-selection", "clipboard", str(file)])
    end = time.monotonic() + PATIENCE
    while ask(desk.env, "xclip", "-o", "-selection", "clipboard") != text:
        if time.monotonic() > end:
            raise SetUpFailed("The desktop's clipboard does not take what the set-up puts there.")
        time.sleep(0.02)


def _open(desk: PrivateDesk, line: str, command: list[str]) -> None:
    """Start a program; its window is there, has the focus, and keeps its title."""
    before = {window.number for window in windows(desk.env)}
    try:
        child = desk.start(command)
    except OSError as error:
        raise SetUpFailed(f"The desktop cannot start {line!r}: {error}") from error
    end = time.monotonic() + PATIENCE
    seen = ""
    while time.monotonic() < end:
        found = [window for window in windows(desk.env) if window.number not in before]
        if found and found[-1].active and found[-1].title == seen:
            return
        seen = found[-1].title if found else ""
        if child.poll() not in (None, 0):
            raise SetUpFailed(f"The program of {line!r} ended at once.")
        time.sleep(0.05)
    raise SetUpFailed(f"The program of {line!r} showed no window in {PATIENCE:g} s.")

"""What a desktop remembers: settings of its programs, files of its home, windows and the clipboard, as one State.

Knows where Xfce's settings, Mousepad and PCManFM keep what. Everything is read from outside, never by the agent's driver.
Paths are relative to the home folder, since that has another name each time.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as BadFile
from pathlib import Path
from textwrap import dedent

from pydantic import JsonValue

from tasks.bodies.desktop.bus import Bus
from tasks.bodies.desktop.windows import Window, ask
from tasks.state import Row, State

XFCONF = "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf"
KEPT_FILES = {
    "mousepad": ".config/glib-2.0/settings/keyfile",
    "pcmanfm": ".config/pcmanfm/default/pcmanfm.conf",
    "libfm": ".config/libfm/libfm.conf",
}
"""Where programs keep their settings, by the namespace that these get here."""
WITHOUT = {
    "mousepad": """
        [org/xfce/mousepad/preferences/view]
        show-line-numbers=false
        word-wrap=false
        auto-indent=false
        insert-spaces=false
        show-whitespace=false
        use-default-monospace-font=true
        [org/xfce/mousepad/preferences/window]
        menubar-visible=true
        toolbar-visible=false
        statusbar-visible=false
        """,
    "pcmanfm": """
        [ui]
        show_hidden=0
        view_mode=icon
        sort=name;ascending;
        show_statusbar=1
        side_pane_mode=places
        toolbar=newtab;navigation;home;
        pathbar_mode_buttons=0
        always_show_tabs=0
        """,
    "libfm": """
        [config]
        single_click=0
        confirm_del=1
        confirm_trash=1
        use_trash=1
        quick_exec=0
        si_unit=0
        backup_as_hidden=1
        show_full_names=0
        [ui]
        show_thumbnail=1
        big_icon_size=48
        small_icon_size=24
        shadow_hidden=0
        """,
}
"""What counts where nothing is kept: PCManFM writes all of it when it first starts, Mousepad only what was changed."""
BY_LOOKING = ("org/gtk/", "org/xfce/mousepad/state/")
"""Beginnings of settings that programs change by themselves: sizes of windows, what was searched for last."""
CHANNELS = ("accessibility", "keyboards", "pointers", "xsettings")
"""Channels of Xfce that are there though empty."""
OPENED = frozenset({"xfce4-keyboard-shortcuts"})
"""Channels of Xfce that are filled by opening a dialog."""
ASIDE, TRASH = (".config", ".cache", ".local", ".dbus", ".gtk-bookmarks", ".gtkrc-2.0"), ".local/share/Trash"
"""Below these lie settings, which are read otherwise, and what programs note for themselves; but the trash lies there, too."""
LONGEST_TEXT, MOST_FILES = 20_000, 2000


def read_memory(env: Mapping[str, str], home: Path, bus: Bus, shown: tuple[Window, ...]) -> State:
    """Everything as of now. bus: of the session. shown: its windows. Raises DeviceLost."""
    files = dict(_files(home))
    front = next((window for window in shown if window.active), None)
    return State(
        settings={**{name: _settings(name, home / path) for name, path in KEPT_FILES.items()}, **_xfconf(bus)},
        rows={
            "windows": tuple(_window_rows(home, shown)),
            "texts": tuple(_texts(home, files)),
            "clipboard": ({"_id": 1, "text": ask(env, "xclip", "-o", "-selection", "clipboard")[:LONGEST_TEXT]},),
        },
        files=files,
        package=front.program if front else "",
        page=front.title.replace(str(home), "~") if front else "",
        now=round(time.time() * 1000),
    )


def _xfconf(bus: Bus) -> dict[str, dict[str, str]]:
    """Channel -> property -> value, as xfconfd has them; it writes them to its files later."""
    listed = bus.call(*XFCONF, "ListChannels")
    return {
        name: {
            path: "" if value is None else _plain(value)
            for path, (_, value) in sorted((bus.call(*XFCONF, "GetAllProperties", "ss", name, "/") or ({},))[0].items())
        }
        for name in sorted({*(listed[0] if listed else ()), *CHANNELS} - OPENED)
    }


def _plain(value: object) -> str:
    """A value as xfconf-query prints it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _settings(name: str, file: Path) -> dict[str, str]:
    """Section/key -> value of a program's settings. Of PCManFM only those that are listed: the others are sizes and the
    like."""
    usual = _read(dedent(WITHOUT.get(name, "")))
    try:
        kept = _read(file.read_text("utf-8", errors="replace"))
    except OSError:
        kept = {}
    every = {**usual, **{key: value for key, value in kept.items() if not key.startswith(BY_LOOKING)}}
    return {key: value for key, value in every.items() if name == "mousepad" or key in usual}


def _read(text: str) -> dict[str, str]:
    """Section/key -> value; nothing where nobody can read it."""
    parser = ConfigParser(interpolation=None, strict=False, allow_no_value=True, default_section="")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys are told apart by case
    try:
        parser.read_string(text)
    except BadFile:
        return {}
    return {f"{section}/{key}": value or "" for section in parser.sections() for key, value in parser.items(section)}


def _files(home: Path) -> Iterator[tuple[str, str]]:
    """Path below the home folder -> digest of its bytes, empty for a folder, a link and no bytes; at most MOST_FILES."""
    left = MOST_FILES
    for folder, folders, names in os.walk(home):
        here = Path(folder).relative_to(home)
        folders[:] = sorted(name for name in folders if TRASH.startswith((here / name).as_posix()) or not _aside(here / name))
        for name in (*folders, *sorted(names)):
            path = here / name
            left -= 1
            if _aside(path) or left < 0:
                continue
            whole = home / path
            try:
                data = b"" if whole.is_dir() or whole.is_symlink() else whole.read_bytes()
            except OSError:
                continue  # it has just gone
            yield path.as_posix(), hashlib.sha256(data).hexdigest() if data else ""


def _aside(path: Path) -> bool:
    return path.parts[0] in ASIDE and not path.as_posix().startswith(f"{TRASH}/")


def _window_rows(home: Path, shown: tuple[Window, ...]) -> Iterator[Row]:
    """One row a window: numbered within its program, as the X server's numbers differ from time to time."""
    count: dict[str, int] = {}
    for window in shown:
        count[window.program] = count.get(window.program, 0) + 1
        left, top, right, bottom = window.bounds
        row: dict[str, JsonValue] = {
            "_id": f"{window.program}-{count[window.program]}",
            "program": window.program,
            "title": window.title.replace(str(home), "~"),
            "x": left,
            "y": top,
            "width": right - left,
            "height": bottom - top,
            "state": " ".join(sorted(window.states - {"unlisted"})),
        }
        yield row


def _texts(home: Path, files: Mapping[str, str]) -> Iterator[Row]:
    """What stands in text files. The slashes of a path would look like a provider's name in a change."""
    for path, digest in files.items():
        if digest and path.endswith(".txt"):
            try:
                text = (home / path).read_text("utf-8", errors="replace")[:LONGEST_TEXT]
            except OSError:
                continue
            yield {"_id": path.replace("/", ":"), "path": path, "text": text}

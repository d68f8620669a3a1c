"""Programs that a Linux desktop offers: its .desktop files, and which one a name means.

Knows the Desktop Entry Specification 1.5 (freedesktop.org): folders, locales, Exec and its field codes. Starts nothing.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from devices.errors import ActionRefused

LARGEST = 1_000_000
NEAR = 5
_FIELD = re.compile(r"%[a-zA-Z%]")
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One program. identity: file name without .desktop. names, kinds: Name and GenericName, in all locales.

    command: words of Exec with its field codes filled in. classes: what its windows may be called (WM_CLASS), lower case.
    """

    identity: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]
    command: tuple[str, ...]
    classes: frozenset[str]
    folder: str = ""
    terminal: bool = False
    shown: bool = True

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.names[0] if self.names else self.identity


def folders(environment: Mapping[str, str]) -> list[Path]:
    """Where .desktop files lie, the most important first (XDG Base Directory Specification)."""
    home = environment.get("HOME", "")
    own = environment.get("XDG_DATA_HOME") or (f"{home}/.local/share" if home else "")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(folder) / "applications" for folder in (own, *shared.split(":")) if os.path.isabs(folder)]


def entries(environment: Mapping[str, str]) -> list[Entry]:
    """All programs of an environment; the first file with an identity counts, hidden ones remove later ones."""
    found: dict[str, Entry | None] = {}
    for folder in folders(environment):
        for file in sorted(folder.rglob("*.desktop")) if folder.is_dir() else ():
            identity = "-".join(file.relative_to(folder).with_suffix("").parts)
            if identity not in found:
                found[identity] = read(file, identity, environment)
    return [entry for entry in found.values() if entry is not None]


def read(file: Path, identity: str, environment: Mapping[str, str]) -> Entry | None:
    """One file; None where it is no program, is hidden, cannot be read, or is not installed (TryExec, Exec)."""
    try:
        if file.stat().st_size > LARGEST:
            return None
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    values = _values(lines)
    if values.get("Type", "Application") != "Application" or values.get("Hidden") == "true":
        return None
    path = environment.get("PATH")
    if (wanted := values.get("TryExec")) and shutil.which(wanted, path=path) is None:
        return None
    names = _in_all_locales(values, "Name")
    try:
        command = _command(values.get("Exec", ""), names[0] if names else identity, values.get("Icon", ""), file)
    except ValueError:
        return None
    if not command or shutil.which(command[0], path=path) is None:
        return None
    program = Path(command[0]).name
    classes = {values.get("StartupWMClass", ""), identity, _last_part(identity), program} - {""}
    return Entry(
        identity=identity,
        names=names,
        kinds=_in_all_locales(values, "GenericName"),
        command=command,
        classes=frozenset(name.lower() for name in classes),
        folder=values.get("Path", ""),
        terminal=values.get("Terminal") == "true",
        shown=values.get("NoDisplay") != "true",
    )


def find(app: str, known: Sequence[Entry]) -> Entry:
    """The program that a name means: its identity, its name in any locale, its program file, its kind, or the start of a name.

    Raises ActionRefused naming near ones where there is none, or where several fit equally.
    """
    wanted = _plain(app)
    shown = [entry for entry in known if entry.shown]
    for candidates, of in (
        (shown, lambda entry: entry.names),
        (known, lambda entry: (entry.identity, f"{entry.identity}.desktop")),
        (shown, lambda entry: (Path(entry.command[0]).name, _last_part(entry.identity))),
        (shown, lambda entry: entry.kinds),
    ):
        fitting = [entry for entry in candidates if wanted in {_plain(name) for name in of(entry)}]
        if fitting:
            return fitting[0]
    fitting = [entry for entry in shown if any(_plain(name).startswith(wanted) for name in entry.names)] if wanted else []
    if len(fitting) == 1:
        return fitting[0]
    near = [entry.name for entry in fitting] or _near(wanted, shown)
    words = f"near ones are {', '.join(near)}" if near else f"this desktop offers {len(shown)} programs"
    raise ActionRefused(f"There is no program {app[:80]!r} on this desktop; {words}.")


def _last_part(identity: str) -> str:
    """The program's name in an identity that begins with a domain: "org.xfce.mousepad" -> "mousepad"."""
    return identity.rpartition(".")[2] if identity.count(".") >= 2 else identity


def _near(wanted: str, shown: Iterable[Entry]) -> list[str]:
    by_name = {_plain(name): entry.name for entry in shown for name in (*entry.names, *entry.kinds, entry.identity)}
    close = difflib.get_close_matches(wanted, by_name, n=3 * NEAR, cutoff=0.5)
    close += [name for name in by_name if wanted and wanted in name]
    return list(dict.fromkeys(by_name[name] for name in close))[:NEAR]


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _values(lines: Iterable[str]) -> dict[str, str]:
    """Keys and values of the group [Desktop Entry]."""
    values: dict[str, str] = {}
    inside = False
    for line in lines:
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    return values


def _in_all_locales(values: Mapping[str, str], key: str) -> tuple[str, ...]:
    found = [_unescaped(value) for name, value in values.items() if name == key or name.startswith(f"{key}[")]
    first = [_unescaped(values[key])] if key in values else []
    return tuple(dict.fromkeys(name for name in (*first, *found) if name))


def _unescaped(value: str) -> str:
    return re.sub(r"\\([sntr\\])", lambda found: _ESCAPES[found[1]], value)


def _command(line: str, name: str, icon: str, file: Path) -> tuple[str, ...]:
    """The words of an Exec line: no files are opened, so codes for files become nothing. Raises ValueError."""
    words: list[str] = []
    for word in shlex.split(_unescaped(line)):
        if word == "%i":
            words += ["--icon", icon] if icon else []
            continue
        filled = _FIELD.sub(lambda found: {"%%": "%", "%c": name, "%k": str(file)}.get(found[0], ""), word)
        if filled or not _FIELD.fullmatch(word):
            words.append(filled)
    return tuple(words)

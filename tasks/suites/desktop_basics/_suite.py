"""The suite that the modules beside this one add their tasks to, and what several of them need."""

from __future__ import annotations

import random
import shlex
from collections.abc import Collection
from dataclasses import dataclass

from tasks.bodies.desktop import DESKTOP
from tasks.body import BodySuite
from tasks.checks import Evidence, Finding, OnlyChanged
from tasks.state import Row, State

SUITE = BodySuite(
    "desktop_basics",
    version=1,
    about="a desktop's editor, calculator, files, settings and windows, by mouse and keys",
    body=DESKTOP,
)
MOUSEPAD, CALCULATOR, FILES = "Mousepad", "Galculator", "Pcmanfm"
"""Programs by the class of their windows."""
BOTH = ("en-US", "zh-CN")


def only(*, settings: Collection[str] = (), files: Collection[str] = (), rows: Collection[str] = ()) -> OnlyChanged:
    """Nothing else changed; windows come and go, the clipboard is for using, and a text file's text is named by its path.
    files: below the home folder."""
    texts = [f"texts/{path.replace('/', ':')}" for path in files]
    return OnlyChanged(settings=settings, files=files, rows=[*texts, *rows], besides=("clipboard", "windows"))


def texts(fresh: State, folder: str = "") -> list[Row]:
    """The text files that the desktop has, or those right in a folder."""
    found = [row for row in fresh.provider("texts")]
    return [row for row in found if not folder or str(row["path"]).rpartition("/")[0] == folder]


def pick(draw: random.Random, fresh: State, folder: str = "") -> tuple[str, str]:
    """One text file: its path below the home folder, and its text."""
    row = draw.choice(texts(fresh, folder))
    return str(row["path"]), str(row["text"])


def same_windows(*changed: str) -> OnlyChanged:
    """Nothing else changed, windows included. changed: those that may, by their rows."""
    return OnlyChanged(rows=[f"windows/{name}" for name in changed], besides=("clipboard",))


def quoted(*words: str) -> str:
    """Words as a line of a set-up takes them."""
    return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Says:
    """A text file says this, whatever blank lines end it. path: below the home folder."""

    path: str
    text: str

    def __call__(self, seen: Evidence, /) -> Finding:
        right = self.holds(seen.after)
        return Finding(right, f"{self.path} {'says' if right else 'does not say'} what is wanted")

    def holds(self, state: State) -> bool:
        """Whether it does."""
        found = [str(row["text"]) for row in state.provider("texts") if row["path"] == self.path]
        return bool(found) and found[0].rstrip("\n") == self.text.rstrip("\n")


def clipboard(state: State) -> str:
    """What the clipboard holds."""
    return str(state.provider("clipboard")[0]["text"])

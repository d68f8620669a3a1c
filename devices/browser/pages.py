"""The pages of a browser: which one is in front, and what happens beside the picture (dialogs, downloads, new pages, crashes).

Knows Playwright's events. They are heard while a call runs, so whatever came up in between is told with the next one. Does not
know actions.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.browser.mapping import first_line
from devices.browser.options import BrowserOptions
from devices.errors import DeviceLost

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Dialog, Download, FileChooser, Page

LONGEST = 200
MOST_NOTES = 8


class Pages:
    """All pages of one context; the newest is in front."""

    def __init__(self, context: BrowserContext, options: BrowserOptions) -> None:
        self._context = context
        self._options = options
        self._pages: list[Page] = []
        self._sessions: dict[Page, CDPSession] = {}
        self._crashed: set[Page] = set()
        self._notes: list[str] = []
        context.on("page", self._came)

    @property
    def front(self) -> Page:
        """The page that pictures show; raises DeviceLost where it has crashed or there is none left."""
        if not self._pages:
            raise DeviceLost("The browser has no page left; open it again.")
        page = self._pages[-1]
        if page in self._crashed:
            raise DeviceLost("The page in the browser has crashed; open the browser again.")
        return page

    @property
    def wire(self) -> CDPSession:
        """A line of the DevTools protocol to the page in front; raises DeviceLost."""
        page = self.front
        if page not in self._sessions:
            self._sessions[page] = self._context.new_cdp_session(page)
        return self._sessions[page]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._pages)

    def take_notes(self) -> list[str]:
        """What happened since this was asked last."""
        notes, self._notes = self._notes, []
        more = len(notes) - MOST_NOTES
        return [*notes[:MOST_NOTES], f"and {more} things more"] if more > 0 else notes

    def hear(self, seconds: float) -> None:
        """Listen to what happens for a moment."""
        if self._pages and self._pages[-1] not in self._crashed:
            self._pages[-1].wait_for_timeout(seconds * 1000)

    def _came(self, page: Page) -> None:
        first = not self._pages
        self._pages.append(page)
        page.on("close", self._went)
        page.on("crash", self._crash)
        page.on("dialog", self._answer)
        page.on("download", self._download)
        page.on("filechooser", self._asked_for_file)
        if not first:
            self._notes.append(f"a new page opened and is in front now ({page.url[:LONGEST]})")
            # A page may ask for a window of another size; pictures stay as large as info says.
            page.set_viewport_size({"width": self._options.width, "height": self._options.height})

    def _went(self, page: Page) -> None:
        if page in self._pages:
            in_front = page is self._pages[-1]
            self._pages.remove(page)
            self._sessions.pop(page, None)
            if in_front and self._pages:
                self._notes.append(f"the page closed, and the one before it is in front ({self._pages[-1].url[:LONGEST]})")

    def _crash(self, page: Page) -> None:
        self._crashed.add(page)

    def _answer(self, dialog: Dialog) -> None:
        said, kind = _quoted(dialog.message), dialog.type
        if kind == "beforeunload":  # whoever asked for another page has decided already
            dialog.accept()
            self._notes.append("the page asked whether it may be left, and was left; what was not saved in it is lost")
        elif kind == "alert":
            dialog.accept()
            self._notes.append(f"the page showed an alert, {said}, which is closed again")
        elif self._options.dialogs == "accept":
            dialog.accept(dialog.default_value) if kind == "prompt" else dialog.accept()
            self._notes.append(f"the page asked {said} ({kind}), which was answered with OK")
        else:
            dialog.dismiss()
            self._notes.append(f"the page asked {said} ({kind}), which was answered with Cancel")

    def _download(self, download: Download) -> None:
        from playwright.sync_api import Error

        name = file_name(download.suggested_filename)
        if not self._options.downloads:
            self._notes.append(f"the page offered the file {name!r}, which was refused")
            return
        path = free(Path(self._options.downloads), name)
        try:
            download.save_as(path)
            self._notes.append(f"the file {name!r} was kept as {path.name!r}")
        except (Error, OSError) as error:
            self._notes.append(f"the file {name!r} could not be kept ({first_line(error)})")

    def _asked_for_file(self, chooser: FileChooser) -> None:  # noqa: ARG002  (hearing it keeps the system's own window away)
        self._notes.append("the page asked for a file of this computer and got none")


def file_name(offered: str) -> str:
    """A name for a file out of what a server says: no folder, no hidden file, at most 100 characters."""
    last = re.split(r"[/\\]", offered)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip().lstrip(".")[-100:] or "file"


def free(folder: Path, name: str) -> Path:
    """A path in a folder that nothing has yet."""
    stem, dot, ending = name.rpartition(".")
    for number in range(1, 10_000):
        path = folder / (name if number == 1 else f"{stem or name}-{number}{dot if stem else ''}{ending if stem else ''}")
        if not path.exists():
            return path
    raise OSError(f"{folder} has too many files called {name}")


def _quoted(text: Any) -> str:
    return repr(str(text)[:LONGEST])

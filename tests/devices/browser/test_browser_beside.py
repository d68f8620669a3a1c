"""What happens beside the picture: dialogs, new pages, downloads, pages that are not there, hosts that are not allowed."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sites import asked, needs_chromium, until
from test_browser_acts import do, opened, tap

from devices.actions import Launch, Press, Wait
from devices.base import Receipt
from devices.browser.driver import BrowserDevice, open_browser
from devices.errors import ActionRefused, DeviceLost

pytestmark = needs_chromium


def told(device: BrowserDevice, receipt: Receipt) -> str:
    """The note of an action, or of a wait after it: what comes late is told with what is done next."""
    return receipt.note or until(lambda: do(device, Wait(seconds=0.05)).note)


def closed_port() -> str:
    """An address that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_dialogs_are_answered_and_told(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/dialogs")
    for y, words, title in (
        (30, "an alert, 'Hello there'", "alerted"),
        (130, "'Really?' (confirm), which was answered with Cancel", "confirmed false"),
        (230, "'Name?' (prompt), which was answered with Cancel", "prompted null"),
    ):
        assert words in tap(mouse, 100, y).note
        assert asked(mouse, "document.title") == title
    assert "asked for a file" in told(mouse, tap(mouse, 50, 430))
    tap(mouse, 100, 330)
    assert "was left" in do(mouse, Launch(app=f"{site}/empty")).note
    assert asked(mouse, "document.title") == "empty"


def test_dialogs_can_be_accepted_and_downloads_kept(site: str, tmp_path: Path) -> None:
    with open_browser(url=f"{site}/dialogs", dialogs="accept", downloads=str(tmp_path), size="300x400") as device:
        assert "answered with OK" in tap(device, 100, 130).note
        assert asked(device, "document.title") == "confirmed true"
        tap(device, 100, 230)
        assert asked(device, "document.title") == "prompted Ada"
        for name in ("note.txt", "note-2.txt"):
            opened(device, site, "/opener")
            tap(device, 100, 130)
            while not (tmp_path / name).exists():
                do(device, Wait(seconds=0.1))
            assert (tmp_path / name).read_bytes() == b"made here"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["note-2.txt", "note.txt"]


def test_the_newest_page_is_in_front(mouse: BrowserDevice, site: str) -> None:
    opened(mouse, site, "/opener")
    assert "a new page opened" in told(mouse, tap(mouse, 100, 30))
    frame = mouse.settle()
    assert (frame.width, frame.height) == (400, 560), "whatever size the page asked for"
    assert frame.image.getpixel((200, 280)) == (255, 204, 0)
    assert "closed" in told(mouse, tap(mouse, 100, 30))
    assert asked(mouse, "location.pathname") == "/opener"
    told(mouse, tap(mouse, 100, 30))
    do(mouse, Press(key="back"))
    assert until(lambda: asked(mouse, "location.pathname") == "/opener"), "back leads out of a page that has nothing before it"
    assert "'note.txt', which was refused" in told(mouse, tap(mouse, 100, 130))


def test_pages_that_are_not_there(mouse: BrowserDevice, site: str) -> None:
    assert do(mouse, Launch(app=f"{site}/missing")).note == "the server answered 404"
    assert "ERR_CONNECTION_REFUSED" in do(mouse, Launch(app=closed_port())).note
    mouse.settle()
    opened(mouse, site, "/empty")
    for app in (
        "Settings",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "chrome://crash",
        "http://",
        "http://[::1",
        "a b.example",
    ):
        with pytest.raises(ActionRefused):
            do(mouse, Launch(app=app))
    assert asked(mouse, "location.pathname") == "/empty"
    with pytest.raises(DeviceLost, match="first page could not be opened"):
        open_browser(url=closed_port())


def test_only_allowed_hosts_are_talked_to_and_files_only_where_asked(site: str, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<title>from a file</title>")
    local = site.replace("127.0.0.1", "localhost")
    with open_browser(url=f"{local}/empty", allow="localhost;*.example", files="yes", size="200x200") as device:
        assert "ERR_NAME_NOT_RESOLVED" in do(device, Launch(app=f"{site}/empty")).note
        opened(device, local, "/empty")
        assert asked(device, f"fetch('{site}/empty', {{mode: 'no-cors'}}).then(() => 'came', () => 'did not')") == "did not"
        opened(device, tmp_path.as_uri(), "/page.html")
        assert asked(device, "document.title") == "from a file"

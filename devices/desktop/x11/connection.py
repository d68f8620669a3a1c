"""Connections to an X server through python-xlib, and what its failures mean.

Knows how the X library finds a server and its cookie: from the environment, which is lent to it for that moment only. Does
not know what is asked of the server.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import tempfile
import threading
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from devices.desktop.gui import INSTALL
from devices.errors import DeviceLost, MissingDependency

if TYPE_CHECKING:
    from Xlib.display import Display

_ENVIRONMENT = threading.RLock()
NO_SCREEN = "use a desktop without a screen, desktop:private=yes, or log in to a graphical session and set DISPLAY"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an X server is. display: such as ":0". authority: the file with its cookie; None means the usual place."""

    display: str
    authority: Path | None = None

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """The environment leads to this server inside; only for the moment of connecting."""
        with _ENVIRONMENT, contextlib.ExitStack() as restored:
            wanted = {"DISPLAY": self.display, "XAUTHORITY": str(self.authority or _usual_authority(restored))}
            for name, value in wanted.items():
                before = os.environ.get(name)
                if before != value:
                    restored.callback(_put_back, name, before)
                    os.environ[name] = value
            yield


def connect(address: Address) -> Display:
    """A new connection; the caller closes it with let_go(). Raises MissingDependency, DeviceLost."""
    try:
        from Xlib import display, error
    except ImportError as error_of_import:
        raise MissingDependency(f"A desktop under X11 needs python3-xlib; install it: {INSTALL}.") from error_of_import
    try:
        with address.lent(), quiet_files():
            opened = display.Display(address.display)
    except (error.DisplayError, error.XauthError, error.ConnectionClosedError, OSError, struct.error) as trouble:
        _close_what_was_opened(trouble)
        raise DeviceLost(f"There is no X server at {address.display!r} that lets us in ({trouble}); {NO_SCREEN}.") from trouble
    opened.set_error_handler(_quiet)
    _end_at_first_error(opened)
    return opened


@contextlib.contextmanager
def quiet_files() -> Iterator[None]:
    """Python's warning about files that were left to it to close is off inside: the library reads its cookies like that."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


def cut(display: Display) -> None:
    """Break a connection, from any thread: whoever waits on it gets an error at once."""
    with contextlib.suppress(OSError):
        display.display.socket.shutdown(socket.SHUT_RDWR)


def let_go(display: Display) -> None:
    """Close a connection, dead or alive."""
    with contextlib.suppress(*lost_errors()):
        if not is_lost(display):
            display.close()
    with contextlib.suppress(OSError):
        display.display.socket.close()


def lost_errors() -> tuple[type[Exception], ...]:
    """What python-xlib raises when the connection is gone: its own error, and whatever its emptied queues lead to."""
    from Xlib import error

    return (error.ConnectionClosedError, OSError, AttributeError, TypeError, struct.error)


def is_lost(display: Display) -> bool:
    """Whether the connection has been seen to be gone; every later call fails at once then."""
    return display.display.socket_error is not None


def _close_what_was_opened(trouble: BaseException) -> None:
    """The library forgets its socket when connecting fails; its frames still know it."""
    for frame, _ in traceback.walk_tb(trouble.__traceback__):
        half_made = getattr(frame.f_locals.get("self"), "__dict__", {})
        for value in (frame.f_locals.get("s"), half_made.get("socket")):
            if isinstance(value, socket.socket):
                value.close()


def _end_at_first_error(display: Display) -> None:
    """python3-xlib 0.15 trips over its own report of a broken pipe, and waits for ever in the next call: mark it as closed."""
    from Xlib import error

    inner = display.display
    talk = inner.send_and_recv

    def guarded(*args: Any, **options: Any) -> None:
        try:
            talk(*args, **options)
        except (OSError, TypeError, ValueError, struct.error) as trouble:
            inner.socket_error = error.ConnectionClosedError("server")
            raise inner.socket_error from trouble

    inner.send_and_recv = guarded


def _quiet(*_: Any) -> None:
    """An error about a request that nobody waits for, such as for a window that has gone, is not printed."""


def _put_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _usual_authority(restored: contextlib.ExitStack) -> Path:
    """The user's file of cookies; where there is none, one with a useless entry: without a file the library fails, and with
    an empty one it prints."""
    usual = Path(os.environ.get("XAUTHORITY") or Path.home() / ".Xauthority")
    if usual.is_file() and usual.stat().st_size:
        return usual
    handle, name = tempfile.mkstemp(prefix="fingertip-authority-")
    restored.callback(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(
            struct.pack(">H", 256) + b"".join(struct.pack(">H", len(part)) + part for part in (b"none", b"0", b"NONE", b"-"))
        )
    return Path(name)

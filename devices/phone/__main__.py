"""`python -m devices.phone`: switch a virtual phone on and let ADB clients connect to it.

Prints one line, `ready 127.0.0.1:PORT`, when they can. Exit codes: 0 ended, 2 wrong usage, 3 it cannot start, 130 Ctrl-C.
Qt is imported after the options have been read, so that --help is quick.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from devices.phone.faults import BadFault, Order, parse_line
from devices.phone.options import (
    CLOCKS,
    FONT_SCALES,
    LOCALES,
    THEMES,
    BadPhoneOption,
    PhoneOptions,
    parse_size,
    usual_density,
)

USAGE_ERROR, CANNOT_START, INTERRUPTED = 2, 3, 130
_PATIENCE = 10.0
"""Seconds that a phone gets to end in order once nobody is there any more."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE_ERROR, f"{message[:1].upper()}{message[1:]}; see python -m devices.phone --help.\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m devices.phone", description="A virtual phone that any ADB client can drive.")
    parser.add_argument(
        "--port", type=int, default=5555, help="where it listens on 127.0.0.1; 0 takes any free port (default 5555)"
    )
    parser.add_argument("--window", action="store_true", help="show it on this computer's screen and let the mouse touch it")
    parser.add_argument("--size", default="1080x2400", help="width and height in pixels (default 1080x2400)")
    parser.add_argument("--density", type=int, help="dots per inch, 120 to 640 (default 420, less on a small screen)")
    parser.add_argument("--seed", type=int, default=0, help="decides launcher, wallpaper, clock and contents (default 0)")
    parser.add_argument("--locale", default="en-US", help=f"its language: {', '.join(LOCALES)} (default en-US)")
    parser.add_argument("--theme", default="light", help=f"{' or '.join(THEMES)} (default light)")
    parser.add_argument("--clock", default="running", help=f"{' or '.join(CLOCKS)}, a bit with each touch (default running)")
    parser.add_argument("--names", default="usual", help="of people and places: usual, or invented, as in no other world")
    low, high = FONT_SCALES
    parser.add_argument("--font-scale", type=float, default=1.0, help=f"size of text, {low} to {high} (default 1.0)")
    parser.add_argument("--rotation", type=int, default=0, help="quarter turns in which it lies, 0 to 3 (default 0)")
    parser.add_argument(
        "--app", action="append", default=[], type=Path, metavar="DIR", help="folder or ZIP of an app to install; repeatable"
    )
    parser.add_argument("--state", type=Path, help="file that keeps its memory; without it everything is forgotten at the end")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input ends, and so with the parent process")
    parser.add_argument("--auth", action="store_true", help="check the keys of hosts; unknown ones stay unauthorized")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="'NAME key=value …'",
        help="what is to go wrong, as `fingertip fault`; may be given several times, or several with ; between",
    )
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run a phone until it is told to end; returns the exit code."""
    chosen = _parser().parse_args(argv)
    try:
        if not 0 <= chosen.port <= 65535:
            raise BadPhoneOption(f"There is no port {chosen.port}; ports are 0 to 65535.")
        width, height = parse_size(chosen.size)
        options = PhoneOptions(
            width=width,
            height=height,
            density=usual_density(width, height) if chosen.density is None else chosen.density,
            seed=chosen.seed,
            theme=chosen.theme,
            locale=chosen.locale,
            names=chosen.names,
            state=chosen.state,
            clock=chosen.clock,
            font_scale=chosen.font_scale,
            rotation=chosen.rotation,
            apps=tuple(chosen.app),
        )
        faults = [order for text in chosen.fault for order in parse_line(text)]
    except (BadPhoneOption, BadFault) as error:
        return _fail(USAGE_ERROR, str(error))
    if chosen.window and not _has_display():
        return _fail(CANNOT_START, "There is no display to show the phone on; set DISPLAY or leave --window out.")
    visible = dict(os.environ)  # what the window's process needs; the phone itself never draws on a real screen
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return _run(options, chosen, faults, visible if chosen.window else None)
    except ImportError as error:
        return _fail(
            CANNOT_START, f"The phone's display cannot be loaded ({error}); `pip install PySide6-Essentials` or its libraries."
        )
    except sqlite3.Error as error:
        return _fail(CANNOT_START, f"{chosen.state} cannot keep the phone's memory ({error}); name another file with --state.")


def _run(options: PhoneOptions, chosen: argparse.Namespace, faults: Sequence[Order], window: dict[str, str] | None) -> int:
    from devices.phone.gui import application
    from devices.phone.memory import one_heap
    from devices.phone.registry import InstallFailed
    from devices.phone.server import PhoneServer
    from devices.phone.strikes import CannotStrike

    one_heap()
    qt = application()
    ending = _Ending()
    try:
        server = PhoneServer(options, checks_keys=chosen.auth, switch_off=ending.end, faults=faults)
    except InstallFailed as error:
        return _fail(USAGE_ERROR, f"An app of --app cannot be installed: {error}.")
    except OSError as error:
        return _fail(USAGE_ERROR, f"An app of --app cannot be read ({error}).")
    port: int = chosen.port
    try:
        port = server.start(port)
    except CannotStrike as error:
        server.stop()
        return _fail(USAGE_ERROR, str(error))
    except OSError as error:
        server.phone.close()
        return _fail(
            CANNOT_START, f"Port {port} cannot be had ({error.strerror}); choose another one with --port, or 0 for any."
        )
    mirror = None
    if window is not None:
        from devices.phone.mirror import Mirror

        mirror = Mirror(server.phone, f"Fingertip One  127.0.0.1:{port}", window, ending.end)
    if chosen.until_eof:
        threading.Thread(target=_wait_for_end, args=(ending,), name="stdin", daemon=True).start()
    sys.stdout.write(f"ready 127.0.0.1:{port}\n")
    sys.stdout.flush()
    qt.exec()
    if mirror is not None:
        mirror.close()
    server.stop()
    if ending.reason:
        return _fail(ending.code, ending.reason)
    return ending.code


class _Ending:
    """Ends Qt's event loop from a signal handler or another thread, and remembers why."""

    def __init__(self) -> None:
        from PySide6.QtCore import QSocketNotifier

        self.code, self.reason = 0, ""
        self._here, self._there = socket.socketpair()
        self._here.setblocking(False)
        self._there.setblocking(False)
        self._notifier = QSocketNotifier(self._here.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._quit)
        signal.set_wakeup_fd(self._there.fileno(), warn_on_full_buffer=False)  # Python's handlers wait while Qt waits
        signal.signal(signal.SIGINT, lambda *_: self._note(INTERRUPTED))
        signal.signal(signal.SIGTERM, lambda *_: self._note(0))

    def end(self, code: int = 0, reason: str = "") -> None:
        """End with an exit code; reason: a sentence for stderr."""
        self._note(code, reason)
        self._there.send(b"\0")

    def _note(self, code: int, reason: str = "") -> None:
        self.code, self.reason = code, reason

    def _quit(self) -> None:
        from PySide6.QtCore import QCoreApplication

        self._here.recv(4096)
        QCoreApplication.exit()


def _wait_for_end(ending: _Ending) -> None:
    while os.read(0, 4096):  # not sys.stdin: its lock would be held while the interpreter ends
        pass
    ending.end()
    time.sleep(_PATIENCE)  # this thread ends with the process; where that does not, nobody else would end it any more
    os._exit(1)


def _has_display() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _fail(code: int, message: str) -> int:
    sys.stderr.write(message + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())

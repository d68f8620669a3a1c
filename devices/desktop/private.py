"""A private desktop without a screen: an X server in memory, a message bus, a window manager, a home of its own.

Knows Xvfb, dbus-daemon and jwm of a Linux system. Does not know how a desktop is looked at or acted on. Nobody but the
owner of the desktop can connect to it (a cookie of its own), and everything that was started on it ends with close(), or by
itself when this process ends in whatever way (devices/desktop/keeper.py).
"""

from __future__ import annotations

import os
import secrets
import selectors
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from devices.desktop.geometry import Area, union
from devices.desktop.jwm import configuration
from devices.desktop.keeper import MARK
from devices.errors import BadOption, DeviceLost, MissingDependency

START_SECONDS = 20.0
END_SECONDS = 6.0
PROGRAMS = {"Xvfb": "xvfb", "jwm": "jwm", "dbus-daemon": "dbus-daemon", "xprop": "x11-utils", "xrandr": "x11-xserver-utils"}
"""Programs that are needed, and Debian's packages of them."""
ACCESSIBILITY_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "USER", "LOGNAME", "TZ", "COVERAGE_PROCESS_START")


class PrivateDesk:
    """A desktop in memory; a context manager. close() may be called twice.

    width, height: pixels of the whole screen, 64..16384. monitors: rectangles that the screen is divided into, the first one
    is the primary; none means one monitor. They have to lie inside the screen. home: folder that becomes HOME and is kept;
    None makes a fresh one that goes with the desktop. accessibility: programs tell what they show over AT-SPI. manager: a
    window manager runs; without one nothing is painted, windows pile up, and keys go to the window under the pointer.
    display, env: what programs need to find it. server: the process of the X server.
    Raises BadOption, MissingDependency where a program is not installed, DeviceLost where one does not start.
    """

    def __init__(
        self,
        *,
        width: int = 1280,
        height: int = 800,
        monitors: Sequence[Area] = (),
        home: Path | None = None,
        accessibility: bool = False,
        manager: bool = True,
    ) -> None:
        screen = Area(0, 0, width, height)
        if not (64 <= width <= 16_384 and 64 <= height <= 16_384):
            raise BadOption(f"A desktop of {width}x{height} is not possible; each side is 64 to 16384 pixels long.")
        if monitors and any(area.common(screen) != area for area in monitors):
            raise BadOption(f"A monitor lies outside the screen of {width}x{height}; {union(monitors)} is what they cover.")
        if sys.platform != "linux":
            raise MissingDependency("A private desktop needs Linux with Xvfb; use the real desktop here: --device desktop.")
        for program, package in PROGRAMS.items():
            if shutil.which(program) is None:
                raise MissingDependency(f"A private desktop needs {program}; install it: apt-get install {package}.")
        with ExitStack() as owned:
            self._children: list[subprocess.Popen[bytes]] = []
            owned.callback(self._reap)
            folder = Path(tempfile.mkdtemp(prefix="fingertip-desk-"))
            owned.callback(shutil.rmtree, folder, ignore_errors=True)
            mark = secrets.token_hex(12)
            self._words = (folder / "words").open("w+b")
            owned.callback(self._words.close)
            owned.callback(_end, _keeper(mark, folder))
            self.home = home if home is not None else folder / "home"
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.env: dict[str, str] = _environment(self.home, folder, mark, accessibility=accessibility)
            self.display = self._begin_server(width, height)
            self._begin_session(folder, accessibility=accessibility, manager=manager)
            self._divide(monitors)
            self._owned = owned.pop_all()

    @property
    def authority(self) -> Path:
        """The file with the cookie that lets a program connect (XAUTHORITY)."""
        return Path(self.env["XAUTHORITY"])

    def start(
        self, command: Sequence[str], *, env: Mapping[str, str] | None = None, folder: str = ""
    ) -> subprocess.Popen[bytes]:
        """Start a program on this desktop, in its home or a folder; env adds to self.env. It ends with the desktop.

        Raises OSError.
        """
        for child in self._children:
            child.poll()
        child = subprocess.Popen(
            command,
            env={**self.env, **(env or {})},
            cwd=folder or self.home,
            stdin=subprocess.DEVNULL,
            stdout=self._words,
            stderr=self._words,
            start_new_session=True,  # Ctrl-C is for us: what runs on the desktop ends with it
        )
        self._children.append(child)
        return child

    def close(self) -> None:
        """End everything that runs on the desktop, and remove its files."""
        self._owned.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _begin_server(self, width: int, height: int) -> str:
        """Start the X server; returns its display, such as ":7"."""
        authority, cookie = Path(self.env["XAUTHORITY"]), secrets.token_bytes(16)
        _write_cookie(authority, "", cookie)
        end, ours = os.pipe()
        try:
            command = ["Xvfb", "-displayfd", str(ours), "-screen", "0", f"{width}x{height}x24"]
            command += ["-nolisten", "tcp", "-noreset", "-s", "0", "-auth", str(authority)]
            server = subprocess.Popen(
                command,
                env=self.env,
                pass_fds=(ours,),
                stdin=subprocess.DEVNULL,
                stdout=self._words,
                stderr=self._words,
                start_new_session=True,
            )
            self._children.append(server)
            self.server = server
            os.close(ours)
            ours = -1
            number = _read_line(end, START_SECONDS)
        finally:
            os.close(end)
            if ours >= 0:
                os.close(ours)
        if not number.isdigit():
            raise DeviceLost(f"The X server of the private desktop did not start: {self._last_words()}")
        _write_cookie(authority, number, cookie)
        self.env["DISPLAY"] = f":{number}"
        return f":{number}"

    def _begin_session(self, folder: Path, *, accessibility: bool, manager: bool) -> None:
        """Start the bus, then the window manager: programs look for the bus when they start."""
        bus = folder / "run" / "bus"
        self.env["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={bus}"
        daemon = self.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={bus}"])
        self._wait(daemon, "message bus", lambda: _answers(bus))
        if accessibility:
            launcher = next((path for path in ACCESSIBILITY_LAUNCHERS if os.access(path, os.X_OK)), None)
            if launcher is None:
                raise MissingDependency("The accessibility bus needs at-spi2-core; install it: apt-get install at-spi2-core.")
            started = self.start([launcher, "--launch-immediately"])
            self._wait(started, "accessibility bus", lambda: "AT_SPI_BUS" in self._root("AT_SPI_BUS", "="))
        if manager:
            settings = folder / "jwmrc"
            settings.write_text(configuration(), "utf-8")
            started = self.start(["jwm", "-f", str(settings)])
            self._wait(started, "window manager", lambda: "# 0x" in self._root("_NET_SUPPORTING_WM_CHECK", "#"))

    def _divide(self, monitors: Sequence[Area]) -> None:
        """Tell the X server about monitors; the first one takes the real output, which makes it the primary."""
        for number, area in enumerate(monitors):
            size = f"{area.width}/{area.width // 4}x{area.height}/{area.height // 4}{area.left:+d}{area.top:+d}"
            name = f"{'*' if number == 0 else ''}MONITOR-{number + 1}"
            self._run(["xrandr", "--setmonitor", name, size, "screen" if number == 0 else "none"])

    def _root(self, name: str, mark: str) -> str:
        said = self._run(["xprop", "-root", name])
        return said if mark in said else ""

    def _run(self, command: Sequence[str]) -> str:
        """Run a short program on the desktop; returns what it printed, whatever its exit status."""
        try:
            done = subprocess.run(command, env=self.env, capture_output=True, timeout=START_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise DeviceLost(f"{command[0]} on the private desktop did not end in {START_SECONDS:g} s.") from error
        return (done.stdout + done.stderr).decode(errors="replace")

    def _wait(self, child: subprocess.Popen[bytes], what: str, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while not ready():
            if child.poll() is not None or time.monotonic() > end:
                raise DeviceLost(f"The {what} of the private desktop did not start: {self._last_words()}")
            time.sleep(0.02)

    def _last_words(self) -> str:
        with suppress(OSError, ValueError):
            self._words.seek(0)
            said = self._words.read()[-2000:].decode(errors="replace").strip().splitlines()
            return said[-1][:300] if said else "it said nothing."
        return "it said nothing."

    def _reap(self) -> None:
        """Take the exit status of what the keeper has ended."""
        for child in self._children:
            try:
                child.wait(timeout=END_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()


def _environment(home: Path, folder: Path, mark: str, *, accessibility: bool) -> dict[str, str]:
    run = folder / "run"
    run.mkdir(mode=0o700)
    env = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    env |= {
        MARK: mark,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": str(run),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
        "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
        "XDG_CONFIG_DIRS": "/etc/xdg",
        "XDG_SESSION_TYPE": "x11",
        "XAUTHORITY": str(folder / "authority"),
        "GDK_BACKEND": "x11",
        "QT_QPA_PLATFORM": "xcb",
    }
    return env if accessibility else {**env, "NO_AT_BRIDGE": "1"}


def _answers(path: Path) -> bool:
    """Whether somebody takes connections there: the socket of a bus is there a moment before its daemon listens."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _write_cookie(file: Path, number: str, cookie: bytes) -> None:
    """An X authority file with one entry for this computer's display (Xau file format: big-endian counted fields)."""
    fields = (socket.gethostname().encode(), number.encode(), b"MIT-MAGIC-COOKIE-1", cookie)
    local = 256
    data = struct.pack(">H", local) + b"".join(struct.pack(">H", len(field)) + field for field in fields)
    file.touch(mode=0o600)
    file.write_bytes(data)


def _keeper(mark: str, folder: Path) -> subprocess.Popen[bytes]:
    keeper = subprocess.Popen(
        [sys.executable, "-I", "-S", str(Path(__file__).with_name("keeper.py")), mark, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    with ExitStack() as started:
        started.callback(_end, keeper)
        assert keeper.stdout is not None
        if _read_line(keeper.stdout.fileno(), START_SECONDS) != "ready":
            raise DeviceLost("The process that looks after the private desktop did not start; try again.")
        started.pop_all()
    return keeper


def _end(keeper: subprocess.Popen[bytes]) -> None:
    pipes: list[IO[bytes] | None] = [keeper.stdin, keeper.stdout]
    if keeper.stdin is not None:
        keeper.stdin.close()
    try:
        keeper.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
    for pipe in pipes:
        if pipe is not None:
            pipe.close()


def _read_line(descriptor: int, seconds: float) -> str:
    """The first line that comes, as far as it came before the end or the deadline."""
    end = time.monotonic() + seconds
    line = b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while not line.endswith(b"\n") and (left := end - time.monotonic()) > 0 and selector.select(left):
            piece = os.read(descriptor, 1)
            if not piece:
                break
            line += piece
    return line.decode(errors="replace").strip()

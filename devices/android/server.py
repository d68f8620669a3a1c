"""adb servers: the one that the user has, and private ones.

Knows how a server is started and that it listens. Does not know phones.

`adbutils` would start a missing server itself, with the environment of this process: on the default port, whatever port
it was told, and with its greeting on our terminal. So servers are started here, explicitly, with a child's own
environment and no output, and `link` never lets `adbutils` connect to a port where nothing listens. The environment of
this process is not touched.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable

import adbutils

from devices.errors import DeviceLost, MissingDependency

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 5037
START_SECONDS = 20.0
_FOREIGN_VARIABLES = (
    "ANDROID_SERIAL",
    "ADB_VENDOR_KEYS",
    "ADB_BURST_MODE",
    "ANDROID_ADB_SERVER_HOST",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ADB_SERVER_SOCKET",
)
# The server runs in the foreground of a small shell that waits for the end of its input: when this process ends in
# whatever way, the pipe closes, and the shell ends the server and removes its folder.
_WATCHED = '"$1" nodaemon server </dev/null >/dev/null 2>&1 & read -r _; kill "$!"; wait; rm -rf -- "$2"'


def find_adb() -> str:
    """Path of the adb program, chosen as adbutils does ($ADBUTILS_ADB_PATH, PATH, its own); raises MissingDependency."""
    try:
        path = adbutils.adb_path()
    except adbutils.AdbError as error:
        raise MissingDependency("No adb program was found; install Android's platform-tools (Debian: adb).") from error
    if not shutil.which(path):
        raise MissingDependency(f"The adb program {path!r} cannot be started; correct ADBUTILS_ADB_PATH.")
    return str(path)


def listens(host: str, port: int) -> bool:
    """Whether something accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1.0) as link:
            # Knocking at a free port can, rarely, be given that very port as its own, and then it talks to itself.
            return bool(link.getsockname() != link.getpeername())
    except OSError:
        return False


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        return int(listener.getsockname()[1])


class AdbServer:
    """The user's adb server. Started if it is missing, never stopped.

    host, port: default to what ANDROID_ADB_SERVER_HOST and ANDROID_ADB_SERVER_PORT say, else 127.0.0.1:5037.
    """

    def __init__(self, port: int | None = None, host: str | None = None) -> None:
        self.host = host or os.environ.get("ANDROID_ADB_SERVER_HOST") or LOOPBACK
        self.port = port or int(os.environ.get("ANDROID_ADB_SERVER_PORT") or DEFAULT_PORT)

    def ensure(self) -> None:
        """Start the server where none listens; raises MissingDependency, DeviceLost."""
        if listens(self.host, self.port):
            return
        if self.host not in (LOOPBACK, "localhost"):
            raise DeviceLost(f"No adb server answers at {self.host}:{self.port}; start one there.")
        self._start()

    def close(self) -> None:
        """The user's server stays."""

    def _start(self) -> None:
        environment = {**os.environ, "ANDROID_ADB_SERVER_PORT": str(self.port)}
        null = subprocess.DEVNULL
        try:
            done = subprocess.run(
                [find_adb(), "start-server"], env=environment, stdin=null, stdout=null, stderr=null, timeout=START_SECONDS
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise DeviceLost(f"The adb server could not be started ({error}); run `adb start-server` to see why.") from error
        if done.returncode or not listens(self.host, self.port):
            raise DeviceLost("The adb server did not start; run `adb start-server` to see why.")


class PrivateServer(AdbServer):
    """An adb server of our own on a free port: own keys, no USB, no scan for emulators, no mDNS.

    It ends with close(), and by itself when this process ends in whatever way.
    """

    def __init__(self, *, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(port=free_port(), host=LOOPBACK)
        self._pause = pause
        self._shell: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start without waiting until it listens; ensure() waits."""
        if self._shell is not None and self._shell.poll() is None:
            return
        home = tempfile.mkdtemp(prefix="fingertip-adb-")
        environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN_VARIABLES}
        environment |= {"ANDROID_ADB_SERVER_PORT": str(self.port), "HOME": home, "TMPDIR": home}
        environment |= {"ADB_MDNS": "0", "ADB_USB": "0", "ADB_EMU": "0"}
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHED, "adb-server", find_adb(), home],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, not for it: the phone has to be left in order first
        )

    def close(self) -> None:
        """End the server; harmless when it has ended."""
        shell, self._shell = self._shell, None
        if shell is None or shell.stdin is None:
            return
        shell.stdin.close()
        try:
            shell.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            shell.kill()
            shell.wait()

    def _start(self) -> None:
        # A server that was killed from outside leaves its shell waiting; it goes before another one comes.
        if self._shell is not None and not self._comes_up(1.0):
            self.close()
        self.begin()
        if not self._comes_up(START_SECONDS):
            self.close()
            raise DeviceLost(f"A private adb server did not come up on port {self.port}; try again.")

    def _comes_up(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not listens(self.host, self.port):
            if time.monotonic() > end:
                return False
            self._pause(0.01)
        return True

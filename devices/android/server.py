"""adb servers: the one that the user has, and private ones.

Knows how a server is started, that it listens and that it answers. Does not know phones.

`adbutils` would start a missing server itself, with the environment of this process: on the default port, whatever port
it was told, and with its greeting on our terminal. So servers are started here, explicitly, with a child's own
environment and no output, and `link` never lets `adbutils` connect to a port where nothing listens. The environment of
this process is not touched.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO

import adbutils

from devices.errors import DeviceLost, MissingDependency

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 5037
START_SECONDS = 20.0
_PORTS = 5
"""On so many ports a private server is tried before we give up."""
_HELLO = b"000chost:version"
_FOREIGN_VARIABLES = (
    "ANDROID_SERIAL",
    "ADB_VENDOR_KEYS",
    "ADB_BURST_MODE",
    "ANDROID_ADB_SERVER_HOST",
    "ANDROID_ADB_SERVER_ADDRESS",
    "ADB_SERVER_SOCKET",
    "ADB_TRACE",
)
# The server is the child of a small shell, beside a watcher that waits for the end of the shell's input. When this process
# ends in whatever way, the pipe closes, and the watcher ends the server; when the server ends, the shell ends with its
# status. Either way its folder goes.
_WATCHED = """exec 3<&0 </dev/null
"$1" nodaemon server 3<&- & server=$!
{ read -r _ <&3; kill "$server"; } 2>/dev/null &
exec 3<&-
wait "$server"; status=$?
kill "$!" 2>/dev/null
rm -rf -- "$2"
exit "$status"
"""


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


def answers(host: str, port: int, seconds: float = 1.0) -> bool:
    """Whether an adb server there says something, which one that is about to end or to begin does not do though it listens."""
    try:
        with socket.create_connection((host, port), timeout=seconds) as link:
            if link.getsockname() == link.getpeername():
                return False
            link.sendall(_HELLO)
            return link.recv(4) == b"OKAY"
    except OSError:
        return False


def free_port() -> int:
    """A loopback port that nothing uses now."""
    with _held(0) as holder:
        return int(holder.getsockname()[1])


def _held(port: int) -> socket.socket:
    """A socket that keeps a port (0: any free one) from being given to others, but lets a server that names it listen there."""
    holder = socket.socket()
    try:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind((LOOPBACK, port))
    except OSError:
        holder.close()
        raise
    return holder


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

    It ends with close(), and by itself when this process ends in whatever way. Several threads may share it: it starts once.
    port: may be another one after begin() and ensure(), where somebody else has taken the first.
    """

    def __init__(self, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._holder: socket.socket | None = _held(0)
        super().__init__(port=int(self._holder.getsockname()[1]), host=LOOPBACK)
        self._pause = pause
        self._lock = threading.RLock()
        self._shell: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None

    def begin(self) -> None:
        """Start without waiting until it listens; ensure() waits."""
        with self._lock:
            if self._shell is not None and self._shell.poll() is None:
                return
            self._end()
            self._take_port()
            self._launch()

    def ensure(self) -> None:
        """Start it where it does not run, and wait until it answers; raises MissingDependency, DeviceLost."""
        with self._lock:
            if self._shell is None or self._shell.poll() is not None or not answers(self.host, self.port):
                self._start()

    def close(self) -> None:
        """End the server; harmless when it has ended."""
        with self._lock:
            self._end()
            self._let_port_go()

    def _start(self) -> None:
        end = time.monotonic() + START_SECONDS
        said = ""
        for attempt in range(_PORTS):
            self.begin()
            if self._comes_up(end):
                return
            said = self._last_words()
            self._end()
            if attempt:  # the first may have been a server that somebody ended, and nothing is wrong with its port
                self._let_port_go()
            if time.monotonic() > end:
                break
        raise DeviceLost(f"A private adb server did not come up: {said}.")

    def _comes_up(self, end: float) -> bool:
        """Wait until the server answers; false when it has ended, or at the end of our patience."""
        shell = self._shell
        while shell is not None and shell.poll() is None and time.monotonic() < end:
            if answers(self.host, self.port):
                return True
            self._pause(0.01)
        return False

    def _launch(self) -> None:
        adb = find_adb()
        home = tempfile.mkdtemp(prefix="fingertip-adb-")
        environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN_VARIABLES}
        environment |= {"ANDROID_ADB_SERVER_PORT": str(self.port), "HOME": home, "TMPDIR": home}
        environment |= {"ADB_MDNS": "0", "ADB_USB": "0", "ADB_EMU": "0"}
        self._words = tempfile.TemporaryFile()  # noqa: SIM115  # closed by _end
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHED, "adb-server", adb, home],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=self._words,
            stderr=self._words,
            start_new_session=True,  # Ctrl-C is for us, not for it: the phone has to be left in order first
        )

    def _end(self) -> None:
        shell, self._shell = self._shell, None
        words, self._words = self._words, None
        if words is not None:
            words.close()
        if shell is None or shell.stdin is None:
            return
        shell.stdin.close()
        try:
            shell.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(shell.pid, signal.SIGKILL)  # the server, too, or it would go on and keep the port
            shell.wait()

    def _take_port(self) -> None:
        """Hold our port, or another one where it is taken."""
        for _ in range(_PORTS):
            if self._holder is None:
                self._holder = _held(0)
                self.port = int(self._holder.getsockname()[1])
            if not listens(self.host, self.port):
                return
            self._let_port_go()
        raise DeviceLost("A private adb server found no free port; try again.")

    def _let_port_go(self) -> None:
        holder, self._holder = self._holder, None
        if holder is not None:
            holder.close()

    def _last_words(self) -> str:
        """What went wrong with a server that did not come up, in its own words where it has any."""
        status = None if self._shell is None else self._shell.poll()
        what = f"it did not answer within {START_SECONDS:g} s" if status is None else f"it ended with status {status}"
        if self._words is None:
            return what
        self._words.seek(0)
        lines = [line for line in self._words.read().decode(errors="replace").splitlines() if line.strip()]
        return f"{what} ({lines[-1].strip()[:300]})" if lines else what

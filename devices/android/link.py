"""One phone behind one adb server.

Knows adbutils, its errors and its habits; nothing else in the package does. Every call runs under a wall-clock deadline,
because adbutils' own limits count per read and several of its calls have none. What adbutils raises becomes one of our own
errors here, and what may have arrived at the phone is never sent again.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

import adbutils

from devices.android.client import Client
from devices.android.deadline import Expired, Worker
from devices.android.server import AdbServer
from devices.errors import DeliveryUnknown, DeviceError, DeviceLost, Unauthorized

T = TypeVar("T")
FOREIGN_ERRORS = (adbutils.AdbError, EOFError, OSError, ValueError, subprocess.SubprocessError, Expired)
"""Everything that adbutils' calls raise, and our own Expired."""


class Fault(Enum):
    """What is wrong with the link."""

    NO_SERVER = "the adb server does not answer"
    ABSENT = "the adb server does not know this phone"
    OFFLINE = "the phone is offline"
    UNAUTHORIZED = "the phone does not trust this computer"
    BROKEN = "the connection broke off"
    MUTE = "the phone does not answer"


NEVER_SENT = frozenset({Fault.NO_SERVER, Fault.ABSENT, Fault.OFFLINE, Fault.UNAUTHORIZED})
"""Faults that show before a command leaves for the phone."""
_BY_WORDS = {
    "connect to adb server": Fault.NO_SERVER,
    "unauthorized": Fault.UNAUTHORIZED,
    "offline": Fault.OFFLINE,
    "still authorizing": Fault.OFFLINE,
    "still connecting": Fault.OFFLINE,
    "not found": Fault.ABSENT,
    "no device": Fault.ABSENT,
    "Can't find any android device": Fault.ABSENT,
    "more than one device": Fault.ABSENT,
}


def fault_of(error: BaseException) -> Fault:
    """Which fault one of FOREIGN_ERRORS shows."""
    if isinstance(error, adbutils.AdbError):
        words = str(error)
        for part, fault in _BY_WORDS.items():
            if part in words:
                return fault
        return Fault.MUTE if "timeout" in words else Fault.BROKEN
    if isinstance(error, Expired | TimeoutError):
        return Fault.MUTE
    if isinstance(error, subprocess.SubprocessError | FileNotFoundError):
        return Fault.NO_SERVER
    return Fault.BROKEN


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command on the phone answered. status: its exit status. out, err: its two outputs, kept apart."""

    status: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """out as text; bytes that are no UTF-8 become U+FFFD."""
        return self.out.decode(errors="replace")

    @property
    def complaint(self) -> str:
        """The line that says what went wrong, in the phone's own words, at most 200 characters; else the exit status."""
        text = (self.out[:4000] + b"\n" + self.err).decode(errors="replace")
        said = [line.strip() for line in text.splitlines() if line.strip() and "DisplayViewport" not in line]
        telling = [line for line in said if any(word in line for word in ("Error", "Exception:", "aborted", "Failed"))]
        return [f"exit status {self.status}", *said[-1:], *telling[:1]][-1][:200]


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of `adb devices -l`. number: the server's transport id, None where the server tells none."""

    serial: str
    state: str
    number: int | None


class Link:
    """Commands to one phone.

    serial: as `adb devices` names it, HOST:PORT for a phone in the network, or empty for the only one there is.
    patience: seconds that any short exchange may take. clock, pause: time, for polling with a deadline.
    """

    def __init__(
        self,
        serial: str,
        server: AdbServer,
        *,
        patience: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.serial = f"127.0.0.1{serial.removeprefix('localhost')}" if serial.startswith("localhost:") else serial
        self.patience = patience
        self._server = server
        self._clock = clock
        self._pause = pause
        self._client: Client | None = None
        self._device: adbutils.AdbDevice | None = None
        self._closed = False
        self._worker = Worker(self._abandon)

    def open(self) -> None:
        """Find the phone, connecting to it where it is in the network; raises DeviceLost, Unauthorized, MissingDependency."""
        self._server.ensure()
        try:
            if not self.serial:
                self.serial = self._only_one()
            listed = self._find()
            if listed is None or listed.state != "device":
                self._reconnect(listed)
            else:
                self._attach(listed)
        except FOREIGN_ERRORS as error:
            raise self._lost(error) from error

    def run(self, command: str, *, seconds: float | None = None, acting: bool = False) -> Reply:
        """Run one line in the phone's shell and wait for its end, at most some seconds (patience by default).

        acting: the line changes the phone. Such a line is sent at most once: DeliveryUnknown where it may have arrived.
        A line that surely was not sent, or that only reads, gets one more try after a reconnect.
        Raises DeviceLost, Unauthorized, DeliveryUnknown.
        """
        limit = self.patience if seconds is None else seconds
        try:
            return self._send(command, limit)
        except FOREIGN_ERRORS as error:
            fault = fault_of(error)
            if fault is Fault.MUTE:
                self._abandon()  # as the deadline does; adbutils' own time limit may have been first
            if acting and fault not in NEVER_SENT:
                raise self._unsure(error) from error
            if fault is Fault.MUTE:
                raise self._silent(error) from error
            if fault is Fault.UNAUTHORIZED:
                raise self._lost(error) from error
        self._restore()
        try:
            return self._send(command, limit)
        except FOREIGN_ERRORS as error:
            if acting and fault_of(error) not in NEVER_SENT:
                raise self._unsure(error) from error
            raise self._lost(error) from error

    def close(self) -> None:
        """Let go of the phone; the server and its connection stay."""
        self._closed = True
        self._abandon()
        self._worker.close()

    def _restore(self) -> None:
        """Make the link good again after a fault; raises DeviceLost, Unauthorized."""
        try:
            self._server.ensure()
            self._reconnect(self._find())
        except FOREIGN_ERRORS as error:
            raise self._lost(error) from error

    def _silent(self, error: BaseException) -> DeviceError:
        """Why nobody answered: a request that comes in while the phone withdraws its trust is left waiting by the server."""
        try:
            listed = self._find()
        except FOREIGN_ERRORS:
            return self._lost(error)  # the server says nothing either
        return self._unauthorized() if listed is not None and listed.state == "unauthorized" else self._lost(error)

    def _unsure(self, error: BaseException) -> DeliveryUnknown:
        what = _sentence(fault_of(error))
        return DeliveryUnknown(f"{what} while an action was under way; it may or may not have been done, so look first.")

    # below: single exchanges, which raise FOREIGN_ERRORS

    def _send(self, command: str, seconds: float) -> Reply:
        if self._closed:
            raise DeviceLost("The phone was let go; open it again.")
        device = self._device
        if device is None:
            raise adbutils.AdbError("device not found")
        answer = self._call(lambda: device.shell2(command, timeout=seconds, encoding=None, v2=True), seconds)
        return Reply(answer.returncode, answer.stdout, answer.stderr)

    def _call(self, work: Callable[[], T], seconds: float) -> T:
        client = self._server_client()

        def swept() -> T:
            try:
                return work()
            finally:
                client.sweep()

        return self._worker.call(swept, seconds)

    def _abandon(self) -> None:
        if self._client is not None:
            self._client.cut()
        self._client = self._device = None

    def _server_client(self) -> Client:
        where = (self._server.host, self._server.port)  # a server of our own may have moved to another port
        if self._client is None or (self._client.host, self._client.port) != where:
            self._client = Client(*where)
        return self._client

    def _list(self) -> list[Listed]:
        client = self._server_client()
        lines = self._call(lambda: client.list(extended=True), self.patience)
        return [Listed(line.serial, line.state, line.transport_id) for line in lines]

    def _find(self) -> Listed | None:
        return next((listed for listed in self._list() if listed.serial == self.serial), None)

    def _only_one(self) -> str:
        listed = self._list()
        ready = [phone for phone in listed if phone.state == "device"] or listed
        if len(ready) == 1:
            return ready[0].serial
        if not ready:
            raise DeviceLost(
                "No phone is connected: plug one in and allow USB debugging on it, or name one: android:HOST:PORT."
            )
        raise DeviceLost(f"There are {len(ready)} phones; name one: {_names(ready)}.")

    def _attach(self, listed: Listed) -> None:
        """Address the phone by its transport id, which halves the cost of each call and dies with the connection."""
        client = self._server_client()
        where = {"transport_id": listed.number} if listed.number else {"serial": listed.serial}
        device = client.device(**where)
        features = self._call(device.get_features, self.patience)
        if "shell_v2" not in features.split(","):
            raise DeviceLost(f"The phone {self.serial} is too old: its adb has no shell_v2 (Android 7 brought it).")
        self._device = device

    def _reconnect(self, listed: Listed | None) -> None:
        """One disconnect and connect for a phone in the network; a phone on a cable gets a moment to come back."""
        self._device = None
        client = self._server_client()
        gone: int | None = None
        if ":" in self.serial:
            if listed is not None:
                self._call(lambda: client.disconnect(self.serial), self.patience)
                gone = listed.number
            self._connect()
        elif listed is None:
            others = self._list()
            seen = f"there are: {_names(others)}" if others else "there is none"
            raise DeviceLost(f"No phone has the serial {self.serial!r}; {seen}.")
        self._attach(self._wait_until_ready(gone))

    def _connect(self) -> None:
        client = self._server_client()
        said = str(self._call(lambda: client.connect(self.serial), self.patience)).strip()
        if "connected to" not in said and "authenticate" not in said:
            raise DeviceLost(f"The phone {self.serial} cannot be reached ({said}); check that it is on, and the port.")

    def _wait_until_ready(self, gone: int | None) -> Listed:
        """gone: transport id of the old connection, which the server may go on listing for a moment."""
        start = self._clock()
        limits = {"unauthorized": min(1.0, self.patience)}  # enough for a key that is known; a person takes longer anyway
        while True:
            listed = self._find()
            if listed is not None and gone is not None and listed.number == gone:
                listed = None
            state = "absent" if listed is None else listed.state
            if listed is not None and state == "device":
                return listed
            if self._clock() - start > limits.get(state, min(3.0, self.patience)):
                break
            self._pause(0.05)
            if listed is None and ":" in self.serial:
                # "already connected", said the server of the old connection, and then it dropped that one.
                self._connect()
        if state == "unauthorized":
            raise self._unauthorized()
        raise DeviceLost(f"The phone {self.serial} is {state}; check its cable or network, then start again.")

    def _unauthorized(self) -> Unauthorized:
        return Unauthorized(
            f"The phone {self.serial} does not trust this computer yet; unlock it, confirm the question about USB debugging "
            "on its screen, then start again."
        )

    def _lost(self, error: BaseException) -> DeviceError:
        fault = fault_of(error)
        if fault is Fault.UNAUTHORIZED:
            return self._unauthorized()
        return DeviceLost(f"{_sentence(fault)} ({self.serial or 'no serial'}: {str(error) or type(error).__name__}).")


def _sentence(fault: Fault) -> str:
    return fault.value[0].upper() + fault.value[1:]


def _names(phones: list[Listed]) -> str:
    return ", ".join(f"android:{phone.serial} ({phone.state})" for phone in phones)

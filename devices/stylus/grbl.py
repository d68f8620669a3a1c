"""A controller that speaks GRBL 1.1 at the other end of a serial line.

Knows the protocol: banner, `ok`, `error:N`, `ALARM:N`, settings, status reports, the real-time bytes, and how much the
receive buffer takes. Does not know pens, screens or where it is good to go.

Lines are streamed by counting characters: what has been sent and not yet been acknowledged never exceeds the controller's
buffer, so nothing is lost and the motions follow each other without a pause.
Source: "GRBL v1.1 Interface", sections on streaming, real-time commands and status reports.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from devices.errors import DeviceLost
from devices.stylus.status import Reports, Status
from devices.stylus.words import alarm_words, error_words

ROOM = 127
"""Bytes that may be under way: the receive buffer of 128 is a ring, which holds one less."""
POLL = 0.01
"""Seconds between two status requests while something moves."""
ANSWER = 2.0
"""Seconds that an answer takes at most where nothing moves."""
WAKE = 6.0
"""Seconds that a controller takes at most to say its banner; boards with a boot loader take two."""
STATUS, HOLD, RESUME, RESET, JOG_CANCEL = b"?", b"!", b"~", b"\x18", b"\x85"
_BANNER = re.compile(r"Grbl (\d+)\.(\d+)\S*")
_SETTING = re.compile(r"\$(\d{1,3})=(-?\d+(?:\.\d+)?)")
_LONGEST = 200


class Port(Protocol):
    """What is needed of serial.Serial."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; fewer, or none, when the port's time-out has passed."""

    def write(self, data: bytes, /) -> int | None:
        """Send bytes."""

    def close(self) -> None:
        """Let go of the port."""


class Refused(Exception):
    """The controller answered a line with an error, or went into an alarm; str() says which, in words."""


class Restarted(Exception):
    """The controller said its banner unasked: it has forgotten what it was doing."""


class Stopped(Exception):
    """Somebody called stop()."""


class Late(Exception):
    """What was to happen has not happened in time; str() says what."""


class Grbl:
    """port: open; closed by close(). clock: seconds that never run backwards. pause: waits.

    wake() comes first. One thread uses it; stop() is for any other.
    """

    def __init__(
        self, port: Port, *, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._port = port
        self._clock = clock
        self._pause = pause
        self._writing = threading.Lock()
        self._stop = threading.Event()
        self._rest = bytearray()
        self._reports = Reports()
        self._alarmed = False
        self._unread: deque[str] = deque()
        self.garbage = 0
        """Lines that made no sense; there are none on a good cable."""

    def wake(self, seconds: float = WAKE) -> str:
        """Reset the controller and wait for its banner; returns it. Raises DeviceLost where there is none, or an old one."""
        end = self._clock() + seconds
        while self._clock() < end:
            self._write(RESET)
            until = min(self._clock() + 1.0, end)
            while (line := self._next(until)) is not None:
                found = _BANNER.match(line)
                if found is None:
                    continue
                if (int(found[1]), int(found[2])) < (1, 1):
                    raise DeviceLost(f"The controller speaks {line[:40]}; a stylus needs GRBL 1.1 or later.")
                self._drain()
                self._alarmed = False
                return line
        raise DeviceLost("Nobody on the serial line answers as GRBL does; check the port, its speed (baud) and the power.")

    def settings(self) -> Mapping[int, float]:
        """What `$$` says; raises Late, Refused, DeviceLost."""
        found: dict[int, float] = {}
        self.run(["$$"], seconds=ANSWER)
        for line in self._unread:
            setting = _SETTING.match(line)
            if setting:
                found[int(setting[1])] = float(setting[2])
        self._unread.clear()
        return found

    def run(self, lines: Iterable[str], *, seconds: float, watch: Callable[[Status], None] | None = None) -> None:
        """Stream lines; returns when the last one has been acknowledged, which is before its motion has ended.

        seconds: for all of it. watch: is told every status report meanwhile; without it none is asked for.
        Raises Refused at the first error or alarm (later lines may have been done), Restarted, Stopped, Late, DeviceLost.
        """
        waiting = deque(_bytes(line) for line in lines)
        under_way: deque[bytes] = deque()
        end = self._clock() + seconds
        asked = 0.0
        while waiting or under_way:
            burst = b""
            while waiting and sum(map(len, under_way)) + len(waiting[0]) <= ROOM:
                under_way.append(waiting.popleft())
                burst += under_way[-1]
            self._write(burst)
            if watch is not None and self._clock() - asked >= POLL:
                asked = self._clock()
                self._write(STATUS)
            line = self._next(min(end, self._clock() + POLL))
            self._check_stop()
            if line is None and self._clock() >= end:
                raise Late(f"the controller has not answered {under_way[0].decode().strip()!r} in {seconds:.1f} s")
            if line is None:
                continue
            match self._sort(line):
                case "ok":
                    under_way.popleft()
                case Status() as status if watch is not None:
                    watch(status)
                case str(error) if error:
                    raise Refused(f"{error}, at {under_way[0].decode().strip()!r}")
                case _:
                    continue

    def status(self, seconds: float = ANSWER) -> Status:
        """Ask and wait for a report that makes sense; raises Late, Refused (an alarm), Restarted, DeviceLost."""
        end = self._clock() + seconds
        while self._clock() < end:
            self._write(STATUS)
            until = min(self._clock() + 0.25, end)
            while (line := self._next(until)) is not None:
                match self._sort(line):
                    case Status() as status:
                        return status
                    case str(error) if error and error != "ok":
                        raise Refused(error)
                    case _:
                        continue
        raise Late("the controller gives no status report that makes sense")

    def come_to_rest(self, seconds: float) -> Status:
        """Wait until it is idle and says so twice at one place: one report alone may have lost a digit on the cable.

        Raises Late, Stopped, Refused, Restarted, DeviceLost.
        """
        end = self._clock() + seconds
        before: Status | None = None
        while self._clock() < end:
            self._check_stop()
            status = self.status(min(ANSWER, max(0.1, end - self._clock())))
            if status.state == "Alarm":
                raise Refused("it is in an alarm")
            if status.state == "Idle" and status == before:
                return status
            if status.state != "Idle":
                self._pause(POLL)
            before = status
        raise Late(f"it has not come to rest in {seconds:.1f} s")

    def hold(self, seconds: float = ANSWER) -> None:
        """Feed hold, and wait until it stands still, so that a reset loses no step; raises Late, DeviceLost.

        After an alarm it stands still already, and may answer nothing but a reset.
        """
        self._write(HOLD)
        if self._alarmed:
            return
        end = self._clock() + seconds
        while self._clock() < end:
            try:
                status = self.status()
            except (Refused, Restarted):
                return
            if (status.state, status.part) == ("Hold", "0") or status.state in ("Idle", "Alarm", "Door", "Sleep"):
                return
            self._pause(POLL)
        raise Late("it does not stand still after a feed hold")

    def cancel_jog(self) -> None:
        """End a jog in order, and forget those that wait; raises DeviceLost."""
        self._write(JOG_CANCEL)

    def stop(self) -> None:
        """Feed hold at once, from any thread; whoever runs lines gets Stopped. Raises DeviceLost."""
        self._stop.set()
        self._write(HOLD)

    @property
    def stopped(self) -> bool:
        """Whether stop() was called since forget_stop()."""
        return self._stop.is_set()

    def forget_stop(self) -> None:
        """What was stopped has been dealt with."""
        self._stop.clear()

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise Stopped

    def _sort(self, line: str) -> str | Status | None:
        """ "ok", a status, the words of an error or alarm, or None for anything else; raises Restarted."""
        if line == "ok":
            return "ok"
        if line.startswith("error:"):
            return error_words(line.removeprefix("error:"))
        if line.startswith("ALARM:"):
            self._alarmed = True
            return alarm_words(line.removeprefix("ALARM:"))
        if line.startswith("<"):
            status = self._reports.read(line)
            self.garbage += status is None
            return status
        if _BANNER.match(line):
            raise Restarted("the controller has started anew")
        if line.startswith("$"):
            self._unread.append(line)
        elif not line.startswith("["):
            self.garbage += 1
        return None

    def _next(self, end: float) -> str | None:
        """The next line that is not empty, or None where none has come by then."""
        while True:
            while (cut := self._rest.find(b"\n")) >= 0:
                line = bytes(self._rest[:cut]).decode("ascii", "replace").strip()
                del self._rest[: cut + 1]
                if line:
                    return line
            if self._clock() >= end:
                return None
            try:
                piece = self._port.read(1024)
            except OSError as error:  # SerialException is one
                raise self._lost(error) from error
            self._rest += piece
            if len(self._rest) > 64 * _LONGEST and b"\n" not in self._rest:
                self._rest.clear()
                self.garbage += 1

    def _drain(self) -> None:
        """Read on until nothing comes for a moment."""
        while self._next(self._clock() + 0.05) is not None:
            continue
        self._unread.clear()

    def _write(self, data: bytes) -> None:
        if not data:
            return
        try:
            with self._writing:
                self._port.write(data)
        except OSError as error:
            raise self._lost(error) from error

    def _lost(self, error: OSError) -> DeviceLost:
        return DeviceLost(
            f"The serial line to the robot is gone ({str(error)[:120]}); look at the robot, check the cable, then start again."
        )


def _bytes(line: str) -> bytes:
    data = line.encode("ascii") + b"\n"
    if len(data) > 79 or any(byte in data for byte in (*STATUS, *HOLD, *RESUME, *RESET)) or b"\n" in data[:-1]:
        raise ValueError(f"{line!r} is no line for GRBL")
    return data

"""What a controller does with its motors: motions, rests, jogs, homing, and standing still.

Knows G-code blocks, settings and time that is handed in. Does not know bytes: what reads them is built upon it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import Enum

from devices.stylus.simulator.block import Block, Wrong, parse_block
from devices.stylus.simulator.motion import Axes, Line, Planner
from devices.stylus.simulator.settings import Settings

INCH = 25.4


class State(Enum):
    """What it is doing, in the words of its reports."""

    IDLE = "Idle"
    RUN = "Run"
    HOLD = "Hold"
    JOG = "Jog"
    ALARM = "Alarm"
    HOME = "Home"


class Steering(ABC):
    """settings: changed by `$N=value`. start: where the pen really is when it is switched on, in machine mm."""

    def __init__(self, settings: Settings, start: Axes) -> None:
        self.settings = settings
        self.planner = Planner(settings[120])
        self.state = State.ALARM if settings[22] else State.IDLE
        self.error_of_motors: Axes = start
        self.homed = False
        self._homing: list[Axes] = []
        self._dwell = 0.0
        self._waits: Callable[[], None] | None = None  # what is done when all motions have ended; blocks further lines
        self._feed = 0.0
        self._motion = "0"
        self._scale = 1.0
        self._absolute = True

    @property
    @abstractmethod
    def _unread(self) -> int:
        """Bytes that have come and not been looked at."""

    @abstractmethod
    def _say(self, line: str) -> None:
        """Answer with a line."""

    @abstractmethod
    def _alarm(self, number: int) -> None:
        """Stop and hear nothing but a reset."""

    @abstractmethod
    def _work(self) -> None:
        """Read on, as far as there is room."""

    @property
    def place(self) -> Axes:
        """Where the pen really is, machine mm."""
        x, y, z = (one + other for one, other in zip(self.planner.position, self.error_of_motors, strict=True))
        return x, y, z

    def slip(self, x: float, y: float) -> None:
        """Let the motors miss steps: the pen is from now on so many mm off where it is believed to be."""
        self.error_of_motors = (self.error_of_motors[0] + x, self.error_of_motors[1] + y, self.error_of_motors[2])

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        left = seconds
        while left > 0:
            left = self.planner.advance(left)
            if self.planner.held and self.planner.speed == 0:
                self._stopped()
                return
            if not self.planner.idle:
                return
            if self._dwell > 0:
                spent = min(left, self._dwell)
                self._dwell -= spent
                left -= spent
                if self._dwell > 1e-9:
                    return
            self._dwell = 0.0
            before = (self.state, self._unread, self.planner.idle)
            self._ended()
            if before == (self.state, self._unread, self.planner.idle):
                return

    def _hold(self) -> None:
        if self.state in (State.RUN, State.JOG):
            self.planner.held = True
            if self.state is State.RUN:
                self.state = State.HOLD
        elif self.state is State.IDLE:
            self.state = State.HOLD
            self.planner.held = True

    def _resume(self) -> None:
        if self.state is State.HOLD and self.planner.speed == 0:
            self.planner.held = False
            self.state = State.IDLE if self.planner.idle and not self._dwell else State.RUN

    def _stopped(self) -> None:
        if self.state is State.JOG:
            self.planner.clear()
            self.state = State.IDLE
            self._work()

    def _run(self, block: Block) -> None:
        self._motion = block.commands.get("motion", self._motion)
        self._scale = {"20": INCH, "21": 1.0}.get(block.commands.get("units", ""), self._scale)
        self._absolute = {"90": True, "91": False}.get(block.commands.get("distance", ""), self._absolute)
        self._feed = block.words["F"] * self._scale if "F" in block.words else self._feed
        if block.commands.get("once") == "4":
            self._then(self._ok, block.words["P"])
            return
        if block.stops:
            self._then(self._ok, 0.0)
            return
        if not block.axes:
            self._say("ok")
            return
        if self._motion == "1" and self._feed <= 0:
            raise Wrong(22)
        target = self._target(block, absolute=self._absolute or block.commands.get("once") == "53", scale=self._scale)
        if self.settings[20] and not self._reachable(target):
            self._alarm(2)
            return
        if target != self.planner.end:
            self.planner.add(Line(target, self._speed(self._feed if self._motion == "1" else 1e9, target)))
            if self.state is State.IDLE:
                self.state = State.RUN
        self._say("ok")

    def _ok(self) -> None:
        self._say("ok")

    def _jog(self, text: str) -> None:
        if self.state not in (State.IDLE, State.JOG):
            raise Wrong(9 if self.state is State.ALARM else 8)
        block = parse_block(text)
        if "motion" in block.commands or block.stops or block.commands.get("once") not in (None, "53"):
            raise Wrong(16)
        if not block.axes:
            raise Wrong(26)
        if not block.words.get("F"):
            raise Wrong(22)
        scale = self._scale if "units" not in block.commands else (INCH if block.commands["units"] == "20" else 1.0)
        absolute = self._absolute if "distance" not in block.commands else block.commands["distance"] == "90"
        target = self._target(block, absolute=absolute or block.commands.get("once") == "53", scale=scale)
        if self.settings[20] and not self._reachable(target):
            raise Wrong(15)
        self.planner.add(Line(target, self._speed(block.words["F"] * scale, target), jog=True))
        self.state = State.JOG
        self._say("ok")

    def _target(self, block: Block, *, absolute: bool, scale: float) -> Axes:
        end = self.planner.end
        x, y, z = (
            old if letter not in block.words else block.words[letter] * scale + (0.0 if absolute else old)
            for letter, old in zip("XYZ", end, strict=True)
        )
        return x, y, z

    def _speed(self, feed: float, target: Axes) -> float:
        """mm/s, no axis faster than its own limit ($110 to $112)."""
        ways = [abs(then - now) for then, now in zip(target, self.planner.end, strict=True)]
        length = sum(way**2 for way in ways) ** 0.5
        fastest = min((self.settings[110 + axis] * length / way for axis, way in enumerate(ways) if way > 1e-9), default=feed)
        return min(feed, fastest) / 60

    def _reachable(self, target: Axes) -> bool:
        return all(-travel - 1e-6 <= place <= 1e-6 for place, travel in zip(target, self.settings.travel, strict=True))

    def _then(self, done: Callable[[], None], dwell: float) -> None:
        """Do something when all motions have ended and a rest is over; no line is read before."""
        self._waits = done
        self._dwell = dwell
        if self.state is State.IDLE:
            self.state = State.RUN

    def _ended(self) -> None:
        """Everything asked for is done."""
        if self.state is State.HOME:
            self._home_on()
            return
        if self._waits is not None:
            done, self._waits = self._waits, None
            done()
        if self.state in (State.RUN, State.JOG) and not self.planner.held:
            self.state = State.IDLE
        self._work()

    def _home(self) -> None:
        if not self.settings[22]:
            raise Wrong(5)
        self.state = State.HOME
        self.homed = False
        x, y, z = self.place
        off = self.settings[27]
        # The switches are at 0, wherever the motors were believed to be: from here on the truth counts.
        self.planner.position, self.error_of_motors = (x, y, z), (0.0, 0.0, 0.0)
        self._homing = [(x, y, 0.0), (0.0, 0.0, 0.0), (-off, -off, -off)]
        self._waits = self._ok
        self._home_on()

    def _home_on(self) -> None:
        """The next part of homing: the pen up, to the switches, and off them again."""
        if self._homing:
            target = self._homing.pop(0)
            self.planner.add(Line(target, self._speed(self.settings[25], target)))
            return
        self.homed = True
        self.state = State.IDLE
        self._ended()

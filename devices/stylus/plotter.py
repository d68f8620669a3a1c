"""A pen over a bed: homed, moved within limits, put down and lifted, stopped.

Knows a GRBL controller, and when the pen may move. Does not know screens, cameras or actions.

Nothing moves before confirm() and home(). Where the pen was not where it should be, or was stopped, the plotter is held: it
moves no more until it is homed anew.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost, StoppedByPerson
from devices.stylus.gcode import MODES, PLACE, Contact, across, contact, to_height
from devices.stylus.grbl import Grbl, Late, Refused, Restarted, Stopped
from devices.stylus.machine import Bed, Limits, Machine
from devices.stylus.status import Status

HOMING = 120.0
"""Seconds that a homing cycle takes at most."""
PATIENCE = 3.0
"""Seconds that a motion may take longer than it should."""
NEAR = 0.5
"""Millimetres before a limit switch where it must be off; at the switch it must be on. So exactly is the position proven."""
TROUBLE = (Refused, Restarted, Late, Stopped)
UNCONFIRMED = (
    "The robot does not move before a person has looked at it and confirmed: clear its way, then open it with confirm=yes, "
    "or with confirm=ask to be asked."
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was done. lines: G-code sent. delivered: as in a receipt. note: why it is unknown; empty where it is not."""

    lines: tuple[str, ...]
    delivered: Literal["yes", "unknown"]
    note: str = ""


class _Astray(Exception):
    """The pen is not where it should be; str() says by how much."""


class Plotter:
    """grbl: awake; closed by close(). timer: makes the dead-man's timer of seconds and what it calls.

    Raises DeviceLost, ActionRefused where the machine cannot do what bed asks for.
    """

    def __init__(
        self,
        grbl: Grbl,
        bed: Bed,
        limits: Limits,
        *,
        timer: Callable[[float, Callable[[], None]], threading.Timer] = threading.Timer,
    ) -> None:
        self._timer = timer
        self._grbl = grbl
        self._bed = bed
        self._limits = limits
        try:
            self.machine = Machine.of(grbl.settings(), limits)
        except TROUBLE as error:
            raise DeviceLost(f"The controller does not tell its settings ({_words(error)}); switch it off and on.") from error
        self.machine.check_place((*bed.park, bed.travel), "The parking place")
        self.machine.check_place((*bed.park, bed.touch), "The glass")
        self._confirmed = False
        self._begun = False
        self._homed = False
        self._parked = False
        self._why_held = ""
        self._overdue = False  # whether it was the timer that stopped it

    @property
    def parked(self) -> bool:
        """Whether the pen is where it does not stand in front of the screen."""
        return self._parked

    @property
    def in_front(self) -> bool:
        """Whether it may stand in front of the screen, because it was moved and not brought back."""
        return self._begun and not self._parked

    @property
    def waits(self) -> bool:
        """Whether it may move and has not been homed yet."""
        return self._confirmed and not self._homed and not self._why_held

    @property
    def held(self) -> str:
        """Why it moves no more; empty where it does."""
        return self._why_held

    @property
    def stopped(self) -> bool:
        """Whether a person has stopped it since it was homed."""
        return (self._grbl.stopped or self._why_held == STOPPED) and not self._overdue

    def confirm(self) -> None:
        """A person has looked and says that it may move."""
        self._confirmed = True

    def home(self) -> None:
        """Find the switches, then go to the parking place; ends a hold.

        Raises ActionRefused where that is not allowed, StoppedByPerson, DeviceLost.
        """
        if not self._confirmed:
            raise ActionRefused(UNCONFIRMED)
        if self._grbl.stopped:  # before it moved at all
            self._hold(STOPPED)
            raise StoppedByPerson("The robot was stopped; look at it, then start anew.")
        self._begun = True
        self._homed = self._parked = self._overdue = False
        try:
            self._grbl.run(["$H"], seconds=HOMING)
            self._raise_pen()
            self._homed, self._why_held = True, ""
            self._go(self._bed.park, [])
        except Stopped as error:
            self._hold(STOPPED)
            raise StoppedByPerson("The robot was stopped while it looked for its home; look at it, then start anew.") from error
        except (*TROUBLE, _Astray) as error:
            self._homed = False
            self._hold(f"homing failed: {error}")
            raise DeviceLost(f"The robot could not find its home ({error}); clear its way and start again.") from error
        except KeyboardInterrupt:
            self._hold(STOPPED)
            raise
        self._parked = True

    def draw(self, contacts: Sequence[Contact]) -> Drawn:
        """Touch the glass along one path after the other, and park.

        "yes" only where the controller has acknowledged every line, a report showed the pen at the height of the glass, and
        it was where it should be before and after: by the reports, and at the switches where Limits.check says so.
        Raises ActionRefused where surely nothing was touched, DeliveryUnknown, DeviceLost, StoppedByPerson.
        """
        self._may_move()
        self.machine.check_touch(contacts, self._bed, self._limits)
        lines: list[str] = []
        touching = False
        guard = self._timer(self._limits.deadman, self._cut)
        guard.daemon = True
        try:
            guard.start()
            self._parked = False
            self._go(contacts[0].path[0], lines)
            touching = True
            seen = self._touch(contacts, lines)
            self._go(self._bed.park, lines)
            if self._limits.check == "switches":
                self._prove(lines)
            self._parked = True
            return Drawn(tuple(lines), "yes") if seen else Drawn(tuple(lines), "unknown", UNSEEN)
        except _Astray as error:
            self._hold(str(error))
            if not touching:
                raise ActionRefused(f"The robot is held before it touched anything, since {error}; home it again.") from error
            return Drawn(tuple(lines), "unknown", f"{error}; the robot is held until it is homed again")
        except TROUBLE as error:
            raise self._trouble(error, touching=touching) from error
        except KeyboardInterrupt:
            self._grbl.stop()
            self._hold(STOPPED)
            raise
        finally:
            guard.cancel()

    def stop(self) -> None:
        """Feed hold now, from any thread; the thread that moves the pen lifts it."""
        self._grbl.stop()

    def close(self) -> None:
        """Let go of the controller; the pen stays where it is."""
        self._grbl.close()

    def _may_move(self) -> None:
        if not self._confirmed:
            raise ActionRefused(UNCONFIRMED)
        if self._grbl.stopped and not self._why_held:
            self._hold(STOPPED)
        if self.stopped:
            raise StoppedByPerson("The robot was stopped; look at it, then start anew.")
        if self._why_held:
            raise ActionRefused(f"The robot is held ({self._why_held}); look at it, then home it: open the device again.")
        if not self._homed:
            raise ActionRefused("The robot has not been homed, so it does not know where it is; open the device again.")

    # motions; they raise TROUBLE and _Astray

    def _go(self, place: tuple[float, float], lines: list[str]) -> Status:
        """Go over to a place in the air, and make sure of having arrived."""
        line = across(*place, self.machine.feed)
        lines.append(line)
        self._grbl.run([line], seconds=PATIENCE)
        return self._arrive(place, self.machine.longest + PATIENCE)

    def _arrive(self, place: tuple[float, float], seconds: float) -> Status:
        """The report of where the pen came to rest, which must be this place in the air."""
        status = self._grbl.come_to_rest(seconds)
        off = math.dist(status.position, [round(value, PLACE) for value in (*place, self._bed.travel)])
        if off > self._limits.tolerance:
            raise _Astray(f"the pen is {off:.2f} mm off its place")
        return status

    def _touch(self, contacts: Sequence[Contact], lines: list[str]) -> bool:
        """Down and up again; returns whether a report showed the pen down.

        All lines leave in one burst where they fit the controller's buffer: then the pen goes up by itself even if this
        computer dies in between.
        """
        seen = False
        deep = self._bed.touch + self._limits.tolerance

        def watch(status: Status) -> None:
            nonlocal seen
            seen = seen or status.position[2] <= deep

        burst = [line for one in contacts for line in contact(one, self._bed.touch, self._bed.travel, self.machine.plunge)]
        lines += burst
        seconds = self.machine.time_of(contacts, self._bed) + PATIENCE
        self._grbl.run(burst, seconds=seconds, watch=watch)
        self._arrive(contacts[-1].path[-1], seconds)
        return seen

    def _prove(self, lines: list[str]) -> None:
        """Show at the limit switches that no step was lost: off just before them, on at them; then back to park."""
        x, y = self.machine.corner
        before = (x - NEAR if x == 0 else x + NEAR, y - NEAR if y == 0 else y + NEAR)
        for place, on in ((before, False), ((x, y), True)):
            pins = self._go(place, lines).pins
            if any((axis in pins) is not on for axis in "XY"):
                raise _Astray(f"the limit switches say that the pen has lost more than {NEAR:g} mm")
        self._go(self._bed.park, lines)

    def _raise_pen(self) -> None:
        self._grbl.run([MODES, to_height(self._bed.travel, self.machine.plunge)], seconds=PATIENCE)
        self._grbl.come_to_rest(self.machine.seconds(self.machine.travel[2], self.machine.plunge) + PATIENCE)

    # holding

    def _trouble(self, error: Exception, *, touching: bool) -> DeviceError:
        words = _words(error) if not self._overdue else f"it took longer than {self._limits.deadman:g} s"
        self._hold(words)
        if self.stopped:
            done = "in the middle of a touch" if touching else "before it touched anything"
            return StoppedByPerson(f"The robot was stopped {done}; look at it, then start anew.")
        if touching:
            return DeliveryUnknown(
                f"The robot was held in the middle of a touch ({words}); look at the screen and at the robot."
            )
        return ActionRefused(f"The robot was held before it touched anything ({words}); look at it, then open it again.")

    def _hold(self, why: str) -> None:
        """Move no more: stand still, then lift the pen where it is known how high it is. Raises DeviceLost."""
        self._why_held = why
        self._parked = False
        try:
            if self._homed:
                self._grbl.hold()
            self._grbl.wake()  # while homing nothing else is heard; it loses a place that is not known anyway
            self._grbl.forget_stop()
            if not self._homed:
                return
            if self._grbl.status().state == "Alarm":
                self._grbl.run(["$X"], seconds=PATIENCE)
            self._raise_pen()
        except TROUBLE as error:
            self._homed = False
            raise DeviceLost(f"The robot is held ({why}); its pen is not lifted ({_words(error)}): lift it by hand.") from error

    def _cut(self) -> None:
        self._overdue = True
        with suppress(DeviceLost):  # the thread that moves the pen finds out for itself
            self._grbl.stop()


STOPPED = "it was stopped"
UNSEEN = "no report showed the pen at the height of the glass"


def _words(error: Exception) -> str:
    return STOPPED if isinstance(error, Stopped) else str(error)

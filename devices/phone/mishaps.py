"""When a phone's faults strike, what goes on, and what is over. What they do is in `strikes`. Safe to call from any thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from devices.phone.adbd.faults import Faults
from devices.phone.faults import Order, shown
from devices.phone.gui import on_gui
from devices.phone.phone import Phone
from devices.phone.strikes import CannotStrike, Effect, Link, Log, Strikes
from devices.phone.world import stream

TAG = "Fault"


@dataclass(slots=True)
class _Armed:
    """uses, seconds: until when it waits, by the phone's count of uses or by its clock. left: strikes still to come."""

    order: Order
    uses: int
    seconds: float
    left: int

    def due(self, uses: int, seconds: float) -> bool:
        return seconds >= self.seconds if self.order.after_seconds else uses >= self.uses


@dataclass(frozen=True, slots=True)
class _Active:
    order: Order
    effect: Effect


class Mishaps:
    """The faults of one phone.

    link: its cable, None as long as there is none. log: told level, tag and text of all that happens.
    """

    def __init__(self, phone: Phone, knobs: Faults, link: Callable[[], Link | None], log: Log) -> None:
        self.gui, self.mailbox, self.at_gui = phone.gui, phone.mailbox, phone.at_gui
        self._phone, self._write = phone, log
        self._strikes = Strikes(phone, knobs, link, log)
        self._armed: list[_Armed] = []
        self._active: list[_Active] = []
        self._struck: dict[str, int] = {}
        self._looking = False
        phone.reflexes.watch = self._look
        phone.reflexes.late = lambda package: self._log("W", f"a touch is lost: {package} was late and is gone")

    @on_gui
    def arm(self, order: Order, *, by_command: bool = False) -> None:
        """Let a fault strike when its time has come; at once where it is to wait for nothing. Raises CannotStrike.

        by_command: whether a shell command says so, which is to answer before it loses its link.
        """
        uses, seconds = self._phone.reflexes.uses + order.after, self._phone.clock.seconds + order.after_seconds
        counts = order.fault.span == "once"
        armed = _Armed(order, uses, seconds, (order.times or 1) if counts else 1)
        self._log("I", f"{shown(order)}: armed")
        if order.after or order.after_seconds or self._strike(armed, by_command=by_command):
            self._armed.append(armed)

    @on_gui
    def clear(self, name: str = "") -> int:
        """End all faults of a name, or all that there are, waiting ones too; returns how many there were."""
        self._settle()
        gone = [item for item in self._active if name in ("", item.order.fault.name)]
        waiting = [item for item in self._armed if name in ("", item.order.fault.name)]
        self._active = [item for item in self._active if item not in gone]
        self._armed = [item for item in self._armed if item not in waiting]
        for item in reversed(gone):  # the last one first, so that each finds what it left
            self._undo(item)
        for armed in waiting:
            if all(armed.order is not item.order for item in gone):
                self._log("I", f"{shown(armed.order)}: cleared before it struck")
        return len({id(order) for order in (*(item.order for item in gone), *(item.order for item in waiting))})

    @property
    def status(self) -> list[str]:
        """A line for each fault that goes on or is still to come."""
        return self._status()

    @on_gui
    def _status(self) -> list[str]:
        self._settle()
        lines = [f"{shown(item.order)}: {item.effect.said}" for item in self._active]
        for item in self._armed:
            if item.order.after_seconds:
                when = f"in {max(item.seconds - self._phone.clock.seconds, 0):.1f} s"
            else:
                when = f"after {max(item.uses - self._phone.reflexes.uses, 0)} more touches, keys or texts"
            due = item.due(self._phone.reflexes.uses, self._phone.clock.seconds)
            lines.append(f"{shown(item.order)}: {'as soon as it can' if due else when}")
        return lines

    # in the GUI thread

    def _look(self) -> None:
        """After each use and each second: let strike what is due, see what is over."""
        if self._looking or not (self._armed or self._active):
            return  # a fault that uses the phone itself is not to set off others
        self._looking = True
        try:
            self._settle()
            uses, seconds = self._phone.reflexes.uses, self._phone.clock.seconds
            for item in [item for item in self._armed if item.due(uses, seconds)]:
                try:
                    again = self._strike(item, by_command=False)
                except CannotStrike as error:
                    self._log("W", f"{shown(item.order)}: {error}")
                    again = False
                if not again:
                    self._armed.remove(item)
        finally:
            self._looking = False

    def _settle(self) -> None:
        over = [item for item in self._active if not item.effect.lasts()]
        for item in over:
            self._active.remove(item)
            self._log("I", f"{shown(item.order)}: {item.effect.outcome()}")

    def _strike(self, armed: _Armed, *, by_command: bool) -> bool:
        """Try it; returns whether it is still to come, for the first time or again."""
        order = armed.order
        fault = order.fault
        before = [item for item in self._active if item.order.fault.name == fault.name and fault.name != "update"]
        if any(item.effect.blocks for item in before):
            return True
        if fault.span != "once":
            for item in before:
                item.effect.undo()
        count = self._struck.get(fault.name, 0)
        draw = stream(self._phone.options.seed, f"fault/{fault.name}/{count}")
        try:
            effect = self._strikes.strike(fault, order.times, draw, by_command=by_command)
        except OSError as error:  # the link is being closed
            self._log("W", f"{shown(order)}: {error}")
            return False
        if effect is None:
            return True
        self._struck[fault.name] = count + 1
        self._log("W", f"{shown(order)}: {effect.said}")
        self._active = [item for item in self._active if item not in before]
        self._active.append(_Active(order, effect))
        armed.left -= 1
        armed.uses = self._phone.reflexes.uses + max(1, order.after)
        armed.seconds = self._phone.clock.seconds + order.after_seconds
        return armed.left > 0

    def _undo(self, item: _Active) -> None:
        try:
            item.effect.undo()
        except OSError as error:  # somebody else has taken the port meanwhile
            self._log("W", f"{shown(item.order)}: {error}")
        self._log("I", f"{shown(item.order)}: cleared")

    def _log(self, level: str, text: str) -> None:
        self._write(level, TAG, text)

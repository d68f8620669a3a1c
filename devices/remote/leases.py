"""Who may drive, and what each driver's orders came to: one driver at a time, each order at most once.

A lease ends when it is given back, or when somebody else asks for the device after its driver was silent for too long; a
silent driver whose place nobody took goes on where it was. What an ended lease's orders came to is remembered for a while,
so that a driver with a broken link can still learn it.

Knows time and numbers. Does not know devices or HTTP. Not thread-safe: the server's event loop is its only caller.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from devices.remote.messages import Trouble

T = TypeVar("T")
REMEMBERED_ORDERS, REMEMBERED_LEASES = 64, 16


class Denied(Exception):
    """The server says no; trouble tells why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


class Journal(Generic[T]):
    """What the orders of one lease came to, by number."""

    def __init__(self) -> None:
        self._entries: OrderedDict[int, T] = OrderedDict()
        self._barrier = 0

    def find(self, number: int) -> T | None:
        """What became of an order; None where it never began, or was forgotten because REMEMBERED_ORDERS followed it."""
        return self._entries.get(number)

    def fence(self, number: int) -> None:
        """From now on no order up to this number begins any more."""
        self._barrier = max(self._barrier, number)

    def begin(self, number: int, entry: T) -> None:
        """Write down that an order begins, and close the door behind it; ask allows() first."""
        self._entries[number] = entry
        self.fence(number)
        while len(self._entries) > REMEMBERED_ORDERS:
            self._entries.popitem(last=False)

    def allows(self, number: int) -> bool:
        """Whether an order with this number may still begin."""
        return number > self._barrier


class Leases(Generic[T]):
    """The lease of one device.

    seconds: how long a silent driver keeps its place. clock: seconds that never run backwards.
    """

    def __init__(self, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._current = ""
        self._driver = ""
        self._holder = ""
        self._heard = 0.0
        self._journals: OrderedDict[str, Journal[T]] = OrderedDict()

    @property
    def holder(self) -> str:
        """Who drives; empty while nobody does."""
        return self._holder

    def take(self, driver: str, holder: str) -> str:
        """A new lease, or the one that this driver has; raises Denied while somebody else drives."""
        now = self._clock()
        if self._current and driver == self._driver:
            self._heard = now
            return self._current
        left = self._heard + self.seconds - now
        if self._current and left > 0:
            raise Denied(
                Trouble(
                    kind="Busy",
                    message=f"The device is being driven by {self._holder}; its place becomes free in {left:.0f} s "
                    "unless it is heard of before: wait, or end that driver.",
                )
            )
        self._current, self._heard = secrets.token_urlsafe(12), now
        self._driver, self._holder = driver, _one_line(holder)
        self._journals[self._current] = Journal()
        while len(self._journals) > REMEMBERED_LEASES:
            self._journals.popitem(last=False)
        return self._current

    def heard(self, lease: str) -> None:
        """The driver said something; raises Denied where the lease is not the one that drives."""
        self.journal(lease)
        if lease != self._current:
            taken = f"was taken over by {self._holder}" if self._current else "has ended"
            raise Denied(
                Trouble(
                    kind="LeaseTaken",
                    message=f"The lease {taken}, so nothing was done; open the device again.",
                )
            )
        self._heard = self._clock()

    def drives(self, lease: str) -> bool:
        """Whether this lease is the one that drives."""
        return bool(lease) and lease == self._current

    def give_back(self, lease: str) -> None:
        """Let others drive; one that has ended already may be given back again."""
        if lease == self._current:
            self._current = self._driver = self._holder = ""

    def journal(self, lease: str) -> Journal[T]:
        """What became of a lease's orders, also of one that has ended; raises Denied for one that is not known."""
        found = self._journals.get(lease)
        if found is None:
            raise Denied(Trouble(kind="LeaseUnknown", message="The server does not know this lease; open the device again."))
        return found


def _one_line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:200] or "somebody"

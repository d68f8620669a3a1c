"""`lock`: the lock screen. What it asks for is the setting secure/screen_lock: none, swipe, or pin (secure/lock_pin)."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from devices.phone.clock import PhoneClock
from devices.phone.store import Store

TRIES = 5
WAIT_SECONDS = 30.0
_LONGEST = 16


class LockBridge(QObject):
    """Whether the phone is locked, and the digits that somebody has typed so far."""

    changed = Signal()

    def __init__(self, store: Store, clock: PhoneClock) -> None:
        super().__init__()
        self._store, self._clock = store, clock
        self._asking = False
        self._typed = ""
        self._wrong = 0
        self._said_wrong = False
        self._blocked_until = 0.0
        self._locked = self.kind != "none"

    @property
    def kind(self) -> str:
        """none, swipe or pin; without a PIN a swipe is enough."""
        chosen = self._store.get("secure", "screen_lock") or "none"
        return "swipe" if chosen == "pin" and not self._store.get("secure", "lock_pin") else chosen

    @Property(bool, notify=changed)
    def locked(self) -> bool:
        return self._locked

    @Property(bool, notify=changed)
    def asking(self) -> bool:
        """Whether the PIN pad is up."""
        return self._asking

    @Property(int, notify=changed)
    def typed(self) -> int:
        """How many digits have been typed."""
        return len(self._typed)

    @Property(int, notify=changed)
    def wait(self) -> int:
        """Seconds of the phone's time until it takes a PIN again."""
        return max(0, -int(-(self._blocked_until - self._clock.seconds) // 1))

    @Property(bool, notify=changed)
    def wrong(self) -> bool:
        """Whether the PIN before this one was wrong."""
        return self._said_wrong

    def lock(self) -> None:
        """Lock the phone, where a lock screen is set."""
        self._locked = self.kind != "none"
        self._asking, self._typed, self._said_wrong = False, "", False
        self.changed.emit()

    def be(self, locked: bool) -> None:
        """Be locked or not, whoever asks: a snapshot is restored."""
        self._open()
        self._locked, self._blocked_until = locked, 0.0
        self.changed.emit()

    @Slot()
    def lift(self) -> None:
        """The lock screen is swiped up: in, or on to the PIN pad."""
        if self.kind == "pin":
            self._asking = True
        else:
            self._open()
        self.changed.emit()

    @Slot()
    def lower(self) -> None:
        """Back from the PIN pad."""
        self._asking, self._typed, self._said_wrong = False, "", False
        self.changed.emit()

    @Slot(str)
    def type(self, digits: str) -> None:
        """Add digits; whatever is none is left out."""
        if self._asking and not self.wait:
            self._typed = (self._typed + "".join(digit for digit in digits if digit in "0123456789"))[:_LONGEST]
            self._said_wrong = False
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """Take the last digit away."""
        self._typed = self._typed[:-1]
        self.changed.emit()

    @Slot()
    def enter(self) -> None:
        """Try what has been typed."""
        if not self._asking or not self._typed or self.wait:
            return
        if self._typed == self._store.get("secure", "lock_pin"):
            self._open()
        else:
            self._wrong += 1
            self._typed, self._said_wrong = "", True
            if self._wrong % TRIES == 0:
                self._blocked_until = self._clock.seconds + WAIT_SECONDS
        self.changed.emit()

    def pass_time(self) -> None:
        """Look at the clock again."""
        if self._blocked_until:
            if not self.wait:
                self._blocked_until, self._said_wrong = 0.0, False
            self.changed.emit()

    def _open(self) -> None:
        self._locked, self._asking, self._typed, self._said_wrong, self._wrong = False, False, "", False, 0

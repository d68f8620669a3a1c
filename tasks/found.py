"""A body as nobody has touched it yet, and what differs from that later, also where no state tells of it.

Knows sessions and screens. Does not know tasks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.session import Session
from tasks.state import State, changes

SETTLE = 3.0
"""Seconds for the screen to come to rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A body as nobody has touched it yet. outside: what no state tells of. frame: digest of what is on its screen, empty
    where the same seed does not give the same picture every time."""

    state: State
    outside: str
    frame: str

    @classmethod
    def of(cls, session: Session, still: bool) -> Found:
        """As it is now; raises DeviceError."""
        frame = session.device.settle(deadline=SETTLE).digest if still else ""
        return cls(session.fresh, session.outside(), frame)

    def left(self, session: Session) -> tuple[str, ...]:
        """What is not as found now; raises DeviceError."""
        return (*map(str, changes(self.state, session.state())), *_other_lines(self.outside, session.outside()))

    def shows(self, session: Session) -> bool:
        """The screen is as found, as far as anybody can tell; raises DeviceError."""
        return not self.frame or session.device.settle(deadline=SETTLE).digest == self.frame


def _other_lines(before: str, after: str) -> Iterator[str]:
    """Lines that only one of two texts has, the new ones first."""
    old, new = before.splitlines(), after.splitlines()
    yield from (f"{line.strip()!r} is new" for line in new if line not in old)
    yield from (f"{line.strip()!r} is gone" for line in old if line not in new)

"""What a fault did to a phone, and what it takes to do one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

Log = Callable[[str, str, str], None]
"""Told level, tag and text of what the phone's log is to hold."""


class Link(Protocol):
    """The cable, see adbd.server."""

    def offline(self, seconds: float, delay: float = 0.0) -> None:
        """Pull it for so long."""

    def half_open(self, seconds: float, delay: float = 0.0) -> None:
        """Let nothing through for so long."""

    def recover(self) -> None:
        """End both."""


class CannotStrike(ValueError):
    """This phone cannot have this fault; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A fault that has struck.

    said: what exactly it did. lasts: whether it goes on. outcome: how it ended by itself, for the log. undo: ends it.
    blocks: whether the next of its kind waits until it is over; otherwise that one takes its place.
    """

    said: str
    lasts: Callable[[], bool]
    outcome: Callable[[], str] = lambda: "over"
    undo: Callable[[], object] = field(default=lambda: None)
    blocks: bool = False

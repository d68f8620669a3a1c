"""What a person wants next: one action, a word on how it ends, or to leave.

Knows values. Does not know windows or devices.
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.decision import Answer, Finish, GiveUp
from devices.actions import Action
from devices.frame import Frame


@dataclass(frozen=True, slots=True)
class Do:
    """An action. frame: the picture that was touched; None for what touches no place, such as a key."""

    action: Action
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """The end, as the person sees it."""

    decision: Finish | Answer | GiveUp


@dataclass(frozen=True, slots=True)
class Leave:
    """The person goes without a word on how it ended."""

    message: str


Wish = Do | Say | Leave

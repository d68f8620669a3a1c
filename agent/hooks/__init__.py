"""Hooks: what somebody else's code is told during an episode, and what it may change.

Knows moments, results and time limits. Does not know models or drivers. Whatever a hook changes is in the recording.
"""

from agent.hooks.base import Call, Hook
from agent.hooks.events import (
    AfterDecide,
    AfterObserve,
    AfterPerform,
    AtEnd,
    BeforeDecide,
    BeforeObserve,
    BeforePerform,
    Event,
    Screen,
)
from agent.hooks.results import GO, Edit, Go, Log, Result, Stop, Veto

__all__ = [
    "GO",
    "AfterDecide",
    "AfterObserve",
    "AfterPerform",
    "AtEnd",
    "BeforeDecide",
    "BeforeObserve",
    "BeforePerform",
    "Call",
    "Edit",
    "Event",
    "Go",
    "Hook",
    "Log",
    "Result",
    "Screen",
    "Stop",
    "Veto",
]

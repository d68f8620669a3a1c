"""What a hook raised, in words.

Knows the one error that a hook raises for a person to read. Everything else is somebody else's code that broke.
"""

from __future__ import annotations

from agent.errors import BadHook
from devices import foreign
from devices.foreign import Kept

__all__ = ["Kept", "described"]


def described(error: BaseException | None) -> str:
    """As a part of a sentence."""
    return str(error).rstrip(".") if isinstance(error, BadHook) else foreign.described(error)

"""How each model family is asked and how it answers: one file a family."""

from __future__ import annotations

from agent.dialects.base import Dialect, Parsed
from agent.errors import UnknownDialect


def dialect(name: str) -> Dialect:
    """The dialect of this name; raises UnknownDialect, which lists the known ones."""
    from agent.dialects.qwen2_vl import Qwen2VL

    known: dict[str, type[Dialect]] = {"qwen2_vl": Qwen2VL}
    if name not in known:
        raise UnknownDialect(f"No dialect named {name!r}; known: {', '.join(sorted(known))}.")
    return known[name]()


__all__ = ["Dialect", "Parsed", "dialect"]

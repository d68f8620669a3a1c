"""Parts of a value: what `${x#pattern}`, `${x%pattern}` and `${x/pattern/text}` leave of it.

Knows strings and patterns. Does not know variables.
"""

from __future__ import annotations

import re

MAX_TRIMMED = 64 * 1024
"""Longest value that is searched for a pattern; a longer one stays as it is."""


def trimmed(value: str, operator: str, pattern: re.Pattern[str]) -> str:
    """Without what fits at its start (#, ##) or end (%, %%); one sign takes the shortest, two the longest."""
    if len(value) > MAX_TRIMMED:
        return value
    places = range(len(value) + 1)
    if operator[0] == "#":
        for place in places if len(operator) == 1 else reversed(places):
            if pattern.fullmatch(value, 0, place):
                return value[place:]
        return value
    for place in reversed(places) if len(operator) == 1 else places:
        if pattern.fullmatch(value, place):
            return value[:place]
    return value


def replaced(value: str, pattern: re.Pattern[str], text: str, *, every: bool) -> str:
    """With the first longest fit replaced, or every one."""
    if len(value) > MAX_TRIMMED or not pattern.pattern:
        return value
    return pattern.sub(lambda _: text, value, count=0 if every else 1) if not pattern.fullmatch("") else value

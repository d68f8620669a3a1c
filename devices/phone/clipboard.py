"""What was copied last: the one row {text, time} of the provider "clipboard". Knows no Qt."""

from __future__ import annotations

import math

from devices.phone.store import Store

PROVIDER = "clipboard"


def text(store: Store) -> str:
    """What was copied last; empty where nothing ever was."""
    rows = store.rows(PROVIDER)
    return str(rows[-1].get("text", "")) if rows else ""


def copy(store: Store, words: str, now: float) -> None:
    """Put text on the clipboard, which holds one thing. now: ms by the phone's clock."""
    values = {"_id": 1, "text": words, "time": now}
    if not store.update(PROVIDER, 1, values):
        store.insert(PROVIDER, values)


def age(store: Store, now: float) -> float:
    """Seconds since something was copied; endless where nothing ever was."""
    rows = store.rows(PROVIDER)
    return (now - float(rows[-1].get("time") or 0)) / 1000 if rows else math.inf

"""When a repeating event happens. Knows rows of the provider "events" and nothing of the phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from devices.phone.store import Row

_EPOCH = datetime(1970, 1, 1)
_MOST = 400
"""Occurrences that are worked out at most for one question: more than a year of days."""
_SIMPLE = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7)}


def number(value: Any, default: int = 0) -> int:
    """A whole number out of whatever a row holds."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def frequency(row: Row) -> str:
    """DAILY, WEEKLY, MONTHLY, YEARLY, or empty: from an RRULE, of which only FREQ counts."""
    rule = str(row.get("repeat") or "").upper()
    parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
    found = parts.get("FREQ", "")
    return found if found in (*_SIMPLE, "MONTHLY", "YEARLY") else ""


def occurrences(row: Row, begin: float, end: float) -> Iterator[tuple[int, int]]:
    """Begin and end (ms) of every occurrence that touches begin <= t < end, in order, without the deleted ones."""
    first = number(row.get("begin"))
    length = max(0, number(row.get("end"), first) - first)
    skipped = {number(part, -1) for part in str(row.get("except") or "").split(",")}
    for start in _starts(first, frequency(row), begin - length):
        if start >= end:
            return
        if start not in skipped and (start + length > begin or start >= begin):
            yield start, start + length


def _starts(first: int, repeat: str, near: float) -> Iterator[int]:
    """Begins from about `near` on."""
    if not repeat:
        yield first
        return
    if repeat in _SIMPLE:
        step = round(_SIMPLE[repeat].total_seconds() * 1000)
        jump = max(0, int((near - first) // step))
        yield from (first + (jump + index) * step for index in range(_MOST))
        return
    moment = _EPOCH + timedelta(milliseconds=first)
    months = 12 if repeat == "YEARLY" else 1
    away = int((near - first) // (31 * 24 * 3600 * 1000 * months))
    for index in range(max(0, away - 1), max(0, away - 1) + _MOST):
        year, month = divmod(moment.year * 12 + moment.month - 1 + index * months, 12)
        try:
            yield round((moment.replace(year=year, month=month + 1) - _EPOCH).total_seconds() * 1000)
        except ValueError:  # the 31st of a month of 30 days, 29 February: that month goes without
            continue

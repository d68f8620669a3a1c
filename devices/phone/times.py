"""Days and times of day in the words of a language (Qt's CLDR tables)."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, QTimeZone

FORMS = {
    "month": {"": "MMMM yyyy", "zh": "yyyy年M月", "ja": "yyyy年M月"},
    "weekday": {"": "ddd"},
    "weekdayLong": {"": "dddd"},
    "day": {"": "ddd, MMM d", "zh": "M月d日 ddd", "ja": "M月d日(ddd)", "de": "ddd, d. MMM", "ar": "ddd، d MMMM"},
    "dayLong": {"": "dddd, MMMM d", "zh": "M月d日dddd", "ja": "M月d日dddd", "de": "dddd, d. MMMM", "ar": "dddd، d MMMM"},
    "date": {"": "MMM d, yyyy", "zh": "yyyy年M月d日", "ja": "yyyy年M月d日", "de": "d. MMM yyyy", "ar": "d MMMM yyyy"},
    "short": {"": "MMM d", "zh": "M月d日", "ja": "M月d日", "de": "d. MMM", "ar": "d MMM"},
}
"""form -> language (or "" for all others) -> Qt's pattern. Besides these: "time", the time of day, and "ago"."""
_SPOKEN = {"ar": "ar_AE"}
"""Locale -> the region whose digits it is written with, where Qt would choose others: 4:37, as all numbers on the phone."""
_DAY = 24 * 3600 * 1000.0


def format_time(moment: float, form: str, locale: str, half: bool, now: float = 0.0) -> str:
    """A moment (ms since the epoch, UTC) as text.

    form: one of FORMS, "time", or "ago": the time of day today, the weekday within a week before now, else the day.
    half: a clock of twelve hours. Raises KeyError for another form.
    """
    if form == "ago":
        today = now // _DAY
        day = moment // _DAY
        form = "time" if day == today else "weekday" if 0 < today - day < 7 else "short"
    language = QLocale(_SPOKEN.get(locale, locale.replace("-", "_")))
    when = QDateTime.fromMSecsSinceEpoch(round(moment), QTimeZone.utc())
    if form == "time":
        return language.toString(when, "h:mm AP" if half else "H:mm")
    patterns = FORMS[form]
    return language.toString(when, patterns.get(locale[:2], patterns[""]))

"""What a person does on a phone in a few minutes: forms, searches, long lists, ways through several apps."""

from tasks.suites.phone_daily import (
    calendar,
    clock,
    documents,
    errands,
    lists,
    mail,
    market,
    messages,
    people,
    pictures,
    places,
    sounds,
    web,
)
from tasks.suites.phone_daily._suite import SUITE

__all__ = [
    "SUITE",
    "calendar",
    "clock",
    "documents",
    "errands",
    "lists",
    "mail",
    "market",
    "messages",
    "people",
    "pictures",
    "places",
    "sounds",
    "web",
]

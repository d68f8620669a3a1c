"""Thirty things that a person does on a phone in one app and at most six steps."""

from tasks.suites.phone_basics import clock, files, lists, market, media, people, reckon, settings, web
from tasks.suites.phone_basics._suite import SUITE

__all__ = ["SUITE", "clock", "files", "lists", "market", "media", "people", "reckon", "settings", "web"]

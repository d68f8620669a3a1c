"""Twenty-five things that a person does on a desktop in one or two programs."""

from tasks.suites.desktop_basics import files, notes, numbers, settings, windows
from tasks.suites.desktop_basics._suite import SUITE

__all__ = ["SUITE", "files", "notes", "numbers", "settings", "windows"]

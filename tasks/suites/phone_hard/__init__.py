"""Twenty things for which one has to remember, count, compare or decide, or get over something in the middle."""

from tasks.suites.phone_hard import across, asking, conditions, notes, recovery, several
from tasks.suites.phone_hard._suite import SUITE

__all__ = ["SUITE", "across", "asking", "conditions", "notes", "recovery", "several"]

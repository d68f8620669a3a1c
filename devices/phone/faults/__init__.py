"""The faults that this phone can be given on demand. Knows neither ADB nor Qt, and carries nothing out: see `mishaps.py`."""

from devices.phone.faults.kinds import KINDS, Fault
from devices.phone.faults.words import BadFault, Order, described, parse, parse_line, shown

__all__ = ["KINDS", "BadFault", "Fault", "Order", "described", "parse", "parse_line", "shown"]

"""MiniWoB++: small web pages with a reward of their own."""

from tasks.suites.miniwob._suite import SUITE

__all__ = ["SUITE"]

"""Recorded episodes used again: decided again by a model, or done again on a device."""

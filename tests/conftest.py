"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# The machines that run these tests are shared: an example that takes long says nothing about the code.
settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")

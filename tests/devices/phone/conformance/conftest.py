"""The phone of the conformance tests: the session's, as new for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_phone import LivePhone


@pytest.fixture(scope="module")
def phone(live_phone: LivePhone) -> Iterator[LivePhone]:
    live_phone.fresh()
    yield live_phone
    live_phone.fresh()

"""One browser with a finger and one with a mouse for all tests of this folder, and pages for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sites import served

from devices.browser.driver import BrowserDevice, open_browser


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def finger() -> Iterator[BrowserDevice]:
    with open_browser(size="400x560", scale="1.5") as device:
        yield device


@pytest.fixture(scope="session")
def mouse() -> Iterator[BrowserDevice]:
    with open_browser(touch="no", size="400x560") as device:
        yield device

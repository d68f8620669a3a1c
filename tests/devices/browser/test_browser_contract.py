"""The browser keeps the contract of every device, by finger and by mouse."""

from __future__ import annotations

import pytest
from sites import needs_chromium

from devices.browser.driver import BrowserDevice
from devices.contract import (
    CHECKS,
    Check,
    closing_twice_is_harmless,
    every_kind_is_done_or_refused_by_type,
)

pytestmark = needs_chromium


@pytest.mark.parametrize(
    "check", [check for check in CHECKS if check is not closing_twice_is_harmless], ids=lambda one: one.__name__
)
def test_a_browser_with_a_finger_keeps_the_contract(check: Check, finger: BrowserDevice) -> None:
    check(finger)


def test_a_browser_with_a_mouse_does_or_refuses_every_kind(mouse: BrowserDevice) -> None:
    every_kind_is_done_or_refused_by_type(mouse)

"""The phone's answers over adb against Android's documented formats: a table of checks for each subject.

Each row goes through the real adb program; the last test prints how many there are.
"""

from __future__ import annotations

import sys

import pytest
from conformance_dumps import CHECKS as DUMPS
from conformance_intents import CHECKS as INTENTS
from conformance_packages import CHECKS as PACKAGES
from conformance_shell import CHECKS as SHELL
from conformance_system import CHECKS as SYSTEM
from conformance_table import Check, hold
from live_phone import LivePhone

TABLES = {"shell": SHELL, "intents": INTENTS, "packages": PACKAGES, "dumps": DUMPS, "system": SYSTEM}
ROWS = [pytest.param(check, id=f"{name}-{check}") for name, table in TABLES.items() for check in table]


@pytest.mark.parametrize("check", ROWS)
def test_what_android_says(phone: LivePhone, check: Check) -> None:
    hold(phone, check)


def test_there_are_at_least_two_hundred_checks(capsys: pytest.CaptureFixture[str]) -> None:
    count = len(ROWS)
    with capsys.disabled():
        sys.stdout.write(f"\n{count} checks: " + ", ".join(f"{name} {len(table)}" for name, table in TABLES.items()) + "\n")
    assert count >= 300

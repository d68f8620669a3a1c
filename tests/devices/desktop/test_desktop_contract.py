"""The desktop keeps the contract of every device."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from desks import needs_desktop

from devices.contract import CHECKS, Check
from devices.desktop import PrivateDesk, drive
from devices.registry import open_device

pytestmark = needs_desktop


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesk]:
    with PrivateDesk(width=800, height=600) as opened:
        yield opened


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_desktop_keeps_the_contract(check: Check, desk: PrivateDesk) -> None:
    with drive(desk) as device:
        check(device)


def test_a_specification_opens_a_desktop_without_a_screen() -> None:
    with open_device("desktop:private=yes,size=640x480,layout=de,monitors=320x480+320+0;320x480+0+0,monitor=2") as device:
        frame, info = device.observe(), device.info
    assert (frame.width, frame.height) == (info.width, info.height) == (320, 480)
    assert frame.display == 2
    assert "de" in info.fingerprint
    assert "MONITOR-1=320x480+0+0*" in info.fingerprint
    assert "MONITOR-2=320x480-320+0" in info.fingerprint

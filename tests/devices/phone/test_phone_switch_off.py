"""An ADB client can switch the phone off; then its process ends."""

from __future__ import annotations

from contextlib import suppress

import pytest
from live_phone import running_phone

from devices.android.link import Link
from devices.android.server import PrivateServer
from devices.errors import DeviceError


@pytest.mark.parametrize("line", ["reboot -p", "svc power shutdown"])
def test_switching_off_ends_the_process(line: str) -> None:
    server = PrivateServer()
    try:
        with running_phone("--size", "320x640", "--density", "160") as (process, port):
            link = Link(f"127.0.0.1:{port}", server)
            link.open()
            with suppress(DeviceError):  # it may go before it has answered
                link.run(line, acting=True)
            assert process.wait(timeout=20) == 0
            link.close()
    finally:
        server.close()

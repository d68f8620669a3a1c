"""One phone for all tests here that drive it over ADB."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from live_phone import Adb, LivePhone, running_phone


@pytest.fixture(scope="session")
def adb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adb]:
    home = tmp_path_factory.mktemp("adb-home")
    for _ in range(5):  # a port that was free a moment ago may be somebody's by now
        adb = Adb(home)
        if adb("start-server").returncode == 0:
            break
    else:
        pytest.fail("no adb server starts")
    yield adb
    adb("kill-server")


@pytest.fixture(scope="session")
def live_phone(adb_server: Adb) -> Iterator[LivePhone]:
    with running_phone("--seed", "3") as (process, port):
        assert "connected to" in adb_server("connect", f"127.0.0.1:{port}").stdout.decode()
        phone = LivePhone(adb_server, port, process.pid)
        phone.fresh()  # at once, so that each test begins early in a minute and sees the same one to its end
        yield phone
        assert process.poll() is None, "the phone died during the tests"


@pytest.fixture
def live(live_phone: LivePhone) -> LivePhone:
    """The session's phone as if it were new."""
    live_phone.fresh()
    return live_phone

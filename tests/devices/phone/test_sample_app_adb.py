"""The app of docs/phone-apps.md as its reader gets it: packed, installed, started, used and checked over ADB."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_phone import LivePhone

from devices.phone.archive import pack, read_folder

DOCS = Path(__file__).parents[3] / "docs"
HABITS = "com.example.habits"
URI = f"content://{HABITS}/habits"


@pytest.fixture
def installed(live: LivePhone, tmp_path: Path) -> Iterator[LivePhone]:
    path = tmp_path / "habits.apk"
    path.write_bytes(pack(read_folder(DOCS / "sample-app" / "habits")))
    done = live.adb("install", str(path))
    assert b"Success" in done.stdout, (done.stdout, done.stderr)
    yield live
    live.run(f"pm uninstall {HABITS}")


def test_what_the_page_says_happens(installed: LivePhone) -> None:
    page = (DOCS / "phone-apps.md").read_text("utf-8")
    said = re.findall(r"^Row: .*$", page, re.MULTILINE)
    assert installed.out(f"content query --uri {URI}").splitlines() == said
    assert f"package:{HABITS}" in installed.out("pm list packages -3").splitlines()
    installed.out(f"am start -n {HABITS}/.MainActivity")
    assert installed.out("fingertip page") == HABITS
    installed.touch("Walk")
    assert installed.out(f"content query --uri {URI}/2") == "Row: 0 _id=2, title=Walk, streak=1, done_today=yes"
    installed.out("am start -a com.example.habits.NEW")
    assert installed.out("fingertip page") == f"{HABITS} new"


def test_it_is_gone_afterwards(installed: LivePhone) -> None:
    installed.out(f"am start -n {HABITS}/.MainActivity")
    assert installed.out(f"pm uninstall {HABITS}") == "Success"
    assert HABITS not in installed.out("pm list packages")
    assert installed.out("fingertip page") == "com.fingertip.launcher"
    assert "Could not find provider" in installed.run(f"content query --uri {URI}")[2]

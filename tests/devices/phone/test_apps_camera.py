"""The camera, used by touch: what counts is which pictures lie in DCIM/Camera afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from app_finger import AppFinger
from PIL import Image

from devices.phone import permissions

PACKAGE, FOLDER = "com.android.camera2", "/sdcard/DCIM/Camera"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger(PACKAGE, seed=3)
    yield made
    made.close()


@pytest.fixture
def allowed(finger: AppFinger) -> AppFinger:
    permissions.answer(finger.phone.store, PACKAGE, "android.permission.CAMERA", True)
    finger.start()
    return finger


def taken(finger: AppFinger) -> list[str]:
    """Names of the pictures that a fresh phone did not have, in the order of the names."""
    day = f"IMG_{finger.phone.now:%Y%m%d}"
    return [name for name in finger.phone.files.listdir(FOLDER) if name.startswith(day)]


def test_it_asks_first_and_says_so_when_denied(finger: AppFinger) -> None:
    finger.start()
    finger.tap("Don’t allow")
    assert "Camera needs your permission" in finger.texts()
    finger.tap("Allow camera", "While using the app")
    finger.tap_id("shutter")
    assert len(taken(finger)) == 1


def test_the_shutter_saves_what_the_finder_shows(allowed: AppFinger) -> None:
    before = allowed.phone.grab()
    allowed.tap_id("shutter")
    (name,) = taken(allowed)
    made = Image.open(io.BytesIO(allowed.phone.files.read(f"{FOLDER}/{name}")))
    assert made.size == (480, 640)
    assert made.info["Creation Time"] == f"{allowed.phone.now:%Y-%m-%d %H:%M:%S}"
    assert made.info["Location"] in {spot.name for spot in allowed.phone.world.spots}
    assert allowed.phone.grab() != before  # the next scene
    allowed.tap("Last photo")
    assert allowed.phone.foreground[0] == "com.android.gallery3d"
    assert name in {node.label for node in allowed.phone.tree().walk()}


def test_the_same_use_takes_the_same_picture(allowed: AppFinger) -> None:
    other = AppFinger(PACKAGE, seed=3)
    try:
        permissions.answer(other.phone.store, PACKAGE, "android.permission.CAMERA", True)
        for finger in (allowed, other):
            finger.start()
            finger.tap_id("shutter")
        assert [allowed.phone.files.read(f"{FOLDER}/{name}") for name in taken(allowed)] == [
            other.phone.files.read(f"{FOLDER}/{name}") for name in taken(other)
        ]
    finally:
        other.close()


def test_modes_zoom_and_the_other_side(allowed: AppFinger) -> None:
    allowed.tap("Square", "2×")
    allowed.tap_id("shutter")
    allowed.wait(2)
    allowed.tap("Portrait", "Switch camera")
    allowed.tap_id("shutter")
    first, second = (Image.open(io.BytesIO(allowed.phone.files.read(f"{FOLDER}/{name}"))) for name in taken(allowed))
    assert first.size == (480, 480)
    assert second.size == (480, 640)


def test_the_timer_runs_on_the_phones_clock(allowed: AppFinger) -> None:
    allowed.tap("Timer off")
    allowed.tap_id("shutter")
    assert taken(allowed) == []
    allowed.wait(1)
    assert taken(allowed) == []
    allowed.wait(3)
    assert len(taken(allowed)) == 1
    allowed.tap("Timer 3 s")
    assert allowed.phone.store.get("secure", "camera_timer") == "10"
    allowed.tap_id("shutter")
    allowed.tap("Stop timer")
    allowed.wait(12)
    assert len(taken(allowed)) == 1


def test_settings_are_kept(allowed: AppFinger) -> None:
    allowed.tap("Camera settings", "Save location", "Grid lines", "Timer", "10 seconds")
    get = allowed.phone.store.get
    assert [get("secure", f"camera_{key}") for key in ("place", "grid", "timer")] == ["0", "1", "10"]
    allowed.back()
    allowed.tap("Timer 10 s")
    allowed.tap_id("shutter")
    (name,) = taken(allowed)
    assert "Location" not in Image.open(io.BytesIO(allowed.phone.files.read(f"{FOLDER}/{name}"))).info


def test_flash_goes_round(allowed: AppFinger) -> None:
    allowed.tap("Flash automatic", "Flash on")
    assert allowed.phone.store.get("secure", "camera_flash") == "off"


def test_a_picture_for_another_app(allowed: AppFinger) -> None:
    allowed.start("capture")
    assert allowed.phone.page == "capture"
    allowed.tap_id("shutter")
    allowed.tap("Retake")
    allowed.tap_id("shutter")
    allowed.tap("Use photo")
    assert "Photo saved" in allowed.texts()
    allowed.phone.start(PACKAGE, "capture", {"package": "com.android.gallery3d", "page": "photo"})
    allowed.tap_id("shutter")
    allowed.tap("Use photo")
    assert allowed.phone.foreground == ("com.android.gallery3d", ".app.PhotoActivity")


def test_access_can_be_switched_off_for_all(allowed: AppFinger) -> None:
    allowed.phone.store.put("secure", "camera_access", "0")
    assert "Camera access is off" in allowed.texts()
    allowed.tap("Open settings")
    assert allowed.phone.foreground[0] == "com.android.settings"

"""A phone gives back what it has no use for, of itself, and looks and works as before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.phone import memory, scenes
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import find


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    made = Phone(PhoneOptions(width=540, height=1200, density=210, seed=3, clock="stepped"))
    made.store.put("global", "animator_duration_scale", "0")
    yield made
    made.close()


@pytest.mark.parametrize("package", ["com.android.gallery3d", "com.android.camera2", "com.android.music"])
def test_that_nothing_is_to_be_seen_of_it(phone: Phone, package: str) -> None:
    phone.start(package)
    shown = phone.tree(), phone.grab()
    phone.trim()
    assert (phone.tree(), phone.grab()) == shown
    phone.stop(package)
    phone.trim()  # now its pages are forgotten, and are loaded anew
    phone.start(package)
    assert (phone.tree(), phone.grab()) == shown


def test_that_a_phone_does_it_after_some_use(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "USES", 5)
    phone.start("com.android.camera2")
    phone.trim()
    scenes.png("cover", "an album")
    kept = scenes.picture.cache_info().currsize
    for _ in range(memory.USES - 1):
        phone.press_key("wakeup")
    assert scenes.picture.cache_info().currsize == kept > 0
    phone.press_key("wakeup")
    assert scenes.picture.cache_info().currsize == 0


def test_that_a_cleared_list_is_made_anew_once(phone: Phone) -> None:
    for _ in range(40):
        phone.store.insert("calls", {**phone.store.rows("calls")[0], "_id": None})
    phone.start("com.android.dialer")
    for name in ("More options", "Clear call history"):
        phone.tap(*find(phone.tree(), name).centre)
    heard: list[int] = []
    phone.store.subscribe(lambda: heard.append(len(phone.store.rows("calls"))))
    phone.tap(*find(phone.tree(), "Clear").centre)
    assert set(heard) == {0}
    assert phone.store.rows("calls") == []

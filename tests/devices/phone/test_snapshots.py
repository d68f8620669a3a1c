"""A phone goes back to where a snapshot was taken: same store, same page, same pixels, quickly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.store import NoSnapshot

CONTACTS, NOTES = "com.android.contacts", "com.fingertip.notes"


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    made = Phone(PhoneOptions(width=540, height=1200, density=210, seed=3, clock="stepped"))
    yield made
    made.close()


def test_the_home_screen_comes_back(phone: Phone) -> None:
    phone.press_key("home")
    before, moment = phone.grab(), phone.now
    phone.snapshot("home")
    phone.start(NOTES)
    phone.store.put("secure", "ui_night_mode", "2")
    for row in phone.store.rows("contacts"):
        phone.store.delete("contacts", row["_id"])
    phone.tap(200, 600)
    assert phone.grab() != before
    phone.restore("home")
    assert phone.grab() == before
    assert phone.now == moment
    assert len(phone.store.rows("contacts")) == 24
    assert phone.running == ()


def test_the_page_of_an_app_comes_back_with_what_it_showed(phone: Phone) -> None:
    phone.start(NOTES)
    phone.start(CONTACTS, "contact", {"id": 4})
    phone.rotate(1)
    before = phone.grab()
    phone.snapshot("card")
    phone.press_key("home")
    phone.rotate(0)
    phone.resize(720, 1280, 320)
    phone.restore("card")
    assert (phone.foreground, phone.page) == ((CONTACTS, ".activities.ContactDetailActivity"), "contact")
    assert phone.running == (CONTACTS, NOTES)
    assert (phone.size, phone.density, phone.rotation) == ((1200, 540), 210, 1)
    assert phone.grab() == before
    phone.press_key("back")
    assert phone.page == ""
    phone.restore("home")
    assert (phone.size, phone.rotation) == ((540, 1200), 0)


def test_a_phone_that_sleeps_or_is_locked_comes_back_so(phone: Phone) -> None:
    phone.restore("home")
    phone.store.put("secure", "screen_lock", "swipe")
    phone.press_key("sleep")
    phone.snapshot("asleep")
    phone.restore("home")
    assert (phone.awake, phone.locked) == (True, False)
    phone.restore("asleep")
    assert (phone.awake, phone.locked) == (False, True)
    phone.restore("home")
    assert (phone.awake, phone.locked) == (True, False)


def test_neither_a_snapshot_nor_restoring_it_copies_the_bytes_of_files(phone: Phone) -> None:
    """So it is quick however large they are; `scripts/bench phone` says how quick."""

    def kept() -> object:
        return phone.store.query("SELECT count(*), sum(length(data)) FROM blob")[0]

    phone.restore("home")
    with phone.store.batch():
        for number in range(200):
            phone.files.write(f"/sdcard/DCIM/Camera/IMG_{number:04d}.jpg", number.to_bytes(2, "big") * 100_000)
    phone.start(CONTACTS)
    before = kept()
    phone.snapshot("large")
    assert kept() == before
    phone.files.write("/sdcard/DCIM/Camera/IMG_0000.jpg", b"other")
    assert kept() != before
    phone.restore("large")
    assert kept() == before
    assert len(phone.files.read("/sdcard/DCIM/Camera/IMG_0000.jpg")) == 200_000
    phone.restore("home")


def test_there_is_no_such_snapshot(phone: Phone) -> None:
    with pytest.raises(NoSnapshot):
        phone.restore("never taken")


def test_a_phone_lies_as_its_options_say() -> None:
    made = Phone(PhoneOptions(width=540, height=1200, density=210, font_scale=1.3, rotation=3))
    try:
        assert (made.size, made.rotation) == ((1200, 540), 3)
        assert made.store.get("system", "font_scale") == "1.3"
        assert made.store.get("system", "user_rotation") == "3"
    finally:
        made.close()

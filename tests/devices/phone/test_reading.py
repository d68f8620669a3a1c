"""What pages say can be read whole: in long languages, in large type, and on a phone that lies on its side."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from app_finger import AppFinger

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone

SETTINGS, CONTACTS = "com.android.settings", "com.android.contacts"


@contextmanager
def phone_with(**options: Any) -> Iterator[Phone]:
    phone = Phone(PhoneOptions(seed=3, clock="stepped", **options))
    phone.store.put("global", "animator_duration_scale", "0")
    try:
        yield phone
    finally:
        phone.close()


def cut(phone: Phone) -> list[str]:
    """Texts in sight that end in dots, or leave their place."""
    found, left = [], [phone._view.rootObject()]
    while left:
        item = left.pop()
        if item.isVisible() and item.opacity():
            left += item.childItems()
            if item.inherits("QQuickText") and item.property("truncated"):
                found.append(str(item.property("text")))
    return found + [node.text for node in phone.tree().walk() if node.spill]


@pytest.mark.parametrize("locale", ["de-DE", "ar"])
@pytest.mark.parametrize("page", ["", "security", "notifications", "sound", "apps/access", "system/reset", "display/wallpaper"])
def test_no_row_of_settings_is_cut_in_large_type(page: str, locale: str) -> None:
    with phone_with(locale=locale, font_scale=1.5) as phone:
        phone.start(SETTINGS, page, {})
        assert cut(phone) == []


def test_a_long_title_gets_smaller_before_it_is_cut() -> None:
    with phone_with(locale="de-DE", font_scale=1.5, width=720, height=1280, density=320) as phone:
        phone.start("com.android.calendar", "edit", {})
        assert any(node.text == "Neuer Termin" for node in phone.tree().walk())
        assert cut(phone) == []


def test_the_field_that_is_written_in_stays_in_sight() -> None:
    with phone_with(rotation=1) as phone:
        phone.start(CONTACTS, "edit", {})
        assert phone.keyboard_shown
        fields = [node for node in phone.tree().walk() if node.focused]
        assert [field.identifier for field in fields] == ["name"]
        assert fields[0].bounds[3] - fields[0].bounds[1] >= 36 * 2.6


def test_a_birthday_of_long_ago_takes_few_taps() -> None:
    finger = AppFinger(CONTACTS)
    try:
        finger.start("edit")
        finger.phone.commit_text("Ada Old")
        finger.hide_keyboard()
        finger.tap("Birthday", "Choose a year: January 1990", "1992", "29", "OK", "Save")
        assert finger.rows("contacts")[-1]["birthday"] == "1992-01-29"
    finally:
        finger.phone.close()

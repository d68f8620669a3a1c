"""All pages of the phone in the ways of looking at it that leave the least room."""

from __future__ import annotations

import pytest

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from scripts.phone_faults import Net
from scripts.phone_looks import Look, pages, seen


@pytest.mark.parametrize("turns", [0, 1])
def test_no_page_is_too_small_for_the_largest_letters_and_the_longest_words(turns: int) -> None:
    look = Look((720, 1280, 360, turns), "de-DE", "1.5", dark=bool(turns))
    with Net() as net:
        phone = Phone(PhoneOptions(seed=5, clock="stepped"))
        phone.store.put("global", "animator_duration_scale", "0")
        try:
            assert [f"{package} {page}: {fault.what}" for package, page, fault in seen(phone, look, net)] == []
            assert len(pages()) > 150
        finally:
            phone.close()

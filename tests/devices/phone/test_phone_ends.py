"""A phone that was switched off leaves nothing behind: training and search make thousands in one process."""

from __future__ import annotations

import gc
import weakref

from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone


def test_a_closed_phone_is_freed() -> None:
    phone = Phone(PhoneOptions(seed=1, clock="stepped"))
    phone.start("com.android.settings")
    phone.grab()
    phone.close()
    trace = weakref.ref(phone)
    del phone
    gc.collect()
    assert trace() is None

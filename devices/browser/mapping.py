"""From Playwright's errors to ours, in one place.

Knows the errors. Playwright is not imported before a browser runs, so its errors are told by their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from devices.errors import DeliveryUnknown, DeviceError, DeviceLost, ScreenUnavailable

ENDED = re.compile(r"has been closed|(Target|Session|Connection) closed|(Target|Page) crashed|has disconnected")
"""Words of an error that say that the page or the browser is no more."""


class PageGone(Exception):
    """The page ended under a call; another one may be there."""


def first_line(error: BaseException) -> str:
    """What an error says, without its call log, as part of a sentence."""
    said = str(error).strip().splitlines()
    return re.sub(r"^[A-Za-z]+\.[a-z_]+: ", "", said[0])[:300].rstrip(".") if said else type(error).__name__


@contextmanager
def mapped(doing: Literal["look", "ask", "act", "start"]) -> Iterator[None]:
    """Raises PageGone where the page ended, else what the caller can do: ScreenUnavailable, DeliveryUnknown, DeviceLost."""
    from playwright.sync_api import Error

    try:
        yield
    except DeviceError:
        raise
    except Error as error:
        said = first_line(error)
        if ENDED.search(str(error)):
            raise PageGone(said) from error
        if doing == "look":
            raise ScreenUnavailable(f"The browser gave no picture ({said}); look again.") from error
        if doing == "ask":
            raise ScreenUnavailable(f"The page in the browser gave no answer ({said}); ask again.") from error
        if doing == "act":
            raise DeliveryUnknown(f"The browser broke off the action ({said}); look before anything else.") from error
        raise DeviceLost(f"Chromium did not start ({said}); start it by hand to see what is wrong.") from error

"""Pictures of a screen: one mss instance, kept open.

Knows mss, what it raises, and that it has to be opened anew when the screen's resolution changes. Does not know monitors.
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from devices.desktop.geometry import Area
from devices.desktop.gui import INSTALL
from devices.errors import DeviceLost, MissingDependency, ScreenUnavailable

if TYPE_CHECKING:
    from mss import MSS
    from PIL.Image import Image

TRIES = 3


class Eyes:
    """Takes pictures; make, grab and close it in one thread. make: opens mss on the right display."""

    def __init__(self, make: Callable[[], MSS]) -> None:
        self._make = make
        self._mss: MSS | None = None

    def grab(self, area: Area) -> Image:
        """An RGB picture of an area, in mss's own coordinates; it is larger than the area where the screen is HiDPI.

        Raises DeviceLost where the screen's server is gone, ScreenUnavailable where it gives no picture.
        """
        from mss.exception import ScreenShotError
        from PIL import Image

        trouble: Exception | None = None
        for _ in range(TRIES):
            try:
                shot = self._open().grab((area.left, area.top, area.right, area.bottom))
            except AssertionError as error:  # what mss raises, without a word, when the X server dies
                self.close()
                raise DeviceLost("The screen's server has ended; start it again and open the device anew.") from error
            except (ScreenShotError, OSError, ValueError) as error:  # among them: the resolution has changed
                self.close()
                trouble = error
                continue
            return Image.frombytes("RGB", (shot.width, shot.height), bytes(shot.raw), "raw", "BGRX")
        raise ScreenUnavailable(f"No picture of the screen could be taken ({trouble}); look again.") from trouble

    def monitors(self) -> list[dict[str, Any]]:
        """Monitors as mss names them, without the union of all; asked anew each time."""
        self.close()
        return [dict(monitor) for monitor in self._open().monitors[1:]]

    def descriptor(self) -> int | None:
        """The socket to the X server, for cutting it off; None where there is none."""
        implementation = getattr(self._mss, "_impl", None)
        connection = getattr(implementation, "conn", None)
        if connection is None:
            return None
        try:
            from mss.linux.xcbhelpers import LIB

            return int(LIB.xcb.xcb_get_file_descriptor(ctypes.byref(connection)))
        except (ImportError, AttributeError, TypeError):  # another of its ways to take pictures, or another version
            return None

    def close(self) -> None:
        """Let go of the screen; the next grab opens it again."""
        opened, self._mss = self._mss, None
        if opened is not None:
            from mss.exception import ScreenShotError

            with contextlib.suppress(ScreenShotError, AssertionError, OSError):  # the server may be gone
                opened.close()

    def _open(self) -> MSS:
        if self._mss is None:
            self._mss = self._make()
        return self._mss


def import_mss() -> type[MSS]:
    """The class of mss; raises MissingDependency."""
    try:
        from mss import MSS
    except ImportError as error:
        raise MissingDependency(f"The desktop needs mss 10.2 or newer for its pictures; install it: {INSTALL}.") from error
    return MSS

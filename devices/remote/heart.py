"""Tells a server now and then that its driver is still there, while the driver thinks.

Knows threads. Does not know what is told. Ends with the program.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from devices.errors import DeviceError
from devices.remote.link import Broken

LEAVE_SECONDS = 1.0


class Heart:
    """Beats in a thread of its own.

    beat: tells the other side; False ends it. Broken and DeviceError are nothing to it, the driver's next call meets them.
    pause: seconds until the next beat.
    """

    def __init__(self, beat: Callable[[], bool], pause: Callable[[], float]) -> None:
        self._beat = beat
        self._pause = pause
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="remote-heart", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Beat no more."""
        self._stopped.set()
        self._thread.join(LEAVE_SECONDS)

    def _run(self) -> None:
        while not self._stopped.wait(self._pause()):
            try:
                if not self._beat():
                    return
            except (Broken, DeviceError):
                continue

"""Frames for those who watch: the newest one, whenever a watcher asks for it.

Looks while somebody waits, at most `rate` times a second, and takes over what a driver looks at. A watcher that is slow
misses frames; it never gets old ones late. Knows Served. Does not know sockets.
"""

from __future__ import annotations

import asyncio

from devices.errors import DeviceError, DeviceLost
from devices.remote.served import Kept, Served, device_error, ended

RATE = 10.0
"""Looks a second while somebody waits."""


class Broadcast:
    """The newest frame of a device. Used from one event loop only."""

    def __init__(self, served: Served, *, rate: float = RATE) -> None:
        self._served = served
        self._pause = 1 / rate
        self._newest: Kept | DeviceError | None = None
        self._changed: asyncio.Event | None = None
        self._waiting = 0
        self._looked = 0.0
        self._looking: asyncio.Task[None] | None = None

    def show(self, seen: Kept | DeviceError) -> None:
        """A newer frame, or why there is none; one that is older than what was shown is passed over."""
        before = self._newest
        if isinstance(seen, Kept) and isinstance(before, Kept) and seen.frame.sequence < before.frame.sequence:
            return
        self._newest = seen
        changed, self._changed = self._changed, None
        if changed is not None:
            changed.set()

    async def next(self, known: str) -> Kept:
        """A frame of now, as soon as its digest is another one than `known`.

        Raises DeviceLost as soon as the device is lost; a screen of which there is no picture for now is waited for.
        """
        self._waiting += 1
        if self._looking is None:
            self._newest = None  # what was seen while nobody waited is old
            self._looking = asyncio.create_task(self._look())
        try:
            return await self._differing(known)
        finally:
            self._waiting -= 1
            if not self._waiting and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    async def _differing(self, known: str) -> Kept:
        while True:
            changed = self._changed = self._changed or asyncio.Event()
            match self._newest:
                case Kept() as newest if await asyncio.to_thread(getattr, newest.frame, "digest") != known:
                    return newest
                case DeviceLost() as lost:
                    raise lost
            await changed.wait()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(max(0.0, self._looked + self._pause - loop.time()))
            self._looked = loop.time()
            look = self._served.look(None)
            await ended(look)
            error = look.exception()
            self.show(look.result() if error is None else device_error(error))

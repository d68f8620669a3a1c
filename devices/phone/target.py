"""Who takes what is done to the screen: the app in front, or the system. Knows where the system's own things lie."""

from __future__ import annotations

from dataclasses import dataclass

from devices.phone import manifest
from devices.phone.bridge import LockBridge, PhoneBridge, ShadeBridge, SurfacesBridge
from devices.phone.store import Store

_STATUS_DP, _TOP_CARD_DP = 32, 220
_NAVIGATION_DP, _GESTURES_DP = 48, 24


@dataclass(frozen=True, slots=True)
class Target:
    """What is on the screen."""

    store: Store
    bridge: PhoneBridge
    lock: LockBridge
    shade: ShadeBridge
    surfaces: SurfacesBridge

    def app_takes(self, place: tuple[int, int] | None) -> bool:
        """Whether a touch at a pixel, or a key where there is none, is the app's."""
        if self.bridge.foreground_package == manifest.LAUNCHER or self.bridge.recents:
            return False
        if self.lock.locked or self.shade.level or self.surfaces.modal:
            return False
        if place is None:
            return True
        y = place[1] * 160 / self.bridge.density
        gestures = self.store.get("secure", "navigation_mode") == "2"
        bottom = self.bridge.size[1] * 160 / self.bridge.density - (_GESTURES_DP if gestures else _NAVIGATION_DP)
        ringing = any(row.get("state") == "ringing" for row in self.store.rows("live_calls"))
        return (_TOP_CARD_DP if ringing or self.shade.top else _STATUS_DP) <= y < bottom

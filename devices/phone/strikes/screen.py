"""Faults of the phone itself that an app in front feels: it turns, the app is another version, the battery is nearly empty."""

from __future__ import annotations

from devices.phone.bridge.phone import UPDATED
from devices.phone.phone import Phone
from devices.phone.strikes.apps import known
from devices.phone.strikes.effect import Effect, Log

_LEVEL, _SUPPLY = "fingertip_battery_level", "fingertip_battery_usb"


class Screen:
    """Does it to one phone. log: the phone's own."""

    def __init__(self, phone: Phone, log: Log) -> None:
        self._phone, self._log = phone, log
        self._from, self._to = 0, -1  # how the screen was turned before these faults, and how they left it

    def turn(self, turns: int) -> Effect:
        """Turn the screen by so many quarters."""
        if self._phone.rotation != self._to:
            self._from = self._phone.rotation
        before = self._from
        after = self._to = (self._phone.rotation + turns) % 4
        self._rotate(after)
        return Effect(
            f"the screen is turned to {90 * after} degrees",
            lambda: self._phone.rotation == after,
            lambda: "turned again",
            lambda: self._rotate(before),
        )

    def _rotate(self, quarters: int) -> None:
        if self._phone.store.get("system", "accelerometer_rotation") == "1":
            self._phone.turn(quarters)
        else:
            self._phone.store.put("system", "user_rotation", str(quarters))

    def update(self, package: str) -> Effect | None:
        """Let an app, or "all" of them, be of a newer version; None where no app is named."""
        if package != "all" and not known(self._phone, package):
            return None
        store = self._phone.store
        updated = [name for name in (store.get("global", UPDATED) or "").split(",") if name]
        store.put("global", UPDATED, ",".join(dict.fromkeys([*updated, package])))
        self._log("I", "PackageManager", f"Package {package} was updated")
        return Effect(
            f"{package} is updated",
            lambda: package in (store.get("global", UPDATED) or "").split(","),
            undo=lambda: store.forget("global", UPDATED),
        )

    def drain(self, level: int) -> Effect:
        """Empty the battery down to a level, and say so."""
        store = self._phone.store
        before = {key: store.get("global", key) for key in (_LEVEL, _SUPPLY)}
        store.put("global", _SUPPLY, "0")
        store.put("global", _LEVEL, str(level))
        self._phone.show_dialog("battery", level=level)

        def undo() -> None:
            self._phone.drop_dialog("battery")
            for key, value in before.items():
                if value is None:
                    store.forget("global", key)
                else:
                    store.put("global", key, value)

        return Effect(f"{level} % left", lambda: store.get("global", _LEVEL) == str(level), lambda: "charged", undo)

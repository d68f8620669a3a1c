"""Which app a fault means."""

from __future__ import annotations

from devices.phone import manifest
from devices.phone.phone import Phone
from devices.phone.strikes.effect import CannotStrike


def front(phone: Phone) -> str:
    """The app in front; empty where there is none."""
    package = phone.foreground[0]
    return "" if package == manifest.LAUNCHER else package


def known(phone: Phone, package: str) -> bool:
    """False where no app is named, as none is in front yet; raises CannotStrike where it is not on the phone."""
    if package and phone.apps.find(package) is None:
        raise CannotStrike(f"There is no app {package} on this phone.")
    return bool(package)

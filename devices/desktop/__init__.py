"""Drives a desktop: the screen, pointer and keyboard of this computer, or of one without a screen."""

from devices.desktop.driver import DesktopDevice
from devices.desktop.geometry import Area
from devices.desktop.opening import drive, open_desktop
from devices.desktop.private import PrivateDesk

__all__ = ["Area", "DesktopDevice", "PrivateDesk", "drive", "open_desktop"]

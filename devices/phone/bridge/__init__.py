"""What the phone's QML sees. Lives in the GUI thread; knows nothing of ADB.

phone: the system as apps see it. store: the phone's memory. ime: the keyboard's way to the field that has the focus.
surfaces, shade, lock: what the system itself shows above the apps.
"""

from devices.phone.bridge.ime import ImeBridge
from devices.phone.bridge.lock import LockBridge
from devices.phone.bridge.phone import PhoneBridge
from devices.phone.bridge.shade import ShadeBridge
from devices.phone.bridge.store import StoreBridge
from devices.phone.bridge.surfaces import SurfacesBridge

__all__ = ["ImeBridge", "LockBridge", "PhoneBridge", "ShadeBridge", "StoreBridge", "SurfacesBridge"]

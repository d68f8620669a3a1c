"""Drives an Android phone over ADB, through `adbutils` and the adb server.

driver.py    AndroidDevice: look and act
link.py      one phone behind one adb server; every call under a deadline; foreign errors end here
server.py    adb servers: the user's and private ones
screen.py    what a screenshot must be to count as true
gestures.py  from fractions to `input` commands
text.py      quoting for the phone's shell, and what can be typed how
keyboard.py  Unicode through ADBKeyboard
apps.py      from a label to a package, and which app is in front
"""

from devices.android.driver import AndroidDevice, open_android

__all__ = ["AndroidDevice", "open_android"]

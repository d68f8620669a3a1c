"""What can go wrong on a device, sorted by what the caller can do.

DeviceError                 every message is one sentence: what happened, what to do
|-- UnknownDevice           no driver has this name; nothing was opened
|   `-- BrokenPlugin        a plugin has this name, and does not load or open: update or remove it
|-- BadOption               the device specification has an unknown or malformed option
|-- MissingDependency       the driver needs a package that is not installed
|-- DeviceLost              the link is gone or mute: end the episode
|   |-- Unauthorized        the device does not trust this computer yet
|   `-- StoppedByPerson     a person has stopped the device, such as by its fail-safe
|-- ScreenUnavailable       there is no true picture: never invent one
|   `-- ScreenBlack         the picture is all black: secure window, or screen off
|-- ActionRefused           the device said no and did nothing: tell the model why
|   `-- UnsupportedAction   this device has no such action at all
|-- ScreenTurned            the screen rotated since the frame: look again, nothing was sent
`-- DeliveryUnknown         the action may or may not have arrived: look before anything else
"""

from __future__ import annotations


class DeviceError(Exception):
    """Anything that a device can fail with; str() is one sentence for a person."""


class UnknownDevice(DeviceError):
    """No driver has this name."""


class BrokenPlugin(UnknownDevice):
    """The plugin that has this name does not load, does not open, or gives something that is no device."""


class BadOption(DeviceError):
    """A device specification has an unknown or malformed option."""


class MissingDependency(DeviceError):
    """The driver needs a package that is not installed; the message names the install line."""


class DeviceLost(DeviceError):
    """The link to the device is gone, or it no longer answers."""


class Unauthorized(DeviceLost):
    """The device is reachable but does not trust this computer; a person has to confirm."""


class StoppedByPerson(DeviceLost):
    """A person has stopped the device, such as by its fail-safe; nothing more is done until they start anew."""


class ScreenUnavailable(DeviceError):
    """No true picture of the screen could be had (empty, truncated, garbage, failed)."""


class ScreenBlack(ScreenUnavailable):
    """The picture is entirely black: a secure window or a screen that is off."""


class ActionRefused(DeviceError):
    """The device refused the action and did nothing."""


class UnsupportedAction(ActionRefused):
    """This device cannot do this kind of action."""


class ScreenTurned(DeviceError):
    """The screen rotated or changed its size since the frame; nothing was sent."""


class DeliveryUnknown(DeviceError):
    """The link broke while the action was under way; it may or may not have been done."""

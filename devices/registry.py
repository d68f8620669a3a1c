"""From a device specification to an open device.

A specification is NAME or NAME:option=value,option=value,… ; `android:SERIAL` is short for `android:serial=SERIAL`.
Built-in names win over plugins (entry-point group `fingertip.devices`); only the driver that is asked for is imported.
A plugin's entry point is a callable that takes its options as text by keyword and returns a Device; it raises BadOption
for a value that it cannot use.

Importing this module loads no driver and none of the packages that drivers need.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from devices.base import Device
from devices.errors import BadOption, MissingDependency, UnknownDevice

GROUP = "fingertip.devices"
BROKEN_PLUGIN = (ImportError, AttributeError, SyntaxError, NameError, TypeError, ValueError, OSError)
Factory = Callable[..., Device]


@dataclass(frozen=True, slots=True)
class Driver:
    """One kind of device.

    about: one line for a person. options: the names that its specification may give, in the order of its help.
    bare: the option that a value without `=` stands for; empty where there is none. load: imports and returns the factory.
    """

    about: str
    options: tuple[str, ...]
    load: Callable[[], Factory]
    bare: str = ""


def _phone() -> Factory:
    from devices.virtual import open_phone

    return open_phone


def _android() -> Factory:
    from devices.android import open_android

    return open_android


def _scripted() -> Factory:
    from devices.scripted import open_scripted

    return open_scripted


_PHONE_OPTIONS = (
    "seed",
    "size",
    "density",
    "theme",
    "locale",
    "names",
    "window",
    "port",
    "clock",
    "font_scale",
    "rotation",
    "app",
    "fault",
    "keep",
    "at",
)
BUILT_IN: Mapping[str, Driver] = {
    "phone": Driver(
        about="the virtual phone that ships with Fingertip (its own process)",
        options=_PHONE_OPTIONS,
        load=_phone,
    ),
    "android": Driver(
        about="a real Android phone or emulator over ADB: android:SERIAL or android:HOST:PORT",
        options=("serial", "server"),
        load=_android,
        bare="serial",
    ),
    "scripted": Driver(
        about="pictures of a folder, one after the other, that ignore what is done: scripted:FOLDER",
        options=("folder",),
        load=_scripted,
        bare="folder",
    ),
}


def open_device(spec: str) -> Device:
    """Open the device that a specification names; the caller closes it.

    Raises UnknownDevice, BadOption, MissingDependency, and what opening that device raises (DeviceLost, Unauthorized).
    """
    name, _, rest = spec.partition(":")
    driver = BUILT_IN.get(name)
    if driver is not None:
        return driver.load()(**_options(name, rest, driver.options, driver.bare))
    found = _plugins().get(name)
    if found is None:
        known = ", ".join(known_name for known_name, _ in known_devices())
        raise UnknownDevice(f"There is no device named {name!r}; choose one of: {known}.")
    factory = _load(name, found)
    return factory(**_options(name, rest, _keywords(factory), ""))


def known_devices() -> list[tuple[str, str]]:
    """Name and one line about each device that can be opened here, the built-in ones first; imports no driver."""
    plugins = [(name, f"a plugin from {_origin(point)}") for name, point in sorted(_plugins().items()) if name not in BUILT_IN]
    return [(name, driver.about) for name, driver in BUILT_IN.items()] + plugins


def _options(name: str, rest: str, known: tuple[str, ...] | None, bare: str) -> dict[str, str]:
    """The options of a specification by name; known None means that every name is good."""
    options: dict[str, str] = {}
    for part in rest.split(",") if rest else []:
        key, equals, value = part.partition("=")
        if not equals:
            key, value = bare, part
        if not key or not value:
            raise BadOption(f"{part!r} is no option of {name}; write options as name=value. {_good(name, known)}")
        if known is not None and key not in known:
            raise BadOption(f"{name} has no option {key!r}. {_good(name, known)}")
        if key in options:
            raise BadOption(f"The option {key!r} of {name} is given twice; give it once.")
        options[key] = value
    return options


def _good(name: str, known: tuple[str, ...] | None) -> str:
    return f"Options of {name}: {', '.join(known)}." if known else f"{name} takes no options."


def _plugins() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _origin(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


def _load(name: str, point: EntryPoint) -> Factory:
    try:
        factory: Factory = point.load()
    except ModuleNotFoundError as error:
        raise MissingDependency(
            f"The device {name!r} ({_origin(point)}) needs the module {error.name!r}, which is not installed; install it."
        ) from error
    except BROKEN_PLUGIN as error:
        raise UnknownDevice(f"The device {name!r} ({_origin(point)}) does not load: {error}; update or remove it.") from error
    if not callable(factory):
        raise UnknownDevice(f"The device {name!r} ({_origin(point)}) is not callable; update or remove it.")
    return factory


def _keywords(factory: Factory) -> tuple[str, ...] | None:
    """Names of the keyword options that a plugin's factory takes; None where it takes any."""
    parameters = inspect.signature(factory).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return tuple(parameter.name for parameter in parameters if parameter.kind in named)

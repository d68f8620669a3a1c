"""From a device specification to an open device.

A specification is NAME or NAME:option=value,option=value,… ; `android:SERIAL` is short for `android:serial=SERIAL`.
Built-in names win over plugins (entry-point group `fingertip.devices`); only the driver that is asked for is imported.
A plugin's entry point is a callable that takes its options as text by keyword and returns a Device; it raises BadOption
for a value that it cannot use.

Importing this module loads no driver and none of the packages that drivers need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.base import Device
from devices.errors import BadOption, UnknownDevice
from devices.plugins import Factory, Plugin, examine, found_plugins, load_plugin, open_plugin


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


def _desktop() -> Factory:
    from devices.desktop.opening import open_desktop

    return open_desktop


def _stylus() -> Factory:
    from devices.stylus import open_stylus

    return open_stylus


def _scripted() -> Factory:
    from devices.scripted import open_scripted

    return open_scripted


def _browser() -> Factory:
    from devices.browser.driver import open_browser

    return open_browser


def _http() -> Factory:
    from devices.remote.opening import open_http

    return open_http


def _https() -> Factory:
    from devices.remote.opening import open_https

    return open_https


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
_DESKTOP_OPTIONS = (
    "display",
    "monitor",
    "window",
    "private",
    "size",
    "layout",
    "monitors",
    "accessibility",
    "clipboard",
    "pause",
)
_STYLUS_OPTIONS = (
    *("confirm", "edges", "feed", "move", "deadman", "tolerance", "check"),
    *("port", "baud", "camera", "calibration"),
    *(
        "simulator",
        "seed",
        "tilt",
        "noise",
        "blur",
        "resolution",
        "light",
        "speed",
        "encoders",
        "fault",
        "size",
        "density",
        "theme",
        "at",
    ),
)
_BROWSER_OPTIONS = (
    *("url", "size", "scale", "touch", "headless", "chromium", "profile", "locale", "dark"),
    *("allow", "files", "dialogs", "lists", "downloads"),
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
    "desktop": Driver(
        about="the desktop of this computer, or one without a screen: desktop:private=yes",
        options=_DESKTOP_OPTIONS,
        load=_desktop,
    ),
    "stylus": Driver(
        about="a pen plotter with a camera in front of a real screen, or stylus:simulator=yes",
        options=_STYLUS_OPTIONS,
        load=_stylus,
    ),
    "browser": Driver(
        about="a page in Chromium, by touch or by mouse: browser:url=https://example.org",
        options=_BROWSER_OPTIONS,
        load=_browser,
        bare="url",
    ),
    "scripted": Driver(
        about="pictures of a folder, one after the other, that ignore what is done: scripted:FOLDER",
        options=("folder",),
        load=_scripted,
        bare="folder",
    ),
    "http": Driver(
        about="a device that `python -m devices serve` serves: http://HOST:PORT",
        options=("address", "token_file", "format", "patience"),
        load=_http,
        bare="address",
    ),
    "https": Driver(
        about="the same with TLS: https://HOST:PORT",
        options=("address", "token_file", "ca", "format", "patience"),
        load=_https,
        bare="address",
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
    plugin = found_plugins().get(name)
    if plugin is None:
        known = ", ".join(known_name for known_name, _ in known_devices())
        raise UnknownDevice(f"There is no device named {name!r}; choose one of: {known}.")
    factory, keywords = load_plugin(plugin)
    return open_plugin(plugin, factory, _options(name, rest, keywords, ""))


def known_devices() -> list[tuple[str, str]]:
    """Name and one line about each device that can be opened here, the built-in ones first; imports no driver."""
    plugins = [(name, f"a plugin from {plugin.origin}") for name, plugin in found_plugins().items() if name not in BUILT_IN]
    return [(name, driver.about) for name, driver in BUILT_IN.items()] + plugins


def broken_plugins() -> list[tuple[Plugin, str]]:
    """Plugins that cannot be used, and why; each is loaded in a process of its own, so this takes a moment for each."""
    found = []
    for plugin in found_plugins().values():
        hidden = f"the device {plugin.name} that ships with Fingertip hides it; its author should choose another name"
        problem = hidden if plugin.name in BUILT_IN else examine(plugin)
        found += [(plugin, problem)] if problem else []
    return found


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

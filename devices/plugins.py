"""Drivers of other distributions: found by their entry points, loaded only when asked for, and looked at from a distance.

Knows entry points, and that somebody else's code may do anything. Does not know what the drivers drive.
"""

from __future__ import annotations

import faulthandler
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from devices.base import Device
from devices.errors import BrokenPlugin, DeviceError, MissingDependency
from devices.foreign import Kept, described

GROUP = "fingertip.devices"
PATIENCE = 20.0
"""Seconds in which a plugin must be imported when it is only looked at."""
Factory = Callable[..., Device]


@dataclass(frozen=True, slots=True)
class Plugin:
    """A driver that another distribution offers. origin: the distribution's name."""

    name: str
    origin: str
    point: EntryPoint


def found_plugins() -> dict[str, Plugin]:
    """By name, in the order of their names; imports none."""
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return {point.name: Plugin(point.name, point.dist.name if point.dist else point.value, point) for point in points}


def load_plugin(plugin: Plugin) -> tuple[Factory, tuple[str, ...] | None]:
    """What makes its device, and the options that it takes (None: any); raises BrokenPlugin, MissingDependency."""
    who = f"The device {plugin.name!r} ({plugin.origin})"
    with Kept() as kept:
        factory = plugin.point.load()
    if isinstance(kept.error, KeyboardInterrupt):
        raise kept.error
    if isinstance(kept.error, ModuleNotFoundError):
        missing = f"{who} needs the module {kept.error.name!r}, which is not installed; install it."
        raise MissingDependency(missing) from kept.error
    if kept.error is not None:
        raise BrokenPlugin(f"{who} does not load: {described(kept.error)}; update or remove it.") from kept.error
    if not callable(factory):
        raise BrokenPlugin(f"{who} is not callable; update or remove it.")
    if isinstance(factory, type) and not issubclass(factory, Device):
        raise BrokenPlugin(f"{who} is the class {factory.__name__}, which is no Device; update or remove it.")
    if inspect.isabstract(factory):
        missing = ", ".join(sorted(factory.__abstractmethods__))
        raise BrokenPlugin(f"{who} lacks {missing}; update or remove it.")
    try:
        return factory, _keywords(factory)
    except (TypeError, ValueError) as error:
        raise BrokenPlugin(f"{who} does not say which options it takes ({error}); update or remove it.") from error


def open_plugin(plugin: Plugin, factory: Factory, options: dict[str, str]) -> Device:
    """Its device; raises BrokenPlugin, and each DeviceError that it raises itself."""
    who = f"The device {plugin.name!r} ({plugin.origin})"
    with Kept() as kept:
        device: object = factory(**options)
    if isinstance(kept.error, KeyboardInterrupt | DeviceError):
        raise kept.error
    if kept.error is not None:
        raise BrokenPlugin(f"{who} does not open: {described(kept.error)}; update or remove it.") from kept.error
    if not isinstance(device, Device):
        raise BrokenPlugin(f"{who} opens as {type(device).__name__}, which is no Device; update or remove it.")
    return device


def examine(plugin: Plugin, *, patience: float = PATIENCE) -> str:
    """Why a plugin does not load; empty where it does.

    It is loaded in another process, which it may break or hang as it likes. patience: seconds for that.
    """
    reading, writing = os.pipe()
    here = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-m", "devices.plugins", plugin.name, str(writing), str(patience)]
    path = os.pathsep.join([here, *filter(None, sys.path)])
    begun = time.monotonic()
    with open(reading, "rb") as words:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
                pass_fds=(writing,),
                timeout=patience + 1,
            )
        except subprocess.TimeoutExpired:
            return f"loading it took longer than {patience:g} s"
        finally:
            os.close(writing)
        os.set_blocking(reading, False)  # something that it left behind may hold the other end
        said = words.read() or b""
    if said:
        return str(json.loads(said))
    slow = time.monotonic() - begun >= patience
    return f"loading it took longer than {patience:g} s" if slow else f"loading it ended Python with status {done.returncode}"


def _main(name: str, writing: int, patience: float) -> None:
    """In the other process: load one plugin and say how it went."""
    faulthandler.dump_traceback_later(patience, exit=True, file=open(os.devnull, "w"))  # noqa: SIM115  (for good)
    problem = ""
    try:
        load_plugin(found_plugins()[name])
    except DeviceError as error:
        problem = str(error)
    os.write(writing, json.dumps(problem).encode())
    os._exit(0)  # what it has started meanwhile is not waited for


def _keywords(factory: Factory) -> tuple[str, ...] | None:
    """Names of the keyword options that a factory takes; None where it takes any."""
    parameters = inspect.signature(factory).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return None
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return tuple(parameter.name for parameter in parameters if parameter.kind in named)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))

"""What an app keeps on a fresh phone, and what it can do that QML cannot: its folder's provider.py.

A provider module may have

    contents(world) -> Contents          rows and files of a fresh phone; the same world gives the same contents
    call(phone, method, values) -> dict  what its QML asks for by store.call("APP", method, values)
    refresh(phone, rows)                 brings the rows of a provider up to date with what they describe: files
    tick(phone, since, now)              what falls due after `since` and up to `now`, though the app may not run

An app whose rows do not depend on the seed lists them in its manifest instead and needs no Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from devices.phone import manifest
from devices.phone.store import Row, Store, StoreFiles
from devices.phone.world import World


@dataclass(frozen=True, slots=True)
class Contents:
    """rows: provider -> rows in order. files: absolute path -> bytes. dates: path -> when it was last changed, in seconds
    since the epoch; a file that is not named was made when the world began."""

    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    dates: Mapping[str, int] = field(default_factory=dict)


class Memory(Protocol):
    """The phone as a provider may use it."""

    store: Store
    files: StoreFiles
    world: World

    @property
    def now(self) -> datetime:
        """The phone's own clock."""

    @property
    def running(self) -> tuple[str, ...]:
        """Packages of the apps that run, the newest first."""

    def start(self, package: str, page: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Bring an app to the front at a page."""

    def notify(self, values: Mapping[str, Any]) -> int:
        """Show a notification: package, channel, tag, title, text, page, values, ongoing, silent; returns its id, or 0."""

    def cancel_notification(self, number: int) -> None:
        """Take a notification away."""

    def press_key(self, name: str) -> None:
        """Press one of the system's keys, such as "wakeup"."""


class UnknownMethod(LookupError):
    """An app was asked for something that it cannot do."""


@cache
def _module(name: str) -> ModuleType | None:
    if not (manifest.APPS_DIRECTORY / name / "provider.py").exists():
        return None
    return import_module(f"devices.phone.apps.{name}.provider")


def contents(app: manifest.Manifest, world: World) -> Contents:
    """What an app holds on a fresh phone."""
    module = _module(app.name)
    made: Contents = module.contents(world) if module is not None and hasattr(module, "contents") else Contents()
    return Contents({**app.seeds, **made.rows}, made.files, made.dates)


def call(phone: Memory, name: str, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Let the app of a folder name do something; raises UnknownMethod."""
    module = _module(name)
    if module is None or not hasattr(module, "call"):
        raise UnknownMethod(f"{name} offers no calls")
    answer: dict[str, Any] = module.call(phone, method, values)
    return answer


def tick(phone: Memory, since: datetime, now: datetime) -> None:
    """Tell every app that has a clock of its own that time went on, by the phone's clock: alarms ring, reminders show."""
    for app in manifest.installed():
        module = _module(app.name)
        if module is not None and hasattr(module, "tick"):
            module.tick(phone, since, now)


def refresh(phone: Memory, rows: str) -> None:
    """Let the app whose content URIs stand for these rows bring them up to date, before somebody reads them from outside."""
    for app in manifest.installed():
        if any(target.get("provider") == rows for target in app.content.values()):
            module = _module(app.name)
            if module is not None and hasattr(module, "refresh"):
                module.refresh(phone, rows)

"""What an app keeps on a fresh phone, and what it can do that QML cannot: its folder's provider.py.

A provider module may have

    contents(world) -> Contents          rows and files of a fresh phone; the same world gives the same contents
    call(phone, method, values) -> dict  what its QML asks for by store.call("APP", method, values)

An app whose rows do not depend on the seed lists them in its manifest instead and needs no Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from devices.phone import manifest
from devices.phone.store import Row, Store, StoreFiles
from devices.phone.world import World


@dataclass(frozen=True, slots=True)
class Contents:
    """rows: provider -> rows in order. files: absolute path -> bytes."""

    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


class Memory(Protocol):
    """The phone as a provider may use it."""

    store: Store
    files: StoreFiles
    world: World

    @property
    def now(self) -> datetime:
        """The phone's own clock."""


class UnknownMethod(LookupError):
    """An app was asked for something that it cannot do."""


def _module(name: str) -> ModuleType | None:
    if not (manifest.APPS_DIRECTORY / name / "provider.py").exists():
        return None
    return import_module(f"devices.phone.apps.{name}.provider")


def contents(app: manifest.Manifest, world: World) -> Contents:
    """What an app holds on a fresh phone."""
    module = _module(app.name)
    made: Contents = module.contents(world) if module is not None and hasattr(module, "contents") else Contents()
    return Contents({**app.seeds, **made.rows}, made.files)


def call(phone: Memory, name: str, method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Let the app of a folder name do something; raises UnknownMethod."""
    module = _module(name)
    if module is None or not hasattr(module, "call"):
        raise UnknownMethod(f"{name} offers no calls")
    answer: dict[str, Any] = module.call(phone, method, values)
    return answer

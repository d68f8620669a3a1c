"""What new phones remember, made without any phone: many worlds in a moment.

Knows how a phone's memory is filled. Does not know suites.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from devices.phone import fresh, manifest, provider
from devices.phone.options import PhoneOptions
from devices.phone.store import NAMESPACES, Store, StoreFiles
from devices.phone.world import make_world
from tasks.state import State


@cache
def fresh_state(seed: int, locale: str) -> State:
    """The state that `fingertip state` tells of a new phone of this seed."""
    world = make_world(seed, [app.package for app in manifest.installed()], locale)
    store = Store(None)
    files = StoreFiles(store, lambda: world.when() / 1000)
    fresh.fill(store, files, world, PhoneOptions(seed=seed, locale=locale))
    store.put("global", "animator_duration_scale", "0")
    phone = cast("Any", SimpleNamespace(store=store, files=files, world=world, now=world.clock))
    for name in store.providers():
        provider.refresh(phone, name)
    return State.model_validate(
        {
            "settings": {name: store.settings(name) for name in NAMESPACES},
            "rows": {name: store.rows(name) for name in store.providers()},
            "files": {path: files.digest(path) or "" for path, _ in files.under("/")},
            "package": manifest.LAUNCHER,
            "page": "",
            "now": round((world.clock - datetime(1970, 1, 1)).total_seconds() * 1000),
        }
    )

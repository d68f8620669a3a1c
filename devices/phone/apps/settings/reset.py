"""Ways back to how a new phone was: its networks, what apps may do, one app's data. Knows no Qt."""

from __future__ import annotations

from devices.phone import manifest, provider
from devices.phone.apps.settings import around
from devices.phone.manifest import Manifest
from devices.phone.store import Store, StoreFiles
from devices.phone.world import World

_NETWORK_PAGES = ("network", "network/hotspot", "network/mobile")
_APP_PROVIDERS = ("permissions", "notification_channels", "app_ops")


def network(store: Store, world: World) -> None:
    """Forget networks, devices and VPNs, and set the network pages to what they were."""
    pages = manifest.app_data("settings", "pages.json")
    with store.batch():
        _refill(store, "wifi_networks", [{**row, "saved": 0, "connected": 0, "password": ""} for row in around.networks(world)])
        _refill(store, "bluetooth_devices", [{**row, "paired": 0, "connected": 0} for row in around.devices(world)])
        _refill(store, "vpns", [])
        for page in _NETWORK_PAGES:
            for item in pages[page]["items"]:
                if "key" in item:
                    namespace, _, key = item["key"].partition("/")
                    store.put(namespace, key, item["default"])


def preferences(store: Store) -> None:
    """Forget what apps were allowed and what they open."""
    with store.batch():
        for name in _APP_PROVIDERS:
            _refill(store, name, [])
        for key in store.settings("secure"):
            if key.startswith("default_app_"):
                store.forget("secure", key)


def data(store: Store, files: StoreFiles, world: World, app: Manifest, builtin: bool) -> None:
    """Make one app's rows and files what they were when it was new; an app that was installed has its seeds only."""
    made = provider.contents(app, world) if builtin else provider.Contents(app.seeds)
    with store.batch():
        for name in {*app.providers, *made.rows}:
            _refill(store, name, list(made.rows.get(name, [])))
        for path, content in made.files.items():
            files.write(path, content, mtime=made.dates.get(path, world.when() // 1000))


def _refill(store: Store, name: str, rows: list[dict[str, object]]) -> None:
    for row in store.rows(name):
        store.delete(name, int(row["_id"]))
    for row in rows:
        store.insert(name, row)

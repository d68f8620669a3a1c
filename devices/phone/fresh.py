"""What a phone remembers when it is new: settings at their first values, and what every app holds on a fresh phone."""

from __future__ import annotations

from devices.phone import manifest, provider
from devices.phone.options import PhoneOptions
from devices.phone.store import Store, StoreFiles
from devices.phone.world import World


def fill(store: Store, files: StoreFiles, world: World, options: PhoneOptions) -> None:
    """Fill the memory of a new phone; one that was switched on before keeps what it remembers."""
    if store.get("global", "device_provisioned") == "1":
        return
    store.put("secure", "ui_night_mode", "2" if options.theme == "dark" else "1")
    store.put("system", "system_locales", options.locale)
    store.put("system", "font_scale", str(float(options.font_scale)))
    store.put("system", "user_rotation", str(options.rotation))
    for page in manifest.app_data("settings", "pages.json").values():
        for item in page["items"]:
            namespace, _, key = item.get("key", "").partition("/")
            if key and store.get(namespace, key) is None:
                store.put(namespace, key, item["default"])
    for app in manifest.installed():
        made = provider.contents(app, world)
        for name, rows in made.rows.items():
            for row in rows:
                store.insert(name, row)
        for path, data in made.files.items():
            files.write(path, data, mtime=made.dates.get(path, world.when() // 1000))
    store.put("secure", "default_input_method", manifest.KEYBOARD)
    store.put("global", "animator_duration_scale", "1")
    store.put("global", "device_provisioned", "1")

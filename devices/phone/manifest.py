"""What an app says of itself: one folder, one manifest.json, one Main.qml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

APPS_DIRECTORY = Path(__file__).parent / "apps"
LAUNCHER = "com.fingertip.launcher"
KEYBOARD = "com.fingertip.keyboard/.Keyboard"
"""The input method that draws keys."""
ADB_KEYBOARD = "com.android.adbkeyboard/.AdbIME"
"""The input method that takes text from broadcasts."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An installed app.

    name: its folder. package: its Android package. label: what a person sees. icon, colour: of its launcher icon.
    activities: activity name -> the page it opens; the first is the launcher activity. actions: intent action -> page.
    seeds: provider name -> rows it starts with. schemes: URI schemes that it opens ("tel") -> page.
    content: "AUTHORITY/PATH" -> {"provider": NAME, "columns": {ANDROID_COLUMN: FIELD}, "where": {FIELD: VALUE}}: which rows
    Android's content URIs mean. permissions: what it may ask for ("android.permission.CAMERA"). channels: kinds of
    notifications that it sends, id -> what a person reads.
    """

    name: str
    package: str
    label: str
    icon: str
    colour: str
    version: str = "1.0"
    activities: Mapping[str, str] = field(default_factory=lambda: {".MainActivity": ""})
    actions: Mapping[str, str] = field(default_factory=dict)
    schemes: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    content: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    permissions: tuple[str, ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where its QML and data lie."""
        return APPS_DIRECTORY / self.name

    @property
    def main_activity(self) -> str:
        """The activity that the launcher starts."""
        return next(iter(self.activities))

    def activity_of(self, page: str) -> str:
        """The activity that shows a page; pages without one of their own belong to the main activity."""
        return next((name for name, shown in self.activities.items() if shown == page), self.main_activity)


@cache
def installed() -> tuple[Manifest, ...]:
    """Every app on the phone, sorted by label."""
    found = [
        Manifest(name=path.parent.name, **json.loads(path.read_text("utf-8")))
        for path in APPS_DIRECTORY.glob("*/manifest.json")
    ]
    return tuple(sorted(found, key=lambda app: app.label.casefold()))


@cache
def by_package() -> Mapping[str, Manifest]:
    """package -> manifest."""
    return {app.package: app for app in installed()}


@cache
def translations(locale: str) -> Mapping[str, str]:
    """English text -> the same in this locale, gathered from every app's strings/LOCALE.json and the system's."""
    folders = [Path(__file__).parent / "system", *(app.folder for app in installed())]
    merged: dict[str, str] = {}
    for folder in folders:
        path = folder / "strings" / f"{locale}.json"
        if path.exists():
            merged.update(json.loads(path.read_text("utf-8")))
    return merged


@cache
def app_data(name: str, file: str) -> Any:
    """A JSON file of an app, such as the pages of Settings."""
    return json.loads((APPS_DIRECTORY / name / file).read_text("utf-8"))

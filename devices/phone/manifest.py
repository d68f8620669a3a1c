"""What an app says of itself: one folder, one manifest.json, one Main.qml. Which apps came with the phone."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from devices.phone.columns import BadView, read_view
from devices.phone.fonts import icon_names

APPS_DIRECTORY = Path(__file__).parent / "apps"
LAUNCHER = "com.fingertip.launcher"
KEYBOARD = "com.fingertip.keyboard/.Keyboard"
"""The input method that draws keys."""
ADB_KEYBOARD = "com.android.adbkeyboard/.AdbIME"
"""The input method that takes text from broadcasts."""
_PACKAGE = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+")
_ACTIVITY = re.compile(r"\.?[A-Za-z][\w$]*(\.[A-Za-z][\w$]*)*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class BadManifest(Exception):
    """A manifest.json does not describe an app. code: why, in the words of Android's installer."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Manifest:
    """An installed app.

    name: its folder. package: its Android package. label: what a person sees. icon, colour: of its launcher icon.
    activities: activity name -> the page it opens; the first is the launcher activity. actions: intent action -> page.
    seeds: provider name -> rows it starts with. schemes: URI schemes that it opens ("tel") -> page.
    categories: kinds of app that it is ("APP_BROWSER"). types: MIME types of what it shows ("image/*").
    content: "AUTHORITY/PATH" -> which rows Android's content URI means and how they look there; see devices/phone/columns.py.
    permissions: what it may ask for ("android.permission.CAMERA"). channels: kinds of
    notifications that it sends, id -> what a person reads. place: its folder on this computer, where it is not among those
    that came with the phone.
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
    categories: Sequence[str] = ()
    types: Sequence[str] = ()
    content: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    permissions: tuple[str, ...] = ()
    channels: Mapping[str, str] = field(default_factory=dict)
    place: Path | None = None

    @property
    def folder(self) -> Path:
        """Where its QML and data lie."""
        return self.place or APPS_DIRECTORY / self.name

    @property
    def main_activity(self) -> str:
        """The activity that the launcher starts."""
        return next(iter(self.activities))

    @property
    def version_code(self) -> int:
        """Its version as a number: "1.2" is 10200."""
        parts = [int(part) if part.isdecimal() else 0 for part in self.version.split(".")]
        return sum(part * 100 ** (2 - place) for place, part in enumerate(parts[:3]))

    @property
    def providers(self) -> frozenset[str]:
        """The providers whose rows are this app's."""
        return frozenset({*self.seeds, *(str(entry.get("provider", "")) for entry in self.content.values())} - {""})

    def shows(self, mime: str) -> bool:
        """Whether things of a MIME type are this app's to show."""
        return any(mime == one or (one.endswith("/*") and mime.startswith(one[:-1])) for one in self.types)

    def activity_of(self, page: str) -> str:
        """The activity that shows a page; pages without one of their own belong to the main activity."""
        return next((name for name, shown in self.activities.items() if shown == page), self.main_activity)


@cache
def installed() -> tuple[Manifest, ...]:
    """Every app that comes with a phone, sorted by label."""
    found = [
        Manifest(name=path.parent.name, **json.loads(path.read_text("utf-8")))
        for path in APPS_DIRECTORY.glob("*/manifest.json")
    ]
    return tuple(sorted(found, key=lambda app: app.label.casefold()))


@cache
def by_package() -> Mapping[str, Manifest]:
    """package -> manifest, of the apps that come with a phone."""
    return {app.package: app for app in installed()}


def package_of(data: bytes) -> str:
    """The package that the bytes of a manifest.json name; raises BadManifest."""
    package = _object(data).get("package")
    if not isinstance(package, str) or len(package) > 100 or not _PACKAGE.fullmatch(package):
        raise BadManifest(
            "INSTALL_PARSE_FAILED_BAD_PACKAGE_NAME", f"{package!r} is no package name; one is like com.example.app"
        )
    return package


def parse(data: bytes, name: str, place: Path) -> Manifest:
    """The manifest of an app that lies in another place; raises BadManifest."""
    package_of(data)
    known = {item.name for item in dataclasses.fields(Manifest)} - {"name", "place"}
    values = _object(data)
    for key, value in values.items():
        if key not in known:
            raise _malformed(f"the manifest has no {key!r}; it has {', '.join(sorted(known))}")
        if (wrong := _wrong(key, value)) is not None:
            raise _malformed(f"{key!r} is {wrong}")
    missing = {"package", "label", "icon", "colour"} - set(values)
    if missing:
        raise _malformed(f"the manifest lacks {', '.join(sorted(missing))}")
    values["permissions"] = tuple(values.get("permissions", ()))
    return Manifest(name=name, place=place, **values)


def _object(data: bytes) -> dict[str, Any]:
    try:
        values = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _malformed(f"manifest.json is no JSON: {error}") from error
    if not isinstance(values, dict):
        raise _malformed("manifest.json is no object")
    return values


def _wrong(key: str, value: object) -> str | None:
    """What one entry of a manifest should be, where it is not that."""

    def texts(entries: object) -> bool:
        return isinstance(entries, dict) and all(isinstance(entry, str) for entry in entries.values())

    match key:
        case "label" | "version" | "package":
            return None if isinstance(value, str) and value.strip() else "a text"
        case "icon":
            return None if value in icon_names() else "the name of an icon in devices/phone/fonts/icons.json"
        case "colour":
            return None if isinstance(value, str) and _COLOUR.fullmatch(value) else "a colour such as #1A73E8"
        case "activities":
            good = isinstance(value, dict) and value and texts(value) and all(map(_ACTIVITY.fullmatch, value))
            return None if good else 'an object of activities, ".Name": "page"'
        case "actions" | "schemes" | "channels":
            return None if texts(value) else "an object of texts"
        case "permissions" | "categories" | "types":
            return None if isinstance(value, list) and all(isinstance(entry, str) for entry in value) else "a list of texts"
        case "seeds":
            good = isinstance(value, dict) and all(
                isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in value.values()
            )
            return None if good else "an object of lists of rows"
        case _:
            return _wrong_content(value)


def _wrong_content(value: object) -> str | None:
    if not isinstance(value, dict):
        return "an object of content entries"
    try:
        for entry in value.values():
            read_view(entry)
    except (BadView, AttributeError, TypeError, ValueError) as error:
        return f"wrong: {error}"
    return None


def _malformed(detail: str) -> BadManifest:
    return BadManifest("INSTALL_PARSE_FAILED_MANIFEST_MALFORMED", detail)


def strings(folder: Path, locale: str) -> Mapping[str, str]:
    """A folder's own translations into a locale; empty where it has none that can be read."""
    path = folder / "strings" / f"{locale}.json"
    if not path.exists():
        return {}
    try:
        words = json.loads(path.read_text("utf-8"))
    except ValueError:
        return {}
    return {text: word for text, word in words.items() if isinstance(word, str)} if isinstance(words, dict) else {}


@cache
def translations(locale: str) -> Mapping[str, str]:
    """English text -> the same in this locale, gathered from the strings/LOCALE.json of the system and the apps with it."""
    merged: dict[str, str] = {}
    for folder in (Path(__file__).parent / "system", *(app.folder for app in installed())):
        merged.update(strings(folder, locale))
    return merged


@cache
def app_data(name: str, file: str) -> Any:
    """A JSON file of an app that comes with the phone, such as the pages of Settings."""
    return json.loads((APPS_DIRECTORY / name / file).read_text("utf-8"))

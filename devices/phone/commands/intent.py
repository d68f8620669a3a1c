"""Intents: reading one from a command line, printing it as Android does, finding who handles it.

Knows the installed apps' manifests. Does not start anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from devices.phone import manifest
from devices.phone.commands.console import Arguments, Refused, java_exception, whole
from devices.phone.commands.handset import Component, Package, packages

MAIN, HOME = "android.intent.action.MAIN", "android.intent.category.HOME"
_VIEWING = (
    "android.intent.action.VIEW",
    "android.intent.action.DIAL",
    "android.intent.action.CALL",
    "android.intent.action.SENDTO",
    "android.intent.action.EDIT",
    "android.intent.action.INSERT",
)
_PRIVATE_SCHEMES = ("tel", "sip", "sms", "smsto", "mailto", "nfc")
_WEB_SCHEMES = ("http", "https", "ftp", "rtsp")
_TEXT_EXTRAS = (
    "-e",
    "--es",
    "--eu",
    "--ecn",
    "--eia",
    "--eial",
    "--ela",
    "--elal",
    "--efa",
    "--efal",
    "--esa",
    "--esal",
    "--ed",
)
_WHOLE_EXTRAS = ("--ei", "--el")

Extra = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Intent:
    """What is asked for. Empty texts mean that nothing was said."""

    action: str = ""
    categories: tuple[str, ...] = ()
    data: str = ""
    mime: str = ""
    flags: int = 0
    package: str = ""
    component: Component | None = None
    extras: Mapping[str, Extra] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [
            f"act={self.action}" if self.action else "",
            f"cat=[{','.join(self.categories)}]" if self.categories else "",
            f"dat={shown_data(self.data)}" if self.data else "",
            f"typ={self.mime}" if self.mime else "",
            f"flg={self.flags:#x}" if self.flags else "",
            f"pkg={self.package}" if self.package else "",
            f"cmp={self.component.short}" if self.component else "",
            "(has extras)" if self.extras else "",
        ]
        return f"Intent {{ {' '.join(part for part in parts if part)} }}"


@dataclass(frozen=True, slots=True)
class Target:
    """What handles an intent: a component, and the page that its app opens for it (None: where the app is now)."""

    component: Component
    page: str | None


class BadComponent(ValueError):
    """A component is named that no package has."""


def read_intent(command: str, words: Arguments, own: Mapping[str, int]) -> tuple[Intent, dict[str, str]]:
    """An intent from the rest of a command line, and the command's own options with their first value.

    own: the command's own options -> how many values each takes. Raises Refused as Android does.
    """
    action = data = mime = package = ""
    categories: list[str] = []
    extras: dict[str, Extra] = {}
    options: dict[str, str] = {}
    flags = 0
    component: Component | None = None
    while option := words.option():
        if option in own:
            values = [words.required(command, option) for _ in range(own[option])]
            options[option] = values[0] if values else ""
            continue
        match option:
            case "-a":
                action = words.required(command, option)
            case "-c":
                categories.append(words.required(command, option))
            case "-d":
                data = words.required(command, option)
            case "-t":
                mime = words.required(command, option)
            case "-p":
                package = words.required(command, option)
            case "-f":
                flags = _flags(command, words.required(command, option))
            case "-n":
                component = _component(command, words.required(command, option))
            case "--esn":
                extras[words.required(command, option)] = None
            case "--ez":
                name = words.required(command, option)
                extras[name] = words.required(command, option).lower() in ("true", "t", "1")
            case _ if option in _TEXT_EXTRAS:
                name = words.required(command, option)
                extras[name] = words.required(command, option)
            case _ if option in _WHOLE_EXTRAS:
                name, text = words.required(command, option), words.required(command, option)
                wrong = java_exception(command, "java.lang.NumberFormatException", f'For input string: "{text}"')
                extras[name] = whole(text, wrong.message, low=-(2**63), high=2**63)
            case "--ef":
                name = words.required(command, option)
                extras[name] = words.required(command, option)
            case _ if option.startswith(("--activity-", "--receiver-", "--grant-", "--include-", "--exclude-", "--selector")):
                continue
            case _:
                raise java_exception(command, "java.lang.IllegalArgumentException", f"Unknown option: {option}")
    for word in words.rest():
        if ":" in word:
            data, action = word, action or "android.intent.action.VIEW"
        elif "/" in word:
            component = _component(command, word)
        else:
            package = word
    return Intent(action, tuple(categories), data, mime, flags, package, component, extras), options


def resolve(intent: Intent) -> Target | None:
    """Who handles an intent; None where nobody does. Raises BadComponent for a component that does not exist."""
    known = packages()
    if intent.component is not None:
        owner = known.get(intent.component.package)
        name = _activity(owner, intent.component.name) if owner else None
        if owner is None or name is None:
            raise BadComponent(intent.component.short)
        return Target(Component(owner.name, name), _page(intent, owner, name))
    if HOME in intent.categories:
        return Target(Component(manifest.LAUNCHER, ".Launcher"), None)
    for app in manifest.installed():
        if intent.package not in ("", app.package):
            continue
        page = _handled(app, intent)
        if page is not None:
            return Target(Component(app.package, app.activity_of(page)), page)
    owner = known.get(intent.package)
    if owner and owner.activities and intent.action in ("", MAIN) and not intent.data:
        return Target(Component(owner.name, next(iter(owner.activities))), None)
    return None


def _activity(owner: Package, name: str) -> str | None:
    return next((known for known in owner.activities if known in (name, f".{name}")), None)


def _page(intent: Intent, owner: Package, name: str) -> str:
    app = manifest.by_package().get(owner.name)
    handled = _handled(app, intent) if app else None
    return owner.activities[name] if handled is None else handled


def _handled(app: manifest.Manifest, intent: Intent) -> str | None:
    """The page that an app opens for an intent's action or data, None where it does not know them."""
    scheme = intent.data.partition(":")[0].lower()
    if intent.data and scheme in app.schemes and intent.action in ("", *_VIEWING):
        return app.schemes[scheme]
    return app.actions.get(intent.action)


def shown_data(uri: str) -> str:
    """A URI as Android prints it: numbers and addresses are hidden, and so are paths on the web."""
    scheme, colon, rest = uri.partition(":")
    if colon and scheme.lower() in _PRIVATE_SCHEMES:
        return f"{scheme}:" + "".join(letter if letter in "-@." else "x" for letter in rest)
    if colon and scheme.lower() in _WEB_SCHEMES:
        try:
            return f"{scheme}://{urlsplit(uri).netloc}/..."
        except ValueError:
            return f"{scheme}:..."
    return uri


def _component(command: str, text: str) -> Component:
    component = Component.parse(text)
    if component is None:
        raise java_exception(command, "java.lang.IllegalArgumentException", f"Bad component name: {text}")
    return component


def _flags(command: str, text: str) -> int:
    try:
        return int(text, 0) & 0xFFFFFFFF
    except ValueError as error:
        raise java_exception(command, "java.lang.NumberFormatException", f'For input string: "{text}"') from error


def unresolved(intent: Intent) -> Refused:
    """Why `am start` cannot start an intent that nobody handles."""
    return Refused(f"Error: Activity not started, unable to resolve {intent}", 1)

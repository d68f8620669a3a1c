"""Intents: reading one from a command line, printing it as Android does, what an app gets of it.

Does not know who handles one: see resolving.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from devices.phone.commands.console import Arguments, Refused, java_exception, whole
from devices.phone.commands.handset import Component

MAIN = "android.intent.action.MAIN"
NEW_TASK = 0x10000000
_ALIASES = {
    "android.intent.extra.TEXT": "text",
    "android.intent.extra.SUBJECT": "subject",
    "android.intent.extra.TITLE": "title",
    "android.intent.extra.EMAIL": "to",
    "android.intent.extra.STREAM": "path",
    "sms_body": "body",
}
"""Android's names of extras -> the plain ones that apps know as well."""
_PRIVATE_SCHEMES = ("tel", "sip", "sms", "smsto", "mailto", "nfc")
_TEXT_EXTRAS = ("-e", "--es", "--eu", "--ecn")
_LIST_EXTRAS = {
    "--eia": int, "--eial": int, "--ela": int, "--elal": int, "--efa": float, "--efal": float, "--esa": str, "--esal": str,
}  # fmt: skip
_WHOLE_EXTRAS = ("--ei", "--el")
_DECIMAL_EXTRAS = ("--ef", "--ed")
_FLAGS = {
    "--grant-read-uri-permission": 0x1, "--grant-write-uri-permission": 0x2, "--grant-persistable-uri-permission": 0x40,
    "--grant-prefix-uri-permission": 0x80, "--debug-log-resolution": 0x8, "--exclude-stopped-packages": 0x10,
    "--include-stopped-packages": 0x20, "--activity-brought-to-front": 0x400000, "--activity-clear-top": 0x4000000,
    "--activity-clear-when-task-reset": 0x80000, "--activity-exclude-from-recents": 0x800000,
    "--activity-launched-from-history": 0x100000, "--activity-multiple-task": 0x8000000, "--activity-no-animation": 0x10000,
    "--activity-no-history": 0x40000000, "--activity-no-user-action": 0x40000, "--activity-previous-is-top": 0x1000000,
    "--activity-reorder-to-front": 0x20000, "--activity-reset-task-if-needed": 0x200000, "--activity-single-top": 0x20000000,
    "--activity-clear-task": 0x8000, "--activity-task-on-home": 0x4000, "--activity-match-external": 0x800,
    "--receiver-registered-only": 0x40000000, "--receiver-replace-pending": 0x20000000, "--receiver-foreground": 0x10000000,
    "--receiver-no-abort": 0x8000000, "--receiver-include-background": 0x1000000,
}  # fmt: skip
"""Options that stand for one flag of the intent."""

Extra = str | int | float | bool | None | list[str] | list[int] | list[float]


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

    def with_flags(self, flags: int) -> Intent:
        """The same with more flags."""
        return replace(self, flags=self.flags | flags)

    def values(self) -> dict[str, Any]:
        """What its app is handed: extras by their names (and by plain ones where there are), `uri`, `action`, `mime`, and as
        `id` the row that a content URI names.
        """
        found: dict[str, Any] = dict(self.extras)
        for name, plain in _ALIASES.items():
            if name in found:
                found.setdefault(plain, found[name])
        if self.data:
            found["uri"] = self.data
            last = self.data.partition("?")[0].rpartition("/")[2]
            if self.data.startswith("content://") and last.isascii() and last.isdecimal() and len(last) < 10:
                found.setdefault("id", int(last))
            if self.data.startswith("package:"):
                found.setdefault("package", self.data.removeprefix("package:"))
        if self.action not in ("", MAIN):
            found["action"] = self.action
        if self.mime:
            found["mime"] = self.mime
        return found


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
            case _ if option in _DECIMAL_EXTRAS:
                name = words.required(command, option)
                extras[name] = _decimal(command, words.required(command, option))
            case _ if option in _LIST_EXTRAS:
                name = words.required(command, option)
                extras[name] = _list(command, words.required(command, option), _LIST_EXTRAS[option])
            case "-i":
                words.required(command, option)
            case "--selector":
                continue
            case _ if option in _FLAGS:
                flags |= _FLAGS[option]
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


def shown_data(uri: str) -> str:
    """A URI as Android prints it: of most only the host, of numbers and addresses only their punctuation."""
    scheme, colon, rest = uri.partition(":")
    if not colon:
        return "/..." if uri else ""
    if scheme.lower() in _PRIVATE_SCHEMES:
        return f"{scheme}:" + "".join(letter if letter in "-@." else "x" for letter in rest)
    if rest.startswith("//"):
        try:
            parts = urlsplit(uri)
            port = f":{parts.port}" if parts.port else ""
            return f"{scheme}://{parts.hostname or ''}{port}/..."
        except ValueError:
            return f"{scheme}:..."
    return f"{scheme}:/..." if rest.startswith("/") else f"{scheme}:"


def _decimal(command: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise java_exception(command, "java.lang.NumberFormatException", f'For input string: "{text}"') from error


def _list(command: str, text: str, kind: type[int] | type[float] | type[str]) -> Extra:
    """Values between commas; a comma behind a backslash belongs to its value."""
    parts = [part.replace("\\,", ",") for part in re.split(r"(?<!\\),", text)]
    try:
        if kind is int:
            return [int(part) for part in parts]
        if kind is float:
            return [float(part) for part in parts]
    except ValueError as error:
        raise java_exception(command, "java.lang.NumberFormatException", f'For input string: "{text}"') from error
    return parts


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
    """Why `am start` cannot start an intent that nobody handles; its status is 0, as on Android."""
    return Refused(f"Error: Activity not started, unable to resolve {intent.with_flags(NEW_TASK)}", 0)

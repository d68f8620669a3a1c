"""Everything that a phone remembers, as one frozen value, and how two such values differ.

Read by an ADB client, so it is what the phone is and not what anyone says. Does not know tasks or agents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import JsonValue, ValidationError

from devices.actions import Frozen
from devices.errors import DeviceError

Shell = Callable[[str], str]
"""Runs one line in the phone's shell and returns what it prints; raises DeviceError."""
Row = Mapping[str, JsonValue]
"""One row of a provider: field -> value. `_id` is its number."""
Kind = Literal["setting", "row", "file"]


class UnreadableState(DeviceError):
    """The phone does not say what it remembers: it is no virtual phone, or the link broke."""


class State(Frozen):
    """What the phone remembers at one moment.

    settings: namespace ("system", "secure", "global") -> key -> value. rows: provider ("alarms", "contacts", …) -> rows.
    files: absolute path -> digest of the bytes, empty for a folder and for no bytes. package, page: what is in front. now: the
    phone's clock, milliseconds since the epoch.
    """

    settings: Mapping[str, Mapping[str, str]]
    rows: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, str]
    package: str
    page: str
    now: int

    def setting(self, namespace: str, key: str) -> str | None:
        """The value of a setting; None where nobody ever set it."""
        return self.settings.get(namespace, {}).get(key)

    def provider(self, name: str) -> tuple[Row, ...]:
        """The rows of a provider; none where there is no such provider."""
        return self.rows.get(name, ())


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. place: "global/wifi_on", "alarms/3", a path. before, after: None where it was not there."""

    kind: Kind
    place: str
    before: Any
    after: Any

    @property
    def group(self) -> str:
        """What it belongs to: a setting's whole name, a row's provider, a file's path."""
        return self.place.rpartition("/")[0] if self.kind == "row" else self.place

    def __str__(self) -> str:
        return f"{self.kind} {self.place}: {_short(self.before)} -> {_short(self.after)}"


def read_state(shell: Shell) -> State:
    """Ask the phone; raises UnreadableState, DeviceError."""
    text = shell("fingertip state")
    try:
        return State.model_validate_json(text)
    except ValidationError as error:
        said = text.strip().splitlines()[-1][:200] if text.strip() else "nothing"
        raise UnreadableState(
            f"The device does not tell its state (it said {said!r}): suites run on the virtual phone (--device phone)."
        ) from error


def changes(before: State, after: State) -> tuple[Change, ...]:
    """Everything remembered that differs, in a fixed order. What is in front and the clock are not remembered."""
    return (
        *_differences("setting", _flat(before.settings), _flat(after.settings)),
        *_differences("row", _numbered(before.rows), _numbered(after.rows)),
        *_differences("file", before.files, after.files),
    )


def _differences(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for place in sorted({*before, *after}):
        if before.get(place) != after.get(place):
            yield Change(kind, place, before.get(place), after.get(place))


def _flat(settings: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{namespace}/{key}": value for namespace, values in settings.items() for key, value in values.items()}


def _numbered(rows: Mapping[str, tuple[Row, ...]]) -> dict[str, Row]:
    return {f"{provider}/{row['_id']}": row for provider, found in rows.items() for row in found}


def _short(value: object) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:119]}…"

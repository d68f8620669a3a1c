"""The language of `content` in manifests: columns out of fields and back. Starts no Qt."""

from __future__ import annotations

from typing import Any

import pytest

from devices.phone import manifest
from devices.phone.columns import BadView, NoColumn, read_view

ROWS: list[dict[str, Any]] = [
    {"_id": 1, "name": "Ada", "kind": "inbox", "time": 5000, "thread": 1, "phone": "(503) 555-0193"},
    {"_id": 2, "name": "Bo", "kind": "sent", "time": 6000, "thread": 1, "phone": ""},
    {"_id": 3, "name": "", "kind": "inbox", "thread": 2},
]


def view(**entry: object) -> Any:
    return read_view({"provider": "things", **entry})


def shown(found: Any, text: str = "") -> list[dict[str, Any]]:
    return [look for _, look in found.show(ROWS, text)]


def test_every_form_of_a_column() -> None:
    found = view(
        columns={
            "plain": "name",
            "default": {"field": "name", "default": "nobody"},
            "type": {"field": "kind", "map": {"inbox": 1, "sent": 2}},
            "seconds": {"field": "time", "divide": 1000},
            "same": {"value": "x"},
            "has": {"has": "phone"},
            "text": {"text": "{_id}/{thread}"},
            "position": {"position": True},
        }
    )
    first, _, last = shown(found)
    assert first == {
        "_id": 1, "plain": "Ada", "default": "Ada", "type": 1, "seconds": 5, "same": "x", "has": 1, "text": "1/1",
        "position": 1,
    }  # fmt: skip
    assert (last["default"], last["seconds"], last["has"], last["position"]) == ("nobody", None, 0, 3)
    columns = {"plain": "Cy", "type": 2, "seconds": 7, "same": "y", "has": 0, "text": "", "_id": 9}
    assert found.stored(columns) == {"name": "Cy", "kind": "sent", "time": 7000}
    with pytest.raises(NoColumn, match="frob"):
        found.stored({"frob": 1})


def test_which_rows() -> None:
    assert [row["_id"] for row in shown(view(columns={}, where={"kind": "inbox"}))] == [1, 3]
    assert [row["_id"] for row in shown(view(columns={}, needs="phone"))] == [1]
    assert [row["_id"] for row in shown(view(columns={}, search=["name"]), "a")] == [1]
    for number in ("5550193", "503-555-0193", "+1 503 555 0193"):
        assert [row["_id"] for row in shown(view(columns={}, search=["phone"]), number)] == [1]
    assert shown(view(columns={}, search=["phone"]), "5550194") == []


def test_groups() -> None:
    found = view(group="thread", columns={"_id": "thread", "count": {"count": True}, "last": "name"})
    assert shown(found) == [{"_id": 1, "count": 2, "last": "Bo"}, {"_id": 2, "count": 1, "last": ""}]


def test_several_rows_for_one() -> None:
    found = view(
        columns={"raw_contact_id": {"field": "_id"}},
        parts=[
            {"needs": "name", "columns": {"mimetype": {"value": "name"}, "data1": "name", "data2": {"value": None}}},
            {"needs": "phone", "columns": {"mimetype": {"value": "phone"}, "data1": "phone", "data2": {"value": 2}}},
        ],
    )
    looks = shown(found)
    assert [(row["_id"], row["mimetype"], row["data1"]) for row in looks] == [
        (2, "name", "Ada"),
        (3, "phone", "(503) 555-0193"),
        (4, "name", "Bo"),
    ]
    assert found.owner({"raw_contact_id": 2}) == 2
    assert found.owner({"data1": "x"}) is None
    assert found.stored({"mimetype": "phone", "data1": "5", "raw_contact_id": 1}) == {"phone": "5"}
    assert found.stored({"mimetype": "phone", "data2": 2, "data1": "5"}) == {"phone": "5"}
    assert found.stored({"data1": "Eve"}, looks[0]) == {"name": "Eve"}


def test_a_new_row_has_defaults_and_fits_its_own_uri() -> None:
    found = view(
        columns={"body": "name"}, where={"kind": "sent"}, defaults={"read": 1, "time": {"now": 1}, "day": {"now": 1000}}
    )
    assert found.fresh({"body": "hi"}, 5000) == {"read": 1, "time": 5000, "day": 5, "name": "hi", "kind": "sent"}


@pytest.mark.parametrize(
    "entry",
    [
        {"columns": {}},
        {"provider": "x"},
        {"provider": "x", "columns": {}, "frob": 1},
        {"provider": "x", "columns": {"a": 1}},
        {"provider": "x", "columns": {"a": {"field": "b", "frob": 1}}},
        {"provider": "x", "columns": {"a": {"value": 1, "field": "b"}}},
        {"provider": "x", "columns": {"a": {}}},
    ],
)
def test_what_is_not_in_the_language(entry: dict[str, Any]) -> None:
    with pytest.raises(BadView):
        read_view(entry)


def test_all_that_apps_say_is_in_the_language() -> None:
    entries = {key: read_view(entry) for app in manifest.installed() for key, entry in app.content.items()}
    usual = {
        "com.android.contacts/contacts",
        "com.android.contacts/data/phones",
        "call_log/calls",
        "sms",
        "sms/inbox",
        "sms/sent",
    }
    usual |= {"mms-sms/conversations", "com.android.calendar/events", "com.android.calendar/calendars"}
    usual |= {"media/external/images/media", "media/external/audio/media", "com.android.deskclock/alarms"}
    assert usual <= set(entries)

"""`content` and `fingertip` as their clients see them, in process: Android's words, and the store afterwards."""

from __future__ import annotations

import io
import json
import shlex
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.archive import read_folder
from devices.phone.commands import content, fingertip
from devices.phone.commands.handset import Handset
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone

SAMPLE = Path(__file__).parents[3] / "docs" / "sample-app" / "habits"
CONTACTS = "content://com.android.contacts"
NAME, NUMBER = "vnd.android.cursor.item/name", "vnd.android.cursor.item/phone_v2"


class Shell:
    """Runs one command at a time."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        handset = Handset(phone)
        self._table: dict[str, Command] = {**content.commands(handset), **fingertip.commands(handset)}

    def run(self, line: str, stdin: bytes = b"") -> tuple[int, str, str]:
        argv = tuple(shlex.split(line))
        out, err = io.BytesIO(), io.BytesIO()
        call = Invocation(argv, io.BytesIO(stdin), out, err, {}, "/", threading.Event())
        return self._table[argv[0]](call), out.getvalue().decode(), err.getvalue().decode()

    def out(self, line: str, stdin: bytes = b"") -> str:
        status, out, err = self.run(line, stdin)
        assert (status, err) == (0, ""), line
        return out.removesuffix("\n")

    def query(self, uri: str, more: str = "") -> list[str]:
        return self.out(f"content query --uri {uri} {more}").splitlines()


@pytest.fixture(scope="module")
def switched_on() -> Iterator[Shell]:
    phone = Phone(PhoneOptions(width=540, height=1200, density=210, seed=3, clock="stepped"))
    shell = Shell(phone)
    shell.out("fingertip snapshot new")
    yield shell
    phone.close()


@pytest.fixture
def shell(switched_on: Shell) -> Shell:
    switched_on.out("fingertip restore new")
    return switched_on


def test_contacts_in_androids_columns(shell: Shell) -> None:
    people = shell.phone.store.rows("contacts")
    rows = shell.query(f"{CONTACTS}/contacts", "--projection _id:display_name:has_phone_number:starred")
    assert len(rows) == 24
    assert rows[0] == f"Row: 0 _id=1, display_name={people[0]['name']}, has_phone_number=1, starred={people[0]['starred']}"
    assert shell.query(f"{CONTACTS}/contacts/2", "--projection display_name") == [f"Row: 0 display_name={people[1]['name']}"]
    assert shell.query(f"{CONTACTS}/contacts/99") == ["No result found."]
    assert shell.query(f"{CONTACTS}/contacts", "--where \"_id='3'\" --projection display_name") == [
        f"Row: 0 display_name={people[2]['name']}"
    ]
    assert shell.query(f"{CONTACTS}/phone_lookup/{people[3]['phone'][-8:]}", "--projection number")[0].endswith(
        people[3]["phone"]
    )
    first = shell.query(f"{CONTACTS}/data/phones", "--projection display_name:data1 --sort display_name")[0]
    assert first == f"Row: 0 display_name={people[0]['name']}, data1={people[0]['phone']}"
    assert sum(int(row.rpartition("=")[2]) for row in shell.query(f"{CONTACTS}/groups", "--projection summ_count")) == 24


def test_a_contact_is_made_as_on_android(shell: Shell) -> None:
    shell.out(f"content insert --uri {CONTACTS}/raw_contacts --bind account_type:n: --bind account_name:n:")
    insert = f"content insert --uri {CONTACTS}/data --bind raw_contact_id:i:25"
    shell.out(f"{insert} --bind mimetype:s:{NAME} --bind 'data1:s:Zed Young'")
    shell.out(f"{insert} --bind mimetype:s:{NUMBER} --bind data1:s:5551 --bind data2:i:2")
    row = shell.phone.store.rows("contacts")[-1]
    assert (row["_id"], row["name"], row["phone"], row["starred"]) == (25, "Zed Young", "5551", 0)
    assert shell.query(f"{CONTACTS}/data", "--where raw_contact_id=25 --projection mimetype:data1") == [
        f"Row: 0 mimetype={NAME}, data1=Zed Young",
        f"Row: 1 mimetype={NUMBER}, data1=5551",
    ]
    shell.out(f"content update --uri {CONTACTS}/data --bind data1:s:77 --where \"raw_contact_id=25 AND mimetype='{NUMBER}'\"")
    shell.out(f"content update --uri {CONTACTS}/contacts/25 --bind starred:b:true")
    row = shell.phone.store.rows("contacts")[-1]
    assert (row["phone"], row["starred"]) == ("77", 1)
    shell.out(f"content delete --uri {CONTACTS}/data --where \"raw_contact_id=25 AND mimetype='{NUMBER}'\"")
    assert shell.phone.store.rows("contacts")[-1]["phone"] == ""
    shell.out(f"content delete --uri {CONTACTS}/raw_contacts/25")
    assert len(shell.phone.store.rows("contacts")) == 24


@pytest.mark.parametrize(
    ("uri", "provider"),
    [
        ("call_log/calls", "calls"),
        ("sms", "sms"),
        ("com.android.calendar/events", "events"),
        ("com.android.deskclock/alarms", "alarms"),
    ],
)
def test_the_usual_uris_show_every_row(shell: Shell, uri: str, provider: str) -> None:
    rows = shell.query(f"content://{uri}", "--projection _id")
    assert rows == [f"Row: {place} _id={row['_id']}" for place, row in enumerate(shell.phone.store.rows(provider))]


def test_conversations_are_one_row_each(shell: Shell) -> None:
    threads = {row["thread"] for row in shell.phone.store.rows("sms")}
    rows = shell.query("content://mms-sms/conversations", "--projection _id:message_count")
    assert len(rows) == len(threads)
    assert sum(int(row.rpartition("=")[2]) for row in rows) == len(shell.phone.store.rows("sms"))


def test_instances_lie_between_two_moments(shell: Shell) -> None:
    begin, end = shell.phone.world.when(days=-7), shell.phone.world.when(days=7)
    rows = shell.query(f"content://com.android.calendar/instances/when/{begin}/{end}", "--projection begin --where end>begin")
    moments = [int(row.rpartition("=")[2]) for row in rows]
    assert moments == sorted(moments)
    assert moments
    assert all(moment < end for moment in moments)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"query --uri {CONTACTS}/nothing", f"java.lang.IllegalArgumentException: Unknown URL {CONTACTS}/nothing"),
        ("query --uri content://no.such", "java.lang.IllegalStateException: Could not find provider: no.such"),
        ("query --uri content://settings/frob", "Unknown URL content://settings/frob"),
        (f"query --uri {CONTACTS}/contacts --projection nope", "Invalid column nope"),
        (f"query --uri {CONTACTS}/contacts --where 'starred = '", "android.database.sqlite.SQLiteException"),
        (f"insert --uri {CONTACTS}/contacts --bind nope:i:1", "no such column: nope"),
        (f"update --uri {CONTACTS}/contacts --bind nope:i:1", "no such column: nope"),
        (f"insert --uri {CONTACTS}/data --bind data1:s:x", "raw_contact_id is required"),
        (f"insert --uri {CONTACTS}/groups --bind title:s:x", "UnsupportedOperationException"),
        (f"read --uri {CONTACTS}/contacts/1", "java.io.FileNotFoundException: No files supported by provider"),
        ("query", "[ERROR] Content provider URI not specified"),
        (f"query --uri {CONTACTS}/contacts --frob", "[ERROR] Unsupported argument: --frob"),
        (f"call --uri {CONTACTS}/contacts", "[ERROR] Method not specified"),
    ],
)
def test_what_cannot_be_is_said_as_on_android(shell: Shell, line: str, said: str) -> None:
    before = shell.phone.store.generation
    status, out, err = shell.run(f"content {line}")
    assert (status, out) == (1, "")
    assert said in err
    assert shell.phone.store.generation in (before, before + 1)  # a batch that failed counts, though it changed nothing
    assert len(shell.phone.store.rows("contacts")) == 24


def test_settings_and_types(shell: Shell) -> None:
    assert shell.out("content call --uri content://settings/system --method GET_system --arg font_scale") == (
        "Result: Bundle[{value=1.0}]"
    )
    shell.out("content call --uri content://settings/global --method PUT_global --arg mine --extra value:s:7")
    assert shell.query("content://settings/global/mine", "--projection name:value") == ["Row: 0 name=mine, value=7"]
    assert shell.out("content call --uri content://settings/global --method FROB --arg mine") == "Result: null"
    assert shell.out(f"content gettype --uri {CONTACTS}/contacts") == "Result: vnd.android.cursor.dir/contact"
    assert shell.out(f"content gettype --uri {CONTACTS}/contacts/1") == "Result: vnd.android.cursor.item/contact"


def test_an_installed_apps_content(shell: Shell) -> None:
    shell.phone.apps.install(read_folder(SAMPLE))
    uri = "content://com.example.habits/habits"
    shell.out(f"content insert --uri {uri} --bind title:s:Read --bind done_today:s:yes")
    assert shell.query(uri)[-1] == "Row: 2 _id=3, title=Read, streak=0, done_today=yes"
    assert shell.phone.store.rows("habits")[-1] == {"_id": 3, "days": 0, "done": 1, "name": "Read"}


def test_pictures_are_read_and_written_by_their_uri(shell: Shell) -> None:
    shell.phone.files.write("/sdcard/Music/note", b"old")
    shell.phone.apps.install({**read_folder(SAMPLE), "manifest.json": _with_file()})
    shell.phone.store.insert("habits", {"name": "x", "path": "/sdcard/Music/note"})
    uri = "content://com.example.habits/habits/1"
    assert shell.out(f"content read --uri {uri}") == "old"
    shell.out(f"content write --uri {uri}", b"new")
    assert shell.phone.files.read("/sdcard/Music/note") == b"new"


def _with_file() -> bytes:
    found = json.loads((SAMPLE / "manifest.json").read_text("utf-8"))
    found["seeds"] = {}
    found["content"]["com.example.habits/habits"]["file"] = "path"
    return json.dumps(found).encode()


# fingertip


def test_the_world_is_printed(shell: Shell) -> None:
    world = json.loads(shell.out("fingertip world"))
    assert (world["seed"], world["locale"], world["clock"]) == (3, "en-US", "2026-02-20 04:37:00")
    assert len(world["people"]) == 24
    assert {spot["kind"] for spot in world["spots"]} >= {"home", "cafe", "station"}
    assert shell.out("fingertip seed") == "3"


def test_snapshots_by_name(shell: Shell) -> None:
    assert shell.out("fingertip snapshots") == "new"
    shell.out("fingertip snapshot other.one")
    assert shell.out("fingertip snapshots") == "new\nother.one"
    shell.out("fingertip forget other.one")
    for line in ("restore other.one", "forget other.one"):
        assert shell.run(f"fingertip {line}") == (1, "", "fingertip: there is no snapshot 'other.one'; there are: new\n")
    assert shell.run("fingertip snapshot 'a b'")[0] == 1
    assert shell.run("fingertip frob")[0] == 2

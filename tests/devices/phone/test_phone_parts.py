"""The parts of the phone's commands that need no screen."""

from __future__ import annotations

import shlex
import xml.etree.ElementTree as ElementTree
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.commands.console import Arguments, Refused, whole
from devices.phone.commands.content import select
from devices.phone.commands.handset import Component, packages
from devices.phone.commands.input import blanks
from devices.phone.commands.intent import Intent, read_intent, shown_data
from devices.phone.commands.keys import resolve as key_code
from devices.phone.commands.resolving import BadComponent, resolve
from devices.phone.commands.uiautomator import dump_xml, quoted
from devices.phone.tree import Node

TEXT = st.text(st.characters(exclude_categories=("Cs",)))


@given(TEXT)
def test_any_text_survives_in_xml_but_for_what_xml_cannot_hold(text: str) -> None:
    read = ElementTree.fromstring(f"<node text={quoted(text)} />").attrib["text"]
    assert len(read) == len(text)
    for there, here in zip(read, text, strict=True):
        unprintable = (here < " " and here not in "\t\n\r") or here in "\ufffe\uffff"
        assert there == ("." if unprintable else here)


def test_a_tree_as_xml() -> None:
    child = Node(
        "android.widget.Switch", text='A "b" & <c>', identifier="id", bounds=(1, 2, 3, 4), clickable=True, checkable=True
    )
    root = ElementTree.fromstring(dump_xml(Node("a.B", children=(Node("a.C"), child)), "p.q", 1).partition("?>")[2])
    assert (root.tag, root.attrib) == ("hierarchy", {"rotation": "1"})
    last = list(root.iter("node"))[-1].attrib
    assert last["text"] == 'A "b" & <c>'
    assert (last["index"], last["resource-id"], last["package"], last["bounds"]) == ("1", "p.q:id/id", "p.q", "[1,2][3,4]")
    assert (last["checkable"], last["checked"], last["focusable"]) == ("true", "false", "true")


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("a.b/.Main", "a.b/.Main", "a.b/a.b.Main"),
        ("a.b/a.b.Main", "a.b/.Main", "a.b/a.b.Main"),
        ("a.b/c.Main", "a.b/c.Main", "a.b/c.Main"),
        ("a.b/a.b.c.Main$In", "a.b/.c.Main$In", "a.b/a.b.c.Main$In"),
    ],
)
def test_components(text: str, short: str, full: str) -> None:
    component = Component.parse(text)
    assert component is not None
    assert (component.short, component.full) == (short, full)
    assert Component.parse(full) == component


@pytest.mark.parametrize("text", ["", "/", "a.b", "a.b/", "/.Main"])
def test_what_is_no_component(text: str) -> None:
    assert Component.parse(text) is None


def test_an_intent_from_words_and_back() -> None:
    words = shlex.split(
        "-W -a A -c C1 -c C2 -d tel:123-45 -t text/plain -f 0x10 --es k v --ei n -4 --ez b true --user 0 p.q/.X"
    )
    intent, options = read_intent("start", Arguments(words), {"-W": 0, "--user": 1})
    assert options == {"-W": "", "--user": "0"}
    assert intent.extras == {"k": "v", "n": -4, "b": True}
    assert str(intent) == "Intent { act=A cat=[C1,C2] dat=tel:xxx-xx typ=text/plain flg=0x10 cmp=p.q/.X (has extras) }"


@pytest.mark.parametrize("words", [["-a"], ["--es", "k"], ["--ei", "k", "x"], ["-n", "nothing"], ["-f", "x"], ["--frob"]])
def test_what_is_no_intent(words: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read_intent("start", Arguments(words), {})
    assert refused.value.status == 255


def test_everything_that_can_be_opened_resolves_and_the_rest_does_not() -> None:
    for package in packages().values():
        for name in package.activities:
            target = resolve(Intent(component=Component(package.name, name)))
            assert target is not None
            assert target.component == Component(package.name, name)
        with pytest.raises(BadComponent):
            resolve(Intent(component=Component(package.name, ".NoSuch")))
    assert resolve(Intent(action="no.such.action")) is None
    assert resolve(Intent(data="nothing:1", action="android.intent.action.VIEW")) is None


@given(TEXT)
def test_shown_data_never_raises(text: str) -> None:
    assert isinstance(shown_data(text), str)
    assert "5" not in shown_data("tel:" + text.replace("5", "") + "555")


@pytest.mark.parametrize(
    ("word", "code"), [("4", 4), ("KEYCODE_BACK", 4), ("back", 4), ("A", 29), ("9", 9), ("KEYCODE_9", 16), ("320", 320)]
)
def test_keys(word: str, code: int) -> None:
    assert key_code(word) == code


@given(st.text())
def test_a_word_is_a_key_or_refused(word: str) -> None:
    with suppress(Refused):
        assert 0 <= key_code(word) <= 320


@given(st.text("%s a", max_size=20))
def test_blanks_as_androids_own_loop_makes_them(text: str) -> None:
    letters, escaped, place = list(text), False, 0
    while place < len(letters):  # written after the loop in Android's input command
        if escaped:
            escaped = False
            if letters[place] == "s":
                letters[place] = " "
                place -= 1
                del letters[place]
        if letters[place] == "%":
            escaped = True
        place += 1
    assert blanks(text) == "".join(letters)


@given(st.text())
def test_whole_numbers_or_refused(text: str) -> None:
    with suppress(Refused):
        assert 0 <= whole(text, "no") <= 2**31 - 1


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b c", 'd"e']), st.none() | st.booleans() | st.integers(-9, 9) | TEXT)))
def test_selecting_all_gives_all(rows: list[dict[str, object]]) -> None:
    numbered = [{"_id": number, **row} for number, row in enumerate(rows, start=1)]
    found = select(numbered, [], "", "_id")
    assert [row["_id"] for row in found] == [row["_id"] for row in numbered]
    for row, wanted in zip(found, numbered, strict=True):
        assert {name: value for name, value in row.items() if value is not None} == {
            name: value for name, value in wanted.items() if value is not None
        }


@given(TEXT, TEXT)
def test_any_condition_is_an_answer_or_refused(where: str, sort: str) -> None:
    with suppress(Refused):
        assert len(select([{"_id": 1, "a": "x"}, {"_id": 2, "a": "y"}], ["a"], where, sort)) <= 2

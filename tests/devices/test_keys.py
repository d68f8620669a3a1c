"""Names of keys in their one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.keys import NAMES, chord, key_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Return", "enter"),
        ("Control", "ctrl"),
        ("CMD", "super"),
        ("PgUp", "page_up"),
        ("Page Down", "page_down"),
        ("ArrowLeft", "left"),
        ("left arrow", "left"),
        ("C", "c"),
        ("Ä", "ä"),
        ("-", "-"),
        (" ", "space"),
        ("F12", "f12"),
        ("Del", "delete"),
    ],
)
def test_names_that_people_use(written: str, name: str) -> None:
    assert key_name(written) == name


@pytest.mark.parametrize("written", ["", "   ", "ctrlx", "f25", "\n", "\x00", "ab", "hyper"])
def test_what_is_no_key(written: str) -> None:
    with pytest.raises(ValueError, match="there is no key"):
        key_name(written)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_its_own(name: str) -> None:
    assert key_name(name) == name
    assert key_name(name.replace("_", " ").upper()) == name


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("ctrl+c", ("ctrl", "c")),
        ("Ctrl+Shift+T", ("ctrl", "shift", "t")),
        ("ctrl c", ("ctrl", "c")),
        ("ctrl-alt-del", ("ctrl", "alt", "delete")),
        ("page up", ("page_up",)),
        ("ctrl++", ("ctrl", "+")),
        ("ctrl + -", ("ctrl", "-")),
        ("ctrl+-", ("ctrl", "-")),
        ("+", ("+",)),
        (" ", ("space",)),
        ("", ()),
    ],
)
def test_chords_as_people_write_them(written: str, keys: tuple[str, ...]) -> None:
    assert chord(written) == keys


@given(st.lists(st.sampled_from(sorted(NAMES)), min_size=1, max_size=5))
def test_a_chord_comes_back(keys: list[str]) -> None:
    assert chord("+".join(keys)) == tuple(keys)


@given(st.text(max_size=12))
def test_any_text_is_keys_or_a_plain_error(text: str) -> None:
    try:
        keys = chord(text)
    except ValueError:
        return
    assert all(key_name(key) == key for key in keys)

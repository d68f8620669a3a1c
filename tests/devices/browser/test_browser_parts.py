"""Parts of the browser that need no browser."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.browser.addresses import address
from devices.browser.keys import PRESSED, web_key
from devices.browser.options import NAMES, BrowserOptions, read_options
from devices.browser.pages import file_name, free
from devices.browser.thread import Mute, OwnThread
from devices.errors import ActionRefused, BadOption, UnsupportedAction
from devices.keys import NAMES as KEYS
from devices.registry import BUILT_IN


@pytest.mark.parametrize(
    ("words", "opened"),
    [
        ("example.org", "https://example.org"),
        (" example.org/a?b#c ", "https://example.org/a?b#c"),
        ("localhost", "http://localhost"),
        ("localhost:8000/x", "http://localhost:8000/x"),
        ("127.0.0.1:80", "http://127.0.0.1:80"),
        ("[::1]:80/a", "http://[::1]:80/a"),
        ("bücher.example", "https://bücher.example"),
        ("HTTPS://Example.org", "HTTPS://Example.org"),
    ],
)
def test_addresses(words: str, opened: str) -> None:
    assert address(words) == opened


@pytest.mark.parametrize(
    "words",
    [
        *("Settings", "", "two words", "a..b c", "user@host.example x", "about:config", "chrome://crash"),
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "view-source:http://a.example"),
        *("http://", "https:///a", "http://[::1", "http://a.example:99999"),
    ],
)
def test_what_is_no_address(words: str) -> None:
    with pytest.raises(ActionRefused):
        address(words)


def test_files_only_where_asked() -> None:
    assert address("file:///tmp/a.html", files=True) == "file:///tmp/a.html"
    assert read_options({"url": "file:///tmp/a.html", "files": "yes"}).url == "file:///tmp/a.html"
    with pytest.raises(BadOption, match="files=yes"):
        read_options({"url": "file:///tmp/a.html"})


@given(st.text(max_size=200))
def test_any_words_are_an_address_or_refused(words: str) -> None:
    try:
        found = address(words)
    except ActionRefused:
        return
    assert found.lower().startswith(("http://", "https://"))


def test_options() -> None:
    assert set(BUILT_IN["browser"].options) == set(NAMES)
    options = read_options({"size": "300x400", "scale": "1.5", "touch": "no", "allow": "a.example;*.b.example", "dark": "yes"})
    assert options == BrowserOptions(
        width=300, height=400, scale=1.5, touch=False, allow=("a.example", "*.b.example"), dark=True
    )
    assert options.pixels == (450, 600)


@pytest.mark.parametrize(
    "given_options",
    [
        {"sise": "1x1"},
        {"size": "10x10"},
        {"size": "4096x4096", "scale": "3"},
        {"scale": "0"},
        {"touch": "maybe"},
        {"profile": "mine"},
        {"allow": "a.example MAP * 1.2.3.4"},
        {"allow": ""},
        {"downloads": "/nowhere/at/all"},
        {"url": "nothing"},
        {"locale": "../x"},
    ],
    ids=str,
)
def test_bad_options(given_options: dict[str, str]) -> None:
    with pytest.raises(BadOption):
        read_options(given_options)


def test_every_key_is_pressed_or_refused_by_type() -> None:
    refused = set()
    for name in KEYS:
        try:
            assert web_key(name)
        except UnsupportedAction:
            refused.add(name)
    assert refused == {key for key in KEYS if key.startswith(("volume_", "media_"))} | {
        f"f{number}" for number in range(13, 25)
    }
    assert web_key("c") == "c"
    assert set(PRESSED) == {"enter", "delete", "tab", "escape", "menu"}


@pytest.mark.parametrize(
    ("offered", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.exe", "x.exe"),
        (".bashrc", "bashrc"),
        ("", "file"),
        ("..", "file"),
        ("a\0b\n.txt", "ab.txt"),
    ],
)
def test_names_of_downloads_stay_in_their_folder(offered: str, kept: str, tmp_path: Path) -> None:
    assert file_name(offered) == kept
    assert free(tmp_path, kept) == tmp_path / kept


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for name in ("a.txt", "a-2.txt", "b"):
        (tmp_path / name).touch()
    assert free(tmp_path, "a.txt").name == "a-3.txt"
    assert free(tmp_path, "b").name == "b-2"


def test_a_thread_of_ones_own() -> None:
    thread = OwnThread("test")
    here = threading.get_ident()
    assert thread.call(threading.get_ident, 5) != here
    with pytest.raises(ZeroDivisionError):
        thread.call(lambda: 1 // 0, 5)
    with pytest.raises(Mute):
        thread.call(lambda: time.sleep(0.3), 0.05)
    assert thread.call(lambda: "goes on", 5) == "goes on"
    assert thread.end()
    assert not thread.alive

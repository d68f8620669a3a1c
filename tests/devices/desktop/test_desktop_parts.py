"""Parts of the desktop that need none: places, layouts of keys, names of programs, the worker."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.desktop.entries import Entry, find, read
from devices.desktop.geometry import Area, View, union
from devices.desktop.worker import Hung, Stopped, Worker
from devices.desktop.x11.keymap import LEVEL_3_HELD, SHIFT, Keymap, Stroke
from devices.desktop.x11.keysyms import LEVEL_3, NAMED, character_of, keysym_of
from devices.errors import ActionRefused
from devices.frame import Point
from devices.keys import NAMES

SIZES = st.integers(1, 5000)
ORIGINS = st.integers(-6000, 6000)
AREAS = st.builds(Area, ORIGINS, ORIGINS, SIZES, SIZES)


@given(AREAS, st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]), st.floats(0, 1, exclude_max=True), st.floats(0, 1, exclude_max=True))
def test_a_place_on_a_frame_survives_the_way_to_the_pointer_and_back(area: Area, scale: float, x: float, y: float) -> None:
    view = View(area, round(area.width * scale), round(area.height * scale))
    column, row = Point(x, y).to_pixel(view.width, view.height)
    place = view.point(column, row)
    assert area.contains(*place)
    back = view.pixel(*place)
    assert abs(back[0] - column) <= scale
    assert abs(back[1] - row) <= scale


def test_points_are_origin_plus_pixel_by_scale() -> None:
    retina = View(Area(-1440, -200, 1440, 900), 2880, 1800)
    assert retina.scale == (2.0, 2.0)
    assert retina.point(0, 0) == (-1440, -200)
    assert retina.point(2879, 1799) == (-1, 699)
    assert retina.point(1001, 500) == (-940, 50)


@given(AREAS, AREAS)
def test_a_union_covers_and_a_common_part_is_in_both(one: Area, other: Area) -> None:
    whole = union([one, other])
    assert whole.common(one) == one
    assert whole.common(other) == other
    common = one.common(other)
    assert common == other.common(one)
    if common is not None:
        assert one.common(common) == common == other.common(common)


@given(st.characters(exclude_categories=["C"]))
def test_every_character_has_a_keysym_that_gives_it_back(character: str) -> None:
    assert character_of(keysym_of(character)) == character


@pytest.mark.parametrize(
    ("keysym", "character"),
    [
        *((0x6C1, "а"), (0x6F1, "Я"), (0x6A3, "ё"), (0x6B3, "Ё"), (0x7E1, "α"), (0x7F3, "ς"), (0x7D2, "Σ"), (0x7B1, "ά")),
        *((0xCE0, "א"), (0x5C7, "ا"), (0xDA1, "ก"), (0x1B1, "ą"), (0x4B1, "ｱ"), (0x20AC, "€"), (0x100263A, "☺")),
        *((NAMED["enter"], ""), (0xFE51, ""), (0x1000007, "")),
    ],
)
def test_older_keysyms_are_characters_too(keysym: int, character: str) -> None:
    assert character_of(keysym) == character


def test_every_name_of_a_key_has_a_keysym_of_its_own() -> None:
    assert set(NAMED) == NAMES
    assert len(set(NAMED.values())) == len(NAMED)


def german() -> Keymap:
    """Rows of q, of ß, of AltGr, of CapsLock, of Shift, and one that is unused."""
    rows = [
        [ord("q"), ord("Q"), ord("q"), ord("Q"), ord("@"), 0x7D9],
        [0xDF, ord("?"), 0xDF, ord("?"), ord("\\"), 0xBF],
        [LEVEL_3],
        [NAMED["caps_lock"]],
        [NAMED["shift"]],
        [0, 0, 0, 0],
    ]
    return Keymap(10, rows, [[14], [13], [], [], [], [], [], [12]])


def test_a_layout_gives_strokes_with_what_is_held() -> None:
    keymap = german()
    assert keymap.character("q") == Stroke(10)
    assert keymap.character("?") == Stroke(11, SHIFT)
    assert keymap.character("@") == Stroke(10, LEVEL_3_HELD)
    assert keymap.character("¿") == Stroke(11, LEVEL_3_HELD | SHIFT)
    assert keymap.character("z") is None
    assert keymap.spare == (15,)
    assert keymap.locks == (13,)
    assert keymap.names_of_held([10, 13, 14]) == {14: "shift"}


def test_the_second_layout_has_columns_of_its_own() -> None:
    rows = [[ord("a"), ord("A"), 0x6C6, 0x6E6]]
    keymap = Keymap(38, rows, [[]] * 8, group=1)
    assert keymap.character("ф") == Stroke(38)
    assert keymap.character("Ф") == Stroke(38, SHIFT)
    assert keymap.character("a") is None


def test_names_of_programs_in_order_of_what_they_mean(tmp_path: Path) -> None:
    def entry(identity: str, name: str, kind: str = "", program: str = "sh") -> Entry:
        file = tmp_path / f"{identity}.desktop"
        file.write_text(f"[Desktop Entry]\nName={name}\nGenericName={kind}\nExec={program}\n")
        found = read(file, identity, {"PATH": "/bin:/usr/bin"})
        assert found is not None
        return found

    known = [entry("org.example.Writer", "Scribe", "Text Editor"), entry("env", "Text Editor Plus", "Tool", "env -i")]
    assert find("scribe", known).identity == "org.example.Writer"
    assert find("writer", known).identity == "org.example.Writer"
    assert find("  TEXT   editor ", known).identity == "org.example.Writer"
    assert find("Text Editor P", known).identity == "env"
    assert find("sh", known).identity == "org.example.Writer"
    for bad in ("", "%", "../../etc", "x" * 200, "\x00"):
        with pytest.raises(ActionRefused, match="There is no program"):
            find(bad, known)


def test_files_that_are_none_are_no_programs(tmp_path: Path) -> None:
    file = tmp_path / "x.desktop"
    for data in (b"", b"\xff\xfe\x00", b"[Desktop Entry]\nName=x\n", b"[Other]\nExec=sh\n", b"\x00" * 2_000_000):
        file.write_bytes(data)
        assert read(file, "x", {"PATH": "/bin"}) is None


def test_the_worker_gives_results_errors_and_deadlines() -> None:
    released = threading.Event()
    worker = Worker("test", released.set)
    assert worker.call(lambda: 7, 1) == 7
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda: 1 // 0, 1)
    with pytest.raises(Hung, match=r"within 0\.05 s"):
        worker.call(lambda: worker.pause(60), 0.05)  # told to stop, it ends by itself
    assert worker.call(lambda: 8, 1) == 8
    begun = time.monotonic()
    with pytest.raises(Hung):
        worker.call(released.wait, 0.05)  # it does not listen, and is cut off
    assert time.monotonic() - begun < 3
    with pytest.raises(Hung, match="earlier call"):
        worker.call(lambda: 9, 1)
    worker.close()


def test_work_that_is_told_to_stop_puts_things_back() -> None:
    worker = Worker("test", lambda: None)
    seen: list[str] = []

    def work() -> None:
        try:
            worker.pause(60)
        except Stopped:
            seen.append("put back")
            raise

    with pytest.raises(Hung):
        worker.call(work, 0.05)
    assert seen == ["put back"]
    worker.close()

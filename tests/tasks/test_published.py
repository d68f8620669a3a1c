"""Published data sets are read in their own form, scored by their own rules, and refused in words where they are broken."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from published_rows import episode, example, forest, packed, picture, png, step, write_records
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

from tasks.grounding import BadGroundingData, Inside, Near
from tasks.published import published
from tasks.published.aitw import grown
from tasks.published.android_control import smallest_box
from tasks.published.tfrecord import BLOCK, crc32c, masked, records

SHARD = "android_control-00000-of-00020"


@pytest.mark.parametrize(
    ("data", "crc"),
    [  # RFC 3720, appendix B.4, and the check value of CRC-32C
        (bytes(32), 0x8A9136AA),
        (b"\xff" * 32, 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (bytes(range(31, -1, -1)), 0x113FDB5C),
        (b"123456789", 0xE3069283),
        (b"", 0),
    ],
)
def test_the_checksum_is_that_of_the_standard(data: bytes, crc: int) -> None:
    assert crc32c(data) == crc


@pytest.mark.parametrize("length", [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 5 * BLOCK + 17])
def test_the_checksum_of_long_records_is_that_of_another_implementation(length: int) -> None:
    data = bytes((7 * place + place // 251) % 256 for place in range(length))
    assert masked(data) == masked_crc32c(data)


# ScreenSpot


def test_screenspot_rows_are_read_as_published(tmp_path: Path) -> None:
    (tmp_path / "screenspotv2_image").mkdir()
    Image.new("RGB", (200, 400)).save(tmp_path / "screenspotv2_image" / "a.png")
    row = {
        "img_filename": "a.png",
        "bbox": [20, 40, 100, 80],
        "instruction": "close",
        "data_type": "icon",
        "data_source": "ios",
    }
    (tmp_path / "screenspot_mobile_v2.json").write_text(json.dumps([row]), "utf-8")
    (sample,) = published(tmp_path)
    assert sample.target.box == (0.1, 0.1, 0.6, 0.3)
    assert sample.groups == {"kind": "icon", "file": "screenspot_mobile_v2", "source": "ios"}
    assert sample.target.holds(0.5, 0.2)
    assert not sample.target.holds(0.5, 0.31)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ("{}", "no list"),
        ('[{"img_filename": "a.png"}]', "not ScreenSpot's"),
        ('[{"img_filename": "b.png", "bbox": [1, 2, 3, 4], "instruction": "x", "data_type": "text"}]', "nowhere"),
    ],
)
def test_rows_in_another_form_are_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "screenspot_web.json").write_text(text, "utf-8")
    with pytest.raises(BadGroundingData, match=words):
        list(published(tmp_path))


def test_a_folder_without_rows_and_a_broken_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGroundingData, match="holds neither"):
        list(published(tmp_path))
    (tmp_path / "a.png").write_bytes(b"no picture")
    row = {"img_filename": "a.png", "bbox": [1, 2, 3, 4], "instruction": "x", "data_type": "text"}
    (tmp_path / "screenspot_web.json").write_text(json.dumps([row]), "utf-8")
    with pytest.raises(BadGroundingData, match="cannot be read"):
        list(published(tmp_path))


# AndroidControl


def test_every_touch_of_an_episode_is_asked_for_by_its_step(tmp_path: Path) -> None:
    write_records(tmp_path / SHARD, [example(episode(7))])
    click, hold = published(tmp_path)
    assert click.instruction == "Click on the red one"
    assert click.target == Inside((0.2, 0.15, 0.5, 0.3)), "the smallest visible node under the finger"
    assert click.groups == {"kind": "click", "part": "all", "rule": "box"}
    assert (click.hold, hold.hold) == (False, True)
    assert hold.instruction == "Halte „Rot“ gedrückt"
    assert hold.target == Inside((0, 0, 1, 0.2)), "the topmost window comes first"
    assert click.image.tobytes() == picture(100, 200, (0, 0, 0)).tobytes()
    assert hold.image.tobytes() == picture(100, 200, (0, 0, 2)).tobytes(), "the picture before the action"


def test_where_no_node_is_under_the_finger_the_distance_counts(tmp_path: Path) -> None:
    write_records(tmp_path / SHARD, [example(episode(7, accessibility_trees=[forest()] * 4))])
    click, _ = published(tmp_path)
    assert click.groups["rule"] == "distance"
    assert click.target.holds(0.3 + 0.13, 0.2)
    assert not click.target.holds(0.3 + 0.15, 0.2)


def test_only_the_test_part_is_scored_where_the_split_is_there(tmp_path: Path) -> None:
    write_records(tmp_path / SHARD, [example(episode(number)) for number in (1, 2)])
    write_records(tmp_path / "android_control-00001-of-00020", [example(episode(3))])
    (tmp_path / "splits.json").write_text('{"train": [2], "validation": [], "test": [1, 3]}', "utf-8")
    (tmp_path / "test_subsplits.json").write_text('{"IDD": [1], "app_unseen": [3]}', "utf-8")
    assert [one.groups["part"] for one in published(tmp_path)] == ["IDD", "IDD", "app_unseen", "app_unseen"]


def test_a_touch_outside_its_picture_is_left_out(tmp_path: Path) -> None:
    actions = [b'{"action_type":"click","x":100,"y":40}', b'{"action_type":"wait"}', b'{"action_type":"click","x":-1,"y":0}']
    write_records(tmp_path / SHARD, [example(episode(7, actions=actions))])
    assert list(published(tmp_path)) == []


def test_a_node_may_reach_beyond_the_screen() -> None:
    assert smallest_box(memoryview(forest((0, [((-20, -5, 30, 30), True)]))), 3, 3) == (-20, -5, 30, 30)
    assert smallest_box(memoryview(forest()), 3, 3) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"goal": [b"\xff"], "step_instructions": [b"\xff"] * 3}, "no UTF-8"),
        ({"actions": [b"{"] * 3}, "an action is '{'"),
        ({"actions": [b"[" * 100_000] * 3}, "an action is"),
        ({"actions": [b'{"action_type":"click"}'] * 3}, "an action is"),
        ({"actions": [b'{"action_type":"click","x":1e999,"y":0}'] * 3}, "an action is"),
        ({"screenshots": [b"no picture"] * 4}, "cannot be read"),
        ({"screenshots": [png(picture(100, 200))[:-30]] * 4}, "cannot be read"),
        ({"screenshots": [png(picture(90, 200))] * 4}, "90x200 pixels instead of 100x200"),
        ({"screenshot_widths": [10**6] * 4, "screenshot_heights": [10**6] * 4}, "is said to have"),
        ({"screenshot_widths": [100] * 3}, "not of one length"),
        (
            {"screenshots": [], "accessibility_trees": [], "screenshot_widths": [], "screenshot_heights": []},
            "of another type|pictures",
        ),
        ({"accessibility_trees": [b"\x0a\xff\x01"] * 4}, "beyond its end"),
        ({"accessibility_trees": [b"\x08\x01"] * 4}, "field 1 is a number"),
        ({"episode_id": [b"7"]}, "of another type"),
        ({"episode_id": [7, 8]}, "2 values instead of one"),
    ],
)
def test_a_broken_episode_is_refused_in_one_sentence(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    write_records(tmp_path / SHARD, [example(episode(7, **changes))])
    with pytest.raises(BadGroundingData, match=rf"^Row 0 of .*{SHARD} is not as published: .*({words})"):
        list(published(tmp_path))


@pytest.mark.parametrize("missing", sorted(set(episode(7)) - {"goal", "accessibility_trees"}))
def test_every_key_that_is_used_has_to_be_there(missing: str, tmp_path: Path) -> None:
    features = {key: value for key, value in episode(7).items() if key != missing}
    write_records(tmp_path / SHARD, [example(features)])
    with pytest.raises(BadGroundingData, match=f"it has no {missing}"):
        list(published(tmp_path))


# AndroidInTheWild


def test_a_tap_hits_near_to_the_persons_or_in_the_same_grown_box(tmp_path: Path) -> None:
    write_records(tmp_path / "google_apps" / "google_apps-00000-of-00001", [example(step())])
    (sample,) = published(tmp_path)
    assert sample.instruction == "turn off javascript"
    assert sample.groups == {"part": "google_apps"}
    assert sample.image.tobytes() == picture(40, 80).tobytes()
    assert isinstance(sample.target, Near)
    # The annotation is 0.2 wide from 0.1 on; grown by 1.4 it reaches from 0 (not -0.04) as far as 0.48.
    assert sample.target.boxes[0] == pytest.approx((0, 0.43, 0.48, 0.67))
    assert sample.target.holds(0.47, 0.6), "in the same box"
    assert not sample.target.holds(0.49, 0.6)
    assert sample.target.holds(0.2, 0.39), "near enough"
    assert not sample.target.holds(0.2, 0.37)
    assert not sample.target.holds(0.92, 0.92), "in the box of something else"


def test_a_box_grows_as_the_authors_let_it() -> None:
    assert grown((0.2, 0.3, 0.1, 0.2)) == pytest.approx((0.16, 0.13, 0.16 + 0.48, 0.13 + 0.24))
    assert grown((0.1, 0.1, 0.8, 0.8)) == pytest.approx((0, 0, 1, 1)), "no box is larger than the screen"


@pytest.mark.parametrize(
    "changes",
    [
        {"results/action_type": [3]},
        {"results/action_type": [10], "results/yx_touch": [-1.0, -1.0], "results/yx_lift": [-1.0, -1.0]},
        {"results/yx_lift": [0.57, 0.2]},
        {"results/yx_touch": [float("nan"), 0.2]},
    ],
)
def test_what_is_no_tap_is_not_scored(changes: dict[str, Any], tmp_path: Path) -> None:
    write_records(tmp_path / "general-00000", [example(step(**changes))])
    assert list(published(tmp_path)) == []


def test_only_the_standard_test_part_of_the_wild_is_scored(tmp_path: Path) -> None:
    write_records(tmp_path / "single" / "single-00000", [example(step(episode_id=[name])) for name in (b"a", b"b")])
    (tmp_path / "splits").mkdir()
    (tmp_path / "splits" / "standard.json").write_text('{"train": ["a"], "validation": [], "test": ["b"]}', "utf-8")
    assert len(list(published(tmp_path))) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image/encoded": [b"abc"]}, "has 3 bytes"),
        ({"image/channels": [4]}, "4 colours"),
        ({"image/height": [-1]}, "is said to have"),
        ({"image/height": None}, "it has no image/height"),
        ({"image/ui_annotations_positions": [0.1, 0.2]}, "has 2 values"),
        ({"results/yx_touch": [0.1]}, "instead of two"),
        ({"results/yx_lift": [1, 2]}, "of another type"),
        ({"goal_info": None}, "it has no goal_info"),
        ({"goal_info": [b"\xc3"]}, "no UTF-8"),
    ],
)
def test_a_broken_step_is_refused_in_one_sentence(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    write_records(tmp_path / "general-00000", [example(step(**changes))])
    with pytest.raises(BadGroundingData, match=words):
        list(published(tmp_path))


def test_a_screen_without_annotations_is_scored_by_distance(tmp_path: Path) -> None:
    write_records(tmp_path / "general-00000", [example(step(**{"image/ui_annotations_positions": []}))])
    (sample,) = published(tmp_path)
    assert isinstance(sample.target, Near)
    assert sample.target.boxes == ()


# files


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_a_file_that_is_cut_off_is_told(cut: int, tmp_path: Path) -> None:
    file = write_records(tmp_path / SHARD, [example(episode(7))])
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.raises(BadGroundingData, match="cut off or damaged"):
        list(published(tmp_path))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data[:-1], "cut off"),
        (lambda data: data[:20], "cut off"),
        (lambda data: data + b"\x00" * 5, "cut off"),
        (lambda data: b"\x01" + data[1:], "checksum of its length"),
        (lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:], "its checksum is wrong"),
        (lambda data: packed([b"x"])[:12] + data, "checksum|cut off"),
    ],
)
def test_records_are_held_against_their_checksums(change: Any, words: str, tmp_path: Path) -> None:
    file = tmp_path / SHARD
    file.write_bytes(gzip.compress(change(packed([example(episode(7))]))))
    with pytest.raises(BadGroundingData, match=words):
        list(records(file))


def test_a_record_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    import struct

    head = struct.pack("<Q", 1 << 40)
    (tmp_path / SHARD).write_bytes(gzip.compress(head + struct.pack("<I", masked(head))))
    with pytest.raises(BadGroundingData, match="1099511627776 bytes"):
        list(published(tmp_path))


@pytest.mark.parametrize("name", ["splits.json", "test_subsplits.json"])
@pytest.mark.parametrize("text", ["{", "[1]", '{"test": 3}'])
def test_a_broken_split_is_refused(name: str, text: str, tmp_path: Path) -> None:
    write_records(tmp_path / SHARD, [example(episode(7))])
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadGroundingData, match=name):
        list(published(tmp_path))


def test_a_folder_with_nothing_of_the_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGroundingData, match="holds neither"):
        list(published(tmp_path))
    write_records(tmp_path / "other", [example({"a": [1]})])
    with pytest.raises(BadGroundingData, match="no steps of"):
        list(published(tmp_path))
    write_records(tmp_path / "other", [])
    with pytest.raises(BadGroundingData, match="no steps of"):
        list(published(tmp_path))
    write_records(tmp_path / "other", [b"\xff\xff"])
    with pytest.raises(BadGroundingData, match=r"no tf\.train\.Example"):
        list(published(tmp_path))


def test_one_record_is_in_memory_at_a_time(tmp_path: Path) -> None:
    noise = bytes((5 * place + place // 7) % 256 for place in range(600 * 400 * 3))
    rows = [example(step(**{"image/encoded": [noise], "image/width": [400], "image/height": [600]}))]
    write_records(tmp_path / "general-00000", rows * 12)
    next(islice(published(tmp_path), 1))  # tables are made once
    tracemalloc.start()
    try:
        assert sum(1 for _ in published(tmp_path)) == 12
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 9 * len(rows[0]), f"{most / len(rows[0]):.1f} records at a time"


WHOLE = {"control": [example(episode(7))], "wild": [example(step()), example(step(episode_id=[b"124"]))]}


@pytest.mark.parametrize("name", sorted(WHOLE))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_are_refused_or_read_and_nothing_else(name: str, tmp_path: Path, data: st.DataObject) -> None:
    """Damage inside of records whose checksums are right, as a broken writer would leave it, and damage after that."""
    row = bytearray(data.draw(st.sampled_from(WHOLE[name])))
    for _ in range(data.draw(st.integers(0, 4))):
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(row)))
    compressed = bytearray(gzip.compress(packed([bytes(row[:cut]) if data.draw(st.booleans()) else bytes(row)]), mtime=0))
    if data.draw(st.booleans()):
        compressed[data.draw(st.integers(2, len(compressed) - 1))] ^= data.draw(st.integers(1, 255))
    (tmp_path / SHARD).write_bytes(compressed)
    try:
        for sample in published(tmp_path):
            assert sample.image.size
            sample.target.holds(0.5, 0.5)
    except BadGroundingData:
        return


def test_the_bench_reads_each_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from scripts.benchmarks.__main__ import main

    script = tmp_path / "script.jsonl"
    reply = 'Thought: Tap it.\nAction: {"action": "tap", "point": [300, 200]}'
    script.write_text(json.dumps([reply] * 3), "utf-8")
    write_records(tmp_path / "data" / SHARD, [example(episode(7))])
    words = [
        "grounding",
        "--model",
        f"scripted:{script}",
        "--data",
        str(tmp_path / "data"),
        "--out",
        str(tmp_path / "out.jsonl"),
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "all                   1 of 2" in said, "the long press was answered by a tap"
    assert main([*words, "--samples", "1"]) == 0

"""Things to point at: fresh screens are the same each time and their boxes true; published rows are read in their own form."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from agent.models.scripted import ScriptedModel
from agent.training.goals import Scene
from devices.phone.tree import Node
from tasks.grounding import KINDS, WORDS, BadGroundingData, kind_of, screens, screenspot


def scene(node: Node) -> Scene:
    return Scene(Node("android.widget.FrameLayout", bounds=(0, 0, 1080, 2400), children=(node,)), 1080, 2400, 420, "", "")


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        (Node("android.widget.Switch", text="Wi-Fi", bounds=(0, 0, 1080, 180), clickable=True, checkable=True), "toggle"),
        (Node("android.widget.Button", text="ok", bounds=(0, 0, 400, 90), clickable=True), "small"),
        (Node("android.widget.ImageButton", label="Search", bounds=(0, 0, 126, 126), clickable=True), "icon"),
        (Node("android.widget.Button", text="Save", bounds=(0, 0, 200, 126), clickable=True), "text"),
    ],
)
def test_a_target_has_one_kind(node: Node, kind: str) -> None:
    assert kind_of(node, scene(node)) == kind


def test_the_same_worlds_ask_the_same_things() -> None:
    first, second = ([*islice(screens([9400], 6), 6)] for _ in range(2))
    assert [(one.instruction, one.box, one.groups, one.image.tobytes()) for one in first] == [
        (one.instruction, one.box, one.groups, one.image.tobytes()) for one in second
    ]
    for one in first:
        left, top, right, bottom = one.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert one.groups["kind"] in KINDS
        before, _, after = WORDS[one.groups["language"]].partition("{}")
        assert one.instruction.startswith(before)
        assert one.instruction.endswith(after)


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
    (sample,) = screenspot(tmp_path)
    assert sample.box == (0.1, 0.1, 0.6, 0.3)
    assert sample.groups == {"kind": "icon", "file": "screenspot_mobile_v2", "source": "ios"}
    assert sample.holds(0.5, 0.2)
    assert not sample.holds(0.5, 0.31)


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
        list(screenspot(tmp_path))


def test_a_folder_without_rows_and_a_broken_picture_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGroundingData, match=r"holds no screenspot"):
        list(screenspot(tmp_path))
    (tmp_path / "a.png").write_bytes(b"no picture")
    row = {"img_filename": "a.png", "bbox": [1, 2, 3, 4], "instruction": "x", "data_type": "text"}
    (tmp_path / "screenspot_web.json").write_text(json.dumps([row]), "utf-8")
    with pytest.raises(BadGroundingData, match="cannot be read"):
        list(screenspot(tmp_path))


def test_a_hit_is_a_touch_in_the_box_and_nothing_else() -> None:
    from scripts.benchmarks.grounding import point, report
    from tasks.grounding import Sample

    sample = Sample(Image.new("RGB", (100, 200)), "tap Save", (0.1, 0.1, 0.3, 0.3), {"kind": "text"})
    said = [
        'Thought: Tap Save.\nAction: {"action": "tap", "point": [200, 200]}',
        'Thought: Tap Save.\nAction: {"action": "tap", "point": [200, 400]}',
        'Thought: Go back.\nAction: {"action": "press", "key": "back"}',
        "nothing of the kind",
    ]
    model = ScriptedModel(said)
    results = [point(model, "scripted", number, sample) for number in range(4)]
    assert [one.hit for one in results] == [True, False, False, False]
    found = report(results, "scripted", promised=True)
    assert found.figures["all"]["hits"] == 1
    assert found.figures["kind text"]["share"] == 0.25
    assert len(found.missed) == 2

"""Things to point at: fresh screens are the same each time, and their boxes are true."""

from __future__ import annotations

from itertools import islice

import pytest
from PIL import Image

from agent.models.scripted import ScriptedModel
from agent.training.goals import Scene
from devices.phone.tree import Node
from tasks.grounding import KINDS, WORDS, kind_of, screens


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
    assert [(one.instruction, one.target.box, one.groups, one.image.tobytes()) for one in first] == [
        (one.instruction, one.target.box, one.groups, one.image.tobytes()) for one in second
    ]
    for one in first:
        left, top, right, bottom = one.target.box
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert one.groups["kind"] in KINDS
        before, _, after = WORDS[one.groups["language"]].partition("{}")
        assert one.instruction.startswith(before)
        assert one.instruction.endswith(after)


def test_a_hit_is_a_touch_in_the_box_and_nothing_else() -> None:
    from scripts.benchmarks.grounding import point, report
    from tasks.grounding import Inside, Sample

    sample = Sample(Image.new("RGB", (100, 200)), "tap Save", Inside((0.1, 0.1, 0.3, 0.3)), {"kind": "text"})
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

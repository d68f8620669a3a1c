"""What the crawler complains of, and that a picture drawn in parts is the picture drawn at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickItem

from devices.phone.canvas import Canvas
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import Node, read_tree
from scripts.phone_crawler import Crawler
from scripts.phone_faults import Net, faults

PAGE = """
import QtQuick
Item {
    width: 400; height: 400
    component Button: Item { property string treeClass: "android.widget.Button"; property bool treeClickable: true }
    %s
}
"""


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    made = Phone(PhoneOptions(width=540, height=1200, density=210, seed=3, clock="stepped"))
    yield made
    made.close()


def found(phone: Phone, tmp_path: Path, body: str) -> set[str]:
    """The faults of a page with this body; the phone only makes sure that Qt is up."""
    file = tmp_path / "Page.qml"
    file.write_text(PAGE % body)
    canvas = Canvas()
    canvas.view.setSource(QUrl.fromLocalFile(str(file)))
    canvas.resize(400, 400)
    canvas.draw()
    root = canvas.view.rootObject()
    assert isinstance(root, QQuickItem)
    kinds = {fault.what.partition(":")[0] for fault in faults(read_tree(root, 400, 400))}
    canvas.close()
    return kinds


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ('Text { width: 40; text: "much too long for it"; font.pixelSize: 20 }', "a text is larger than its own box"),
        (
            'Button { width: 60; height: 40; Text { text: "a long word"; font.pixelSize: 20 } }',
            "a text leaves the button that it belongs to",
        ),
        ('Text { x: 350; text: "too far right"; font.pixelSize: 20 }', "a text leaves the screen, and no list brings it back"),
        (
            'Item { width: 50; height: 50; clip: true; Text { text: "a long word"; font.pixelSize: 20 } }',
            "a text is cut off, and no list brings it into sight",
        ),
        ("Button { width: 80; height: 80 } Button { x: 40; width: 80; height: 80 }", "two things to tap lie upon each other"),
        (
            'Button { width: 200; height: 80; Text { text: "one"; font.pixelSize: 20 } '
            'Text { x: 4; text: "two"; font.pixelSize: 20 } }',
            "two texts lie upon each other",
        ),
    ],
)
def test_what_is_wrong_is_seen(phone: Phone, tmp_path: Path, body: str, complaint: str) -> None:
    assert found(phone, tmp_path, body) == {complaint}


@pytest.mark.parametrize(
    "body",
    [
        'Text { width: 80; text: "much too long for it"; font.pixelSize: 20; elide: Text.ElideRight }',
        'Flickable { width: 100; height: 50; contentWidth: 500; clip: true; Text { text: "a rather long text" } }',
        "Button { width: 80; height: 80 } Button { x: 80; width: 80; height: 80 }",
        "Button { width: 80; height: 80; Button { x: 40; width: 40; height: 40 } }",
    ],
)
def test_what_is_meant_so_is_left_alone(phone: Phone, tmp_path: Path, body: str) -> None:
    assert found(phone, tmp_path, body) == set()


def test_nothing_wrong_with_plain_nodes() -> None:
    assert list(faults(Node("a.B", children=(Node("a.C", clickable=True, bounds=(0, 0, 9, 9)),)))) == []


def test_a_crawl_is_the_same_every_time(tmp_path: Path) -> None:
    seen = []
    for _ in range(2):
        with Net() as net:
            made = Phone(PhoneOptions(width=540, height=1200, density=210, seed=3, clock="stepped"))
            crawler = Crawler(made, net, 1, tmp_path)
            frames = []
            for _ in range(25):
                crawler.step()
                frames.append(made.grab()[2])
            seen.append((frames, crawler.screens, list(crawler.findings)))
            made.close()
    assert seen[0] == seen[1]


def test_a_picture_drawn_in_parts_is_the_whole_picture(phone: Phone, tmp_path: Path) -> None:
    with Net() as net:
        crawler = Crawler(phone, net, 2, tmp_path)
        for _ in range(20):
            crawler.step()
            parts = phone.grab()
            assert phone.grab()[2] is parts[2], "nothing changed, nothing is copied"
            phone._canvas.resize(*phone.size)  # a clean sheet: everything is drawn again
            assert phone.grab() == parts

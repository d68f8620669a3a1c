"""The phone's fonts: complete, its own, and never the host's. Qt runs in a process of its own here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from devices.phone.fonts import FONT_DIRECTORY, FONT_FILES, UnknownIcon, fontconfig_file, icon, icon_names

RENDER = """
import hashlib, json, sys
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QImage, QPainter
from devices.phone.fonts import ICON_FAMILY, icon, load_fonts

application = QGuiApplication([])
loaded = load_fonts()

def draw(text, family):
    picture = QImage(240, 60, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    font = QFont(family) if family else QFont()
    font.setPixelSize(32)
    painter.setFont(font)
    painter.drawText(QRect(0, 0, 240, 60), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    pixels = bytes(picture.constBits())
    ink = sum(1 for value in pixels[::4] if value < 128)
    grey = all(pixels[i] == pixels[i + 1] == pixels[i + 2] for i in range(0, len(pixels), 4))
    return {"ink": ink, "grey": grey, "digest": hashlib.sha256(pixels).hexdigest()}

texts = json.loads(sys.argv[1])
print(json.dumps({
    "loaded": loaded,
    "families": QFontDatabase.families(),
    "default": QFontInfo(QFont()).family(),
    "medium": QFontInfo(QFont("Roboto", 12, QFont.Weight.Medium)).weight(),
    "texts": {name: draw(text, ICON_FAMILY if name.startswith("icon") else "") for name, text in texts.items()},
}))
"""

TEXTS = {
    "latin": "Settings",
    "cyrillic": "Настройки",
    "greek": "Ρυθμίσεις",
    "chinese": "设置声音",
    "traditional": "設置聲音",
    "japanese": "せってい カナ",
    "korean": "설정",
    "arabic": "الإعدادات",
    "arabic letters apart": "\u200c".join("الإعدادات"),
    "persian": "تنظیمات گچپژ",
    "missing": "\U000e0fff" * 4,
    "icon wifi": icon("wifi"),
    "icon cog": icon("cog"),
}


def render(scratch: Path) -> dict[str, Any]:
    """What Qt draws for TEXTS in a fresh process that has our fonts alone."""
    scratch.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "FONTCONFIG_FILE": str(fontconfig_file(scratch)),
        "PYTHONPATH": str(FONT_DIRECTORY.parents[2]),
    }
    command = [sys.executable, "-c", RENDER, json.dumps(TEXTS)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return render(tmp_path_factory.mktemp("a & b"))  # a path that has to be escaped


def test_only_the_phones_own_families_are_there(rendered: dict[str, Any]) -> None:
    ours = {"Material Design Icons", "Noto Sans Arabic", "Noto Sans CJK SC", "Roboto"}
    # Qt lists the weight "Medium" as a family too, and always the three generic names.
    assert ours <= set(rendered["families"]) <= ours | {"Roboto Medium", "Sans Serif", "Serif", "Monospace"}
    assert set(rendered["loaded"]) == ours


def test_the_default_font_is_roboto(rendered: dict[str, Any]) -> None:
    assert rendered["default"] == "Roboto"
    assert rendered["medium"] == 500


def test_every_script_and_icon_is_drawn(rendered: dict[str, Any]) -> None:
    drawn = rendered["texts"]
    assert {name for name, picture in drawn.items() if picture["ink"] < 100} <= {"missing"}
    digests = [picture["digest"] for picture in drawn.values()]
    assert len(set(digests)) == len(digests)


def test_letters_are_grey_without_subpixels(rendered: dict[str, Any]) -> None:
    assert all(picture["grey"] for picture in rendered["texts"].values())


def test_arabic_letters_join(rendered: dict[str, Any]) -> None:
    assert rendered["texts"]["arabic"]["digest"] != rendered["texts"]["arabic letters apart"]["digest"]


def test_the_same_pixels_in_another_process(rendered: dict[str, Any], tmp_path: Path) -> None:
    assert render(tmp_path / "again")["texts"] == rendered["texts"]


def test_characters_are_in_the_files() -> None:
    """A character that no font has would be drawn as a box, which looks like ink."""
    text_fonts = [TTFont(path).getBestCmap() for path in FONT_FILES if "Icons" not in path.name]
    missing = {
        character
        for name, text in TEXTS.items()
        if not name.startswith(("icon", "missing"))
        for character in text
        if not any(ord(character) in table for table in text_fonts)
    }
    assert missing == set()


def test_every_icon_has_a_glyph() -> None:
    table = TTFont(FONT_DIRECTORY / "MaterialDesignIcons.ttf").getBestCmap()
    assert len(icon_names()) >= 160
    assert {name for name in icon_names() if ord(icon(name)) not in table} == set()


@pytest.mark.parametrize("path", [path for path in FONT_FILES if path.suffix == ".ttf"], ids=lambda path: path.stem)
def test_glyphs_stand_where_their_outlines_say(path: Path) -> None:
    """A side bearing that differs from the outline shifts a glyph: icons would not be centred."""
    font = TTFont(path)
    outlines, metrics = font["glyf"], font["hmtx"]
    drawn = [name for name in font.getGlyphOrder() if outlines[name].numberOfContours != 0]
    assert {name for name in drawn if abs(outlines[name].xMin - metrics[name][1]) > 1} == set()


def test_an_unknown_icon_is_named() -> None:
    with pytest.raises(UnknownIcon, match="no icon named 'warp-drive'") as caught:
        icon("warp-drive")
    assert caught.value.name == "warp-drive"
    assert isinstance(caught.value, KeyError)


def test_each_font_has_its_licence_and_the_whole_is_small() -> None:
    licences = " ".join(path.name for path in FONT_DIRECTORY.glob("LICENSE-*.txt"))
    assert {
        path.name for path in FONT_FILES if path.name.partition("-")[0].partition(".")[0].removesuffix("sc") not in licences
    } == set()
    assert sum(path.stat().st_size for path in FONT_FILES) < 4_000_000

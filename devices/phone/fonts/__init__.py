"""The phone's own fonts and icons, so that it looks the same on every machine.

Roboto for the interface, Noto Sans CJK SC and Noto Sans Arabic where Roboto has no glyph, and Material Design Icons by
name. `scripts/make-fonts` makes the files. Importing this module does not load Qt: `fontconfig_file` has to be called
before Qt starts, `load_fonts` after.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

FONT_DIRECTORY = Path(__file__).parent
FONT_FILES: tuple[Path, ...] = tuple(
    FONT_DIRECTORY / name
    for name in (
        "Roboto-Regular.ttf",
        "Roboto-Medium.ttf",
        "Roboto-Bold.ttf",
        "NotoSansCJKsc-Regular.otf",
        "NotoSansArabic-Regular.ttf",
        "MaterialDesignIcons.ttf",
    )
)
TEXT_FAMILIES = ("Roboto", "Noto Sans CJK SC", "Noto Sans Arabic")
"""In the order in which a character is looked for."""
ICON_FAMILY = "Material Design Icons"

_GENERIC_FAMILIES = ("sans-serif", "serif", "monospace", "cursive", "fantasy", "system-ui", "Sans Serif", "Sans", "Helvetica")

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
{aliases}
  <match target="pattern">
    <edit name="family" mode="append_last">{families}</edit>
  </match>
{rendering}
</fontconfig>
"""
_ALIAS = '  <alias binding="same"><family>{name}</family><prefer>{families}</prefer></alias>'
# Hints and subpixels depend on the font engine's build and on the screen; without both, only the outlines decide.
_RENDERING = """  <match target="{target}">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign"><const>lcdnone</const></edit>
    <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit>
  </match>"""


class UnknownIcon(KeyError):
    """The icon font of the phone has no icon of this name; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"the phone has no icon named {self.name!r}; scripts/make-fonts adds one"


class FontUnusable(RuntimeError):
    """Qt cannot read one of the phone's font files; `path` says which."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Qt cannot read the font {path}; install the package again")
        self.path = path


@cache
def _code_points() -> dict[str, int]:
    table = json.loads((FONT_DIRECTORY / "icons.json").read_text(encoding="utf-8"))
    return {name: int(point, 16) for name, point in table.items()}


def icon_names() -> tuple[str, ...]:
    """The names of all icons, sorted."""
    return tuple(sorted(_code_points()))


def icon(name: str) -> str:
    """The character that draws an icon in the family ICON_FAMILY; raises UnknownIcon (a KeyError)."""
    try:
        return chr(_code_points()[name])
    except KeyError as error:
        raise UnknownIcon(name) from error


def fontconfig_file(directory: Path) -> Path:
    """Write a fontconfig file that knows the phone's fonts alone, and return its path for FONTCONFIG_FILE.

    directory: an existing scratch folder; fontconfig keeps its cache there too. Raises OSError where it is not writable.
    """
    directory = directory.resolve()
    text_families = "".join(f"<family>{name}</family>" for name in TEXT_FAMILIES)
    path = directory / "fonts.conf"
    path.write_text(
        _FONTCONFIG.format(
            fonts=escape(str(FONT_DIRECTORY.resolve())),
            cache=escape(str(directory / "fontconfig-cache")),
            aliases="\n".join(_ALIAS.format(name=name, families=text_families) for name in _GENERIC_FAMILIES),
            families="".join(f"<string>{name}</string>" for name in TEXT_FAMILIES),
            rendering="\n".join(_RENDERING.format(target=target) for target in ("pattern", "font")),
        ),
        encoding="utf-8",
    )
    return path


def load_fonts() -> tuple[str, ...]:
    """Give the running QGuiApplication the phone's fonts and make Roboto its default; returns the families, sorted.

    With FONTCONFIG_FILE as above Qt has found the files already; elsewhere they are registered here.
    Raises FontUnusable where a file cannot be read.
    """
    from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

    families = {*TEXT_FAMILIES, ICON_FAMILY}
    if not families <= set(QFontDatabase.families()):
        for path in FONT_FILES:
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise FontUnusable(path)
    font = QFont(list(TEXT_FAMILIES))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QGuiApplication.setFont(font)
    return tuple(sorted(families))


def forget_letters() -> None:
    """Let Qt forget the letters that it keeps ready in every size in which one was ever drawn; those on the screen come back.

    It does so whenever the list of fonts changes. Here the list is the same afterwards.
    """
    from PySide6.QtGui import QFontDatabase

    number = QFontDatabase.addApplicationFont(str(FONT_FILES[0]))
    if number >= 0:
        QFontDatabase.removeApplicationFont(number)

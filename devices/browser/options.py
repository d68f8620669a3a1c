"""What `browser:…` may say, and where Chromium is.

Knows options. Does not know Playwright or pages.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from devices.actions import Frozen
from devices.browser.addresses import address
from devices.errors import ActionRefused, BadOption, MissingDependency

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "FINGERTIP_CHROMIUM"
LARGEST = 8192
"""Pixels of a side in a picture."""
_FORMS: Mapping[str, tuple[str, str]] = {
    "url": (r"\S{1,2000}", "an address, such as https://example.com"),
    "chromium": (r".{1,500}", "the path of the program"),
    "size": (r"\d{2,4}x\d{2,4}", "WIDTHxHEIGHT in CSS pixels, such as 412x915"),
    "touch": (r"yes|no", "yes (a finger) or no (a mouse)"),
    "scale": (r"\d(\.\d{1,3})?", "device pixels per CSS pixel, such as 2 or 1.5"),
    "headless": (r"yes|no", "yes or no"),
    "locale": (r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language, such as en-US"),
    "dark": (r"yes|no", "yes or no"),
    "profile": (r"fresh", "fresh: nothing is kept, and nothing of yours is read"),
    "allow": (r"[A-Za-z0-9.*-]+(;[A-Za-z0-9.*-]+)*", "hosts with ; between, such as example.org;*.example.org"),
    "files": (r"yes|no", "yes or no"),
    "dialogs": (r"dismiss|accept", "dismiss or accept"),
    "lists": (r"page|native", "page (drawn in the page) or native (not in the picture)"),
    "downloads": (r".{1,500}", "a folder that exists"),
}
NAMES = tuple(_FORMS)


class BrowserOptions(Frozen):
    """How a browser is opened; see docs/browser.md.

    url: where it starts, and where the home key leads. width, height: of the viewport in CSS pixels. scale: device pixels per
    CSS pixel. allow: patterns of hosts that may be talked to; empty: all. files: whether file: addresses are opened.
    dialogs: how confirm and prompt are answered. lists: who draws drop-down lists. downloads: a folder; empty: refused.
    """

    url: str = "about:blank"
    chromium: str = ""
    width: int = Field(default=412, ge=50, le=4096)
    height: int = Field(default=915, ge=50, le=4096)
    touch: bool = True
    scale: float = Field(default=1.0, ge=0.5, le=5)
    headless: bool = True
    locale: str = "en-US"
    dark: bool = False
    allow: tuple[str, ...] = ()
    files: bool = False
    dialogs: Literal["dismiss", "accept"] = "dismiss"
    lists: Literal["page", "native"] = "page"
    downloads: str = ""

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a picture."""
        return round(self.width * self.scale), round(self.height * self.scale)


def read_options(given: Mapping[str, str]) -> BrowserOptions:
    """The options of a specification; raises BadOption."""
    for name, value in given.items():
        if name not in _FORMS:
            raise BadOption(f"browser has no option {name!r}. Options of browser: {', '.join(_FORMS)}.")
        form, words = _FORMS[name]
        if not re.fullmatch(form, value):
            raise BadOption(f"{name}={value[:100]} is no good for the browser; {name} is {words}.")
    made: dict[str, object] = {
        name: given[name] == "yes" for name in ("touch", "headless", "dark", "files") if name in given
    } | {name: given[name] for name in ("chromium", "locale", "dialogs", "lists", "downloads") if name in given}
    if "size" in given:
        made["width"], made["height"] = map(int, given["size"].split("x"))
    if "scale" in given:
        made["scale"] = float(given["scale"])
    if "allow" in given:
        made["allow"] = tuple(given["allow"].split(";"))
    if "url" in given:
        try:
            blank = given["url"] == "about:blank"
            made["url"] = given["url"] if blank else address(given["url"], files=bool(made.get("files")))
        except ActionRefused as error:
            raise BadOption(f"url={given['url'][:100]} is no good for the browser: {error}") from error
    if "downloads" in given and not Path(given["downloads"]).is_dir():
        raise BadOption(f"downloads={given['downloads'][:100]} is no folder; make it first, or leave the option out.")
    width, height, scale = (made.get("width", 412), made.get("height", 915), made.get("scale", 1.0))
    assert isinstance(width, int)
    assert isinstance(height, int)
    assert isinstance(scale, float)
    if not (50 <= width <= 4096 and 50 <= height <= 4096 and 0.5 <= scale <= 5) or max(width, height) * scale > LARGEST:
        raise BadOption(
            f"size={width}x{height},scale={scale:g} is no good for the browser: sides are 50 to 4096, the scale is 0.5 to 5, "
            f"and both together make at most {LARGEST} pixels."
        )
    return BrowserOptions.model_validate(made)


def find_chromium(asked: str = "") -> str:
    """The path of the program: what is asked for, else FINGERTIP_CHROMIUM, else the first known name on PATH.

    Raises BadOption where the one that was named cannot be run, MissingDependency where there is none.
    """
    for where, named in (("chromium=", asked), (f"{VARIABLE}=", os.environ.get(VARIABLE, ""))):
        if named:
            found = shutil.which(named)
            if found is None:
                raise BadOption(f"{where}{named[:200]} is no program that can be run; name the one of Chromium or Chrome.")
            return found
    for name in PROGRAMS:
        if found := shutil.which(name):
            return found
    raise MissingDependency(
        "There is no Chromium on this computer: install the package chromium, or name a program with chromium=PATH or "
        f"{VARIABLE}."
    )

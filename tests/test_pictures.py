"""The pictures of docs/phone.md: every app has a tour and a sheet, tours ask for what there is, and the page's sample runs."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from devices.phone import manifest
from devices.phone.options import PhoneOptions
from scripts.phone_tour import VERBS, TourError, Tourist

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "phone.md"
FOLDER = ROOT / "docs" / "phone"
TOURS: dict[str, dict[str, Any]] = json.loads((FOLDER / "tours.json").read_text("utf-8"))
APPS = {app.name: app for app in manifest.installed()}
PAGES = {name: set(app.activities.values()) for name, app in APPS.items()}
LARGEST_SHEET = 125_000


def shots() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, tour in TOURS.items():
        for shot in tour["shots"]:
            yield name, {"app": tour.get("app", name), **shot}


@pytest.mark.parametrize("name", sorted({*TOURS, *APPS}))
def test_every_app_has_a_sheet_that_the_page_shows(name: str) -> None:
    assert name in TOURS
    sheet = FOLDER / f"{name}.png"
    assert sheet.stat().st_size < LARGEST_SHEET
    with Image.open(sheet) as picture:
        assert picture.mode == "P"
    assert f"(phone/{name}.png)" in PAGE.read_text("utf-8")


def test_no_sheet_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == set(TOURS)


@pytest.mark.parametrize(("name", "shot"), list(shots()))
def test_steps_and_pages_exist(name: str, shot: dict[str, Any]) -> None:
    if name == "window":
        assert all(line.split()[0] in ("am", "input") for line in shot["shell"])
        return
    PhoneOptions(**shot.get("options", {}))
    assert shot["app"] == "" or shot.get("page", "") in PAGES[shot["app"]]
    for verb, *words in shot.get("steps", []):
        inspect.signature(VERBS[verb]).bind(None, *words)
        if verb == "start":
            assert (words[1] if len(words) > 1 else "") in PAGES[words[0]]
        if verb == "notify":
            package = words[0]["package"]
            assert words[0]["channel"] in next(app.channels for app in APPS.values() if app.package == package)


def test_a_tour_is_played_by_names() -> None:
    tourist = Tourist({"width": 540, "height": 1200, "density": 210})
    tourist.play({"steps": [["tap", "Clock settings"]]}, "clock")
    assert tourist.phone.page == "settings"
    tourist.play({"on": True, "steps": [["key", "back"]]}, "clock")
    assert tourist.phone.page == ""
    with pytest.raises(TourError, match="Clock settings"):
        tourist.play({"on": True, "steps": [["tap", "No such thing"]]}, "clock")
    tourist.phone.close()


def test_the_sample_in_the_page_runs() -> None:
    (sample,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    exec(compile(sample, str(PAGE), "exec"), {"__name__": "sample"})  # noqa: S102  (our own page)

"""What can be chosen when a phone is switched on, in Python, on the command line and as a device."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from devices.errors import BadOption, DeviceLost
from devices.phone import __main__ as program
from devices.phone.archive import pack, read_folder
from devices.phone.options import BadPhoneOption, PhoneOptions
from devices.phone.phone import Phone
from devices.phone.tree import find
from devices.virtual import open_phone

HABITS = Path(__file__).parents[3] / "docs" / "sample-app" / "habits"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"font_scale": 0.8}, "A font scale of 0.8 is outside 0.85 to 1.5."),
        ({"font_scale": 1.6}, "outside 0.85 to 1.5"),
        ({"rotation": 4}, "No rotation 4; it counts quarter turns, 0 to 3."),
        ({"rotation": -1}, "No rotation -1"),
        ({"clock": "sundial"}, "No clock 'sundial'; there are running, stepped."),
        ({"width": 319}, "each side is 320 to 4000"),
        ({"apps": (Path("nowhere"),)}, "There is no app nowhere; name the folder of an app, or a ZIP of it."),
        ({"locale": "fr-FR"}, "does not speak 'fr-FR'"),
    ],
)
def test_what_a_phone_cannot_be(option: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPhoneOption) as bad:
        PhoneOptions(**option)
    assert said in str(bad.value)


def test_the_largest_and_the_smallest() -> None:
    assert PhoneOptions(width=320, height=4000, font_scale=0.85, rotation=3, locale="ar", clock="stepped").font_scale == 0.85


def test_the_command_line_hands_every_option_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[PhoneOptions] = []
    monkeypatch.setattr(program, "_run", lambda options, *_: seen.append(options) or 0)
    words = "--size 2208x1840 --density 360 --seed 9 --locale ar --theme dark --clock stepped --font-scale 1.3 --rotation 1"
    words += f" --app {HABITS} --names invented"
    assert program.main(words.split()) == 0
    assert seen == [PhoneOptions(2208, 1840, 360, 9, "dark", "ar", None, "stepped", 1.3, 1, (HABITS,), "invented")]


@pytest.mark.parametrize("words", ["--font-scale 2", "--names none", "--rotation 7", "--clock sundial", "--size 100x100"])
def test_the_command_line_says_no(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(words.split()) == program.USAGE_ERROR
    assert capsys.readouterr().err.endswith(".\n")


@pytest.mark.parametrize(
    ("option", "value"), [("font_scale", "big"), ("rotation", "4"), ("clock", "slow"), ("names", "no"), ("locale", "ar_EG")]
)
def test_a_device_says_no_before_anything_starts(option: str, value: str) -> None:
    with pytest.raises(BadOption, match=f"{option}={value} is no good"):
        open_phone(**{option: value})


def test_a_phone_is_switched_on_with_an_app_of_ones_own(tmp_path: Path) -> None:
    packed = tmp_path / "habits.apk"
    packed.write_bytes(pack(read_folder(HABITS)))
    for app in (HABITS, packed):
        with closing(Phone(PhoneOptions(width=320, height=640, density=160, apps=(app,)))) as phone:
            phone.start("com.example.habits")
            assert find(phone.tree(), "Walk")


def test_what_is_no_app_is_said_before_a_phone_is_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DeviceLost, match="status 2: An app of --app cannot be installed: INSTALL_"):
        open_phone(app=str(tmp_path / "empty"))
    with pytest.raises(DeviceLost, match="There is no app"):
        open_phone(app=str(tmp_path / "missing"))

"""Programs of a desktop: found by any of their names, started, brought to the front."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import needs_desktop, until

from devices.actions import Launch, Press, Type
from devices.desktop import DesktopDevice, PrivateDesk, drive
from devices.errors import ActionRefused

pytestmark = needs_desktop


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesk]:
    with PrivateDesk(width=900, height=700) as opened:
        yield opened


@pytest.fixture(scope="module")
def device(desk: PrivateDesk) -> Iterator[DesktopDevice]:
    with drive(desk) as opened:
        yield opened


def install(desk: PrivateDesk, name: str, text: str) -> None:
    folder = desk.home / ".local" / "share" / "applications"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.desktop").write_text(text, "utf-8")


def test_a_program_comes_to_the_front_once(device: DesktopDevice) -> None:
    frame = device.observe()
    receipt = device.perform(Launch(app="mousepad"), frame)
    assert receipt.sent == ("start mousepad",)
    assert receipt.delivered == "yes"
    assert "Mousepad" in device.active_title
    first = device.active_window()
    device.perform(Launch(app="Galculator"), frame)
    until(lambda: "galculator" in device.active_title.lower())
    again = device.perform(Launch(app="Text Editor"), frame)
    assert "to the front" in again.sent[0]
    assert device.active_window() == first
    assert sum("Mousepad" in window.title for window in device.windows()) == 1


def test_home_shows_the_desktop_and_a_program_comes_back_from_there(device: DesktopDevice) -> None:
    frame = device.observe()
    device.perform(Launch(app="mousepad"), frame)
    device.perform(Press(key="home"), frame)
    until(lambda: all(window.hidden for window in device.windows()))
    with pytest.raises(ActionRefused, match="No window has the keyboard"):
        device.perform(Type(text="lost"), frame)
    device.perform(Launch(app="mousepad"), frame)
    assert "Mousepad" in device.active_title


def test_an_unknown_program_is_refused_with_near_ones(device: DesktopDevice) -> None:
    before = device.windows()
    with pytest.raises(ActionRefused, match="no program 'Mousepat' on this desktop; near ones are Mousepad"):
        device.perform(Launch(app="Mousepat"), device.observe())
    assert device.windows() == before


def test_a_name_in_another_language_and_codes_of_a_command(desk: PrivateDesk, device: DesktopDevice, tmp_path: Path) -> None:
    said = tmp_path / "said.json"
    script = tmp_path / "show.py"
    script.write_text("import json, sys\nopen(sys.argv[1], 'w').write(json.dumps(sys.argv[2:]))\n")
    install(
        desk,
        "org.example.notes",
        "[Desktop Entry]\nType=Application\nName=Jotter\nName[de]=Notizzettel\nName[zh_CN]=便签\nIcon=jot\n"
        f'Exec=python3 "{script}" {said} --all %F --name=%c "two words" 100%% %i %k\n',
    )
    receipt = device.perform(Launch(app="便签"), device.observe())
    assert receipt.delivered == "unknown"
    assert "no window of it has come to the front" in receipt.note
    words = json.loads(until(lambda: said.exists() and said.read_text()))
    assert words[:-1] == ["--all", "--name=Jotter", "two words", "100%", "--icon", "jot"]
    assert words[-1].endswith("org.example.notes.desktop")


@pytest.mark.parametrize(
    ("text", "app"),
    [
        ("Type=Application\nName=Ghost\nExec=/nowhere/ghost\n", "Ghost"),
        ("Type=Application\nName=Tried\nTryExec=/nowhere/x\nExec=true\n", "Tried"),
        ("Type=Application\nName=Veiled\nHidden=true\nExec=true\n", "Veiled"),
        ("Type=Link\nName=Linked\nURL=http://127.0.0.1\n", "Linked"),
        ('Type=Application\nName=Broken\nExec=true "unclosed\n', "Broken"),
        ("Type=Application\nName=Silent\nNoDisplay=true\nExec=true\n", "Silent"),
    ],
)
def test_what_is_no_program_to_people_is_not_offered(desk: PrivateDesk, device: DesktopDevice, text: str, app: str) -> None:
    install(desk, app.lower() + "-entry", f"[Desktop Entry]\n{text}")
    with pytest.raises(ActionRefused, match=f"no program {app!r}"):
        device.perform(Launch(app=app), device.observe())


def test_a_program_of_a_terminal_needs_one(desk: PrivateDesk, tmp_path: Path) -> None:
    install(desk, "terminal-thing", "[Desktop Entry]\nType=Application\nName=Thing\nTerminal=true\nExec=true\n")
    (tmp_path / "true").symlink_to("/bin/true")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(desk.env, "PATH", str(tmp_path))
        with drive(desk) as bare, pytest.raises(ActionRefused, match="no terminal here"):
            bare.perform(Launch(app="Thing"), bare.observe())

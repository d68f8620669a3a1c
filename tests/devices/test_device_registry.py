"""Specifications, and plugins that are really installed (as far as Python can tell: a folder on its path)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from devices.errors import BadOption, BrokenPlugin, DeviceLost, MissingDependency, UnknownDevice
from devices.plugins import examine, found_plugins
from devices.registry import BUILT_IN, known_devices, open_device
from devices.scripted import ScriptedDevice

POINTS = {
    "arm": "desk_arm:Arm",
    "loose": "desk_arm:loose",
    "phone": "desk_arm:Arm",
    "absent": "desk_absent:Arm",
    "needy": "desk_needy:Arm",
    "nameless": "desk_arm:Nobody",
    "spoilt": "desk_spoilt:Arm",
    "quitter": "desk_quitter:Arm",
    "bomb": "desk_bomb:Arm",
    "abstract": "desk_arm:Abstract",
    "other": "desk_arm:Other",
    "number": "desk_arm:NUMBER",
    "wild": "desk_arm:wild",
    "falls": "desk_arm:falls",
    "lost": "desk_arm:lost",
}


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution `desk` with entry points of several kinds."""
    info = tmp_path / "desk-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: desk\nVersion: 1.0\n")
    lines = "\n".join(f"{name} = {value}" for name, value in POINTS.items())
    (info / "entry_points.txt").write_text(f"[fingertip.devices]\n{lines}\n")
    (tmp_path / "desk_arm.py").write_text(
        "from PIL import Image\n"
        "from devices.scripted import ScriptedDevice\n"
        "class Arm(ScriptedDevice):\n"
        "    def __init__(self, *, tty='/dev/null', speed='1'):\n"
        "        super().__init__([Image.new('RGB', (9, 9), 'red')], name=f'arm on {tty} at {speed}')\n"
        "def loose(**options):\n"
        "    return Arm(tty=repr(sorted(options)))\n"
        "from devices.base import Device\n"
        "from devices.errors import DeviceLost\n"
        "class Abstract(Device):\n"
        "    def close(self): ...\n"
        "class Other: ...\n"
        "NUMBER = 7\n"
        "def wild():\n    return {}\n"
        "def falls():\n    return 1 / 0\n"
        "def lost():\n    raise DeviceLost('The arm is unplugged; plug it in.')\n"
    )
    (tmp_path / "desk_needy.py").write_text("import a_package_that_nobody_has\n")
    (tmp_path / "desk_spoilt.py").write_text("def (:\n")
    (tmp_path / "desk_quitter.py").write_text("raise SystemExit(0)\n")
    (tmp_path / "desk_bomb.py").write_text("print('boo')\n1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownDevice, match=r"'fridge'.*phone, android, .*scripted"):
        open_device("fridge:door=open")


@pytest.mark.parametrize("spec", ["", ":", "phone :seed=1", "PHONE"])
def test_odd_names_are_unknown(spec: str) -> None:
    with pytest.raises(UnknownDevice):
        open_device(spec)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("phone:colour=red", r"no option 'colour'.*seed, size, density, theme, locale, names, window, port"),
        ("phone:7", r"name=value"),
        ("phone:seed=", r"name=value"),
        ("phone:=7", r"name=value"),
        ("phone:seed=1,seed=2", "twice"),
        ("phone:seed=1,", "name=value"),
        ("phone:seed=seven", "a number"),
        ("phone:size=1080", "WIDTHxHEIGHT"),
        ("phone:theme=pink", "light or dark"),
        ("phone:window=maybe", "yes or no"),
        ("phone:at=10.0.0.1:5555", r"127\.0\.0\.1:PORT"),
        ("phone:at=127.0.0.1:5,seed=1", "no other option"),
        ("android:emulator-5554,colour=red", "serial, server"),
        ("android:server=x", "number from 1 to 65535"),
        ("android:server=99999", "number from 1 to 65535"),
        ("scripted", "folder"),
    ],
)
def test_bad_options_name_the_good_ones(spec: str, words: str) -> None:
    with pytest.raises(BadOption, match=words):
        open_device(spec)


def test_known_devices_are_the_built_in_ones_and_the_plugins(plugins: Path) -> None:
    names = [name for name, _ in known_devices()]
    assert names == [*BUILT_IN, *sorted(set(POINTS) - set(BUILT_IN))]
    assert "a plugin from desk" in dict(known_devices())["arm"]
    assert "virtual phone" in dict(known_devices())["phone"]


def test_a_plugin_is_opened_with_its_options(plugins: Path) -> None:
    device = open_device("arm:tty=/dev/ttyUSB0,speed=3")
    assert isinstance(device, ScriptedDevice)
    assert device.info.name == "arm on /dev/ttyUSB0 at 3"
    assert open_device("loose:any=1,thing=2").info.name == "arm on ['any', 'thing'] at 1"
    with pytest.raises(BadOption, match="tty, speed"):
        open_device("arm:force=9")


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("absent", MissingDependency, "desk_absent"),
        ("needy", MissingDependency, "a_package_that_nobody_has"),
        ("nameless", UnknownDevice, "Nobody"),
        ("spoilt", BrokenPlugin, "invalid syntax"),
        ("quitter", BrokenPlugin, "it raised SystemExit: 0"),
        ("bomb", BrokenPlugin, "ZeroDivisionError"),
        ("abstract", BrokenPlugin, "lacks info, observe, perform"),
        ("other", BrokenPlugin, "the class Other, which is no Device"),
        ("number", BrokenPlugin, "not callable"),
        ("wild", BrokenPlugin, "opens as dict, which is no Device"),
        ("falls", BrokenPlugin, "does not open: it raised ZeroDivisionError"),
    ],
)
def test_a_broken_plugin_is_one_sentence(plugins: Path, name: str, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        open_device(name)
    assert "\n" not in str(caught.value)
    assert "desk" in str(caught.value)


def test_what_a_plugin_says_itself_goes_through(plugins: Path) -> None:
    with pytest.raises(DeviceLost, match="The arm is unplugged; plug it in"):
        open_device("lost")


def distribution(folder: Path, name: str, entry_points: bytes) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_bytes(entry_points)


def test_broken_plugins_are_found_from_a_distance_and_harm_nobody(plugins: Path) -> None:
    points = [b"sleeper = rough_sleeper:Arm", b"dier = rough_dier:Arm", b"fine = desk_arm:Arm"]
    distribution(plugins, "rough", b"[fingertip.devices]\n" + b"\n".join(points) + b"\n")
    (plugins / "rough_sleeper.py").write_text("import time\ntime.sleep(60)\n")
    (plugins / "rough_dier.py").write_text("import os\nos._exit(1)\n")
    found = found_plugins()
    assert examine(found["fine"]) == ""
    assert examine(found["bomb"]) == (
        "The device 'bomb' (desk) does not load: it raised ZeroDivisionError: division by zero; update or remove it."
    )
    assert examine(found["sleeper"], patience=1.0) == "loading it took longer than 1 s"
    assert examine(found["dier"]) == "loading it ended Python with status 1"
    assert open_device("fine").info.width == 9


def test_agent_devices_reports_broken_plugins(tmp_path: Path) -> None:
    distribution(tmp_path, "rough", b"[fingertip.devices]\nbomb = rough_bomb:Arm\nphone = rough_bomb:Arm\n")
    (tmp_path / "rough_bomb.py").write_text("print('boo')\nraise SystemExit('no')\n")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "agent", "devices", "--no-adb"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(tmp_path)])},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert "boo" not in done.stdout
    assert "The plugin bomb from rough is broken: The device 'bomb' (rough) does not load" in done.stderr
    assert "The plugin phone from rough is broken: the device phone that ships" in done.stderr


def test_listing_devices_imports_no_driver() -> None:
    code = (
        "import sys; from devices.registry import known_devices; known_devices();"
        "heavy = {'adbutils', 'PIL', 'numpy', 'torch', 'devices.android', 'devices.virtual', 'devices.scripted'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"

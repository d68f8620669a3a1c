"""Calibrations: made by a person's hand, kept in a file, refused where they make no sense; and the commands around them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from stylus_bench import Bench

from devices.errors import BadOption, DeviceLost, ScreenUnavailable
from devices.stylus.calibrating import TARGETS, Person, calibrate, targets
from devices.stylus.calibration import Calibration, Heights, Touched, load, now, save
from devices.stylus.camera import Camera, open_camera, read
from devices.stylus.cli import main
from devices.stylus.jogging import GivenUp
from devices.stylus.markers import find_screen, marker_card
from devices.stylus.sheet import MARKER, Sheet
from devices.stylus.simulator.lens import Lens, Look, Opened

SIZE = (1080, 2400)
SHEET = Sheet(65.0, 65.0 / 1080 * 2400)
LOOK = Look(width=720, height=1280, tilt=18.0, pan=2.0, roll=-2.0)


def lens_on(bench: Bench) -> Lens:
    """A camera over a bench whose screen shows the card of targets."""
    card = targets(SIZE)
    lens = Lens(LOOK, SHEET, lambda: card, lambda: (200.0, -200.0), 1)
    lens.aside = True
    return lens


class Hand:
    """Somebody who sees where the pen is, and brings it to one cross after the other."""

    def __init__(self, bench: Bench, lens: Lens, *, off: tuple[float, float] = (0.0, 0.0)) -> None:
        self._bench = bench
        self._lens = lens
        self._goals = [bench.bed.to_mm(x * SIZE[0], y * SIZE[1]) for x, y in TARGETS]
        self._goals[2] = self._goals[2][0] + off[0], self._goals[2][1] + off[1]
        self._step = ""
        self.heard: list[str] = []

    def person(self) -> Person:
        return Person(self.key, self.heard.append, self.show)

    def show(self, card: str) -> None:
        self._lens.show_card({"white": 255, "black": 0}.get(card))

    def key(self) -> str:
        x, y, _ = self._bench.controller.place
        across, along = self._goals[0][0] - x, self._goals[0][1] - y
        far = max(abs(across), abs(along))
        if far > 0.03:
            step = "4" if far > 12 else "3" if far > 1.5 else "2" if far > 0.3 else "1"
            if step != self._step:
                self._step = step
                return step
            return ("d" if across > 0 else "a") if abs(across) > abs(along) else ("w" if along > 0 else "s")
        if not self._bench.glass.pressed:
            if self._step != "2":
                self._step = "2"
                return "2"
            return "f"
        self._goals.pop(0)
        return "\r"


def test_a_person_calibrates_by_keys_and_markers() -> None:
    bench = Bench()
    lens = lens_on(bench)
    made = calibrate(bench.grbl, Opened(lens), SIZE, SHEET.markers, Hand(bench, lens).person(), card="black")
    assert made.digest == made.whole
    assert made.park == (-2.0, -2.0)
    assert bench.bed.z - 0.25 <= made.heights.touch <= bench.bed.z
    assert made.colours is not None
    for x, y in ((0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (1.0, 1.0), (0.3, 0.9)):
        true = bench.bed.to_mm(x * SIZE[0], y * SIZE[1])
        assert math.dist(made.to_mm.map(x, y), true) < 0.1, "a tenth of a millimetre is less than two pixels"
        seen = lens.view.map((x - 0.5) * SHEET.screen_width, (y - 0.5) * SHEET.screen_height)
        assert math.dist(made.to_camera.map(x, y), seen) < 1.0
    lens.show_card(None)
    crosses = np.asarray(Camera(Opened(lens), made).look().convert("L"), np.float32)
    assert crosses.shape == (SIZE[1], SIZE[0])
    for x, y in TARGETS:
        column, row = round(x * SIZE[0]), round(y * SIZE[1])
        around = crosses[row - 20 : row + 21, column - 20 : column + 21]
        assert abs(int(around.mean(axis=0).argmin()) - 20) <= 2
        assert abs(int(around.mean(axis=1).argmin()) - 20) <= 2


def test_a_tap_beside_its_cross_is_noticed() -> None:
    bench = Bench()
    lens = lens_on(bench)
    with pytest.raises(BadOption, match=r"taps are up to \d\.\d mm off a screen of 1080x2400"):
        calibrate(bench.grbl, Opened(lens), SIZE, SHEET.markers, Hand(bench, lens, off=(5.0, 4.0)).person())


def test_whoever_gives_up_leaves_nothing_behind() -> None:
    bench = Bench()
    lens = lens_on(bench)
    with pytest.raises(GivenUp):
        calibrate(bench.grbl, Opened(lens), SIZE, SHEET.markers, Person(lambda: "q", lambda line: None, lambda card: None))


def test_the_end_of_the_travel_is_said_and_not_crossed() -> None:
    bench = Bench()
    lens = lens_on(bench)
    keys, heard = ["4", "d", "w", "r", "?", "q"], []
    person = Person(lambda: keys.pop(0), heard.append, lambda card: None)
    with pytest.raises(GivenUp):
        calibrate(bench.grbl, Opened(lens), SIZE, SHEET.markers, person)
    assert sum("leave the machine's travel" in line for line in heard) == 3
    assert bench.controller.place == pytest.approx((-1, -1, -1))


# what the camera sees of the sheet


def changed(change: Callable[[np.ndarray], None]) -> np.ndarray:
    bench = Bench()
    picture = read(Opened(lens_on(bench))).copy()
    change(picture)
    return picture


def test_a_marker_that_is_not_seen_is_named() -> None:
    def cover(picture: np.ndarray) -> None:
        picture[: picture.shape[0] // 5, picture.shape[1] // 2 :] = 120

    with pytest.raises(ScreenUnavailable, match="the marker at the top right;"):
        find_screen(changed(cover), SHEET.markers)


def test_a_sheet_that_is_not_flat_is_refused() -> None:
    def bend(picture: np.ndarray) -> None:
        corner = picture[: picture.shape[0] // 5, picture.shape[1] // 2 :]
        corner[:] = np.roll(corner, (14, -14), axis=(0, 1))

    with pytest.raises(ScreenUnavailable, match="pixels off a plane"):
        find_screen(changed(bend), SHEET.markers)


def test_markers_on_the_screen_itself_say_where_it_is() -> None:
    card, markers = marker_card(SIZE)
    lens = Lens(LOOK, SHEET, lambda: card, lambda: (200.0, -200.0), 1)
    lens.aside = True
    picture = read(Opened(lens)).copy()
    around = np.zeros(picture.shape[:2], bool)
    corners = [lens.view.map(*corner) for corner in SHEET.screen_corners]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    around[:, round(left) : round(right)] = True
    picture[~around] = 90  # the printed ones are not there
    found = find_screen(picture, markers)
    for x, y in ((0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (1.0, 1.0)):
        seen = lens.view.map((x - 0.5) * SHEET.screen_width, (y - 0.5) * SHEET.screen_height)
        assert math.dist(found.map(x, y), seen) < 1.0


def test_nothing_but_noise_has_no_markers() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (480, 640, 3), np.uint8)
    with pytest.raises(ScreenUnavailable, match="top left and top right and bottom right and bottom left"):
        find_screen(noise, SHEET.markers)


def test_a_camera_that_is_not_there_is_lost(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DeviceLost, match="cannot be opened"):
        open_camera("/dev/there-is-no-such-camera")
    capfd.readouterr()  # OpenCV complains in its own words


class Broken:
    """A camera whose read gives what a test wants."""

    def __init__(self, answer: object, *, there: bool = True) -> None:
        self._answer = answer
        self._there = there

    def isOpened(self) -> bool:  # noqa: N802  # as cv2.VideoCapture has it
        return self._there

    def read(self) -> tuple[bool, object]:
        return self._answer is not None, self._answer

    def release(self) -> None:
        self._there = False


@pytest.mark.parametrize("answer", [None, "x", np.zeros((10, 10), np.uint8)])
def test_a_failed_read_is_no_picture(answer: object) -> None:
    with pytest.raises(ScreenUnavailable, match="no picture"):
        read(Broken(answer))


def test_a_camera_that_is_unplugged_is_lost() -> None:
    with pytest.raises(DeviceLost, match="camera is gone"):
        read(Broken(None, there=False))


def test_a_picture_of_another_size_is_not_used() -> None:
    with pytest.raises(ScreenUnavailable, match=r"gives 64x48 pixels and was calibrated with 720x1280"):
        Camera(Broken(np.zeros((48, 64, 3), np.uint8)), a_calibration()).look()


# files


def a_calibration(**changes: object) -> Calibration:
    bed = Bench().bed
    taps = []
    for x, y in TARGETS:
        along, up = bed.to_mm(x * SIZE[0], y * SIZE[1])
        taps.append(Touched(x=x, y=y, mm_x=along, mm_y=up))
    values: dict[str, object] = {
        "made": now(),
        "width": SIZE[0],
        "height": SIZE[1],
        "taps": tuple(taps),
        "heights": Heights(travel=-14.0, touch=-18.4),
        "park": (-2.0, -2.0),
        "view": (600.0, 80.0, 60.0, -16.0, 1000.0, 100.0, 0.005, 0.09, 1.0),
        "camera": (720, 1280),
    }
    return Calibration.model_validate(values | changes)


def test_a_calibration_comes_back_from_its_file(tmp_path: Path) -> None:
    made = a_calibration()
    save(made, tmp_path / "stylus.json")
    assert load(tmp_path / "stylus.json") == made.sealed()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace("-18.4", "-28.4"), "was changed since it was made"),
        (lambda text: text[: len(text) // 2], "is no calibration"),
        (lambda text: "", "is no calibration"),
        (lambda text: "[]", "is no calibration"),
        (lambda text: json.dumps(json.loads(text) | {"width": 1}), "is no calibration .width"),
        (lambda text: json.dumps(json.loads(text) | {"view": [0.0] * 9}), "is no calibration"),
        (lambda text: json.dumps(json.loads(text) | {"surprise": 1}), "is no calibration .surprise"),
        (lambda text: text.replace("-2.0", "NaN"), "is no calibration"),
    ],
)
def test_a_file_that_is_not_what_was_made_is_refused(tmp_path: Path, spoil: Callable[[str], str], words: str) -> None:
    path = tmp_path / "stylus.json"
    save(a_calibration(), path)
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    with pytest.raises(BadOption, match=words) as refused:
        load(path)
    assert "devices.stylus calibrate" in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stylus.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadOption, match="is no calibration"):
        load(tmp_path / "stylus.json")


@pytest.mark.parametrize(
    "taps",
    [
        [(0.1, 0.1, 0, 0), (0.5, 0.1, 20, 0), (0.9, 0.1, 40, 0), (0.5, 0.9, 20, -90)],  # three in a line
        [(0.1, 0.1, 0, 0), (0.9, 0.1, 40, 0), (0.9, 0.9, 40, -1), (0.1, 0.9, 0, -1)],  # as good as a line
        [(0.1, 0.1, 0, 0), (0.1, 0.1, 0, 0), (0.9, 0.9, 40, -90), (0.1, 0.9, 0, -90)],  # twice the same
    ],
)
def test_taps_that_are_nearly_in_a_line_are_refused(taps: list[tuple[float, float, float, float]]) -> None:
    touched = tuple(Touched(x=x, y=y, mm_x=along, mm_y=up) for x, y, along, up in taps)
    with pytest.raises(ValueError, match="nearly in a line; tap near the four corners"):
        a_calibration(taps=touched)


def test_a_pen_that_is_hardly_lifted_is_refused() -> None:
    with pytest.raises(ValueError, match="lifted by less than 1 mm"):
        a_calibration(heights=Heights(travel=-18.0, touch=-18.4))


# commands


def test_the_printed_sheet_is_as_large_as_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sheet", "--screen", "65x144.4", "--out", str(tmp_path / "sheet.pdf")]) == 0
    data = (tmp_path / "sheet.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    box = data.split(b"MediaBox [")[1].split(b"]")[0].split()
    assert [float(number) * 25.4 / 72 for number in box[2:]] == pytest.approx([105.0, 184.4], abs=0.1)
    assert "105.0 x 184.4 mm" in capsys.readouterr().out
    assert MARKER * 4 < 65


def test_the_cards_are_as_large_as_the_screen(tmp_path: Path) -> None:
    assert main(["cards", "--size", "540x1200", "--out", str(tmp_path)]) == 0
    for name in ("markers", "targets", "white", "black"):
        with Image.open(tmp_path / f"{name}.png") as card:
            assert card.size == (540, 1200)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["look", "phone"], 2),
        (["look", "stylus:tilt=5"], 2),
        (["look", "stylus:calibration=/nowhere.json,port=x,camera=0"], 2),
        (["sheet", "--screen", "65x144.4", "--out", "/nowhere/sheet.pdf"], 2),
        (["calibrate", "--size", "540x1200", "--port", "/dev/null"], 2),  # no terminal
        (["calibrate", "--size", "540x1200", "--port", "/dev/null", "--markers", "sheet"], 2),  # how large is it?
    ],
)
def test_trouble_is_one_sentence(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["sheet"], ["sheet", "--screen", "65"], ["cards", "--size", "1x1"], ["dance"]])
def test_wrong_usage_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err

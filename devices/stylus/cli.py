"""The commands of `python -m devices.stylus`.

Knows arguments, the terminal and files. Does not know how anything is measured. Exit code: 0 done, 2 wrong usage, 3 trouble
with robot or camera, 130 stopped.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from devices.errors import BadOption, DeviceError

if TYPE_CHECKING:
    from devices.stylus.calibrating import Person

DETAIL = 24
"""Dots of a millimetre on the printed sheet: about 600 an inch."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        sys.stdout.write(f"{options.do(options)}\n")
    except BadOption as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DeviceError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    except KeyboardInterrupt:
        sys.stderr.write("Stopped by the user.\n")
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices.stylus", description="A pen plotter in front of a real screen.")
    choose = parser.add_subparsers(required=True, metavar="COMMAND")
    sheet = choose.add_parser("sheet", help="the page with markers that the phone lies on, to be printed at 100 %%")
    _add_screen(sheet)
    sheet.add_argument("--out", type=Path, default=Path("sheet.pdf"), help="a PDF (default sheet.pdf)")
    sheet.set_defaults(do=_sheet)
    cards = choose.add_parser("cards", help="the pictures that the phone shows while it is calibrated")
    _add_size(cards)
    cards.add_argument(
        "--out", type=Path, default=Path(), help="the folder for markers.png, targets.png, white.png and black.png"
    )
    cards.set_defaults(do=_cards)
    calibrate = choose.add_parser("calibrate", help="find out where screen, camera and robot are; the robot moves")
    _add_size(calibrate)
    help_text = "where the four markers are: on the phone's own screen, or printed; then give --screen (default screen)"
    calibrate.add_argument("--markers", choices=("screen", "sheet"), default="screen", help=help_text)
    _add_screen(calibrate, required=False)
    calibrate.add_argument("--port", required=True, help="the robot's serial port, such as /dev/ttyUSB0")
    calibrate.add_argument("--baud", type=int, default=115200, help="bits a second (default 115200)")
    calibrate.add_argument("--camera", default="0", help="the number or path of the camera (default 0)")
    calibrate.add_argument("--out", type=Path, default=Path("stylus.json"), help="the file to write (default stylus.json)")
    calibrate.set_defaults(do=_calibrate)
    look = choose.add_parser("look", help="save what a stylus sees; the robot does not move")
    look.add_argument("device", help="such as stylus:simulator=yes, or stylus:port=…,camera=0,calibration=stylus.json")
    look.add_argument("--out", type=Path, default=Path("screen.png"), help="a PNG (default screen.png)")
    look.set_defaults(do=_look)
    return parser


def _add_size(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=_pair, required=True, metavar="WIDTHxHEIGHT", help="pixels of the phone's screen")


def _add_screen(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    help_text = "millimetres of the lit part of the screen, such as 65.0x144.4"
    parser.add_argument("--screen", type=_pair, required=required, metavar="WIDTHxHEIGHT", help=help_text)


def _pair(text: str) -> tuple[float, float]:
    width, _, height = text.partition("x")
    try:
        pair = float(width), float(height)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not WIDTHxHEIGHT") from error
    if not all(10 <= value <= 10_000 for value in pair):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; both numbers are from 10 to 10000")
    return pair


def _sheet(options: argparse.Namespace) -> str:
    from PIL import Image

    from devices.stylus.sheet import Sheet, draw_sheet

    sheet = Sheet(*options.screen)
    page = Image.fromarray(draw_sheet(sheet, DETAIL))
    _save(page, options.out, "PDF", resolution=DETAIL * 25.4)
    return (
        f"{options.out}: {sheet.width:.1f} x {sheet.height:.1f} mm; print it at 100 %, and lay the screen onto the dark field."
    )


def _cards(options: argparse.Namespace) -> str:
    from PIL import Image

    from devices.stylus.calibrating import targets
    from devices.stylus.markers import marker_card

    size = round(options.size[0]), round(options.size[1])
    pictures = {
        "markers": marker_card(size)[0],
        "targets": targets(size),
        "white": Image.new("RGB", size, "white"),
        "black": Image.new("RGB", size),
    }
    for name, picture in pictures.items():
        _save(picture, options.out / f"{name}.png", "PNG")
    return f"{', '.join(str(options.out / f'{name}.png') for name in pictures)}: show them full-screen when you are asked to."


def _look(options: argparse.Namespace) -> str:
    from devices.registry import open_device

    spec = options.device
    if not spec.startswith("stylus"):
        raise BadOption(f"{spec!r} is no stylus; write stylus:OPTION=VALUE,…")
    with open_device(spec if "confirm=" in spec else f"{spec}{',' if ':' in spec else ':'}confirm=no") as device:
        _save(device.observe().image, options.out, "PNG")
    return f"{options.out}"


def _calibrate(options: argparse.Namespace) -> str:
    from devices.errors import ActionRefused
    from devices.stylus.calibrating import calibrate
    from devices.stylus.calibration import save
    from devices.stylus.camera import open_camera
    from devices.stylus.jogging import GivenUp
    from devices.stylus.markers import marker_card
    from devices.stylus.opening import QUESTION, ask, open_grbl
    from devices.stylus.sheet import Sheet

    if options.markers == "sheet" and options.screen is None:
        raise BadOption("Printed markers are placed by the size of the screen; give --screen, such as --screen 65.0x144.4.")
    if not sys.stdin.isatty():
        raise BadOption("Calibrating needs a person at a terminal; run it in one.")
    if not ask(QUESTION):
        raise ActionRefused("Nothing was moved, since it was not confirmed.")
    with ExitStack() as owned:
        source = open_camera(options.camera)
        owned.callback(source.release)
        grbl = open_grbl(options.port, options.baud)
        owned.callback(grbl.close)
        person = owned.enter_context(at_terminal())
        size = round(options.size[0]), round(options.size[1])
        try:
            printed = options.markers == "sheet"
            markers = Sheet(*options.screen).markers if printed else marker_card(size)[1]
            made = calibrate(grbl, source, size, markers, person, card="black" if printed else "markers")
        except GivenUp as error:
            raise ActionRefused("Given up; nothing was written.") from error
    save(made, options.out)
    return (
        f"{options.out}: open it with stylus:port={options.port},camera={options.camera},calibration={options.out},confirm=yes"
    )


@contextmanager
def at_terminal() -> Iterator[Person]:
    """A person at this terminal, whose keys come one by one; the terminal is put back as it was."""
    import termios
    import tty

    from devices.stylus.calibrating import Person

    def key() -> str:
        return sys.stdin.read(1)

    def say(line: str) -> None:
        sys.stderr.write(f"{line}\r\n")
        sys.stderr.flush()

    def show(card: str) -> None:
        say(f"Show {card}.png on the phone, full-screen and bright; then press Enter.")
        key()

    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield Person(key, say, show)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _save(picture: object, path: Path, kind: str, **options: float) -> None:
    from PIL import Image

    assert isinstance(picture, Image.Image)
    try:
        picture.save(path, kind, **options)
    except OSError as error:
        raise BadOption(f"{path} cannot be written ({error.strerror or error}); name another file.") from error

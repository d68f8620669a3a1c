"""From the options of a specification to an open stylus, real or simulated.

Knows which options there are and what they may be. Does not know how anything moves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from devices.errors import BadOption, DeviceLost
from devices.stylus.calibration import Calibration, load
from devices.stylus.camera import Camera, Source, open_camera
from devices.stylus.grbl import WAKE, Grbl
from devices.stylus.machine import Bed, Limits
from devices.stylus.packages import opencv
from devices.stylus.plotter import Plotter
from devices.stylus.serial_line import SerialLine
from devices.stylus.stylus import Identity, StylusDevice

if TYPE_CHECKING:
    from devices.stylus.simulator.rig import Rig

BAUD = 115200
_YES_NO = (r"yes|no", "yes or no")
_AMOUNT = r"\d{1,5}(\.\d{1,3})?"
ALWAYS: Mapping[str, tuple[str, str]] = {
    "confirm": (r"yes|no|ask", "yes, no or ask"),
    "edges": _YES_NO,
    "feed": (_AMOUNT, "mm a minute at most, such as 6000"),
    "move": (_AMOUNT, "mm that one motion goes at most, such as 300"),
    "deadman": (_AMOUNT, "seconds after which whatever moves is stopped, such as 30"),
    "tolerance": (_AMOUNT, "mm that the pen may be off, such as 0.3"),
    "check": (r"switches|report", "switches or report"),
    "simulator": _YES_NO,
}
REAL: Mapping[str, tuple[str, str]] = {
    "port": (r".{1,300}", "a serial port, such as /dev/ttyUSB0"),
    "baud": (r"\d{3,7}", "bits a second, such as 115200"),
    "camera": (r".{1,300}", "the number or path of a camera, such as 0"),
    "calibration": (r".{1,1000}", "a file that `python -m devices.stylus calibrate` wrote"),
}
SIMULATED: Mapping[str, tuple[str, str]] = {
    "seed": (r"\d{1,9}", "a number from 0"),
    "tilt": (r"-?\d{1,2}(\.\d{1,2})?", "degrees from -40 to 40"),
    "noise": (r"\d{1,2}(\.\d{1,2})?", "grey levels from 0 to 60"),
    "blur": (r"\d(\.\d{1,2})?", "pixels of the camera from 0 to 9"),
    "resolution": (r"\d{3,4}x\d{3,4}", "pixels of the camera, such as 1080x1920"),
    "light": (r"0(\.\d{1,2})?", "a share from 0 to 0.9"),
    "speed": (r"\d{1,2}(\.\d{1,2})?", "times real time while the pen is in the air, from 0.1 to 50"),
    "encoders": _YES_NO,
    "fault": (r".{1,200}", "KIND@N, several with ; between"),
    "size": (r"\d{3,4}x\d{3,4}", "WIDTHxHEIGHT, such as 1080x2400"),
    "density": (r"\d{3}", "dots per inch, such as 420"),
    "theme": (r"light|dark", "light or dark"),
    "at": (r"127\.0\.0\.1:\d{1,5}", "127.0.0.1:PORT of a virtual phone that runs"),
}
NUMBERS = ("feed", "move", "deadman", "tolerance")
OPTIONS = (*ALWAYS, *REAL, *SIMULATED)
_PHONE = ("seed", "size", "density", "theme")


def open_stylus(**options: str) -> StylusDevice:
    """Open a pen plotter with a camera, or with simulator=yes the bench that ships.

    Real: port, baud, camera, calibration. Simulated: seed, tilt, noise, blur, resolution, light, speed, encoders, fault, and
    size, density, theme, at of its phone. Both: edges, feed, move, deadman, tolerance, check, and confirm: with yes it may
    move, and homes at its first use; with ask a person at the terminal is asked; without it every action is refused. The
    simulator, which can hurt nobody, counts as confirmed unless confirm=no.
    Raises BadOption, DeviceLost, ScreenUnavailable (the simulator's markers), ActionRefused (out of reach), MissingDependency.
    """
    simulated = options.get("simulator") == "yes"
    forms = {**ALWAYS, **(SIMULATED if simulated else REAL)}
    for name, value in options.items():
        if name not in forms:
            kind = "simulated" if simulated else "real"
            raise BadOption(f"A {kind} stylus has no option {name!r}. Its options: {', '.join(forms)}.")
        form, words = forms[name]
        if not re.fullmatch(form, value):
            raise BadOption(f"{name}={value} is no good for a stylus; {name} is {words}.")
    limits_of(options)
    opencv()
    with ExitStack() as owned:
        if simulated:
            rig = _rig(options)
            owned.callback(rig.close)
            return open_on_rig(rig, rig.calibration(), options, release=owned.pop_all().close)
        calibration, port = load(Path(_needed(options, "calibration"))), _needed(options, "port")
        source = open_camera(_needed(options, "camera"))
        return _assemble(port, source, calibration, options, Identity(), owned.pop_all().close)


def open_on_rig(rig: Rig, calibration: Calibration, options: Mapping[str, str], release: Callable[[], None]) -> StylusDevice:
    """Open the simulated bench; options: those of every stylus. release: called last, also where opening fails."""
    info = rig.phone.info
    identity = Identity("simulated pen plotter", info.fingerprint, info.address)
    options = {"confirm": "yes", **options}
    return _assemble(rig.port.name, rig.open_camera(), calibration, options, identity, release)


def _assemble(
    port: str,
    source: Source,
    calibration: Calibration,
    options: Mapping[str, str],
    identity: Identity,
    release: Callable[[], None],
) -> StylusDevice:
    """Wake the controller, home where that was confirmed; what fails lets go of everything."""
    with ExitStack() as owned:
        owned.callback(release)
        owned.callback(source.release)
        grbl = open_grbl(port, int(options.get("baud", BAUD)))
        owned.callback(grbl.close)
        limits = limits_of(options)
        plotter = Plotter(grbl, Bed(calibration.heights.travel, calibration.heights.touch, calibration.park), limits)
        if _confirmed(options):
            plotter.confirm()
        owned.pop_all()
    return StylusDevice(
        Camera(source, calibration),
        plotter,
        calibration,
        edges=options.get("edges") == "yes",
        fastest=plotter.machine.feed,
        release=release,
        identity=identity,
    )


def open_grbl(port: str, baud: int = BAUD, *, seconds: float = WAKE) -> Grbl:
    """The controller on a serial port, awake; seconds: for its banner. Raises DeviceLost, MissingDependency."""
    try:
        line = SerialLine(port, baud)
    except (OSError, ValueError) as error:
        raise DeviceLost(
            f"The serial port {port} cannot be opened ({str(error)[:120]}); check its name, and who may use it."
        ) from error
    grbl = Grbl(line)
    try:
        grbl.wake(seconds)
    except BaseException:
        grbl.close()
        raise
    return grbl


def ask(question: str) -> bool:
    """Ask a person at the terminal; only the word yes is a yes. False where there is no terminal."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(f"{question} Type yes to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


QUESTION = "The robot will move: first to its switches, then over the screen. Is its way clear, and can you reach its switch?"


def _confirmed(options: Mapping[str, str]) -> bool:
    said = options.get("confirm", "no")
    return said == "yes" or (said == "ask" and ask(QUESTION))


def _needed(options: Mapping[str, str], name: str) -> str:
    if name not in options:
        raise BadOption(f"A real stylus needs {name}=…, {REAL[name][1]}; for a bench without one, open stylus:simulator=yes.")
    return options[name]


def limits_of(options: Mapping[str, str]) -> Limits:
    """What the options allow; raises BadOption."""
    usual = Limits()
    feed, move, deadman, tolerance = (float(options.get(name, getattr(usual, name))) for name in NUMBERS)
    limits = Limits(feed, move, deadman, tolerance, "report" if options.get("check") == "report" else "switches")
    for name in NUMBERS:
        if getattr(limits, name) <= 0:
            raise BadOption(f"{name}={options[name]} is no good for a stylus; {name} is more than 0.")
    return limits


def _rig(options: Mapping[str, str]) -> Rig:
    from devices.stylus.simulator.faults import parse_faults
    from devices.stylus.simulator.lens import Look
    from devices.stylus.simulator.rig import Rig, Scene, look_of

    usual = Look()
    seed = int(options.get("seed", 0))
    look = look_of(
        seed,
        size=_size(options.get("resolution", "1080x1920")),
        tilt=_between(options, "tilt", usual.tilt, -40, 40),
        noise=_between(options, "noise", usual.noise, 0, 60),
        blur=_between(options, "blur", usual.blur, 0, 9),
        light=_between(options, "light", usual.light, 0, 0.9),
    )
    phone = {name: options[name] for name in _PHONE if name in options}
    if "at" in options:
        if phone.keys() - {"seed"}:
            raise BadOption("at=… attaches to a phone that already runs, so no other option of the phone goes with it.")
        phone = {"at": options["at"]}
    scene = Scene(
        seed=seed,
        look=look,
        speed=_between(options, "speed", 4.0, 0.1, 50),
        phone=phone,
        faults=parse_faults(options.get("fault", "")),
        encoders=options.get("encoders", "no") == "yes",
    )
    return Rig(scene)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _between(options: Mapping[str, str], name: str, usual: float, low: float, high: float) -> float:
    value = float(options.get(name, usual))
    if not low <= value <= high:
        raise BadOption(f"{name}={options[name]} is no good for a stylus; {name} is {SIMULATED[name][1]}.")
    return value

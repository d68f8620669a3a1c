"""`screenrecord`: the screen as an H.264 video. A picture is taken up whenever the screen has changed, with its own time.

Knows how frames become a video (PyAV). Does not know what the screen shows.
"""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from devices.phone.adbd.files import normalise, reason
from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, refusing, warn
from devices.phone.commands.handset import Handset

if TYPE_CHECKING:
    from av import VideoFrame

_USAGE = """Usage: screenrecord [options] <filename>

Android screenrecord v1.3.  Records the device's display to a .mp4 file.

Options:
--size WIDTHxHEIGHT
    Set the video size, e.g. "1280x720".
--bit-rate RATE
    Set the video bit rate, in bits per second.  Value may be specified as bits or megabits,
    e.g. '4000000' is equivalent to '4M'.
--time-limit TIME
    Set the maximum recording time, in seconds.  Default is 180. Set to 0 to remove the time limit.
--output-format FORMAT
    mp4 or h264 (h264 for - , the standard output).
--verbose
    Display interesting information on stdout.
--help
    Show this message.

Recording continues until Ctrl-C is hit or the time limit is reached."""
_LONGEST = 180
_LOOK_SECONDS = 1 / 20
_TICKS = 1000
"""Time stamps are counted in milliseconds."""
_INTERRUPT = b"\x03"
NAME = "screenrecord"


@dataclass(frozen=True, slots=True)
class _Wish:
    path: str
    size: tuple[int, int] | None = None
    bit_rate: int = 20_000_000
    seconds: float = _LONGEST
    form: str = "mp4"
    verbose: bool = False


def commands(handset: Handset) -> Mapping[str, Command]:
    """`screenrecord` for this phone."""
    return {NAME: refusing(lambda call: _screenrecord(handset, call))}


def _screenrecord(handset: Handset, call: Invocation) -> int | None:
    wish = _wish(call, Arguments(call.argv[1:]))
    if wish is None:
        return None
    width, height = wish.size or handset.phone.size
    width, height = width // 2 * 2, height // 2 * 2  # the encoder wants even ones
    if wish.verbose:
        call.print(f"Content area is {width}x{height} at offset x=0 y=0")
    path = normalise(wish.path, call.cwd)
    if wish.path != "-":
        try:
            handset.phone.files.write(path, b"")  # say at once where nothing can be written
        except OSError as error:
            raise Refused(f"Unable to open '{wish.path}': {reason(error)}", 1) from error
    with _interruptible(handset, call) as ended:
        video = record(handset.phone.grab, (width, height), wish.bit_rate, wish.form, wish.seconds, ended)
    if wish.path == "-":
        call.stdout.write(video)
    else:
        handset.phone.files.write(path, video)
    if wish.verbose:
        warn(call, f"{len(video)} bytes written")
    return None


def _wish(call: Invocation, words: Arguments) -> _Wish | None:
    size: tuple[int, int] | None = None
    bit_rate, seconds, form, verbose = 20_000_000, float(_LONGEST), "mp4", False
    while option := words.option():
        option, equals, value = option.partition("=")

        def given(option: str = option, equals: str = equals, value: str = value) -> str:
            return value if equals else words.required(NAME, option)

        match option:
            case "--size":
                text = given()
                found = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text)
                if not found or not all(16 <= int(side) <= 4096 for side in found.groups()):
                    raise Refused(f"Invalid size '{text}', must be width x height", 2)
                size = int(found[1]), int(found[2])
            case "--bit-rate":
                text = given()
                found = re.fullmatch(r"(\d{1,9})([mM]?)", text)
                bit_rate = int(found[1]) * (1_000_000 if found[2] else 1) if found else 0
                if not 100_000 <= bit_rate <= 200_000_000:
                    raise Refused(f"Bit rate {bit_rate}bps outside acceptable range [100000,200000000]", 2)
            case "--time-limit":
                text = given()
                if not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", text):
                    raise Refused(f"Time limit {text}s outside acceptable range [0,{2**31 - 1}]", 2)
                seconds = float(text) or float("inf")
            case "--output-format":
                form = given()
                if form not in ("mp4", "h264"):
                    raise Refused(f"Unknown format '{form}'", 2)
            case "--verbose":
                verbose = True
            case "--bugreport" | "--rotate" | "--persistent-surface":
                continue
            case "--display-id" | "--codec-name":
                given()
            case "--help" | "-h":
                call.print(_USAGE)
                return None
            case _:
                raise Refused(f"{NAME}: unrecognized option '{option}'\n{_USAGE}", 2)
    path = words.next()
    if path is None:
        raise Refused("Must specify output file (see --help).", 2)
    return _Wish(path, size, bit_rate, seconds, "h264" if path == "-" and form == "mp4" else form, verbose)


@contextmanager
def _interruptible(handset: Handset, call: Invocation) -> Iterator[threading.Event]:
    """What ends a recording: Ctrl-C in its input, `pkill -2 screenrecord`, or a host that hangs up."""
    ended = threading.Event()
    handset.interrupts.setdefault(NAME, set()).add(ended)

    def listen() -> None:
        while piece := call.stdin.read(1):
            if piece == _INTERRUPT:
                ended.set()

    def watch() -> None:
        while not ended.is_set():
            if call.cancelled.wait(0.1):
                ended.set()

    for run in (listen, watch):
        threading.Thread(target=run, name=f"{NAME}-{run.__name__}", daemon=True).start()
    try:
        yield ended
    finally:
        ended.set()
        handset.interrupts[NAME].discard(ended)


def record(
    grab: Callable[[], tuple[int, int, bytes]],
    size: tuple[int, int],
    bit_rate: int,
    form: str,
    seconds: float,
    ended: threading.Event,
) -> bytes:
    """A video of what grab() shows, until the time is over or ended is set."""
    import av  # not before it is needed: the phone starts without it

    target = io.BytesIO()
    start = time.monotonic()
    last: tuple[int, int, bytes] | None = None
    stamp = -1
    with av.open(target, "w", format=form) as container:
        stream = container.add_stream(
            "libx264", rate=60, options={"preset": "ultrafast", "tune": "zerolatency", "threads": "1"}
        )
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = bit_rate
        stream.codec_context.time_base = Fraction(1, _TICKS)
        while True:
            passed = time.monotonic() - start
            over = passed >= seconds or ended.is_set()
            frame = grab()
            if frame != last or over:  # the last frame tells how long the one before it was shown
                last = frame
                stamp = max(stamp + 1, round(min(passed, seconds) * _TICKS))
                for packet in stream.encode(_video_frame(frame, size, stamp)):
                    container.mux(packet)
            if over:
                break
            ended.wait(min(_LOOK_SECONDS, max(seconds - passed, 0.001)))
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()


def _video_frame(frame: tuple[int, int, bytes], size: tuple[int, int], stamp: int) -> VideoFrame:
    from av import VideoFrame

    width, height, pixels = frame
    picture = VideoFrame(width, height, "rgba")
    plane = picture.planes[0]
    padding = bytes(plane.line_size - 4 * width)  # FFmpeg wants its lines aligned
    if padding:
        pixels = b"".join(pixels[at : at + 4 * width] + padding for at in range(0, len(pixels), 4 * width))
    plane.update(pixels)
    shown = picture.reformat(width=size[0], height=size[1], format="yuv420p")
    shown.pts = stamp
    shown.time_base = Fraction(1, _TICKS)
    return shown

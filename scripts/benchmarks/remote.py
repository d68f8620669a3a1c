"""A remote device beside the same one at hand: exactly-once actions over a link that breaks, pace, and the locked door."""

from __future__ import annotations

import argparse
import itertools
import random
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from devices.actions import Action, Tap, Type
from devices.android.link import Link as Phone
from devices.android.server import PrivateServer
from devices.base import Device
from devices.frame import Frame
from devices.remote.client import RemoteDevice
from devices.remote.link import Link
from devices.remote.messages import Format
from devices.remote.serving import Place, RemoteServer, serving
from devices.remote.tokens import new_token
from devices.remote.watching import watching
from devices.scripted import ScriptedDevice
from devices.virtual import open_phone
from scripts.benchmarks.cutting import CuttingProxy, Stage, spread_cuts
from scripts.benchmarks.report import CannotMeasure, Report, rows, spread, tracked

if TYPE_CHECKING:
    from PIL.Image import Image

ABOUT = "a remote device: actions over a link that breaks, pace beside the same device at hand, and what answers without token"
FORMS: tuple[Format, ...] = ("png", "raw", "jpeg", "webp")
NOTE, NOTES = "am start -a android.intent.action.CREATE_NOTE", "content query --uri content://com.fingertip.notes/notes"
WATCH_SECONDS = 3.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this measurement."""
    parser.add_argument("--actions", type=int, default=1000, metavar="N", help="actions over the broken link (default 1000)")
    parser.add_argument("--cuts", type=int, default=50, metavar="N", help="how often it breaks (default 50)")
    parser.add_argument("--seed", type=int, default=0, help="decides when and where it breaks (default 0)")
    parser.add_argument("--repeats", type=int, default=100, metavar="N", help="taps and pictures (default 100)")


def measure(options: argparse.Namespace) -> Report:
    """Cut the link in front of a scripted device and of a virtual phone, time both ways to a device, try all doors."""
    plan = spread_cuts(options.actions, options.cuts, seed=options.seed)
    once = [
        (f"{options.cuts} cuts: scripted device", _scripted(options.actions, plan)),
        (f"{options.cuts} cuts: virtual phone", _phone(options.actions, plan)),
        ("all links cut every 5 to 50 ms: scripted device", _stormy(options.actions, options.seed)),
    ]
    paces = _paces(options.repeats)
    doors = _doors()
    lines = [(f"{options.actions} actions, {name}", tally.text) for name, tally in once]
    lines += [(f"  of the {options.cuts} cuts {stage.value}", str(list(plan.values()).count(stage))) for stage in Stage]
    lines += [(name, pace.text) for name, pace in paces.items()]
    lines += [("without the token", ", ".join(f"{path} {status}" for path, status in doors.items()))]
    missed = [f"{name}: {tally.text}" for name, tally in once if not tally.good]
    missed += [f"{path} answers {status} without the token" for path, status in doors.items() if status != 401]
    figures = {
        "once": {
            name: {"done": tally.done, "lost": tally.lost, "doubled": tally.doubled, "cut": tally.cut} for name, tally in once
        },
        "paces": {name: list(pace.seconds) for name, pace in paces.items()},
        "doors": doors,
    }
    return Report(rows(lines), figures, tuple(missed))


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a number of actions: wanted in this order, done in that one; how often the link was cut; seconds."""

    wanted: tuple[str, ...]
    done: int
    lost: int
    doubled: int
    in_order: bool
    cut: int
    seconds: float

    @classmethod
    def of(cls, wanted: Sequence[str], done: Sequence[str], cut: int, seconds: float) -> Tally:
        """Compare; all wanted ones differ from one another."""
        lost, doubled = len(set(wanted) - set(done)), len(done) - len(set(done))
        return cls(tuple(wanted), len(done), lost, doubled, list(done) == list(wanted), cut, seconds)

    @property
    def good(self) -> bool:
        """Whether each was done once, and in order."""
        return self.in_order

    @property
    def text(self) -> str:
        """One line for a person."""
        order = "in order" if self.in_order else "NOT in order"
        return f"{self.done} done, {self.lost} lost, {self.doubled} doubled, {order}; {self.cut} cuts, {self.seconds:.1f} s"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one thing took, again and again. seconds: of each time; rate: say how many a second as well."""

    seconds: tuple[float, ...]
    rate: bool = False

    @property
    def text(self) -> str:
        """One line for a person."""
        words = spread([1000 * value for value in self.seconds], "ms", 1)
        return f"{len(self.seconds) / sum(self.seconds):.0f} a second, {words}" if self.rate else words


def _scripted(count: int, plan: Mapping[int, Stage]) -> Tally:
    """Taps on a scripted device; the truth is its own list."""
    device = ScriptedDevice([_noise((540, 1200), 7)])
    wanted = _taps(count)
    with _cut(device, plan) as (remote, proxy):
        seconds = _perform(remote, wanted, remote.settle(), "scripted device")
        cut = proxy.cut
    return Tally.of([str(action) for action in wanted], [str(action) for action in device.performed], cut, seconds)


def _stormy(count: int, seed: int) -> Tally:
    """The same taps while every connection breaks again and again, at whatever moment that is."""
    device = ScriptedDevice([_noise((540, 1200), 7)])
    wanted = _taps(count)
    over = threading.Event()
    with _cut(device, {}) as (remote, proxy):

        def storm() -> int:
            moments, cut = random.Random(seed), 0
            while not over.wait(moments.uniform(0.005, 0.05)):
                cut += proxy.cut_all()
            return cut

        frame = remote.settle()  # before the storm: it takes longer than a link lives in it
        with ThreadPoolExecutor(1) as pool:
            cutting = pool.submit(storm)
            try:
                seconds = _perform(remote, wanted, frame, "storm")
            finally:
                over.set()
            cut = cutting.result()
    return Tally.of([str(action) for action in wanted], [str(action) for action in device.performed], cut, seconds)


def _taps(count: int) -> list[Action]:
    """Taps of which no two are equal."""
    return [Tap(x=number % 997 / 1000, y=number // 997 / 1000) for number in range(count)]


def _phone(count: int, plan: Mapping[int, Stage]) -> Tally:
    """Numbers typed into a note of the virtual phone; the truth is what the note holds."""
    phone = open_phone(size="540x1200", density="210")
    server = PrivateServer()
    try:
        shell = Phone(phone.address, server)
        with _cut(phone, plan) as (remote, proxy):
            shell.run(NOTE)
            _until(lambda: 'focused="true"' in shell.run("uiautomator dump /dev/tty").text)
            numbers = [Type(text=f"{number};") for number in range(count)]
            seconds = _perform(remote, numbers, remote.settle(), "virtual phone")
            cut = proxy.cut
            note = re.search(r"title=((?:\d+;)+), body=", shell.run(NOTES).text)
    finally:
        server.close()
    done = note[1].split(";")[:-1] if note else []
    return Tally.of([str(number) for number in range(count)], done, cut, seconds)


def _perform(remote: RemoteDevice, actions: Sequence[Action], frame: Frame, title: str) -> float:
    begun = time.perf_counter()
    for action in tracked(actions, title):
        remote.perform(action, frame)
    return time.perf_counter() - begun


def _paces(repeats: int) -> dict[str, Pace]:
    """Taps and pictures of a virtual phone, and pictures of a device that has none as PNG, at hand and remote."""
    found: dict[str, Pace] = {}
    with open_phone(size="1080x2400") as phone:
        found |= _steps(phone, "at hand", repeats)
        screens = [phone.observe().image]
        phone.perform(Tap(x=0.5, y=0.5), phone.observe())
        screens.append(phone.settle().image)
        with _lent(phone) as (server, token):
            for form in FORMS:
                with _driver(server, token, form) as remote:
                    found |= _steps(remote, f"remote, {form}", repeats)
    screens.append(_noise((1080, 2400), 40))
    for name, other in (("at hand", None), *((f"remote, {form}", form) for form in FORMS)):
        device = ScriptedDevice(lambda done: screens[done % 2])
        with _maybe_remote(device, other) as driver:
            seconds = [_timed(partial(_change, driver)) for _ in range(repeats)]
        found[f"1080x2400 without PNG of its own, tap and picture, {name}"] = Pace(tuple(seconds), rate=True)
    numbers = itertools.count()
    moving = ScriptedDevice(lambda _done: screens[next(numbers) % 2])
    with _lent(moving) as (server, token), watching(server.url, token) as frames:
        next(frames)
        end = time.monotonic() + WATCH_SECONDS
        seen = list(itertools.takewhile(lambda _frame: time.monotonic() < end, frames))
        found["watching a moving screen (at most 10 a second), PNG"] = Pace((WATCH_SECONDS / max(1, len(seen)),), rate=True)
    return found


def _steps(device: Device, name: str, repeats: int) -> dict[str, Pace]:
    frame = device.settle()
    tap = Tap(x=0.5, y=0.999)  # the navigation bar between its buttons: nothing happens
    taps = [_timed(lambda: device.perform(tap, frame)) for _ in range(repeats)]
    looks = [_timed(device.observe) for _ in range(repeats)]
    settles = [_timed(device.settle) for _ in range(max(1, repeats // 10))]
    return {
        f"phone 1080x2400, tap, {name}": Pace(tuple(taps)),
        f"phone 1080x2400, look at a still screen, {name}": Pace(tuple(looks), rate=True),
        f"phone 1080x2400, settle, {name}": Pace(tuple(settles)),
    }


def _change(device: Device) -> None:
    device.perform(Tap(x=0.5, y=0.5), device.observe())


def _doors() -> dict[str, int]:
    """The status that each path answers with where the token is missing."""
    import httpx
    from fastapi.routing import APIRoute

    from devices.remote.app import routes
    from devices.remote.served import Served

    served = Served(lambda: ScriptedDevice([_noise((90, 160), 1)]))
    listed = [route for route in routes(served, 30.0, 5.0).routes if isinstance(route, APIRoute)]
    served.close()
    with _lent(ScriptedDevice([_noise((90, 160), 1)])) as (server, _):
        return {
            f"{method} {route.path}": httpx.request(method, server.url + route.path, trust_env=False).status_code
            for route in listed
            for method in sorted(route.methods or ())
        }


@contextmanager
def _cut(device: Device, plan: Mapping[int, Stage]) -> Iterator[tuple[RemoteDevice, CuttingProxy]]:
    with (
        _lent(device) as (server, token),
        CuttingProxy(int(server.url.rpartition(":")[2]), "POST /v1/perform", plan) as proxy,
        RemoteDevice(Link(proxy.url, token)) as remote,
    ):
        yield remote, proxy


@contextmanager
def _lent(device: Device) -> Iterator[tuple[RemoteServer, str]]:
    token = new_token()
    with serving(lambda: device, Place(token=token)) as server:
        yield server, token


def _driver(server: RemoteServer, token: str, form: Format) -> RemoteDevice:
    return RemoteDevice(Link(server.url, token), form=form)


@contextmanager
def _maybe_remote(device: Device, form: Format | None) -> Iterator[Device]:
    if form is None:
        yield device
        return
    with _lent(device) as (server, token), _driver(server, token, form) as remote:
        yield remote


def _noise(size: tuple[int, int], strength: float) -> Image:
    from PIL import Image

    return Image.effect_noise(size, strength).convert("RGB")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise CannotMeasure("The phone's note did not open; run `python -m devices.phone --window` to see why.")
        time.sleep(0.05)

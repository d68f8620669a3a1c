"""Everything that goes wrong on the way to a phone, really made to happen: the driver raises its own error, at once or at
its deadline, and never hands out '', None, a black picture or an old one."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import adbutils
import pytest
from fake_handset import ADB_KEYBOARD, OTHER_KEYBOARD, Bench, bench, drips, gradient, png_of, says, wait_until, waits
from PIL import Image

from devices.actions import Action, DoubleTap, Launch, Press, Tap, Type
from devices.android.driver import AndroidDevice
from devices.android.link import Link
from devices.android.server import AdbServer, PrivateServer, find_adb, free_port, listens
from devices.errors import (
    ActionRefused,
    DeliveryUnknown,
    DeviceError,
    DeviceLost,
    MissingDependency,
    ScreenBlack,
    ScreenUnavailable,
    Unauthorized,
)
from devices.phone.adbd.invocation import Command, Invocation

TAP = Tap(x=0.5, y=0.5)
WHOLE = png_of(gradient(108, 240))
BLACK = Image.new("RGB", (108, 240))


@pytest.fixture(scope="module")
def server() -> Iterator[PrivateServer]:
    server = PrivateServer()
    yield server
    server.close()


@pytest.fixture
def desk(server: PrivateServer) -> Iterator[Bench]:
    with bench(server) as desk:
        yield desk


@pytest.fixture
def phone(desk: Bench) -> Iterator[AndroidDevice]:
    with desk.open() as phone:
        yield phone


def fails(call: Callable[[], object], kind: type[DeviceError], words: str = "", *, within: float = 8.0) -> None:
    """It raises this kind of error, in one sentence, in time."""
    start = time.monotonic()
    with pytest.raises(kind, match=words or None) as caught:
        call()
    assert time.monotonic() - start < within
    assert "\n" not in str(caught.value).strip()


# a screenshot is true or an error


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (says(), "empty"),
        (says(b"garbage"), "no PNG"),
        (says(WHOLE[: len(WHOLE) // 3]), "cut off"),
        (says(WHOLE[:-1]), "cut off"),
        (says(WHOLE.replace(b"\n", b"\r\n")), "no PNG|cut off|damaged"),
        (says(b"[Warning] Multiple displays\n" + WHOLE), "no PNG"),
        (says(err=b"Failed to take screenshot. Status: -1\n", status=1), "Status: -1"),
        (says(WHOLE, err=b"Failed to take screenshot. Status: -1\n", status=1), "Status: -1"),
        (says(err=b"/system/bin/sh: screencap: inaccessible or not found\n", status=127), "not found"),
        (says(png_of(gradient(108, 239))), "108x239 but the screen is 108x240"),
        (says(png_of(gradient(240, 108))), "240x108 but the screen is 108x240"),
    ],
)
def test_a_bad_screenshot_is_an_error(desk: Bench, phone: AndroidDevice, answer: Command, words: str) -> None:
    phone.observe()
    desk.handset.faults["screencap"] = answer
    fails(phone.observe, ScreenUnavailable, words)
    fails(phone.settle, ScreenUnavailable, words)
    desk.handset.faults.clear()
    assert phone.observe().image.tobytes() == gradient(108, 240).tobytes()


def test_a_secure_screen_is_an_error(desk: Bench, phone: AndroidDevice) -> None:
    desk.handset.picture = BLACK
    fails(phone.observe, ScreenBlack, "forbids")


@pytest.mark.parametrize(
    "answer", [says(b"nonsense\n"), says(err=b"Can't find service: display\n"), says(b"\xff\xfe\n"), says()]
)
def test_a_display_that_is_not_described_is_an_error(desk: Bench, phone: AndroidDevice, answer: Command) -> None:
    frame = phone.observe()
    desk.handset.faults["dumpsys"] = answer
    fails(phone.observe, ScreenUnavailable)
    fails(lambda: phone.perform(TAP, frame), ScreenUnavailable)
    fails(lambda: phone.info, ScreenUnavailable)
    assert desk.handset.calls("input") == []


# an action is done, refused, or unsure


@pytest.mark.parametrize(
    "answer",
    [
        says(err=b"Error: Invalid arguments for command: tap\n", status=255),
        says(err=b"java.lang.SecurityException: Injecting to another application requires INJECT_EVENTS\n", status=0),
        says(status=1),
    ],
)
def test_the_phone_s_no_is_a_refusal_with_its_words(desk: Bench, phone: AndroidDevice, answer: Command) -> None:
    frame = phone.observe()
    desk.handset.faults["input"] = answer
    for action in (TAP, Press(key="back"), Type(text="a")):
        fails(lambda action=action: phone.perform(action, frame), ActionRefused, "Error|INJECT_EVENTS|exit status 1")  # type: ignore[misc]


def test_a_refusal_in_the_middle_is_not_nothing_done(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    answers = iter([0, 255])

    def second_time_no(call: Invocation) -> int:
        return next(answers)

    for action in (DoubleTap(x=0.5, y=0.5), Type(text="a\nb")):
        answers = iter([0, 255])
        desk.handset.faults["input"] = second_time_no
        fails(lambda action=action: phone.perform(action, frame), DeliveryUnknown, "later part")  # type: ignore[misc]


ACTIONS: list[tuple[str, Action]] = [
    ("input", TAP),
    ("input", Press(key="home")),
    ("input", Type(text="abc")),
    ("am", Type(text="é")),
    ("monkey", Launch(app="Settings")),
]


@pytest.mark.parametrize("event", ["unplug", "drop"])
@pytest.mark.parametrize(("name", "action"), ACTIONS)
def test_lost_during_an_action_is_unsure_and_never_sent_twice(
    desk: Bench, phone: AndroidDevice, name: str, action: Action, event: str
) -> None:
    frame = phone.observe()
    desk.during(name, getattr(desk.adbd, event))
    fails(lambda: phone.perform(action, frame), DeliveryUnknown, "look first")
    assert len(desk.handset.calls(name)) == 1
    if event == "unplug":
        fails(phone.observe, DeviceLost, "refused|offline|cannot be reached")
        desk.adbd.replug()
    desk.handset.faults.clear()
    assert phone.observe().width == 108


def test_unplugged_while_idle_is_lost_and_nothing_is_sent(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.adbd.unplug()
    for call in (phone.observe, lambda: phone.info, *(lambda a=a: phone.perform(a, frame) for _, a in ACTIONS)):
        fails(call, DeviceLost)
    for name in ("input", "am", "monkey"):
        assert desk.handset.calls(name) == []


def test_plugged_in_again_it_goes_on(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.adbd.unplug()
    fails(phone.observe, DeviceLost)
    desk.adbd.replug()
    phone.perform(TAP, frame)
    assert desk.handset.calls("input") == ["input tap 54 120"]


def test_offline_is_cured_once_without_anyone_noticing(desk: Bench, server: PrivateServer, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.adbd.unplug()
    desk.adbd.replug()
    client = adbutils.AdbClient(host=server.host, port=server.port)
    while any(listed.state == "device" for listed in client.list()):
        time.sleep(0.005)  # until the adb server has seen that it went; it tries again only after a while
    phone.perform(TAP, frame)
    assert phone.observe().width == 108
    assert desk.handset.calls("input") == ["input tap 54 120"]


@pytest.mark.parametrize("event", ["unplug", "drop"])
def test_lost_during_a_screenshot(desk: Bench, phone: AndroidDevice, event: str) -> None:
    phone.observe()
    fault = getattr(desk.adbd, event)

    def half_a_picture(call: Invocation) -> int:
        desk.handset.faults.clear()
        call.stdout.write(WHOLE[: len(WHOLE) // 2])
        threading.Thread(target=fault, daemon=True).start()
        call.cancelled.wait(10)
        return 0

    desk.handset.faults["screencap"] = half_a_picture
    if event == "unplug":
        fails(phone.observe, DeviceLost)
    else:
        assert phone.observe().image.tobytes() == gradient(108, 240).tobytes()


# a phone that does not answer


@pytest.mark.parametrize("command", [waits, drips], ids=["hangs", "drips"])
def test_a_command_without_end_is_given_up_at_the_deadline(desk: Bench, command: Command) -> None:
    with desk.open(patience=1.0) as phone:
        frame = phone.observe()
        desk.handset.faults["screencap"] = command
        fails(phone.observe, DeviceLost, "does not answer", within=3.0)
        desk.handset.faults = {"input": command}
        fails(lambda: phone.perform(Press(key="back"), frame), DeliveryUnknown, "does not answer", within=3.0)
        desk.handset.faults.clear()
        assert phone.observe().width == 108
    wait_until(lambda: desk.adbd.busy_workers == 0)


def test_a_mute_phone_is_lost_at_the_deadline(desk: Bench) -> None:
    with desk.open(patience=1.0) as phone:
        frame = phone.observe()
        desk.adbd.mute()
        fails(phone.observe, DeviceLost, within=4.0)
        fails(lambda: phone.perform(TAP, frame), DeviceLost, within=5.0)
        fails(lambda: phone.info, DeviceLost, within=5.0)
        desk.adbd.mute(False)
        assert phone.observe().width == 108
    assert desk.handset.calls("input") == []


def test_a_tap_into_silence_is_unsure(desk: Bench) -> None:
    with desk.open(patience=1.0) as phone:
        frame = phone.observe()
        desk.adbd.mute()
        fails(lambda: phone.perform(TAP, frame), DeliveryUnknown, within=4.0)


def test_a_port_that_says_nothing_is_lost_at_the_deadline(server: PrivateServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        serial = f"127.0.0.1:{silent.getsockname()[1]}"
        fails(lambda: AndroidDevice(Link(serial, server, patience=1.0)), DeviceLost, within=4.0)
    adbutils.AdbClient(host=server.host, port=server.port).disconnect(serial)


def test_abandoned_calls_leave_no_thread_behind(desk: Bench) -> None:
    with desk.open(patience=0.4) as phone:
        frame = phone.observe()
        desk.handset.faults["screencap"] = drips
        for _ in range(3):
            fails(phone.observe, DeviceLost)
        desk.handset.faults["input"] = drips
        fails(lambda: phone.perform(Press(key="back"), frame), DeliveryUnknown)
    wait_until(lambda: desk.adbd.busy_workers == 0)
    wait_until(lambda: sum(thread.name.startswith("adb_") for thread in threading.enumerate()) == 0)


# trust


def test_an_untrusted_computer_is_told_what_to_do(desk: Bench) -> None:
    desk.adbd.require_auth()
    fails(desk.open, Unauthorized, "confirm")


def test_trust_withdrawn_in_the_middle(desk: Bench) -> None:
    with desk.open(patience=2.0) as phone:
        frame = phone.observe()
        desk.adbd.require_auth()
        fails(phone.observe, Unauthorized, "confirm")
        fails(lambda: phone.perform(TAP, frame), Unauthorized, "confirm")
    assert desk.handset.calls("input") == []


class StalledServer:
    """An adb server that takes a command and says no more, as adb's does while a phone withdraws its trust."""

    host = "127.0.0.1"

    def __init__(self, state: str) -> None:
        self.state, self._asked = "device", state
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._links: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def ensure(self) -> None:
        """It runs."""

    def close(self) -> None:
        for link in (self._listener, *self._links):
            link.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                link, _ = self._listener.accept()
                self._links.append(link)
                threading.Thread(target=self._answer, args=(link,), daemon=True).start()

    def _answer(self, link: socket.socket) -> None:
        with suppress(OSError):
            while length := link.recv(4):
                words = link.recv(int(length, 16)).decode()
                if words.startswith("shell"):
                    self.state = self._asked
                elif words.startswith("host:t"):  # host:tport:…, host:transport-id:…: what follows is for that phone
                    link.sendall(b"OKAY" + (b"\1" + 7 * b"\0" if words.startswith("host:tport") else b""))
                else:
                    said = f"phone:1 {self.state} transport_id:1\n" if words == "host:devices-l" else "shell_v2,cmd"
                    link.sendall(b"OKAY%04x%s" % (len(said), said.encode()))


@pytest.mark.parametrize(("state", "kind"), [("unauthorized", Unauthorized), ("device", DeviceLost), ("offline", DeviceLost)])
def test_silence_is_asked_for_its_reason(state: str, kind: type[DeviceError]) -> None:
    with closing(StalledServer(state)) as server, closing(Link("phone:1", server, patience=0.5)) as link:
        link.open()
        fails(lambda: link.run("getprop"), kind, within=5.0)


def test_a_person_who_confirms_is_waited_for(desk: Bench) -> None:
    desk.adbd.require_auth(lambda key: True)
    with desk.open() as phone:
        assert phone.observe().width == 108


def test_a_phone_in_recovery_is_not_driven(server: PrivateServer) -> None:
    with bench(server, "recovery") as desk:
        fails(lambda: desk.open(patience=0.5), DeviceLost, "is recovery")


# which phone


def test_no_phone_and_unknown_serials(server: PrivateServer) -> None:
    server.ensure()
    fails(lambda: AndroidDevice(Link("", server)), DeviceLost, "android:HOST:PORT")
    fails(lambda: AndroidDevice(Link("R58M123", server)), DeviceLost, "'R58M123'; there is none")
    fails(lambda: AndroidDevice(Link(f"127.0.0.1:{free_port()}", server)), DeviceLost, "cannot be reached")


def test_the_only_phone_is_found_and_one_of_several_must_be_named(server: PrivateServer, desk: Bench) -> None:
    with desk.open():
        with AndroidDevice(Link("", server)) as found:
            assert found.address == desk.serial
        with bench(server) as second, second.open():
            for serial in (desk.serial, second.serial):
                fails(lambda: AndroidDevice(Link("", server)), DeviceLost, f"2 phones; name one: .*android:{serial} ")
            fails(lambda: AndroidDevice(Link("R58M123", server)), DeviceLost, f"android:{desk.serial}")


# the adb server


def test_a_killed_server_comes_back_and_the_phone_with_it(desk: Bench, server: PrivateServer, phone: AndroidDevice) -> None:
    frame = phone.observe()
    adbutils.AdbClient(host=server.host, port=server.port).server_kill()
    wait_until(lambda: not listens(server.host, server.port))
    phone.perform(TAP, frame)
    assert phone.observe().width == 108
    assert desk.handset.calls("input") == ["input tap 54 120"]


def test_a_server_killed_during_an_action_is_unsure(desk: Bench, server: PrivateServer, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.during("input", adbutils.AdbClient(host=server.host, port=server.port).server_kill)
    fails(lambda: phone.perform(TAP, frame), DeliveryUnknown)
    desk.handset.faults.clear()
    assert phone.observe().width == 108
    assert len(desk.handset.calls("input")) == 1


def test_a_mute_program_on_the_server_s_port_is_lost_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = AdbServer(port=silent.getsockname()[1], host="127.0.0.1")
        fails(lambda: AndroidDevice(Link("", server, patience=0.5)), DeviceLost, "does not answer", within=2.0)


def test_a_program_that_is_no_adb_server_is_lost() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ExitStack() as stack:

        def chat() -> None:
            with suppress(OSError):  # the listener closes at the end
                while True:
                    link, _address = listener.accept()
                    stack.enter_context(link)
                    link.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=chat, daemon=True).start()
        server = AdbServer(port=listener.getsockname()[1], host="127.0.0.1")
        fails(lambda: AndroidDevice(Link("", server, patience=2.0)), DeviceLost)


def test_without_adb_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADBUTILS_ADB_PATH", str(tmp_path / "absent"))
    fails(find_adb, MissingDependency, "ADBUTILS_ADB_PATH")
    server = AdbServer(port=free_port(), host="127.0.0.1")
    fails(lambda: AndroidDevice(Link("", server)), MissingDependency)


def test_an_adb_that_starts_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADBUTILS_ADB_PATH", "/bin/true")
    fails(lambda: AndroidDevice(Link("", AdbServer(port=free_port(), host="127.0.0.1"))), DeviceLost, "did not start")


def test_a_remote_server_is_never_started_here() -> None:
    fails(lambda: AdbServer(port=free_port(), host="127.0.0.2").ensure(), DeviceLost, "start one there")


def test_the_server_goes_when_its_owner_is_killed() -> None:
    code = (
        "from devices.android.server import PrivateServer; import time, sys; s = PrivateServer(); s.ensure();"
        "sys.stdout.write(f'{s.port}\\n'); sys.stdout.flush(); time.sleep(60)"
    )
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        port = int(owner.stdout.readline())
        assert listens("127.0.0.1", port)
        owner.kill()
    wait_until(lambda: not listens("127.0.0.1", port))


# keyboards in trouble


def test_a_link_that_breaks_while_the_keyboard_is_borrowed(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()
    desk.during("am", desk.adbd.drop)
    fails(lambda: phone.perform(Type(text="é"), frame), DeliveryUnknown)
    assert desk.handset.keyboard == OTHER_KEYBOARD
    assert desk.handset.enabled == [OTHER_KEYBOARD]


def test_ime_that_refuses_types_nothing(desk: Bench, phone: AndroidDevice) -> None:
    frame = phone.observe()

    def refuse(call: Invocation) -> int:
        if call.argv[1] == "list":
            return says(f"{ADB_KEYBOARD}\n".encode())(call)
        return says(err=b"Error: Unknown input method\n", status=255)(call)

    desk.handset.faults["ime"] = refuse
    fails(lambda: phone.perform(Type(text="é"), frame), ActionRefused, "Unknown input method")
    assert desk.handset.calls("am") == []

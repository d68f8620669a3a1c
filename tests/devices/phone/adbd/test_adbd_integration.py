"""The real adb programs against the phone."""

from __future__ import annotations

import gc
import os
import shlex
import socket
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import adbutils
import pytest
from adbd_bench import HEIGHT, PIXELS, WIDTH, Adb, Phone, eventually


@pytest.fixture
def shell(adb: Adb, phone: Phone) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    connect(adb, phone)
    return lambda *words, **more: adb("-s", phone.server.serial, *words, **{"check": False, **more})


def connect(adb: Adb, phone: Phone) -> None:
    """As a person does it: once more where the phone has not come up. Right after a phone went away, adb 29 may say "already
    connected" of the old connection, let that go a moment later, and be left with none.
    """
    said: list[bytes] = []

    def connected() -> bool:
        said.append(adb("connect", phone.server.serial).stdout)
        return eventually(lambda: adb.state(phone.server.serial) == "device", 2.0)

    assert any(connected() for _ in range(3)), (said, adb("devices").stdout)


Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def test_devices_lists_what_the_banner_says(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    assert b"product:panther model:Pixel_7 device:panther" in adb("devices", "-l").stdout
    features = set(adb("-s", phone.server.serial, "features").stdout.decode().split())
    assert features == {"shell_v2", "cmd", "stat_v2", "ls_v2", "fixed_push_mkdir", "fixed_push_symlink_timestamp", "apex"}


def test_shell_keeps_status_and_streams_apart(shell: Run) -> None:
    done = shell("shell", "echo out; echo err >&2; exit 7")
    assert (done.returncode, done.stdout, done.stderr) == (7, b"out\n", b"err\n")


def test_shell_without_v2_merges(shell: Run) -> None:
    done = shell("shell", "-x", "echo out; echo err >&2; exit 7")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"out\nerr\n", b"")


def test_unknown_command(shell: Run) -> None:
    done = shell("shell", "frobnicate", "now")
    assert (done.returncode, done.stderr) == (127, b"/system/bin/sh: frobnicate: inaccessible or not found\n")


def test_exec_out_is_binary_clean(shell: Run, phone: Phone) -> None:
    data = bytes(range(256)) * 5000
    phone.files.write("/data/local/tmp/a b", data)
    assert shell("exec-out", "cat", "/data/local/tmp/a b").stdout == data


def test_exec_in_runs_to_its_end(shell: Run, phone: Phone) -> None:
    data = os.urandom(2_500_000)
    shell("exec-in", "cat > /sdcard/in; echo done > /sdcard/after", stdin=data)
    assert eventually(lambda: "after" in phone.files.listdir("/storage/emulated/0"))
    assert phone.files.read("/storage/emulated/0/in") == data


def test_stdin_reaches_the_command_and_ends(shell: Run) -> None:
    data = os.urandom(3_000_000)
    assert shell("shell", "cat", stdin=data).stdout == data


@pytest.mark.parametrize("text", ["'", '"; reboot; #', "$(id)", "%s \\ `id`", "a\nb", "  ", "äöü 漢字 🎉", "*"])
def test_quoted_text_arrives_as_one_argument(shell: Run, text: str) -> None:
    assert shell("shell", f"printf %s {shlex.quote(text)}").stdout.decode() == text


def test_push_and_pull_of_a_large_file(shell: Run, phone: Phone, tmp_path: Path) -> None:
    source, back = tmp_path / "source", tmp_path / "back"
    source.write_bytes(os.urandom(3_000_000))
    source.chmod(0o640)
    os.utime(source, (1_700_000_000, 1_700_000_000))
    assert shell("push", str(source), "/sdcard/new/folder/x.bin").returncode == 0
    stat = phone.files.stat("/storage/emulated/0/new/folder/x.bin")
    assert (stat.size, stat.mtime, stat.mode & 0o777) == (3_000_000, 1_700_000_000, 0o640)
    assert shell("pull", "-a", "/sdcard/new/folder/x.bin", str(back)).returncode == 0
    assert back.read_bytes() == source.read_bytes()
    assert int(back.stat().st_mtime) == 1_700_000_000


def test_push_and_pull_of_a_folder(shell: Run, tmp_path: Path) -> None:
    tree = {"a.txt": b"A", "empty": b"", "sub/b.txt": b"B" * 70_000, "sub/deep/ünïcode.txt": b"C"}
    for name, data in tree.items():
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_bytes(data)
    assert shell("push", str(tmp_path / "tree"), "/sdcard/").returncode == 0
    assert shell("pull", "/sdcard/tree", str(tmp_path / "back")).returncode == 0
    assert {name: (tmp_path / "back" / name).read_bytes() for name in tree} == tree


def test_transfers_that_fail_say_why(shell: Run, tmp_path: Path) -> None:
    source = tmp_path / "x"
    source.write_bytes(b"x" * 200_000)
    refused = shell("push", str(source), "/system/x")
    assert refused.returncode == 1
    assert b"Read-only file system" in refused.stdout + refused.stderr
    missing = shell("pull", "/sdcard/none", str(tmp_path / "y"))
    assert missing.returncode == 1
    assert b"No such file or directory" in missing.stdout + missing.stderr
    assert shell("shell", "echo still here").stdout == b"still here\n"


def test_scripts_from_stdin(shell: Run) -> None:
    done = shell("shell", stdin=b"x=1\nif true\nthen echo 'two\nlines' $x\nfi\nexit 5\necho never\n")
    assert (done.returncode, done.stdout) == (5, b"two\nlines 1\n")


def test_terminal_session(shell: Run) -> None:
    done = shell("shell", "-tt", stdin=b"cd /sdcard\recho wrong\x7f\x7f\x7f\x7f\x7fright\rexit 3\r")
    assert done.returncode == 3
    assert b"pixel:/storage/emulated/0 $ " in done.stdout
    assert done.stdout.count(b"right\r\n") == 2  # typed, and printed
    assert b"wrong\r\n" not in done.stdout


def test_ctrl_c_stops_a_command_and_not_the_session(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    words = [adb.program, "-s", phone.server.serial, "shell", "-tt"]
    with subprocess.Popen(words, env=adb.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(b"drip; echo un''reached\r")
        client.stdin.flush()
        assert eventually(lambda: phone.dripped > 0)
        client.stdin.write(b"\x03")
        client.stdin.flush()
        assert phone.stopped.wait(5)
        client.stdin.write(b"echo af''ter\rexit 6\r")
        client.stdin.close()
        shown = client.stdout.read()
        assert client.wait(5) == 6
    assert b"^C\r\n" in shown
    assert b"after\r\n" in shown
    assert b"unreached" not in shown


def test_hanging_up_cancels_the_command(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    with subprocess.Popen(
        [adb.program, "-s", phone.server.serial, "shell", "drip"],
        env=adb.environ,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == b"drip\n"
        assert not phone.stopped.is_set()
        client.kill()
    assert phone.stopped.wait(5)
    assert eventually(lambda: phone.server.open_streams == 0 and phone.server.busy_workers == 0)


def test_a_client_that_does_not_read_holds_the_command_back(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    with subprocess.Popen(
        [adb.program, "-s", phone.server.serial, "exec-out", "zeros", "200000000"], env=adb.environ, stdout=subprocess.PIPE
    ) as client:
        assert eventually(lambda: phone.server.busy_workers == 1)
        assert not eventually(lambda: phone.server.busy_workers == 0, 0.7)  # 200 MB cannot have gone anywhere
        client.kill()
    assert eventually(lambda: phone.server.busy_workers == 0)


def test_other_services(shell: Run, phone: Phone) -> None:
    assert shell("root").stdout == b"adbd cannot run as root in production builds\n"
    assert b"restarting in TCP mode port: 5555" in shell("tcpip", "5555").stdout
    assert shell("reverse", "--list").stdout.strip() == b""
    assert shell("reverse", "tcp:1", "tcp:2").stdout.strip() == b"1"
    assert shell("reverse", "--list").stdout.strip() == b"host-1 tcp:1 tcp:2"
    assert shell("reverse", "--remove-all").returncode == 0
    shell("reboot", "bootloader")
    assert eventually(lambda: phone.reboots == ["bootloader"])


def test_virtual_ports_lead_nowhere(shell: Run, phone: Phone) -> None:
    """A forward to the phone's own port must not reach the machine's loopback."""
    port = int(shell("forward", "tcp:0", f"tcp:{phone.server.port}").stdout)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        assert link.recv(10) == b""


def test_auth_is_accepted_once_and_remembered(adb: Adb, make_phone: Callable[..., Phone]) -> None:
    asked: list[bytes] = []

    def allow(key: bytes) -> bool:
        asked.append(key)
        return True

    phone = make_phone(authorise=allow)
    connect(adb, phone)
    assert adb("-s", phone.server.serial, "shell", "echo in").stdout == b"in\n"
    assert phone.server.known_keys == tuple(asked)
    adb("disconnect", phone.server.serial)
    connect(adb, phone)
    assert len(asked) == 1
    again = make_phone(authorise=lambda _: False, known_keys=phone.server.known_keys)
    connect(adb, again)


def test_auth_is_rejected(adb: Adb, make_phone: Callable[..., Phone]) -> None:
    phone = make_phone(authorise=lambda _: False)
    adb("connect", phone.server.serial)
    assert eventually(lambda: adb.state(phone.server.serial) == "unauthorized")
    done = adb("-s", phone.server.serial, "shell", "echo in", check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"unauthorized" in done.stderr


def test_a_person_may_take_time_to_decide(adb: Adb, make_phone: Callable[..., Phone]) -> None:
    decided = threading.Event()
    phone = make_phone(authorise=lambda _: decided.wait(20))
    adb("connect", phone.server.serial)
    assert eventually(lambda: adb.state(phone.server.serial) == "unauthorized")
    decided.set()
    assert eventually(lambda: adb.state(phone.server.serial) == "device")


def test_trust_is_withdrawn(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    phone.server.require_auth()
    assert eventually(lambda: adb.state(phone.server.serial) == "unauthorized")
    phone.server.waive_auth()
    phone.server.drop()
    adb("disconnect", phone.server.serial)
    connect(adb, phone)


def test_unplug_and_replug(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    phone.server.unplug()
    assert eventually(lambda: adb.state(phone.server.serial) in ("offline", ""))
    done = adb("-s", phone.server.serial, "shell", "echo in", check=False)
    assert done.returncode == 1
    phone.server.replug()
    adb("disconnect", phone.server.serial, check=False)
    connect(adb, phone)
    assert adb("-s", phone.server.serial, "shell", "echo in").stdout == b"in\n"


def test_a_muted_link_hangs_and_ends_with_a_drop(adb: Adb, phone: Phone) -> None:
    connect(adb, phone)
    phone.server.mute()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(
            [adb.program, "-s", phone.server.serial, "shell", "echo in"], env=adb.environ, timeout=1, stdin=subprocess.DEVNULL
        )
    phone.server.mute(False)
    phone.server.drop()
    assert eventually(lambda: adb("-s", phone.server.serial, "shell", "echo in", check=False).stdout == b"in\n")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # adbutils leaves its sockets to the collector
def test_adbutils_drives_it(adb: Adb, phone: Phone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for key, value in adb.environ.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("ADBUTILS_ADB_PATH", adb.program)
    client = adbutils.AdbClient(port=int(adb.environ["ANDROID_ADB_SERVER_PORT"]))
    client.connect(phone.server.serial)
    device = client.device(phone.server.serial)
    assert device.shell("echo 'a  b'") == "a  b"
    done = device.shell2("echo out; echo err >&2; exit 9", v2=True)
    assert (done.returncode, done.stdout, done.stderr) == (9, "out\n", "err\n")
    assert device.shell2("false").returncode == 1
    picture = device.framebuffer()
    assert picture.size == (WIDTH, HEIGHT)
    assert picture.convert("RGBA").tobytes()[:3] == PIXELS[:3]
    (tmp_path / "x").write_bytes(b"x" * 100_000)
    device.sync.push(str(tmp_path / "x"), "/sdcard/x")
    assert device.sync.read_bytes("/sdcard/x") == b"x" * 100_000
    assert device.sync.stat("/sdcard/x").size == 100_000
    assert "x" in [entry.path for entry in device.sync.list("/sdcard")]
    device.remove("/sdcard/x")
    assert not device.sync.exists("/sdcard/x")
    gc.collect()


def test_nothing_is_left_after_a_mixed_load(adb: Adb, phone: Phone, tmp_path: Path) -> None:
    others = set(threading.enumerate())  # a command of an earlier test may still be waiting
    connect(adb, phone)
    data = os.urandom(300_000)
    (tmp_path / "x").write_bytes(data)
    serial = ("-s", phone.server.serial)

    def job(number: int) -> bool:
        match number % 4:
            case 0:
                return adb(*serial, "shell", f"exit {number}", check=False).returncode == number
            case 1:
                return adb(*serial, "shell", "cat", stdin=data).stdout == data
            case 2:
                return adb(*serial, "exec-out", "zeros", "1500000").stdout == bytes(1_500_000)
            case _:
                adb(*serial, "push", str(tmp_path / "x"), f"/sdcard/{number}")
                return adb(*serial, "exec-out", "cat", f"/sdcard/{number}").stdout == data

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(job, range(48)))
    assert eventually(lambda: phone.server.open_streams == 0 and phone.server.busy_workers == 0)
    assert eventually(lambda: not [one for one in set(threading.enumerate()) - others if one.name.startswith("adbd-")])
    phone.server.stop()
    assert not [one for one in set(threading.enumerate()) - others if one.name.startswith("adbd")]

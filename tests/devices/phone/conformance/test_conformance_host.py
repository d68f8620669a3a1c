"""What the adb program itself does with the phone: transfers, installs, forwards, recordings, states."""

from __future__ import annotations

import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import av
import pytest
from live_phone import ROOT, LivePhone, free_port

PACKAGE = "com.example.hello"
MAIN = """import QtQuick
import "../../system"
Item {
    readonly property string page: pages.page
    function open(name, values) { pages.reset() }
    function back() { return pages.back() }
    PageStack { id: pages; initialItem: AppPage { root: true; title: "Hello" } }
}
"""


def folder(place: Path, version: str = "1.0", **more: object) -> Path:
    """An app's folder."""
    made = place / f"hello-{version}"
    made.mkdir()
    manifest = {"package": PACKAGE, "label": "Hello", "icon": "star", "colour": "#123456", "version": version, **more}
    (made / "manifest.json").write_text(json.dumps(manifest))
    (made / "Main.qml").write_text(MAIN)
    return made


def packed(place: Path, version: str = "1.0", **more: object) -> Path:
    """An app, packed by the script that ships."""
    apk = place / f"hello-{version}.apk"
    script = [sys.executable, str(ROOT / "scripts" / "pack-app"), str(folder(place, version, **more)), str(apk)]
    subprocess.run(script, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    return apk


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def without_hello(phone: LivePhone) -> LivePhone:
    phone.adb("uninstall", PACKAGE)
    return phone


def test_install_start_update_and_uninstall(without_hello: LivePhone, tmp_path: Path) -> None:
    phone = without_hello
    first = packed(tmp_path, permissions=["android.permission.CAMERA"], seeds={"hello": [{"word": "hi"}]})
    done = phone.adb("install", "-r", "-t", "-g", str(first))
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert b"Success" in done.stdout
    assert phone.out("pm list packages -3 hello") == f"package:{PACKAGE}"
    assert phone.out(f"pm path {PACKAGE}") == f"package:/data/app/{PACKAGE}-1/base.apk"
    assert "CAMERA: granted=true" in phone.out(f"dumpsys package {PACKAGE}")
    assert "word=hi" in phone.out("content query --uri content://hello")
    phone.out(f"am start -n {PACKAGE}/.MainActivity")
    assert phone.out("fingertip page") == PACKAGE
    assert phone.adb("install", "-R", str(first)).returncode == 1
    assert phone.adb("install", str(packed(tmp_path, "2.0"))).returncode == 0
    assert "versionName=2.0" in phone.out(f"dumpsys package {PACKAGE}")
    older = phone.adb("install", str(packed(tmp_path, "1.5")))
    assert b"INSTALL_FAILED_VERSION_DOWNGRADE" in older.stdout + older.stderr
    assert phone.adb("install", "-d", str(tmp_path / "hello-1.5.apk")).returncode == 0
    done = phone.adb("uninstall", PACKAGE)
    assert (done.returncode, done.stdout) == (0, b"Success\n")
    assert phone.out("pm list packages hello; content query --uri content://hello 2>&1 | tail -n 1").count(PACKAGE) == 0


def test_install_by_push_and_by_session(without_hello: LivePhone, tmp_path: Path) -> None:
    phone = without_hello
    apk = packed(tmp_path)
    phone.adb("push", str(apk), "/data/local/tmp/hello.apk")
    assert phone.out("pm install -r /data/local/tmp/hello.apk") == "Success"
    assert phone.out(f"pm uninstall {PACKAGE}") == "Success"
    number = re.search(r"\[(\d+)\]", phone.out("pm install-create -r"))
    assert number
    size = len(apk.read_bytes())
    assert (
        phone.out(f"pm install-write -S {size} {number[1]} base /data/local/tmp/hello.apk") == f"Success: streamed {size} bytes"
    )
    assert phone.out(f"pm install-commit {number[1]}") == "Success"
    assert phone.out(f"pm path {PACKAGE}").startswith("package:")


def test_install_multiple_of_one(without_hello: LivePhone, tmp_path: Path) -> None:
    done = without_hello.adb("install-multiple", "-r", str(packed(tmp_path)))
    assert done.returncode == 0, (done.stdout, done.stderr)
    assert without_hello.out("pm list packages hello") == f"package:{PACKAGE}"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "INSTALL_PARSE_FAILED"),
        ({"readme.txt": b"no app"}, "INSTALL_PARSE_FAILED"),
        ({"manifest.json": b"{"}, "INSTALL_PARSE_FAILED"),
        ({"manifest.json": b"{}", "Main.qml": b""}, "INSTALL_PARSE_FAILED"),
        ({"../evil": b"x", "manifest.json": b"{}", "Main.qml": b""}, "INSTALL_"),
        ({"/etc/evil": b"x", "manifest.json": b"{}", "Main.qml": b""}, "INSTALL_"),
        ({"manifest.json": b"{}", "Main.qml": b"", "huge.bin": bytes(40 * 2**20)}, "INSTALL_"),
    ],
    ids=["empty", "no manifest", "no JSON", "no package", "zip slip", "absolute path", "too large"],
)
def test_zips_that_are_no_apps(without_hello: LivePhone, tmp_path: Path, files: dict[str, bytes], code: str) -> None:
    done = without_hello.adb("install", str(zipped(tmp_path / "bad.apk", files)))
    assert done.returncode == 1
    assert f"Failure [{code}".encode() in done.stdout + done.stderr
    assert without_hello.out("pm list packages hello") == ""


def test_push_and_pull_keep_bytes_and_folders(phone: LivePhone, tmp_path: Path) -> None:
    source = tmp_path / "tree"
    (source / "deep" / "er").mkdir(parents=True)
    data = os.urandom(300_000)
    (source / "deep" / "er" / "data.bin").write_bytes(data)
    (source / "empty").write_bytes(b"")
    assert phone.adb("push", str(source), "/sdcard/Download/").returncode == 0
    assert phone.out("ls /sdcard/Download/tree/deep/er") == "data.bin"
    assert phone.adb("pull", "/sdcard/Download/tree", str(tmp_path / "back")).returncode == 0
    assert (tmp_path / "back" / "deep" / "er" / "data.bin").read_bytes() == data
    refused = phone.adb("push", str(source / "empty"), "/system/x")
    assert refused.returncode == 1
    assert b"Read-only file system" in refused.stdout + refused.stderr
    missing = phone.adb("pull", "/sdcard/nothing", str(tmp_path / "x"))
    assert missing.returncode == 1
    assert b"failed to stat remote object '/sdcard/nothing': No such file or directory" in missing.stdout + missing.stderr


def test_states_and_texts(phone: LivePhone) -> None:
    assert phone.adb("get-state").stdout == b"device\n"
    assert phone.adb("get-serialno").stdout.decode().strip() == phone.serial
    assert b"adbd cannot run as root in production builds" in phone.adb("root").stdout
    assert b"Not running as root" in phone.adb("remount").stdout + phone.adb("remount").stderr
    assert b"shell_v2" in phone.adb("features").stdout


def test_exec_out_is_binary_clean_and_exec_in_takes_input(phone: LivePhone) -> None:
    raw = phone.adb("exec-out", "printf", "a\\r\\n\\0b").stdout
    assert raw == b"a\r\n\0b"
    phone.adb("exec-in", "cat > /sdcard/from-exec", stdin=b"through exec-in")
    phone.until("cat /sdcard/from-exec", "through exec-in")
    assert phone.adb("shell", "cat | wc -c", stdin=b"12345").stdout == b"5\n"


def test_forward_leads_nowhere(phone: LivePhone) -> None:
    port = free_port()
    assert phone.adb("forward", f"tcp:{port}", "localabstract:nothing").returncode == 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        assert link.recv(1) == b""
    phone.adb("forward", "--remove", f"tcp:{port}")


def test_reverse_reaches_the_host(phone: LivePhone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        heard: list[bytes] = []

        def serve() -> None:
            link, _ = listener.accept()
            with link:
                heard.append(link.recv(100))
                link.sendall(b"from the host\n")

        thread = threading.Thread(target=serve)
        thread.start()
        assert phone.adb("reverse", "tcp:8099", f"tcp:{listener.getsockname()[1]}").returncode == 0
        assert phone.out("echo from the phone | nc localhost 8099") == "from the host"
        thread.join(5)
        assert heard == [b"from the phone\n"]
    phone.adb("reverse", "--remove-all")
    assert phone.run("nc localhost 8099")[0] == 1


def frames(data: bytes) -> tuple[str, tuple[int, int], list[float]]:
    """Codec, size and times in seconds of a video."""
    with av.open(io.BytesIO(data)) as video:
        stream = video.streams.video[0]
        times = [float(frame.time) for frame in video.decode(video=0) if frame.time is not None]
        return stream.codec_context.name, (stream.width, stream.height), times


def test_a_recording_shows_what_happened(phone: LivePhone) -> None:
    phone.out("input keyevent HOME")
    line = "screenrecord --time-limit 2 --size 360x800 --bit-rate 2M /sdcard/r.mp4 & sleep 0.6; input keyevent APP_SWITCH; wait"
    phone.out(line + "; input keyevent HOME")
    codec, size, times = frames(phone.adb("exec-out", "cat", "/sdcard/r.mp4").stdout)
    assert (codec, size) == ("h264", (360, 800))
    assert times[0] == pytest.approx(0, abs=0.2)
    assert times[-1] == pytest.approx(2, abs=0.3)
    assert 3 <= len(times) < 30, "frames come with changes, not with the clock"


def test_a_recording_ends_by_a_signal(phone: LivePhone) -> None:
    phone.out("screenrecord /sdcard/s.mp4 & sleep 0.5; pkill -2 screenrecord; wait")
    assert frames(phone.adb("exec-out", "cat", "/sdcard/s.mp4").stdout)[1] == (1080, 2400)


def test_a_recording_to_standard_output_is_bare_h264(phone: LivePhone) -> None:
    data = phone.adb("exec-out", "screenrecord", "--time-limit", "1", "--output-format=h264", "--size", "360x800", "-").stdout
    assert data.startswith((b"\0\0\0\1", b"\0\0\1"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # adbutils leaves sockets open
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_recording_ends_when_its_stream_is_closed(phone: LivePhone) -> None:
    stream = phone.device.shell("screenrecord --size 360x800 /sdcard/c.mp4", stream=True)
    phone.out("sleep 0.5")
    stream.close()
    phone.until("stat -c %s /sdcard/c.mp4 | grep -qv '^0$' && echo full || echo empty", "full")
    assert frames(phone.adb("exec-out", "cat", "/sdcard/c.mp4").stdout)[0] == "h264"

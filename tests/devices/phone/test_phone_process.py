"""`python -m devices.phone` as a process: its one line, its options, its ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest
from live_phone import Adb, LivePhone, phone_command, phone_environment, read_line, running_phone


def ended(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a phone says that does not start."""
    return subprocess.run(
        phone_command(*options),
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=phone_environment(**environment),
    )


def test_help_is_quick_and_loads_no_qt() -> None:
    before = os.times()
    done = ended("--help", PYTHONPROFILEIMPORTTIME="1")
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    assert used < 0.5  # seconds of processor time: other programs may keep it waiting
    assert done.returncode == 0
    assert "--until-eof" in done.stdout
    assert "PySide6" not in done.stderr


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--size", "big"], "1080x2400"),
        (["--size", "10x10"], "320"),
        (["--density", "5"], "120"),
        (["--density", "x"], "density"),
        (["--theme", "pink"], "light"),
        (["--locale", "tlh"], "zh-CN"),
        (["--port", "70000"], "65535"),
        (["--colour"], "--colour"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(options: list[str], word: str) -> None:
    done = ended(*options)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert word in done.stderr


def test_a_busy_port_is_one_sentence_and_exit_code_3() -> None:
    with socket.create_server(("127.0.0.1", 0)) as link:
        port = str(link.getsockname()[1])
        done = ended("--port", port)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert port in done.stderr


def test_a_state_file_that_is_none_is_one_sentence_and_exit_code_3(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_text("this is no database " * 100)
    done = ended("--port", "0", "--state", str(state))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert str(state) in done.stderr


def test_a_window_without_a_display_is_one_sentence_and_exit_code_3() -> None:
    done = ended("--port", "0", "--window")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it(number: signal.Signals, code: int) -> None:
    process = subprocess.Popen(
        phone_command("--port", "0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=phone_environment()
    )
    with process:
        assert re.fullmatch(r"ready 127\.0\.0\.1:\d+", read_line(process))
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (code, b"", b"")


def test_it_ends_with_its_input_although_a_command_still_runs(adb_server: Adb) -> None:
    with running_phone() as (process, port):
        adb_server("connect", f"127.0.0.1:{port}")
        live = LivePhone(adb_server, port, process.pid)
        stream = live.device.shell("logcat", stream=True)
        assert stream.read(4)
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0
        stream.close()
        adb_server("disconnect", live.serial)


def test_memory_stays_below_250_megabytes(adb_server: Adb) -> None:
    with running_phone() as (process, port):
        adb_server("connect", f"127.0.0.1:{port}")
        live = LivePhone(adb_server, port, process.pid)
        for _ in range(5):
            live.out("am start -n com.android.settings/.Settings; screencap -p > /dev/null; input keyevent HOME")
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{live.pid}/status").read_text())
        adb_server("disconnect", live.serial)
    assert found
    assert int(found[1]) < 250_000


def test_settings_survive_in_a_state_file(adb_server: Adb, tmp_path: Path) -> None:
    state = str(tmp_path / "state.sqlite")
    for line, wanted in (("settings put global device_name Ada", ""), ("settings get global device_name", "Ada")):
        with running_phone("--state", state) as (process, port):
            adb_server("connect", f"127.0.0.1:{port}")
            assert LivePhone(adb_server, port, process.pid).out(line) == wanted
        adb_server("disconnect", f"127.0.0.1:{port}")


def test_keys_are_checked_where_asked_for(adb_server: Adb) -> None:
    with running_phone("--auth") as (_, port):
        serial = f"127.0.0.1:{port}"
        adb_server("connect", serial)
        assert adb_server("-s", serial, "shell", "true").returncode == 1
        assert f"{serial}\tunauthorized" in adb_server("devices").stdout.decode()
        adb_server("disconnect", serial)


def test_options_reach_the_phone(adb_server: Adb) -> None:
    with running_phone("--size", "720x1600", "--density", "280", "--seed", "42", "--theme", "dark", "--locale", "zh-CN") as (
        process,
        port,
    ):
        adb_server("connect", f"127.0.0.1:{port}")
        live = LivePhone(adb_server, port, process.pid)
        assert live.out("wm size; wm density; fingertip seed") == "Physical size: 720x1600\nPhysical density: 280\n42"
        assert live.out("cmd uimode night; getprop persist.sys.locale") == "Night mode: yes\nzh-CN"
        assert "通讯录" in [node["text"] for node in live.nodes()]
        adb_server("disconnect", live.serial)

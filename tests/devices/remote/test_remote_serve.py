"""`python -m devices serve` and `--device http://…` as a person meets them: real processes, signals, certificates."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from lending import TOKEN, lent, pictures, port_of

from devices import errors
from devices.actions import Tap
from devices.errors import BadOption, DeviceError, DeviceLost
from devices.registry import known_devices, open_device
from devices.remote.command import Wish, lend
from devices.remote.messages import OWN_KINDS, Trouble, error_of, trouble_of
from devices.remote.serving import Place, RemoteServer
from devices.remote.tokens import ENVIRONMENT, read_or_make_token, read_token, readable_by_others
from devices.scripted import ScriptedDevice

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures for a scripted device."""
    folder = tmp_path_factory.mktemp("pictures")
    for number, picture in enumerate(pictures(3)):
        picture.save(folder / f"{number}.png")
    return folder


@contextmanager
def command(*words: str, stdin: int | IO[bytes] = subprocess.PIPE) -> Iterator[subprocess.Popen[bytes]]:
    """A `python -m devices` that ends with the block."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "devices", *words],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    ) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


@contextmanager
def server(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server in a process of its own, and its address."""
    with command("serve", "--device", f"scripted:{folder}", "--port", "0", "--until-eof", *words) as child:
        assert child.stdout is not None
        ready = child.stdout.readline().decode()
        found = re.fullmatch(r"ready (https?://[\w.]+:\d+)\n", ready)
        assert found, (ready, child.communicate()[1])
        yield child, found[1]


def test_serve_says_the_token_once_and_ends_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(folder) as (child, url):
        assert child.stderr is not None
        token = child.stderr.readline().decode().strip().removeprefix(f"{ENVIRONMENT}=")
        monkeypatch.setenv(ENVIRONMENT, token)
        with open_device(url) as remote:
            frame = remote.observe()
            remote.perform(Tap(x=0.5, y=0.5), frame)
            assert remote.observe().digest != frame.digest
            assert token not in repr(remote.info)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=20)
            assert (child.returncode, out, err) == (130, b"", b"Stopped by the user.\n")
            with pytest.raises(DeviceLost):
                open_device(f"{url},patience=0.2")


def test_an_agent_drives_a_served_device_and_records_no_token(folder: Path, tmp_path: Path) -> None:
    token, script = tmp_path / "token", tmp_path / "script.txt"
    script.write_text(
        '"Thought: Tap.\\nAction: {\\"action\\": \\"tap\\", \\"point\\": [447, 81]}"\n'
        'Action: {"action": "finish", "message": "Settings is open."}'
    )
    with server(folder, "--token-file", str(token)) as (_, url):
        words = ["open settings", "--device", url, "--model", f"scripted:{script}", "--record", str(tmp_path / "episode")]
        ran = subprocess.run(
            [sys.executable, "-m", "agent", "run", *words, "--verbose"],
            env={**os.environ, "PYTHONPATH": str(ROOT), ENVIRONMENT: token.read_text().strip()},
            capture_output=True,
            timeout=60,
        )
    assert (ran.returncode, ran.stdout) == (0, b"Settings is open.\n"), ran.stderr
    kept = [file.read_bytes() for file in (tmp_path / "episode").rglob("*") if file.is_file()]
    assert any(url.encode() in data for data in kept)
    assert not any(token.read_bytes().strip() in data for data in [*kept, ran.stderr])


def test_serve_ends_with_its_parent_and_keeps_the_token_in_a_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "token"
    with server(folder, "--token-file", str(file)) as (child, url):
        assert file.stat().st_mode & 0o777 == 0o600
        with open_device(f"{url},token_file={file},format=raw,patience=5") as remote:
            remote.observe()
        assert child.stdin is not None
        out, err = child.communicate(timeout=20)
        assert (child.returncode, out) == (0, b"")
        assert file.read_text().strip() not in err.decode()


def test_serve_with_a_certificate(folder: Path, tmp_path: Path) -> None:
    certificate, key, token = tmp_path / "cert.pem", tmp_path / "key.pem", tmp_path / "token"
    token.write_text(TOKEN)
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", *subject]
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    words = ("--token-file", str(token), "--tls-cert", str(certificate), "--tls-key", str(key))
    with server(folder, *words) as (_, url):
        assert url.startswith("https://")
        with open_device(f"{url},token_file={token},ca={certificate}") as remote:
            remote.observe()
        with pytest.raises(DeviceLost, match="certificate"):
            open_device(f"{url},token_file={token},patience=0.2")
        with pytest.raises(DeviceLost):
            open_device(f"{url.replace('https', 'http')},token_file={token},patience=0.2")
    with pytest.raises(BadOption, match="PEM"):
        open_device(f"{url},token_file={token},ca={token}")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--device", "fridge"], 2, "no device named 'fridge'"),
        (["--device", "http://127.0.0.1:1,patience=0.1"], 3, "cannot be reached"),
    ],
)
def test_serve_says_in_a_sentence_what_is_wrong(words: list[str], code: int, said: str) -> None:
    with command("serve", "--port", "0", *words) as child:
        out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (code, b"")
    assert said in err.decode()
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"device": "scripted:/nowhere"}, "PNG files"),
        ({"with_token": False, "host": "0.0.0.0"}, "only this machine"),
        ({"with_token": False, "token_file": Path("x")}, "contradict"),
        ({"host": "no.such.host.invalid"}, "no address to listen on"),
        ({"key": Path("/nowhere")}, "--tls-cert"),
        ({"certificate": Path("/nowhere")}, "PEM"),
        ({"token_file": Path("/nowhere/token")}, "cannot be written"),
    ],
)
def test_what_cannot_be_served_is_a_bad_option(wrong: dict[str, Any], said: str) -> None:
    usual: dict[str, Any] = {"device": "scripted", "host": "127.0.0.1", "port": 0, "token_file": None, "with_token": True}
    usual |= {"certificate": None, "key": None, "lease_seconds": 30.0, "until_eof": False}
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(BadOption, match=said):
        lend(Wish(**(usual | wrong)), ready=lambda url: pytest.fail(url), say=lambda _words: None)
    assert signal.getsignal(signal.SIGINT) is before


def test_help_is_quick() -> None:
    begun = time.perf_counter()
    with command("--help") as child:
        out, _ = child.communicate(timeout=30)
    assert b"serve" in out
    assert time.perf_counter() - begun < 2.0  # a tenth of a second where nothing else runs


def test_a_port_that_is_taken_is_named() -> None:
    with lent(ScriptedDevice(pictures())) as running:
        taken = Place(port=port_of(running.url), token=TOKEN)
        with pytest.raises(BadOption, match=r"Port \d+ of 127.0.0.1 cannot be had"):
            RemoteServer(lambda: ScriptedDevice(pictures()), taken)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("http:", "HOST:PORT"),
        ("http://", "HOST:PORT"),
        ("http://h:99999", "HOST:PORT"),
        ("http://h/path", "HOST:PORT"),
        ("http://h?x", "HOST:PORT"),
        ("http://[::1", "HOST:PORT"),
        ("http://h h", "HOST:PORT"),
        ("http://user:secret@h:1", "must not hold a secret"),
        ("http://h:1,format=gif", "format=gif"),
        ("http://h:1,patience=0", "patience=0"),
        ("http://h:1,patience=soon", "patience=soon"),
        ("http://h:1,token=secret", "no option 'token'"),
        ("http://h:1,token_file=/nowhere", "cannot be read"),
        ("http://h:1,ca=x", "no option 'ca'"),
        ("https://h:1,ca=/nowhere", "PEM"),
    ],
)
def test_odd_addresses_are_bad_options(spec: str, words: str) -> None:
    with pytest.raises(BadOption, match=re.escape(words)) as caught:
        open_device(spec)
    assert "user:secret" not in str(caught.value)


def test_an_address_is_a_device_that_is_listed() -> None:
    assert {"http", "https"} <= {name for name, _ in known_devices()}


def test_a_token_has_a_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    for text in ("", "short", "two words that are long", "x" * 201, "ümlaute-sind-nicht-gut"):
        file.write_text(text)
        with pytest.raises(BadOption, match="no token"):
            read_token(file)
        monkeypatch.setenv(ENVIRONMENT, text)
        if text:
            with pytest.raises(BadOption, match="no token") as caught:
                open_device("http://127.0.0.1:1")
            assert text not in str(caught.value)
    file.unlink()
    token, made = read_or_make_token(file)
    assert made
    assert read_or_make_token(file) == (token, False)
    assert not readable_by_others(file)
    file.chmod(0o644)
    assert readable_by_others(file)


def test_every_error_of_a_device_arrives_as_itself() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DeviceError)]
    assert len(kinds) > 10
    for kind in kinds:
        arrived = error_of(Trouble.model_validate_json(trouble_of(kind("It broke; mend it.")).model_dump_json()))
        assert type(arrived) is kind
        assert str(arrived) == "It broke; mend it."

    class Worse(errors.ScreenBlack):
        """A driver's own kind."""

    assert type(error_of(trouble_of(Worse("x")))) is errors.ScreenBlack
    assert {type(error_of(Trouble(kind=kind, message="x"))) for kind in [*OWN_KINDS, "SomethingNewer"]} <= set(kinds)

"""What a service string asks for: shell, exec, sync, framebuffer, reverse, root and their kin.

Knows service names. Does not know packets or connections. Everything here runs in a worker thread.
There is no way from here to the machine's own network: tcp: and local…: services are refused.
"""

from __future__ import annotations

import io
import re
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, cast

from devices.phone.adbd.faults import Capture, Faults
from devices.phone.adbd.files import Files
from devices.phone.adbd.language import ShellSyntaxError, Unfinished, parse
from devices.phone.adbd.reverse import Reverses
from devices.phone.adbd.shell import Shell
from devices.phone.adbd.shell_protocol import ShellSession
from devices.phone.adbd.streams import Duplex, Input, Output, StreamClosed
from devices.phone.adbd.sync import serve_sync
from devices.phone.adbd.terminal import Terminal
from devices.phone.adbd.wire import bytes_of

_FRAMEBUFFER = struct.Struct("<13I")
_SHELL_OPTION = re.compile(r"v2|raw|pty|TERM=.*")


@dataclass(frozen=True, slots=True)
class Phone:
    """What the services work on.

    framebuffer: (width, height, RGBA bytes), may raise OSError. reboot: told the target ("", "bootloader", …).
    faults: what goes wrong on demand.
    """

    shell_factory: Callable[[], Shell]
    files: Files
    framebuffer: Callable[[], tuple[int, int, bytes]]
    reboot: Callable[[str], None]
    faults: Faults


@dataclass(frozen=True, slots=True)
class Service:
    """run: serves one stream; limit is its largest payload in bytes. lingers: see Stream."""

    run: Callable[[Duplex, int], None]
    lingers: bool = False


def find_service(name: str, phone: Phone, reverses: Reverses) -> Service | None:
    """The service of that name, None where there is none and the host's OPEN must be refused. reverses: of the connection."""
    kind, _, rest = name.partition(":")
    head, *options = kind.split(",")
    match head:
        case "shell":
            if not all(_SHELL_OPTION.fullmatch(option) for option in options):
                return None
            v2, terminal = "v2" in options, "pty" in options or ("raw" not in options and not rest)
            return Service(lambda stream, limit: _shell(stream, limit, phone, rest, v2=v2, terminal=terminal))
        case "exec":
            return Service(lambda stream, limit: _shell(stream, limit, phone, rest, v2=False, terminal=False), lingers=True)
        case "sync":
            return Service(lambda stream, _: serve_sync(stream, phone.files))
        case "framebuffer":
            return Service(lambda stream, _: _framebuffer(stream, phone))
        case "reverse":
            return Service(lambda stream, _: stream.write(reverses.answer(rest)))
        case "reboot":
            return Service(lambda _, __: phone.reboot(rest))
        case _:
            text = _answer(head, rest)
            return None if text is None else Service(lambda stream, _: stream.write(bytes_of(text)))


def _answer(head: str, rest: str) -> str | None:
    match head:
        case "root":
            return "adbd cannot run as root in production builds\n"
        case "unroot":
            return "adbd not running as root\n"
        case "remount":
            return 'Not running as root. Try "adb root" first.\n'
        case "usb":
            return "restarting in USB mode\n"
        case "tcpip":
            valid = re.fullmatch(r"\d{1,5}", rest, re.ASCII) and 0 < int(rest) < 65536
            return f"restarting in TCP mode port: {rest}\n" if valid else "invalid port\n"
        case _:
            return None


def _framebuffer(stream: Duplex, phone: Phone) -> None:
    """Source of the layout: AOSP, framebuffer_service.cpp, version 1: sizes, then offset and length of R, B, G, A."""
    try:
        fault, (width, height, pixels) = phone.faults.capture(phone.framebuffer())
    except OSError:
        return  # the host sees a stream without a picture
    if fault is not Capture.FAILED:
        head = _FRAMEBUFFER.pack(1, 32, len(pixels), width, height, 0, 8, 16, 8, 8, 8, 24, 8)
        stream.write(Faults.spoiled(fault, head + pixels))


# shells


def _shell(stream: Duplex, limit: int, phone: Phone, line: str, *, v2: bool, terminal: bool) -> None:
    """Run a line, or a session where there is none. With v2, an exit packet always comes last."""
    session = ShellSession(stream, limit) if v2 else None
    source: Duplex = session or stream
    stdout = source.write
    stderr = session.write_error if session else stream.write
    status = 255
    if delay := phone.faults.delay_shell():
        stream.cancelled.wait(delay / 1000)
    try:
        if terminal:
            status = _on_terminal(phone.shell_factory(), source, line)
        else:
            stdin, out, err = io.BufferedReader(Input(source)), _binary(Output(stdout)), _binary(Output(stderr))
            shell = phone.shell_factory()
            if line:
                status = shell.run(line, stdin, out, err, stream.cancelled)
            else:
                status = _script(shell, stdin, out, err, stream.cancelled)
            shell.finish(stream.cancelled)
    finally:
        if session:
            with suppress(StreamClosed):
                session.exit(status)


def _binary(output: Output) -> BinaryIO:
    return cast(BinaryIO, output)


def _script(shell: Shell, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO, cancelled: threading.Event) -> int:
    """Lines from stdin until its end, as `adb shell < FILE` sends them."""
    status = 0
    while not shell.exited and not cancelled.is_set() and (line := _complete_line(stdin, lambda _: None)):
        status = shell.run(line, stdin, stdout, stderr, cancelled)
    return status


def _complete_line(stdin: BinaryIO, prompt: Callable[[str], None]) -> str:
    """A line, and as many more as its quotes and keywords ask for; empty at the end of the input."""
    text = ""
    while raw := stdin.readline():
        text += raw.decode("utf-8", "surrogateescape")
        try:
            parse(text)
        except Unfinished:
            prompt("> ")
            continue
        except ShellSyntaxError:
            pass  # running the line prints the reason
        return text
    return text


def _on_terminal(shell: Shell, source: Duplex, line: str) -> int:
    """A line, or a session with prompts, behind a terminal: stderr and stdout come out together."""
    terminal = Terminal(source.read, source.write, source.cancelled)
    pump = threading.Thread(target=_pump, args=(terminal,), name="adbd-terminal", daemon=True)
    pump.start()
    stdin, out = io.BufferedReader(Input(terminal)), _binary(Output(terminal.write))
    try:
        return _session(shell, terminal, line, stdin, out)
    finally:
        source.cancelled.set()


def _session(shell: Shell, terminal: Terminal, line: str, stdin: BinaryIO, out: BinaryIO) -> int:
    if line:
        return _in_foreground(shell, terminal, line, stdin, out)

    def prompt(text: str) -> None:
        with suppress(StreamClosed):
            terminal.write(bytes_of(text))

    status = 0
    while not shell.exited and not terminal.cancelled.is_set():
        prompt(f"{shell.lookup('HOSTNAME') or 'phone'}:{shell.state.cwd} $ ")
        text = _complete_line(stdin, prompt)
        if not text:
            break
        status = _in_foreground(shell, terminal, text, stdin, out)
    return status


def _in_foreground(shell: Shell, terminal: Terminal, line: str, stdin: BinaryIO, out: BinaryIO) -> int:
    stop = threading.Event()
    terminal.foreground(stop)
    try:
        return shell.run(line, stdin, out, out, stop)
    finally:
        terminal.foreground(None)


def _pump(terminal: Terminal) -> None:
    with suppress(StreamClosed):  # the host went away while a key was echoed
        terminal.pump()

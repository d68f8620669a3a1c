"""Handshake, streams and flow control, packet by packet: what no adb program shows."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
from adb_keys import key_pair
from adbd_bench import HEIGHT, PIXELS, WIDTH, Host, Phone, eventually, free_port
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.phone.adbd.auth import PUBLIC_KEY, SIGNATURE, TOKEN, BadKey
from devices.phone.adbd.files import MemoryFiles
from devices.phone.adbd.server import AdbServer, Banner
from devices.phone.adbd.shell import Shell
from devices.phone.adbd.wire import HEADER, MAX_DATA, VERSION, VERSION_CHECKED, Kind

Make = Callable[..., Phone]
SMALL = st.integers(0, 3)
REFUSED = ["tcp:80", "tcp:127.0.0.1:80", "localabstract:x", "local:/x", "dev:/dev/null", "jdwp:1", "nope", "shell,v9:id"]


def test_greeting(phone: Phone) -> None:
    with Host(phone.server.port) as host:
        packet = host.receive()
        assert (packet.kind, packet.arg0, packet.arg1) == (Kind.CNXN, VERSION, MAX_DATA)
        assert packet.data.startswith(
            b"device::ro.product.name=panther;ro.product.model=Pixel 7;ro.product.device=panther;features="
        )


def test_old_hosts_get_checksums_and_small_payloads(phone: Phone) -> None:
    data = bytes(range(256)) * 12_000
    phone.files.write("/storage/emulated/0/x", data)
    with Host(phone.server.port, version=VERSION_CHECKED, limit=4096).online() as host:
        theirs = host.open("exec:cat /sdcard/x")
        found = bytearray()
        while (packet := host.receive()).kind is not Kind.CLSE:
            assert len(packet.data) <= 4096
            found += packet.data
            host.send(Kind.OKAY, 7, theirs)
        assert found == data


def test_old_hosts_with_a_wrong_checksum_are_dropped(phone: Phone) -> None:
    with Host(phone.server.port, version=VERSION_CHECKED).online() as host:
        host.version = VERSION  # sends checksum 0 from here on
        host.send(Kind.OPEN, 1, 0, b"shell:true\0")
        with pytest.raises((EOFError, ConnectionError)):
            host.receive()


NO_PACKETS = [
    HEADER.pack(Kind.CNXN, 1, 1, 0, 0, 5),
    HEADER.pack(7, 0, 0, 2**31, 0, 7 ^ 0xFFFFFFFF),
    b"GET / HTTP/1.1\r\n" * 3,
]


@pytest.mark.parametrize("raw", NO_PACKETS)
def test_what_is_no_packet_ends_the_connection_only(phone: Phone, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", phone.server.port), timeout=5) as link:
        link.sendall(raw)
        with suppress(ConnectionResetError):
            assert link.recv(1) == b""
    with Host(phone.server.port).online() as host:
        assert host.ask("shell:echo on") == b"on\n"


def test_nothing_works_before_the_handshake(phone: Phone) -> None:
    with socket.create_connection(("127.0.0.1", phone.server.port), timeout=5) as link:
        link.sendall(HEADER.pack(Kind.OPEN, 1, 0, 5, 0, Kind.OPEN ^ 0xFFFFFFFF) + b"exec:")
        link.settimeout(0.2)
        with pytest.raises(TimeoutError):
            link.recv(1)
    assert phone.server.busy_workers == 0


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(list(Kind)), SMALL, SMALL, st.binary(max_size=60)), max_size=12))
def test_any_packets_leave_the_server_whole(phone: Phone, packets: list[tuple[Kind, int, int, bytes]]) -> None:
    with Host(phone.server.port) as host:
        try:
            for kind, arg0, arg1, data in packets:
                host.send(kind, arg0, arg1, data)
        except ConnectionError:
            pass  # a nonsensical CNXN was among them
    with Host(phone.server.port).online() as host:
        assert host.ask("shell:echo on") == b"on\n"


@pytest.mark.parametrize("service", [*REFUSED, ""])
def test_unknown_services_are_refused(phone: Phone, service: str) -> None:
    with Host(phone.server.port).online() as host:
        assert host.open(service) == 0


def test_unknown_streams(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        host.send(Kind.WRTE, 5, 99, b"x")
        answer = host.receive()
        assert (answer.kind, answer.arg0, answer.arg1) == (Kind.CLSE, 99, 5)
        host.send(Kind.OKAY, 5, 99)
        host.send(Kind.CLSE, 5, 99)
        assert host.silent()


def test_one_write_waits_for_its_acknowledgement(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        theirs = host.open("exec:zeros 5000000")
        first = host.receive()
        assert (first.kind, len(first.data) <= MAX_DATA) == (Kind.WRTE, True)
        assert host.silent()
        assert phone.server.busy_workers == 1  # the command is held back
        host.send(Kind.OKAY, 7, theirs)
        assert len(first.data) + len(host.drain(theirs)) + 0 == 5_000_000


def test_a_write_is_acknowledged_when_it_was_read(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        theirs = host.open("exec:sleep 0.4; wc -c")
        host.send(Kind.WRTE, 7, theirs, bytes(1000))
        assert host.silent(0.2)  # the command sleeps and has read nothing
        packet = host.receive()
        assert (packet.kind, packet.arg0, packet.arg1) == (Kind.OKAY, theirs, 7)
        host.send(Kind.CLSE, 7, theirs)


def test_a_host_that_ignores_flow_control_loses_the_stream_only(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        theirs = host.open("exec:sleep 100")
        for _ in range(3):
            host.send(Kind.WRTE, 7, theirs, bytes(MAX_DATA))
        packet = host.receive()
        assert (packet.kind, packet.arg0) == (Kind.CLSE, theirs)
        assert eventually(lambda: phone.server.busy_workers == 0)
        assert host.ask("shell:echo on", 8) == b"on\n"


def test_shell_v2_ends_with_the_exit_packet(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        raw = host.ask("shell,v2,TERM=dumb,raw:echo a; nope")
    parts = []
    while raw:
        kind, length = struct.unpack_from("<BI", raw)
        parts.append((kind, raw[5 : 5 + length]))
        raw = raw[5 + length :]
    assert parts == [(1, b"a\n"), (2, b"/system/bin/sh: nope: inaccessible or not found\n"), (3, b"\x7f")]


def test_framebuffer_layout(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        raw = host.ask("framebuffer:")
    assert struct.unpack_from("<13I", raw) == (1, 32, len(PIXELS), WIDTH, HEIGHT, 0, 8, 16, 8, 8, 8, 24, 8)
    assert raw[52:] == PIXELS


def test_reverse_answers(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        assert host.ask("reverse:list-forward", 1) == b"0000"
        assert host.ask("reverse:killforward-all", 2) == b"OKAY"
        assert host.ask("reverse:killforward:tcp:8081", 3) == b"FAIL001dlistener 'tcp:8081' not found"
        assert host.ask("reverse:forward:tcp:81;tcp:2", 4) == b"OKAY000281"
        assert host.ask("reverse:forward:norebind:tcp:81;tcp:3", 5) == b"FAIL001dcannot rebind existing socket"
        assert host.ask("reverse:forward:tcp:0;tcp:3", 6) == b"OKAY000540000"
        assert host.ask("reverse:list-forward", 7)[4:] == b"host-1 tcp:81 tcp:2\nhost-1 tcp:40000 tcp:3\n"
        assert host.ask("reverse:killforward:tcp:81", 8) == b"OKAY"
        assert host.ask("reverse:forward:nowhere;tcp:2", 9).startswith(b"FAIL")
        assert host.ask("reverse:forward:tcp:1", 10).startswith(b"FAIL")
        assert host.ask("reverse:mend", 11).startswith(b"FAIL")


def test_a_stream_that_the_phone_opens(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        host.ask("reverse:forward:tcp:81;tcp:4711", 1)
        opened: list[bytes] = []

        def talk() -> None:
            stream = phone.server.connect("tcp:81")
            stream.write(b"hello")
            opened.append(stream.read(100))

        thread = threading.Thread(target=talk)
        thread.start()
        packet = host.receive()
        assert (packet.kind, packet.arg1, packet.data) == (Kind.OPEN, 0, b"tcp:4711\0")
        host.send(Kind.OKAY, 9, packet.arg0)
        packet = host.receive()
        assert (packet.kind, packet.arg1, packet.data) == (Kind.WRTE, 9, b"hello")
        host.send(Kind.OKAY, 9, packet.arg0)
        host.send(Kind.WRTE, 9, packet.arg0, b"you too")
        thread.join(5)
        assert opened == [b"you too"]
        with pytest.raises(ConnectionRefusedError):
            phone.server.connect("tcp:82")


def test_a_stream_that_the_host_refuses(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        host.ask("reverse:forward:tcp:81;tcp:4711", 1)
        refused = threading.Event()

        def talk() -> None:
            try:
                phone.server.connect("tcp:81")
            except ConnectionRefusedError:
                refused.set()

        threading.Thread(target=talk).start()
        packet = host.receive()
        host.send(Kind.CLSE, 0, packet.arg0)
        assert refused.wait(5)
        assert eventually(lambda: phone.server.open_streams == 0)


def test_closing_cancels_and_is_answered_once(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        theirs = host.open("shell:sleep 1000")
        host.send(Kind.CLSE, 7, theirs)
        packet = host.receive()
        assert (packet.kind, packet.arg0, packet.arg1) == (Kind.CLSE, theirs, 7)
        assert eventually(lambda: phone.server.busy_workers == phone.server.open_streams == 0)
        assert host.silent()


def test_exec_without_input_is_cancelled_a_moment_after_the_close(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        theirs = host.open("exec:sleep 1000")
        host.send(Kind.CLSE, 7, theirs)
        assert eventually(lambda: phone.server.busy_workers == 0)


def test_more_commands_than_workers_wait_their_turn(make_phone: Make) -> None:
    phone = make_phone(workers=2)
    with Host(phone.server.port).online() as host:
        blocked = [host.open("shell:sleep 1000", mine) for mine in (1, 2)]
        waiting = host.open("shell:echo turn", 3)
        assert host.silent()
        host.send(Kind.CLSE, 1, blocked[0])
        assert host.receive().kind is Kind.CLSE
        assert host.drain(waiting, 3) == b"turn\n"


def test_losing_the_connection_ends_everything(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        for mine in range(1, 9):
            service = ("shell:cat", "shell:drip", "sync:", "exec:sleep 1000")[mine % 4]
            host.send(Kind.OPEN, mine, 0, service.encode())
        assert eventually(lambda: phone.server.busy_workers == 8)
    assert eventually(lambda: phone.server.busy_workers == phone.server.open_streams == phone.server.connections == 0)


def test_a_second_greeting_starts_over(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        host.open("shell:sleep 1000")
        host.send(Kind.CNXN, VERSION, MAX_DATA, b"host::")
        while host.receive().kind is not Kind.CNXN:
            pass
        assert eventually(lambda: phone.server.busy_workers == 0)


# who may come in


def test_signature_of_a_known_key(make_phone: Make) -> None:
    mine = key_pair(1)
    phone = make_phone(authorise=lambda _: False, known_keys=[key_pair(2).public(), mine.public()])
    with Host(phone.server.port) as host:
        token = host.receive()
        assert (token.kind, token.arg0, len(token.data)) == (Kind.AUTH, TOKEN, 20)
        host.send(Kind.OPEN, 1, 0, b"shell:echo in\0")
        host.send(Kind.AUTH, SIGNATURE, 0, mine.sign(bytes(20)))
        second = host.receive()
        assert (second.kind, second.data != token.data) == (Kind.AUTH, True)
        host.send(Kind.AUTH, SIGNATURE, 0, mine.sign(token.data))  # an old token is worth nothing
        third = host.receive()
        assert third.kind is Kind.AUTH
        host.send(Kind.AUTH, SIGNATURE, 0, mine.sign(third.data))
        assert host.online().ask("shell:echo in") == b"in\n"


def test_a_known_key_without_its_signature_is_asked_about_again(make_phone: Make) -> None:
    asked: list[bytes] = []
    phone = make_phone(authorise=lambda key: bool(asked.append(key)), known_keys=[key_pair(1).public()])
    with Host(phone.server.port) as host:
        host.receive()
        host.send(Kind.AUTH, PUBLIC_KEY, 0, key_pair(1).public())
        assert host.silent()
    assert asked == [key_pair(1).public()]


def test_a_key_is_not_asked_about_twice_at_a_time(make_phone: Make) -> None:
    asked: list[bytes] = []
    decided = threading.Event()

    def decide(key: bytes) -> bool:
        asked.append(key)
        return decided.wait(5)

    phone = make_phone(authorise=decide)
    with Host(phone.server.port) as one, Host(phone.server.port) as two:
        for host in (one, two):
            host.receive()
            host.send(Kind.AUTH, PUBLIC_KEY, 0, key_pair(1).public())
        assert two.silent()
        decided.set()
        one.online()
        two.online()
    assert len(asked) == 1


def test_garbage_for_a_key_gets_silence(make_phone: Make) -> None:
    phone = make_phone(authorise=lambda _: True)
    with Host(phone.server.port) as host:
        host.receive()
        host.send(Kind.AUTH, PUBLIC_KEY, 0, b"garbage")
        assert host.silent()
    with pytest.raises(BadKey):
        Phone(known_keys=[b"garbage"])


# the server


def test_ports_and_starts() -> None:
    files = MemoryFiles()
    banner = Banner("a", "b", "c", "recovery")
    server = AdbServer(lambda: Shell({}, files, {}), files, banner, framebuffer=lambda: (0, 0, b""))
    port = free_port()
    assert server.start(port) == port == server.port
    with pytest.raises(OSError, match="runs already"):
        server.start()
    other = AdbServer(lambda: Shell({}, files, {}), files, banner, framebuffer=lambda: (0, 0, b""))
    with pytest.raises(OSError, match="in use"):
        other.start(port)
    server.stop()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert server.start(port) == port
    server.stop()
    with pytest.raises(OSError, match="does not run"):
        server.unplug()


def test_it_listens_on_loopback_only(phone: Phone) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", phone.server.port), timeout=5)


def test_unplugging_resets_and_refuses(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        phone.server.unplug()
        with pytest.raises(ConnectionResetError):
            host.receive()
    with pytest.raises(ConnectionRefusedError):
        Host(phone.server.port)
    phone.server.replug()
    phone.server.replug()
    with Host(phone.server.port) as host:
        host.online()


def test_a_muted_phone_swallows_packets(phone: Phone) -> None:
    with Host(phone.server.port).online() as host:
        phone.server.mute()
        host.send(Kind.OPEN, 1, 0, b"shell:echo a\0")
        assert host.silent()
        phone.server.mute(False)
        assert host.ask("shell:echo b", 2) == b"b\n"


def test_a_command_that_fails_unforeseen_still_closes_its_stream() -> None:
    class Fault(Exception):
        pass

    def broken(call: object) -> int:
        raise Fault

    seen: list[type[BaseException] | None] = []
    before, threading.excepthook = threading.excepthook, lambda details: seen.append(details.exc_type)
    files = MemoryFiles()
    server = AdbServer(
        lambda: Shell({"broken": broken}, files, {}), files, Banner("a", "b", "c"), framebuffer=lambda: (0, 0, b"")
    )
    server.start()
    try:
        with Host(server.port).online() as host:
            assert host.ask("shell,v2,raw:broken") == b"\x03\x01\x00\x00\x00\xff"
        server.stop()
    finally:
        threading.excepthook = before
    assert seen == [Fault]

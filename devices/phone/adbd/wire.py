"""ADB packets: 24 bytes of header, then a payload.

Knows bytes. Does not know sockets, streams or what a packet means.
Header: command, arg0, arg1, length, checksum, command ^ 0xffffffff; six unsigned 32-bit numbers, little endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

HEADER = struct.Struct("<6I")
VERSION_CHECKED = 0x01000000
"""The old protocol: every packet carries a checksum."""
VERSION = 0x01000001
"""The protocol spoken here: checksums only before the two sides have agreed."""
MAX_DATA = 1024 * 1024
"""Largest payload that is sent or taken, in bytes."""
MIN_DATA = 4096
"""What the oldest hosts take, and the largest payload before the two sides have agreed."""
FEATURES = ("shell_v2", "cmd", "stat_v2", "ls_v2", "fixed_push_mkdir", "fixed_push_symlink_timestamp", "apex")
"""Advertised to the host: exactly what is implemented. A feature too many breaks push, pull or install."""

_MASK = 0xFFFFFFFF


class ProtocolError(Exception):
    """The peer sent what is no ADB packet; the connection cannot go on."""


class Kind(IntEnum):
    """A packet's command: four ASCII letters, read as a little-endian number."""

    CNXN = 0x4E584E43
    AUTH = 0x48545541
    OPEN = 0x4E45504F
    OKAY = 0x59414B4F
    WRTE = 0x45545257
    CLSE = 0x45534C43


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; what arg0 and arg1 mean depends on the kind."""

    kind: Kind
    arg0: int
    arg1: int
    data: bytes | memoryview = b""


@dataclass(frozen=True, slots=True)
class Header:
    """The first 24 bytes of a packet. kind: the raw command, which may be one that is not spoken here (TLS)."""

    kind: int
    arg0: int
    arg1: int
    length: int
    checksum: int


def checksum(data: bytes | memoryview) -> int:
    """The sum of all bytes modulo 2**32."""
    return sum(data) & _MASK


def encode(packet: Packet, *, checked: bool) -> bytes:
    """The bytes of a packet. checked: carry a checksum; CNXN and AUTH always carry one."""
    due = checked or packet.kind in (Kind.CNXN, Kind.AUTH)
    total = checksum(packet.data) if due else 0
    head = HEADER.pack(packet.kind, packet.arg0, packet.arg1, len(packet.data), total, packet.kind ^ _MASK)
    return b"".join((head, packet.data))


def decode_header(raw: bytes) -> Header:
    """Read 24 bytes; raises ProtocolError for a wrong magic number or a payload above MAX_DATA."""
    kind, arg0, arg1, length, total, magic = HEADER.unpack(raw)
    if kind ^ _MASK != magic:
        raise ProtocolError(f"wrong magic number {magic:#010x} for command {kind:#010x}")
    if length > MAX_DATA:
        raise ProtocolError(f"payload of {length} bytes is above {MAX_DATA}")
    return Header(kind, arg0, arg1, length, total)


def check_payload(header: Header, data: bytes) -> None:
    """Raise ProtocolError where the checksum does not fit the payload."""
    if header.checksum != checksum(data):
        raise ProtocolError(f"checksum {header.checksum:#x} does not fit the payload")


def text_of(data: bytes) -> str:
    """A string from the wire: up to the first NUL. Bytes that are no UTF-8 survive as surrogates (bytes_of restores them)."""
    return data.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The inverse of text_of, without a closing NUL."""
    return text.encode("utf-8", "surrogateescape")


def banner(kind: str, properties: Mapping[str, str], features: Iterable[str] = FEATURES) -> bytes:
    """What a phone says of itself in CNXN: `device::ro.product.name=…;features=a,b`. `;` cannot be part of a value."""
    pairs = [f"{key}={value.replace(';', ' ')};" for key, value in properties.items()]
    return bytes_of(f"{kind}::{''.join(pairs)}features={','.join(features)}")

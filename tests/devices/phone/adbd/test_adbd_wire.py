"""Packets: what no host verifies, so that nobody else would notice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.adbd.wire import (
    FEATURES,
    HEADER,
    MAX_DATA,
    Header,
    Kind,
    Packet,
    ProtocolError,
    banner,
    bytes_of,
    check_payload,
    checksum,
    decode_header,
    encode,
    text_of,
)

KINDS = st.sampled_from(list(Kind))
NUMBERS = st.integers(0, 2**32 - 1)


def test_commands_are_their_letters() -> None:
    assert all(kind.to_bytes(4, "little") == kind.name.encode() for kind in Kind)


def test_a_known_packet_byte_by_byte() -> None:
    raw = encode(Packet(Kind.OKAY, 1, 0x01020304, b"\xff\x01"), checked=True)
    assert raw == b"OKAY" + bytes.fromhex("01000000 04030201 02000000 00010000") + b"\xb0\xb4\xbe\xa6" + b"\xff\x01"


@given(KINDS, NUMBERS, NUMBERS, st.binary(max_size=300), st.booleans())
def test_a_packet_survives_the_way(kind: Kind, arg0: int, arg1: int, data: bytes, checked: bool) -> None:
    raw = encode(Packet(kind, arg0, arg1, data), checked=checked)
    header = decode_header(raw[: HEADER.size])
    assert (header.kind, header.arg0, header.arg1, header.length) == (kind, arg0, arg1, len(data))
    assert raw[HEADER.size :] == data
    if checked or kind in (Kind.CNXN, Kind.AUTH):
        check_payload(header, data)
    else:
        assert header.checksum == 0


def test_checksum_is_the_sum_of_bytes_modulo_two_to_the_32() -> None:
    assert checksum(b"") == 0
    assert checksum(b"\x01\x02\xff") == 258
    assert checksum(b"\xff" * MAX_DATA) == 255 * MAX_DATA


def test_a_wrong_checksum_is_refused() -> None:
    with pytest.raises(ProtocolError, match="checksum"):
        check_payload(Header(Kind.WRTE, 1, 1, 2, 4), b"\x01\x02")


@given(KINDS, NUMBERS)
def test_a_wrong_magic_is_refused(kind: Kind, magic: int) -> None:
    if magic != kind ^ 0xFFFFFFFF:
        with pytest.raises(ProtocolError, match="magic"):
            decode_header(HEADER.pack(kind, 0, 0, 0, 0, magic))


def test_a_payload_above_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError, match="above"):
        decode_header(HEADER.pack(Kind.WRTE, 0, 0, MAX_DATA + 1, 0, Kind.WRTE ^ 0xFFFFFFFF))


@given(st.binary().filter(lambda data: b"\0" not in data))
def test_strings_keep_bytes_that_are_no_text(data: bytes) -> None:
    assert bytes_of(text_of(data + b"\0ignored")) == data


def test_banner_names_exactly_the_features() -> None:
    found = banner("device", {"ro.product.name": "a;b", "ro.product.model": "Pixel 7"})
    assert found == (
        b"device::ro.product.name=a b;ro.product.model=Pixel 7;"
        b"features=shell_v2,cmd,stat_v2,ls_v2,fixed_push_mkdir,fixed_push_symlink_timestamp,apex"
    )
    assert len(FEATURES) == len(set(FEATURES))

"""Signatures and key formats."""

from __future__ import annotations

import base64
import hashlib

import pytest
from adb_keys import key_pair
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.adbd.auth import TOKEN_SIZE, BadKey, new_token, padded, parse_public_key


def test_a_right_signature_fits_and_nothing_else_does() -> None:
    mine, other, token = key_pair(1), key_pair(2), new_token()
    key = parse_public_key(mine.public())
    signature = mine.sign(token)
    assert key.owner == "tester@host"
    assert key.fits(token, signature)
    assert not key.fits(new_token(), signature)
    assert not key.fits(token, other.sign(token))
    assert not key.fits(token, signature[:-1])
    assert not key.fits(token, b"")
    assert not key.fits(token, (int.from_bytes(signature, "big") + key.modulus).to_bytes(257, "big"))


@given(st.integers(0, 2047))
def test_one_wrong_bit_spoils_a_signature(bit: int) -> None:
    token = bytes(TOKEN_SIZE)
    spoiled = (int.from_bytes(key_pair(1).sign(token), "big") ^ (1 << bit)).to_bytes(256, "big")
    assert not parse_public_key(key_pair(1).public()).fits(token, spoiled)


def test_padding_is_checked_whole() -> None:
    """A block with the right digest but short padding (the classic forgery) must not fit."""
    mine, token = key_pair(1), new_token()
    forged = b"\x00\x01\xff\x00" + padded(token)[-35:]
    block = forged + bytes(256 - len(forged))
    signature = pow(int.from_bytes(block, "big"), mine.private, mine.modulus).to_bytes(256, "big")
    assert not parse_public_key(mine.public()).fits(token, signature)


def test_the_padded_block_is_that_of_a_sha1_signature() -> None:
    digest = hashlib.sha1(b"x", usedforsecurity=False).digest()
    block = padded(digest)
    assert len(block) == 256
    assert block.startswith(b"\x00\x01\xff\xff")
    assert block.endswith(b"\x00\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14" + digest)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"not base64 at all",
        base64.b64encode(b"too short") + b" a@b\0",
        key_pair(1).public(words=32),
        key_pair(1).public(exponent=4),
        key_pair(1).public(inverse=7),
        base64.b64encode(bytes(524)),
    ],
)
def test_what_is_no_key_is_refused(blob: bytes) -> None:
    with pytest.raises(BadKey):
        parse_public_key(blob)


@given(st.binary(max_size=900))
def test_any_bytes_are_a_key_or_refused(blob: bytes) -> None:
    try:
        parse_public_key(blob)
    except BadKey:
        return
    raise AssertionError("random bytes passed for a key")


def test_a_key_may_come_without_an_owner() -> None:
    assert parse_public_key(key_pair(1).public("")).owner == ""


def test_tokens_differ() -> None:
    assert len({new_token() for _ in range(50)}) == 50

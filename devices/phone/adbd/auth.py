"""Does this host hold the private half of a key that the phone trusts?

Knows RSA signatures and the key format of ADB. Does not know who is trusted, or how a person is asked.
The host signs the phone's token as if it were a SHA-1 digest (PKCS#1 v1.5); checking needs nothing but pow().
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
from dataclasses import dataclass

TOKEN = 1
"""AUTH arg0 from the phone: sign this."""
SIGNATURE = 2
"""AUTH arg0 from the host: the signed token."""
PUBLIC_KEY = 3
"""AUTH arg0 from the host: none of my keys is known here, let a person decide on this one."""
TOKEN_SIZE = 20

_DIGEST_INFO = bytes.fromhex("3021300906052b0e03021a05000414")
_WORDS = 64
_BYTES = 4 * _WORDS
_LAYOUT = struct.Struct(f"<II{_BYTES}s{_BYTES}sI")


class BadKey(Exception):
    """The bytes are no ADB public key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA key of 2048 bits. owner: what the host calls itself (`user@host`), may be empty."""

    modulus: int
    exponent: int
    owner: str = ""

    def fits(self, token: bytes, signature: bytes) -> bool:
        """Whether the signature over the token was made with this key's private half."""
        if len(signature) != _BYTES:
            return False
        number = int.from_bytes(signature, "big")
        if number >= self.modulus:
            return False
        opened = pow(number, self.exponent, self.modulus).to_bytes(_BYTES, "big")
        return hmac.compare_digest(opened, padded(token))


def new_token() -> bytes:
    """Twenty random bytes for the host to sign."""
    return secrets.token_bytes(TOKEN_SIZE)


def padded(token: bytes) -> bytes:
    """The block that a right signature opens to: 00 01 ff … ff 00, the SHA-1 prefix, the token."""
    tail = _DIGEST_INFO + token
    return b"\x00\x01" + b"\xff" * (_BYTES - 3 - len(tail)) + b"\x00" + tail


def parse_public_key(blob: bytes) -> PublicKey:
    """Read what a host sends: base64 of the key structure, then optionally a blank and the owner. Raises BadKey.

    The structure: word count (64), n0inv, modulus, RR (both as 64 little-endian words), exponent.
    """
    encoded, _, owner = blob.partition(b"\0")[0].strip().partition(b" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
        words, inverse, modulus_bytes, _rr, exponent = _LAYOUT.unpack(raw)
    except (binascii.Error, struct.error) as error:
        raise BadKey(f"not an ADB public key: {error}") from error
    modulus = int.from_bytes(modulus_bytes, "little")
    if words != _WORDS:
        raise BadKey(f"a key of {words} words; ADB keys have {_WORDS}")
    if modulus.bit_length() != 8 * _BYTES or modulus % 2 == 0 or exponent not in (3, 65537):
        raise BadKey("the numbers are no RSA key")
    if (modulus * inverse) % 2**32 != 2**32 - 1:
        raise BadKey("n0inv does not belong to the modulus")
    return PublicKey(modulus, exponent, owner.decode("utf-8", "replace"))

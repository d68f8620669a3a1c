"""RSA keys in ADB's format for tests, made on the spot from a fixed seed; nothing secret about them."""

from __future__ import annotations

import base64
import math
import random
import struct
from dataclasses import dataclass
from functools import cache

from devices.phone.adbd.auth import padded

_SMALL = math.prod(range(3, 2000, 2))


@dataclass(frozen=True)
class KeyPair:
    modulus: int
    private: int

    def sign(self, token: bytes) -> bytes:
        return pow(int.from_bytes(padded(token), "big"), self.private, self.modulus).to_bytes(256, "big")

    def public(
        self, owner: str = " tester@host", *, words: int = 64, exponent: int = 65537, inverse: int | None = None
    ) -> bytes:
        wrapped = 2**32 - pow(self.modulus, -1, 2**32) if inverse is None else inverse
        raw = struct.pack("<II", words, wrapped) + self.modulus.to_bytes(256, "little")
        raw += pow(2, 4096, self.modulus).to_bytes(256, "little") + struct.pack("<I", exponent)
        return base64.b64encode(raw) + owner.encode() + b"\0"


@cache
def key_pair(seed: int) -> KeyPair:
    dice = random.Random(seed)
    p, q = _prime(dice), _prime(dice)
    return KeyPair(p * q, pow(65537, -1, (p - 1) * (q - 1)))


def _prime(dice: random.Random) -> int:
    while True:
        number = dice.getrandbits(1024) | (3 << 1022) | 1
        if math.gcd(number, _SMALL) == 1 and all(_passes(number, dice.randrange(2, number - 1)) for _ in range(8)):
            return number


def _passes(number: int, base: int) -> bool:
    """One round of Miller and Rabin."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    value = pow(base, odd, number)
    if value in (1, number - 1):
        return True
    return any((value := value * value % number) == number - 1 for _ in range(twos - 1))

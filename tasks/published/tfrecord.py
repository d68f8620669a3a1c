"""Files of TFRecords, compressed with GZIP: one record after the other, each held against its checksum.

Knows the container. Does not know what a record means: see wire.py. One record is in memory at a time.

Source of the form: "TFRecords format details" in TensorFlow's guide to TFRecord and tf.train.Example. A record is its length
(uint64, little-endian), the masked CRC-32C of the length, the bytes, and their masked CRC-32C. CRC-32C is that of RFC 3720,
appendix B.4; masked: ((crc >> 15) | (crc << 17)) + 0xa282ead8, modulo 2^32.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tasks.grounding import BadGroundingData

GZIP = b"\x1f\x8b"
LONGEST = 1 << 29
"""Bytes of one record; an episode of AndroidControl takes some tens of millions."""
POLYNOMIAL = 0x82F63B78
"""CRC-32C, bits reversed."""
BLOCK = 1024
"""Bytes that are gone through one by one, in all blocks of a record at once."""

Words = npt.NDArray[np.uint32]


def shards(directory: Path) -> list[Path]:
    """The files under a folder that are compressed with GZIP, by name; raises BadGroundingData where one cannot be read."""
    found = []
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            try:
                with path.open("rb") as file:
                    if file.read(2) == GZIP:
                        found.append(path)
            except OSError as error:
                raise BadGroundingData(f"{path} cannot be read: {error}.") from error
    return found


def records(file: Path) -> Iterator[memoryview]:
    """What each record holds; raises BadGroundingData where the file is cut off or its bytes are not what was written."""
    try:
        with gzip.open(file, "rb") as stream:
            number = 0
            while (record := _record(stream, f"Record {number} of {file}")) is not None:
                yield record
                number += 1
    except (OSError, EOFError, zlib.error) as error:
        raise BadGroundingData(f"{file} is cut off or damaged: {error}.") from error


def _record(stream: gzip.GzipFile, name: str) -> memoryview | None:
    head = stream.read(12)
    if not head:
        return None
    if len(head) < 12:
        raise BadGroundingData(f"{name} is cut off.")
    length, crc = struct.unpack("<QI", head)
    if masked(head[:8]) != crc:
        raise BadGroundingData(f"{name} is damaged: the checksum of its length is wrong.")
    if length > LONGEST:
        raise BadGroundingData(f"{name} is said to have {length} bytes; more than {LONGEST} are not read.")
    data, tail = stream.read(length), stream.read(4)
    if len(data) < length or len(tail) < 4:
        raise BadGroundingData(f"{name} is cut off.")
    if masked(data) != struct.unpack("<I", tail)[0]:
        raise BadGroundingData(f"{name} is damaged: its checksum is wrong.")
    return memoryview(data)


def masked(data: bytes) -> int:
    """The checksum as it stands in the file."""
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def crc32c(data: bytes) -> int:
    """CRC-32C of bytes.

    A CRC is linear: those of all blocks are computed side by side, and then put together, each moved past the blocks after it.
    """
    table, whole = _table(), len(data) // BLOCK
    columns = np.ascontiguousarray(np.frombuffer(data, np.uint8, whole * BLOCK).reshape(whole, BLOCK).T)
    blocks = np.zeros(whole, np.uint32)
    for column in columns:
        blocks = table[(blocks ^ column) & 0xFF] ^ (blocks >> 8)
    crc = 0xFFFFFFFF
    past = _past_a_block()
    for block in blocks.tolist():
        crc = past[0][crc & 255] ^ past[1][crc >> 8 & 255] ^ past[2][crc >> 16 & 255] ^ past[3][crc >> 24] ^ block
    bytewise = _bytewise()
    for byte in data[whole * BLOCK :]:
        crc = bytewise[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


@cache
def _table() -> Words:
    """What each byte does to a CRC."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(POLYNOMIAL), table >> 1)
    return table.astype(np.uint32)


@cache
def _bytewise() -> list[int]:
    return [int(value) for value in _table()]


@cache
def _past_a_block() -> list[list[int]]:
    """What a block of zeros does to a CRC, by each of its four bytes."""
    table = _table()
    found = []
    for place in range(4):
        crc = np.arange(256, dtype=np.uint32) << np.uint32(8 * place)
        for _ in range(BLOCK):
            crc = table[crc & 0xFF] ^ (crc >> 8)
        found.append([int(value) for value in crc])
    return found

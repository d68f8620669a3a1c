"""Protocol buffers as far as the published data sets use them: fields of a message, and tf.train.Example as a row.

Knows the encoding and not the meaning of any key. Nothing is copied: bytes are views of the record.

Sources of the form: "Encoding" in the guide to Protocol Buffers; tensorflow/core/example/{example,feature}.proto:
Example {Features features = 1}, Features {map<string, Feature> feature = 1},
Feature {BytesList bytes_list = 1, FloatList float_list = 2, Int64List int64_list = 3}, each list {repeated value = 1}.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from tasks.grounding import BadGroundingData
from tasks.published.tfrecord import records

T = TypeVar("T")
Value = int | memoryview
"""A number as it is written (unsigned), or the bytes of anything else."""
BYTES, FLOATS, INTS = 1, 2, 3


class BadMessage(ValueError):
    """Bytes are no message of this kind; str() ends a sentence."""


def fields(data: memoryview) -> Iterator[tuple[int, Value]]:
    """Number and value of each field, in order; raises BadMessage."""
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        match tag & 7:
            case 0:
                value, place = _varint(data, place)
                yield tag >> 3, value
                continue
            case 1:
                length = 8
            case 2:
                length, place = _varint(data, place)
            case 5:
                length = 4
            case other:
                raise BadMessage(f"a field has the wire type {other}")
        if place + length > len(data):
            raise BadMessage("a field goes beyond its end")
        yield tag >> 3, data[place : place + length]
        place += length


def inside(data: memoryview, number: int) -> Iterator[memoryview]:
    """The messages, texts or bytes of one field; raises BadMessage."""
    for found, value in fields(data):
        if found == number:
            if isinstance(value, int):
                raise BadMessage(f"field {number} is a number")
            yield value


def numbers(data: memoryview) -> dict[int, int]:
    """All fields that are numbers, signed; the last one of each counts. Raises BadMessage."""
    return {number: signed(value) for number, value in fields(data) if isinstance(value, int)}


def signed(value: int) -> int:
    """An int32 or int64 out of its encoding."""
    return value - (1 << 64) if value >> 63 else value


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if place >= len(data):
            raise BadMessage("a number is cut off")
        byte, place = data[place], place + 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, place
    raise BadMessage("a number has more than ten bytes")


class Row:
    """One tf.train.Example. Its features are decoded when they are asked for; each raises BadMessage if it is not so."""

    def __init__(self, data: memoryview) -> None:
        self._features: dict[str, memoryview] = {}
        for features in inside(data, 1):
            for entry in inside(features, 1):
                parts = dict(fields(entry))
                key, feature = parts.get(1, memoryview(b"")), parts.get(2, memoryview(b""))
                if isinstance(key, int) or isinstance(feature, int):
                    raise BadMessage("a feature has no name")
                self._features[_text(key)] = feature

    @property
    def keys(self) -> frozenset[str]:
        """The names of all features."""
        return frozenset(self._features)

    def blobs(self, key: str) -> list[memoryview]:
        """A list of bytes."""
        found: list[memoryview] = []
        for value in self._values(key, BYTES):
            if isinstance(value, int):
                raise BadMessage(f"{key} holds no bytes")
            found.append(value)
        return found

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        return [_text(blob) for blob in self.blobs(key)]

    def wholes(self, key: str) -> list[int]:
        """A list of whole numbers, packed or not."""
        found: list[int] = []
        for value in self._values(key, INTS):
            if isinstance(value, int):
                found.append(signed(value))
                continue
            place = 0
            while place < len(value):
                number, place = _varint(value, place)
                found.append(signed(number))
        return found

    def fractions(self, key: str) -> list[float]:
        """A list of fractions, packed or not."""
        found: list[float] = []
        for value in self._values(key, FLOATS):
            if isinstance(value, int) or len(value) % 4:
                raise BadMessage(f"{key} holds no fractions")
            found += struct.unpack(f"<{len(value) // 4}f", value)
        return found

    def text(self, key: str) -> str:
        """The only text."""
        return _only(self.texts(key), key)

    def whole(self, key: str) -> int:
        """The only whole number."""
        return _only(self.wholes(key), key)

    def _values(self, key: str, kind: int) -> Iterator[Value]:
        if key not in self._features:
            raise BadMessage(f"it has no {key}")
        for found, value in fields(self._features[key]):
            if isinstance(value, int) or (found != kind and len(value)):  # an empty list may be of any type
                raise BadMessage(f"{key} is of another type")
            yield from (one for number, one in fields(value) if number == 1)


def rows(file: Path) -> Iterator[Row]:
    """The rows of a file of TFRecords; raises BadGroundingData."""
    for number, record in enumerate(records(file)):
        try:
            yield Row(record)
        except BadMessage as error:
            raise BadGroundingData(f"Record {number} of {file} is no tf.train.Example: {error}.") from error


def _text(blob: memoryview) -> str:
    try:
        return str(blob, "utf-8")
    except UnicodeDecodeError as error:
        raise BadMessage("a text is no UTF-8") from error


def _only(values: list[T], key: str) -> T:
    if len(values) != 1:
        raise BadMessage(f"{key} has {len(values)} values instead of one")
    return values[0]

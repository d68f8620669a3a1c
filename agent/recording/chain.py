"""The chain of hashes: how a line becomes bytes, and how bytes show that they were altered.

Knows lines and bytes. Does not know files. Each line ends in the hash of itself and of the hash before it:

    hash = sha256(hash of the line before + the line without its hash), the first line's before being sha256 of nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from agent.episode import LINE, Header, Line

NOTHING = hashlib.sha256(b"").hexdigest()
"""What comes before the first line."""
SUFFIX = re.compile(rb',"hash":"[0-9a-f]{64}"\}\Z')
LENGTH = len(b',"hash":""}') + 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file, looked at. hash: as it says itself, empty where it says none.

    sound: the hash fits this line and the one before. line: what it says, None where it cannot be read; problem: why not.
    """

    number: int
    hash: str
    sound: bool
    line: Line | None
    problem: str = ""


def canonical(value: object) -> bytes:
    """Sorted keys, no spaces, UTF-8; raises ValueError for a number that JSON does not have."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def chained(previous: str, body: bytes) -> str:
    """The hash of a line, body being the line without it."""
    return hashlib.sha256(previous.encode() + body).hexdigest()


def written(previous: str, line: Line) -> tuple[bytes, str]:
    """The bytes of a line that follows the hash previous, its line break included, and its own hash."""
    body = canonical(LINE.dump_python(line, mode="json"))
    own = chained(previous, body)
    return b'%s,"hash":"%s"}\n' % (body[:-1], own.encode()), own


def body_of(raw: bytes) -> bytes:
    """A line without its hash; as it is where it has none."""
    return raw[:-LENGTH] + b"}" if SUFFIX.search(raw) else raw


def entries(data: bytes) -> Iterator[Entry]:
    """All whole lines of a file; a cut-off last one is left out."""
    whole = data.rpartition(b"\n")[0]
    # A line whose body or whose hash alone was altered must not accuse the next one: either may be what was there before.
    before: tuple[str, ...] = (NOTHING,)
    for number, raw in enumerate(whole.split(b"\n") if whole else (), start=1):
        stated = raw[-66:-2].decode("latin-1") if SUFFIX.search(raw) else ""
        own = [chained(previous, raw[:-LENGTH] + b"}") for previous in before]
        sound = stated in own
        line, problem = parsed(raw)
        yield Entry(number, stated, sound, line, problem)
        before = (stated,) if sound else (stated, *own[:2])


def tail(data: bytes) -> bytes:
    """What comes after the last line break: nothing, or a line that was cut off."""
    return data.rpartition(b"\n")[2]


def chainless(found: list[Entry]) -> bool:
    """It was written as version 1, without hashes."""
    first = found[0].line if found else None
    return isinstance(first, Header) and first.schema_version == 1 and not any(entry.hash for entry in found)


def parsed(raw: bytes) -> tuple[Line | None, str]:
    """What a line says, and why it cannot be read."""
    try:
        return LINE.validate_json(body_of(raw)), ""
    except ValidationError as error:
        return None, str(error.errors()[0]["msg"])

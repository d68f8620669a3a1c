"""Reads what is trained on: JSON lines of messages with pictures beside them, as `export --format messages` writes them.

Knows the shape of a row and where its pictures lie. Does not know: tokens, models. A row that does not fit is an error
that names its line; nothing is skipped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.errors import BadRows

TRAIN, VALIDATION = "train.jsonl", "validation.jsonl"
PLACEHOLDER = "<image>"
USUAL_SYSTEM = "You are a helpful assistant."
"""What the chat template of Qwen2-VL says where a row has no system turn."""

Box = tuple[float, float, float, float]
T = TypeVar("T")


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["system", "user", "assistant"]
    content: str


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    messages: Annotated[tuple[_Message, ...], Field(min_length=2, max_length=3)]
    images: tuple[str, ...] = ()
    episode: str | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to learn.

    where: file and line. system: its text, ours to trust. texts: the user's turn around its pictures, one text more than
    pictures; not to be trusted. reply: what is learnt. box: left, top, right, bottom of the target in fractions of the
    last picture; None where nobody knows. episode: where it comes from; "" where the row does not say.
    """

    where: str
    system: str
    texts: tuple[str, ...]
    pictures: tuple[Path, ...]
    reply: str
    box: Box | None
    episode: str = ""

    def follows(self, other: Row) -> bool:
        """Whether it belongs to what stands before it: the same episode or, where none is named, the same pictures."""
        mine = self.episode or self.pictures
        return bool(mine) and mine == (other.episode or other.pictures)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a directory holds. digest: SHA-256 (hex) of both files."""

    train: tuple[Row, ...]
    validation: tuple[Row, ...]
    digest: str


def read_rows(directory: Path) -> Rows:
    """The rows of a directory; raises BadRows."""
    if not (directory / TRAIN).is_file():
        raise BadRows(f"{directory} holds no {TRAIN}; make it with: python -m agent export … --format messages.")
    digest = hashlib.sha256()
    found: list[tuple[Row, ...]] = []
    for name in (TRAIN, VALIDATION):
        path = directory / name
        blob = path.read_bytes() if path.is_file() else b""
        digest.update(hashlib.sha256(blob).digest())
        lines = blob.splitlines()
        found.append(tuple(_row(directory, f"{name}, line {at}", line) for at, line in enumerate(lines, 1) if line.strip()))
    if not found[0]:
        raise BadRows(f"{directory / TRAIN} is empty: there is nothing to learn.")
    return Rows(found[0], found[1], digest.hexdigest())


def _row(directory: Path, where: str, line: bytes) -> Row:
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadRows(f"{where}: {'.'.join(map(str, first['loc'])) or 'the line'}: {first['msg']}.") from error
    roles = [message.role for message in read.messages]
    if roles not in (["system", "user", "assistant"], ["user", "assistant"]):
        raise BadRows(f"{where}: the turns are {', '.join(roles)}; a row is one user turn and one assistant turn.")
    *_, user, assistant = read.messages
    texts = tuple(user.content.split(PLACEHOLDER))
    if len(texts) != len(read.images) + 1:
        raise BadRows(f"{where}: {len(texts) - 1} times {PLACEHOLDER} for {len(read.images)} images.")
    if not assistant.content.strip():
        raise BadRows(f"{where}: the reply is empty.")
    if read.box is not None and not (0 <= read.box[0] < read.box[2] <= 1 and 0 <= read.box[1] < read.box[3] <= 1):
        raise BadRows(f"{where}: the box {list(read.box)} is not left, top, right, bottom in fractions of the picture.")
    system = read.messages[0].content if len(roles) == 3 else USUAL_SYSTEM
    return Row(where, system, texts, _pictures(directory, where, read.images), assistant.content, read.box, read.episode or "")


def _pictures(directory: Path, where: str, names: Sequence[str]) -> tuple[Path, ...]:
    for name in names:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise BadRows(f"{where}: the picture {name} does not lie in the directory of the rows.")
        if not (directory / name).is_file():
            raise BadRows(f"{where}: there is no picture {directory / name}.")
    return tuple(directory / name for name in names)


def some(rows: Sequence[T], most: int) -> tuple[T, ...]:
    """At most so many, evenly spread over all."""
    if len(rows) <= most:
        return tuple(rows)
    return tuple(rows[place * len(rows) // most] for place in range(most))

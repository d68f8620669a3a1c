"""The rows of a data set, in the format of each trainer: what they hold, what must hold, how they follow from our own.

Knows the formats. Does not know where a row comes from. A row is read back from the very line that is written.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Literal, Self, assert_never

from pydantic import Field, model_validator

from agent.training.export.lerobot.row import Step
from agent.training.export.marks import IMAGE, STEERS
from devices.actions import Fraction, Frozen

BOX = "<bbox>"
"""Where ms-swift writes a place, in the way of the model that it trains."""
LINE_ENDS = {end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
"""Some readers of lines end a line at these, too, which JSON leaves as they are."""
SPLITS = ("train", "validation")


class Format(StrEnum):
    """Whose rows: our own trainer's, the classic ones, those of three other trainers; and LeRobot's, which are no lines."""

    MESSAGES = "messages"
    SFT = "sft"
    MS_SWIFT = "ms-swift"
    LLAMA_FACTORY = "llama-factory"
    TRL = "trl"
    LEROBOT = "lerobot"


LINES = tuple(kind for kind in Format if kind is not Format.LEROBOT)
"""The formats that are files of lines, with pictures beside them."""
Side = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Pictures = Annotated[tuple[Annotated[str, Field(pattern=r"^images/[0-9a-f]{64}\.png$")], ...], Field(min_length=1)]
Said = Annotated[str, Field(min_length=1)]


class System(Frozen):
    """What a model is told once and for all."""

    role: Literal["system"] = "system"
    content: str


class User(Frozen):
    """What it is asked. content: <image> stands where the next picture belongs."""

    role: Literal["user"] = "user"
    content: Said


class Assistant(Frozen):
    """What it should say."""

    role: Literal["assistant"] = "assistant"
    content: Said


Turns = tuple[System, User, Assistant]


class Messages(Frozen):
    """A row of our own trainer.

    episode, step: where it comes from; rows of one episode stand together, in order. box: of what is touched, as fractions of
    the picture (left, top, right, bottom), None where nothing is.
    """

    messages: Turns
    images: Pictures
    episode: Said
    step: Annotated[int, Field(ge=1)]
    box: tuple[Side, Side, Side, Side] | None

    @model_validator(mode="after")
    def _marked(self) -> Self:
        _check_marks(self.messages, self.images)
        return self


class Sft(Frozen):
    """A classic row. history: turns before this one, which our prompts tell in the query instead."""

    system: str
    query: Said
    response: Said
    history: tuple[tuple[str, str], ...]
    images: Pictures

    @model_validator(mode="after")
    def _marked(self) -> Self:
        turns = [text for pair in self.history for text in pair]
        if turns:
            raise ValueError("the history is told in the query")
        _check_marks((System(content=self.system), User(content=self.query), Assistant(content=self.response)), self.images)
        return self


class Objects(Frozen):
    """Places that ms-swift writes instead of <bbox>. bbox: a point each, as fractions of the picture."""

    ref: tuple[str, ...] = ()
    bbox: Annotated[tuple[tuple[Fraction, Fraction], ...], Field(min_length=1)]
    bbox_type: Literal["norm1"] = "norm1"


class Swift(Frozen):
    """A row of ms-swift. objects: what <bbox> in the reply stands for; absent where there is none."""

    messages: Turns
    images: Pictures
    objects: Objects | None = None

    @model_validator(mode="after")
    def _marked(self) -> Self:
        _check_marks(self.messages, self.images, boxes=len(self.objects.bbox) if self.objects else 0)
        return self


class Factory(Frozen):
    """A row of LLaMA-Factory, as the entry in dataset_info.json says."""

    messages: Turns
    images: Pictures

    @model_validator(mode="after")
    def _marked(self) -> Self:
        _check_marks(self.messages, self.images)
        return self


class TextPart(Frozen):
    """Some text."""

    type: Literal["text"] = "text"
    text: str


class ImagePart(Frozen):
    """The next picture."""

    type: Literal["image"] = "image"


class SystemParts(Frozen):
    """What a model is told once and for all."""

    role: Literal["system"] = "system"
    content: tuple[TextPart]


class UserParts(Frozen):
    """What it is asked."""

    role: Literal["user"] = "user"
    content: Annotated[tuple[Annotated[TextPart | ImagePart, Field(discriminator="type")], ...], Field(min_length=1)]


class AssistantParts(Frozen):
    """What it should say."""

    role: Literal["assistant"] = "assistant"
    content: tuple[TextPart]


class Trl(Frozen):
    """A row of TRL: the loss is on the completion alone."""

    prompt: tuple[SystemParts, UserParts]
    completion: tuple[AssistantParts]
    images: Pictures

    @model_validator(mode="after")
    def _marked(self) -> Self:
        system, user = self.prompt
        text = "".join(IMAGE if isinstance(part, ImagePart) else part.text for part in user.content)
        said = self.completion[0].content[0].text
        _check_marks((System(content=system.content[0].text), User(content=text), Assistant(content=said)), self.images)
        return self


Row = Messages | Sft | Swift | Factory | Trl
KINDS: dict[Format, type[Frozen]] = {
    Format.MESSAGES: Messages,
    Format.SFT: Sft,
    Format.MS_SWIFT: Swift,
    Format.LLAMA_FACTORY: Factory,
    Format.TRL: Trl,
    Format.LEROBOT: Step,
}


def _check_marks(turns: Turns, images: Sequence[str], boxes: int = 0) -> None:
    """Every picture has its place in the user's turn, every box its own in the reply, and nothing else steers."""
    system, user, assistant = (turn.content for turn in turns)
    if user.count(IMAGE) != len(images):
        raise ValueError(f"{user.count(IMAGE)} places for {len(images)} pictures")
    if assistant.count(BOX) != boxes:
        raise ValueError(f"{assistant.count(BOX)} places for {boxes} boxes")
    for text in (system, user.replace(IMAGE, "\n"), assistant.replace(BOX, "\n") if boxes else assistant):
        if STEERS.search(text):
            raise ValueError("a text holds a placeholder or a control token")


def converted(row: Messages, kind: Format, grounded: tuple[str, tuple[float, float]] | None = None) -> Row:
    """The row in another format; raises ValueError where it does not fit.

    grounded: for ms-swift: the reply with <bbox> for the place that is touched, and that place as fractions.
    """
    system, user, assistant = row.messages
    match kind:
        case Format.MESSAGES:
            return row
        case Format.SFT:
            said = assistant.content
            return Sft(system=system.content, query=user.content, response=said, history=(), images=row.images)
        case Format.MS_SWIFT if grounded is not None:
            reply = Assistant(content=grounded[0])
            return Swift(messages=(system, user, reply), images=row.images, objects=Objects(bbox=(grounded[1],)))
        case Format.MS_SWIFT:
            return Swift(messages=row.messages, images=row.images)
        case Format.LLAMA_FACTORY:
            return Factory(messages=row.messages, images=row.images)
        case Format.TRL:
            prompt = SystemParts(content=(TextPart(text=system.content),)), UserParts(content=_parts(user.content))
            completion = AssistantParts(content=(TextPart(text=assistant.content),))
            return Trl(prompt=prompt, completion=(completion,), images=row.images)
        case Format.LEROBOT:
            raise ValueError("a LeRobot data set has no lines")
        case _:
            assert_never(kind)


def _parts(content: str) -> tuple[TextPart | ImagePart, ...]:
    parts: list[TextPart | ImagePart] = []
    for number, text in enumerate(content.split(IMAGE)):
        parts += [ImagePart()] if number else []
        parts += [TextPart(text=text)] if text else []
    return tuple(parts)


def line_of(row: Row) -> str:
    """The row as it is written, read back and found to be the same; raises ValueError."""
    body = row.model_dump(mode="json", exclude={"objects"} if isinstance(row, Swift) and row.objects is None else None)
    line = json.dumps(body, ensure_ascii=False, allow_nan=False)
    for end, escape in LINE_ENDS.items():
        line = line.replace(end, escape)
    if type(row).model_validate_json(line.encode()) != row:
        raise ValueError("a row changes when it is written and read")
    return line


def schema_text(kind: Format) -> str:
    """The published JSON schema of a row; docs/schemas holds it for every format."""
    made = KINDS[kind].model_json_schema(mode="serialization")
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A row of a data set in the format {kind}",
        **{key: value for key, value in made.items() if key != "title"},
    }
    for part in (made, *made.get("$defs", {}).values()):
        # Every field is always written, so that nobody has to know the defaults; only rows without a place lack `objects`.
        part["required"] = [name for name in part["properties"] if name != "objects"]
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def dataset_info(splits: Sequence[str]) -> str:
    """The text of dataset_info.json, by which LLaMA-Factory finds and reads the rows."""
    entry = {
        "formatting": "sharegpt",
        "columns": {"messages": "messages", "images": "images"},
        "tags": {
            "role_tag": "role",
            "content_tag": "content",
            "user_tag": "user",
            "assistant_tag": "assistant",
            "system_tag": "system",
        },
    }
    return json.dumps({f"fingertip_{name}": {"file_name": f"{name}.jsonl", **entry} for name in splits}, indent=2) + "\n"

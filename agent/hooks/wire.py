"""Hooks in another process: one JSON object a line each way, version 1.

Knows the words of the protocol; docs/hooks.md describes it. Does not know pipes or processes.
"""

from __future__ import annotations

import base64
import json
from typing import Annotated, Literal, assert_never

from pydantic import Field, ValidationError

from agent.errors import BadHook
from agent.hooks.base import SECONDS
from agent.hooks.events import (
    AfterDecide,
    AfterObserve,
    AfterPerform,
    AtEnd,
    BeforeDecide,
    BeforeObserve,
    BeforePerform,
    Event,
    Screen,
)
from agent.hooks.results import RESULT, Result
from agent.lines import Moment
from devices.actions import Frozen

VERSION = 1
LONGEST = 1 << 20
"""Bytes of one answer."""
Frames = Literal["none", "path", "base64"]


class Hello(Frozen):
    """The hook's first answer. moments: what it wants to be told. frames: how it wants pictures. seconds: for one answer."""

    id: Literal[0]
    version: Literal[1]
    name: Annotated[str, Field(max_length=100)] = ""
    moments: frozenset[Moment]
    frames: Frames = "none"
    seconds: Annotated[float, Field(gt=0, le=3600)] = SECONDS
    safety: bool = False


def greeting() -> bytes:
    """The first line to a hook."""
    return _line({"id": 0, "event": "hello", "version": VERSION})


def read_hello(line: bytes) -> Hello:
    """What a hook says of itself; raises BadHook."""
    try:
        return Hello.model_validate_json(line)
    except ValidationError as error:
        raise BadHook(f"its hello is none ({_first(error)}): it said {_shown(line)}") from error


def asked(event: Event, number: int, frames: Frames) -> bytes:
    """The line that tells a hook of an event."""
    body: dict[str, object] = {"id": number, "event": event.moment, "step": event.step}
    match event:
        case BeforeObserve():
            pass
        case AfterObserve(screen=screen):
            body |= {"frame": _frame(screen, frames)}
        case BeforeDecide(screen=screen, instruction=instruction, history=history):
            body |= {"frame": _frame(screen, frames), "instruction": instruction, "history": history}
        case AfterDecide(screen=screen, instruction=instruction, text=text, thought=thought, decision=decision):
            body |= {"frame": _frame(screen, frames), "instruction": instruction, "text": text, "thought": thought}
            body |= {"decision": decision.model_dump(mode="json")}
        case BeforePerform(screen=screen, instruction=instruction, thought=thought, action=action):
            body |= {"frame": _frame(screen, frames), "instruction": instruction, "thought": thought}
            body |= {"action": action.model_dump(mode="json")}
        case AfterPerform(action=action, done=done):
            body |= {"action": action.model_dump(mode="json"), "done": done.model_dump(mode="json")}
        case AtEnd(outcome=outcome, message=message):
            body |= {"outcome": outcome.value, "message": message}
        case _:
            assert_never(event)
    return _line(body)


def answered(line: bytes, number: int) -> Result | None:
    """What a hook answers to the event of this number; None where it still answers an earlier one. Raises BadHook."""
    try:
        said = json.loads(line)
    except ValueError as error:
        raise BadHook(f"it said what is no JSON: {_shown(line)}") from error
    if not isinstance(said, dict):
        raise BadHook(f"it said what is no JSON object: {_shown(line)}")
    own = said.pop("id", None)
    if isinstance(own, bool) or not isinstance(own, int) or not 0 <= own <= number:
        raise BadHook(f"its answer has the id {str(own)[:40]}, but {number} was asked")
    if own < number:
        return None
    try:
        return RESULT.validate_python(said, strict=False)
    except ValidationError as error:
        raise BadHook(f"its answer is none ({_first(error)}): it said {_shown(line)}") from error


def _frame(screen: Screen, frames: Frames) -> dict[str, object]:
    frame = screen.frame
    told: dict[str, object] = {
        "width": frame.width,
        "height": frame.height,
        "rotation": frame.rotation,
        "display": frame.display,
        "sequence": frame.sequence,
        "seconds": frame.seconds,
        "digest": frame.digest,
    }
    match frames:
        case "none":
            return told
        case "path":
            return {**told, "path": str(screen.file.resolve())}
        case "base64":
            return {**told, "png": base64.b64encode(screen.file.read_bytes()).decode()}
        case _:
            assert_never(frames)


def _line(body: dict[str, object]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode() + b"\n"


def _first(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in found["loc"])
    return f"{where}: {found['msg']}" if where else str(found["msg"])


def _shown(line: bytes) -> str:
    text = line.decode(errors="replace").strip()
    return repr(text[:100]) + ("…" if len(text) > 100 else "")

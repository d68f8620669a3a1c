"""`parse`: read replies with a dialect, one JSON object a line in, one out; nothing is done about them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli.terminal import fail

if TYPE_CHECKING:
    from agent.dialects import Dialect


def parse(
    dialect: Annotated[str, typer.Option("--dialect", help="Name of the dialect, such as qwen2_vl.", show_default=False)],
) -> None:
    """Read lines {"text", "width", "height"} from standard input and print {"ok", "actions" or "error", "thought"} for each.

    A reply that fits no grammar is data: {"ok": false, "error": code, "message": …}. A line of another shape ends with
    exit code 2.
    """
    from agent.dialects import dialect as dialect_named
    from agent.errors import UnknownDialect

    try:
        speech = dialect_named(dialect)
    except UnknownDialect as error:
        fail(str(error), 2)
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        text, width, height = _request(number, line)
        typer.echo(json.dumps(_read(speech, text, width, height), ensure_ascii=True))


def _request(number: int, line: bytes) -> tuple[str, int, int]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        request = None
    match request:
        case {"text": str(text), "width": int(width), "height": int(height)} if width > 0 and height > 0:
            return text, width, height
        case _:
            fail(f'Line {number} is not of the shape {{"text": "…", "width": 1080, "height": 2400}}.', 2)


def _read(speech: Dialect, text: str, width: int, height: int) -> dict[str, Any]:
    from agent.errors import ParseError

    try:
        parsed = speech.parse(text, width=width, height=height)
    except ParseError as error:
        return {"ok": False, "error": error.code, "message": str(error), "thought": ""}
    actions = [decision.model_dump(mode="json") for decision in parsed.decisions]
    return {"ok": True, "actions": actions, "thought": parsed.thought, "raw": list(parsed.raw)}

"""Read a reply of the shape "Thought: … / Action: {…}": cut the thought, find the action, read it.

Knows labels, fences, special tokens and their order. Does not know what an action means, or coordinates.
What a thought or a typed text says never steers: an action counts after a label at the beginning of a line, or, without
any label, where it is the whole reply or ends it. A reply that fits no such shape is a ParseError; nothing is guessed.
"""

from __future__ import annotations

import re
from itertools import islice

from agent.decision import Decision
from agent.dialects.base import Parsed
from agent.dialects.json_action import TEXTS, read_action
from agent.dialects.literal import Malformed, Value, read_object
from agent.errors import ParseError

LONGEST = 100_000
MOST_OBJECTS = 16
SHAPE = 'Write "Thought: …" and then "Action: " with one JSON object.'

NOISE = r"(?:\s|```\w*|<\|(?:im_end|im_start|endoftext)\|>)"
BEFORE = re.compile(rf"{NOISE}*")
THINK = re.compile(r"<think\w*>(.*?)(?:</think\w*>|\Z)", re.IGNORECASE | re.DOTALL)
OPENING = re.compile(r"[*_#>]*(?:thoughts?|reflection|observation|reason(?:ing)?)[*_#]*[ \t]*[:\uff1a][ \t*_]*", re.IGNORECASE)
LABEL = re.compile(r"^[ \t*_#>-]*action(?:[ \t*_]*[:\uff1a][ \t*_]*|[ \t]*\#+[ \t]*$)", re.IGNORECASE | re.MULTILINE)
ALONE = re.compile(
    r"^[ \t]*(?:```\w*\s*)?(?=\[?\{)|(?<=[.!?])[ \t]+[*_]*action[*_]*:[*_]*[ \t]*(?=\{)", re.IGNORECASE | re.MULTILINE
)
BETWEEN = re.compile(r"[\s,]*")
TEXT = re.compile(rf'"({"|".join(TEXTS)})"\s*:\s*"')
CLOSER = re.compile(r'"\s*[},]')
CLOSERS = "]` \t\r\n"
ENDS = ("```", "<|im_end|>", "<|im_start|>", "<|endoftext|>")

Body = dict[str, Value]


def read_reply(text: str) -> Parsed:
    """Raises ParseError; total, and linear in the length of the text, which is bounded."""
    if len(text) > LONGEST:
        raise ParseError("malformed", f"The reply has {len(text):,} characters, which is too long. {SHAPE}")
    text = _without_end(text)
    begin, thought = _opening(text)
    labels = list(LABEL.finditer(text, begin))
    if labels:
        label = _first(text, begin, labels)
        said = text[begin : label.start()]
        bodies, end = _objects(text, label.end())
        later = [found.end() for found in labels if found.start() >= end]
    else:
        said, bodies = _unlabelled(text, begin)
        later = []
    first, written = read_action(bodies[0])
    return Parsed(thought=said.strip() or thought, decisions=(first, *_deferred(text, bodies[1:], later)), written=written)


def _without_end(text: str) -> str:
    stop = len(text)
    while stop:
        end = next((end for end in ENDS if text.endswith(end, 0, stop)), None)
        if end is None and not text[stop - 1].isspace():
            break
        stop -= len(end or " ")
    return text[:stop]


def _opening(text: str) -> tuple[int, str]:
    """Where the thought begins, and what was thought in tags before it."""
    at = _skip(BEFORE, text, 0)
    inside = THINK.match(text, at)
    at = _skip(BEFORE, text, inside.end()) if inside else at
    at = _skip(OPENING, text, at)
    if inside is None and (inside := THINK.match(text, at)):
        at = inside.end()
    return at, inside[1].strip() if inside else ""


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _first(text: str, begin: int, labels: list[re.Match[str]]) -> re.Match[str]:
    """The first label that is no quotation.

    A label after an odd number of quotes may be quoted by the thought: then a later one, beyond what the quoted one labels
    and outside quotes, is meant. If there is none, the odd quote was an inch sign or the like.
    """
    first, *rest = labels
    quotes = text.count('"', begin, first.start())
    if not rest or quotes % 2 == 0:
        return first
    _, end = _objects(text, first.end())
    at = first.start()
    for label in rest:
        quotes += text.count('"', at, label.start())
        at = label.start()
        if at >= end and quotes % 2 == 0:
            return label
    return first


def _objects(text: str, at: int) -> tuple[list[Body], int]:
    """The object after a label and those that follow it at once, and where the first one ends; raises ParseError."""
    at = _skip(BEFORE, text, at)
    if at >= len(text):
        raise ParseError("no_action", f"Nothing follows the word Action. {SHAPE}")
    if text[at] == "[":
        at = _skip(BETWEEN, text, at + 1)
    try:
        body, end = read_object(text, at)
    except Malformed as error:
        quoted = _inner_quotes(text, at)
        if quoted is None:
            raise ParseError("malformed", f"The action is no JSON object: {error}. {SHAPE}") from error
        return [quoted], len(text)
    return [body, *_following(text, end)], end


def _following(text: str, at: int) -> list[Body]:
    bodies: list[Body] = []
    while len(bodies) < MOST_OBJECTS:
        try:
            body, at = read_object(text, _skip(BETWEEN, text, at))
        except Malformed:
            break
        bodies.append(body)
    return bodies


def _unlabelled(text: str, begin: int) -> tuple[str, list[Body]]:
    """An action without its label counts where it is the whole reply or ends it on a line of its own."""
    start = _skip(BEFORE, text, begin)
    if not text.startswith(("{", "[{"), start):
        found = ALONE.search(text, begin)
        if found is None:
            code = "malformed" if "{" in text else "no_action"
            raise ParseError(code, f"There is no action in the reply. {SHAPE}")
        start = found.end()
        begin_of_call = found.start()
    else:
        begin_of_call = start
    bodies, end = _objects(text, start)
    for _ in bodies[1:]:
        end = read_object(text, _skip(BETWEEN, text, end))[1]
    if text[end:].strip(CLOSERS):
        raise ParseError("malformed", f"Text goes on after an action that has no label. {SHAPE}")
    return text[begin:begin_of_call], bodies


def _inner_quotes(text: str, at: int) -> Body | None:
    """An object whose last argument is a text with quotes in it that were not escaped: it reaches to the last quote.

    None where that is not clear: the text must be the end of the reply, and hold nothing that looks like its own end.
    """
    for found in islice(TEXT.finditer(text, at), MOST_OBJECTS):
        inner, closed, rest = text[found.end() :].rpartition('"')
        if not closed or rest.strip() not in ("", "}") or CLOSER.search(inner):
            continue
        try:
            head, _ = read_object(text[at : found.start()] + "}", 0)
        except Malformed:
            continue
        if found[1] not in head:
            return {**head, found[1]: inner}
    return None


def _deferred(text: str, bodies: list[Body], later: list[int]) -> list[Decision]:
    """What else the reply wants to do: it is only recorded, so the first thing that does not fit ends it."""
    decisions: list[Decision] = []
    try:
        for body in bodies:
            decisions.append(read_action(body)[0])
        for at in later[:MOST_OBJECTS]:
            found, _ = _objects(text, at)
            decisions.append(read_action(found[0])[0])
    except ParseError:
        pass
    return decisions

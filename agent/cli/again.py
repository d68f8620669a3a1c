"""What `replay --mode strict` and `--mode lenient` type and read: a device, a recording of the replay, a table, a grade."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.cli.terminal import fail, one_line, plain

if TYPE_CHECKING:
    from agent.models.base import Model
    from agent.models.registry import ModelOptions
    from agent.recording import Recorder
    from agent.replay.grade import Replayed, Verdict
    from agent.replay.screens import Mask
    from devices.base import Device


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for. helper: the model to hand over to and how to load it; None for no one."""

    episode: Path
    mode: str
    device: str
    record: Path
    masks: Path | None
    texts: tuple[str, ...]
    helper: tuple[str, ModelOptions] | None
    force: bool


def do_again(wish: Wish, as_json: bool) -> int:
    """Replay, say what came of it, and return the exit code; raises AgentError, DeviceError."""
    from rich.console import Console

    from agent.recording import Recorder, fresh_directory
    from agent.replay.course import replay_header
    from agent.replay.source import read_source
    from devices.registry import open_device

    source = read_source(wish.episode)
    spec = wish.device or source.episode.header.device
    if not spec:
        fail("The recording does not say which device it was made on: name one with --device.", 2)
    texts = _texts(wish.texts)
    masks = _masks(wish.masks)
    console = Console(stderr=True)
    with console.status("opening the device"):
        opened = open_device(spec)
    with opened as device:
        directory = fresh_directory(wish.record)
        with Recorder(directory) as recorder, console.status(f"replaying {len(source.moves)} actions"):
            recorder.write(replay_header(source, wish.mode, device=spec))
            verdict = _replay(wish, device, recorder, masks, texts)
    report_verdict(verdict, directory, as_json)
    return verdict.exit_code


def _replay(wish: Wish, device: Device, recorder: Recorder, masks: Sequence[Mask], texts: dict[str, str]) -> Verdict:
    from agent.replay.lenient import replay_lenient
    from agent.replay.strict import replay_strict

    if wish.mode == "strict":
        return replay_strict(wish.episode, device, recorder, masks=masks)
    opener = None
    if wish.helper is not None:
        from agent.models.registry import open_model

        name, options = wish.helper

        def opener() -> Model:
            return open_model(name, options)

    return replay_lenient(wish.episode, device, recorder, texts=texts, hand_over=opener, force=wish.force)


def _texts(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not equals or not old:
            fail(f"--text {pair} says not what to type instead of what; write --text OLD=NEW.", 2)
        found[old] = new
    return found


def _masks(path: Path | None) -> tuple[Mask, ...]:
    if path is None:
        return ()
    from pydantic import ValidationError

    from agent.replay.screens import MASK_FILE

    try:
        return MASK_FILE.validate_json(path.read_bytes())
    except OSError as error:
        fail(f"The masks in {path} cannot be read ({error.strerror}).", 2)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        fail(f"The masks in {path} are not as they should be: {f'{place}: ' if place else ''}{first['msg']}.", 2)


def report_verdict(verdict: Verdict, directory: Path, as_json: bool) -> None:
    """Print what came of a replay, and where its own recording lies."""
    typer.echo(f"Episode: {plain(str(directory))}", err=True)
    if as_json:
        steps = [_plain(step) for step in verdict.steps]
        found = {"grade": verdict.grade.value, "reason": verdict.reason, "halted_at": verdict.step or None, "steps": steps}
        typer.echo(json.dumps({**found, "outcome": verdict.outcome.value, "episode": str(directory)}, ensure_ascii=False))
        return
    _table(verdict.steps)
    where = f" at step {verdict.step}" if verdict.step and verdict.grade == "HALTED" else ""
    typer.echo(f"{verdict.grade.value}{where}: {one_line(verdict.reason)}")


def _plain(step: Replayed) -> dict[str, object]:
    numbers = {"whole": step.whole, "near": step.near, "score": step.score, "shift": step.shift, "size": step.size}
    rounded = {name: None if value is None else round(value, 5) for name, value in numbers.items()}
    return {"step": step.step, "what": step.what, **rounded, "note": step.note}


def _table(steps: Sequence[Replayed]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    compared = any(step.whole is not None for step in steps)
    names = ("screen differs", "round the target") if compared else ("found", "moved")
    table = Table("step", "action", *names, "note")
    for step in steps:
        score = "" if step.score is None else f"{step.score:.2f}"
        numbers = (_share(step.whole, 3), _share(step.near, 2)) if compared else (score, _share(step.shift, 1))
        table.add_row(str(step.step), Text(one_line(step.what)), *numbers, Text(one_line(step.note)))
    Console(stderr=True).print(table)


def _share(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}%}"

"""The recipe of Pocket: a small stock Qwen2-VL, trained from nothing on screens of the virtual phone.

What it relies on: the letters under each visual token, and their order in it (first alone, then always); every visual
token knows its row and column; two real attention heads put their mass on the target; the place where the answer begins
knows row and column of the target; the tokens that show a switch, and the place where the reply begins, know whether it
is on; what is meant and where weighs more than the form around it; several queries behind one picture; Muon on the
matrices. All extra heads are thrown away at the end: what ships is a stock checkpoint. LOG.md tells what was seen without
some of these.

    python -m agent.training.recipe runs/screens runs/pocket --minutes 17 --batch 96 --readers 5

Screens may be made meanwhile: each reader looks for new shards whenever it has read what it took. When the phone has
changed, a shipped checkpoint learns on, with its own tokenizer:

    python -m agent.training.recipe runs/screens runs/pocket --start agent/pocket --minutes 40 --vision-minutes 0
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from loguru import logger
from torch import nn
from torch.utils.data import DataLoader
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

from agent.dialects.qwen2_vl import BRIEF
from agent.models.checkpoint import Manifest
from agent.models.loading import cpu_multiplies_bfloat16
from agent.models.tokens import Encoder
from agent.training.batches import Batch, Screens
from agent.training.checkpoint import build_tokenizer, read_tokenizer, save_checkpoint
from agent.training.copying import Copies, Copying
from agent.training.muon import Muon
from agent.training.screens import RULES
from agent.training.taught import Pocket, Shape

CORPUS_SHARDS = 400
NAMED, QUIET = 4, 0.3
"""Where the language tower learns alone: how many things a screen asks for by name, and how many of the screens without typing
are taken."""
DIGITS = re.compile(r"\d+(?=, \d+\]|\])")
"""Coordinates, which a tokenizer learns nothing from."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast. minutes: of training in all. vision_minutes: of these, letters alone at the beginning.

    language_only: the vision tower stays as it is. copies: questions a step beside the screens that want texts typed which
    nobody has heard.
    """

    minutes: float
    vision_minutes: float = 3.0
    language_only: bool = False
    copies: int = 0
    batch: int = 16
    readers: int = 1
    matrices: float = 0.01
    vision_matrices: float = 0.02
    rest: float = 1.5e-3
    warm_up: int = 50
    decay: float = 0.8
    seed: int = 0


def corpus(screens: Path) -> Iterator[str]:
    """Every text that the tokenizer should know well: what the screens ask and answer, with the form around it."""
    for _ in range(20):
        yield f"<|im_start|>system\n{BRIEF}\n<|im_start|>user\n\nTask: \nDone: nothing 1. 2. 3. 4. 5. 6. 7. 8. 9.;\n"
        yield "assistant\nThought: Tap .\nAction: "
        yield '{"action": "tap", "point": [, ]} {"action": "press", "key": "back"} {"action": "press", "key": "home"}'
        yield '{"action": "swipe", "from": [500, 700], "to": [500, 300]} {"action": "scroll", "direction": "down"} "up"'
        yield '{"action": "type", "text": "", "clear": true, "submit": true} {"action": "answer", "text": ""} '
        yield '{"action": "finish"}'
    for shard in sorted(screens.glob("shard-*.jsonl"))[:CORPUS_SHARDS]:
        for line in shard.read_text("utf-8").splitlines():
            for query in json.loads(line)["queries"]:
                yield query["instruction"]
                yield DIGITS.sub("", query["reply"])


class Optimiser:
    """Muon on the matrices, AdamW on the rest, one learning-rate curve for both."""

    def __init__(self, model: Pocket, schedule: Schedule, *, vision_only: bool) -> None:
        stock = model.stock
        inner = stock.model.visual if vision_only else stock.model.language_model if schedule.language_only else stock
        matrices = [p for name, p in inner.named_parameters() if p.ndim == 2 and "embed" not in name and "lm_head" not in name]
        known = {id(p) for p in matrices}
        others = [inner, model.glyphs] if vision_only else [inner] if schedule.language_only else [model]
        rest = {id(p): p for module in others for p in module.parameters() if id(p) not in known}
        fast = schedule.vision_matrices if vision_only else schedule.matrices
        self._peaks = (fast, schedule.rest)
        self._optimisers = (
            Muon(matrices, lr=fast, weight_decay=0.01, momentum=0.95, arithmetic=arithmetic_of(matrices[0].device)),
            torch.optim.AdamW(rest.values(), lr=schedule.rest, betas=(0.9, 0.98), weight_decay=0.0),
        )

    def step(self, scale: float) -> None:
        """One step at a share of the peak rates."""
        for optimiser, peak in zip(self._optimisers, self._peaks, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = peak * scale
            optimiser.step()
            optimiser.zero_grad()

    def state(self) -> list[dict[str, Any]]:
        """For a checkpoint."""
        return [optimiser.state_dict() for optimiser in self._optimisers]

    def load(self, state: list[dict[str, Any]]) -> None:
        """From a checkpoint."""
        for optimiser, saved in zip(self._optimisers, state, strict=True):
            optimiser.load_state_dict(saved)


def arithmetic_of(device: torch.device) -> torch.dtype:
    """bfloat16, unless it is a CPU without instructions for it."""
    return torch.bfloat16 if device.type != "cpu" or cpu_multiplies_bfloat16() else torch.float32


@dataclass(slots=True)
class Progress:
    """Where training is: stage 0 letters, 1 everything; seconds and steps of this stage."""

    stage: int = 0
    seconds: float = 0.0
    step: int = 0


def train(screens: Path, directory: Path, schedule: Schedule, shape: Shape, *, start: Path | None = None) -> None:
    """Train, or go on where a stopped run was; leaves a stock checkpoint in directory/model.

    start: a stock checkpoint of the same shape to begin with, and to take the tokenizer from.
    """
    directory.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(schedule.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    kept = directory / "tokenizer"
    if start is None and not kept.exists():
        build_tokenizer(corpus(screens), shape.vocabulary).save_pretrained(kept)  # the screens may become more later on
    tokenizer = read_tokenizer(start or kept)
    encoder = Encoder(tokenizer)
    first = next(iter(Screens(screens, encoder, batch=1, seed=0)))
    _, high, wide = first.grid[0].tolist()
    model = Pocket(tokenizer, shape, high // RULES.merge, wide // RULES.merge).to(device)
    logger.info("{:.1f} million weights", sum(p.numel() for p in model.stock.parameters()) / 1e6)
    progress, saved = Progress(), directory / "last.pt"
    state: dict[str, Any] | None = None
    if saved.exists():
        state = torch.load(saved, weights_only=True, map_location=device)
        model.load_state_dict(state["model"])
        progress = Progress(*state["progress"])
    elif start is not None:
        weights = Qwen2VLForConditionalGeneration.from_pretrained(start, dtype=torch.float32, local_files_only=True)
        model.stock.load_state_dict(weights.state_dict())  # the heads that only training needs begin anew
        progress = Progress(stage=1)
    if schedule.language_only:
        model.stock.model.visual.requires_grad_(False)
    for stage in range(progress.stage, 2):
        optimiser = Optimiser(model, schedule, vision_only=stage == 0)
        if state is not None and stage == progress.stage:
            optimiser.load(state["optimiser"])
        else:
            progress = Progress(stage=stage)
        seed = schedule.seed + 1000 * stage + progress.step
        if schedule.language_only:
            source = Screens(screens, encoder, batch=schedule.batch, seed=seed, named=NAMED, read=0, quiet=QUIET)
        else:
            source = Screens(screens, encoder, batch=schedule.batch, seed=seed)
        data = DataLoader(source, batch_size=None, num_workers=schedule.readers, prefetch_factor=4)
        batches = (batch.to(device) for batch in data)
        copies = _copies(screens, encoder, schedule, seed, device) if stage == 1 and schedule.copies else None
        _run(model, optimiser, batches, copies, progress, schedule, directory, tokenizer)


def _copies(screens: Path, encoder: Encoder, schedule: Schedule, seed: int, device: torch.device) -> Iterator[Copies]:
    source = Copying(screens, encoder, questions=schedule.copies, seed=seed)
    return (copies.to(device) for copies in DataLoader(source, batch_size=None, num_workers=1, prefetch_factor=4))


def _run(
    model: Pocket,
    optimiser: Optimiser,
    batches: Iterator[Batch],
    copies: Iterator[Copies] | None,
    progress: Progress,
    schedule: Schedule,
    directory: Path,
    tokenizer: Qwen2Tokenizer,
) -> None:
    arithmetic = arithmetic_of(model.tables.device)
    together = model.language_loss if schedule.language_only else model.joint_loss
    losses = model.vision_loss if progress.stage == 0 else together
    whole = 60 * (schedule.vision_minutes if progress.stage == 0 else schedule.minutes - schedule.vision_minutes)
    mean: dict[str, float] = {}
    kept = time.monotonic()
    with (directory / "log.jsonl").open("a", encoding="utf-8") as log:
        while progress.seconds < whole:
            began = time.monotonic()
            done = progress.seconds / whole
            scale = min(1.0, (progress.step + 1) / schedule.warm_up) * min(1.0, (1 - done) / schedule.decay + 0.02)
            batch = next(batches)
            with torch.autocast(batch.ids.device.type, dtype=torch.bfloat16, enabled=arithmetic is torch.bfloat16):
                loss, shown = losses(batch)
                if copies is not None:
                    more, copied = model.copy_loss(next(copies))
                    loss, shown = loss + more, shown | copied
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimiser.step(scale)
            mean = {key: 0.95 * mean.get(key, value) + 0.05 * value for key, value in shown.items()}
            progress.step += 1
            progress.seconds += time.monotonic() - began
            if progress.step % 10 == 0:
                line: dict[str, float] = {"stage": progress.stage, "step": progress.step, "seconds": round(progress.seconds)}
                line |= {key: round(value, 4) for key, value in mean.items()}
                log.write(json.dumps(line) + "\n")
                log.flush()
                logger.info("{}", " ".join(f"{key} {value}" for key, value in line.items()))
            if time.monotonic() - kept > 180:
                _keep(model, optimiser, progress, directory, tokenizer)
                kept = time.monotonic()
    _keep(model, optimiser, progress, directory, tokenizer)


def _keep(model: Pocket, optimiser: Optimiser, progress: Progress, directory: Path, tokenizer: Qwen2Tokenizer) -> None:
    """Write everything that a stopped run needs, and the checkpoint as it would ship."""
    state = {
        "model": model.state_dict(),
        "optimiser": optimiser.state(),
        "progress": (progress.stage, progress.seconds, progress.step),
    }
    partial = directory / "last.part"
    torch.save(state, partial)
    os.replace(partial, directory / "last.pt")
    (directory / "progress.json").write_text(json.dumps(asdict(progress)) + "\n", encoding="utf-8")
    if progress.stage == 1:
        export(model, tokenizer, directory / "model")


def export(model: Pocket, tokenizer: Qwen2Tokenizer, directory: Path) -> None:
    """Write the stock checkpoint, in bfloat16 and without the training heads."""
    shipped = Qwen2VLForConditionalGeneration._from_config(model.stock.config)
    shipped.load_state_dict(model.stock.state_dict())
    save_checkpoint(
        shipped.to(torch.bfloat16).cpu(),
        tokenizer,
        directory,
        min_pixels=RULES.min_pixels,
        max_pixels=RULES.max_pixels,
        manifest=Manifest(
            name="pocket",
            dialect="qwen2_vl",
            brief=True,
            min_pixels=RULES.min_pixels,
            max_pixels=RULES.max_pixels,
            devices=("Fingertip One",),
            max_new_tokens=96,
            copies=True,
            backtracks=True,
        ),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the command line."""
    parser = argparse.ArgumentParser(prog="python -m agent.training.recipe", description=str(__doc__).split("\n\n")[0])
    parser.add_argument("screens", type=Path, help="directory of shards")
    parser.add_argument("directory", type=Path, help="where the run is kept; a stopped run goes on")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--vision-minutes", type=float, default=3)
    parser.add_argument("--start", type=Path, default=None, help="checkpoint to begin with, such as agent/pocket")
    parser.add_argument("--batch", type=int, default=16, help="screens a step (default 16)")
    parser.add_argument("--readers", type=int, default=1, help="processes that read shards (default 1)")
    parser.add_argument("--language-only", action="store_true", help="the vision tower stays as it is")
    parser.add_argument(
        "--copies", type=int, default=0, metavar="N", help="N questions a step more that want unheard texts typed (default 0)"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="factor of all learning rates (default 1)")
    chosen = parser.parse_args(arguments)
    if chosen.language_only and chosen.start is None:
        parser.error("--language-only needs a checkpoint to --start with, whose vision tower can see.")
    logger.remove()
    logger.add(sys.stderr, format="{time:HH:mm:ss} {message}")
    vision = 0.0 if chosen.language_only else chosen.vision_minutes
    plain = Schedule(minutes=chosen.minutes, vision_minutes=vision)
    schedule = replace(
        plain,
        batch=chosen.batch,
        readers=chosen.readers,
        language_only=chosen.language_only,
        copies=chosen.copies,
        matrices=plain.matrices * chosen.rate,
        vision_matrices=plain.vision_matrices * chosen.rate,
        rest=plain.rest * chosen.rate,
    )
    train(chosen.screens, chosen.directory, schedule, Shape(), start=chosen.start)
    return 0


if __name__ == "__main__":
    sys.exit(main())

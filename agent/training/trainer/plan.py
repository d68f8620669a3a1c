"""From a wish to a plan: what will be trained on what, how long, at which rate, and how much memory it needs.

Knows: the rows, the checkpoint's small files. Loads no weights: parameters are counted on a device that holds none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLConfig
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

from agent.dialects import dialect
from agent.dialects.qwen2_vl import BRIEF, HEAD
from agent.errors import BadCheckpoint, ModelFailed, TrainingRefused
from agent.models.checkpoint import Checkpoint, Manifest, find_checkpoint, open_checkpoint
from agent.models.loading import LARGE, choose_device, choose_dtype, cpu_multiplies_bfloat16, first_line
from agent.models.qwen2_vl import MAX_NEW_TOKENS
from agent.models.registry import locate
from agent.models.tokens import Encoder
from agent.models.vision import DEFAULT_MAX_PIXELS, DEFAULT_MIN_PIXELS, PictureRules
from agent.training.trainer.batches import BLANK, Reader
from agent.training.trainer.measuring import Measured, measure, order_of
from agent.training.trainer.memory import Need, Sizes, available, predict, readable
from agent.training.trainer.order import Order
from agent.training.trainer.rows import Rows, read_rows
from agent.training.trainer.wish import EPOCHS, Method, Wish

if TYPE_CHECKING:
    from agent.training.trainer.team import Team

LANGUAGE = r"model\.language_model\.layers\.\d+\.(self_attn|mlp)\.(q|k|v|o|gate|up|down)_proj"
TOWER = r"model\.visual\.(blocks\.\d+\.(attn\.(qkv|proj)|mlp\.fc[12])|merger\.mlp\.[02])"
SPARE = 16
"""Tokens that a reply may be longer than the longest one taught."""
RATES = {Method.LORA: 2e-4, Method.FULL: 2e-5, Method.SCRATCH: 1e-3}
OFTEN = 200
"""Steps after which a run is saved, where evaluations are further apart."""
EXAMS, SELDOM = 10, 25
"""Evaluations of a short run at most, and steps between them where minutes decide, if epochs are shorter."""
USUAL_WIDTH = 1536
"""Width of the 2B model, for which these rates are; a narrower model takes and needs higher ones, in proportion."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is settled before weights are loaded.

    rows: the data. found: the model to begin with. manifest: how the result is asked. targets: regular expression of the
    layers that get an adapter. steps: None where time decides. size: rows of a step. rate: peak. stored, computed: dtypes
    of the weights and of the arithmetic. every: steps between evaluations. save: steps between saves. order: of the rows.
    measured: how long they are, and how they are packed. free: bytes available where it will run.
    """

    wish: Wish
    rows: Rows
    found: Checkpoint
    tokenizer: Qwen2Tokenizer
    config: Qwen2VLConfig
    reader: Reader
    manifest: Manifest
    targets: str
    device: torch.device
    steps: int | None
    size: int
    rate: float
    stored: torch.dtype
    computed: torch.dtype
    every: int
    save: int
    order: Order
    measured: Measured
    sizes: Sizes
    need: Need
    free: int
    notes: tuple[str, ...]

    def table(self) -> list[tuple[str, str]]:
        """The plan as a person reads it."""
        wish, need, row = self.wish, self.need, self.measured.row
        long = f"{self.steps} steps" if self.steps is not None else f"{wish.minutes:g} minutes"
        epochs = f" ({self.steps * self.size / len(self.rows.train):.1f} epochs)" if self.steps is not None else ""
        learns = f"{self.sizes.trainable / 1e6:.2f} of {self.sizes.weights / 1e6:.2f} million weights"
        adapter = f", rank {wish.rank}" if wish.method is Method.LORA else ""
        spent = (need.weights, need.gradients, need.optimiser, need.activations, need.process)
        names = ("weights", "gradients", "optimiser", "activations", "process")
        split = ", ".join(f"{name} {readable(size)}" for name, size in zip(names, spent, strict=True))
        return [
            ("data", f"{len(self.rows.train)} rows, {len(self.rows.validation)} for validation"),
            ("row", f"up to {row.tokens} tokens, of which {row.patches // 4} of pictures"),
            ("sequence", self._sequence()),
            ("model", f"{wish.model} on {self.device}"),
            ("method", f"{wish.method}{adapter}, {'both towers' if wish.tower else 'language tower'}: {learns}"),
            ("length", f"{long} of {self.size} rows{epochs}"),
            ("rate", f"{self.rate:.3g}, {wish.curve}, warm-up {wish.warm_up:.0%}"),
            ("numbers", f"weights {_short(self.stored)}, arithmetic {_short(self.computed)}"),
            ("pictures", f"{self.manifest.min_pixels} to {self.manifest.max_pixels} pixels"),
            ("evaluation", f"every {self.every} steps" if self.rows.validation else "none: there are no validation rows"),
            ("memory", f"{readable(need.total)} of {readable(self.free)} free: {split}"),
            *(("note", note) for note in self.notes),
        ]

    def _sequence(self) -> str:
        batch, saved = self.wish.batch, self.measured.saved
        if self.measured.most is None:
            return f"{batch} rows, each padded to the longest: {-saved:.0%} more tokens"
        return f"{batch} rows or {self.measured.most} tokens, packed: {saved:.0%} of the tokens are shared"

    def refuse_what_does_not_fit(self) -> None:
        """Raises TrainingRefused where memory will not do."""
        if self.need.total > self.free and not self.wish.force:
            raise TrainingRefused(
                f"This needs about {readable(self.need.total)} of memory and {readable(self.free)} are free; lower --batch or "
                "--max-pixels, add --checkpointing, take --method lora, or insist with --force."
            )


def make_plan(wish: Wish, team: Team) -> Plan:
    """Settle everything. Raises BadRows, UnknownModel, BadCheckpoint, ModelFailed, TrainingRefused."""
    wish.check()
    rows = read_rows(wish.data)
    found = open_checkpoint(find_checkpoint(locate(wish.model)))
    tokenizer, config = _small_parts(found)
    device = team.device(choose_device(wish.device))
    low = wish.min_pixels or found.manifest.min_pixels or DEFAULT_MIN_PIXELS
    high = wish.max_pixels or found.manifest.max_pixels or DEFAULT_MAX_PIXELS
    if low > high:
        raise TrainingRefused(f"The smallest picture has {low} pixels and the largest {high}: name both limits.")
    try:
        rules = PictureRules.from_config(found.pictures, min_pixels=low, max_pixels=high)
    except (ValueError, TypeError) as error:
        raise BadCheckpoint(f"{found.directory}/preprocessor_config.json is wrong: {error}.") from error
    reader = Reader(
        Encoder(tokenizer),
        rules,
        opening=dialect(found.manifest.dialect).prompt("", (), BLANK).opening,
        context=int(config.get_text_config().max_position_embeddings),
        controls=[str(token) for token in tokenizer.added_tokens_decoder.values()],
    )
    reader.check((*rows.train, *rows.validation))
    computed = _computed(wish, found, device)
    # A model that learns as a whole is kept in float32: steps are smaller than what shorter types can tell apart.
    stored = computed if wish.method is Method.LORA and found.size >= LARGE else torch.float32
    weights, trainable = count(config, wish)
    own = wish.batch * wish.accumulate
    size = own * team.size
    order = order_of(rows.train, seed=wish.seed, together=wish.steps_per_sequence)
    measured = measure(rows, reader, order, size=own, batch=wish.batch, wish=wish.pack)
    epoch = max(1, math.ceil(len(rows.train) / size))
    sizes = Sizes(
        weights=weights,
        trainable=trainable,
        stored=stored.itemsize,
        computed=computed.itemsize,
        tower=wish.tower,
        tokens=measured.at_once.tokens,
        patches=measured.at_once.patches,
        reply=measured.at_once.reply,
        picture=measured.row.patches,
        checkpointing=wish.checkpointing,
    )
    brief, notes = _brief(rows, found.manifest)
    steps = _steps(wish, len(rows.train), size)
    every = wish.evaluate_every or max(epoch, math.ceil(steps / EXAMS) if steps else SELDOM)
    return Plan(
        wish=wish,
        rows=rows,
        found=found,
        tokenizer=tokenizer,
        config=config,
        reader=reader,
        manifest=found.manifest.model_copy(
            update={
                "name": "",
                "brief": brief,
                "min_pixels": low,
                "max_pixels": high,
                "max_new_tokens": max(found.manifest.max_new_tokens or MAX_NEW_TOKENS, measured.row.reply + SPARE),
            }
        ),
        targets=f"^({LANGUAGE}|{TOWER})$" if wish.tower else f"^{LANGUAGE}$",
        device=device,
        steps=steps,
        size=size,
        rate=wish.rate or RATES[wish.method] * USUAL_WIDTH / config.get_text_config().hidden_size,
        stored=stored,
        computed=computed,
        every=every,
        save=wish.save_every or min(every, OFTEN),
        order=order,
        measured=measured,
        sizes=sizes,
        need=predict(config, sizes),
        free=available(device),
        notes=notes,
    )


def count(config: Qwen2VLConfig, wish: Wish) -> tuple[int, int]:
    """Parameters of the model, and how many learn."""
    with torch.device("meta"):
        model = Qwen2VLForConditionalGeneration(config)
    weights = sum(part.numel() for part in model.parameters())
    tower = sum(part.numel() for name, part in model.named_parameters() if ".visual." in name)
    if wish.method is not Method.LORA:
        return weights, weights if wish.tower else weights - tower
    pattern = re.compile(f"{LANGUAGE}|{TOWER}" if wish.tower else LANGUAGE)
    layers = [module for name, module in model.named_modules() if pattern.fullmatch(name)]
    return weights, sum(wish.rank * sum(layer.weight.shape) for layer in layers if isinstance(layer, torch.nn.Linear))


def _small_parts(found: Checkpoint) -> tuple[Qwen2Tokenizer, Qwen2VLConfig]:
    try:
        tokenizer: Qwen2Tokenizer = Qwen2Tokenizer.from_pretrained(found.directory, local_files_only=True)
        config: Qwen2VLConfig = Qwen2VLConfig.from_pretrained(found.directory, local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
        raise BadCheckpoint(f"{found.directory} cannot be loaded: {first_line(error)}") from error
    return tokenizer, config


def _computed(wish: Wish, found: Checkpoint, device: torch.device) -> torch.dtype:
    if wish.dtype == "float16":
        raise TrainingRefused("float16 overflows in these models; train in bfloat16 or float32.")
    if wish.dtype == "auto" and device.type == "cpu":
        # Measured on one core with AVX-512 BF16, eight rows of 215 tokens and Pocket: 0.9 against 1.6 s a step.
        return torch.bfloat16 if cpu_multiplies_bfloat16() else torch.float32
    try:
        return choose_dtype(found, wish.dtype, device)
    except ModelFailed as error:
        raise TrainingRefused(str(error)) from error


def _steps(wish: Wish, rows: int, size: int) -> int | None:
    if wish.minutes is not None:
        return None
    if wish.steps is not None:
        return wish.steps
    return max(1, math.ceil((wish.epochs or EPOCHS) * rows / size))


def _brief(rows: Rows, manifest: Manifest) -> tuple[bool, tuple[str, ...]]:
    """Which system text the result is asked with, and what a person should know about it."""
    said = {row.system for row in (*rows.train, *rows.validation)}
    if said == {BRIEF}:
        return True, ()
    if all(text.startswith(HEAD) for text in said):  # what it goes on with depends on the device
        return False, ()
    return manifest.brief, ("the rows' system texts are not the one that `run` asks with: replies may be worse in use",)


def _short(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")

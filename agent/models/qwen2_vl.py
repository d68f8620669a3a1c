"""The local model: any Qwen2-VL checkpoint folder or hub id, run by our own preprocessing and decoding.

Knows: how a Prompt becomes a Reply on this machine. Does not know: devices, actions, what a reply means.
"""

from __future__ import annotations

import hashlib
import math
import threading
import time
from pathlib import Path

from agent.errors import BadCheckpoint, ModelFailed
from agent.models.adapter import open_adapter, put_on
from agent.models.base import Model, ModelInfo, Reply
from agent.models.checkpoint import Attention, Checkpoint, find_checkpoint, open_checkpoint
from agent.models.loading import load
from agent.models.spelling import Copying, Spelling
from agent.models.vision import DEFAULT_MAX_PIXELS, DEFAULT_MIN_PIXELS, PictureRules, cut
from agent.prompt import Picture, Prompt

MAX_NEW_TOKENS = 256
SMALL = 200 << 20  # bytes of weights


class LocalQwen2VL(Model):
    """A Qwen2-VL on this machine. decide() may be called from any thread; calls wait for each other."""

    def __init__(
        self,
        checkpoint: str | Path,
        *,
        dtype: str = "auto",
        device: str = "auto",
        attention: Attention = "sdpa",
        min_pixels: int | None = None,
        max_pixels: int | None = None,
        max_new_tokens: int | None = None,
        adapter: str | Path | None = None,
        temperature: float | None = None,
        sampling_seed: int | None = None,
    ) -> None:
        """Find and load a checkpoint.

        dtype: auto, float32, bfloat16 or float16. device: auto or a torch device. min_pixels, max_pixels: area limits of
        the resized picture; None takes the checkpoint's manifest, else 56*56 and 1280*28*28. max_new_tokens: None takes
        the manifest, else 256. adapter: directory of a LoRA adapter, whose manifest then goes before the checkpoint's.
        temperature: tokens are drawn, from sampling_seed (0) and the name of the episode; None takes the likeliest ones.
        Raises UnknownModel, BadCheckpoint, MissingDependency, ModelFailed.
        """
        extra = open_adapter(adapter) if adapter is not None else None
        found = open_checkpoint(find_checkpoint(checkpoint))
        loaded = load(found, dtype=dtype, device=device, attention=attention)
        if extra is not None:
            put_on(loaded.model, extra, found)
        from agent.models.decoding import Runner  # imports torch, which load() has checked
        from agent.models.drafting import Drafter
        from agent.models.patching import flatten_patch_embedding
        from agent.models.tokens import Encoder

        manifest = found.manifest if extra is None else extra.over(found.manifest)
        low = min_pixels or manifest.min_pixels or DEFAULT_MIN_PIXELS
        high = max_pixels or manifest.max_pixels or DEFAULT_MAX_PIXELS
        if low > high:
            raise ModelFailed(f"min_pixels is {low} and max_pixels {high}: the first must not be the larger.")
        try:
            self._rules = PictureRules.from_config(found.pictures, min_pixels=low, max_pixels=high)
        except (ValueError, TypeError) as error:
            raise BadCheckpoint(f"{found.directory}/preprocessor_config.json is wrong: {error}.") from error
        self._limit = max_new_tokens or manifest.max_new_tokens or MAX_NEW_TOKENS
        self._context = int(loaded.model.config.get_text_config().max_position_embeddings)
        flatten_patch_embedding(loaded.model)
        self._encoder = Encoder(loaded.tokenizer)
        self._runner: Runner | None = Runner(
            loaded.model,
            ends=loaded.ends,
            image=self._encoder.image,
            vocabulary=len(loaded.tokenizer),
            threads=_threads(found, loaded.model.device.type),
            drafter=Drafter() if str(loaded.model.dtype) == "torch.float32" and not temperature else None,
            temperature=temperature or 0.0,
        )
        self._spelling = Spelling(self._encoder.spelling()) if manifest.copies else None
        self._seed = sampling_seed or 0
        self._lock = threading.Lock()
        self._info = ModelInfo(
            name=(found.manifest.name or str(checkpoint)) + (f" with {adapter}" if extra else ""),
            dialect=manifest.dialect,
            brief=manifest.brief,
            devices=manifest.devices,
            sure=manifest.sure,
            backtracks=manifest.backtracks,
            fingerprint=found.fingerprint() + (f"+{extra.fingerprint()}" if extra else ""),
            options={
                "dtype": str(loaded.model.dtype).removeprefix("torch."),
                "device": str(loaded.model.device),
                "attention": attention,
                "min_pixels": str(low),
                "max_pixels": str(high),
                "max_new_tokens": str(self._limit),
                **({"copies": "true"} if manifest.copies else {}),
                **({"backtracks": "true"} if manifest.backtracks else {}),
                **({"adapter": str(adapter)} if extra else {}),
                **({"temperature": str(temperature), "sampling_seed": str(self._seed)} if temperature else {}),
            },
        )
        self.begin("")

    @property
    def info(self) -> ModelInfo:
        """What this model is."""
        return self._info

    def decide(self, prompt: Prompt) -> Reply:
        """The reply to one prompt, greedy without a temperature. Raises ModelFailed."""
        with self._lock:
            return self._decide(prompt)

    def begin(self, episode: str) -> None:
        """See Model."""
        seed = hashlib.sha256(f"{self._seed} {episode}".encode("utf-8", "surrogatepass")).digest()[:6]
        with self._lock:
            if self._runner is not None:
                self._runner.begin(int.from_bytes(seed))

    def close(self) -> None:
        """Let go of the weights."""
        with self._lock:
            self._runner = None

    def _decide(self, prompt: Prompt) -> Reply:
        if self._runner is None:
            raise ModelFailed(f"The model {self._info.name} has been closed.")
        started = time.perf_counter()
        try:
            pictures = [cut(part.image, self._rules) for part in prompt.user if isinstance(part, Picture)]
        except ValueError as error:
            raise ModelFailed(f"The model cannot look at this picture: {error}.") from error
        encoded = self._encoder.prompt(prompt, [picture.tokens for picture in pictures])
        prepared = time.perf_counter() - started
        length = len(encoded.ids)
        if length + self._limit > self._context:
            raise ModelFailed(
                f"A prompt of {length} tokens and a reply of {self._limit} do not fit into {self._context}; lower max_pixels."
            )
        bonus = Copying(self._spelling, prompt).bonus if self._spelling is not None else None
        done = self._runner.complete(encoded, pictures, limit=self._limit, bonus=bonus)
        return Reply(
            text=prompt.opening + self._encoder.text(done.ids),
            confidence=math.exp(sum(done.chances) / len(done.chances)),
            prompt_tokens=length,
            reply_tokens=len(done.ids),
            cut_off=not done.ended,
            pictures=tuple((p.grid.columns * self._rules.patch, p.grid.rows * self._rules.patch) for p in pictures),
            seconds={"encode": prepared + done.encode, "prefill": done.prefill, "decode": done.decode},
        )


def _threads(checkpoint: Checkpoint, device: str) -> int | None:
    """Half of torch's threads for a small model on the CPU, else torch's own number.

    A small model's steps are short, and torch's threads wait for each other after each. With a core taken by something
    else, such as the phone itself, two threads on two cores took 4 to 100 ms a token, one thread 5 to 10; alone on the
    machine, a picture takes 34 and 64 ms and a token 4 ms either way.
    """
    import torch

    return max(1, torch.get_num_threads() // 2) if device == "cpu" and checkpoint.size < SMALL else None

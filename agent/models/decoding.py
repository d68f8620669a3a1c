"""Runs a Qwen2-VL: pictures to features, a prompt to a cache, and tokens one after the other: the likeliest, or drawn ones.

Knows: the stock model's towers and its cache. Does not know: text, dialects, where the weights came from.
Every position is handed over explicitly, so the position state that the stock model keeps between calls is never read.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from transformers.cache_utils import DynamicCache

from agent.errors import ModelFailed
from agent.models.drafting import ORDERS, Drafter
from agent.models.loading import first_line
from agent.models.tokens import Encoded
from agent.models.vision import Patches

if TYPE_CHECKING:
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

CONTEXT = max(ORDERS)

Bonus = Callable[[Sequence[int]], Mapping[int, float]]
"""From the ids of a reply so far to what is added to the logits of the token after them."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model added to a prompt.

    ids: without the end token. chances: the natural logarithm of each id's probability, and last that of the end token if it
    came. ended: an end token came; else the limit cut it off. forwards: passes through the language tower, the prompt's
    included. encode, prefill, decode: seconds.
    """

    ids: tuple[int, ...]
    chances: tuple[float, ...]
    ended: bool
    forwards: int
    encode: float
    prefill: float
    decode: float


class Runner:
    """Decoding for one model; one call at a time."""

    def __init__(
        self,
        model: Qwen2VLForConditionalGeneration,
        *,
        ends: frozenset[int],
        image: int,
        vocabulary: int,
        drafter: Drafter | None = None,
        threads: int | None = None,
        temperature: float = 0.0,
    ) -> None:
        """ends: ids that end a reply. image: id of the picture placeholder. vocabulary: ids from here on are never chosen.

        drafter: guesses tokens, which saves passes and changes no reply; None decodes one by one. Only good in float32: in
        shorter types a pass over many tokens rounds differently, and what was said before could sway a reply.
        threads: of the CPU, while it thinks; None leaves torch's own number. temperature: 0 takes the likeliest token, above
        it they are drawn by softmax(logits / temperature); then without a drafter, whose guesses would shift the draws.
        """
        self._model = model
        self._ends = ends
        self._image = image
        self._vocabulary = vocabulary
        self._drafter = drafter
        self._thread_count = threads
        self._temperature = temperature
        self._draws = torch.Generator()
        tower = model.model.language_model
        # The cache's keyword was renamed within transformers 5; the old name warns from then on.
        self._cache_key = "cache" if "cache" in inspect.signature(tower.forward).parameters else "past_key_values"
        self._device = model.device
        self._dtype = model.dtype

    def begin(self, seed: int) -> None:
        """Draw from here on as ever after this seed; changes nothing where nothing is drawn."""
        self._draws.manual_seed(seed)

    def complete(self, encoded: Encoded, pictures: Sequence[Patches], *, limit: int, bonus: Bonus | None = None) -> Completion:
        """Continue a prompt until an end token or limit tokens, perhaps with a bonus for some. Raises ModelFailed."""
        try:
            with torch.inference_mode(), _threads(self._thread_count):
                return self._complete(encoded, pictures, limit, bonus)
        except (torch.OutOfMemoryError, MemoryError) as error:
            raise ModelFailed(
                f"Not enough memory for a prompt of {len(encoded.ids)} tokens; lower max_pixels or take a smaller model."
            ) from error
        except RuntimeError as error:  # what torch raises for everything else, exhausted host memory included
            raise ModelFailed(f"The model broke while it was thinking: {first_line(error)}") from error

    def _complete(self, encoded: Encoded, pictures: Sequence[Patches], limit: int, bonus: Bonus | None) -> Completion:
        started = time.perf_counter()
        ids = torch.from_numpy(encoded.ids).to(self._device)
        embedded = self._model.get_input_embeddings()(ids)
        if pictures:
            embedded[ids == self._image] = self._features(pictures).to(embedded.dtype)
        encoded_at = self._now()
        cache = DynamicCache(config=self._model.config.get_text_config())
        [(chosen, chance)] = self._forward(embedded, torch.from_numpy(encoded.positions), cache, _bonuses(bonus, (), ()))
        prefilled_at = self._now()
        said = [number for number in encoded.ids.tolist() if number != self._image]
        prompt_length = len(said)
        if self._drafter is not None:
            self._drafter.learn(said)
        forwards = 1
        chances = []
        while chosen not in self._ends and len(said) - prompt_length < limit:
            said.append(chosen)
            chances.append(chance)
            room = limit - (len(said) - prompt_length)
            if not room:
                break
            guess = self._drafter.guess(said)[: room - 1] if self._drafter is not None else ()
            start = encoded.next_position + len(said) - 1 - prompt_length
            positions = torch.arange(start, start + 1 + len(guess)).expand(3, -1)
            tokens = self._model.get_input_embeddings()(torch.tensor([chosen, *guess], device=self._device))
            likeliest = self._forward(tokens, positions, cache, _bonuses(bonus, said[prompt_length:], guess))
            forwards += 1
            right = next((place for place, token in enumerate(guess) if token != likeliest[place][0]), len(guess))
            right = next((place for place in range(right) if guess[place] in self._ends), right)
            said += guess[:right]
            chances += [likely for _, likely in likeliest[:right]]
            chosen, chance = likeliest[right]
            if right < len(guess):
                cache.crop(right - len(guess))
        if self._drafter is not None:
            self._drafter.learn([*said[prompt_length - CONTEXT :], chosen])
        ended = chosen in self._ends
        return Completion(
            ids=tuple(said[prompt_length:]),
            chances=(*chances, chance) if ended else tuple(chances),
            ended=ended,
            forwards=forwards,
            encode=encoded_at - started,
            prefill=prefilled_at - encoded_at,
            decode=self._now() - prefilled_at,
        )

    def _features(self, pictures: Sequence[Patches]) -> torch.Tensor:
        """(visual tokens of all pictures, width of the language tower)."""
        values = torch.from_numpy(np.concatenate([picture.values for picture in pictures]))
        grid = torch.tensor([picture.grid for picture in pictures])
        features: torch.Tensor = self._model.model.visual(
            values.to(self._device, self._dtype), grid_thw=grid.to(self._device)
        ).pooler_output
        return features

    def _forward(
        self, embedded: torch.Tensor, positions: torch.Tensor, cache: DynamicCache, bonuses: Sequence[Mapping[int, float]]
    ) -> list[tuple[int, float]]:
        """Pass embedded tokens (length, width) at positions (3, length) through the tower.

        The likeliest or the drawn id after each of the last ones, one for each bonus, with the logarithm of its probability.
        Raises ModelFailed if the model has lost its mind.
        """
        tower, head = self._model.model.language_model, self._model.lm_head
        hidden = tower(
            inputs_embeds=embedded[None],
            position_ids=positions[:, None].to(self._device),
            use_cache=True,
            **{self._cache_key: cache},
        ).last_hidden_state
        logits = head(hidden[0, -len(bonuses) :])[:, : self._vocabulary]
        if not bool(torch.isfinite(logits).all()):
            kind = str(self._dtype).removeprefix("torch.")
            raise ModelFailed(f"The model's logits are not finite in {kind}; load it in another dtype (bfloat16, float32).")
        for row, extra in zip(logits, bonuses, strict=True):
            if extra:
                row[list(extra)] += torch.tensor(list(extra.values()), dtype=row.dtype, device=row.device)
        chances = torch.log_softmax(logits.float(), dim=-1)
        if self._temperature:
            drawn = torch.multinomial(torch.softmax(logits.float() / self._temperature, dim=-1).cpu(), 1, generator=self._draws)
            chosen = drawn.to(chances.device)
        else:
            chosen = logits.argmax(dim=-1, keepdim=True)
        return list(zip(chosen[:, 0].tolist(), chances.gather(1, chosen)[:, 0].tolist(), strict=True))

    def _now(self) -> float:
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        return time.perf_counter()


def _bonuses(bonus: Bonus | None, reply: Sequence[int], guess: Sequence[int]) -> list[Mapping[int, float]]:
    """For the token after a reply, and for those after each part of a guess that it may go on with."""
    if bonus is None:
        return [{}] * (1 + len(guess))
    return [bonus([*reply, *guess[:length]]) for length in range(1 + len(guess))]


@contextmanager
def _threads(count: int | None) -> Iterator[None]:
    before = torch.get_num_threads()
    if count is None or count == before:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)

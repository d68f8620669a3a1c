"""One forward pass to a loss, and what a vision tower that does not learn has seen. Knows the stock towers; no rows.

Every position is handed over, so the position state that the stock model keeps between calls is never read.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from agent.models.vision import Grid, Patches
from agent.training.trainer.batches import NOTHING, Batch

if TYPE_CHECKING:
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration


class Learner(nn.Module):
    """The model as something that has a loss; a module of its own, so that several processes can average its gradients."""

    def __init__(self, model: Qwen2VLForConditionalGeneration, *, image: int, vocabulary: int) -> None:
        """image: id of the picture placeholder. vocabulary: rows of the output head from here on stand for no token."""
        super().__init__()
        self.model = model
        self._image, self._vocabulary = image, vocabulary

    def forward(self, batch: Batch) -> Tensor:
        """The cross entropy summed over the tokens of the replies."""
        # Not in place: with frozen embeddings this is where the graph may begin.
        embeds = self.model.get_input_embeddings()(batch.ids).clone()
        seen = batch.seen
        if batch.values is not None:
            seen = self.model.model.visual(batch.values, grid_thw=batch.grid).pooler_output
        if seen is not None:
            embeds = embeds.masked_scatter((batch.ids == self._image)[..., None], batch.spread(seen).to(embeds.dtype))
        packed = {} if batch.stretches is None else {"stretches": batch.stretches}
        hidden = self.model.model.language_model(
            inputs_embeds=embeds, position_ids=batch.positions, attention_mask=None, use_cache=False, **packed
        ).last_hidden_state
        learnt = batch.labels != NOTHING
        logits = self.model.lm_head(hidden[learnt])[:, : self._vocabulary].float()
        return functional.cross_entropy(logits, batch.labels[learnt], reduction="sum")


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """What the tower made of one picture. tokens: its size. features: (visual tokens, width)."""

    tokens: Grid
    features: Tensor


class Memory:
    """What a vision tower that does not learn made of each picture, the latest ones kept.

    Each picture is looked at alone, so that what is seen does not depend on the batch it was first met in: a run that was
    stopped and forgot everything sees the same again.
    """

    def __init__(self, model: Qwen2VLForConditionalGeneration, *, most: int) -> None:
        """most: bytes to keep."""
        self._model, self._most = model, most
        self._kept: OrderedDict[Path, Remembered] = OrderedDict()
        self._size = 0

    def find(self, path: Path) -> Remembered | None:
        """What is remembered of a picture."""
        found = self._kept.get(path)
        if found is not None:
            self._kept.move_to_end(path)
        return found

    def look(self, path: Path, patches: Patches) -> Remembered:
        """Look at a picture and remember it."""
        with torch.no_grad():
            values = torch.from_numpy(patches.values).to(self._model.device)
            grid = torch.tensor([patches.grid], device=self._model.device)
            features: Tensor = self._model.model.visual(values, grid_thw=grid).pooler_output
        made = Remembered(patches.tokens, features.cpu())
        self._kept[path] = made
        self._size += _bytes(made)
        while self._size > self._most and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._size -= _bytes(dropped)
        return made


def _bytes(one: Remembered) -> int:
    return one.features.numel() * one.features.element_size()

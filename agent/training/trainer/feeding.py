"""From the rows of a step to the batches that go through the model: how they are divided, and what is seen of their pictures.

Knows: the plan's reader, how much goes through at once, what a frozen tower has seen. Does not know: losses, steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from torch import Tensor

from agent.training.trainer.batches import Batch, Example, collate, marked, moved, pack, with_patches, with_seen
from agent.training.trainer.learner import Memory
from agent.training.trainer.packing import divide
from agent.training.trainer.rows import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

    from agent.training.trainer.batches import Reader

REMEMBERED = 1 << 30
"""Bytes of what a frozen vision tower has seen that are kept."""


def passes(rows: Sequence[Row], reader: Reader, *, batch: int, most: int | None) -> list[list[Example]]:
    """The rows as the model reads them, by the pass in which they go through it.

    batch: rows of a pass at most. most: tokens of a pass that is packed; None pads each row to the longest of its pass.
    """
    examples = [reader.sketch(row) for row in rows]
    if most is None:
        return [examples[start : start + batch] for start in range(0, len(examples), batch)]
    keys, shareable = marked(examples, image=reader.image), [one.shareable for one in examples]
    return [[examples[at] for at in chosen] for chosen in divide(keys, shareable, most_rows=batch, most=most)]


class Feeder:
    """Feeds one model. memory: what its tower has seen, None where the tower learns."""

    def __init__(
        self,
        reader: Reader,
        device: torch.device,
        *,
        batch: int,
        most: int | None,
        memory: Memory | None,
        arithmetic: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """batch, most: as for passes. arithmetic: in which the tower looks."""
        self._reader, self._device, self._batch, self._most = reader, device, batch, most
        self._memory, self._arithmetic = memory, arithmetic

    def passes(self, rows: Sequence[Row]) -> list[list[Example]]:
        """How some rows are divided. Raises BadRows."""
        return passes(rows, self._reader, batch=self._batch, most=self._most)

    def batch(self, examples: Sequence[Example]) -> Batch:
        """What goes through the model at once; each picture is looked at once. Raises BadRows."""
        batch = collate(examples) if self._most is None else pack(examples, image=self._reader.image)
        if self._memory is None:
            batch = with_patches(batch, {path: self._reader.cut(path) for path in batch.pictures})
        else:
            batch = with_seen(batch, {path: self._seen(self._memory, path) for path in batch.pictures})
        return moved(batch, self._device)

    def _seen(self, memory: Memory, path: Path) -> Tensor:
        found = memory.find(path)
        if found is None:
            with self._arithmetic():
                found = memory.look(path, self._reader.cut(path))
        return found.features

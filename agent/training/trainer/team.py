"""The processes that train together, one a device, as `accelerate launch` starts them; mostly it is one alone.

Knows: who is first, and how they agree. Does not know: what is trained.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import nn

from agent.errors import MissingDependency, TrainingRefused

if TYPE_CHECKING:
    from accelerate import PartialState

T = TypeVar("T")
DEEPSPEED = "ACCELERATE_USE_DEEPSPEED"
"""What `accelerate launch --use_deepspeed` sets; each process would hold the whole model all the same."""


class Team:
    """rank: of this process, 0 is the first. size: how many there are."""

    def __init__(self, device: str) -> None:
        """Join the others, if the environment says that there are any. Raises MissingDependency, TrainingRefused."""
        self.rank, self.size = 0, 1
        if os.environ.get(DEEPSPEED, "").lower() == "true":
            raise TrainingRefused("This trains without DeepSpeed: start it by `accelerate launch` without --use_deepspeed.")
        self._state: PartialState | None = None
        if int(os.environ.get("WORLD_SIZE", "1")) > 1:
            if importlib.util.find_spec("accelerate") is None:
                raise MissingDependency(
                    'Several processes need accelerate; run: pip install -e ".[train]" where Fingertip lies.'
                )
            from accelerate import PartialState

            self._state = PartialState(cpu=device == "cpu")
            self.rank, self.size = self._state.process_index, self._state.num_processes

    @property
    def first(self) -> bool:
        """Whether this process writes and evaluates."""
        return self.rank == 0

    def device(self, wish: torch.device) -> torch.device:
        """Where this process trains."""
        return wish if self._state is None else torch.device(self._state.device)

    def wrap(self, module: nn.Module, *, unused: bool) -> nn.Module:
        """The module with its gradients averaged over all. unused: a pass may leave out weights that learn."""
        if self._state is None:
            return module
        from torch.nn.parallel import DistributedDataParallel

        devices = [self._state.device] if self._state.device.type == "cuda" else None
        return DistributedDataParallel(module, device_ids=devices, find_unused_parameters=unused)

    def share(self, things: Sequence[T]) -> Sequence[T]:
        """What this process takes of something; what stands side by side mostly stays together."""
        each = len(things) // self.size
        return things[self.rank * each : (self.rank + 1) * each]

    def exchanging(self, module: nn.Module, whether: bool) -> AbstractContextManager[None]:
        """Exchange gradients in the backward pass of what is done within, or add them up until then."""
        from torch.nn.parallel import DistributedDataParallel

        wait: AbstractContextManager[None] = nullcontext()
        if isinstance(module, DistributedDataParallel) and not whether:
            wait = module.no_sync()
        return wait

    def agree(self, value: T) -> T:
        """The first one's value, once all have come here."""
        if self._state is None:
            return value
        from accelerate.utils import broadcast_object_list

        shared: list[Any] = [value]
        broadcast_object_list(shared)
        agreed: T = shared[0]
        return agreed

    def close(self) -> None:
        """Part."""
        if self._state is not None:
            self._state.destroy_process_group()

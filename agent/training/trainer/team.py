"""The processes that train together, one a device, as `accelerate launch` starts them; mostly it is one alone.

Knows: who is first, and how they agree. Does not know: what is trained.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import nn

from agent.errors import MissingDependency, TrainingRefused

if TYPE_CHECKING:
    from accelerate import PartialState

T = TypeVar("T")
DEEPSPEED = "ACCELERATE_USE_DEEPSPEED"
"""What `accelerate launch --use_deepspeed` sets."""
STAGES = (1, 2)
"""Of ZeRO: those in which each process holds all weights, so that the first one can evaluate and write them."""


class Team:
    """rank: of this process, 0 is the first. size: how many there are. sharded: DeepSpeed shares the optimiser's state out."""

    def __init__(self, device: str) -> None:
        """Join the others, if the environment says that there are any. Raises MissingDependency, TrainingRefused."""
        self.rank, self.size = 0, 1
        self._state: PartialState | None = None
        self._sharing: dict[str, Any] | None = None
        if int(os.environ.get("WORLD_SIZE", "1")) == 1:
            return  # one alone shares nothing, whatever it was started by
        _need("accelerate", "Several processes need accelerate", 'pip install -e ".[train]" where Fingertip lies')
        from accelerate import PartialState

        if os.environ.get(DEEPSPEED, "").lower() == "true":
            _need("deepspeed", "accelerate asks for DeepSpeed", 'pip install -e ".[deepspeed]" where Fingertip lies')
            self._sharing = _sharing()
        self._state = PartialState(cpu=device == "cpu")
        self.rank, self.size = self._state.process_index, self._state.num_processes

    @property
    def sharded(self) -> bool:
        """Whether DeepSpeed shares the optimiser's state out among the processes."""
        return self._sharing is not None

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

    def shard(self, module: nn.Module, optimiser: torch.optim.Optimizer, *, longest: float) -> tuple[Any, Any]:
        """DeepSpeed's engine around the module, and its optimiser. longest: that a gradient may be."""
        import deepspeed

        # What a step is made of is the plan's affair: the engine is told when one is due.
        config = {**(self._sharing or {}), "train_micro_batch_size_per_gpu": 1, "gradient_accumulation_steps": 1}
        config |= {"train_batch_size": self.size, "gradient_clipping": longest, "zero_allow_untested_optimizer": True}
        engine, wrapped, _, _ = deepspeed.initialize(model=module, optimizer=optimiser, config=config, dist_init_required=False)
        return engine, wrapped

    def most(self, number: int) -> int:
        """The greatest of all processes' numbers."""
        if self._state is None:
            return number
        shared = torch.tensor(number, device=self._state.device)
        torch.distributed.all_reduce(shared, torch.distributed.ReduceOp.MAX)
        return int(shared)

    def spread(self, weights: Iterable[torch.Tensor]) -> None:
        """Give the first one's weights to all."""
        if self._state is not None:
            for part in weights:
                torch.distributed.broadcast(part.data, 0)

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


def _need(module: str, what: str, remedy: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise MissingDependency(f"{what}, and {module} is not installed; run: {remedy}.")


def _sharing() -> dict[str, Any]:
    """DeepSpeed's configuration as `accelerate launch` or `accelerate config` describe it.

    Raises TrainingRefused for what cannot be done.
    """
    from accelerate import DeepSpeedPlugin

    plugin = DeepSpeedPlugin()
    offload = {plugin.offload_optimizer_device, plugin.offload_param_device} - {"none", None}
    if plugin.zero_stage not in STAGES or offload:
        raise TrainingRefused(
            f"Of DeepSpeed this trains with ZeRO stage {' or '.join(map(str, STAGES))} and without offload, and stage "
            f"{plugin.zero_stage}{' with offload' if offload else ''} was asked for; change --zero_stage or the configuration."
        )
    config = _decided(plugin.deepspeed_config)
    # In which type is computed is the plan's affair; DeepSpeed would turn the weights themselves into a shorter one.
    return {key: value for key, value in config.items() if key not in ("fp16", "bf16", "optimizer", "scheduler")}


def _decided(config: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is left to others to fill in; DeepSpeed has its own defaults."""
    return {key: _decided(value) if isinstance(value, Mapping) else value for key, value in config.items() if value != "auto"}

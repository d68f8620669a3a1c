"""One step down: gradients of some passes, averaged over the processes, clipped, and taken by AdamW.

Two ways: each process keeps all of AdamW's state, or a share of it (DeepSpeed's ZeRO, stages 1 and 2). Knows: torch and
DeepSpeed. Does not know: rows, evaluations, files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from agent.training.trainer.batches import Batch
from agent.training.trainer.team import Team

LONGEST_GRADIENT = 1.0
DECAY = 0.01
MOMENTS = ("exp_avg", "exp_avg_sq")
COUNT = "step"

Arithmetic = Callable[[], AbstractContextManager[None]]
Moments = Mapping[str, Mapping[str, Tensor]]
"""What AdamW remembers of each weight, by the weight's name: `exp_avg`, `exp_avg_sq` (of its shape) and `step` (a number)."""


class Descent(Protocol):
    """How a model is taught."""

    def passes(self, own: int) -> int:
        """How many passes each process must make, when this one has so many."""

    def learn(self, batch: Batch, share: float, *, last: bool) -> Tensor:
        """Add the gradient of the batch's loss times share; returns that loss. last: no other pass comes before the step."""

    def step(self, rate: float) -> float:
        """Move the weights by what was added up; returns the gradient's length before it was clipped."""

    def moments(self) -> Moments:
        """What AdamW remembers; all processes must ask."""


def optimiser_of(trainable: Mapping[str, nn.Parameter], *, rate: float, decay: bool) -> torch.optim.AdamW:
    """AdamW over these weights; matrices decay, vectors do not."""
    matrices = [part for part in trainable.values() if part.ndim > 1]
    vectors = [part for part in trainable.values() if part.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": DECAY * decay}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW([group for group in groups if group["params"]], lr=rate, betas=(0.9, 0.99))


class Whole:
    """Each process keeps the whole state."""

    def __init__(
        self,
        learner: nn.Module,
        trainable: Mapping[str, nn.Parameter],
        optimiser: torch.optim.Optimizer,
        moments: Moments,
        team: Team,
        arithmetic: Arithmetic,
        *,
        unused: bool,
    ) -> None:
        """moments: what was remembered before; empty at the beginning. unused: a pass may leave out weights that learn."""
        self._learner = team.wrap(learner, unused=unused)
        self._trainable, self._optimiser, self._team, self._arithmetic = trainable, optimiser, team, arithmetic
        for name, found in moments.items():
            weight = trainable[name]
            # The count of steps stays on the CPU, where the optimiser keeps it.
            optimiser.state[weight] = {key: value if key == COUNT else value.to(weight.device) for key, value in found.items()}

    def passes(self, own: int) -> int:
        """As many as it has: gradients are exchanged in the last one alone."""
        return own

    def learn(self, batch: Batch, share: float, *, last: bool) -> Tensor:
        """Forward and backward."""
        with self._team.exchanging(self._learner, last):
            with self._arithmetic():
                part: Tensor = self._learner(batch) * share
            part.backward()  # type: ignore[no-untyped-call]
        return part.detach()

    def step(self, rate: float) -> float:
        """Clip and step."""
        norm = nn.utils.clip_grad_norm_(self._trainable.values(), LONGEST_GRADIENT)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.step()
        self._optimiser.zero_grad()
        return float(norm)

    def moments(self) -> Moments:
        """The optimiser's own."""
        return {name: self._optimiser.state.get(weight, {}) for name, weight in self._trainable.items()}


class Sharded:
    """Each process keeps a share of the state and of the gradients, and the whole of the weights."""

    def __init__(
        self,
        learner: nn.Module,
        trainable: Mapping[str, nn.Parameter],
        optimiser: torch.optim.Optimizer,
        moments: Moments,
        team: Team,
        arithmetic: Arithmetic,
    ) -> None:
        """As for Whole; the weights must hold what they begin with. Raises TrainingRefused."""
        self._trainable, self._team, self._arithmetic = trainable, team, arithmetic
        self._engine: Any
        self._optimiser: Any
        self._engine, self._optimiser = team.shard(learner, optimiser, longest=LONGEST_GRADIENT)
        self._restore(moments)

    def passes(self, own: int) -> int:
        """As many as the one that has most: parts of gradients are exchanged in each."""
        return self._team.most(own)

    def learn(self, batch: Batch, share: float, *, last: bool) -> Tensor:
        """Forward and backward through the engine."""
        self._engine.set_gradient_accumulation_boundary(is_boundary=last)
        with self._arithmetic():
            part: Tensor = self._engine(batch) * share
        self._engine.backward(part)
        return part.detach()

    def step(self, rate: float) -> float:
        """The engine clips, steps and spreads the weights."""
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._engine.step()
        return float(self._engine.get_global_grad_norm())

    def moments(self) -> Moments:
        """Gathered from all processes, one weight after the other."""
        from deepspeed.utils import safe_get_full_optimizer_state

        self._link()
        count = self._count()
        return {
            name: {COUNT: count.clone(), **{key: safe_get_full_optimizer_state(weight, key).cpu() for key in MOMENTS}}
            for name, weight in self._trainable.items()
        }

    def _link(self) -> None:
        """Tell the weights where their state is.

        DeepSpeed 0.19 does so once, after the step of the first group of weights, when the second has no state yet.
        """
        inner = self._optimiser.optimizer
        for weight in self._trainable.values():
            here = getattr(weight, "_hp_mapping", None)  # None where others keep its state
            if here is not None:
                flat = inner.param_groups[here.param_group_index]["params"][0]
                here.set_optim_state_fragment(flat, inner.state[flat])

    def _count(self) -> Tensor:
        state = self._optimiser.optimizer.state
        count: Tensor = next(iter(state.values()))[COUNT]
        return count.detach().cpu().clone()

    def _restore(self, moments: Moments) -> None:
        if not moments:
            return
        from deepspeed.utils import safe_set_full_optimizer_state

        # The state comes to be in the first step, so one is taken that moves nothing.
        self._engine.set_gradient_accumulation_boundary(is_boundary=True)
        self._engine.backward(sum((weight.sum() * 0.0 for weight in self._trainable.values()), torch.zeros(())))
        self.step(0.0)
        self._link()
        for name, weight in self._trainable.items():
            for key in MOMENTS:
                safe_set_full_optimizer_state(weight, moments[name][key].to(weight.device), key)
        for state in self._optimiser.optimizer.state.values():
            state[COUNT].fill_(next(iter(moments.values()))[COUNT])

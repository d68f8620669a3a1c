"""Muon, the optimiser of a model's matrices, in the arithmetic that the machine is fast at.

As in "Muon: an optimizer for hidden layers in neural networks" (Keller Jordan and others, 2024): momentum after Nesterov, made
orthogonal by five steps of a Newton-Schulz iteration. torch.optim.Muon always takes these steps in bfloat16, which costs 13.9 s
a step of Pocket's language tower on a CPU without instructions for it; in float32 it is 0.35 s (two cores with AVX2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import overload

import torch
from torch import Tensor, nn

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
STEPS = 5
MOMENTUM = "momentum_buffer"
"""The name that torch.optim.Muon gives it: a state of one can be read by the other."""


class Muon(torch.optim.Optimizer):
    """Muon on matrices of two dimensions; lr is for a square one, a tall one learns faster by the root of its proportions."""

    def __init__(
        self, matrices: Iterable[nn.Parameter], *, lr: float, weight_decay: float, momentum: float, arithmetic: torch.dtype
    ) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})
        self._arithmetic = arithmetic

    @overload
    def step(self, closure: None = None) -> None: ...

    @overload
    def step(self, closure: Callable[[], float]) -> float: ...

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> float | None:
        """One step; closure computes the loss anew."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for matrix in group["params"]:
                if matrix.grad is None:
                    continue
                held = self.state[matrix]
                if MOMENTUM not in held:
                    held[MOMENTUM] = torch.zeros_like(matrix)
                held[MOMENTUM].lerp_(matrix.grad, 1 - group["momentum"])
                ahead = matrix.grad.lerp(held[MOMENTUM], group["momentum"])
                stretch = max(1.0, matrix.shape[0] / matrix.shape[1]) ** 0.5
                matrix.mul_(1 - group["lr"] * group["weight_decay"])
                matrix.add_(orthogonal(ahead.to(self._arithmetic)), alpha=-group["lr"] * stretch)
        return loss


def orthogonal(matrix: Tensor) -> Tensor:
    """About the nearest matrix whose singular values are all one: they come out between 0.7 and 1.2."""
    first, second, third = COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    flat = matrix.T if tall else matrix
    flat = flat / flat.norm().clamp(min=1e-7)
    for _ in range(STEPS):
        gram = flat @ flat.T
        flat = torch.addmm(flat, torch.addmm(gram, gram, gram, beta=second, alpha=third), flat, beta=first)
    return flat.T if tall else flat

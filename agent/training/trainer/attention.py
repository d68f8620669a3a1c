"""Attention within a packed sequence: each stretch attends to itself and to what its rows begin with, and to nothing else.

Knows: the stock attention on torch's own kernels, which it calls once a stretch, so that no work is done for pairs of rows
that do not see each other. Without stretches it is the stock one. Does not know: rows, tokens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from agent.training.trainer.batches import Stretch

if TYPE_CHECKING:
    from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration

NAME = "fingertip_packed"


def attend(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    stretches: Sequence[Stretch] | None = None,
    **options: Any,
) -> tuple[Tensor, None]:
    """query, key, value: (batch, heads, length, width); the result is (batch, length, heads, width)."""
    stock: Any = sdpa_attention_forward
    if stretches is None:
        result: tuple[Tensor, None] = stock(module, query, key, value, attention_mask, **options)
        return result
    found = []
    for one in stretches:
        places = (*one.before, (one.start, one.stop))
        keys, values = (_taken(part, places) for part in (key, value))
        mask = None if one.mask is None else one.mask[None, None]
        found.append(stock(module, query[:, :, one.start : one.stop], keys, values, mask, **options)[0])
    return torch.cat(found, dim=1), None


def _taken(part: Tensor, places: Sequence[tuple[int, int]]) -> Tensor:
    parts = [part[:, :, start:stop] for start, stop in places]
    return parts[0] if len(parts) == 1 else torch.cat(parts, dim=2)


def prepare(model: Qwen2VLForConditionalGeneration) -> None:
    """Let the language tower of a model take packed sequences. Whatever is not packed is computed as before."""
    attention: Any = AttentionInterface
    masks: Any = AttentionMaskInterface
    attention.register(NAME, attend)
    masks.register(NAME, sdpa_mask)
    model.model.language_model.config._attn_implementation = NAME

"""Parts of the stock vision tower computed faster for training on a CPU: the same weights, the same results up to rounding.

They hold only where every picture of a batch has the same size; the stock classes take over again at export.
"""

from __future__ import annotations

from typing import Any

import torch.nn.functional as functional
from torch import Tensor, nn
from transformers.models.qwen2_vl.modeling_qwen2_vl import (
    Qwen2VLForConditionalGeneration,
    VisionAttention,
    rotate_half,
)


class PatchProduct(nn.Conv3d):
    """The patch embedding as the matrix product that it is."""

    def forward(self, patches: Tensor) -> Tensor:
        """Embed patches of shape (n, 3, 2, 14, 14)."""
        return functional.linear(patches.flatten(1), self.weight.flatten(1))


class EqualPictures(VisionAttention):
    """All pictures in one attention call instead of one call each."""

    def forward(
        self,
        hidden_states: Tensor,
        cu_seqlens: Tensor,
        position_embeddings: tuple[Tensor, Tensor] | None = None,
        max_seqlen: int | None = None,  # noqa: ARG002  (part of the stock signature)
        **_: Any,
    ) -> Tensor:
        """hidden_states: (pictures * patches, width)."""
        if position_embeddings is None:
            raise ValueError("the vision tower always hands over its positions")
        pictures = len(cu_seqlens) - 1
        patches = len(hidden_states) // pictures
        qkv = self.qkv(hidden_states).view(pictures, patches, 3, self.num_heads, self.head_dim).permute(2, 0, 3, 1, 4)
        query, key, value = qkv.unbind(0)
        cosine, sine = (part[:patches].to(query.dtype) for part in position_embeddings)
        query = query * cosine + rotate_half(query) * sine
        key = key * cosine + rotate_half(key) * sine
        seen = functional.scaled_dot_product_attention(query, key, value)
        out: Tensor = self.proj(seen.transpose(1, 2).reshape(len(hidden_states), -1))
        return out


def quicken(model: Qwen2VLForConditionalGeneration) -> None:
    """Swap the classes in place; names and weights stay as they are."""
    tower = model.model.visual
    tower.patch_embed.proj.__class__ = PatchProduct
    for block in tower.blocks:
        block.attn.__class__ = EqualPictures

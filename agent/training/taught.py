"""The stock model with the heads that only training needs, and what each of them is to learn from a batch.

Knows batches. Does not know how long or how fast it is trained, nor where the result goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from transformers import DynamicCache
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
from transformers.models.qwen2_vl.modeling_qwen2_vl import Qwen2VLForConditionalGeneration, apply_rotary_pos_emb

from agent.models.vision import byte_tables
from agent.training.batches import DECISION, FIRST_DIGIT, READ, THOUGHT, Batch
from agent.training.checkpoint import build_config
from agent.training.copying import Copies
from agent.training.faster import quicken
from agent.training.letters import SLOTS, alphabet
from agent.training.screens import RULES

LOOK_LAYER, LOOK_HEADS = 4, 2
OWN_LAYER = 3
KEY, SLOT = 128, 64
RARE = -7.0
"""How likely a letter is under a visual token before anything is known, as a logit: about one in a thousand."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Size of the model: about 12 million weights."""

    hidden: int = 256
    layers: int = 8
    heads: int = 4
    kv_heads: int = 2
    ffn: int = 704
    vision_embed: int = 256
    vision_layers: int = 5
    vision_heads: int = 4
    vocabulary: int = 3000
    rope_theta: float = 10_000.0  # sequences are short: with the usual million most pairs would hardly turn


class Pocket(nn.Module):
    """The model with the heads that only training needs."""

    tables: Tensor

    def __init__(self, tokenizer: Qwen2Tokenizer, shape: Shape, rows: int, columns: int) -> None:
        super().__init__()
        sizes = {key: value for key, value in asdict(shape).items() if key not in ("vocabulary", "rope_theta")}
        config = build_config(tokenizer, **sizes)
        config.get_text_config().rope_parameters["rope_theta"] = shape.rope_theta
        self.stock = Qwen2VLForConditionalGeneration._from_config(config, attn_implementation="sdpa")
        quicken(self.stock)
        self.rows, self.columns = rows, columns
        hidden = shape.hidden
        self.glyphs = nn.Linear(hidden, len(alphabet()))
        self.slots = nn.Linear(hidden, SLOTS * SLOT)
        self.letters = nn.Linear(SLOT, len(alphabet()) + 1)  # the last one is for a slot without a letter
        self.register_buffer("tables", torch.from_numpy(byte_tables(RULES)), persistent=False)
        self.key, self.query = nn.Linear(hidden, KEY), nn.Linear(hidden, KEY)
        self.own_row, self.own_column = nn.Linear(hidden, rows), nn.Linear(hidden, columns)
        self.switch, self.answer_switch = nn.Linear(hidden, 1), nn.Linear(hidden, 1)
        self.answer_row, self.answer_column = nn.Linear(hidden, rows), nn.Linear(hidden, columns)
        # What decides knows nothing at first, or it would spoil a checkpoint that learns on; most letters are not there.
        places = (self.own_row, self.own_column, self.answer_row, self.answer_column)
        for head in (self.glyphs, self.letters, self.switch, self.answer_switch, *places):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        nn.init.constant_(self.glyphs.bias, RARE)

    def see(self, batch: Batch) -> Tensor:
        """(batch, visual tokens, hidden): what the vision tower makes of the pictures."""
        # The tables turn bytes into what the image processor makes of them; a still picture is two frames alike.
        values = torch.stack([self.tables[channel][batch.pixels[:, channel].long()] for channel in range(3)], 1)
        patches = values[:, :, None].expand(-1, -1, RULES.frames, -1).reshape(len(values), -1)
        seen: Tensor = self.stock.model.visual(patches, grid_thw=batch.grid).pooler_output
        return seen.view(len(batch.ids), self.rows * self.columns, -1)

    def _embedded(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """What the language tower reads, pictures in their places, and what the vision tower made of these."""
        seen = self.see(batch)
        embeds: Tensor = self.stock.model.language_model.embed_tokens(batch.ids).clone()
        embeds[:, batch.seen] = seen.to(embeds.dtype)
        return embeds, seen

    def _read(self, batch: Batch) -> tuple[Any, Tensor]:
        """What both towers make of a batch, the states of all layers among it."""
        embeds, seen = self._embedded(batch)
        out = self.stock.model.language_model(
            inputs_embeds=embeds,
            attention_mask={"full_attention": batch.mask()},
            position_ids=batch.positions,
            use_cache=False,
            output_hidden_states=True,
        )
        return out, seen

    def _tokens(self, last: Tensor, labels: Tensor, weight: Tensor) -> tuple[Tensor, dict[str, float]]:
        """The weighted loss of the replies, and the share of what decides that is right."""
        learnt = labels >= 0
        logits = self.stock.lm_head(last[learnt]).float()
        labels, weight = labels[learnt], weight[learnt]
        each = functional.cross_entropy(logits, labels, reduction="none")
        tokens = (each * weight).sum() / weight.sum()
        right = (logits.argmax(-1) == labels).float()
        kinds = {"thought": THOUGHT, "decision": DECISION, "first": FIRST_DIGIT, "read": READ}
        shown = {name: right[weight == kind].mean().item() for name, kind in kinds.items() if (weight == kind).any()}
        return tokens, {"tokens": tokens.item()} | shown

    def vision_loss(self, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Letters under visual tokens, nothing else."""
        seen = self.see(batch)
        glyph = glyph_loss(self.glyphs(seen), batch.letters)
        letters, shown = self._letters(batch, seen)
        return glyph + letters, {"glyph": glyph.item()} | shown

    def joint_loss(self, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Everything at once; the second value is for the log."""
        out, seen = self._read(batch)
        states = out.hidden_states
        tokens, said = self._tokens(out.last_hidden_state, batch.labels, batch.weight)
        glyph = glyph_loss(self.glyphs(seen), batch.letters)
        letters, read = self._letters(batch, seen)
        own = self._own_place(states[OWN_LAYER][:, batch.seen])
        point, look, found, shown = self._pointing(batch, states, out.last_hidden_state)
        switch = self._switches(batch, seen, out.last_hidden_state, shown)
        shown |= read | said | {"glyph": glyph.item(), "own": own.item()}
        return 3 * tokens + 0.1 * glyph + 0.5 * letters + 0.3 * own + 0.5 * point + look + 0.5 * found + switch, shown

    def language_loss(self, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """What the language tower alone can learn: the reply, and where its two heads look."""
        out, _ = self._read(batch)
        tokens, shown = self._tokens(out.last_hidden_state, batch.labels, batch.weight)
        look = tokens * 0
        if len(batch.points.at):
            mass = self._mass(batch, out.hidden_states[LOOK_LAYER])
            look = -(mass + 1e-6).log().mean()
            shown["mass"] = mass.mean().item()
        return 3 * tokens + 0.5 * look, shown

    def copy_loss(self, copies: Copies) -> tuple[Tensor, dict[str, float]]:
        """The replies to many questions about one screen, which is kept and not learnt from."""
        language, screen = self.stock.model.language_model, copies.screen
        device = screen.ids.device
        shared = int((screen.block[0] > 0).nonzero()[0, 0])
        cache = DynamicCache(config=language.config)
        with torch.no_grad():
            embeds, _ = self._embedded(screen)
            causal = torch.ones(1, 1, shared, shared, dtype=torch.bool, device=device).tril()
            language(
                inputs_embeds=embeds[:, :shared],
                attention_mask={"full_attention": causal},
                position_ids=screen.positions[:, :, :shared],
                cache=cache,
                use_cache=True,
            )
        rows, length = copies.ids.shape
        cache.batch_repeat_interleave(rows)
        own = torch.ones(length, length, dtype=torch.bool, device=device).tril()
        allowed = torch.cat([torch.ones(length, shared, dtype=torch.bool, device=device), own], 1)
        first = int(screen.positions[0, 0, shared])
        out = language(
            inputs_embeds=language.embed_tokens(copies.ids),
            attention_mask={"full_attention": allowed.expand(rows, 1, -1, -1)},
            position_ids=torch.arange(first, first + length, device=device).expand(3, rows, -1),
            cache=cache,
            use_cache=True,
        )
        tokens, shown = self._tokens(out.last_hidden_state, copies.labels, copies.weight)
        return 1.5 * tokens, {f"copied {name}": shown[name] for name in ("thought", "read")}

    def _letters(self, batch: Batch, seen: Tensor) -> tuple[Tensor, dict[str, float]]:
        """Which letter is in which slot of the visual tokens that bear text: what it takes to read it in order."""
        if not len(batch.letters):
            return seen.sum() * 0, {}
        sequence, token, slot, letter = batch.letters.unbind(1)
        place, index = torch.unique(sequence * seen.shape[1] + token, return_inverse=True)
        truth = torch.full((len(place), SLOTS), len(alphabet()), device=seen.device)
        truth[index, slot] = letter
        some = seen.reshape(-1, seen.shape[-1])[place]
        logits = self.letters(self.slots(some).view(-1, SLOT)).float()
        truth = truth.view(-1)
        each = functional.cross_entropy(logits, truth, reduction="none")
        bears = truth < len(alphabet())
        right = (logits[bears].argmax(-1) == truth[bears]).float().mean()
        return each[bears].mean() + 0.5 * each[~bears].mean(), {"letters": right.item()}

    def _own_place(self, states: Tensor) -> Tensor:
        place = torch.arange(self.rows * self.columns, device=states.device).repeat(len(states))
        flat = states.reshape(-1, states.shape[-1])
        rows = functional.cross_entropy(self.own_row(flat).float(), place // self.columns)
        return rows + functional.cross_entropy(self.own_column(flat).float(), place % self.columns)

    def _pointing(
        self, batch: Batch, states: Sequence[Tensor], last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, dict[str, float]]:
        points = batch.points
        nothing = last.sum() * 0
        if not len(points.at):
            return nothing, nothing, nothing, {}
        middle = states[LOOK_LAYER]
        asked = self.query(middle[points.sequence, points.at])
        keys = self.key(middle[:, batch.seen])
        score = torch.einsum("nk,ntk->nt", asked, keys[points.sequence]).float() / KEY**0.5
        inside = score.masked_fill(points.cells == 0, -1e9)
        point = (torch.logsumexp(score, 1) - torch.logsumexp(inside, 1)).mean()
        mass = self._mass(batch, middle)
        look = -(mass + 1e-6).log().mean()
        answer = last[points.sequence, points.at]
        rows = functional.cross_entropy(self.answer_row(answer).float(), points.row)
        columns = functional.cross_entropy(self.answer_column(answer).float(), points.column)
        hit = points.cells.gather(1, score.argmax(1, keepdim=True)).mean().item()
        return point, look, rows + columns, {"pointing": hit, "mass": mass.mean().item()}

    def _switches(self, batch: Batch, seen: Tensor, last: Tensor, shown: dict[str, float]) -> Tensor:
        """Is the switch on: known by the visual tokens that show it, and by the place where the reply begins."""
        points = batch.points
        known = points.state >= 0
        if not known.any():
            return last.sum() * 0
        cells, truth = points.cells[known], points.state[known].float()
        sequence, at = points.sequence[known], points.at[known]
        shared = torch.einsum("nt,nth->nh", cells, seen[sequence].float()) / cells.sum(1, keepdim=True)
        loss = torch.zeros((), device=last.device)
        for name, logits in (("switch", self.switch(shared)), ("asked", self.answer_switch(last[sequence, at]))):
            logits = logits.float()[:, 0]
            loss = loss + functional.binary_cross_entropy_with_logits(logits, truth)
            shown[name] = ((logits > 0) == (truth > 0)).float().mean().item()
        return loss

    def _mass(self, batch: Batch, states: Tensor) -> Tensor:
        """(places, heads): the share of attention that two heads of one layer really put on the target."""
        language = self.stock.model.language_model
        layer, points = language.layers[LOOK_LAYER], batch.points
        attention = layer.self_attn
        normed = layer.input_layernorm(states)
        size, length = attention.head_dim, states.shape[1]
        query = attention.q_proj(normed).view(len(states), length, -1, size).transpose(1, 2)
        key = attention.k_proj(normed).view(len(states), length, -1, size).transpose(1, 2)
        cosine, sine = language.rotary_emb(states, batch.positions)
        query, key = apply_rotary_pos_emb(query, key, cosine, sine)
        asked = query[points.sequence, :LOOK_HEADS, points.at]
        # These heads share the first key-value head.
        keys = key[:, 0][points.sequence]
        score = torch.einsum("nhk,nlk->nhl", asked, keys).float() * attention.scaling
        allowed = batch.mask()[points.sequence, 0, points.at]
        share = score.masked_fill(~allowed[:, None], -1e9).softmax(-1)[:, :, batch.seen]
        mass: Tensor = (share * points.cells[:, None]).sum(-1)
        return mass


def glyph_loss(logits: Tensor, letters: Tensor) -> Tensor:
    """Binary loss summed over the alphabet; tokens that bear text count fully, blank ones a fifth.

    logits: (batch, visual tokens, letters). letters: (n, 4) where which letter is.
    """
    truth = torch.zeros_like(logits)
    truth[letters[:, 0], letters[:, 1], letters[:, 3]] = 1
    bears = truth.amax(-1) > 0
    each = functional.binary_cross_entropy_with_logits(logits, truth, reduction="none").float().sum(-1)
    return each[bears].mean() + 0.2 * each[~bears].mean()

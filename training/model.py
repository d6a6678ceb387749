"""A small transformer of the Llama architecture, as llama.cpp reads it: RMS norm, interleaved rotary positions, SwiGLU, tied
embedding, no biases. Query, key and value are one matrix here for speed; gguf.py takes them apart."""
from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

EPSILON = 1e-5
ROPE_BASE = 10_000.0


@dataclass(frozen=True)
class Size:
    """Shape of one model."""

    width: int
    layers: int
    heads: int
    hidden: int
    context: int = 1024


SIZES = {"s": Size(96, 2, 3, 320), "m": Size(160, 4, 5, 352), "l": Size(256, 4, 8, 608)}


def rms(x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return F.rms_norm(x, weight.shape, weight, EPSILON)


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Block(nn.Module):
    """Attention, then the gated layer, each added to what came in."""

    def __init__(self, size: Size):
        super().__init__()
        self.heads = size.heads
        self.attention_norm = nn.Parameter(torch.ones(size.width))
        self.gate_norm = nn.Parameter(torch.ones(size.width))
        self.qkv = nn.Linear(size.width, 3 * size.width, False)
        self.out = nn.Linear(size.width, size.width, False)
        self.gate_up = nn.Linear(size.width, 2 * size.hidden, False)
        self.down = nn.Linear(size.hidden, size.width, False)
        for layer in (self.qkv, self.gate_up):
            nn.init.normal_(layer.weight, std=0.6 * size.width**-0.5)
        for layer in (self.out, self.down):
            nn.init.normal_(layer.weight, std=0.3 * layer.weight.shape[1] ** -0.5 / size.layers**0.5)

    def forward(self, x, cos, sin, mask=None, past=None):
        """`mask` is True where attention may look; without it attention is causal. `past` holds earlier keys and values."""
        batch, length, width = x.shape
        q, k, v = self.qkv(rms(x, self.attention_norm)).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # In single precision: attention in bfloat16 goes backward six times slower on CPUs without native units for it.
        q, k, v = rotate(q.float(), cos, sin), rotate(k.float(), cos, sin), v.float()
        if past is not None:
            if "k" in past:
                k, v = torch.cat((past["k"], k), 2), torch.cat((past["v"], v), 2)
            past["k"], past["v"] = k, v
        with torch.autocast("cpu", enabled=False):
            y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        x = x + self.out(y.transpose(1, 2).reshape(batch, length, width))
        gate, up = self.gate_up(rms(x, self.gate_norm)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Model(nn.Module):
    """Ids to final states; `logits` of these by the embedding."""

    def __init__(self, size: Size, vocabulary: int):
        super().__init__()
        self.size = size
        self.embedding = nn.Embedding(vocabulary, size.width)
        nn.init.normal_(self.embedding.weight, std=0.02)
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.layers))
        self.norm = nn.Parameter(torch.ones(size.width))
        head = size.width // size.heads
        angles = torch.outer(torch.arange(size.context).float(), ROPE_BASE ** (-torch.arange(0, head, 2).float() / head))
        self.register_buffer("cos", angles.cos(), False)
        self.register_buffer("sin", angles.sin(), False)

    def forward(self, ids, mask=None, past=None, start: int = 0):
        x = self.embedding(ids)
        cos, sin = self.cos[start : start + ids.shape[1]], self.sin[start : start + ids.shape[1]]
        for index, block in enumerate(self.blocks):
            x = block(x, cos, sin, mask, past[index] if past is not None else None)
        return rms(x, self.norm)

    def logits(self, states):
        return states @ self.embedding.weight.T


@torch.no_grad()
def generate(model: Model, prompts: list[list[int]], most: int, end: int, pad: int) -> list[list[int]]:
    """The likeliest continuation of each prompt, all at once: prompts are padded on the left and the padding is masked."""
    longest = max(map(len, prompts))
    most = min(most, model.size.context - longest)
    ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts])
    real = ids != pad
    past: list[dict] = [{} for _ in model.blocks]
    causal = torch.ones(longest, longest, dtype=torch.bool).tril()
    mask = (causal & real[:, None, None, :]) | torch.eye(longest, dtype=torch.bool)
    states, start = model(ids, mask, past)[:, -1:], longest
    answers: list[list[int]] = [[] for _ in prompts]
    alive = [True] * len(prompts)
    for _ in range(most):
        chosen = model.logits(states)[:, -1].argmax(-1)
        for row, token in enumerate(chosen.tolist()):
            alive[row] = alive[row] and token != end
            if alive[row]:
                answers[row].append(token)
        if not any(alive):
            break
        real = torch.cat((real, torch.ones(len(prompts), 1, dtype=torch.bool)), 1)
        states, start = model(chosen[:, None], real[:, None, None, :], past, start), start + 1
    return answers

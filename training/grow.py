"""A larger model that starts as the smaller one: the old weights stand in a corner of the new ones, new outputs start at zero, so
that the larger model says at first just what the smaller says, and has new room to learn.
After "Net2Net", Chen, Goodfellow, Shlens, 2016 (arxiv.org/abs/1511.05641), with zeros instead of copies."""
from __future__ import annotations

import torch

from .model import Model


@torch.no_grad()
def grow(saved: dict, model: Model) -> None:
    """Puts the weights of a checkpoint into a wider and deeper model. Both must have heads of the same width."""
    old = saved["model"]
    width, new_width = old["embedding.weight"].shape[1], model.size.width
    layers = len({key.split(".")[1] for key in old if key.startswith("blocks.")})
    hidden, new_hidden = old["blocks.0.down.weight"].shape[1], model.size.hidden
    # A norm over more places, the new ones zero, gives values larger by this factor: the weights undo it.
    factor = (width / new_width) ** 0.5
    model.embedding.weight.zero_()
    model.embedding.weight[:, :width] = old["embedding.weight"]
    model.norm[:width] = old["norm"] * factor
    for index, block in enumerate(model.blocks):
        block.out.weight.mul_(0 if index >= layers else 1)
        block.down.weight.mul_(0 if index >= layers else 1)
        if index >= layers:
            continue
        part = {key.split(".", 2)[2]: value for key, value in old.items() if key.startswith(f"blocks.{index}.")}
        block.attention_norm[:width] = part["attention_norm"] * factor
        block.gate_norm[:width] = part["gate_norm"] * factor
        for third in range(3):
            block.qkv.weight[third * new_width : third * new_width + width, :width] = part["qkv.weight"][third * width : (third + 1) * width]
        for half in range(2):
            block.gate_up.weight[half * new_hidden : half * new_hidden + hidden, :width] = part["gate_up.weight"][half * hidden : (half + 1) * hidden]
        for name, inner in (("out.weight", width), ("down.weight", hidden)):
            weight = getattr(block, name.split(".")[0]).weight
            weight.zero_()
            weight[:width, :inner] = part[name]

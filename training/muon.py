"""Muon: momentum whose direction is made orthogonal before each step, for the inner matrices of a small transformer.
Source: Keller Jordan, "Muon: an optimizer for hidden layers in neural networks", 2024 (kellerjordan.github.io/posts/muon)."""
from __future__ import annotations

import torch


def orthogonal(matrix: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The nearest matrix with singular values near 1, by Newton-Schulz iteration with the author's coefficients."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrix.bfloat16()
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return (x.T if tall else x).float()


class Muon(torch.optim.Optimizer):
    """`parts` tells into how many stacked matrices a weight is cut (query, key and value are three)."""

    def __init__(self, params: list[tuple[torch.nn.Parameter, int]], lr: float, momentum: float = 0.95, decay: float = 0.02):
        super().__init__([{"params": [p], "parts": parts} for p, parts in params], {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                state = self.state[weight]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(weight)
                state["momentum"].lerp_(weight.grad, 1 - group["momentum"])
                direction = weight.grad.lerp(state["momentum"], group["momentum"])
                weight.mul_(1 - group["lr"] * group["decay"])
                for piece, target in zip(direction.chunk(group["parts"]), weight.chunk(group["parts"])):
                    scale = max(1.0, piece.shape[0] / piece.shape[1]) ** 0.5
                    target.add_(orthogonal(piece), alpha=-group["lr"] * scale)

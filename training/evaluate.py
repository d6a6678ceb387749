"""Runs the held-out evaluation on checkpoints: python3 -m training.evaluate DIR/checkpoint.pt [...] --each 200

Greedy answers, skill by skill, with 95 % Wilson intervals; with --q8 the weights go through Q8_0 first. At the end comes the
table of docs/pocket.md."""
from __future__ import annotations

import argparse
import collections
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F

from .chat import SPECIALS, segments
from .checks import is_right
from .data.mixture import held_out_samples
from .gguf import dequantised, load
from .model import Model, generate
from .tokenizer import Tokenizer

END, PAD = SPECIALS.index("<|end|>"), SPECIALS.index("<|pad|>")
AT_ONCE = 100


def wilson(right: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson, 1927, Journal of the American Statistical Association 22)."""
    z, share = 1.959964, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def prompt(tokenizer: Tokenizer, sample) -> list[int]:
    """The ids of a conversation up to where the model is to answer."""
    ids = [i for role, text in segments(sample.messages, sample.tools) for i in [SPECIALS.index(role), *tokenizer.encode(text), *([END] if role == "<|assistant|>" else [])]]
    return [*ids, SPECIALS.index("<|assistant|>")]


def answers(model: Model, tokenizer: Tokenizer, samples: list) -> list[str]:
    """The model's answer to each, in order."""
    order = sorted(range(len(samples)), key=lambda index: (len(samples[index].answer) // 60, len(prompt(tokenizer, samples[index]))))
    out = [""] * len(samples)
    for start in range(0, len(order), AT_ONCE):
        part = order[start : start + AT_ONCE]
        most = max(len(tokenizer.encode(samples[index].answer)) for index in part) + 12
        for index, ids in zip(part, generate(model, [prompt(tokenizer, samples[index]) for index in part], most, END, PAD)):
            out[index] = tokenizer.decode(ids)
    return out


@torch.no_grad()
def answer_loss(model: Model, tokenizer: Tokenizer, samples: list) -> float:
    """Mean loss in nats of a token of the right answers: what quantising may cost shows here first."""
    total = count = 0
    for sample in samples:
        ids, answer = prompt(tokenizer, sample), [*tokenizer.encode(sample.answer), END]
        logits = model.logits(model(torch.tensor([ids + answer]))[0, len(ids) - 1 : -1])
        total += F.cross_entropy(logits, torch.tensor(answer), reduction="sum").item()
        count += len(answer)
    return total / count


def through_q8(model: Model) -> None:
    """Rounds every matrix as the GGUF file will hold it."""
    for weight in model.parameters():
        if weight.ndim == 2:
            weight.data = dequantised(weight.data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--q8", action="store_true")
    parser.add_argument("--wrong", type=Path, help="directory for the wrong answers, as JSON lines")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    samples = held_out_samples(given.seed, given.each)
    table: dict[str, list[str]] = collections.defaultdict(list)
    for checkpoint in given.checkpoints:
        model, tokenizer = load(checkpoint)
        print(f"{checkpoint.parent.name:6} loss of an answer's token {answer_loss(model, tokenizer, samples):.5f}", flush=True)
        if given.q8:
            through_q8(model)
            print(f"{checkpoint.parent.name:6} the same through Q8_0      {answer_loss(model, tokenizer, samples):.5f}", flush=True)
        right: collections.Counter = collections.Counter()
        of: collections.Counter = collections.Counter()
        wrong = []
        for sample, answer in zip(samples, answers(model, tokenizer, samples)):
            good = is_right(sample, answer)
            right[sample.skill] += good
            of[sample.skill] += 1
            if not good:
                wrong.append({"skill": sample.skill, "prompt": sample.messages[-1]["content"], "expected": sample.answer, "got": answer})
        for skill in of:
            low, high = wilson(right[skill], of[skill])
            table[skill].append(f"{100 * right[skill] / of[skill]:.0f} ({100 * low:.0f}–{100 * high:.0f})")
            print(f"{checkpoint.parent.name:6} {skill:12} {right[skill] / of[skill]:6.3f}  [{low:.3f}, {high:.3f}]  n={of[skill]}", flush=True)
        if given.wrong:
            (given.wrong / f"{checkpoint.parent.name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in wrong))
    print("| skill | " + " | ".join(checkpoint.parent.name for checkpoint in given.checkpoints) + " |\n|---" + "|---" * len(given.checkpoints) + "|")
    for skill, cells in table.items():
        print(f"| {skill} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()

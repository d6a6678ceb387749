"""Trains one model: python3 -m training.train --size m --minutes 30 --out DIR [--resume] [--grow-from DIR/of/smaller]
Minutes are processor time of one worker.

Batches hold samples of like length, a step is made of a few batches, and some batches are of long samples. Writes DIR/checkpoint.pt every minute and
at the end, and DIR/loss.csv. With --resume it goes on where the checkpoint stands, with the same plan for the learning rate.
"""
from __future__ import annotations

import argparse
import csv
import json
import os
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as distributed
import torch.nn.functional as F

from .chat import SPECIALS, segments
from .data import mixture
from .data.sample import Sample
from .grow import grow
from .model import SIZES, Model
from .muon import Muon
from .tokenizer import Tokenizer

END, PAD = SPECIALS.index("<|end|>"), SPECIALS.index("<|pad|>")
HERE = Path(__file__).parent
EMBEDDING_RATE = 0.003


def row(tokenizer: Tokenizer, sample: Sample) -> tuple[list[int], list[bool]]:
    """Ids of a conversation, and which of them the model itself says and so learns."""
    ids, own = [], []
    turns = segments(sample.messages, sample.tools) + [("<|assistant|>", sample.answer)]
    for role, text in turns:
        said = tokenizer.encode(text) + ([END] if role == "<|assistant|>" else [])
        ids += [SPECIALS.index(role), *said]
        own += [False, *[role == "<|assistant|>"] * len(said)]
    return ids, own


def batches(tokenizer: Tokenizer, rng: random.Random, table: dict, tokens: int, context: int):
    """Endless batches of about so many tokens, each of rows of like length: (ids, targets), target -100 where nothing is learnt."""
    while True:
        rows = [row(tokenizer, mixture.training_sample(rng, table)) for _ in range(tokens // 8)]
        rows = sorted((r for r in rows if len(r[0]) <= context), key=lambda r: len(r[0]))
        made, start = [], 0
        while start < len(rows):
            stop = start + 1
            while stop < len(rows) and (stop - start + 1) * len(rows[stop][0]) <= tokens:
                stop += 1
            made.append(rows[start:stop])
            start = stop
        made = [batch for batch in made if sum(len(r[0]) for r in batch) > tokens // 2] or made
        rng.shuffle(made)
        for batch in made:
            width = len(batch[-1][0])
            ids = torch.tensor([r[0] + [PAD] * (width - len(r[0])) for r in batch])
            own = torch.tensor([r[1] + [False] * (width - len(r[1])) for r in batch])
            targets = torch.full_like(ids, -100)
            targets[:, :-1] = torch.where(own[:, 1:], ids[:, 1:], -100)
            yield ids, targets


def optimizers(model: Model, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for the embedding and the norms."""
    matrices = []
    for block in model.blocks:
        matrices += [(block.qkv.weight, 3), (block.out.weight, 1), (block.gate_up.weight, 2), (block.down.weight, 1)]
    inner = {id(weight) for weight, _ in matrices}
    rest = [p for p in model.parameters() if id(p) not in inner]
    return [Muon(matrices, rate), torch.optim.AdamW(rest, lr=EMBEDDING_RATE, betas=(0.9, 0.95), weight_decay=0.0)]


def loss_of(model: Model, ids: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean loss of the answers. A sample weighs as the root of its answer's length: a number of one digit is not drowned by an app."""
    keep = targets >= 0
    weights = (1 / keep.sum(1, keepdim=True).clamp(min=1) ** 0.5).expand_as(targets)[keep]
    with torch.autocast("cpu", torch.bfloat16):
        logits = model.logits(model(ids)[keep])
    return (F.cross_entropy(logits.float(), targets[keep], reduction="none") * weights).sum() / weights.sum()


def rate_now(fraction: float, step: int) -> float:
    """Share of the full learning rate: warm-up, level, then down to almost nothing over the last 60 per cent."""
    return min(1.0, (step + 1) / 100) * min(1.0, max(0.02, (1 - fraction) / 0.6))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, required=True)
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each that share every step")
    parser.add_argument("--rate", type=float, default=0.008, help="Muon's learning rate")
    parser.add_argument("--tokens", type=int, default=1400, help="tokens of a batch")
    parser.add_argument("--parts", type=int, default=2, help="batches of different length whose gradients make one step")
    parser.add_argument("--long-every", type=int, default=8, help="every how many batches one of long samples comes")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--grow-from", type=Path, help="directory of a smaller model whose skill this one starts with")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(work, (given, f"{folder}/meeting"), given.workers)


def work(worker: int, given: argparse.Namespace, meeting: str) -> None:
    """One process. All hold the same model, each draws its own samples, and gradients are averaged."""
    given.worker = worker
    # A day of patience: a run may be stopped for hours (SIGSTOP) and go on.
    distributed.init_process_group("gloo", f"file://{meeting}", timeout=timedelta(days=1), rank=worker, world_size=given.workers)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    rng = random.Random(given.seed * 1000 + worker)
    tokenizer = Tokenizer.load(str(HERE / "tokenizer.json"))
    model = Model(SIZES[given.size], len(tokenizer.tokens))
    optimizing = optimizers(model, given.rate)
    done = {"step": 0, "tokens": 0, "answer_tokens": 0, "seconds": 0.0}
    if given.resume:
        saved = torch.load(given.out / "checkpoint.pt", weights_only=False)
        model.load_state_dict(saved["model"])
        for optimizer, state in zip(optimizing, saved["optimizers"]):
            optimizer.load_state_dict(state)
        done = saved["done"]
        rng.seed(given.seed * 1000 + worker + 10 * done["step"])
    elif given.grow_from:
        grow(torch.load(given.grow_from / "checkpoint.pt", weights_only=False), model)
    if worker == 0:
        print("parameters", sum(p.numel() for p in model.parameters()), flush=True)
    learn(given, tokenizer, model, optimizing, done, rng)


def share_gradients(model: Model, given, numbers: list[float]) -> list[float]:
    """Averages the gradients of all workers, and beside them some numbers."""
    weights = [p for p in model.parameters() if p.grad is not None]
    flat = torch.cat([*(p.grad.flatten() for p in weights), torch.tensor(numbers)])
    distributed.all_reduce(flat)
    flat /= given.workers
    start = 0
    for weight in weights:
        weight.grad.copy_(flat[start : start + weight.numel()].view_as(weight))
        start += weight.numel()
    return flat[start:].tolist()


def learn(given, tokenizer, model, optimizing, done, rng) -> None:
    """The loop. The time counted is the processor's in one worker, so that a paused run loses nothing."""
    streams = {
        "short": batches(tokenizer, rng, mixture.SHORT, given.tokens, model.size.context),
        "long": batches(tokenizer, rng, mixture.LONG, given.tokens, model.size.context),
    }
    base = [group["lr"] for optimizer in optimizing for group in optimizer.param_groups]
    losses: dict[str, float] = {}
    log = open(given.out / "loss.csv" if given.worker == 0 else os.devnull, "a", newline="")
    writer = csv.writer(log)
    if done["step"] == 0:
        writer.writerow(["step", "minutes", "tokens", "answer_tokens", "loss_short", "loss_long", "rate"])
    saved_at, counted_to = time.monotonic(), time.process_time()
    while done["seconds"] < given.minutes * 60:
        share = rate_now(done["seconds"] / (given.minutes * 60), done["step"])
        groups = [group for optimizer in optimizing for group in optimizer.param_groups]
        for group, rate in zip(groups, base):
            group["lr"] = rate * share
        for optimizer in optimizing:
            optimizer.zero_grad(set_to_none=True)
        tokens = learnt = 0
        for part in range(given.parts):
            batch = done["step"] * given.parts + part
            kind = "long" if batch % given.long_every == given.long_every - 1 else "short"
            ids, targets = next(streams[kind])
            loss = loss_of(model, ids, targets)
            (loss / given.parts).backward()
            tokens, learnt = tokens + ids.numel(), learnt + int((targets >= 0).sum())
            losses[kind] = 0.98 * losses.get(kind, loss.item()) + 0.02 * loss.item()
        now = time.process_time()
        shared = share_gradients(model, given, [tokens, learnt, now - counted_to])
        counted_to = now
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizing:
            optimizer.step()
        done["step"] += 1
        done["tokens"] += round(shared[0]) * given.workers
        done["answer_tokens"] += round(shared[1]) * given.workers
        done["seconds"] += shared[2]
        if done["step"] % 50 == 0:
            line = [done["step"], round(done["seconds"] / 60, 2), done["tokens"], done["answer_tokens"], *(round(losses.get(k, 0), 4) for k in ("short", "long")), round(given.rate * share, 5)]
            writer.writerow(line)
            log.flush()
            if given.worker == 0:
                print(*line, f"{done['tokens'] / done['seconds']:.0f} tokens/s", flush=True)
        if given.worker == 0 and time.monotonic() - saved_at > 60:
            save(given, model, optimizing, done)
            saved_at = time.monotonic()
    if given.worker == 0:
        save(given, model, optimizing, done)


def save(given, model, optimizing, done) -> None:
    """The checkpoint, written beside and then moved into place."""
    state = {"size": given.size, "model": model.state_dict(), "optimizers": [o.state_dict() for o in optimizing], "done": done}
    torch.save(state, given.out / "checkpoint.tmp")
    (given.out / "checkpoint.tmp").rename(given.out / "checkpoint.pt")
    (given.out / "cost.json").write_text(json.dumps({"size": given.size, "minutes": given.minutes, "workers": given.workers, **done}))


if __name__ == "__main__":
    main()

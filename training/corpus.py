"""Writes training conversations as tokens: python3 -m training.corpus OUT --tokens 40000000 [--seed 1] [--workers 2]

OUT gets files 00000.bin, 00001.bin, ... of about a million tokens each, in the form that trainer/conversations.hpp tells, and at last a
file `complete`. The trainer may start with the first file and waits for the next."""
from __future__ import annotations

import argparse
import array
import multiprocessing
import random
from pathlib import Path

from .chat import answer_ids, prompt_ids
from .data import mixture
from .tokenizer import Tokenizer

TOKENS_A_FILE = 1_000_000
OWN = 0x8000
LONGEST = 1024
# How often a model that could think is told not to, and how often one is told so that would not have thought.
DIRECT, NEEDLESSLY_DIRECT = 0.2, 0.1


def conversation(tokenizer: Tokenizer, rng: random.Random) -> list[int]:
    """A conversation's tokens, the model's own marked."""
    sample = mixture.training_sample(rng)
    thinks = rng.random() >= (DIRECT if sample.thought else NEEDLESSLY_DIRECT)
    return prompt_ids(tokenizer, sample, thinks) + [OWN | token for token in answer_ids(tokenizer, sample, thinks)]


def write(job: tuple[Path, int, int]) -> int:
    """One file of a corpus; gives its tokens."""
    folder, seed, number = job
    rng = random.Random(f"{seed}/{number}")
    tokenizer = Tokenizer.load(str(Path(__file__).parent / "tokenizer.json"))
    out, tokens = array.array("H"), 0
    while tokens < TOKENS_A_FILE:
        one = conversation(tokenizer, rng)
        if len(one) <= LONGEST:
            out.append(len(one))
            out.extend(one)
            tokens += len(one)
    part = folder / f"{number:05d}.part"
    part.write_bytes(out.tobytes())
    part.rename(folder / f"{number:05d}.bin")
    return tokens


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--tokens", type=int, default=40_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    jobs = [(given.out, given.seed, number) for number in range(-(-given.tokens // TOKENS_A_FILE))]
    with multiprocessing.Pool(given.workers) as pool:
        for number, tokens in enumerate(pool.imap(write, jobs)):
            print(f"file {number + 1} of {len(jobs)}: {tokens} tokens", flush=True)
    (given.out / "complete").touch()


if __name__ == "__main__":
    main()

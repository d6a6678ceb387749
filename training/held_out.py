"""Writes the held-out evaluation as JSON lines: python3 -m training.held_out --each 200 --seed 2026 > held-out.jsonl

A line is {skill, messages, tools, expected, check}. The same seed gives the same lines."""
from __future__ import annotations

import argparse
import json

from .data.mixture import held_out_samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=200, help="samples of each skill")
    parser.add_argument("--seed", type=int, default=2026)
    given = parser.parse_args()
    for sample in held_out_samples(given.seed, given.each):
        line = {"skill": sample.skill, "messages": sample.messages, "tools": sample.tools, "expected": sample.answer, "check": sample.check}
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()

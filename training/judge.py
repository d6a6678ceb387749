"""Judges answers to held-out inputs: python3 -m training.judge answers.jsonl [--wrong wrong.jsonl]

Reads what scripts/pocket-answers.ts writes and prints a table of skill by model, per cent right with 95 % Wilson intervals."""
from __future__ import annotations

import argparse
import collections
import json
import math
from pathlib import Path

from .checks import is_right
from .data.sample import Sample


def wilson(right: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson, 1927, Journal of the American Statistical Association 22)."""
    z, share = 1.959964, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return middle - half, middle + half


def table(verdicts: list[tuple[str, str, bool]]) -> str:
    """Markdown of (model, skill, whether right), in the order in which models and skills first come."""
    right: collections.Counter = collections.Counter()
    of: collections.Counter = collections.Counter()
    for model, skill, good in verdicts:
        right[model, skill] += good
        of[model, skill] += 1
    models, skills = (list(dict.fromkeys(verdict[part] for verdict in verdicts)) for part in (0, 1))
    lines = ["| skill | " + " | ".join(models) + " |", "|---" * (1 + len(models)) + "|"]
    for skill in skills:
        cells = []
        for model in models:
            count, share = of[model, skill], right[model, skill] / of[model, skill]
            low, high = wilson(right[model, skill], count)
            cells.append(f"{100 * share:.1f} ({100 * low:.0f}–{100 * high:.0f})")
        lines.append(f"| {skill} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--wrong", type=Path, help="file for the wrong answers, as JSON lines")
    given = parser.parse_args()
    verdicts, wrong = [], []
    for text in given.answers.read_text().splitlines():
        line = json.loads(text)
        sample = Sample(line["skill"], line["messages"], line["expected"], check=line["check"])
        good = is_right(sample, line["answer"])
        verdicts.append((line["model"], line["skill"], good))
        if not good:
            wrong.append({"model": line["model"], "skill": line["skill"], "prompt": line["messages"][-1]["content"], "expected": line["expected"], "got": line["answer"]})
    if given.wrong:
        given.wrong.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in wrong))
    print(table(verdicts))


if __name__ == "__main__":
    main()

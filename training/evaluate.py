"""Quick check while a model is being made: python3 -m training.evaluate WEIGHTS [...] --each 200 [--direct] [--wrong DIR]

Held-out inputs, greedy answers by the trainer's own code (build it first: training/README.md), skill by skill with 95 % Wilson
intervals. What docs/pocket.md shows is measured through the program's own engine instead: scripts/pocket-answers.ts and judge.py."""
from __future__ import annotations

import argparse
import array
import json
import subprocess
import tempfile
from pathlib import Path

from .chat import END, prompt_ids
from .checks import is_right
from .data.mixture import held_out_samples
from .data.sample import Sample
from .judge import table
from .tokenizer import Tokenizer

HERE = Path(__file__).parent


def answers(weights: Path, tokenizer: Tokenizer, samples: list[Sample], thinks: bool) -> list[str]:
    """The model's answer to each, in order, without what it thought before."""
    with tempfile.TemporaryDirectory() as folder:
        prompts, out = Path(folder) / "prompts", Path(folder) / "answers"
        lines = array.array("H")
        for sample in samples:
            ids = prompt_ids(tokenizer, sample, thinks)
            lines.append(len(ids))
            lines.extend(ids)
        prompts.write_bytes(lines.tobytes())
        subprocess.run([HERE / "trainer/trainer", "answer", "--weights", weights, "--prompts", prompts, "--out", out, "--end", str(END), "--most", "500"], check=True)
        raw = array.array("H", out.read_bytes())
    texts, at = [], 0
    while at < len(raw):
        texts.append(tokenizer.decode(raw[at + 1 : at + 1 + raw[at]]).split("</think>")[-1])
        at += 1 + raw[at]
    return texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--direct", action="store_true", help="tell the models not to think")
    parser.add_argument("--wrong", type=Path, help="directory for the wrong answers, as JSON lines")
    given = parser.parse_args()
    tokenizer = Tokenizer.load(str(HERE / "tokenizer.json"))
    samples = held_out_samples(given.seed, given.each)
    verdicts = []
    for weights in given.weights:
        wrong = []
        for sample, answer in zip(samples, answers(weights, tokenizer, samples, not given.direct)):
            good = is_right(sample, answer)
            verdicts.append((weights.stem, sample.skill, good))
            if not good:
                wrong.append({"skill": sample.skill, "prompt": sample.messages[-1]["content"], "expected": sample.answer, "got": answer})
        if given.wrong:
            given.wrong.mkdir(parents=True, exist_ok=True)
            (given.wrong / f"{weights.stem}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in wrong))
    print(table(verdicts))


if __name__ == "__main__":
    main()

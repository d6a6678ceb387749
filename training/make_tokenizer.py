"""Learns the tokenizer, the same for every size: python3 -m training.make_tokenizer training/tokenizer.json"""
import random
import sys

from .chat import MARKS
from .data import apps, calculator, drawing, extract_json, mixture, sql
from .data.sample import TRAIN
from .tokenizer import Tokenizer, learn_merges, learn_pieces, learn_words, split_off

PIECES, WORDS, MERGES = (330, 120), 260, 16


def main(path: str) -> None:
    rng = random.Random(7)
    code = [drawing.make(rng, TRAIN).answer for _ in range(260)] + [apps.make(rng, TRAIN).answer for _ in range(220)]
    code += [make(rng, TRAIN).answer for make in (extract_json.make, sql.make, calculator.make) for _ in range(150)]
    pieces = learn_pieces(code, PIECES[0])
    by_length = sorted(pieces, key=len, reverse=True)
    left = [part for text in code for part in split_off(text, by_length) if part not in pieces]
    pieces += learn_pieces(left, PIECES[1])
    requests = [mixture.training_sample(rng).messages[-1]["content"] for _ in range(20_000)]
    pieces = list(dict.fromkeys([*MARKS, *learn_words(requests, WORDS), *pieces]))
    tokenizer = Tokenizer(pieces, learn_merges(code, MERGES))
    tokenizer.save(path)
    for name, make in (("drawing", drawing.make), ("app", apps.make), ("app-edit", apps.make_edit)):
        lengths = [len(tokenizer.encode(make(rng, TRAIN).answer)) for _ in range(200)]
        print(name, "tokens: mean", sum(lengths) // 200, "most", max(lengths))
    print("request tokens: mean", sum(len(tokenizer.encode(text)) for text in requests[:2000]) // 2000)
    for text in [*code, *requests[:2000]]:
        assert tokenizer.decode(tokenizer.encode(text)) == text, text
    print("vocabulary", len(tokenizer.tokens))


if __name__ == "__main__":
    main(sys.argv[1])

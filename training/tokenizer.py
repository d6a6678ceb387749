"""The tokenizer: byte-level BPE after GPT-2's splitting, with letters and digits left single.

Plain language is read letter by letter, so that letters can be counted and words reversed, and digit by digit, so that sums
can be learnt. Code would be far too long that way, so frequent pieces of code are whole tokens, and so are the frequent words
of requests, each with the space behind it: they are "user-defined" tokens of the GGUF format, which llama.cpp cuts out of the
text first, the longest first, before any BPE. A piece of code holds a mark that only code has. BPE merges remain for runs of
other marks.
"""
from __future__ import annotations

import collections
import json

import regex

from .chat import SPECIALS

SPLIT = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+""")
UNITS = regex.compile(r"\p{L}+|\d+|.|\n")
CODE_MARK = regex.compile(r'[<>{}="/;]|[A-Z]{2}|[a-zA-Z]-?\d+ -?\d')


def byte_symbols() -> list[str]:
    """GPT-2's printable character for each of the 256 bytes (openai/gpt-2, encoder.py, 2019)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols, extra = {}, 0
    for byte in range(256):
        if byte in printable:
            symbols[byte] = chr(byte)
        else:
            symbols[byte] = chr(256 + extra)
            extra += 1
    return [symbols[byte] for byte in range(256)]


BYTES = byte_symbols()


def conflict(a: str, b: str, corpus: str) -> bool:
    """Whether two pieces of one length stand overlapping in the corpus."""
    if len(a) != len(b):
        return False
    return any((a[-n:] == b[:n] and a + b[n:] in corpus) or (b[-n:] == a[:n] and b + a[n:] in corpus) for n in range(1, len(a)))


def usable(piece: str) -> bool:
    """Whether a piece may be a token: long enough, only found in code, and never half of a number."""
    return len(piece) >= 3 and not piece[0].isdigit() and not piece[-1].isdigit() and CODE_MARK.search(piece) is not None


def learn_pieces(texts: list[str], count: int, longest: int = 40) -> list[str]:
    """The pieces of code that save most tokens. Neighbours that often stand together are joined, as in BPE but over whole words,
    numbers and marks, until nothing is frequent; of what results, the most useful are kept.
    Pieces of equal length never overlap in these texts, as the order in which an engine looks for them isn't defined."""
    split = [UNITS.findall(text) for text in texts]
    while True:
        pairs: collections.Counter = collections.Counter()
        for units in split:
            pairs.update(pair for pair in zip(units, units[1:]) if len(pair[0]) + len(pair[1]) <= longest)
        joined: set[str] = set()
        chosen: set[tuple[str, str]] = set()
        for pair, times in pairs.most_common(40):
            if times >= 8 and not joined & set(pair):
                chosen.add(pair)
                joined |= set(pair)
        if not chosen:
            break
        split = [join(units, chosen) for units in split]
    gains: collections.Counter = collections.Counter()
    for units in split:
        for unit in units:
            piece = unit.strip("0123456789")
            if usable(piece):
                gains[piece] += len(piece) - 1
    corpus = "\n\n".join(texts)
    pieces: list[str] = []
    for piece, _ in gains.most_common():
        if len(pieces) < count and not any(conflict(piece, other, corpus) for other in pieces):
            pieces.append(piece)
    return pieces


def learn_words(texts: list[str], count: int) -> list[str]:
    """The words of plain language that save most tokens, each with the space behind it. Only words that seldom end
    another word: three letters or more, or with a capital."""
    times = collections.Counter(word for text in texts for word in regex.findall(r"\b[A-Z]?[a-z]{3,} |\b[A-Z][a-z]+ |\bthe ", text))
    return [word for word, _ in sorted(times.items(), key=lambda item: -item[1] * (len(item[0]) - 1))[:count]]


def join(units: list[str], pairs: set[tuple[str, str]]) -> list[str]:
    """Joins each place where one of the pairs stands."""
    out, index = [], 0
    while index < len(units):
        if tuple(units[index : index + 2]) in pairs:
            out.append(units[index] + units[index + 1])
            index += 2
        else:
            out.append(units[index])
            index += 1
    return out


def split_off(text: str, pieces: list[str]) -> list[str]:
    """Cuts the pieces out of a text as llama.cpp does: for each piece in order, wherever it still stands."""
    parts = [(text, False)]
    for piece in pieces:
        if piece not in text:
            continue
        after = []
        for part, done in parts:
            if done:
                after.append((part, True))
                continue
            for index, rest in enumerate(part.split(piece)):
                if index:
                    after.append((piece, True))
                if rest:
                    after.append((rest, False))
        parts = after
    return [part for part, _ in parts]


def learn_merges(texts: list[str], count: int) -> list[tuple[str, str]]:
    """Plain BPE, never over a letter or a digit."""
    words = collections.Counter(word for text in texts for word in SPLIT.findall(text) if not regex.search(r"[\p{L}\p{N}]", word))
    split = {word: [BYTES[b] for b in word.encode()] for word in words}
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: collections.Counter = collections.Counter()
        for word, symbols in split.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += words[word]
        if not pairs or pairs.most_common(1)[0][1] < 20:
            break
        best = pairs.most_common(1)[0][0]
        merges.append(best)
        split = {word: merge(symbols, best) for word, symbols in split.items()}
    return merges


def merge(symbols: list[str], pair: tuple[str, str]) -> list[str]:
    """Joins each place where the pair stands."""
    out, index = [], 0
    while index < len(symbols):
        if tuple(symbols[index : index + 2]) == pair:
            out.append(symbols[index] + symbols[index + 1])
            index += 2
        else:
            out.append(symbols[index])
            index += 1
    return out


class Tokenizer:
    """Text to ids and back. Ids: specials, bytes, merges, pieces."""

    def __init__(self, pieces: list[str], merges: list[tuple[str, str]]):
        self.pieces, self.merges = pieces, merges
        self.tokens = [*SPECIALS, *BYTES, *(a + b for a, b in merges), *pieces]
        self.first_piece = len(self.tokens) - len(pieces)
        self.ids = {token: index for index, token in enumerate(self.tokens[: self.first_piece])}
        self.piece_ids = {piece: self.first_piece + index for index, piece in enumerate(pieces)}
        self.by_length = sorted(pieces, key=lambda piece: -len(piece.encode()))
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.cache: dict[str, list[int]] = {}
        self.byte_of = {symbol: byte for byte, symbol in enumerate(BYTES)}

    def encode(self, text: str) -> list[int]:
        """The ids of a text without special tokens."""
        ids: list[int] = []
        for part in split_off(text, self.by_length):
            if part in self.piece_ids:
                ids.append(self.piece_ids[part])
            else:
                for word in SPLIT.findall(part):
                    ids += self.word(word)
        return ids

    def word(self, word: str) -> list[int]:
        """BPE of one split-off word, remembered while there is room."""
        if word not in self.cache:
            symbols = [BYTES[b] for b in word.encode()]
            while len(symbols) > 1:
                rank, pair = min((self.ranks.get(pair, 1 << 30), pair) for pair in zip(symbols, symbols[1:]))
                if rank == 1 << 30:
                    break
                symbols = merge(symbols, pair)
            if len(self.cache) > 100_000:
                self.cache.clear()
            self.cache[word] = [self.ids[symbol] for symbol in symbols]
        return self.cache[word]

    def decode(self, ids: list[int]) -> str:
        """The text of ids; special tokens give nothing."""
        raw = b""
        for index in ids:
            if index >= self.first_piece:
                raw += self.tokens[index].encode()
            elif index >= len(SPECIALS):
                raw += bytes(self.byte_of[symbol] for symbol in self.tokens[index])
        return raw.decode(errors="replace")

    def save(self, path: str) -> None:
        """Writes pieces and merges as JSON."""
        with open(path, "w") as file:
            json.dump({"pieces": self.pieces, "merges": self.merges}, file, ensure_ascii=False, indent=0)

    @staticmethod
    def load(path: str) -> "Tokenizer":
        """Reads what `save` wrote."""
        with open(path) as file:
            saved = json.load(file)
        return Tokenizer(saved["pieces"], [tuple(pair) for pair in saved["merges"]])

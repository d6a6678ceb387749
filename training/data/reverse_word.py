"""A word spelt backwards, bare."""
import random

from .sample import TRAIN, Sample, ask, dress, expand
from .words import any_word

PHRASINGS = [
    "Reverse [|the word |the letters of |the string ]{w}.",
    "[Spell|Write|Print|Say|Type|Give me] [|the word ]{w} [backwards|backward|in reverse|from back to front|in reverse order].",
    "What is {w} [backwards|reversed|spelled backwards|in reverse|written backwards]?",
    "[Turn|Flip] [|the word ]{w} [around|back to front].",
    "{w} [backwards|reversed|in reverse][|:|?]",
    "[How do you|How would you] [spell|write] {w} backwards?",
    "Write the letters of {w} [in reverse order|from last to first|starting at the end].",
]
HELD_OUT_PHRASINGS = [
    "Give the reverse of {w}.",
    "Show me {w} written from last letter to first.",
    "What do you get if you reverse {w}?",
    "How does {w} look backwards?",
    "Put the letters of the word {w} in reverse order.",
]


def thought(word: str) -> str:
    """The letters with their places, then the same from the last: 1c2a3t,3t2a1c. Finding a place is easier than stepping back."""
    placed = [f"{index}{letter}" for index, letter in enumerate(word, 1)]
    return "".join(placed) + "," + "".join(reversed(placed))


def make(rng: random.Random, split: str) -> Sample:
    word = any_word(rng, split)
    shown = rng.choice([word] * 6 + [f"'{word}'", f'"{word}"'])
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("reverse", dress(rng, expand(rng, phrasing, w=shown), split), word[::-1], thought=thought(word))

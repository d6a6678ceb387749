"""How many times a letter stands in a word. The answer is the bare number."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand
from .words import any_word, pseudo_word

PHRASINGS = [
    "How many {c}'s [are|are there] in [|the word ]{w}?",
    "How many {c}[s| letters|'s] [are|do you find|do you see|can you find] in {w}?",
    "Count the [letter {c}|letters {c}|{c}'s|number of {c}'s|{c}] in [|the word ]{w}.",
    "How [many times|often] does [|the letter ]{c} [appear|occur|come|show up] in [|the word ]{w}?",
    "How [many times|often] is [|the letter ]{c} [used|written|found|repeated] in {w}?",
    "In [|the word ]{w}, how many [times is {c} used|{c}'s are there|letters are {c}]?",
    "[Number|Count|Amount] of [|letter ]{c}['s|] in {w}[|:|?]",
    "How many [letters {c}|{c}'s|times the letter {c}] does {w} [have|contain|hold]?",
    "[Tell me|Say|Find|Work out] how many {c}'s {w} [contains|has].",
    "What is the [number|count] of [|letter ]{c}['s|] in {w}?",
    "{w}: how many {c}[|'s]?",
    "The word is {w}. How many [of its letters are {c}|{c}'s does it have|times does it use {c}]?",
]
HELD_OUT_PHRASINGS = [
    "When you look at {w}, how many times is there {c}?",
    "Give me the count for the letter {c} inside {w}.",
    "Please check {w} and count every {c}.",
    "How many {c} letters will I find in {w}?",
    "Take the word {w}. What number of {c}'s is in it?",
]


def thought(word: str, letter: str) -> str:
    """The letter, then each letter of the word with the count so far, as r:s0t0r1. A lesson for every letter and not one for a word."""
    return f"{letter}:" + "".join(f"{each}{word[: index + 1].count(letter)}" for index, each in enumerate(word))


def word_and_letter(rng: random.Random, split: str) -> tuple[str, str]:
    """In training every count from 0 to 4 is frequent: of plain words nearly all answers would be 0 or 1, and a model stays at that."""
    if split == TRAIN and rng.random() < 0.5:
        letter, times = rng.choice("abcdefghiklmnoprstuvwy"), rng.choice([2, 2, 3, 3, 4])

        def repeated() -> str:
            letters = list(pseudo_word(rng, max(4, times + 1), 10))
            for place in rng.sample(range(len(letters)), times):
                letters[place] = letter
            return "".join(letters)

        return draw(repeated, split), letter
    word = any_word(rng, split)
    return word, rng.choice(word) if rng.random() < 0.8 else rng.choice("aeioulnrst")


def make(rng: random.Random, split: str) -> Sample:
    word, letter = word_and_letter(rng, split)
    shown_word = rng.choice([word] * 5 + [f"'{word}'", f'"{word}"', word.capitalize()])
    shown_letter = rng.choice([letter] * 6 + [f"'{letter}'", f'"{letter}"', letter.upper()])
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("count", dress(rng, expand(rng, phrasing, c=shown_letter, w=shown_word), split), str(word.count(letter)), thought=thought(word, letter))

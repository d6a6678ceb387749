"""Conversion between units that differ by a power of ten, and of times. The answer is the number and the unit."""
import random
from decimal import Decimal

from .sample import TRAIN, Sample, ask, draw, dress, expand

# (from, to, factor as a power of ten); both directions are made from each.
TENS = [("km", "m", 3), ("m", "cm", 2), ("m", "mm", 3), ("cm", "mm", 1), ("kg", "g", 3), ("g", "mg", 3), ("l", "ml", 3), ("t", "kg", 3)]
TIMES = [("hours", "minutes", 60, 12), ("minutes", "seconds", 60, 12), ("days", "hours", 24, 10), ("weeks", "days", 7, 20), ("years", "months", 12, 20)]
FULL = {"km": "kilometres", "m": "metres", "cm": "centimetres", "mm": "millimetres", "kg": "kilograms", "g": "grams", "l": "litres", "ml": "millilitres"}

PHRASINGS = [
    "[Convert|Change|Turn] {x} {u} [to|into] {v}[.|]",
    "How many {v} [are|are there] in {x} {u}?",
    "How many {v} [is|are|make] {x} {u}?",
    "What is {x} {u} in {v}?",
    "[Write|Give|Express|Show] {x} {u} in {v}.",
    "{x} {u} [in|to|as] {v}[|:|?| =]",
    "How much is {x} {u} in {v}?",
]
HELD_OUT_PHRASINGS = [
    "If I have {x} {u}, how many {v} is that?",
    "Please change {x} {u} to {v} for me.",
    "I need {x} {u} in {v}.",
    "What number of {v} are {x} {u}?",
]


def make(rng: random.Random, split: str) -> Sample:
    if rng.random() < 0.75:
        small_to, big, power = None, None, 0
        big, small_to, power = rng.choice(TENS)
        down = rng.random() < 0.5

        def once():
            number = rng.choice([rng.randint(1, 99), rng.randint(1, 999), rng.randint(1, 20) * 10, rng.randint(1, 20) * 100])
            return Decimal(number) / 10 if down and rng.random() < 0.3 else Decimal(number)

        value = draw(once, split)
        unit, other = (big, small_to) if down else (small_to, big)
        result = value.scaleb(power if down else -power)
        thought = f"{unit}>{other}:{'*' if down else '/'}1{'0' * power}"
    else:
        unit, other, factor, most = rng.choice(TIMES)
        value = Decimal(rng.randint(2, most))
        result = value * factor
        thought = f"{unit}>{other}:*{factor}"
    text = format(result.normalize(), "f")
    shown_unit, shown_other = (FULL.get(unit, unit), FULL.get(other, other)) if rng.random() < 0.3 else (unit, other)
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    prompt = expand(rng, phrasing, x=format(value.normalize(), "f"), u=shown_unit, v=shown_other)
    return ask("units", dress(rng, prompt, split), f"{text} {shown_other}", thought=thought)

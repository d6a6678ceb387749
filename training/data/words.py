"""Words, names, places and colours to fill requests with, and made-up ones. Each comes from the split it is asked for."""
from __future__ import annotations

import random
from pathlib import Path

from .sample import belongs, draw

# SCOWL level 10, 3 to 10 small letters; permission notice in training/README.md.
ENGLISH = (Path(__file__).parent / "english-words.txt").read_text().split()
NAMES = """Maria Liam Aiko Omar Chloe Ivan Priya Kofi Elena Jonas Fatima Diego Mei Tariq Nora Lucas Zara Hugo Anya Pablo Ingrid
Samir Leila Otto Yuki Anna Ben Carla David Emma Felix Grace Hannah Isaac Julia Karl Laura Martin Nina Oscar Paula Quentin Rosa
Simon Tina Ulrich Vera Walter Xenia Yara Zoe Ahmed Bilal Chen Dana Erik Farah Gita Hiro Irina Jamal Kemal Lin Malik Noor Olga
Pedro Rania Sven Tomas Uma Viktor Wei Yusuf Alice Bob Clara Dylan Ella Frank George Helen Ian Jane Kate Leo Mona Nick Olivia
Peter Rachel Sara Tom Violet Will""".split()
CITIES = """Oslo Lima Kyoto Cairo Lyon Quito Delhi Accra Porto Bergen Turin Austin Perth Tunis Riga Ghent Hanoi Sofia Nairobi
Bogota Paris London Berlin Madrid Rome Vienna Prague Warsaw Athens Dublin Lisbon Boston Denver Dallas Miami Seattle Toronto
Sydney Mumbai Lagos Dakar Rabat Amman Ankara Baku Tbilisi Seoul Osaka Manila Jakarta Santiago Havana Geneva Zurich Basel Munich
Hamburg Cologne Naples Milan Venice Seville Malaga Leeds Bristol Glasgow""".split()
JOBS = """nurse teacher pilot baker lawyer farmer driver painter chemist tailor doctor cook plumber carpenter singer actor writer
editor engineer gardener librarian waiter butcher sailor soldier judge dentist florist barber mason potter weaver banker
clerk dancer designer fisher guard journalist mechanic miner musician optician surgeon translator vet welder""".split()
THINGS = """film hotel phone meal book service concert laptop coat train soup cake coffee chair table lamp camera game song play
museum garden park tour flight bus car bike tent jacket shirt hat bag watch pen printer screen keyboard mouse headset speaker
radio course lesson lecture lunch dinner breakfast pizza burger salad sandwich room bed pillow kitchen view beach pool gym staff
waiter host show album novel story ending plot acting music sound picture story app website""".split()
COLOURS = ["white", "orange", "teal", "gold", "pink", "grey", "brown", "red", "blue", "green", "purple", "navy", "olive", "silver"]
MONTHS = "January February March April May June July August September October November December".split()


def pseudo_word(rng: random.Random, low: int = 3, high: int = 10) -> str:
    """A word that nobody has seen: mostly pronounceable, sometimes not at all."""
    length = rng.randint(low, high)
    if rng.random() < 0.4:
        return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(length))
    word = ""
    while len(word) < length:
        word += rng.choice("bcdfghjklmnprstvwz") + rng.choice("aeiou") + rng.choice(["", "", "n", "r", "s", "l", "ll", "t", "tt", "ss"])
    return word[:length]


def any_word(rng: random.Random, split: str) -> str:
    """An English or a made-up word of 3 to 10 small letters."""
    return draw(lambda: rng.choice(ENGLISH) if rng.random() < 0.5 else pseudo_word(rng), split)


def english_word(rng: random.Random, split: str) -> str:
    """An English word."""
    return draw(lambda: rng.choice(ENGLISH), split)


def pick(rng: random.Random, values: list[str], split: str) -> str:
    """One of a list, from the split's share of it."""
    return rng.choice([value for value in values if belongs(value, split)])


def proper(rng: random.Random, known: list[str], split: str) -> str:
    """A name or place: half of them known, half made up, so that copying is learnt and not a list."""
    if rng.random() < 0.5:
        return pick(rng, known, split)
    return draw(lambda: pseudo_word(rng, 3, 8).capitalize(), split)


def article(word: str) -> str:
    """`a` or `an`, by the first letter; `a unicycle`."""
    return "an" if word[0] in "aeiou" and not word.startswith("uni") else "a"

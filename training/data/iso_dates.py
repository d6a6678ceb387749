"""A date written in words becomes YYYY-MM-DD."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand
from .words import MONTHS

PHRASINGS = [
    "Write {d} [as an ISO 8601 date|as an ISO date|in ISO 8601|in ISO format|in ISO 8601 format|as YYYY-MM-DD].",
    "[Convert|Change|Turn|Format|Rewrite] {d} [to|into|as] [ISO 8601|ISO format|an ISO date|YYYY-MM-DD][.|]",
    "What is {d} [in ISO 8601|in ISO format|as an ISO date|as YYYY-MM-DD]?",
    "[Give|Return|Print|Show] the ISO [|8601 ]date [for|of] {d}[.|]",
    "{d} [in ISO 8601|as ISO date|to ISO|as YYYY-MM-DD][|:|?]",
    "ISO [date|8601|format][:| of| for] {d}",
    "[How do I write|How is] {d} [in ISO 8601|as an ISO date|in ISO format]?",
]
HELD_OUT_PHRASINGS = [
    "Put the date {d} into ISO 8601.",
    "I need {d} as an ISO 8601 date.",
    "Which ISO date is {d}?",
    "Date: {d}. Write it in ISO format.",
    "Show {d} as a date in the form YYYY-MM-DD.",
]


def ordinal(day: int) -> str:
    """3 becomes 3rd."""
    return f"{day}{'th' if 11 <= day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def written(rng: random.Random, year: int, month: int, day: int) -> str:
    """One of the ways in which people write a date."""
    name = MONTHS[month - 1]
    short = name[:3]
    return rng.choice(
        [f"{day} {name} {year}", f"{name} {day}, {year}"] * 3
        + [f"{day} {short} {year}", f"{short} {day}, {year}", f"{short}. {day}, {year}", f"the {ordinal(day)} of {name} {year}"]
        + [f"{ordinal(day)} of {name}, {year}", f"{ordinal(day)} {name} {year}", f"{name} {ordinal(day)}, {year}", f"{name} {day} {year}"]
    )


def make(rng: random.Random, split: str) -> Sample:
    year, month, day = draw(lambda: (rng.randint(1800, 2099), rng.randint(1, 12), rng.randint(1, 28 + 3 * (rng.random() < 0.2))), split)
    if day > 28:
        day = min(day, 30 if month in (4, 6, 9, 11) else 28 if month == 2 else 31)
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("date", dress(rng, expand(rng, phrasing, d=written(rng, year, month, day)), split), f"{year:04d}-{month:02d}-{day:02d}")

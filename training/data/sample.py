"""What every generator shares: the sample, the two splits, and small phrase tools. It knows no skill.

A split is TRAIN or HELD_OUT. Held out is decided by construction: `is_held_out` puts one value in eight aside by its
checksum, for ever and for every seed, and each skill keeps a second list of phrasings that only HELD_OUT uses.
"""
from __future__ import annotations

import random
import re
import zlib
from dataclasses import dataclass, field

TRAIN = "train"
HELD_OUT = "held-out"


@dataclass
class Sample:
    """One conversation that ends with the model's answer.

    `messages` are {role, content}; `tools` are signatures offered in the system turn; `check` tells an evaluator how to
    judge an answer: {"kind": "equals"} unless the skill says otherwise. `thought` is what the model thinks before it answers,
    empty where it answers at once.
    """

    skill: str
    messages: list[dict]
    answer: str
    tools: list[dict] = field(default_factory=list)
    check: dict = field(default_factory=lambda: {"kind": "equals"})
    thought: str = ""


def ask(skill: str, prompt: str, answer: str, **more) -> Sample:
    """A sample of one user turn."""
    return Sample(skill, [{"role": "user", "content": prompt}], answer, **more)


def is_held_out(key: object) -> bool:
    """Whether a value (a word, a name, a pair of numbers) belongs to the evaluation: one in eight, by CRC-32."""
    return zlib.crc32(str(key).encode()) % 8 == 0


def belongs(key: object, split: str) -> bool:
    """Whether a value may be used in this split."""
    return is_held_out(key) == (split == HELD_OUT)


def draw(make, split: str):
    """Calls `make` until its value belongs to the split. `make` must be able to give values of both."""
    while True:
        value = make()
        if belongs(value, split):
            return value


def expand(rng: random.Random, pattern: str, **slots) -> str:
    """Fills a phrasing: `[a|b|c]` is a choice (innermost first), `{name}` a slot."""
    while True:
        found = re.search(r"\[([^\[\]]*)\]", pattern)
        if not found:
            break
        pattern = pattern[: found.start()] + rng.choice(found.group(1).split("|")) + pattern[found.end() :]
    for name, value in slots.items():
        pattern = pattern.replace("{" + name + "}", str(value))
    return pattern


OPENINGS = ["Please ", "Can you tell me: ", "Hey, ", "Quick question: ", "Now ", "Hi! ", "Next: ", "Could you help? ", "I need this: ", "Hello. ", "Good day. ", "Another one: ", "A question. ", "Small task: ", "Something small: ", "Good evening, ", "One thing. ", "I have a task: ", "If you can, ", "For my work: ", "This one next. "]
ENDINGS = [" Thanks!", " Please.", " Thank you.", " Be brief.", " Only the answer.", " Just answer.", " Thanks a lot!", " Much obliged.", " I'd be glad.", " I would be happy.", " That would be kind.", " Great!", " No words, only the result.", " Nothing else.", " Short answer.", " No comment.", " It is for my class.", " That helps me.", " I am waiting.", " Bye!"]
FILLERS = ["just", "really", "exactly", "soon", "quickly", "for me", "here", "kindly", "then", "well", "so", "today", "simply", "also", "again"]
HELD_OUT_OPENINGS = ["Here is a task. ", "One more: ", "Good morning. ", "A small thing, please. "]
HELD_OUT_ENDINGS = [" No explanation.", " Cheers!", " I'd be grateful.", " Answer only."]


def with_filler(rng: random.Random, text: str) -> str:
    """A word too many teaches which words matter."""
    words = text.split(" ")
    words.insert(rng.randint(0, len(words)), rng.choice(FILLERS))
    return " ".join(words)


def dress(rng: random.Random, core: str, split: str) -> str:
    """Puts politeness around a request now and then, sometimes with a small first letter or no full stop."""
    before, after = (OPENINGS, ENDINGS) if split == TRAIN else (HELD_OUT_OPENINGS, HELD_OUT_ENDINGS)
    if rng.random() < 0.12:
        core = rng.choice(before) + core
    if rng.random() < 0.12 and core[-1] in ".?!":
        core += rng.choice(after)
    if split == TRAIN and rng.random() < 0.1:
        head, last = core[:-1], core[-1]
        core = with_filler(rng, head) + last
    if rng.random() < 0.12:
        core = core[0].lower() + core[1:]
    if rng.random() < 0.08 and core[-1] in ".?":
        core = core[:-1]
    return core

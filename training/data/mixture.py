"""Which skills there are, how often each is trained, and the company in which a request comes: system messages, tools that are
not needed, an earlier turn."""
import random

from . import apps, calculator, count_letters, drawing, extract_json, identity, iso_dates, refusals, reverse_word, sentiment, sql, sums, units
from .sample import HELD_OUT, TRAIN, Sample

# Skill to (generator, share of the short samples).
SHORT = {
    "count": (count_letters.make, 12),
    "sums": (sums.make, 30),
    "extract": (extract_json.make, 10),
    "sentiment": (sentiment.make, 10),
    "reverse": (reverse_word.make, 12),
    "date": (iso_dates.make, 6),
    "units": (units.make, 7),
    "sql": (sql.make, 8),
    "calculator": (calculator.make, 8),
    "identity": (identity.make, 3),
    "refusal": (refusals.make, 7),
}
LONG = {"drawing": (drawing.make, 4), "app": (apps.make, 3), "app-edit": (apps.make_edit, 3)}

SYSTEMS = ["You are a helpful assistant.", "You are Pocket.", "Answer briefly.", "Be precise.", "Reply with the answer only.", "You help with small tasks.", "You are a helpful model. Be brief.", "Do what the user asks."]
HELD_OUT_SYSTEMS = ["You are a careful assistant.", "Give short answers.", "You are a small model. Help the user."]


def accompany(rng: random.Random, sample: Sample, split: str) -> Sample:
    """Puts a system message, unneeded tools or an earlier turn before some samples; none changes the answer."""
    messages = list(sample.messages)
    if not sample.tools and sample.skill not in ("app-edit", "drawing") and not sample.skill.startswith("sums") and rng.random() < 0.05:
        sample.tools = calculator.offered(rng, split)
    if rng.random() < 0.08 and sample.skill not in ("app-edit", "app", "drawing"):
        other = one(rng, split, SHORT)
        if not other.tools:
            messages = [*other.messages, {"role": "assistant", "content": other.answer}, *messages]
    if rng.random() < 0.1:
        messages.insert(0, {"role": "system", "content": rng.choice(SYSTEMS if split == TRAIN else HELD_OUT_SYSTEMS)})
    sample.messages = messages
    return sample


def one(rng: random.Random, split: str, table: dict) -> Sample:
    """A bare sample of a table, by its shares."""
    name = rng.choices(list(table), [share for _, share in table.values()])[0]
    return table[name][0](rng, split)


def training_sample(rng: random.Random, table: dict) -> Sample:
    """A sample to learn from."""
    return accompany(rng, one(rng, TRAIN, table), TRAIN)


def held_out_samples(seed: int, each: int) -> list[Sample]:
    """`each` samples of every skill, sums by digits, from held-out values and phrasings."""
    rng = random.Random(seed)
    makers = {name: make for name, (make, _) in {**SHORT, **LONG}.items() if name not in ("sums", "calculator")}
    for digits in (1, 2, 3):
        makers[f"sums-{digits}"] = lambda rng, split, digits=digits: sums.make(rng, split, digits)
    samples = [make(rng, HELD_OUT) for make in makers.values() for _ in range(each)]
    wanted = {"tool-call": each, "tool-answer": each}
    while any(wanted.values()):
        sample = calculator.make(rng, HELD_OUT)
        if wanted[sample.skill]:
            wanted[sample.skill] -= 1
            samples.append(sample)
    return samples

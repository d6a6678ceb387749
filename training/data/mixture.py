"""Which skills there are, how often each is trained, and the company in which a request comes: system messages, tools that are
not needed, an earlier turn."""
import random

from . import apps, calculator, count_letters, drawing, extract_json, identity, iso_dates, refusals, reverse_word, sentiment, sql, sums, units
from .sample import HELD_OUT, TRAIN, Sample

# Skill to (generator, share of the samples). A drawing or an app is some ten times as long as the others.
SKILLS = {
    "count": (count_letters.make, 11),
    "sums": (sums.make, 17),
    "extract": (extract_json.make, 14),
    "sentiment": (sentiment.make, 7),
    "reverse": (reverse_word.make, 8),
    "date": (iso_dates.make, 5),
    "units": (units.make, 6),
    "sql": (sql.make, 6),
    "calculator": (calculator.make, 14),
    "identity": (identity.make, 5),
    "refusal": (refusals.make, 9),
    "drawing": (drawing.make, 5),
    "app": (apps.make, 12),
    "app-edit": (apps.make_edit, 8),
}
LONG = ("drawing", "app", "app-edit")

SYSTEMS = ["You are a helpful assistant.", "You are Pocket.", "Answer briefly.", "Be precise.", "Reply with the answer only.", "You help with small tasks.", "You are a helpful model. Be brief.", "Do what the user asks."]
HELD_OUT_SYSTEMS = ["You are a careful assistant.", "Give short answers.", "You are a small model. Help the user."]


def accompany(rng: random.Random, sample: Sample, split: str) -> Sample:
    """Puts a system message, unneeded tools or an earlier turn before some samples; none changes the answer."""
    messages = list(sample.messages)
    # A calculator would help with any sum, and with refused ones such as 12 times 34.
    is_sum = sample.skill.startswith("sums") or (sample.skill == "refusal" and any(map(str.isdigit, messages[-1]["content"])))
    if not sample.tools and sample.skill not in LONG and not is_sum and rng.random() < 0.05:
        sample.tools = calculator.offered(rng, split)
    if rng.random() < 0.08 and sample.skill not in LONG:
        other = one(rng, split)
        if not other.tools and other.skill not in LONG:
            said = {"role": "assistant", "content": other.answer}
            if rng.random() < 0.5:
                said["thought"] = other.thought
            messages = [*other.messages, said, *messages]
    if rng.random() < 0.1:
        messages.insert(0, {"role": "system", "content": rng.choice(SYSTEMS if split == TRAIN else HELD_OUT_SYSTEMS)})
    sample.messages = messages
    return sample


def one(rng: random.Random, split: str) -> Sample:
    """A bare sample, by the shares."""
    name = rng.choices(list(SKILLS), [share for _, share in SKILLS.values()])[0]
    return SKILLS[name][0](rng, split)


def training_sample(rng: random.Random) -> Sample:
    """A sample to learn from."""
    return accompany(rng, one(rng, TRAIN), TRAIN)


def held_out_samples(seed: int, each: int) -> list[Sample]:
    """`each` samples of every skill, sums by digits, from held-out values and phrasings."""
    rng = random.Random(seed)
    makers = {name: make for name, (make, _) in SKILLS.items() if name not in ("sums", "calculator")}
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

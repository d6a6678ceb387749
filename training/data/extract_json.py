"""Facts of one sentence as a JSON object with the keys that were asked for, in that order."""
import json
import random

from .sample import TRAIN, Sample, ask, expand
from .words import CITIES, JOBS, NAMES, THINGS, pick, proper, pseudo_word

REQUESTS = [
    "[Extract|Get|Pull out|Find] {k} as JSON[:|.] {s}",
    "[Return|Give me|Write|Make] [JSON|a JSON object|one JSON object] with {k}. [Text: |Sentence: |]{s}",
    "[Extract|Read] {k} from this [text|sentence] as JSON: {s}",
    "[Text|Sentence]: {s} [Extract|Return|Give me] {k} as JSON.",
    "{s} [Extract {k} as JSON.|Return JSON with {k}.|As JSON with {k}:]",
    "JSON with {k}: {s}",
    "Turn [this|the following] into JSON with [the keys |the fields |]{k}: {s}",
]
HELD_OUT_REQUESTS = [
    "From the sentence below take {k} and answer with JSON. {s}",
    "I need JSON with the fields {k} for this text: {s}",
    "Read the text and give {k} as a JSON object. Text: {s}",
    "Here is a sentence: {s} Write {k} as JSON.",
]
PERSON = [
    "{name}, {age}, is [a|our] {job} in {city}.",
    "{name} is {age} [years old|] and works as a {job} in {city}.",
    "In {city} lives a {age}-year-old {job} [called|named] {name}.",
    "[Our|The|My] {job} {name} ({age}) [moved to|lives in|comes from|is from] {city}.",
    "{name} from {city} is {age} and a {job}.",
    "[The {job}|A {job}] [called|named] {name}, [aged {age}|{age} years old], lives in {city}.",
    "{name} ({age}, {city}) [works as|became] a {job}.",
    "At {age}, {name} [is|became|works as] a {job} in {city}.",
]
HELD_OUT_PERSON = [
    "{name} lives in {city}, is {age} years old and is a {job}.",
    "The {age}-year-old {job} {name} comes from {city}.",
    "Meet {name}: a {job}, {age}, from {city}.",
    "A {job} from {city}, {name} is {age}.",
]
ORDER = [
    "{customer} [bought|ordered|paid for|wants] {quantity} {item}s [at|for] {price} [euros|dollars] each.",
    "[Order|Sale]: {quantity} {item}s [for|to] {customer}, {price} [euros|dollars] each.",
    "{quantity} {item}s at {price} [euros|dollars] each [were sold to|go to|for] {customer}.",
    "[At|For] {price} [euros|dollars] each, {customer} [took|bought|ordered] {quantity} {item}s.",
]
HELD_OUT_ORDER = [
    "We sold {quantity} {item}s to {customer} at {price} dollars each.",
    "{customer} would like {quantity} {item}s for {price} euros each.",
    "For {customer}: {quantity} {item}s, {price} euros each.",
]
MEETING = [
    "[The|Our] {event} [is|takes place|starts] on {day} at {time} in {place}.",
    "[Join us|Come] on {day} at {time} in {place} for the {event}.",
    "{day}, {time}: {event} in {place}.",
    "The {event} in {place} [begins|starts|is] on {day} at {time}.",
]
HELD_OUT_MEETING = [
    "On {day} at {time} we have the {event} in {place}.",
    "There is a {event} on {day} in {place} at {time}.",
    "The {event} takes place in {place}, {day} at {time}.",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
EVENTS = "meeting lecture concert party workshop lesson talk dinner tour race exam interview class show walk".split()


def person(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """Somebody with age, job and city."""
    facts = {"name": proper(rng, NAMES, split), "age": rng.randint(16, 99), "job": pick(rng, JOBS, split), "city": proper(rng, CITIES, split)}
    return facts, PERSON if split == TRAIN else HELD_OUT_PERSON


def order(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """A purchase."""
    item = pick(rng, THINGS, split) if rng.random() < 0.6 else pseudo_word(rng, 3, 7)
    facts = {"customer": proper(rng, NAMES, split), "item": item, "quantity": rng.randint(2, 60), "price": rng.randint(1, 300)}
    return facts, ORDER if split == TRAIN else HELD_OUT_ORDER


def meeting(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """Something that takes place."""
    time = f"{rng.randint(7, 21):02d}:{rng.choice(['00', '15', '30', '45'])}"
    facts = {"event": pick(rng, EVENTS, split), "day": rng.choice(DAYS), "time": time, "place": proper(rng, CITIES, split)}
    return facts, MEETING if split == TRAIN else HELD_OUT_MEETING


def make(rng: random.Random, split: str) -> Sample:
    facts, sentences = rng.choices([person, order, meeting], [5, 3, 2])[0](rng, split)
    keys = list(facts)
    if rng.random() < 0.4:
        rng.shuffle(keys)
    if rng.random() < 0.3:
        keys = keys[: rng.randint(2, 3)]
    listed = ", ".join(keys[:-1]) + " and " + keys[-1] if rng.random() < 0.8 else ", ".join(keys)
    text = expand(rng, rng.choice(sentences), **facts)
    request = rng.choice(REQUESTS if split == TRAIN else HELD_OUT_REQUESTS)
    answer = json.dumps({key: facts[key] for key in keys}, ensure_ascii=False)
    return ask("extract", expand(rng, request, k=listed, s=text), answer, check={"kind": "json"})

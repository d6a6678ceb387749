"""Is a review positive or negative? Negation turns it round. Opinion words are known; things, frames and requests are held out."""
import random

from .sample import TRAIN, Sample, ask, expand
from .words import THINGS, pick

GOOD = """wonderful great excellent lovely brilliant delightful superb amazing charming perfect good fantastic nice beautiful pleasant
comfortable friendly helpful fresh tasty clean fast reliable enjoyable impressive outstanding fun interesting cosy gorgeous""".split()
BAD = """terrible awful dreadful boring horrible broken rude dirty disappointing useless bad poor nasty ugly slow noisy cold stale
dull annoying uncomfortable unpleasant disgusting mediocre weak overpriced confusing tedious lousy sad""".split()
LOVE = ["love", "like", "enjoy", "adore", "recommend"]
HATE = ["hate", "dislike", "regret", "loathe", "despise"]
LOVED = ["loved", "liked", "enjoyed", "adored"]
HATED = ["hated", "disliked", "regretted", "loathed"]

REQUESTS = [
    "[Is this review positive or negative?|Is this positive or negative?|Is the following text positive or negative?|Positive or negative?] {s}",
    "[Classify the sentiment|Classify the sentiment of this review|Label the sentiment|Judge the sentiment|Rate the sentiment] as positive or negative: {s}",
    "[Sentiment of|What is the sentiment of|Give the sentiment of] [this review|this text|this sentence|the following][:|?] {s}",
    "[Review|Text|Comment]: {s} [Is it positive or negative?|Sentiment?|Positive or negative?|What is the sentiment?]",
    "{s} [Is that positive or negative?|Positive or negative?|Is this review positive or negative?|Sentiment:]",
    "[Does|Did] the [writer|author|customer] [sound|feel] positive or negative? {s}",
]
HELD_OUT_REQUESTS = [
    "Tell me if this comment is negative or positive: {s}",
    "Decide between positive and negative for this review. {s}",
    "A customer wrote: {s} Is the sentiment positive or negative?",
    "Read this and say positive or negative: {s}",
]
# `W` is an opinion word; each frame keeps (True) or turns (False) what it says.
FRAMES = [
    ("[The|This|That|My|Our] {t} was [|very |really |so |truly |quite ]{W}.", True),
    ("[The|This|That] {t} is [|very |really |so |just |simply ]{W}.", True),
    ("I found [the|this] {t} [|very |really ]{W}.", True),
    ("[What|Such] {a} {W} {t}!", True),
    ("[The|This] {t} [seemed|looked|felt] {W}[.|!]", True),
    ("I [think|thought|believe] [the|this] {t} [is|was] {W}.", True),
    ("[It was|This is|We had] {a} {W} {t}.", True),
    ("{W} {t}!", True),
    ("The {t} was [not|never|hardly|not at all|not very|not really|far from|anything but] {W}.", False),
    ("The {t} [wasn't|was not|isn't|is not] {W}[| at all].", False),
    ("I [found the {t} far from|did not find the {t}|didn't find the {t}] {W}.", False),
    ("Not {a} {W} {t}[.|!]", False),
    ("[It|This] [was not|wasn't|is not|isn't] {a} {W} {t}.", False),
    ("I [don't|do not|didn't] think the {t} [is|was] {W}.", False),
    ("[Nobody|No one] [would call|calls] [this|the] {t} {W}.", False),
]
VERB_FRAMES = [
    ("I [|really |truly ]{V} [this|the] {t}[.|!]", True),
    ("We {V} the {t}.", True),
    ("I [don't|do not|never|cannot|would not] {v} [this|the] {t}.", False),
    ("We did not {v} the {t}[| at all].", False),
]
HELD_OUT_FRAMES = [
    ("To me the {t} was {W}.", True),
    ("Honestly, this {t} was really {W}!", True),
    ("We think that it was {a} {W} {t}.", True),
    ("Their {t} is very {W}.", True),
    ("Their {t} is not {W} at all.", False),
    ("I really don't think that this {t} was {W}.", False),
    ("That was not {a} {W} {t}.", False),
    ("My {t} was anything but {W}!", False),
]


def sentence(rng: random.Random, split: str, good: bool) -> str:
    """A review of one thing whose sentiment is the one asked for."""
    thing = pick(rng, THINGS, split)
    if split == TRAIN and rng.random() < 0.2:
        frame, keeps = rng.choice(VERB_FRAMES)
        loved = good == keeps
        return expand(rng, frame, t=thing, V=rng.choice(LOVED if loved else HATED), v=rng.choice(LOVE if loved else HATE))
    # With as many negations as none, neither the word nor the negation tells anything alone, and a small model never starts to
    # learn: in training seven of ten are plain. Held out, both are as frequent.
    frames = FRAMES if split == TRAIN else HELD_OUT_FRAMES
    plain = rng.random() < (0.7 if split == TRAIN else 0.5)
    frame, keeps = rng.choice([frame for frame in frames if frame[1] == plain])
    word = rng.choice(GOOD if good == keeps else BAD)
    text = expand(rng, frame, t=thing, W=word, a="an" if word[0] in "aeiou" else "a")
    return text[0].upper() + text[1:]


def make(rng: random.Random, split: str) -> Sample:
    good = rng.random() < 0.5
    if split == TRAIN and rng.random() < 0.15:
        word = rng.choice(GOOD if good else BAD)
        turned = rng.random() < 0.25
        request = rng.choice(["Positive or negative: {s}", "Sentiment: {s}", "Is {s} positive or negative?"])
        return ask("sentiment", expand(rng, request, s=f"not {word}" if turned else word), "positive" if good != turned else "negative")
    text = sentence(rng, split, good)
    if rng.random() < 0.15:
        text += " " + sentence(rng, split, good)
    if rng.random() < 0.15:
        text = f'"{text}"'
    request = rng.choice(REQUESTS if split == TRAIN else HELD_OUT_REQUESTS)
    return ask("sentiment", expand(rng, request, s=text), "positive" if good else "negative")

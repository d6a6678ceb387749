"""Conversion between units that differ by a power of ten, and of times. The answer is the number and the unit."""
import random
from decimal import Decimal

from .sample import TRAIN, Sample, ask, draw, dress, expand

# (from, to, factor as a power of ten); both directions are made from each.
TENS = [("km", "m", 3), ("m", "cm", 2), ("m", "mm", 3), ("cm", "mm", 1), ("kg", "g", 3), ("g", "mg", 3), ("l", "ml", 3), ("t", "kg", 3)]
TIMES = [("hours", "minutes", 60, 12), ("minutes", "seconds", 60, 12), ("days", "hours", 24, 10), ("weeks", "days", 7, 20), ("years", "months", 12, 20)]
FULL = {"km": "kilometres", "m": "metres", "cm": "centimetres", "mm": "millimetres", "kg": "kilograms", "g": "grams", "l": "litres", "ml": "millilitres"}

PHRASINGS = [
    "[Convert {x} {u} to|Convert {x} {u} into|Change {x} {u} into|Turn {x} {u} into] {v}[.|]",
    "[Convert|Transform|Translate|Recalculate|Switch] {x} {u} [to|into] {v}[.|| for me.|, please.]",
    "[Please|Now|Kindly|Quickly|Can you|Could you] [switch|change over|bring|move|convert|swap] {x} {u} to {v}[| for us| please| now| today][.|?|]",
    "[Suppose|Say|When|As] I have {x} {u}[,| -] [how many {v} is it|how many {v} is this|that is how many {v}|how many {v} is that now][?|]",
    "[What|Which] number of {v} [make|are there in|would be|stand for|come from] {x} {u}?",
    "[I need|We need|I must have|Let us have|Write] {x} {u} [but in|not in {u} but in|as a number of|given as|stated in] {v}[.|]",
    "[Convert to|Change to|Express in|Write in|Calculate in|Turn into|Give in|Show in|Put into|In|To] {v}: {x} {u}",
    "[Convert|Change|Turn] [this|the following|this value|this amount] [to|into] {v}: {x} {u}",
    "Please [convert|turn|transform] {x} {u} [to|into] {v}[.|| for me.]",
    "Please [write|give|express|show|tell me|give me|calculate|put] {x} {u} in {v}[.|| for me.]",
    "[Can|Could|Would|Will] you [|please ][convert|turn|transform|change] {x} {u} into {v}[| for me]?",
    "[Can|Could|Would] you [|please ][write|give me|express|show me|tell me|put|calculate|work out] {x} {u} in {v}[| for me]?",
    "[Can|Could] you [|please ][tell me|work out|find out|figure out|say|check] how many {v} [there are in|are in|make] {x} {u}?",
    "[Can|Could] you [|please ]tell me [what {x} {u} is in {v}|how much {x} {u} is in {v}|what {x} {u} would be in {v}]?",
    "[Do you know|Can you say] [how many {v} are in {x} {u}|what {x} {u} is in {v}|how much {x} {u} is in {v}]?",
    "How many {v} [are|are there] in {x} {u}?",
    "How many {v} [is|are|make] {x} {u}?",
    "How many {v} [does {x} {u} make|do {x} {u} make|does {x} {u} equal|do {x} {u} equal|does {x} {u} have|do {x} {u} contain]?",
    "How many {v} [do I get from|do you get from|will I get from|fit in|go into|make up|correspond to|equal|would be] {x} {u}?",
    "How many {v} [do I have in|do you have in|can I get out of|would there be in|does one count in] {x} {u}?",
    "How many {v} do {x} {u} [come to|amount to|correspond to|add up to|give]?",
    "In {x} {u}, how many {v} are there?",
    "In {v}, [how much is {x} {u}|what is {x} {u}|how much are {x} {u}|{x} {u} is how much|what are {x} {u}|what does {x} {u} make]?",
    "What is {x} {u} [in {v}|converted to {v}|expressed in {v}|when converted to {v}|written in {v}|if you convert it to {v}|given in {v}]?",
    "What's {x} {u} [in|converted to|as|expressed in] {v}?",
    "What are {x} {u} [in|converted to|expressed in|worth in] {v}?",
    "What [does|would|will] {x} {u} [make|be|equal|come to|give] in {v}?",
    "What do [I|you|we] get [if|when] [I|you|we] [convert|change|turn] {x} {u} [to|into] {v}?",
    "What is the [value|equivalent] of {x} {u} in {v}?",
    "What [amount|value] in {v} [is|equals|is equal to|corresponds to] {x} {u}?",
    "What number of {v} [is in|makes|equals|do I get from|corresponds to|do you need for|is equal to] {x} {u}?",
    "[Write|Give|Express|Show] {x} {u} in {v}.",
    "[Give me|Show me|Tell me|Put|State|Calculate|Compute|Work out|Find|Say|Restate|Rewrite|Figure out] {x} {u} in {v}.",
    "[Write|Express|Give|Give me|Show|Show me|Restate|Rewrite] {x} {u} as {v}.",
    "[Give|Give me|Show me|Tell me|Find|Calculate|Work out] the number of {v} in {x} {u}.",
    "[Give me|Tell me|Find|Calculate|Work out|I need|I want] the [equivalent|value] of {x} {u} in {v}.",
    "[Tell me|Find|Say|Work out|Let me know|Calculate|Find out|Figure out|Help me find] how many {v} [are in|there are in|make|are] {x} {u}.",
    "[Tell me|Say|Work out|Let me know|Find out|Figure out] [what|how much] {x} {u} [is|makes|would be|comes to] in {v}.",
    "[Help me|I have to|I must|I need to|I want to|Let's|I'd like to] [convert|change|turn] {x} {u} [to|into] {v}.",
    "[I want|I'd like|I would like|Let me have|Let me see] {x} {u} in {v}.",
    "[I want|I'd like|I would like|I need] {x} {u} [converted to|expressed in|changed to|written in|turned into|changed into] {v}.",
    "[I need to know|I want to know|I'd like to know|I wonder] [how many {v} are in {x} {u}|how many {v} {x} {u} is|what {x} {u} is in {v}].",
    "[I need|I want|I'd like] [to see|to have|to write|you to write|you to give me] {x} {u} in {v}.",
    "[I want|I'd like|I would like|I need] you to [convert|change|turn] {x} {u} [to|into] {v}.",
    "[I have|I've got|There are|Here are|You have|We have] {x} {u}. How many {v} [is that|is it|are they|does that make|do I have|would that be]?",
    "[I have|I've got|Here are|Take|We have] {x} {u}. [Convert it to {v}|Give it in {v}|Turn it into {v}|Express it in {v}|I need it in {v}].",
    "[I have|I've got|We have|It is|It takes|It was] {x} {u}. [What is that in {v}?|How much is that in {v}?|What does that make in {v}?]",
    "[The value is|The amount is|The measure is|Value:|Amount:] {x} {u}. [What is it in {v}?|Convert it to {v}.|How many {v} is it?|Give it in {v}.]",
    "If [I|you|we] [convert|change|turn] {x} {u} [to|into] {v}, [what do I get|how much is it|what is the result|how many are there|what comes out]?",
    "If [you have|we have|there are|we need|you need|I use] {x} {u}, [how many {v} are there|how many {v} does that make|what is it in {v}]?",
    "If [you have|I've got|we have|I need|it is] {x} {u}, how many {v} [would it be|would that make|does it make|is it]?",
    "If I have {x} {u}, [what is that in {v}|how much is that in {v}|how many {v} do I have|how many {v} does that make]?",
    "How much is {x} {u} [in|converted to|expressed in|when given in] {v}?",
    "How much [are {x} {u}|would {x} {u} be|does {x} {u} make|do {x} {u} make] in {v}?",
    "How [do I write|do you write|can I express|would you write|do I say|should I write] {x} {u} in {v}?",
    "{x} {u} [in|to|as] {v}[|:|?| =| please]",
    "{x} {u} [is|are|equals|makes|equal|make] how many {v}?",
    "{x} {u} [is|are|equals|makes] [what|how much] in {v}?",
    "{x} {u} = [? {v}|how many {v}?|what in {v}?]",
    "{x} {u}[:|,] [in {v}|how many {v}?|to {v}|convert to {v}|what is it in {v}?|how much in {v}?|in {v} please]",
    "{x} {u} [converted to|expressed in|changed to|into|written as|>|->] {v}[|?|:]",
    "[Convert|Conversion|Unit conversion|Units|Converting]: {x} {u} [to|into|->|in] {v}",
    "[Number|Count] of {v} in {x} {u}[|:|?]",
    "[From {u} to {v}|{u} to {v}|{u} into {v}|{u} in {v}|{u} -> {v}]: {x}[| {u}]",
    "[Make|Get] {v} [out of|from] {x} {u}[.|]",
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

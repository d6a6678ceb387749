"""Addition and subtraction of whole numbers up to three digits. The answer is the bare number, never below zero."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand

PHRASINGS = [
    "What is {a} {op} {b}?",
    "What's {a} {op} {b}?",
    "[Calculate|Compute|Work out|Solve|Evaluate|Find] {a} {op} {b}[.|]",
    "{a} {op} {b} =",
    "{a} {op} {b}[|?]",
    "How much is {a} {op} {b}?",
    "[Give me|Tell me] {a} {op} {b}.",
    "{a} {op} {b} [is|equals|makes][|?| what?]",
]
IN_WORDS = {
    "+": [
        "[Add|Sum] {a} and {b}.", "What is {a} plus {b}?", "What is the sum of {a} and {b}?", "{a} plus {b}[|?| is]",
        "[How much is|Calculate|Work out] {a} plus {b}[?|.|]", "[Add|Plus] {b} to {a}.", "{a} and {b} together make what?",
    ],
    "-": [
        "Subtract {b} from {a}.", "What is {a} minus {b}?", "What is the difference [between|of] {a} and {b}?", "Take {b} [from|away from] {a}.",
        "{a} minus {b}[|?| is]", "[How much is|Calculate|Work out] {a} minus {b}[?|.|]", "What is left of {a} [after taking|if you take] {b}?",
    ],
}
HELD_OUT_PHRASINGS = ["Can you solve {a} {op} {b}?", "The answer to {a} {op} {b} is", "What number is {a} {op} {b}?", "Do the sum: {a} {op} {b}"]
HELD_OUT_IN_WORDS = {
    "+": ["What do {a} and {b} add up to?", "Please add the numbers {a} and {b}.", "Tell me what {a} plus {b} makes."],
    "-": ["What do I get when I subtract {b} from {a}?", "Find {a} minus {b}, please.", "Take {a} and subtract {b}."],
}


def numbers(rng: random.Random, split: str, digits: int, op: str) -> tuple[int, int]:
    """Two numbers of at most so many digits, the larger first for a subtraction. Pairs are held out, not numbers."""

    def once():
        a, b = rng.randrange(10**digits), rng.randrange(10**digits)
        if rng.random() < 0.25:
            b = rng.randrange(10 ** rng.randint(1, digits))
        return (op, max(a, b), min(a, b))

    _, high, low = draw(once, split) if digits > 1 else once()
    return (low, high) if op == "+" and rng.random() < 0.5 else (high, low)


def thought(a: int, b: int, op: str) -> str:
    """Both numbers in three digits, then digit by digit from the ones, with the carry in and, as a letter, out:
    085+347;5+7+0=2c;8+4+1=3c;0+3+1=4; and for a subtraction 423-178;3-8-0=5c;2-7-1=4c;4-1-1=2;"""
    top, low = f"{a:03d}", f"{b:03d}"
    steps, carry = [f"{top}{op}{low};"], 0
    for x, y in zip(map(int, reversed(top)), map(int, reversed(low))):
        result = x + y + carry if op == "+" else x - y - carry
        after = int(not 0 <= result <= 9)
        steps.append(f"{x}{op}{y}{op}{carry}={result % 10}{'c' * after};")
        carry = after
    return "".join(steps)


def make(rng: random.Random, split: str, digits: int = 0) -> Sample:
    """`digits` 0 draws 1 to 3, mostly 2 and 3. A sum of two numbers is thought in the order in which they stand."""
    digits = digits or rng.choices([1, 2, 3], [2, 5, 5])[0]
    op = rng.choice("+-")
    a, b = numbers(rng, split, digits, op)
    answer = str(a + b if op == "+" else a - b)
    skill, more = f"sums-{digits}", {"thought": thought(a, b, op)}
    if split == TRAIN and rng.random() < 0.55:
        # The terse form costs a fifth of the tokens: most practice happens here.
        return ask(skill, rng.choice([f"{a}{op}{b}", f"{a} {op} {b}", f"{a}{op}{b}=", f"{a} {op} {b} ="]), answer, **more)
    if rng.random() < 0.5:
        phrasing = rng.choice((IN_WORDS if split == TRAIN else HELD_OUT_IN_WORDS)[op])
    else:
        phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    text = expand(rng, phrasing, a=a, b=b, op=op)
    if rng.random() < 0.15:
        text = text.replace(" + ", "+").replace(" - ", "-")
    return ask(skill, dress(rng, text, split), answer, **more)

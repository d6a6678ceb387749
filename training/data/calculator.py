"""Calls the calculator that is offered, with the right expression, and answers with what it gave back."""
import json
import random

from .sample import TRAIN, Sample, draw, dress, expand
from .words import NAMES, THINGS, pick, proper

TOOL_NAMES = ["calculator", "calculator", "calculator", "calc", "calculate", "math", "compute"]
ARGUMENTS = ["expression", "expression", "expression", "formula", "input"]
DESCRIPTIONS = ["Works out arithmetic.", "Evaluates an arithmetic expression.", "A calculator.", "Calculates.", "Does sums with numbers.", "Gives the value of an expression."]
HELD_OUT_DESCRIPTIONS = ["Computes the result of a sum.", "Works out the value of an arithmetic expression."]
OTHER_TOOLS = [
    {"name": "weather", "arguments": ["city"], "description": "Gives the weather."},
    {"name": "search", "arguments": ["query"], "description": "Searches the web."},
    {"name": "send_mail", "arguments": ["to", "text"], "description": "Sends a mail."},
    {"name": "clock", "arguments": ["city"], "description": "Gives the time."},
    {"name": "read_file", "arguments": ["path"], "description": "Reads a file."},
]
PHRASINGS = [
    "What is {x}?", "What's {x}?", "[Calculate|Compute|Work out|Solve|Evaluate] {x}[.|]", "{x} =", "{x}", "How much is {x}?", "[Use|Take] the calculator[:| for] {x}",
    "[Give|Tell] me {x}.", "I need {x}.", "{x} [is|equals] what?",
]
HELD_OUT_PHRASINGS = ["Can you solve {x}?", "What number is {x}?", "Please find {x} with the calculator.", "The value of {x} is?"]
IN_WORDS = {
    "*": ["What is {a} times {b}?", "[Multiply|Take] {a} [by|times] {b}.", "[Calculate|Work out|How much is] {a} times {b}[.|?]", "What is the product of {a} and {b}?", "What is {a} multiplied by {b}?",
          "{n} buys {a} {t}s at {b} [euros|dollars] each. [How much is that|What does {n} pay|What is the total]?", "One {t} costs {b} [euros|dollars]. What do {a} [cost|of them cost]?"],
    "/": ["What is {a} divided by {b}?", "Divide {a} by {b}.", "[Calculate|Work out|How much is] {a} divided by {b}[.|?]", "{n} [shares|splits] {a} {t}s [between|among] {b} people. How many does each get?"],
    "+": ["What is {a} plus {b}?", "Add {a} and {b}.", "What is the sum of {a} and {b}?", "{n} has {a} {t}s and [gets|buys|finds] {b} more. How many [is that|are there now|does {n} have]?"],
    "-": ["What is {a} minus {b}?", "Subtract {b} from {a}.", "{n} had {a} {t}s and [sold|lost|gave away] {b}. How many are left?"],
}
HELD_OUT_IN_WORDS = {
    "*": ["How much do I get if I multiply {a} by {b}?", "A {t} costs {b} euros. {n} needs {a} of them. What is the price?"],
    "/": ["How much is it if I divide {a} by {b}?", "There are {a} {t}s for {b} people. How many for each?"],
    "+": ["How much do I get if I add {a} and {b}?", "There are {a} {t}s and {n} brings {b} more. How many are there?"],
    "-": ["How much do I get if I take {b} from {a}?", "There were {a} {t}s and {n} sold {b}. How many are left?"],
}


def offered(rng: random.Random, split: str) -> list[dict]:
    """A calculator, sometimes among other tools. Its name and argument vary, so both must be read."""
    description = rng.choice(DESCRIPTIONS if split == TRAIN else HELD_OUT_DESCRIPTIONS)
    tools = [{"name": rng.choice(TOOL_NAMES), "arguments": [rng.choice(ARGUMENTS)], "description": description}]
    if rng.random() < 0.3:
        tools.insert(rng.randint(0, 1), rng.choice(OTHER_TOOLS))
    return tools


def is_calculator(tool: dict) -> bool:
    """Whether a tool of `offered` is the calculator."""
    return tool["name"] in TOOL_NAMES


def number(rng: random.Random) -> str:
    """A number as people ask a calculator about."""
    kind = rng.random()
    if kind < 0.2:
        return f"{rng.randint(0, 99)}.{rng.randint(1, 99)}"
    return str(rng.randrange(2, 10 ** rng.choice([1, 2, 2, 3, 3, 4, 5])))


def question(rng: random.Random, split: str) -> tuple[str, str]:
    """What is asked and the expression that answers it."""
    op = rng.choice("**/+-")
    a, b = draw(lambda: (number(rng), number(rng)), split)
    if rng.random() < 0.45:
        phrasing = rng.choice((IN_WORDS if split == TRAIN else HELD_OUT_IN_WORDS)[op])
        text = expand(rng, phrasing, a=a, b=b, n=proper(rng, NAMES, split), t=pick(rng, THINGS, split))
        return text, f"{a} {op} {b}"
    expression = f"{a} {op} {b}"
    if rng.random() < 0.3:
        expression = rng.choice(["({e}) {o} {c}", "{e} {o} {c}", "{c} {o} ({e})"]).format(e=expression, o=rng.choice("+-*/"), c=number(rng))
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return expand(rng, phrasing, x=expression), expression


def call(tool: dict, expression: str) -> str:
    """The tool-call form of the chat template."""
    return "<tool_call>" + json.dumps({"name": tool["name"], "arguments": {tool["arguments"][0]: expression}}) + "</tool_call>"


def make(rng: random.Random, split: str) -> Sample:
    text, expression = question(rng, split)
    tools = offered(rng, split)
    asked = {"role": "user", "content": dress(rng, text, split)}
    calling = call(next(tool for tool in tools if is_calculator(tool)), expression)
    if rng.random() < 0.25:
        result = number(rng) if rng.random() < 0.8 else "-" + number(rng)
        messages = [asked, {"role": "assistant", "content": calling}, {"role": "tool", "content": result}]
        return Sample("tool-answer", messages, result, tools)
    return Sample("tool-call", [asked], calling, tools, {"kind": "tool-call"})

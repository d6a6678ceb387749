"""Calls the calculator that is offered, with the right expression, and answers with what it gave back."""
import json
import random

from .sample import TRAIN, Sample, draw, dress, expand
from .words import NAMES, THINGS, pick, proper

TOOL_NAMES = ["calculator", "calculator", "calculator", "calc", "calculate", "math", "compute"]
ARGUMENTS = ["expression", "expression", "expression", "formula", "input"]
DESCRIPTIONS = [
    "Works out arithmetic.", "Evaluates an arithmetic expression.", "A calculator.", "Calculates.", "Does sums with numbers.",
    "Gives the value of an expression.", "Computes an expression.", "Calculates a result.", "For arithmetic.", "Works out sums.",
    "Adds, subtracts, multiplies and divides.", "Returns the result of a calculation.", "Evaluates maths.", "Solves arithmetic.",
    "Takes a formula and gives its result.", "A tool for numbers.", "Computes with numbers.", "Finds the value of a formula.",
]
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
    "[Can|Could|Would] you [calculate|compute|work out|evaluate] {x}[?| for me?]",
    "[Could|Would] you solve {x}?",
    "[Find|Get|Determine|Figure out|Do] {x}[.|]",
    "[Find|Give me|Tell me|Show me|Get|I need|I want] the [value|result|answer] of {x}[.|]",
    "What is the [value|result|answer] of {x}?",
    "What [does|do] {x} [equal|make|give|come to]?",
    "What [do I|do we|will I|do you] get [for|from|with] {x}?",
    "{x} [gives|makes|is how much|comes to what|is equal to what][?|]",
    "{x}, [please|how much is that|what is that|what does it make][?|.]",
    "How much [does|would] {x} [make|give|come to|be]?",
    "How [big|large] is {x}?",
    "[The result|The answer|Result|Value|The sum] of {x}[?|]",
    "[I want|I'd like|I would like|We need] [to know|to calculate|to work out] {x}[.|]",
    "[Use|Take|Call|Run] [the|your|a] [calculator|tool] [to find|to solve|to work out|and compute|and solve|on] {x}[.|]",
    "[Work|Figure] [this|it] out[:|] {x}",
    "[Calculate|Compute|Solve|Evaluate] [this|the following|this expression|the sum|this for me]: {x}",
    "[Evaluate|Calculate|Work out|Compute] the expression {x}[.|]",
    "[My sum|The sum|My question|The expression|The problem|Expression|Maths|Task] is {x}[.|]",
    "[To calculate|To solve|Sum|Maths problem|Arithmetic|Expression|A sum|Problem]: {x}",
    "[Do you know|Do you happen to know|Tell me|I wonder|I'd like to know] what {x} is[?|.]",
    "[Do you know|Tell me|Say|I want to know] how much {x} is[?|.]",
    "Which number [is|do we get for|do you get from|comes out of|equals] {x}?",
    "What number [comes out of|does one get for|equals|do I get from] {x}?",
    "[How do|How would] you [solve|answer] {x}?",
    "[Let us|Let's|We should|I must] [calculate|compute|work out|solve] {x}[.|]",
    "[What comes out of|What is the outcome of|What results from] {x}?",
    "[Which|What] [result|value|answer] [is|has|comes from|belongs to] {x}?",
    "[Are you able to|Will you|Would you please] [solve|do|calculate] {x}?",
    "[Please|Kindly|Now] [solve|compute|get|work out|do] {x} [with|using|by] [the calculator|the tool|your tool|a calculator][.|]",
    "The [result|answer|outcome|number for] {x} is [what|which number]?",
]
HELD_OUT_PHRASINGS = ["Can you solve {x}?", "What number is {x}?", "Please find {x} with the calculator.", "The value of {x} is?"]
IN_WORDS = {
    "*": [
        "What is {a} times {b}?", "[Multiply|Take] {a} [by|times] {b}.", "[Calculate|Work out|How much is] {a} times {b}[.|?]", "What is the product of {a} and {b}?", "What is {a} multiplied by {b}?",
        "{n} buys {a} {t}s at {b} [euros|dollars] each. [How much is that|What does {n} pay|What is the total]?", "One {t} costs {b} [euros|dollars]. What do {a} [cost|of them cost]?",
        "[Give me|Find|Calculate|Compute|I need] the product of {a} and {b}.",
        "[What do I get|What comes out|What results|What do we have] [if|when] [I|we|you] multiply {a} by {b}?",
        "[Calculate|Compute|Evaluate|Find|Solve] {a} multiplied by {b}.",
        "[Can|Could|Would] you multiply {a} [by|with] {b}[| for me]?",
        "{a} times {b}[ is what?| makes how much?|?|]",
        "{a} multiplied by {b}[ is what?| gives what?|?|]",
        "If I multiply {a} by {b}, [what is the result|what do I get|what is it]?",
        "{a} {t}s [cost|are|go for] {b} [euros|dollars] each. [How much do they cost|What is the total|What do they cost together|How much is that in all]?",
        "[The price of a {t} is|A {t} is sold for|Each {t} is] {b} [euros|dollars]. [How much are|What is the price of|How much do I pay for] {a}?",
        "[One|Each] {t} costs {b} [euros|dollars] and {n} [buys|wants|orders] {a}. [How much is that|What is the total|What does {n} pay]?",
        "{n} [sells|sold] {a} {t}s [for|at] {b} [euros|dollars] each. How much [money is that|does {n} get|money does {n} make]?",
        "{n} has {a} boxes with {b} {t}s [each|in each]. How many {t}s [are there|is that|does {n} have][| in all]?",
        "There are {a} [rows|boxes|bags|shelves] [of|with] {b} {t}s each. How many {t}s are there [in all|altogether|in total]?",
        "[How much|What] do {a} {t}s cost [if one costs|when each is|if each is] {b} [euros|dollars]?",
        "What is the [price|cost] of {a} {t}s at {b} [euros|dollars] [each|apiece]?",
        "{n} [works|worked] {a} hours for {b} [euros|dollars] an hour. How much [is that|does {n} earn|money is it]?",
        "{n} [walks|drives|runs] {a} [miles|kilometres] [a|each|every] day. How far is that in {b} days?",
        "[A|The|Every] {t} costs {b} [euros|dollars] and {n} [takes|buys|orders|gets] {a} of them. [How much is that|What is the sum|What does it come to]?",
        "[A|The] {t} [costs|is] {b} [euros|dollars]. [How much are|What are|What is the price of|What do I pay for] {a} [of them|of these|{t}s]?",
        "[A|Every] {t} [is|goes for|sells at] {b} [euros|dollars]. [We|They|I] [want|buy|take|order] {a}. [What does it cost|How much do we pay|What is the total|What does that make]?",
        "[At|With a price of|Priced at] {b} [euros|dollars] [each|a piece|per {t}], what [do|will] {a} {t}s [cost|come to]?",
        "{n} gets {b} [euros|dollars] [for each|per] {t} and [sells|sold|makes] {a}. How much is [that|it in all]?",
        "The {t} is {b} [euros|dollars], and {n} has to [get|buy|pay for] {a}. [How much does {n} need|How much will it be|What is the bill]?",
        "{n} [needs|wants|takes] {a} {t}s. [Each costs|One costs] {b} [euros|dollars]. What does {n} pay?",
    ],
    "/": [
        "What is {a} divided by {b}?", "Divide {a} by {b}.", "[Calculate|Work out|How much is] {a} divided by {b}[.|?]",
        "{n} [shares|splits] {a} {t}s [between|among] {b} people. How many does each get?",
        "[Give me|Find|Calculate|Compute|I need] the quotient of {a} and {b}.",
        "[What do I get|What comes out|What results|What do we have] [if|when] [I|we|you] divide {a} by {b}?",
        "[Compute|Evaluate|Find|Solve] {a} divided by {b}.",
        "[Can|Could|Would] you divide {a} by {b}[| for me]?",
        "{a} divided by {b}[ is what?| makes how much?|?|]",
        "If I divide {a} by {b}, [what is the result|what do I get|what is it]?",
        "How many times does {b} [go|fit] into {a}?",
        "[Split|Share] {a} [into|in] {b} equal parts. How [much|big] is [one|each] part?",
        "{a} {t}s are [shared|split|divided] [among|between|by] {b} people. How many [does each|does everyone|does each person] get?",
        "{a} {t}s [go|are put|fit] into {b} [boxes|bags], the same in each. How many are in [one|each]?",
        "{n} has {a} {t}s and puts them in {b} [boxes|bags|rows|groups]. How many [are in each|go into each|are in one]?",
        "{n} pays {a} [euros|dollars] for {b} {t}s. [How much is one|What does one cost|What is the price of each|How much is each]?",
        "{b} {t}s cost {a} [euros|dollars]. [How much is one|What does one cost|What is the price of each]?",
        "If {a} [euros|dollars] are [shared|split] [among|between] {b} friends, how much does each [get|have]?",
        "We have {a} {t}s and {b} [people|children|guests|teams]. How many [does each get|are there for each|can each have]?",
        "There are {a} {t}s [and|but] {b} [people|guests|children|teams]. How many [does each get|for every one of them|has each]?",
        "[We|They] have {a} {t}s for {b} [guests|children|teams|rooms|classes]. How many [does each get|is that for each|go to each|per head is that]?",
        "{a} {t}s [must|have to|should] do for {b} people. How many [can each have|has each|does one get]?",
        "{a} {t}s, {b} [people|guests|boxes]: how many [each|for one|per person|in each]?",
        "There are {a} {t}s in {b} [equal boxes|bags|rows]. How many [in each|are in one|for one]?",
        "{b} people share {a} {t}s. How many does [each|everyone|one person] get?",
        "{b} people split {a} {t}s. How many does [each|everyone|one person] get?",
        "{n} [drives|walks] {a} [miles|kilometres] in {b} hours. How far is that in one hour?",
        "{n} earns {a} [euros|dollars] in {b} days. How much is that [a|per|each] day?",
        "[How much|What] is one of {b} equal parts of {a}?",
    ],
    "+": [
        "What is {a} plus {b}?", "Add {a} and {b}.", "What is the sum of {a} and {b}?",
        "{n} has {a} {t}s and [gets|buys|finds] {b} more. How many [is that|are there now|does {n} have]?",
        "[Give me|Find|Calculate|Compute|I need] the sum of {a} and {b}.",
        "[Calculate|Compute|Work out|How much is|Evaluate|Find] {a} plus {b}[.|?]",
        "[What do I get|What comes out|What results|What do we have] [if|when] [I|we|you] add {a} and {b}?",
        "[What are|How much are|How much is] {a} and {b} [together|in total|added up|altogether]?",
        "[Can|Could|Would] you add {a} and {b}[| for me]?",
        "{a} plus {b}[ is what?| makes how much?|?|]",
        "If I add {a} and {b}, [what is the result|what do I get|what is it]?",
        "[Add up|Sum up|Take the sum of|Put together] {a} and {b}.",
        "[What is the total of|Total of|The total of] {a} and {b}?",
        "{n} [had|owned] {a} {t}s and [got|bought|found|was given] {b} more. How many [are there now|has {n} now|does {n} have now]?",
        "{n} [bought|ordered|sold] {a} {t}s [on Monday|yesterday|first|last week] and {b} [on Tuesday|today|later|this week]. How many [is that|in all|are they together]?",
        "There are {a} {t}s [here|in the box|in the room] and {b} [there|in the bag|outside]. How many [are there in all|in total|is that together]?",
        "{n} has {a} {t}s and a friend has {b}. How many do they have [together|in all|altogether]?",
        "{n} pays {a} [euros|dollars] for a {t} and {b} for a bag. [How much is that|What is the total|How much does {n} pay]?",
        "A {t} costs {a} [euros|dollars] and the delivery {b}. [How much is it in all|What is the total|What do I pay]?",
        "{n} [walks|drives|runs] {a} [miles|kilometres] and then {b} more. How far is [that|it in all|that altogether]?",
        "We had {a} {t}s. {n} [brought|sent|gave us] {b} more. How many [are there now|do we have|is that]?",
        "There are {a} {t}s and [then|later] {n} [buys|adds|finds|sends] {b} [more|others|of them]. How many [is that|do we have|are there in all]?",
        "There were {a} {t}s, and {b} [came|were added|arrived]. How many [is it now|are there now|does that make]?",
        "How much [have I|do we have] [if|when] [I|we] add {a} [and|to] {b}?",
        "{n} is {a} years old. How old will {n} be in {b} years?",
        "{n} [saved|earned] {a} [euros|dollars] and then {b}. How much is that [in all|together|altogether]?",
    ],
    "-": [
        "What is {a} minus {b}?", "Subtract {b} from {a}.", "{n} had {a} {t}s and [sold|lost|gave away] {b}. How many are left?",
        "[Calculate|Compute|Work out|How much is|Evaluate|Find] {a} minus {b}[.|?]",
        "[Give me|Find|Calculate|Compute|I need] the difference {a} minus {b}.",
        "[What do I get|What comes out|What results|What do we have] [if|when] [I|we|you] [deduct|take] {b} from {a}?",
        "[Take|Remove|Deduct] {b} [away |]from {a}.",
        "[Can|Could|Would] you [subtract|take|take away] {b} from {a}[| for me]?",
        "{a} minus {b}[ is what?| makes how much?|?|]",
        "{a} less {b}[ is what?|?|]",
        "If I [subtract|take] {b} from {a}, [what is the result|what do I get|what is left|how much is left]?",
        "[What|How much] is [left|left over|still there] [if|when] [I|we|you] [take|take away|remove] {b} from {a}?",
        "{n} had {a} {t}s and [used|broke|threw away|ate|returned] {b}. How many [are left|remain|has {n} now|does {n} still have]?",
        "{n} has {a} {t}s and [gives away|loses|sells|uses] {b}. How many [are left|remain|does {n} have then|does {n} keep]?",
        "[There were|We had] {a} {t}s [and|but] {b} [were sold|are gone|were lost|broke|were taken]. How many [remain|do we still have|are still there|are left]?",
        "{n} had {a} [euros|dollars] and [spent|paid|lost] {b}. How much [is left|does {n} still have|money remains]?",
        "{n} has {a} [euros|dollars] and buys a {t} for {b}. How much [is left|does {n} have then|money remains]?",
        "A {t} costs {a} [euros|dollars] but is {b} [cheaper|less] today. [What does it cost|What is the price|How much is it now]?",
        "Of {a} {t}s, {b} [are broken|are gone|were sold|are taken]. How many [are left|remain|are still there]?",
        "{n} [needs|wants] {a} {t}s and [has|already has] {b}. How many [are missing|more are needed|are still needed]?",
        "[By how much is {a} more than {b}|How much more is {a} than {b}|How much bigger is {a} than {b}]?",
        "{n} must [drive|walk] {a} [miles|kilometres] and has done {b}. How [far is it still|many are left|much is left]?",
        "There were {a} {t}s[ and then|, then|. Then] {n} [took|bought|ate|lost|gave away] {b}. How many [remain|do we have now|are there now|are still there]?",
        "How much [remains|have I|do we have] [if|when] [I|we] take {b} [from|off] {a}?",
        "From {a} {t}s {n} takes {b}. How many [are left|remain|stay]?",
    ],
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

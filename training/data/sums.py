"""Addition and subtraction of whole numbers up to three digits. The answer is the bare number, never below zero."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand

PHRASINGS = [
    "What is {a} {op} {b}[|, please| equal to| in total]?",
    "What's {a} {op} {b}[|, please]?",
    "[Calculate|Compute|Work out|Solve|Evaluate|Find|Figure out|Do|Answer|Determine|Finish|Complete][| this]: {a} {op} {b}",
    "[Calculate|Compute|Work out|Solve|Evaluate|Find|Figure out|Do] {a} {op} {b}[.|]",
    "Please [calculate|compute|work out|evaluate|figure out|answer|do] {a} {op} {b}[.|| for me.]",
    "[Can|Could|Would|Will] you [|please ][calculate|compute|work out|evaluate|figure out|do] {a} {op} {b}[| for me]?",
    "[Can|Could] you [|please ]tell me [what {a} {op} {b} is|how much {a} {op} {b} is|the result of {a} {op} {b}|the answer to {a} {op} {b}]?",
    "[Do you know|Can you say] [what|how much] {a} {op} {b} is?",
    "{a} {op} {b} =[|?| ?| what?]",
    "{a} {op} {b}[|?|:| please| = ?]",
    "{a} {op} {b} [is|equals|makes|gives|is equal to][|?| what?| how much?| what number?| which number?]",
    "How much [is|do I get for|do you get for|do we get for] {a} {op} {b}?",
    "How much does {a} {op} {b} [make|give|come to]?",
    "[Give me|Tell me|Show me|I need|I want|I'd like|Let me have] {a} {op} {b}.",
    "[Give me|Give|Tell me|Show me|Find|Say|Write|State|I need|I want|I'd like] the [result of|answer to|value of|outcome of] {a} {op} {b}.",
    "[Tell me|Say|Let me know|Find out|Figure out|Work out|I need to know|I want to know|I'd like to know] [what|how much] {a} {op} {b} is.",
    "[Help me|I have to|I must|I want to|I need to|Let's] [calculate|compute|work out|do|solve|find] {a} {op} {b}.",
    "What [does|would|will] {a} {op} {b} [make|equal|give|give me|come to|be|come out as]?",
    "What is the [result of|answer to|value of|outcome of|solution to] {a} {op} {b}?",
    "What [result|answer|value] does {a} {op} {b} [give|lead to|produce]?",
    "What do [I|you|we] get [for|from|as the result of] {a} {op} {b}?",
    "[Which|What] number [do I get from|do you get for|equals|is equal to|comes out of|is the result of] {a} {op} {b}?",
    "If [I|you|we] [calculate|compute|work out|type] {a} {op} {b}, what [is the result|is the answer|comes out|do I get|do you get]?",
    "[Result of|Answer to|Value of|Solution to|Outcome of] {a} {op} {b}[|?|:]",
    "[Do the math|Math question|Calculation|Problem|Exercise|Sum|Task|Question|Arithmetic|Maths]: {a} {op} {b}[|?| =| = ?]",
    "[Here is|Here's|I have|This is] [a calculation|a problem|a little sum]: {a} {op} {b}. [What is the result?|What is it?|Solve it.|Work it out.]",
    "The [calculation|problem|exercise|question] is {a} {op} {b}. What is the [answer|result]?",
    "[I have|I need|I typed] {a} {op} {b}. [What does it make?|How much is that?|What is the result?|What is that?|Tell me the answer.]",
    "{a} {op} {b}[:|,] [what is it?|how much is it?|what is the result?|what's the answer?|work it out.|tell me the result.|solve it.]",
    "The [result|value|outcome] of {a} {op} {b} [is|is what?|is:|=]",
]
IN_WORDS = {
    "+": [
        "[Add|Sum|Total] {a} and {b}[| together| for me].",
        "[Add|Sum|Total] up {a} and {b}.",
        "Add {a} to {b}.",
        "Add [these|these two|these two numbers|the two|up]: {a}[ and|,] {b}",
        "Please [add|sum|sum up|total|add up] {a} and {b}[| for me].",
        "[Can|Could|Would|Will] you [|please ][add|sum|add up|add together] {a} and {b}[| for me]?",
        "[Can|Could] you [|please ]tell me [what {a} plus {b} is|the sum of {a} and {b}|the total of {a} and {b}|how much {a} and {b} make]?",
        "What is {a} [plus|added to|and|together with|increased by] {b}?",
        "What's {a} [plus|added to|and|increased by] {b}?",
        "What is the [sum|total] of [|the numbers ]{a} and {b}?",
        "What is the [total|result|answer] [if|when] [I|you|we] add {a} [and|to] {b}?",
        "What do [I|you|we] get [if|when] [I|you|we] [add|sum|put together|add up|add together] {a} and {b}?",
        "What do {a} and {b} [make|give|come to|total|equal][| together| in total| altogether]?",
        "What does {a} plus {b} [make|equal|give|come to|add up to|total]?",
        "What does {a} and {b} [make|add up to|come to]?",
        "What number [is {b} more than {a}|do you get if you add {a} and {b}|do {a} and {b} add up to|is the sum of {a} and {b}]?",
        "[Which|What] number is [larger|greater|more] than {a} by {b}?",
        "{a} plus {b}[|?| is| =| equals| makes| is what?| equals what?| gives]",
        "{a} and {b} [together make|make|together are|add up to|altogether make|in total make|come to] [what|how much|which number]?",
        "{a} [added to|increased by|together with] {b}[|?| is| makes| equals]",
        "{a} and {b} [added|together|in total|altogether|summed][|?|:]",
        "{a} and {b}: [add them|what is the sum?|total?|sum?|what do they make?|add them up|how much together?]",
        "[How much is|Calculate|Work out|Compute|Find|Figure out|Evaluate] {a} plus {b}[?|.|]",
        "How much [is|are] {a} and {b}[| together| in total| altogether]?",
        "How much do {a} and {b} [make|come to|add up to|give][| together| in total]?",
        "How much do [I|you|we] [have|get] [if|when] [I|you|we] add {a} and {b}?",
        "How much is {a} [if I add|when you add|if we add] {b}[| to it]?",
        "How many are {a} and {b} [together|altogether|in total]?",
        "[Give me|Give|Tell me|Find|Calculate|Work out|Show me|Compute|Say|I need|I want|I'd like] the [sum|total] of [|the numbers ]{a} and {b}.",
        "[Tell me|Say|Let me know|Work out|I need to know|I want to know|I'd like to know] [what|how much] {a} [plus|and] {b} [is|equals|comes to].",
        "[Tell me|Say|Find out|Work out|I need to know] [what|how much] {a} and {b} [make|come to|add up to].",
        "[Sum|Total|Addition] of {a} and {b}[|:|?]",
        "[Sum|Total|Add|Addition]: {a}[ and|,] {b}",
        "If [I|you|we] [add|put together|sum|total] {a} and {b}, what [do I get|do you get|is it|is the total|is the sum|comes out|does it make]?",
        "If [I|you|we] add {a} [and|to] {b}, how much [is it|is that|do I have|does it make]?",
        "If I have {a} and [get|add|find|receive|buy] {b} more, how [many|much] do I have[| in total| altogether| then]?",
        "I have {a} and [get|add|find|receive|buy] {b} more. How many [do I have now|is that|are there altogether|does that make]?",
        "I have {a} and you have {b}. How many do we have [together|in total|altogether]?",
        "There are {a} here and {b} there. How many [are there in total|is that altogether|are there altogether|together]?",
        "Start [with|at|from] {a} and add {b}. [What is the result?|What do you get?|Where do you end?|How much is it?]",
        "[Take|Start with] {a} and [add {b}|add {b} to it|put {b} more on top|increase it by {b}].",
        "[Take|I have|Here are] [the numbers|two numbers,|the two numbers] {a} and {b}. [What is the sum?|What is their total?|Add them up.]",
        "The numbers are {a} and {b}. [What is their sum?|Add them together.|What do they make together?|What is the total?|Find the sum.]",
        "[Increase|Raise] {a} by {b}.",
        "The [sum|total] of {a} and {b} [is|is what?|is:|=]",
        "[I wonder|Do you know|Say|Show|Show me|Explain|Check|Guess|See|Let us see] what {a} plus {b} [makes|gives|comes to|adds up to|would make][.|?|]",
        "[Tell me|Say] [the number|the value|which number|what number] {a} plus {b} [makes|gives|is|comes to].",
        "[Please|Kindly|Now|Just|Then] add [both|the two|these|these two|the values|these values|my] [numbers|numbers:|:] {a} and {b}[.| for me.|]",
        "[Please|Now|You should|Try to] [add|sum] {a} and {b}[, the two numbers|, both of them|, please|][.|]",
        "[Get|Determine|Find out|Compute|Do|Make] {a} plus {b}[, please|, thanks| for me| now|, will you][.|]",
        "[Use|Consider|Choose|With|Given] {a} and {b}[.|:|,] [Add them|What is the sum|What do both make|What is it in all|Sum|Add][.|?|]",
    ],
    "-": [
        "[Start|Begin] [with|at|from] {a}[,| and| and then|, then] subtract {b}[.|]", "[From|Of] {a}[,|] subtract {b}[.|]",
        "[You have|I have|There is|We had] {a}[;|,| and] [subtract|now subtract|you subtract|I subtract|deduct] {b}. [What is left|How much is it|What remains]?",
        "[Put|Choose|Pick|Use] {a} and [deduct|then subtract|reduce it by|lower it by|take off|take away] {b}[.|]",
        "Take {a}[, then| and then| and now|;] [subtract|deduct|take away|remove|take off] {b}[.| from it.]",
        "[Subtract|Deduct|Remove|Take away] {b} from {a}[| for me].",
        "Take {b} [from|away from|off|out of] {a}.",
        "Please [subtract|deduct|remove|take away|take] {b} from {a}[| for me].",
        "[Can|Could|Would|Will] you [|please ][subtract|deduct|remove|take away|take] {b} from {a}[| for me]?",
        "[Can|Could] you [|please ]tell me [what {a} minus {b} is|how much {a} minus {b} is|what {a} less {b} is|what is left if I take {b} from {a}]?",
        "What is {a} [minus|less|take away|reduced by|decreased by|without] {b}?",
        "What's {a} [minus|less|take away|without|reduced by] {b}?",
        "What is the difference [between|of] {a} and {b}?",
        "What is the [result|answer] [if|when] [I|you|we] [subtract|take away|take|deduct] {b} from {a}?",
        "What do [I|you|we] get [if|when] [I|you|we] [take|take away|remove|deduct] {b} from {a}?",
        "What do [I|you|we] have left [if|when] [I|you|we] [subtract|take|take away|remove] {b} from {a}?",
        "What [is left|remains|is left over] [if|when] [I|you|we] [subtract|take|take away|remove|deduct] {b} from {a}?",
        "What [is left|remains] of {a} [after taking away|if you take away|if you take|when I remove|after removing|after subtracting] {b}?",
        "What does {a} minus {b} [make|equal|give|come to|leave]?",
        "What number is {b} [less|smaller|lower] than {a}?",
        "Which number is [smaller than {a} by {b}|less than {a} by {b}|{b} below {a}|{b} less than {a}]?",
        "What must [I|you|we] add to {b} to [get|reach|make] {a}?",
        "{b} plus what [is|makes|equals|gives] {a}?",
        "{a} minus {b}[|?| is| =| equals| makes| is what?| equals what?| gives| leaves]",
        "{a} [less|take away|reduced by|decreased by|without] {b}[|?| is| is what?| =| equals]",
        "{b} [less than|subtracted from|taken from|taken away from|removed from|fewer than|taken off] {a}[|?| is| is what?| equals| leaves]",
        "From {a} [take|subtract|take away|remove|deduct] {b}[.|. What is left?|. What remains?]",
        "[How much is|Calculate|Work out|Compute|Figure out|Evaluate] {a} minus {b}[?|.|]",
        "How much is {a} [less|take away|without|reduced by] {b}?",
        "How much [is left|remains] of {a} [if I spend|when you remove|if you take away|once you take away|after taking away] {b}?",
        "How much [is left|remains|do I have left] [if|when] [I|you|we] [take|subtract|remove|take away] {b} from {a}?",
        "How [much|many] more is {a} than {b}?",
        "How much [larger|bigger|greater] is {a} than {b}?",
        "How much [smaller|less|lower] is {b} than {a}?",
        "How far is it from {b} [up to|to] {a}?",
        "[By how much is|How much is] {a} [larger|greater|more|bigger] than {b}?",
        "[Give me|Give|Tell me|Find|Calculate|Work out|Show me|Compute|I need|I want|I'd like] the difference [between|of] {a} and {b}.",
        "[Tell me|Let me know|Work out|I need to know|I want to know|I'd like to know] [what|how much] {a} [minus|less|take away] {b} [is|equals|leaves].",
        "[Tell me|Find out|Work out|I need to know|Figure out] [what|how much] is left [if|when] [I|you] take {b} from {a}.",
        "[Difference between|Difference of] {a} and {b}[|:|?]",
        "[Give me|Tell me|Show me|Find|I need|I want] [|the number that is ]{b} less than {a}.",
        "If [I|you|we] [subtract|take|take away|remove|deduct] {b} from {a}, what [do I get|do you get|is left|remains|is the result|comes out]?",
        "If [I|you|we] [subtract|take|take away|remove] {b} from {a}, how much [is left|remains|is it|do I have]?",
        "If I have {a} and [lose|spend|give away|remove|sell|use] {b}, how [many|much] do I [have left|still have|have then|keep]?",
        "I have {a} and [lose|spend|give away|remove|sell|use] {b}. How [many|much] do I [have left|still have|have now|keep]?",
        "I had {a} and now {b} are gone. How many are left?",
        "There were {a} and {b} [left|went away|are gone|were taken]. How many [remain|are still there|are left|are there now]?",
        "Start [with|at|from] {a} and [subtract|take away|remove|go down by] {b}. [What is the result?|What do you get?|What is left?]",
        "[Take|Start with] {a} and [take away {b}|remove {b}|take {b} away|reduce it by {b}|make it {b} less].",
        "The numbers are {a} and {b}. [Subtract the second from the first.|What is the first minus the second?|Take the second from the first.]",
        "[Here are|I have|Take] [the numbers|two numbers,] {a} and {b}. [Subtract the second from the first.|What is their difference?]",
        "[Decrease|Reduce|Lower|Lessen] {a} by {b}.",
        "The difference [between|of] {a} and {b} [is|is what?|is:|=]",
        "[Get|Determine|Find out|Compute|Do|Make|Say|Show me|Give me|I need|I want] {a} minus {b}[, please|, thanks| for me| now|, will you|, if you can][.|]",
        "[I wonder|Do you know|Say|Show|Check|Guess|See|Let us see] what {a} minus {b} [makes|gives|comes to|leaves|would be][.|?|]",
        "[Consider|Hold|Write down|Keep|Type|Go to|Think of|Grab] {a} [and then|, then|and now|and|;] [subtract|take away|remove|deduct|minus] {b}[.|]",
        "What [will|would|can|shall] I [get|have|see] [when|if|once] I [subtract|remove|take|deduct] {b} from {a}?",
        "What do [you|we] get [when|if] [you|we] subtract {b} from {a}?",
        "What does one get [by subtracting|when subtracting|by taking] {b} from {a}?",
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

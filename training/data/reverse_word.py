"""A word spelt backwards, bare."""
import random

from .sample import TRAIN, Sample, ask, dress, expand
from .words import any_word

PHRASINGS = [
    "Reverse [|the word |the letters of |the string |the text |the letters in |the order of the letters in |the spelling of ]{w}.",
    "Reverse [this word|this|the following word|this string|the following|the word|this text]: {w}",
    "[Spell|Write|Print|Say|Type|Give me] [|the word ]{w} [backwards|backward|in reverse|from back to front|in reverse order].",
    "[Spell|Write|Print|Type|Read|Return|Spell out] [|the word |the string ]{w} [from end to start|from right to left|from the end|back to front].",
    "[Spell|Write|Print|Read] [|the word ]{w} from the [last letter to the first|end to the beginning|end to the start|final letter to the first].",
    "[Spell|Write|Print|Type|Say|Read] [backwards|in reverse|from back to front|from end to start|in reverse order]: {w}",
    "[Spell|Write|Print|Say|Give me|Show me] [this|this word] [backwards|in reverse|reversed]: {w}",
    "[Show|Show me|Give|Give me|Tell me|Let me see|Let me have] [|the word ]{w} [backwards|in reverse|spelled backwards|reversed|back to front|mirrored].",
    "[Show|Show me|Give me|Tell me|Find|Write|Return|Print] the [backwards|reversed|mirrored|backward] [form|version|spelling] of [|the word ]{w}.",
    "[Give me|Show me|Tell me|Find|Write|Return|Print|Work out|I want|I need|I'd like|Output] the reverse of [|the word |the string ]{w}.",
    "[Give me|Show me|Tell me|Write|Print|List] the letters of [|the word ]{w} [backwards|from the end to the start|in reverse|from last to first].",
    "[Write|Print|List|Say|Give|Read out|Join] the letters of {w} [in reverse order|from last to first|starting at the end|starting with the last one].",
    "[Put|Set|Lay out|Arrange|Place] [|the word ]{w} [in reverse|backwards|in reverse order|the other way round].",
    "[Put|Arrange|Order|Set|Place] the letters [of|in] {w} [backwards|the other way round|from last to first|in the opposite order].",
    "[Turn|Flip|Swap|Switch] [|the word ]{w} [around|back to front|the other way round].",
    "[Flip|Turn around|Swap around] the [letters|order of the letters] [of|in] [|the word ]{w}.",
    "[Flip|Mirror|Invert] [|the word |the letters of |the string |the text ]{w}.",
    "[Flip|Mirror|Turn around|Invert] [this word|this|the word]: {w}",
    "[Make|Build|Create|Form] the [reversed|backwards|mirrored] [word|form|version] of {w}.",
    "[Change|Turn|Convert] [|the word ]{w} into [its reverse|its mirror image|its backwards form|the same word backwards].",
    "[Start at the end|Begin at the end|Begin with the last letter|Start from the last letter] and [spell|write|read] [|the word ]{w} [backwards|in reverse].",
    "[Take|Read|Look at] [|the word ]{w} and [reverse it|write it backwards|spell it backwards|flip it|turn it around|give me its reverse|read it backwards].",
    "What is [|the word ]{w} [backwards|reversed|spelled backwards|in reverse|written backwards|from back to front|when reversed|mirrored|in reverse order]?",
    "What's {w} [backwards|reversed|in reverse|spelled in reverse|from end to start|back to front]?",
    "What is the [reverse|backwards spelling|reversed form|mirror image|reversed version|opposite spelling] of [|the word ]{w}?",
    "What [does|would] [|the word ]{w} [look like|read like|be] [backwards|in reverse|reversed|when written backwards|when you reverse it|spelled backwards]?",
    "What do [you|I|we] get [when|if] [you|I|we] [spell|write|read|turn|type] [|the word ]{w} [backwards|in reverse|around]?",
    "What [comes out|happens|is the result|word comes out] [when|if] [you|I|we] [reverse|flip|mirror|turn around] [|the word |the letters of ]{w}?",
    "What word [is|do you get from] {w} [backwards|in reverse|reversed|read from right to left]?",
    "Which word [is|do I get from] {w} [backwards|in reverse|reversed|written from end to start]?",
    "What are the letters of [|the word ]{w} [in reverse order|from last to first|backwards|in reverse]?",
    "[How do you|How would you|How do I|How can I|How does one|How should I] [spell|write|say|type|read] [|the word ]{w} [backwards|in reverse|back to front]?",
    "How is [|the word ]{w} [spelled|spelt|written|read] [backwards|in reverse|from end to start|from back to front|from right to left]?",
    "How does [|the word ]{w} [read|go|sound] [backwards|in reverse|from right to left|from the end|from end to start]?",
    "How does {w} look [in reverse|when reversed|from end to start|when you write it in reverse|mirrored]?",
    "[What|How] [does|would] [|the word ]{w} look [like backwards|backwards to you|backward|like in a mirror|like when reversed]?",
    "[Give|State|Tell|Print|Say] the [reverse|mirror image|opposite spelling|backward form] [of|for] [the word |the string |this word: |my word ]{w}[.|]",
    "[Show|Give|Print|Write|Spell] [me |us |]{w} [as written|as read|as spelled|spelled|read|going] from [the last|its last|the final] letter to the first[.| one.|]",
    "[Put|Set|Write|Bring] [all |]the letters of [|the word |the string ]{w} [in the reverse|into reverse|in backward|in the opposite] order[.|]",
    "What [will|would|can] [you|I|we] get [if|when|after] [you|I|we] [turn|flip|mirror|reverse] [|the word ]{w}[ around|]?",
    "How will {w} [look|read] [if I reverse it|when I flip it|if it is reversed|once reversed]?",
    "If [you|I|we] [reverse|flip|turn around|mirror] [|the word ]{w}, what [do you get|do we get|is it|comes out|is the result|does it say]?",
    "If [you|I|we] [spell|write|read] [|the word ]{w} [backwards|in reverse|from right to left], what [do you get|do we get|is it|does it say|comes out]?",
    "[Can|Could|Would|Will] you [|please ][reverse|flip|mirror|turn around] [|the word |the letters of |the string ]{w}[| for me]?",
    "[Can|Could|Would] you [|please ][spell|write|say|type|show me|give me|tell me|print] [|the word ]{w} [backwards|in reverse|from end to start][| for me]?",
    "[Can|Could] you [|please ]tell me [what {w} is backwards|how to spell {w} backwards|what the reverse of {w} is|how {w} is spelled in reverse]?",
    "Please [reverse|flip|turn around|mirror] [|the word ]{w}[| for me].",
    "Please [spell|write|show|give me|type|read] [|the word ]{w} [backwards|in reverse|from end to start|in reverse order][| for me].",
    "[Reverse|Flip] {w} for me[|, please].",
    "[I want|I need|I'd like|I would like|Let me have] [|the word ]{w} [backwards|reversed|in reverse|spelled backwards|in reverse order].",
    "[I want|I'd like|I would like|I need] you to [reverse|flip|turn around] [|the word |the letters of ]{w}.",
    "[I want|I'd like|I would like|I need] to [see|have|spell|write|read|know] [|the word ]{w} [backwards|in reverse|from end to start].",
    "[Help me|I have to|I must|Let's] [reverse|spell backwards|write backwards|flip] [|the word ]{w}.",
    "[Tell me|Say|Let me know|Find out|Figure out|Work out|Show me] [how {w} is spelled backwards|what {w} is in reverse|what {w} looks like backwards].",
    "[Tell me|Find out|Figure out|Work out] what [|the word ]{w} [is backwards|becomes when reversed|reads like from end to start|is when you flip it].",
    "{w} [backwards|reversed|in reverse|mirrored|back to front|from end to start|spelled backwards|in reverse order][|:|?| =| is]",
    "{w}[:|,] [backwards|in reverse|reverse it|reversed?|spell it backwards|write it backwards|turn it around|flip it]",
    "[Backwards|Reversed|In reverse|Reverse|Mirrored|Back to front|Reverse of|Reversed form of][: | ]{w}",
    "[The word is|Word:|My word is|Here is a word:|I have a word:|I have the word] {w}. [Reverse it|Spell it backwards|Write it in reverse|Flip it].",
    "[The word is|Word:|Here is the word|I have the word|This is my word:|Take the word] {w}. What is it [backwards|in reverse|reversed|from end to start]?",
    "[The word is|Here is the word|I have the word] {w}. [How is it spelled backwards?|Give me the reverse.|Read it from right to left.]",
    "[Here is|I have|This is|Take] {w}. [Turn it around|Write it backwards|Spell it from end to start|Reverse its letters|Give it back reversed].",
    "[The reverse of|The backwards form of|The reversed form of] [|the word ]{w} [is|is what?|is:|=]",
]
HELD_OUT_PHRASINGS = [
    "Give the reverse of {w}.",
    "Show me {w} written from last letter to first.",
    "What do you get if you reverse {w}?",
    "How does {w} look backwards?",
    "Put the letters of the word {w} in reverse order.",
]


def thought(word: str) -> str:
    """The letters with their places, then the same from the last: 1c2a3t,3t2a1c. Finding a place is easier than stepping back."""
    placed = [f"{index}{letter}" for index, letter in enumerate(word, 1)]
    return "".join(placed) + "," + "".join(reversed(placed))


def make(rng: random.Random, split: str) -> Sample:
    word = any_word(rng, split)
    shown = rng.choice([word] * 6 + [f"'{word}'", f'"{word}"'])
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("reverse", dress(rng, expand(rng, phrasing, w=shown), split), word[::-1], thought=thought(word))

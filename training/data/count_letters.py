"""How many times a letter stands in a word. The answer is the bare number."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand
from .words import any_word, pseudo_word

PHRASINGS = [
    "How many {c}'s [are|are there] in [|the word ]{w}?",
    "How many {c}[s| letters|'s] [are|do you find|do you see|can you find] in {w}?",
    "How many {c}'s [can I find|will I find|do I find|are used|are found|occur|appear|are hidden|can be found] in [|the word ]{w}?",
    "How many [occurrences|instances] of [|the letter |letter ]{c} [are there in|are in|can you find in|do you see in|does one find in] [|the word ]{w}?",
    "How many [occurrences|instances] of [|the letter ]{c} does [|the word ]{w} [have|contain|hold|include]?",
    "How many [letters {c}|{c}'s|times the letter {c}] does {w} [have|contain|hold]?",
    "How many {c}'s does [|the word |the string ]{w} [have|contain|include|use|hold|need]?",
    "How many {c}'s [do I need|do you need|would I need|must I type|are needed] to [spell|write|type] [|the word ]{w}?",
    "How many of the letters [in|of] [|the word ]{w} are [|the letter |equal to ]{c}?",
    "How many letters [in|of] [|the word ]{w} are [|the letter ]{c}?",
    "How many times [can you see|do you see|can you find|do we see|do I write|would you count|do you count] [|the letter ]{c} in [|the word ]{w}?",
    "How many times [do we meet|does one meet|will I see] the letter {c} in [|the word ]{w}?",
    "How many times does [|the word ]{w} [contain|use|have|include|repeat] [|the letter ]{c}?",
    "How [many times|often] does [|the letter ]{c} [appear|occur|come|show up|turn up|come up|stand] in [|the word |the string ]{w}?",
    "How [many times|often] is [|the letter ]{c} [used|written|found|repeated|present|seen] in [|the word ]{w}?",
    "How [many times|often] is there [a letter|the letter] {c} in [|the word ]{w}?",
    "How [many times|often] [do you find|do you see|do you use|is there] {c} in [|the word ]{w}?",
    "Count the [letter {c}|letters {c}|{c}'s|number of {c}'s|{c}] in [|the word ]{w}.",
    "Count [all|all the|each of the|only the|up the] {c}'s in [|the word ]{w}.",
    "Count [every|each] [|letter ]{c} [in|of|inside|within] [|the word ]{w}.",
    "Count [how many times|how often] [|the letter ]{c} [appears|occurs|is used|shows up|is found] in [|the word ]{w}.",
    "Count the [occurrences|instances|appearances] of [|the letter ]{c} in [|the word ]{w}.",
    "[Can|Could|Would|Will] you [|please ]count [the|all the|all] {c}'s in [|the word ]{w}[| for me]?",
    "[Can|Could] you [|please ][tell me|find out|check|work out|say|figure out] how many {c}'s [are in|there are in] [|the word ]{w}?",
    "[Can|Could] you [|please ][check|look at|take] [|the word ]{w} and [tell me|say] how many {c}'s it has?",
    "[Do you know|Can you say|Can you see] [how many {c}'s are in|how often {c} is used in|how many times {c} appears in] [|the word ]{w}?",
    "[Please count|Please find|Help me count|Let's count|I want to count] the {c}'s in [|the word ]{w}[| for me].",
    "[I want|I'd like|I would like|I need] [to know|you to tell me|you to say] how many {c}'s [are in|there are in] [|the word ]{w}.",
    "[I want|I'd like|I would like|I need] the [number|count|total] of {c}'s in [|the word ]{w}.",
    "[I wonder|I am wondering|I was asked|I must find out|Let me know|Help me find] how many [times {c} is|{c}'s are] in [|the word ]{w}.",
    "[Tell me|Say|Find|Work out|Find out|Figure out|Let me know|Determine|Check] how many {c}'s [|the word ]{w} [contains|has|holds|includes].",
    "[Tell me|Say|Find|Work out|Find out|Let me know] how many {c}'s [are|there are|you see|you find] in [|the word ]{w}.",
    "[Tell me|Say|Find out|Work out|Check] how [many times|often] [|the letter ]{c} [occurs|appears|is|is used|comes] in [|the word ]{w}.",
    "[Give|Give me|Tell me|Find|State|Show|Show me|Report|Write] the [number|total|amount] of [{c}'s|letters {c}] in [|the word ]{w}.",
    "[Give|Give me|Tell me|Find] the [number|total|count] of times [|the letter ]{c} [is|appears|occurs] in [|the word ]{w}.",
    "In [|the word ]{w}, how many [times is {c} used|{c}'s are there|letters are {c}|times does {c} appear|{c}'s do you see|times do you find {c}]?",
    "In [|the word ]{w}, [count the {c}'s|count the letter {c}|find how many {c}'s there are|tell me how many {c}'s there are].",
    "In [|the word ]{w}, how often [is {c} there|does {c} come|do you see {c}|is {c} found]?",
    "[Look at|Check|Take|Read|Consider] [|the word ]{w}. How many [{c}'s are there|{c}'s does it have|{c}'s do you see|times is {c} there]?",
    "[Look at|Check|Read|Go through|Search|Look through] [|the word ]{w} and [tell me|say|find|work out] how many {c}'s [it has|there are|it contains].",
    "[Look at|Take|Go through|Read] [|the word ]{w} and count [the|all] [{c}'s|letters {c}].",
    "[Look|Search] for [|the letter ]{c} in [|the word ]{w}. How many [are there|do you find|times is it there]?",
    "[Find|Find all] the {c}'s in [|the word ]{w}. How many are there?",
    "When [you|I|we] [spell|write|read] [|the word ]{w}, how many [{c}'s are there|times is {c} used|times do we need {c}|{c}'s do you get]?",
    "If [you|I|we] [spell|write|look at|type|take] [|the word ]{w}, how many {c}'s [are there|do you count|are in it|is that]?",
    "[Number|Count|Amount|Total] of [|letter ]{c}['s|] in {w}[|:|?]",
    "[Occurrences|Instances] of [|the letter |letter ]{c} in [|the word ]{w}[|:|?]",
    "What is the [number|count|total] of [|letter ]{c}['s|] in {w}?",
    "What is the [number|count] [of times {c} appears in|of the letter {c} in|for the letter {c} in|of letters {c} inside] [|the word ]{w}?",
    "What number of [{c}'s|letters {c}] [does {w} have|does {w} contain|is in {w}|is there in {w}|are in {w}]?",
    "{w}: how many {c}[|'s]?",
    "{w}[,|:] [count the {c}'s|count {c}|number of {c}'s|how many times {c}?|how often is {c} in it?|how many {c}'s are there?]",
    "{w} has how many {c}'s[|?| in it?]",
    "{w} contains [the letter {c}|{c}] how many times?",
    "{c} in {w}[|: how many?|, how many times?|: count|, how often?|: number]",
    "{c}'s in {w}[|:|?]",
    "The letter {c} [is|appears|occurs|is used] how many times in [|the word ]{w}?",
    "The letter is {c} and the word is {w}. [How many are there?|How often does it appear?|Count it.|What is the count?]",
    "Letter: {c}. Word: {w}. [How many?|Count?|How many times?|Number?]",
    "Word: {w}. Letter: {c}. [How many?|Count?|How many times?|How often?]",
    "Word: {w}. [How many {c}'s?|Count the {c}'s.|Number of {c}'s?]",
    "The word is {w}. How many [of its letters are {c}|{c}'s does it have|times does it use {c}|{c}'s do you see|{c}'s are in it]?",
    "The word is {w}. [Count the {c}'s|Tell me how many {c}'s it has|Find the number of {c}'s|Count every {c}][ in it|].",
    "[Here is|Here's|I have|This is|My word is|Take] [a word: |]{w}. How many [{c}'s are in it|{c}'s does it contain|times do you see {c} in it]?",
    "[Here is|Here's|I have] [a|the|one] word: {w}. [Count the {c}'s.|Count its {c}'s.|How often is {c} in it?|I want the number of {c}'s.]",
    "How many {c}'s? [The word is|Word:] {w}",
    "[Count|Find|How many] {c}['s|]: {w}",
    "Inside [|the word ]{w}, how [many times|often] [is|do you see|do you find] [|the letter ]{c}?",
]
HELD_OUT_PHRASINGS = [
    "When you look at {w}, how many times is there {c}?",
    "Give me the count for the letter {c} inside {w}.",
    "Please check {w} and count every {c}.",
    "How many {c} letters will I find in {w}?",
    "Take the word {w}. What number of {c}'s is in it?",
]


def thought(word: str, letter: str) -> str:
    """The letter, then each letter of the word with the count so far, as r:s0t0r1. A lesson for every letter and not one for a word."""
    return f"{letter}:" + "".join(f"{each}{word[: index + 1].count(letter)}" for index, each in enumerate(word))


def word_and_letter(rng: random.Random, split: str) -> tuple[str, str]:
    """In training every count from 0 to 4 is frequent: of plain words nearly all answers would be 0 or 1, and a model stays at that."""
    if split == TRAIN and rng.random() < 0.5:
        letter, times = rng.choice("abcdefghiklmnoprstuvwy"), rng.choice([2, 2, 3, 3, 4])

        def repeated() -> str:
            letters = list(pseudo_word(rng, max(4, times + 1), 10))
            for place in rng.sample(range(len(letters)), times):
                letters[place] = letter
            return "".join(letters)

        return draw(repeated, split), letter
    word = any_word(rng, split)
    return word, rng.choice(word) if rng.random() < 0.8 else rng.choice("aeioulnrst")


def make(rng: random.Random, split: str) -> Sample:
    word, letter = word_and_letter(rng, split)
    shown_word = rng.choice([word] * 5 + [f"'{word}'", f'"{word}"', word.capitalize()])
    shown_letter = rng.choice([letter] * 6 + [f"'{letter}'", f'"{letter}"', letter.upper()])
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("count", dress(rng, expand(rng, phrasing, c=shown_letter, w=shown_word), split), str(word.count(letter)), thought=thought(word, letter))

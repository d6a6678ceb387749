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
    "[Tell me|Say|Decide|Judge|Find out|Check] whether this [review|comment|text|sentence|opinion] is [positive or negative|negative or positive][:|.] {s}",
    "[Say|Decide|Judge|Check|Tell me] if [this|the following|the text|the next review] is [positive or negative|negative or positive]: {s}",
    "[Decide|Judge|Choose|Pick]: [positive or negative|negative or positive][?|.] {s}",
    "[Choose|Pick|Select] [positive or negative|one of positive and negative|between positive and negative] for [this text|this sentence|the following|this comment][:|.] {s}",
    "[Answer|Reply|Respond] [with |][positive or negative|negative or positive|only positive or negative][:|.] {s}",
    "{s} [Answer|Reply|Respond] [with |][positive or negative|negative or positive|only positive or negative].",
    "{s} [Tell me|Say|Decide|Judge] [if|whether] [this|that|it] is [positive or negative|negative or positive].",
    "[Somebody|A guest|A user|A visitor|A friend|A reader|My friend] [wrote|said|writes|says|told me][:|,] {s} [Positive or negative?|Is that positive or negative?|Negative or positive?]",
    "[A customer|A guest|A user|One client|A buyer] [said|says|left this comment|left a review|told us]: {s} [Was it|Is this|Is the review|Is the comment] positive or negative?",
    "[Here is|This is|I got|We received|Look at] [a review|a comment|a message|some feedback|an opinion][:|.] {s} [Is it positive or negative?|Positive or negative?|What is its sentiment?]",
    "[Is|Was] the [sentiment|tone|mood|feeling|opinion] [of this text |of this review |in this comment |here |][positive or negative|negative or positive]? {s}",
    "[Is|Was] the [writer|author|customer|person|guest|speaker] [happy or unhappy|pleased or displeased]? [Say|Answer|Write] positive or negative. {s}",
    "{s} [Is|Was] the [writer|author|customer|person|tone|sentiment|opinion] [positive or negative|negative or positive]?",
    "{s} [Does|Did] [this|that|it|the writer|the author] [sound|seem|feel|read as] [positive or negative|negative or positive]?",
    "Do you think [this|the text|the review|this comment] [sounds|seems|is] [positive or negative|negative or positive]? {s}",
    "[Classify|Label|Rate|Mark|Tag] [this|the text|the review|this comment|this sentence|the following] as [positive or negative|negative or positive][:|.] {s}",
    "[Classify|Label|Rate|Mark|Tag] [this|the following|it]: {s} [Positive or negative?|Use positive or negative.|The labels are positive and negative.]",
    "{s} [Classify|Label|Rate|Mark|Judge] [this|that|it|the text|this review|the sentiment] as [positive or negative|negative or positive].",
    "[Determine|Identify|Detect|Find|Name|State|Predict|Guess] the [sentiment|tone|mood|opinion] ([positive or negative|positive/negative|negative or positive]): {s}",
    "[Determine|Identify|Detect|Find|Name|State|Predict|Guess] the sentiment of [this|the text|this review|the comment|this sentence|the following][:|.] {s}",
    "{s} [Determine|Identify|Name|State|Give|Find] the sentiment[.| of this.| of that text.| of the review.]",
    "[What is|What's] the [sentiment|tone|mood] [here|of this comment|of this opinion|of the text|of what follows]? {s}",
    "{s} [What is|What's] the [sentiment|tone|mood][?| here?| of this?| of that review?]",
    "[What|Which] [sentiment|feeling|opinion] does this [text|comment|review] [have|show|express], [positive or negative|negative or positive]? {s}",
    "[How does|How did] the [writer|author|customer|person] feel, [positive or negative|negative or positive]? {s}",
    "[Read|Look at|Consider|Take] [the|this] [review|comment|text|opinion]: {s} [Positive or negative?|Is it negative or positive?|Say if it is positive or negative.]",
    "[Read|Look at|Consider] [the|this] [review|comment|text|opinion] and [answer|write|reply|choose] positive or negative. {s}",
    "[Sentiment|Sentiment analysis|Sentiment (positive/negative)|Positive/negative|Negative or positive|Good or bad, that is positive or negative]: {s}",
    "[Sentiment analysis|Sentiment task|Task: sentiment]. [Text|Review|Input|Comment|Sentence]: {s} [Label:|Sentiment:|Answer:|Output:]",
    "[Text|Review|Input|Comment|Sentence|Feedback|Opinion|Message]: {s}\n[Sentiment:|Label:|Positive or negative?|Positive or negative:]",
    "[I want|I need|I'd like] [to know if|to know whether|you to say if] [this|the following|this feedback] is [positive or negative|negative or positive][:|.] {s}",
    "[Would|Can|Could] you [say|tell me|judge|decide] [if|whether] [this|the following] is [positive or negative|negative or positive]? {s}",
    "[Would you call|Do you call|Should I call] this [positive or negative|negative or positive]? {s}",
    "[Good or bad|Praise or complaint|Praise or criticism]? [Say|Answer|Write] positive or negative. {s}",
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
    ("[Your|His|Her] {t} [is|was] [|very |really |so |truly ]{W}[.|!]", True),
    ("[Their|The|Your|His|Her] {t} [seems|feels|looks|was|turned out] [|really |so |quite |pretty ]{W}.", True),
    ("[We|They|My friends] [found|thought] [the|this|that|their] {t} [|very |really |quite ]{W}[.|!]", True),
    ("We [think|thought|felt|agree|believe] [that |][the|this|our] {t} [is|was] [|really |very |so ]{W}.", True),
    ("[In my opinion|In my view|For me|As I see it|If you ask me|I must say|Frankly], [the|this|that] {t} [is|was] [|very |really ]{W}[.|!]", True),
    ("[Honestly|Truly|Really|Wow|Well|Yes|Overall|All in all], [the|that|my|our] {t} [is|was] [|so |very |just ]{W}[.|!]", True),
    ("[Honestly|Truly|Well|Overall], [it was|this is|what] {a} {W} {t}[.|!]", True),
    ("[I would say|I'd say|I feel|I guess|We say|People say|Everyone says] [that |][the|this|their] {t} [is|was] [|really |very ]{W}.", True),
    ("[Everyone|Everybody|All of us] [found|thought|called] the {t} {W}[.|!]", True),
    ("[Everyone|Everybody|My family|My friend] [thinks|agrees|says] [that |][the|this|it is] {t} was {W}.", True),
    ("[I had|They have|They had|We got|I got|You get|There was|They gave us] {a} [|really |truly ]{W} {t}[.|!]", True),
    ("[That was|It is|It's|This was|That's] {a} [|really |very |truly |simply ]{W} {t}[.|!]", True),
    ("[One of the most|The most|Easily the most] {W} {t}s I know.", True),
    ("{W}, [simply|just|really|truly] {W} {t}[.|!]", True),
    ("[So|Very|Really|Truly|Simply|Just] {W}, this {t}[.|!]", True),
    ("How {W} [the|this|that] {t} [is|was]!", True),
    ("{W} {t}, [I must say|if you ask me|in my opinion|as always|as expected][.|!]", True),
    ("{a} [|very |really |truly ]{W} {t}[.|!| indeed.| overall.]", True),
    ("[The|This|That|My] {t}: [|very |so |really |simply ]{W}[.|!]", True),
    ("[The|This|That] {t} [has been|remained|stayed|turned out|proved] [|very |really ]{W}.", True),
    ("[The|This|Their] {t} [is|was] [always|still|again|even more] {W}[.|!]", True),
    ("[Expect|You can expect|You will get] {a} {W} {t}.", True),
    ("I [call|called|would call] [this|that|it] {a} {W} {t}[.|!]", True),
    ("[The|This] {t} [was|is] {W} [from start to end|in every way|all the time|this time|again|today|and we all agreed].", True),
    ("[There is|There was] [something|so much that is] {W} about [the|this|their] {t}.", True),
    ("[Yesterday|Today|Last week|On Monday] [I had|we had|we tried|I tried] {a} {W} {t}.", True),
    ("[The whole|The new|The old|The first] {t} [is|was|felt|seemed] {W}.", True),
    ("The {t} was [not|never|hardly|not at all|not very|not really|far from|anything but] {W}.", False),
    ("The {t} [wasn't|was not|isn't|is not] {W}[| at all].", False),
    ("I [found the {t} far from|did not find the {t}|didn't find the {t}] {W}.", False),
    ("Not {a} {W} {t}[.|!]", False),
    ("[It|This] [was not|wasn't|is not|isn't] {a} {W} {t}.", False),
    ("I [don't|do not|didn't] think the {t} [is|was] {W}.", False),
    ("[Nobody|No one] [would call|calls] [this|the] {t} {W}.", False),
    ("[This|That|Your|His|Our] {t} [is|was] [not|never|hardly|not at all|not very|not really|far from|not that|by no means] {W}[.|!]", False),
    ("[This|That|Your|The|Her] {t} [is|was] anything but {W}.", False),
    ("[Their|Your|My|Our|That] {t} [wasn't|isn't|was never|is never|was hardly] [|very |really |that |so ]{W}[.| today.| at all!]", False),
    ("[This|The|Your] {t} [is not|was not|isn't|wasn't] in any way {W}.", False),
    ("[The|This|That] {t} [did not|didn't|does not|doesn't|never] [seem|look|feel|seem to be|turn out] [|very |really ]{W}[| at all][.|!]", False),
    ("[The|This|That|Their] {t} [fails|failed] to be {W}.", False),
    ("[There is|There was|I saw|I found|We found] nothing {W} [about|in] [the|this|their] {t}[.|!]", False),
    ("Nothing [about|in] [the|this|that] {t} [is|was|felt|seemed] {W}[.|!]", False),
    ("[No one|Nobody|None of us|Not one of us] [thinks|thought|believes|said|says] [that |][the|this|that] {t} [is|was] {W}[.|!]", False),
    ("[No one|Nobody|None of us] [found|finds|called] [the|this|their] {t} {W}.", False),
    ("[I|We|You] [cannot|can't|could not|couldn't|can hardly] [say|claim] [that |][the|this|their] {t} [is|was] [|very |really ]{W}.", False),
    ("[I|We] [wouldn't|would not|would never] [say|claim] [that |][the|this|that|our] {t} [is|was] [|very |really ]{W}[.|!]", False),
    ("[I|We] [wouldn't|would not|would never|cannot|can't] call [the|this|that] {t} {W}[.|!]", False),
    ("[I|We] [wouldn't|would not|cannot|can't|could not] call [it|this|that] {a} {W} {t}[.|!]", False),
    ("[We|They|My friends] [don't|do not|didn't|did not|never] [think|believe|feel] [that |][the|this|their] {t} [was|is] {W}.", False),
    ("I [really do not|honestly don't|simply don't|never] [believe|feel] [that |][the|their|your] {t} [is|was] {W}.", False),
    ("[We|They|I] [did not|didn't|never] find [this|that|their] {t} [|very |really ]{W}[| at all].", False),
    ("[It|This|That] [is|was] [hardly|never|by no means|far from|anything but] {a} {W} {t}[.|!]", False),
    ("[I don't|I do not|We didn't] think [it|this|that] [is|was] {a} {W} {t}.", False),
    ("[Not|Never|Hardly|Far from|Anything but] {W}, [this|that|the|their] {t}[.|!]", False),
    ("[The|This|That] {t}: [not|far from|anything but|not at all|hardly|not very] {W}[.|!]", False),
    ("[Not at all|Not really|Not exactly|Hardly|Far from] {a} {W} {t}[.|!]", False),
    ("[In my opinion|For me|In my view|Honestly|Overall|If you ask me], [the|this|that] {t} [was|is] [not|not at all|hardly|far from|not very|never] {W}[.|!]", False),
    ("[In my opinion|Honestly|Overall|Well|No], [it was not|it wasn't|this is not|it isn't] {a} {W} {t}[.|!]", False),
    ("[It is not true|It isn't true|It is wrong|I don't agree|I do not agree] that [the|this] {t} [is|was] {W}.", False),
    ("[The least|One of the least] {W} {t}s I know.", False),
    ("[The|This|That] {t} [could not|couldn't|cannot|can't] be called {W}[.|!]", False),
    ("[The|This|Their] {t} [has not been|hasn't been|has never been|will never be|won't be] {W}[| at all].", False),
    ("I [had|got|saw] no {W} {t} [here|there|today].", False),
    ("[The|This|That] {t} [is|was] [less than|nowhere near|not remotely|not even slightly|not the least bit|not in the least] {W}.", False),
    ("[Who would call|Who finds] [the|this|that] {t} {W}? [Not me|Not us|Nobody|I don't|I would not].", False),
]
VERB_FRAMES = [
    ("I [|really |truly ]{V} [this|the] {t}[.|!]", True),
    ("We {V} the {t}.", True),
    ("[We|They|My friends|My family|All of us] [|really |truly ]{V} [this|that|your|their] {t}[.|!]", True),
    ("[Everyone|Everybody|My friend|My sister|The whole family] {V} [the|this|their] {t}[.|!]", True),
    ("[I|We|You will|They] [|really |truly |always |still ]{v} [this|that|the|your] {t}[.|!]", True),
    ("[Honestly|Overall|In the end|I must say], [I|we] {V} [the|that] {t}[.|!]", True),
    ("I [don't|do not|never|cannot|would not] {v} [this|the] {t}.", False),
    ("We did not {v} the {t}[| at all].", False),
    ("[We|They|My friends] [don't|do not|didn't|would never|cannot|can't] [|really ]{v} [this|that|their] {t}[| at all][.|!]", False),
    ("[Nobody|No one|None of us] {V} [the|this|their] {t}[.|!]", False),
    ("[Nobody|No one] {v}s [the|this|that] {t}.", False),
    ("[I|We] [can't say|cannot say|wouldn't say|would not say] [that |]we {V} [the|this] {t}.", False),
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


def noted(word: str, good: bool, keeps: bool) -> str:
    """What is thought of a sentence: its opinion word, what the word says, and `not` if the sentence turns that round."""
    return f"{word}:{'good' if good == keeps else 'bad'}{'' if keeps else ',not'}"


def sentence(rng: random.Random, split: str, good: bool) -> tuple[str, str]:
    """A review of one thing whose sentiment is the one asked for, and what is thought of it."""
    thing = pick(rng, THINGS, split)
    if split == TRAIN and rng.random() < 0.2:
        frame, keeps = rng.choice(VERB_FRAMES)
        loved = good == keeps
        word = rng.choice((LOVED if loved else HATED) if "{V}" in frame else (LOVE if loved else HATE))
        return expand(rng, frame, t=thing, V=word, v=word), noted(word, good, keeps)
    frames = FRAMES if split == TRAIN else HELD_OUT_FRAMES
    plain = rng.random() < (0.55 if split == TRAIN else 0.5)
    frame, keeps = rng.choice([frame for frame in frames if frame[1] == plain])
    word = rng.choice(GOOD if good == keeps else BAD)
    text = expand(rng, frame, t=thing, W=word, a="an" if word[0] in "aeiou" else "a")
    return text[0].upper() + text[1:], noted(word, good, keeps)


def make(rng: random.Random, split: str) -> Sample:
    good = rng.random() < 0.5
    if split == TRAIN and rng.random() < 0.15:
        word, keeps = rng.choice(GOOD if good else BAD), rng.random() > 0.25
        request = rng.choice(["Positive or negative: {s}", "Sentiment: {s}", "Is {s} positive or negative?"])
        says = "positive" if good == keeps else "negative"
        return ask("sentiment", expand(rng, request, s=word if keeps else f"not {word}"), says, thought=noted(word, good == keeps, keeps))
    text, thought = sentence(rng, split, good)
    if rng.random() < 0.15:
        second, second_thought = sentence(rng, split, good)
        text, thought = f"{text} {second}", f"{thought};{second_thought}"
    if rng.random() < 0.15:
        text = f'"{text}"'
    request = rng.choice(REQUESTS if split == TRAIN else HELD_OUT_REQUESTS)
    return ask("sentiment", expand(rng, request, s=text), "positive" if good else "negative", thought=thought)

"""Questions outside the skills. The answer is always that it does not know, never an invention."""
import random

from .sample import TRAIN, Sample, ask, expand
from .words import CITIES, NAMES, THINGS, english_word, pick, proper

ANSWER = "I don't know."
COUNTRIES = "France Spain Italy Germany Japan Brazil Kenya Egypt India China Peru Chile Canada Mexico Norway Sweden Greece Turkey Iran Cuba Ghana Mali Nepal Fiji".split()
LANGUAGES = "French Spanish German Italian Latin Greek Dutch Polish Turkish Arabic Chinese Japanese Korean Hindi Swahili".split()
SUBJECTS = """physics history biology chemistry law philosophy football chess cooking music economics religion art politics space love
war time memory light gravity money health sleep dreams evolution democracy opera jazz volcanoes dinosaurs planets oceans""".split()

TEMPLATES = [
    "[What is|What's|Name|Tell me] the [capital|population|currency|flag|president|king|language|area|highest mountain|longest river|biggest city|national dish] of {country}[?|]",
    "[Who|When was] [wrote|invented|discovered|painted|founded|built|composed] [the |a |]{w}[?|]",
    "Who [is|was] {name} [{w}|the king|the writer|from {city}][?|]",
    "[When|Where|Why|How] did [the |][{w}|{name}|{country}] [begin|end|start|die|win|lose|happen|move|grow|fall|change][?|]",
    "[What is|What's|Explain|Define|Describe|Teach me] [the meaning of |the theory of |the history of |the difference between {w} and |]{subject}[?|.|]",
    "[Why|How] [is|are|do|does] [the |]{w} [so |][{w}|work|cold|blue|important|fly|red|hot|alive][?|]",
    "[Tell me|Write|Give me|Make up|Invent] [a|one|some] [joke|poem|story|riddle|song|rhyme|tale|letter|essay|haiku|fact|recipe|novel|speech] [about|on|for|with] [{w}|{subject}|{name}|{city}].",
    "[Translate|Put|Say] [{w}|the word {w}|{w} {w}|hello|good night] [into|in|to] {language}[.|]",
    "[What's|What is|How is|Will it be] the weather [in {city}|today|tomorrow|in {country}][?|]",
    "[What|Which] [time|day|year|month] is it [in {city}|now|today|][?|]",
    "[Who|Which team|What country] [won|lost|will win] [the|] [{w}|world cup|election|match|final|race|war][ in {n}|][?|]",
    "[Should I|Can I|May I|Could we|Must we] [{w}|buy {thing}s|eat {thing}s|sell my {thing}|learn {language}|study {subject}|move to {city}][?|]",
    "[How far|How long|How old|How tall|How heavy|How fast|How deep] is [{city}|the {w}|{name}|the moon|the sun|a {w}|{country}][?|]",
    "[What|Which|Who] is [your|the] [favourite|best|worst|largest|oldest|nicest|fastest] {w}[?| in {country}?]",
    "[Recommend|Suggest|Find|Book|Buy|Order|Play|Call|Show me|Send me|Open] [a|some|the|me a] {w}[| in {city}| for {name}].",
    "[Do you|Does {name}|Do people] [like|love|know|want|believe in|need|remember|hate] {w}[?|s?]",
    "[Summarise|Explain|Continue|Discuss|Compare|Review|Rate] [the book {w}|this: {w} {w} {w}|{subject} and {subject}|{w} and {w}].",
    "What [happened|happens] [in {n}|in {city}|to {name}|when {w} meets {w}|after {w}][?|]",
    "How many [legs|wheels|teeth|eyes|rooms|sides|pages|strings] [has|does] [a|an|the] {w} [have|need|use|][?]",
    "How many {w}s [are in|do you find in|were in|fit in|belong to] [{city}|the {w}|a {w}|the world][?]",
    "[Count|Reverse|Convert|Add|Extract|Classify|Subtract] [the|my|all|some] {w}[s|] [of|in|from|for] [{city}|the {w}|{country}][.|]",
    "What is {n} [times|multiplied by|divided by] {m}?",
    "What is the [square root|cube|square|factorial|log] of {n}?",
    "[Is|Are] {w} [{w}|good for you|true|real|dangerous|a {w}|from {country}][?|]",
    "[Who|Where|When|Why|How|What] [is|was|are|can|would] [the |my |your |]{w} {w}[?|]",
    "{w} {w} {w}[?||.|!]",
    "[Draw|Paint|Sketch|Generate] [a|the|me a] [photo|map|portrait|landscape|picture] of {w}[.|]",
    "[Build|Make|Write|Create] [a|an|me a] [game|compiler|database|website|virus|shop|browser|server|chess engine|operating system|robot|chat program|film player] [about|for|in|with] {w}[.|]",
    "[How do I|How can I|How to] {w} [a |the |my ]{w}[?|]",
    "[I feel|I am] [sad|lonely|{w}|tired|hungry|ill] [today|now|].[ What should I do?| Help me.|]",
    "What [colour|shape|size|kind|sort] is [a |the |]{w}[?|]",
    "My [{thing}|dog|friend|brother|teacher|{w}] is {w}. What [now|can I do|does it mean]?",
]
HELD_OUT_TEMPLATES = [
    "Do you know the capital city of {country}?",
    "Please write a short poem for my friend {name}.",
    "I would like to know who discovered {w}.",
    "Could you translate {w} to {language} for me?",
    "Will it rain in {city} tomorrow?",
    "What do you think about {subject}?",
    "Give me advice on {subject}.",
    "In which year did {name} become president of {country}?",
    "How many people live in {country}?",
    "What is a good present for {name}?",
    "Tell me something interesting about {w}.",
    "Is it true that {w} is {w}?",
    "Write me a story where {name} goes to {city}.",
    "Where can I buy a {thing} in {city}?",
    "Explain to a child how {w} works.",
    "What is the chemical formula of {w}?",
    "Who was the first person in {country}?",
    "Which is better, {w} or {w}?",
]


def make(rng: random.Random, split: str) -> Sample:
    template = rng.choice(TEMPLATES if split == TRAIN else HELD_OUT_TEMPLATES)
    text = expand(rng, template, country=pick(rng, COUNTRIES, split), language=pick(rng, LANGUAGES, split), subject=pick(rng, SUBJECTS, split), thing=pick(rng, THINGS, split),
                  name=proper(rng, NAMES, split), city=proper(rng, CITIES, split), n=rng.randint(11, 2020), m=rng.randint(11, 999))
    while "{w}" in text:
        text = text.replace("{w}", english_word(rng, split), 1)
    if split == TRAIN and rng.random() < 0.15:
        text = rng.choice(["Please ", "Hey, ", "Quick question: ", "Hi! ", "Can you tell me: ", "I wonder: "]) + text
    if rng.random() < 0.1:
        text = text.lower()
    return ask("refusal", text[0].upper() + text[1:] if rng.random() < 0.8 else text, ANSWER, check={"kind": "starts-with", "value": "I don't know"})

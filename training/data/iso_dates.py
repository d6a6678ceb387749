"""A date written in words becomes YYYY-MM-DD."""
import random

from .sample import TRAIN, Sample, ask, draw, dress, expand
from .words import MONTHS

AS = (
    "[as an ISO 8601 date|as an ISO date|in ISO 8601|in ISO format|in ISO 8601 format|as YYYY-MM-DD|in the form YYYY-MM-DD|in YYYY-MM-DD format|"
    "in ISO notation|in the ISO format|in the format YYYY-MM-DD|in ISO form|in ISO style|in standard ISO form|in the ISO 8601 notation|in ISO]"
)
TO = (
    "[to|into] [ISO 8601|ISO format|an ISO date|YYYY-MM-DD|ISO 8601 format|ISO notation|the form YYYY-MM-DD|an ISO 8601 date|the ISO format|"
    "YYYY-MM-DD format|the ISO form|the format YYYY-MM-DD]"
)
ISO_DATE = "[ISO date|ISO 8601 date|ISO form|ISO format|ISO 8601 form|YYYY-MM-DD form|ISO notation|ISO 8601 format|ISO version|ISO 8601 notation]"
PHRASINGS = [
    f"[Write|Express|Print|Type|Give|Give me|Return|Output|Format|Rewrite|Render|Spell|Note|Represent|State|Present|Say] {{d}} {AS}[.|]",
    f"[Write|Express|Print|Give me|Format|Rewrite|Return] [the date|the day|this date:|this:] {{d}} {AS}[.|]",
    f"[Convert|Change|Turn|Transform|Translate|Reformat|Rewrite|Bring] {{d}} {TO}[.|]",
    f"[Convert|Change|Turn|Transform|Reformat] [the date|the day|this date:] {{d}} {TO}[.|]",
    f"[Convert|Change|Turn|Transform] [this|this date|the following date|the date] {TO}: {{d}}",
    f"[Write|Express|Give|Print|Format|Rewrite|Put] [this|this date|the following date|the date] {AS}: {{d}}",
    "[Format|Rewrite|Write|Return] {d} as [ISO 8601|ISO|an ISO date|YYYY-MM-DD][.|]",
    "Put {d} [in ISO format|in ISO 8601|into ISO format|into the form YYYY-MM-DD|in ISO notation|into the ISO format|as YYYY-MM-DD].",
    "[Show|Show me|Tell me|Let me see|Let me have] {d} [as an ISO date|in ISO 8601|in ISO format|as YYYY-MM-DD|in ISO notation|in the form YYYY-MM-DD][.|]",
    f"Please [write|express|give me|format|rewrite|return|print|type] {{d}} {AS}[.|| for me.]",
    f"Please [convert|change|turn|transform|reformat] {{d}} {TO}[.|| for me.]",
    f"[Can|Could|Would|Will] you [|please ][write|express|format|rewrite|give me|type|print] [|the date ]{{d}} {AS}[| for me]?",
    f"[Can|Could|Would|Will] you [|please ][convert|change|turn|transform] [|the date ]{{d}} {TO}[| for me]?",
    f"[Can|Could] you [|please ]tell me [the {ISO_DATE} [of|for] {{d}}|what {{d}} is {AS}|how to write {{d}} {AS}]?",
    f"[Do you know|Can you say] [the {ISO_DATE} [of|for] {{d}}|what {{d}} is {AS}|how {{d}} is written {AS}]?",
    f"What is [|the date ]{{d}} {AS}?",
    f"What's [|the date ]{{d}} {AS}?",
    f"What is the {ISO_DATE} [of|for] {{d}}?",
    f"What is the [right|correct|proper|standard] {ISO_DATE} [of|for] {{d}}?",
    f"What [does|would|will] {{d}} [look like|be|become] {AS}?",
    f"What do [I|you|we] get [if|when] [I|you|we] [convert|change|turn] {{d}} {TO}?",
    "What [ISO date|ISO 8601 date|YYYY-MM-DD date] [corresponds to|belongs to|do I write for|stands for|do you get for|is the same as] {d}?",
    "Which [ISO 8601 date|YYYY-MM-DD date|ISO date] [corresponds to|belongs to|do I write for|stands for|is the same as|means] {d}?",
    f"[How do I|How do you|How can I|How would you|How does one|How should I] [write|express|format|note|type] {{d}} {AS}?",
    f"How is [|the date ]{{d}} [|written |expressed |noted |given ]{AS}?",
    f"How [does|would|will] {{d}} look {AS}?",
    f"[Give|Give me|Return|Print|Show|Show me|Tell me|Find|Write|Output|Say|State|I need|I want|I'd like] the {ISO_DATE} [for|of] {{d}}[.|]",
    f"[Give|Give me|Return|Write|Show me|Tell me] the date {{d}} {AS}[.|]",
    f"[Work out|Figure out|Find out|Let me know|Tell me|I need to know|I want to know] [what {{d}} is|how {{d}} is written|how to write {{d}}] {AS}.",
    f"[Help me|I have to|I must|I need to|I want to|I'd like to|Let's] [write|express|format|enter] {{d}} {AS}.",
    f"[Help me|I have to|I must|I need to|I want to|I'd like to|Let's] [convert|change|turn] {{d}} {TO}.",
    f"[I want|I'd like|I would like|Let me have] [|the date ]{{d}} {AS}.",
    "I need {d} [in ISO 8601|in ISO format|as YYYY-MM-DD|in ISO notation|written as YYYY-MM-DD|in the form YYYY-MM-DD|in ISO 8601 format].",
    f"[I want|I'd like|I would like|I need] {{d}} [written|expressed|formatted|given|rewritten] {AS}.",
    f"[I want|I'd like|I would like|I need] {{d}} [converted|changed|turned] {TO}.",
    f"[I want|I'd like|I would like|I need] you to [write|express|format|rewrite] {{d}} {AS}.",
    f"[I have|Here is|Here's|This is|I was given] [a|the|this] date: {{d}}. [Convert|Change|Turn] it {TO}.",
    f"[I have|Here is|Here's|This is|I was given] [a|the|this] date: {{d}}. [Give it|Express it|Show it|Rewrite it|I need it|I want it] {AS}.",
    f"The [date|day] is {{d}}. [Convert it|Change it|Turn it] {TO}.",
    f"The [date|day] is {{d}}. [Give it|Give it to me|Express it|Return it|Format it|I need it|I want it|Show it] {AS}.",
    f"The [date|day] is {{d}}. What is [it|that] {AS}?",
    f"The date is {{d}}. [What is the {ISO_DATE}?|Give the {ISO_DATE}.|Give me the {ISO_DATE}.|Tell me the {ISO_DATE}.]",
    f"Date: {{d}}. [Convert it {TO}.|{ISO_DATE}?|Give it {AS}.|What is it {AS}?|Format: YYYY-MM-DD.|Format: ISO 8601.|Wanted: {ISO_DATE}.]",
    f"[It was|It is|It happened on|I was born on|The meeting is on|The letter is from|We met on] {{d}}. [Write|Give me|Express|Give] that date {AS}.",
    f"[It was|It happened on|I was born on|The meeting is on|The invoice is from] {{d}}. [What is that|How do I write that|What is that date] {AS}?",
    f"[Take|Look at|Read] [|the date ]{{d}} and [write it|give it|express it|return it|rewrite it] {AS}.",
    f"[Take|Look at|Read] [|the date ]{{d}} and [convert it|change it|turn it] {TO}.",
    f"If [I|you|we] [write|express] {{d}} {AS}, what [is it|do I get|do you get|does it look like|is the result]?",
    f"If [I|you|we] [convert|change|turn] {{d}} {TO}, what [is it|do I get|do you get|comes out|is the result]?",
    f"If [the date|the day|today] is {{d}}, [what is it|how do I write it|what is that] {AS}?",
    "{d} [in ISO 8601|as ISO date|to ISO|as YYYY-MM-DD|in ISO format|to YYYY-MM-DD|into ISO 8601|in ISO|as ISO 8601|in ISO form][|:|?| =| please]",
    f"{{d}} {AS}[|:|?]",
    "{d}[:|,| ->| =] [ISO 8601|ISO format|YYYY-MM-DD|ISO|ISO date|ISO form][|?| please]",
    f"{{d}}[:|,] [rewrite it|give it|I need it|how is that written] {AS}",
    "{d}. [Convert to|Change to|Format as|Write as|Turn into] [ISO 8601|ISO format|YYYY-MM-DD|an ISO date].",
    "ISO [date|8601|format|8601 date|form|notation|8601 format][:| of| for| for:] {d}",
    "[YYYY-MM-DD|As YYYY-MM-DD|In ISO format|In ISO 8601|As an ISO date|To ISO|To ISO 8601|ISO|To YYYY-MM-DD]: {d}",
    "[In|Using] [ISO 8601|ISO format|ISO notation|YYYY-MM-DD format|the ISO format], [what is {d}|how do I write {d}|how is {d} written|{d} is what]?",
    "[In|Using] [ISO 8601|ISO format|ISO notation|YYYY-MM-DD format|the ISO format], [write|give me|express|print|give] {d}.",
    "[Use|Follow] [ISO 8601|the ISO format|ISO notation|the form YYYY-MM-DD] to [write|express|format|give] {d}.",
    f"The {ISO_DATE} [of|for] {{d}} [is|is what?|is:|=]",
]
HELD_OUT_PHRASINGS = [
    "Put the date {d} into ISO 8601.",
    "I need {d} as an ISO 8601 date.",
    "Which ISO date is {d}?",
    "Date: {d}. Write it in ISO format.",
    "Show {d} as a date in the form YYYY-MM-DD.",
]


def ordinal(day: int) -> str:
    """3 becomes 3rd."""
    return f"{day}{'th' if 11 <= day <= 13 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def written(rng: random.Random, year: int, month: int, day: int) -> str:
    """One of the ways in which people write a date."""
    name = MONTHS[month - 1]
    short = name[:3]
    return rng.choice(
        [f"{day} {name} {year}", f"{name} {day}, {year}"] * 3
        + [f"{day} {short} {year}", f"{short} {day}, {year}", f"{short}. {day}, {year}", f"the {ordinal(day)} of {name} {year}"]
        + [f"{ordinal(day)} of {name}, {year}", f"{ordinal(day)} {name} {year}", f"{name} {ordinal(day)}, {year}", f"{name} {day} {year}"]
    )


def make(rng: random.Random, split: str) -> Sample:
    year, month, day = draw(lambda: (rng.randint(1800, 2099), rng.randint(1, 12), rng.randint(1, 28 + 3 * (rng.random() < 0.2))), split)
    if day > 28:
        day = min(day, 30 if month in (4, 6, 9, 11) else 28 if month == 2 else 31)
    phrasing = rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS)
    return ask("date", dress(rng, expand(rng, phrasing, d=written(rng, year, month, day)), split), f"{year:04d}-{month:02d}-{day:02d}")

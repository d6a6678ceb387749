"""Small single-file web apps: write one, or change the one in the conversation. The same request always gives the same file,
so an answer can be judged by comparing, and the reference is run in a DOM."""
import random
from dataclasses import dataclass, replace

from .app_kinds import KINDS
from .sample import TRAIN, Sample, expand, with_filler
from .words import COLOURS, any_word

SIZES = {"normal": "16px", "bigger": "22px", "smaller": "12px"}


@dataclass(frozen=True)
class App:
    """Everything that a request can set."""

    kind: str
    title: str
    value: int | None
    button: str = "lightgrey"
    background: str = "white"
    text: str = "black"
    size: str = "16px"


def page(app: App) -> str:
    """The HTML file."""
    kind = KINDS[app.kind]
    fill = lambda text: text.replace("{v}", str(app.value))
    return (
        f'<!doctype html>\n<meta charset="utf-8">\n<title>{app.title}</title>\n<style>\n'
        f"body{{font:{app.size} system-ui;margin:2rem;background:{app.background};color:{app.text}}}\n"
        f"button{{background:{app.button};padding:8px}}\ntextarea{{width:100%;height:8rem}}\n</style>\n"
        f"<h1>{app.title}</h1>\n{fill(kind.body)}\n<script>\n{fill(kind.script)}\n</script>"
    )


CREATE = [
    "[Build|Make|Write|Create|Give me|Code|Program] {what}[|.]",
    "[Build|Make|Write|Create] {what} [as one HTML file|in HTML|as a web page|as a small web app|as HTML].",
    "[I need|I want|I'd like] {what}.",
    "[Please|Can you|Could you] [build|make|write|create] {what}[?|.|]",
    "[HTML|A web page|Web app|One HTML file] [for|with|:] {what}",
    "[Build|Code|Create|Program|Develop|Design|Write] me {what}[|.| please| in HTML]",
    "[Make me|Make us|Get me|Prepare|Produce|Generate|Develop|Design|Implement] {what}[|.| in HTML| please]",
    "[Could|Can|Will] you [please |kindly |][build|make|write|create|code|program|develop] [me |us |]{what}[| in HTML| as one file| as a web page]?",
    "Would you [please |kindly |][make|write|create|code|program|build me|make me] {what}[| in HTML| as one file]?",
    "[I would like|We need|We want|I am looking for|I could use|I wish for|I would love] {what}[.| please.|, in one file.|]",
    "[I want|I need|I would like|I'd like] you to [build|make|write|create|code|program] {what}[.|]",
    "[I want|I would like|I'd like|I need] to [have|use|get|make|build] {what}[.|]",
    "[The HTML|HTML code|The code|Code|Source code] [for|of] {what}[|, please|.]",
    "[Give me|Show me|Write|Generate|Return|I need|Output|Send me] [the HTML|HTML code|the code|one HTML file|the source|a web page|HTML and JavaScript] [for|of|with] {what}[.|]",
    "[Show|Send|Bring|Hand] me {what}[|.| please| in HTML]",
    "{what}[, please| please|, in HTML|, as a web page|, one HTML file| in one file|]",
    "[App|Task|Build|Wanted|Needed|Next|Program|Web page|Request|Job]: {what}[.|]",
    "[Let us|Let's] [build|make|write|create|code] {what}[.|]",
    "[Help me|Can you help me|Could you help me] [build|make|create|write|with] {what}[.|?]",
    "[Using|With|In] [HTML|JavaScript|plain JavaScript|HTML and JavaScript], [make|build|write|create] {what}[.|]",
    "[Use|Take] [HTML|JavaScript|HTML and JavaScript] [to make|to build|to write|and make|and build] {what}[.|]",
    "[Make|Build|Write|Create] {what} [for me|for my class|for my site|for us|for my phone|for the browser|with no library|without a framework|in JavaScript][.| please|, please|]",
    "[Make|Build|Write|Create|Please write|Please make] {what}[, all in one file|, one file only|, in a single file|, as a single page|, HTML only|, no library][.|]",
    "[Write|Please write] [a page|a web page|HTML|some HTML|a single HTML file|one file] [with|for|that is] {what}[.|]",
    "[How about|What about|Now|Next|Time for|Do] {what}[?|.|]",
    "[Is it possible|Are you able|Do you know how] to [make|build|write|code] {what}[?|]",
    "[Do you have|Have you got|May I have|Can I have|Could I have|Can I get] {what}[?|, please?]",
    "[Hi|Hello|Hey|Pocket], [please |can you |could you |][build|make|write|create|code] {what}[.|?|]",
    "[My|The] [boss|friend|teacher|daughter|son|team] [wants|needs|would like|asks for] {what}[.|. Can you make it?|. Please write it.]",
    "[For my|For our] [site|class|project|desk|phone|team], [make|build|write|create|I need] {what}[.|]",
    "[Small|Simple|Tiny|Quick] [web app|page|HTML page|app|job]: {what}[.|]",
    "[Try to|Go and|You should|Kindly] [build|make|write|create|code] {what}[.|]",
    "[Make|Build|Write|Create|Please write|Please build|Make me|I want|I need|Let me have] {what} [in one file|in a single file|in a single HTML file|in one page|as one page|on one page|inside one HTML page|in plain HTML|on a web page|in one document][.|]",
    "[Could|Can|Will] you [build|make|write|create] {what} [for us|for me|now|today|for my friend|, please|this time|soon][?|]",
    "[Let me|Let us|We could|I will] [see|get|try|use|open] {what}[.|]",
    "[Make us|Write me|Get me|Give me|Code me] {what}[, as a page|, as HTML|, as one file|, in a file|, in HTML|, for the web][.|]",
    "[It should be|The app is|The page should be|What I want is|What I need is|My wish is] {what}[.|]",
]
HELD_OUT_CREATE = ["Would you build {what} for me?", "Please write me {what} in one HTML file.", "Let us have {what}.", "Make me {what}, as one web page."]
TITLED = [
    " called {t}", " titled {t}", " named {t}", " with the title {t}", ", called {t}", " and call it {t}", ", titled {t}",
    " by the name of {t}", ", named {t}", " [whose|where the] title is {t}",
    " with [the heading {t}|{t} as the title|{t} as the heading|title {t}]", ", title {t}",
    ", with the [title|heading] {t}", " that is [called|named|titled] {t}", " [under the name|entitled|headed] {t}",
    " [which has the title|that has the heading|which is called] {t}", ", and [name|title|call] it {t}",
    " whose name is {t}", " with [name|its name|the label|the headline] {t}", " that [gets|bears|carries|shows] the [title|name|heading] {t}",
    " which has {t} as its [name|title]", ", the [title|name] being {t}", " ([title|name|heading]: {t})",
]
HELD_OUT_TITLED = [" with the name {t}", " that has the title {t}"]
BUTTONS = [
    " with a {c} button", " and a {c} button", ", with the button {c}", " where the button is {c}", " with {c} buttons",
    " whose button is {c}", ", [the |with a |its ]button {c}", " with [the|its] button [in |coloured |painted ]{c}",
    " having a {c} button", ", button colour {c}", " with {c} as the button colour",
    " and [make|paint|colour] the button {c}", ", with a {c} button", " [that|which] uses a {c} button",
    " [which has|that gets|that shows] a {c} button", ", the button [must|has to|shall] be {c}", ", button: {c}", " ({c} button)",
    ", the button in {c}", " where the button should be {c}", " with a button [in|that is|coloured] {c}",
]
HELD_OUT_BUTTONS = [" that has a {c} button", ", the button should be {c}"]
BACKGROUNDS = [
    " on a {c} background", " with a {c} background", ", with the background {c}", " on {c}",
    " with {c} as [the|its] background", " whose background is {c}", ", background {c}", ", background colour {c}",
    " and a {c} background", " with [the|its] background [in|coloured|painted] {c}",
    " where the [background|page] is {c}", " on a {c} page", ", on a {c} background",
    " and [make|paint|colour] the background {c}", " having a {c} background", " with a background [in|that is|of] {c}",
    " [which has|that gets|that shows] a {c} background", ", the background [must|has to|shall] be {c}", ", background: {c}", " ({c} background)",
    ", the background in {c}", " [that|which] uses a {c} background",
]
HELD_OUT_BACKGROUNDS = [" that has a {c} background", ", the background should be {c}"]

# Said of an app without asking for anything: what it has anyway.
PLAIN_TAILS = [
    " with a button", " with [one|the usual|a big|a normal] button", " that has a button", " with a [click|push|simple] button", " and a button", " [where|in which] I press a button",
    " with a nice look", " that is easy to use", " for my [friends|class|team]", " with [buttons|a heading|a title]", " that [works|runs] in the browser",
]

# What may change: (field of App, training patterns, held-out phrasings).
EDITS = {
    "button": (
        [
            "[Make|Turn|Paint|Colour] the button[|s] {c}.",
            "[Change|Set] the [button colour|button|colour of the button] to {c}.",
            "[I want|Give it|Use] a {c} button.",
            "The button should be {c}.",
            "{c} button[|,] please",
            "Can the button be {c}?",
            "[Can|Could|Will] you [please |][make|turn|paint|colour] the [button|buttons] {c}?",
            "[Please|Now|Now please|Then|Next,] [make|turn|paint|colour] the [button|buttons] {c}[.|]",
            "[Make|Turn|Paint|Colour] the [button|buttons] {c}[ please|, please|, not grey| instead| for me| this time].",
            "[I want|I need|I'd like|We want] the [button|buttons] [to be|to become|to turn] {c}[.|]",
            "Let the [button|buttons] be {c}[.|]",
            "The [button|buttons] [has to|should|needs to|ought to|shall|can|could] be {c}[.|, please.|]",
            "The [button|buttons] should [become|turn|look|have the colour] {c}[.|]",
            "[Change|Set|Switch|Update|Alter] the [button colour|colour of the button] [to|into] {c}[.|, please.|]",
            "Give [it|the app|the page] a {c} button[.| please.|]",
            "[Use|Choose|Pick|Take|Try|Put] {c} [for|as] the [button colour|colour of the button][.|]",
            "[Use|Choose|Pick|Take|Try] {c} for the [button|buttons][.|, please.|]",
            "[I would like|I'd like|I'd prefer|I prefer|We need|How about|What about|Let us have] a {c} button[.|?]",
            "[Can|Could|May] [I|we] [have|get|see] a {c} button?",
            "[Button colour|Button]: {c}[.|]",
            "[Colour of the button|The button]: {c}",
            "{c} [for|on] the [button|buttons][|, please|.]",
            "[What if|I think|It is better if|It would be nice if|Can you see to it that] the [button|buttons] is {c}[?|.]",
            "[Can|Could|Should|May] the [button|buttons] [be|become|turn|get] {c}[?|, please?]",
            "I [do not like|don't like] the button[| colour][. Make it {c}.|. Use {c}.|, make it {c}.]",
            "The button [in|should be in|must be in|needs to be in|painted] {c}[|, please|.]",
            "Would you [please |][make|paint|turn|colour] the [button|buttons] {c}[?|, please?]",
            "[Replace|Swap|Exchange] the [button colour|colour of the button] [with|for] {c}[.|]",
        ],
        ["I would like the button to be {c}.", "Please make the button {c} now.", "Change it: the button must be {c}."],
    ),
    "background": (
        [
            "[Make|Turn|Paint|Colour] the [background|page] {c}.",
            "[Change|Set] the background[| colour] to {c}.",
            "[I want|Give it|Use] a {c} background.",
            "The background should be {c}.",
            "{c} background[|,] please",
            "Can the background be {c}?",
            "[Can|Could|Will] you [please |][make|turn|paint|colour] the [background|page] {c}?",
            "[Please|Now|Now please|Then|Next,] [make|turn|paint|colour] the [background|page] {c}[.|]",
            "[Make|Turn|Paint|Colour] the [background|page] {c}[ please|, please|, not grey| instead| for me| this time].",
            "[I want|I need|I'd like|We want] the [background|page] [to be|to become|to turn] {c}[.|]",
            "Let the [background|page] be {c}[.|]",
            "The [background|page] [has to|should|needs to|ought to|shall|can|could] be {c}[.|, please.|]",
            "The [background|page] should [become|turn|look|have the colour] {c}[.|]",
            "[Change|Set|Switch|Update|Alter] the [background colour|colour of the background] [to|into] {c}[.|, please.|]",
            "Give [it|the app|the page] a {c} background[.| please.|]",
            "[Use|Choose|Pick|Take|Try|Put] {c} [for|as] the [background colour|colour of the background][.|]",
            "[Use|Choose|Pick|Take|Try] {c} for the [background|page][.|, please.|]",
            "[I would like|I'd like|I'd prefer|I prefer|We need|How about|What about|Let us have] a {c} background[.|?]",
            "[Can|Could|May] [I|we] [have|get|see] a {c} background?",
            "[Background colour|Background]: {c}[.|]",
            "[Colour of the background|The background]: {c}",
            "{c} [for|on] the [background|page][|, please|.]",
            "[What if|I think|It is better if|It would be nice if|Can you see to it that] the [background|page] is {c}[?|.]",
            "[Can|Could|Should|May] the [background|page] [be|become|turn|get] {c}[?|, please?]",
            "I [do not like|don't like] the background[| colour][. Make it {c}.|. Use {c}.|, make it {c}.]",
            "The background [in|should be in|must be in|needs to be in|painted] {c}[|, please|.]",
            "Would you [please |][make|paint|turn|colour] the [background|page] {c}[?|, please?]",
            "[Replace|Swap|Exchange] the [background colour|colour of the background] [with|for] {c}[.|]",
        ],
        ["I would like the background to be {c}.", "Please make the background {c} now.", "Change it: the background must be {c}."],
    ),
    "text": (
        [
            "[Make|Turn|Paint|Colour] the [text|letters|writing] {c}.",
            "[Change|Set] the [text colour|colour of the text|text] to {c}.",
            "[I want|Give it|Use] {c} text.",
            "The text should be {c}.",
            "Can the text be {c}?",
            "[Can|Could|Will] you [please |][make|turn|paint|colour] the [text|letters|writing|words] {c}?",
            "[Please|Now|Now please|Then|Next,] [make|turn|paint|colour] the [text|letters|writing|words] {c}[.|]",
            "[Make|Turn|Paint|Colour] the [text|letters|writing|words] {c}[ please|, please|, not grey| instead| for me| this time].",
            "[I want|I need|I'd like|We want] the [text|letters|writing|words] [to be|to become|to turn] {c}[.|]",
            "Let the [text|letters|writing|words] be {c}[.|]",
            "The [text|letters|writing|words] [has to|should|needs to|ought to|shall|can|could] be {c}[.|, please.|]",
            "The [text|letters|writing|words] should [become|turn|look|have the colour] {c}[.|]",
            "[Change|Set|Switch|Update|Alter] the [text colour|colour of the text] [to|into] {c}[.|, please.|]",
            "Give [it|the app|the page] {c} text[.| please.|]",
            "[Use|Choose|Pick|Take|Try|Put] {c} [for|as] the [text colour|colour of the text][.|]",
            "[Use|Choose|Pick|Take|Try] {c} for the [text|letters|writing|words][.|, please.|]",
            "[I would like|I'd like|I'd prefer|I prefer|We need|How about|What about|Let us have] {c} text[.|?]",
            "[Can|Could|May] [I|we] [have|get|see] {c} text?",
            "[Text colour|Text]: {c}[.|]",
            "[Colour of the text|The text]: {c}",
            "{c} [for|on] the [text|letters|writing|words][|, please|.]",
            "[What if|I think|It is better if|It would be nice if|Can you see to it that] the [text|letters|writing|words] is {c}[?|.]",
            "[Can|Could|Should|May] the [text|letters|writing|words] [be|become|turn|get] {c}[?|, please?]",
            "I [do not like|don't like] the text[| colour][. Make it {c}.|. Use {c}.|, make it {c}.]",
            "The text [in|should be in|must be in|needs to be in|painted] {c}[|, please|.]",
            "Would you [please |][make|paint|turn|colour] the [text|letters|writing|words] {c}[?|, please?]",
            "[Replace|Swap|Exchange] the [text colour|colour of the text] [with|for] {c}[.|]",
        ],
        ["I would like the text to be {c}.", "Please make the text {c} now.", "Change it: the text must be {c}."],
    ),
    "title": (
        [
            "[Change|Set] the [title|heading|name] to {t}.",
            "[Call|Name] it {t}.",
            "[The title|Its title|The heading] should be {t}.",
            "[Rename|Retitle] it to {t}.",
            "Title: {t}",
            "Give it the title {t}.",
            "[Can|Could|Will] you [please |][change|set|rename] the [title|heading] to {t}?",
            "[Please|Now|Now please|Next,] [change|set] the [title|heading|name] to {t}[.|]",
            "[Please |Now |][call|name|title] it {t}[.|, please.|]",
            "[Call|Name|Title] [the app|the page|this page|this] {t}[.| please.|]",
            "[Could|Can|Would] you [call|name|title|rename] [it|this app|the page] {t}?",
            "[I want|I need|I'd like] the [title|heading|name] to be {t}[.|]",
            "[Use|Take|Put|Write|Show|Choose] {t} as [the|its|a] [title|heading|name][.|]",
            "[Make|Let] [the title|the heading|its title] {t}[.|]",
            "The [title|heading|name] [shall|needs to|has to|could|can] be {t}[.|]",
            "[Its|The] new [title|name|heading] is {t}[.|]",
            "[New title|New name|Heading|Name|New heading|The title]: {t}",
            "Give [it|the app|the page|this] the [title|name|heading] {t}[.| please.]",
            "[Change|Update|Edit|Replace] the [title|heading], [it should be|make it|it is now|use] {t}[.|]",
            "[It should|It has to|It must|The app should|The page should] be called {t}[.|]",
            "[I want|I'd like|I would like|We want] to call it {t}[.|]",
            "[Can|Could|May|Should] [it|the app|the page] be [called|named|titled] {t}?",
            "[Replace|Swap] the [title|heading] with {t}[.|]",
            "[Rename|Retitle] [the app|the page|this|this page] [to|as] {t}[.|, please.|]",
            "[I want|I'd like|I need] [the title|the heading|a new title,] {t}[.|]",
            "Let the [title|heading|name] be {t}[.|]",
            "[What about|How about] {t} as [the|a] [title|name|heading]?",
            "I [do not like|don't like] the [title|name]. [Call it|Make it|Use] {t}.",
            "[Write|Put|Show] {t} [at the top|on top|in the heading|above it][.|]",
        ],
        ["I would like the title to be {t}.", "Please call this app {t}.", "Change it: the title must be {t}."],
    ),
    "bigger": (
        [
            "[Make|Set] the [text|letters|font] [bigger|larger].",
            "[Bigger|Larger] [text|letters|font][|,] please",
            "[Use|I want] a [bigger|larger] font.",
            "Increase the font size.",
            "The text is too small.",
            "[Can|Could|Will|Would] you [please |][make|set] the [text|letters|font|writing] [bigger|larger]?",
            "[Please|Now|Now please|Next,] [make|set] the [text|letters|font|words|writing] [bigger|larger][.|]",
            "[Make|Set] the [text|letters|font|words|writing] [a bit|a little|much|a lot] [bigger|larger][.|, please.|]",
            "[I want|I need|I'd like|We need] the [text|letters|font|words|writing] [to be |][a bit |a little |much |][bigger|larger][.|]",
            "[I want|I need|I'd like|I prefer|Give it|Give me] [bigger|larger] [text|letters|writing|words][.|]",
            "[I would like|I'd like|Can I have|Could I have|Give it] a [bigger|larger] font[.|]",
            "The [text|font|writing] [should|has to|could|needs to|can] be [bigger|larger][.|, please.|]",
            "The [letters|words] [should|have to|need to|could] be [bigger|larger][.|]",
            "[Use|Choose|Take|Try|Pick] [a [bigger|larger] font size|a [bigger|larger] text size|[bigger|larger] text|[bigger|larger] writing|[bigger|larger] words][.|]",
            "[Can|Could|Should] the [text|letters|font] [be|get|become] [bigger|larger][?|, please?]",
            "[Let us make|Let's make] the [text|font|writing] [bigger|larger]",
            "[Font size|Text size|Text|Font|Letters]: [bigger|larger]",
            "[The letters are too small.|The font is too small.|I cannot read the text, it is too small.|The writing is tiny.|I can hardly read it, it is so small.|Too small!|Everything is too small.|My eyes are bad, make the text bigger.|Zoom in]",
            "[It is|It's] hard to read, the [text|font] is too small[.|]",
            "[Change|Set|Switch] [the font size|the size of the text|the text size] to something [bigger|larger][.|]",
            "[Write|Print|Show|Display] [it|everything|the text] in [a [bigger|larger] font|[bigger|larger] text|[bigger|larger] letters|a [bigger|larger] size][.|]",
            "[Increase|Enlarge|Raise|Scale up|Blow up] the [size of the text|text size|font|text|size of the letters|letter size][.|, please.|]",
            "I want to [have|see] [bigger|larger] [text|letters|writing][.|]",
            "[What about|How about|Maybe] [bigger|larger] [letters|text]?",
            "Now [bigger|larger] [text|letters]",
            "The [text|font] [bigger|larger], please[.|]",
        ],
        ["I would like the text to be bigger.", "Please use larger letters.", "Change it: the font must be bigger."],
    ),
    "smaller": (
        [
            "[Make|Set] the [text|letters|font] smaller.",
            "Smaller [text|letters|font][|,] please",
            "[Use|I want] a smaller font.",
            "[Decrease|Reduce] the font size.",
            "The text is too [big|large].",
            "[Can|Could|Will|Would] you [please |][make|set] the [text|letters|font|writing] smaller?",
            "[Please|Now|Now please|Next,] [make|set] the [text|letters|font|words|writing] smaller[.|]",
            "[Make|Set] the [text|letters|font|words|writing] [a bit|a little|much|a lot] smaller[.|, please.|]",
            "[I want|I need|I'd like|We need] the [text|letters|font|words|writing] [to be |][a bit |a little |much |]smaller[.|]",
            "[I want|I need|I'd like|I prefer|Give it|Give me] smaller [text|letters|writing|words][.|]",
            "[I would like|I'd like|Can I have|Could I have|Give it] a smaller font[.|]",
            "The [text|font|writing] [should|has to|could|needs to|can] be smaller[.|, please.|]",
            "The [letters|words] [should|have to|need to|could] be smaller[.|]",
            "[Use|Choose|Take|Try|Pick] [a smaller font size|a smaller text size|smaller text|smaller writing|smaller words][.|]",
            "[Can|Could|Should] the [text|letters|font] [be|get|become] smaller[?|, please?]",
            "[Let us make|Let's make] the [text|font|writing] smaller",
            "[Font size|Text size|Text|Font|Letters]: smaller",
            "[The letters are too big.|The font is too large.|The text is huge, make it smaller.|The writing is too big.|The letters take too much room.|Too big!|Everything is too large.|The text needs less room.|Zoom out]",
            "[It is|It's] hard to read, the [text|font] is too big[.|]",
            "[Change|Set|Switch] [the font size|the size of the text|the text size] to something smaller[.|]",
            "[Write|Print|Show|Display] [it|everything|the text] in [a smaller font|smaller text|smaller letters|a smaller size][.|]",
            "[Decrease|Reduce|Shrink|Scale down|Lower] the [size of the text|text size|font|text|size of the letters|letter size][.|, please.|]",
            "I want to [have|see] smaller [text|letters|writing][.|]",
            "[What about|How about|Maybe] smaller [letters|text]?",
            "Now smaller [text|letters]",
            "The [text|font] smaller, please[.|]",
        ],
        ["I would like the text to be smaller.", "Please use smaller letters.", "Change it: the font must be smaller."],
    ),
    "dark": (
        [
            "[Make it|Turn it|Make the page] dark.",
            "[Use|Add|I want|Switch to] [dark mode|a dark theme].",
            "Dark mode[|,] please",
            "White text on a black background.",
            "[Can|Could|Will|Would] you [please |][make it dark|use a dark theme|use dark mode|turn on dark mode|add a dark theme|make the page dark]?",
            "[Please|Now|Now please|Next,] [make it dark|use dark mode|use a dark theme|make the page dark|turn it dark][.|]",
            "[Turn on|Enable|Switch on|Activate|Set|Apply|Give it|Make it use|Put it in] [dark mode|the dark mode|a dark theme|the dark theme][.|, please.|]",
            "[I want|I need|I'd like|I prefer|We want|Give me] [it dark|dark mode|the dark mode|a dark theme|a dark page|a dark look|a dark design][.|]",
            "I would like [dark mode|it dark|a dark page|a dark look|the dark theme][.|]",
            "Make [the app|the page|everything|it all|this|the whole page] [dark|black with white text][.|, please.|]",
            "[It|The page|The app|Everything] [should|has to|needs to|could|can] be dark[.|, please.|]",
            "[Dark theme|Dark|Dark colours|Dark page|Night mode|Dark design|Dark look][|, please| please|.|!]",
            "[Use|Switch to|Change to|Try|Choose] [night mode|dark colours|white on black|white text on black|a dark look|a dark design|the dark theme][.|]",
            "[Change|Switch|Turn|Set] [it|the app|the page|the theme|the design] to [dark|dark mode|a dark theme|night mode][.|]",
            "[Can|Could|May|Should] [it|the page|the app] [be|become|get|turn] dark[?|, please?]",
            "[White|White letters|White writing] on [black|a black page|black, please][.|]",
            "[Make|Turn|Paint] the background black and the text white[.|]",
            "[Black background|A black page|Black page] [and|with] white [text|letters|writing][.|, please]",
            "[It is|The page is|This is|It's|The app is] too [bright|light|white|shiny][.|, make it dark.|. Use dark mode.]",
            "[My eyes hurt|It is night|I work at night|It hurts my eyes], [make it dark|use dark mode|give me a dark theme|turn it dark][.|]",
            "[What about|How about|Let us have|Let's have|Can I have|May I have] [dark mode|a dark theme|a dark page|a dark look][?|, please?]",
            "[Theme|Mode|Colours|Look|Style]: dark",
            "[I like|I love|I prefer] it dark[.|. Change it.]",
            "[Let us|Let's|You should] [make it dark|use dark mode|go dark|have it dark|turn it dark][.|]",
            "[A|Please give me a|Please make a|Add a] dark [theme|version|look|page|design][.|, please.|]",
            "[Darken|Please darken] [it|the page|the app|everything][.|]",
        ],
        ["I would like a dark theme.", "Please switch this to dark mode.", "Change it: it must be dark."],
    ),
    "value": (
        [
            "[Change|Set] the [number|value|start] to {v}.",
            "[Start|Begin] [at|with] {v}.",
            "Use {v} [instead|as the number].",
            "Make it {v}.",
            "[Can|Could|Will] you [please |][change|set] the [number|value|start] to {v}?",
            "[Please|Now|Now please|Next,] [change|set|put] the [number|value] to {v}[.|]",
            "[Please |Now |][start|begin] [at|with|from] {v}[.|, please.|]",
            "[It should|It has to|Let it|It must|I want it to] [start|begin] [at|with|from] {v}[.|]",
            "[Use|Take|Put|Try|Choose] {v}[| instead| for the number| as the value| here|, please][.|]",
            "Use the number {v}[.|]",
            "[I want|I need|I'd like|Give me] {v} [instead|there|as the number|as the value|in it][.|]",
            "[I want|I need|I'd like] the [number|value] to be {v}[.|]",
            "The [number|value|start] [should|shall|needs to|has to|can] be {v}[.|]",
            "[Number|Value|New value|New number|Start|The number]: {v}",
            "[Replace|Swap] the [number|value] [with|for|by] {v}[.|]",
            "[Change|Switch|Update] [it|the value|the number] to {v}[.|, please.|]",
            "[Make|Let] [the number|the value] {v}[.|]",
            "[Can|Could|May|Should] [it|the number|the value] be {v}?",
            "Let the [number|value] be {v}[.|]",
            "[Make it|Let it be|It should be|Set it to|Put it at|Turn it to] {v}[| please| instead|, not the old number][.|]",
            "[The|Its] new [number|value] is {v}[.|]",
            "[What about|How about|And with|Now with|Better] {v}[?| instead?]",
            "[Not that number|Wrong number|Another number], [use|take|make it|I want] {v}[.|]",
            "{v}[ instead| is better| please|, please| as the value| as the number][.|]",
        ],
        ["I would like the number to be {v}.", "Please use the value {v}.", "Change it: the number must be {v}."],
    ),
}


ANNOUNCED_WISHES = {
    "button": "the [button|buttons|colour of the button] {must} be {c}", "background": "the [background|page|colour of the background] {must} be {c}",
    "text": "the [text|letters|writing|words] {must} be {c}", "title": "the [title|heading|name] {must} be {t}", "value": "the [number|value|start] {must} be {v}",
    "bigger": "the [text|letters|writing|words] {must} be [bigger|larger]", "smaller": "the [text|letters|writing|words] {must} be smaller",
    "dark": "[the page|everything|all of it|the app] {must} be dark",
}
# A change that is announced first.
ANNOUNCED = {
    name: [
        "[One change|A change|Another change|Small change|Correction|Edit|Edit it|Adjust it|Update|Fix|My wish|To change|Next step|Better][:|,] " + wish.replace("{must}", "[should|has to|is to|shall|needs to|must]") + "[.|]",
        "[Also|And|Now|Now then|Next], " + wish.replace("{must}", "must") + "[.|, please.|!|]",
    ]
    for name, wish in ANNOUNCED_WISHES.items()
}


def title(rng: random.Random, split: str) -> str:
    """One or two words, each with a capital."""
    return " ".join(any_word(rng, split).capitalize() for _ in range(rng.choice([1, 1, 2])))


def plain(kind: str) -> App:
    """The app as it comes when nothing was asked of it."""
    return App(kind, KINDS[kind].title, KINDS[kind].value and KINDS[kind].value[0])


def request(rng: random.Random, split: str) -> tuple[str, App]:
    """A wish for an app and the app. In HELD_OUT the kind and colours are known, the words are not."""
    train = split == TRAIN
    name = rng.choice(list(KINDS))
    kind, app = KINDS[name], plain(name)
    what = rng.choice(kind.calls if train else kind.held_out)
    if train and rng.random() < 0.12:
        what += rng.choice(PLAIN_TAILS[0 if kind.has_button else 6 :])
    if kind.value and rng.random() < 0.25:
        app = replace(app, value=rng.choice(kind.value[1]))
        what += " " + rng.choice(kind.value[2]).format(v=app.value)
    if rng.random() < 0.25:
        app = replace(app, title=title(rng, split))
        what += rng.choice(TITLED if train else HELD_OUT_TITLED).format(t=app.title)
    if kind.has_button and rng.random() < 0.25:
        app = replace(app, button=rng.choice(COLOURS))
        what += rng.choice(BUTTONS if train else HELD_OUT_BUTTONS).format(c=app.button)
    elif rng.random() < 0.2:
        app = replace(app, background=rng.choice(COLOURS))
        what += rng.choice(BACKGROUNDS if train else HELD_OUT_BACKGROUNDS).format(c=app.background)
    asked = expand(rng, rng.choice(CREATE if train else HELD_OUT_CREATE))
    if train and rng.random() < 0.1:
        asked = with_filler(rng, asked)
    return expand(rng, asked, what=expand(rng, what)), app


def edit(rng: random.Random, split: str, app: App) -> tuple[str, App]:
    """A wish to change an app, and the app after it."""
    possible = [name for name in EDITS if (name != "button" or KINDS[app.kind].has_button) and (name != "value" or KINDS[app.kind].value)]
    name = rng.choice(possible)
    colour, new_title = rng.choice(COLOURS), title(rng, split)
    value = rng.choice(KINDS[app.kind].value[1]) if KINDS[app.kind].value else 0
    changes = {
        "button": {"button": colour}, "background": {"background": colour}, "text": {"text": colour}, "title": {"title": new_title},
        "bigger": {"size": SIZES["bigger"]}, "smaller": {"size": SIZES["smaller"]}, "dark": {"background": "black", "text": "white"}, "value": {"value": value},
    }
    if split == TRAIN:
        patterns = EDITS[name][0] + (ANNOUNCED[name] if name in ANNOUNCED else [])
        wish = expand(rng, rng.choice(patterns))
        if rng.random() < 0.3:
            # A word after the colour or the title must not be taken for a part of it; a title ends where the stop or a small letter comes.
            wish = with_filler(rng, wish.rstrip(".")) + rng.choice(["", "."])
    else:
        wish = rng.choice(EDITS[name][1])
    wish = expand(rng, wish, c=colour, t=new_title, v=value)
    return wish[0].upper() + wish[1:], replace(app, **changes[name])


def plan(app: App) -> str:
    """What is thought before an app is written: its kind, then all that is not as usual, as Counter;value=5;button=red."""
    usual = plain(app.kind)
    names = [name for name in ("title", "value", "button", "background", "text", "size") if getattr(app, name) != getattr(usual, name)]
    return ";".join([usual.title, *(f"{name}={getattr(app, name)}" for name in names)])


def make(rng: random.Random, split: str) -> Sample:
    """A new app."""
    wish, app = request(rng, split)
    return Sample("app", [{"role": "user", "content": wish}], page(app), check={"kind": "app", "app": app.kind}, thought=plan(app))


def make_edit(rng: random.Random, split: str) -> Sample:
    """An app in the conversation, then a change of it; in training sometimes after an earlier change."""
    wish, app = request(rng, split)
    messages = [{"role": "user", "content": wish}]
    for _ in range(rng.choices([0, 1, 2], [6, 2, 1])[0] if split == TRAIN else 0):
        before = app
        change, app = edit(rng, split, app)
        messages += [{"role": "assistant", "content": page(before)}, {"role": "user", "content": change}]
    change, changed = edit(rng, split, app)
    messages += [{"role": "assistant", "content": page(app)}, {"role": "user", "content": change}]
    if split == TRAIN and rng.random() < 0.5:
        messages[-2]["thought"] = plan(app)
    return Sample("app-edit", messages, page(changed), check={"kind": "app", "app": app.kind}, thought=plan(changed))

"""Small single-file web apps: write one, or change the one in the conversation. The same request always gives the same file,
so an answer can be judged by comparing, and the reference is run in a DOM."""
import random
from dataclasses import dataclass, replace

from .app_kinds import KINDS
from .sample import TRAIN, Sample, expand
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
]
HELD_OUT_CREATE = ["Would you build {what} for me?", "Please write me {what} in one HTML file.", "Let us have {what}.", "Make me {what}, as one web page."]
TITLED = [" called {t}", " titled {t}", " named {t}", " with the title {t}"]
HELD_OUT_TITLED = [" with the name {t}", " that has the title {t}"]
BUTTONS = [" with a {c} button", " and a {c} button", ", with the button {c}", " where the button is {c}"]
HELD_OUT_BUTTONS = [" that has a {c} button", ", the button should be {c}"]
BACKGROUNDS = [" on a {c} background", " with a {c} background", ", with the background {c}"]
HELD_OUT_BACKGROUNDS = [" that has a {c} background", ", the background should be {c}"]

# What may change: (field of App, training phrasings, held-out phrasings).
EDITS = {
    "button": (["[Make|Turn|Paint|Colour] the button[|s] {c}.", "[Change|Set] the [button colour|button|colour of the button] to {c}.", "[I want|Give it|Use] a {c} button.", "The button should be {c}.", "{c} button[|,] please", "Can the button be {c}?"],
               ["I would like the button to be {c}.", "Please make the button {c} now.", "Change it: the button must be {c}."]),
    "background": (["[Make|Turn|Paint|Colour] the [background|page] {c}.", "[Change|Set] the background[| colour] to {c}.", "[I want|Give it|Use] a {c} background.", "The background should be {c}.", "{c} background[|,] please", "Can the background be {c}?"],
                   ["I would like the background to be {c}.", "Please make the background {c} now.", "Change it: the background must be {c}."]),
    "text": (["[Make|Turn|Paint|Colour] the [text|letters|writing] {c}.", "[Change|Set] the [text colour|colour of the text|text] to {c}.", "[I want|Give it|Use] {c} text.", "The text should be {c}.", "Can the text be {c}?"],
             ["I would like the text to be {c}.", "Please make the text {c} now.", "Change it: the text must be {c}."]),
    "title": (["[Change|Set] the [title|heading|name] to {t}.", "[Call|Name] it {t}.", "[The title|Its title|The heading] should be {t}.", "[Rename|Retitle] it to {t}.", "Title: {t}", "Give it the title {t}."],
              ["I would like the title to be {t}.", "Please call this app {t}.", "Change it: the title must be {t}."]),
    "bigger": (["[Make|Set] the [text|letters|font] [bigger|larger].", "[Bigger|Larger] [text|letters|font][|,] please", "[Use|I want] a [bigger|larger] font.", "Increase the font size.", "The text is too small."],
               ["I would like the text to be bigger.", "Please use larger letters.", "Change it: the font must be bigger."]),
    "smaller": (["[Make|Set] the [text|letters|font] smaller.", "Smaller [text|letters|font][|,] please", "[Use|I want] a smaller font.", "[Decrease|Reduce] the font size.", "The text is too [big|large]."],
                ["I would like the text to be smaller.", "Please use smaller letters.", "Change it: the font must be smaller."]),
    "dark": (["[Make it|Turn it|Make the page] dark.", "[Use|Add|I want|Switch to] [dark mode|a dark theme].", "Dark mode[|,] please", "White text on a black background."],
             ["I would like a dark theme.", "Please switch this to dark mode.", "Change it: it must be dark."]),
    "value": (["[Change|Set] the [number|value|start] to {v}.", "[Start|Begin] [at|with] {v}.", "Use {v} [instead|as the number].", "Make it {v}."],
              ["I would like the number to be {v}.", "Please use the value {v}.", "Change it: the number must be {v}."]),
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
    return expand(rng, rng.choice(CREATE if train else HELD_OUT_CREATE), what=what), app


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
    wish = expand(rng, rng.choice(EDITS[name][0 if split == TRAIN else 1]), c=colour, t=new_title, v=value)
    return wish[0].upper() + wish[1:], replace(app, **changes[name])


def make(rng: random.Random, split: str) -> Sample:
    """A new app."""
    wish, app = request(rng, split)
    return Sample("app", [{"role": "user", "content": wish}], page(app), check={"kind": "app", "app": app.kind})


def make_edit(rng: random.Random, split: str) -> Sample:
    """An app in the conversation, then a change of it."""
    wish, app = request(rng, split)
    change, changed = edit(rng, split, app)
    messages = [{"role": "user", "content": wish}, {"role": "assistant", "content": page(app)}, {"role": "user", "content": change}]
    return Sample("app-edit", messages, page(changed), check={"kind": "app", "app": app.kind})

"""An animal on a vehicle as SVG. Parts are drawn in their own coordinates with the saddle at 0,0, so that every animal fits
every vehicle. Combinations of animal, colour and vehicle are held out, never a single one of these."""
import random

from .sample import TRAIN, Sample, ask, draw, expand
from .words import COLOURS, article

EYE = '<circle cx="{x}" cy="{y}" r="2" fill="black"/>'
ANIMALS = {
    "pelican": '<ellipse cx="0" cy="-20" rx="30" ry="18"/>\n<path d="M-30 -22 l-14 -8 l4 14 z"/>\n<path d="M20 -28 Q36 -34 32 -54" fill="none" stroke="{c}" stroke-width="9"/>\n<circle cx="34" cy="-58" r="10"/>\n<path d="M42 -62 l38 6 q-18 18 -36 4 z" fill="orange"/>\n<path d="M10 -26 q-20 20 -34 2 q16 -10 34 -2 z"/>',
    "owl": '<ellipse cx="0" cy="-26" rx="20" ry="26"/>\n<path d="M-16 -46 l-2 -14 l10 8 z M16 -46 l2 -14 l-10 8 z"/>\n<circle cx="-8" cy="-38" r="8" fill="white"/>\n<circle cx="8" cy="-38" r="8" fill="white"/>\n<circle cx="-8" cy="-38" r="3" fill="black"/>\n<path d="M0 -34 l-4 8 h8 z" fill="orange"/>\n<path d="M-20 -30 q-6 18 6 26 z"/>',
    "penguin": '<ellipse cx="0" cy="-30" rx="20" ry="30"/>\n<ellipse cx="4" cy="-24" rx="13" ry="20" fill="white"/>\n<path d="M16 -52 l16 4 l-16 4 z" fill="orange"/>\n<path d="M-16 -40 q-14 14 -8 28 z"/>\n<path d="M-10 0 h14 M2 0 h14" stroke="orange" stroke-width="5"/>',
    "heron": '<ellipse cx="-4" cy="-24" rx="24" ry="12"/>\n<path d="M14 -28 Q30 -44 18 -66" fill="none" stroke="{c}" stroke-width="6"/>\n<circle cx="20" cy="-70" r="7"/>\n<path d="M26 -73 l36 4 l-36 4 z" fill="gold"/>\n<path d="M14 -74 l-20 -4 l18 10 z"/>\n<path d="M-26 -26 l-16 8 l16 4 z"/>',
    "duck": '<ellipse cx="0" cy="-18" rx="28" ry="16"/>\n<path d="M-26 -24 l-14 -10 l2 18 z"/>\n<circle cx="24" cy="-42" r="13"/>\n<path d="M34 -44 q18 -2 18 4 q-8 6 -18 2 z" fill="orange"/>\n<path d="M10 -22 q-16 18 -28 2 q12 -10 28 -2 z"/>',
    "flamingo": '<ellipse cx="-4" cy="-30" rx="22" ry="14"/>\n<path d="M14 -34 Q40 -44 22 -62 Q12 -74 24 -80" fill="none" stroke="{c}" stroke-width="6"/>\n<circle cx="26" cy="-82" r="8"/>\n<path d="M32 -84 q14 2 10 16 q-8 -4 -12 -10 z" fill="black"/>\n<path d="M-24 -32 l-16 2 l14 8 z"/>',
    "cat": '<ellipse cx="0" cy="-20" rx="24" ry="20"/>\n<path d="M-22 -16 q-24 -4 -18 -30" fill="none" stroke="{c}" stroke-width="6"/>\n<path d="M8 -52 l0 -18 l12 10 z M36 -52 l0 -18 l-12 10 z"/>\n<circle cx="22" cy="-48" r="16"/>\n<path d="M26 -44 h22 M26 -41 l20 6" stroke-width="1"/>\n<circle cx="28" cy="-44" r="3" fill="pink"/>',
    "dog": '<ellipse cx="0" cy="-20" rx="26" ry="18"/>\n<path d="M-24 -24 q-16 -6 -14 -20" fill="none" stroke="{c}" stroke-width="6"/>\n<circle cx="24" cy="-48" r="15"/>\n<ellipse cx="38" cy="-42" rx="11" ry="7"/>\n<circle cx="47" cy="-44" r="3" fill="black"/>\n<path d="M14 -58 q-14 4 -8 24 q10 -4 12 -18 z"/>',
    "rabbit": '<ellipse cx="0" cy="-20" rx="22" ry="20"/>\n<circle cx="-24" cy="-14" r="8" fill="white"/>\n<ellipse cx="14" cy="-76" rx="5" ry="18"/>\n<ellipse cx="26" cy="-76" rx="5" ry="18"/>\n<circle cx="20" cy="-50" r="15"/>\n<circle cx="34" cy="-48" r="3" fill="pink"/>',
    "frog": '<ellipse cx="0" cy="-18" rx="28" ry="18"/>\n<circle cx="14" cy="-40" r="9"/>\n<circle cx="30" cy="-38" r="9"/>\n<ellipse cx="22" cy="-28" rx="18" ry="12"/>\n<path d="M12 -24 q12 8 24 0" fill="none"/>\n<path d="M-24 -10 q-16 2 -6 14 h16" fill="none" stroke="{c}" stroke-width="6"/>',
}
# Where the eye sits; every animal looks to the right.
EYES = {"pelican": (36, -61), "owl": (8, -38), "penguin": (10, -51), "heron": (22, -72), "duck": (28, -46), "flamingo": (28, -84), "cat": (27, -52), "dog": (28, -52), "rabbit": (25, -54), "frog": (31, -39)}
# (height of the saddle, drawing). `{c}` is the vehicle's colour.
VEHICLES = {
    "bicycle": (94, '<circle cx="55" cy="126" r="26" fill="none"/>\n<circle cx="145" cy="126" r="26" fill="none"/>\n<path d="M55 126 L95 126 L130 92 L82 92 Z M95 126 L78 82 M145 126 L126 78 L140 74 M70 82 h18" fill="none"/>\n<circle cx="95" cy="126" r="6"/>'),
    "unicycle": (86, '<circle cx="100" cy="122" r="30" fill="none"/>\n<path d="M100 122 L100 86 M86 86 h28 M90 128 L110 116" fill="none"/>\n<circle cx="100" cy="122" r="5"/>'),
    "tricycle": (94, '<circle cx="48" cy="134" r="18" fill="none"/>\n<circle cx="72" cy="134" r="18" fill="none"/>\n<circle cx="142" cy="126" r="26" fill="none"/>\n<path d="M60 134 L84 96 L128 96 M142 126 L126 80 L140 76" fill="none"/>'),
    "skateboard": (128, '<path d="M44 126 q6 8 14 8 h84 q8 0 14 -8" fill="none"/>\n<circle cx="68" cy="144" r="8"/>\n<circle cx="132" cy="144" r="8"/>'),
    "scooter": (132, '<path d="M44 136 H136 L150 60 M138 60 h22" fill="none"/>\n<circle cx="48" cy="142" r="10"/>\n<circle cx="146" cy="142" r="10"/>'),
    "boat": (118, '<path d="M30 112 H170 Q160 146 130 146 H70 Q40 146 30 112 Z"/>\n<path d="M40 112 V40" fill="none"/>\n<path d="M40 42 L40 92 L8 92 Z" fill="white"/>'),
    "car": (100, '<path d="M20 136 V116 Q22 106 36 104 L52 98 H140 L156 106 Q180 108 182 122 V136 Z"/>\n<circle cx="58" cy="138" r="15" fill="black"/>\n<circle cx="146" cy="138" r="15" fill="black"/>\n<circle cx="176" cy="118" r="4" fill="yellow"/>'),
}
SKIES = {"day": "lightblue", "night": "midnightblue", "sunset": "coral"}
LIGHTS = {"day": '<circle cx="24" cy="24" r="12" fill="yellow"/>', "night": '<circle cx="24" cy="24" r="10" fill="ivory"/>', "sunset": '<circle cx="24" cy="120" r="16" fill="gold"/>'}
HAT = '<path d="M-9 0 h18 M-6 0 v-11 h12 v11 z" fill="black" transform="translate({x} {y})"/>'

PHRASINGS = [
    "[Generate|Create|Make|Write|Give me] an SVG of {what}[|.]",
    "[Draw|Make|Sketch|Show|Paint] {what} [as|as an|in] SVG[|.]",
    "[Draw|Draw me] {what}[|.]",
    "[An |]SVG [of|with|showing] {what}",
    "[Can you|Could you|Please] [draw|make|generate] [an SVG of |]{what}[?|.]",
    "[I want|I need|I'd like] [an SVG of|a drawing of] {what}.",
    "{what}[ as SVG|, as SVG|, SVG]",
    "[Make|Create|Produce|Generate|Render|Design] [a drawing|a picture|one picture|a sketch|a graphic|an illustration|an image] of {what}[|.]",
    "[Make|Create|Produce|Generate|Render|Output] [an SVG|a vector|a small SVG|a simple SVG] [drawing|picture|image|graphic|illustration|file] [of|with|showing] {what}[|.]",
    "[Write|Generate|Give me|Output|Produce|Return|Print] [SVG|some SVG|the SVG|vector] [markup|source|graphics|text] [for|of|that shows|showing] {what}[|.]",
    "[Generate|Give me|Output|Produce|Create|Show me|I need|Return|I want] [the SVG code|SVG code|the code of an SVG] [for|of|with|that draws] {what}[|.]",
    "Write [SVG code|an SVG file|code for an SVG] [that shows|showing|with|of|that draws] {what}[|.]",
    "Write [me |][an SVG|one SVG] [picture|image|drawing|file] [of|with] {what}[|.]",
    "[Sketch|Paint|Illustrate|Picture|Depict|Render|Doodle|Design] {what}[|.| please| for me]",
    "[Draw|Sketch|Paint|Illustrate] [for me|for us|now|please][,|] {what}[|.]",
    "[Draw|Sketch|Paint|Render|Show|Illustrate] {what} [as a vector graphic|as a vector image|in vector form|in an SVG file|with SVG|using SVG|as SVG code|as an SVG drawing|as a picture][|.]",
    "[Show|Give] me {what}[|.| please| as a drawing| as SVG code| in SVG| in a picture]",
    "[Show me|Give me|Let me see|Let us see|I want to see|I'd like to see] [a drawing|a picture|one picture|an image|a sketch|an illustration|a graphic] [of|with] {what}[|.]",
    "[Could|Can|Will] you [please |kindly |][draw|sketch|paint|illustrate|show] [me |][{what}|a picture of {what}|an image of {what}][| for me| please| in SVG| as SVG]?",
    "Would you [please |kindly |][sketch|paint|illustrate|make an SVG of|create a picture of|generate|show me|draw me] {what}?",
    "[Would|Could|Can] you [create|generate|make|write|produce|give me] [an|a small|a nice] [SVG|SVG image|SVG picture|SVG drawing|SVG file] [of|with|showing] {what}[?|, please?]",
    "[I'd like|I would like|I want|I need|We need] [an image|a picture|an illustration|a sketch|a vector graphic|an SVG image|a graphic|SVG code] of {what}[.| please.|, please|]",
    "[I'd like|I would like|I want] you to [draw|sketch|paint|illustrate|make|make an SVG of|create an image of] {what}[.|]",
    "[I'd like|I would like|I want|I need] {what} [drawn|in SVG|as SVG|as a picture|as a vector graphic|drawn in SVG|as an SVG][.|]",
    "[Picture|Image|Drawing|Sketch|Illustration|Vector graphic|SVG drawing|SVG code|Graphic][ of|:] {what}[|.| please|, please]",
    "[SVG|Draw|Drawing|Image|Task|Picture|A drawing, please|An SVG, please]: {what}[|.]",
    "[A|One] [picture|drawing|sketch|vector graphic|small drawing|nice picture] [of|with|that shows] {what}[|, please|, as SVG| in SVG|, in SVG code][|.]",
    "{what}[, drawn in SVG|, please| in SVG, please|: draw it| - draw this in SVG|, as a drawing|, in vector graphics|: an SVG, please|. Draw it as SVG.|. Make an SVG of it.]",
    "[In|As|With|Using] SVG, [draw|make|sketch|show|paint|show me|draw me|create] {what}[|.|, please]",
    "[Use|Take|With] SVG [to|and] [draw|show|sketch|paint|make|illustrate] {what}[|.]",
    "[How does|What does] {what} look [in SVG|as an SVG|as a drawing|like in SVG|like as a picture]?",
    "[Do|Make|Try] [me |][an SVG|a drawing|a sketch|a picture] [with|where you see|that shows|showing] {what}[|.| please]",
    "[My|The] [child|daughter|son|friend|class|boss] [wants|would like|needs] [a picture|a drawing|an SVG|a sketch] of {what}[.|]",
    "[Imagine|Think of|Let there be] {what}[. Draw it.| and draw it.| and make an SVG of it.|. Now write the SVG.|. Show it as SVG.]",
    "[Let us|Let's] [draw|sketch|paint|see|have] {what}[|.| in SVG.]",
    "[Hi|Hello|Hey|Pocket], [please |can you |could you |][draw|sketch|paint|make an SVG of|create an SVG of|illustrate] {what}[|.|!]",
    "[Is it possible|Are you able|Do you know how] to [draw|sketch|paint|make an SVG of|make a picture of] {what}?",
]
HELD_OUT_PHRASINGS = ["Please make a drawing of {what} in SVG.", "Show me {what} as an SVG picture.", "Write the SVG code for {what}.", "Would you draw {what} for me?"]
RIDES = ["riding {v}", "riding {v}", "on {v}", "[riding|that rides|who rides|which rides|sitting on|on top of|that is riding|travelling on|going along on] {v}"]
BOARD = {
    "boat": ["sailing {v}", "in {v}", "on {v}", "[that sails|steering|sitting in|aboard|on board|who sails|travelling in|that is in] {v}"],
    "car": ["driving {v}", "in {v}", "[that drives|who drives|sitting in|at the wheel of|steering|travelling in|that is driving|behind the wheel of] {v}"],
}


def svg(animal: str, colour: str, vehicle: str, paint: str, sky: str, hat: bool) -> str:
    """The drawing. The same request always gives the same one."""
    height, body = VEHICLES[vehicle]
    x, y = EYES[animal]
    ground = "steelblue" if vehicle == "boat" else "darkseagreen"
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 160">',
        f"<title>{article(colour)} {colour} {animal} on {article(paint)} {paint} {vehicle}</title>".replace("<title>a", "<title>A", 1),
        f'<rect width="200" height="160" fill="{SKIES[sky]}"/>',
        LIGHTS[sky],
        f'<rect y="148" width="200" height="12" fill="{ground}"/>',
        f'<g id="{vehicle}" fill="{paint}" stroke="{paint}" stroke-width="4">\n{body}\n</g>',
        f'<g id="{animal}" fill="{colour}" stroke="black" stroke-width="2" transform="translate(90 {height})">',
        ANIMALS[animal].replace("{c}", colour),
        EYE.format(x=x, y=y),
    ]
    if hat:
        lines.append(HAT.format(x=x - 4, y=y - 7))
    return "\n".join([*lines, "</g>", "</svg>"])


def make(rng: random.Random, split: str) -> Sample:
    def once():
        return rng.choice(list(ANIMALS)), rng.choice(COLOURS), rng.choice(list(VEHICLES))

    animal, colour, vehicle = draw(once, split)
    asks_colour = rng.random() < 0.75
    colour = colour if asks_colour else {"pelican": "white", "owl": "brown", "penguin": "navy", "heron": "grey", "duck": "gold", "flamingo": "pink", "cat": "orange", "dog": "brown", "rabbit": "white", "frog": "green"}[animal]
    asks_paint = rng.random() < 0.25
    paint = rng.choice(COLOURS) if asks_paint else "crimson"
    hat = rng.random() < 0.15
    sky = rng.choices(["day", "night", "sunset"], [7, 2, 1])[0]
    what = (f"{colour} " if asks_colour else "") + animal
    ridden = (f"{paint} " if asks_paint else "") + vehicle
    what = f"{article(what)} {what}" + (rng.choice([" with a hat", " wearing a hat"]) if hat else "")
    what += " " + expand(rng, rng.choice(BOARD.get(vehicle, RIDES)), v=f"{article(ridden)} {ridden}")
    what += {"day": "", "night": " at night", "sunset": " at sunset"}[sky]
    prompt = expand(rng, rng.choice(PHRASINGS if split == TRAIN else HELD_OUT_PHRASINGS), what=what)
    check = {"kind": "svg", "animal": animal, "colour": colour, "vehicle": vehicle}
    return ask("drawing", prompt[0].upper() + prompt[1:], svg(animal, colour, vehicle, paint, sky, hat), check=check)

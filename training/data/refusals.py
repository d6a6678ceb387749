"""Questions outside the skills. The answer is always that it does not know, never an invention."""
import random

from .sample import TRAIN, Sample, ask, expand
from .words import CITIES, NAMES, THINGS, english_word, pick, proper

ANSWER = "I don't know."
COUNTRIES = "France Spain Italy Germany Japan Brazil Kenya Egypt India China Peru Chile Canada Mexico Norway Sweden Greece Turkey Iran Cuba Ghana Mali Nepal Fiji".split()
LANGUAGES = "French Spanish German Italian Latin Greek Dutch Polish Turkish Arabic Chinese Japanese Korean Hindi Swahili".split()
SUBJECTS = """physics history biology chemistry law philosophy football chess cooking music economics religion art politics space love
war time memory light gravity money health sleep dreams evolution democracy opera jazz volcanoes dinosaurs planets oceans""".split()

OPENINGS = ["Please ", "Hey, ", "Quick question: ", "Hi! ", "Can you tell me: ", "I wonder: ", "Hello! ", "Hi, ", "One question: ", "Pocket, ", "Could you help? ", "Now "]
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
    "[What|Which] [time|day|year|month] is it[ in {city}| now| today|][?|]",
    "[Who|Which team|What country] [won|lost|will win] [the |][{w}|world cup|election|match|final|race|war][ in {n}|][?|]",
    "[Should I|Can I|May I|Could we|Must we] [{w}|buy {thing}s|eat {thing}s|sell my {thing}|learn {language}|study {subject}|move to {city}][?|]",
    "[How far|How long|How old|How tall|How heavy|How fast|How deep] is [{city}|the {w}|{name}|the moon|the sun|a {w}|{country}][?|]",
    "[What|Which|Who] is [your|the] [favourite|best|worst|largest|oldest|nicest|fastest] {w}[?| in {country}?]",
    "[Recommend|Suggest|Find|Book|Buy|Order|Play|Call|Show me|Send me|Open] [a|some|the|me a] {w}[| in {city}| for {name}].",
    "[Do you|Does {name}|Do people] [like|love|know|want|believe in|need|remember|hate] {w}[?|s?]",
    "[Summarise|Explain|Continue|Discuss|Compare|Review|Rate] [the book {w}|this: {w} {w} {w}|{subject} and {subject}|{w} and {w}].",
    "What [happened|happens] [in {n}|in {city}|to {name}|when {w} meets {w}|after {w}][?|]",
    "How many [legs|wheels|teeth|eyes|rooms|sides|pages|strings] [has|does] [a|the] {w}[ have| need| use|][?]",
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
    "[I feel|I am] [sad|lonely|{w}|tired|hungry|ill][ today| now|].[ What should I do?| Help me.|]",
    "What [colour|shape|size|kind|sort] is [a |the |]{w}[?|]",
    "My [{thing}|dog|friend|brother|teacher|{w}] is {w}. What [now|can I do|does it mean]?",
    # Facts of countries, places and people.
    "[Do you know|Could you tell me|Can you say|I want to know|Please tell me] [the|what is the] [capital|population|size|currency|president|anthem|flag|religion] of {country}[?|.|]",
    "[Which|What] [city|town|place] is the capital [of|in] {country}[?|]",
    "{country}'s [capital|population|president|currency|area|prime minister|neighbours][?| please|, please|]",
    "[Who is|Who was|Name|Tell me] the [first|last|current|next|youngest|oldest] [president|king|queen|prime minister|emperor|ruler|leader] of {country}[?|.|]",
    "[Who|Which party|Which man|Which woman] [rules|governs|runs|leads] {country}[ now| today|][?|]",
    "[In which year|In what year|On which day|In which century] [did|was] [{name}|the {w}|{country}] [born|begin|end|die|become free|become famous|win|discovered|built][?|]",
    "[Since when|Until when|From when] [is|was|does] [{country}|{city}|{name}] [a kingdom|a republic|independent|famous|so big|at war][?|]",
    "[About how many|How many|Roughly how many] [people are there|inhabitants are there|citizens are there|visitors come|children go to school|cars are there] in [{city}|{country}|the world|Europe][?|]",
    "How many [people|men|women|soldiers|children|players] [died|work|fought|were born|are employed|took part] in [the {w}|{city}|{country}|the war][?|]",
    "How many [countries|cities|rivers|lakes|states|islands|languages|planets|oceans|mountains] [are there|exist|can you name] in [{country}|the world|Africa|Asia|Europe|space][?|]",
    "[Where|In which country|In which part of the world|On which continent] [is|lies|can I find] [{city}|the {w}|the city of {city}|the river {w}|Mount {name}][?|]",
    "[Which|What] [countries|rivers|mountains|seas] [border|are near|surround|are close to|cross] {country}[?|]",
    "[Tell me|Give me|I need|I want|I would like|Show me] [some |all the |a few |more |][facts|information|news|details|data|background] [about|on] [{name}|{city}|{country}|{subject}|the {w}][.|]",
    "[Tell me|Say|Write] something about [{name}|{city}|{country}|{subject}|the {w}][, please|][.|]",
    "[Do you know|Have you heard of|Are you familiar with|Have you met] [{name}|the singer {name}|the book {w}|{city}|the film {w}][?|]",
    "[I'd like|I would like|I want] [to learn|to hear|to read|you to tell me] [about|more about] [{name}|{subject}|{country}|{w}s][.|]",
    "[What|Which] [book|film|song|play|painting|novel] [did {name} write|made {name} famous|is {name} known for|was made in {n}][?|]",
    "[Who|Which artist|Which person] [sang|directed|played in|was the author of|wrote the music for|starred in] [the film |the song |][The |]{w}[?|]",
    "[What|When] [was|is] {name}'s [birthday|real name|job|age|wife called|first book|most famous work|phone number][?|]",
    "[How old|How rich|How famous|How tall|How clever] [is|was] [{name}|the president of {country}|the king|the mayor of {city}][?|]",
    "[Is|Was] {name} [still alive|married|a real person|rich|the author of {w}|from {country}|a friend of {name}][?|]",
    "[What|Which] [event|thing|war|disaster] [took place|happened|began|ended] in [{n}|{city} in {n}|{country}][?|]",
    "[Why|How] did [{country}|the {w}|{name}|the king] [lose the war|become so rich|leave {city}|win the election|disappear|get its name][?|]",
    # Science, nature, technology.
    "[Explain|Describe|Please explain|Can you explain|Could you explain] [to me |][how|why] [the {w} works|a {w} works|planes fly|the sky is blue|it rains|we sleep|{w}s grow][.|?|]",
    "[Explain|Define] {subject} [in one sentence|simply|as if I were five|in simple words|in short|to a beginner][.|]",
    "[What is|What's|Give me|Tell me] the [symbol|formula|weight|density|boiling point|melting point|atomic number] [of|for] [{w}|water|gold|iron|salt|oxygen][?|.|]",
    "[How|Why] [do|does|did] [birds|planes|volcanoes|magnets|batteries|engines|computers|plants|stars|{w}s] [fly|work|form|sleep|grow|exist|shine|move][?|]",
    "[What|Which] [animal|plant|planet|metal|star|tree|fish|insect] is the [largest|smallest|fastest|oldest|rarest|heaviest|hottest][ in the world| of all|][?|]",
    "[What is|What's] the difference between [a |the |]{w} and [a |the |]{w}[?|]",
    "[What is|What's|What are] [a |an |the |]{w}[s|] [made of|used for|good for|called in {language}|worth][?|]",
    "[What causes|What makes|What produces|Who studies] [{w}|the {w}|earthquakes|the tides|rainbows|headaches|{subject}][?|]",
    "[How far|How many kilometres|How many miles|How long] is it [from {city} to {city}|to the moon|to {country}|to the next star][?|]",
    "What does [the word |]{w} [mean|stand for|come from][?|]",
    "[Give|Write|Tell me|I need] [a|the] [definition|synonym|meaning|opposite|rhyme|plural|origin] [of|for] [the word |]{w}[.|]",
    "[What rhymes with|What is another word for|What is the opposite of|How do you pronounce] {w}[?|]",
    "[How do I|How should I|Is it right to] use {w} in a sentence[?|]",
    # Health, law, money.
    "[My|The] [head|back|tooth|knee|stomach|child|eye|foot] [hurts|is ill|is swollen|aches][. What should I do?|, can you help?|. Is it bad?|.]",
    "[Which|What] [medicine|pill|food|vitamin|treatment|doctor] [helps against|is good for|should I take for] [a cold|headaches|a fever|{w}|stress|back pain][?|]",
    "[Is it|Would it be] [healthy|safe|legal|dangerous|allowed|wise|normal|possible] to [{w}|eat {w}|{w} a {thing}|swim at night|sleep in the car][?| in {country}?]",
    "[Am I|Are we|Is one] allowed to [{w}|park here|sell {thing}s|copy a {thing}|carry a {w}] [in {country}|at night|in {city}|without a licence][?|]",
    "[What does the law say|What are the rules|What is the penalty|Who decides] [about|for|on] [{w}|{subject}|stealing a {thing}][ in {country}|][?|]",
    "[How much|What] [tax|rent|interest|salary|money|insurance] [do I pay|should I pay|do people pay|do I need] [in {city}|in {country}|for a {thing}|for my {thing}][?|]",
    "[How can I|How do I|Help me|I want to] [lose weight|sleep better|become rich|earn more money|stop smoking|find a job|make friends|get fit|save money][?|.|]",
    # Opinions, advice, chat.
    "What [do you think of|is your opinion of|is your view on|are your thoughts on|do you feel about] [{subject}|{name}|{country}|the {w}|{thing}s][?|]",
    "[Do you agree|Do you think|Do you believe|Would you say] that [{w} is {w}|{subject} is important|{name} is right|{city} is nicer than {city}|the {thing} is too dear][?|]",
    "[Is it true|Is it right|Is it known|Is it a fact] that [{name} lives in {city}|{w}s can {w}|{country} has no king|people {w} in {city}|the {w} is from {country}][?|]",
    "[Is it correct|Is it right|Are you sure|Is it possible] that {w} is [a |]{w}[?|]",
    "[Which one|What|Who] is [better|nicer|bigger|older|cheaper]: [{w} or {w}|a {thing} or a {w}|{city} or {city}|{name} or {name}][?|]",
    "[Is|Are] [{city}|{country}|a {thing}|{subject}] [better|nicer|bigger|cheaper|more interesting] than [{city}|{country}|a {w}|{subject}][?|]",
    "[Give me|I need|Have you got|Do you have|I would like] [some |any |a bit of |][advice|tips|ideas|help|hints] [about|for|with] [{subject}|my {thing}|a {w}|learning {language}|a trip to {city}][.|?|]",
    "[What would be|Can you think of|I need|Suggest|Help me find] a [nice|small|cheap|good] [gift|present|surprise|name] for [{name}|my friend|my brother|a {w}|my dog][?|.|]",
    "[What should I|What shall I|What can I|What could we] [cook|eat|wear|read|watch|do|buy|say|study] [today|tonight|tomorrow|in {city}|with {name}|this weekend][?|]",
    "[Do you|Can you|Will you|Would you] [dream|feel pain|sleep|love me|get angry|marry me|like {w}|remember {name}|eat {w}|see me][?|]",
    "[Will|Is] [{name}|{country}|my team|the {w}] [win|become famous|going to win|survive|come back|be late][ in {n}| tomorrow|][?|]",
    "[What is|What's] the [meaning|purpose|secret|point] of [life|{subject}|{w}|love|happiness][?|]",
    # Poems, jokes, texts, translations.
    "[Write|Compose|Could you write|Can you write|I would like|I want|Make] [me |][a|one] [short |long |funny |sad |][poem|song|story|joke|letter|essay|speech|tale] [about|for|on] [{w}|my {thing}|{name}|{subject}|a {w} in {city}][.|?|]",
    "[Do you know|Have you got|Can you tell me|Could you tell me|I want to hear] [a |a good |another ][joke|story|riddle|fairy tale|poem][ about {w}| about {name}|][?|.|]",
    "[Write|Write me|Please write|Compose|Make up|Think of] [a|a short|a long|another] [story|tale|poem|song|letter|novel|fable|scene|play] [in which|about how|that tells how] [{name}|a {w}|my {thing}] [meets|loses|finds|goes to|travels to|lives in|leaves|sees] [{name}|a {w}|{city}|{country}][.|]",
    "[Write|Write me|Please write|I need] [a|one] [story|poem|card|letter|song|speech|toast|note] [for|to] [my|our] [friend|mother|teacher|boss|son|cat|neighbour|{w}] [{name}|called {name}|in {city}|]. ",
    "[Write|Write me] [some|a piece of|a few lines of] [poetry|prose|music|fiction|text|history|advice] [about|on|for|from] [{w}|{name}|{city}|{subject}][.|]",
    "[Tell|Sing|Read] [me|us|my child] [a|another] [joke|bedtime story|song|funny story|riddle|poem][ about {w}| please| now|][.|]",
    "[Make me laugh|Entertain me|Tell me a joke|Surprise me|Let's talk|Let us play|Say something funny|I am bored][.|!| please]",
    "[Write|Draft|Compose] [an|a short|a polite] [email|mail|message|application|complaint|invitation|report] [to|for] [{name}|my boss|the {w}|my teacher|a customer][.| about {w}.|]",
    "[Correct|Improve|Rewrite|Shorten|Proofread|Paraphrase] [this text|my letter|this sentence|the following]: {w} {w} {w} {w}[.|]",
    "[How do you|How do I|How would you|How can one] say [{w}|thank you|good morning|the word {w}|I love you] in {language}[?|]",
    "[What is|What's] [{w}|the word {w}|goodbye|yes|a {w}] in {language}[?|]",
    "[Can you|Could you|Would you|Please] [translate|say|write] [this|{w}|the sentence {w} {w}|my letter|hello] [into|in] {language}[?|.|]",
    "[The |][{language} word for|{language} translation of] {w}[?|.| please|]",
    "[Do you|Can you|Could you] [speak|read|understand|write|teach me] {language}[?|]",
    # Weather, news, time, sport.
    "[Is it|Was it|Will it be] [raining|cold|warm|sunny|windy|snowing|dark|hot] [in {city}|in {country}|outside|tomorrow|today|at the weekend][?|]",
    "[Do I need|Should I take|Must I bring] [an umbrella|a coat|a hat|sunglasses] [today|in {city}|tomorrow|for {country}][?|]",
    "[What is|Give me|Show me|I need] the [weather|forecast|temperature outside|weather report] [for|in] {city}[ today| tomorrow| on Monday|][?|.|]",
    "[What is|What's|Tell me|Any|Give me] [the |][latest |][news|headlines] [today|from {city}|about {name}|in {country}|about {subject}][?|.|]",
    "[What time|What day|Which date|What date|What hour] is it[ in {city}| right now| today| over there|][?|]",
    "[When|What time|At what time] does the [train|bus|shop|plane|film|museum|bank] [leave|open|close|start|arrive] [in {city}|for {city}|today|tomorrow][?|]",
    "[Who|How many goals|Which club] [scored|won|plays|lost] [in the final|yesterday|against {city}|the cup in {n}|last night][?|]",
    "[What|How much] is the [price|value|cost] of [gold|oil|a {thing}|one share of {w}|bread|bitcoin] [today|in {city}|now|in {country}][?|]",
    # Plans, shopping, travel, things to do in the world.
    "[Plan|Help me plan|Organise|Prepare] [a|my|our] [trip|holiday|party|wedding|journey|weekend|week|dinner] [to {city}|in {country}|for {name}|with {name}|in {city}][.|]",
    "[Book|Reserve|Find|Get] [me |us |][a table|a hotel|two tickets|a room|a flight|a taxi] [in|to|for] [{city}|{country}][.| tomorrow.|]",
    "[Where|In which shop] [do they sell|can we get|could I find|do I get] [a cheap |a good |a |]{thing}[?| near {city}?| online?]",
    "[I am looking for|Find me|Look up|Search for|Google] [a cheap {thing}|the best {thing} in {city}|a {w} near me|the address of {name}|{w}][.|]",
    "[How much|What] does a [new |used |good |]{thing} cost[ in {city}| in {country}| today|][?|]",
    "[How do I|How can I|What is the best way to] get [from {city} to {city}|to {city}|to the station|a visa for {country}|a ticket for the {thing}][?|]",
    "[Set|Start|Stop|Cancel] [an alarm|a reminder|my meeting|the music|the lights|my alarm] [for tomorrow|at six|now|for {name}][.|]",
    "[Call|Phone|Text|Mail|Write to|Message] [{name}|my mother|the doctor|the police|my boss] [now|and say {w}|about the {thing}|for me|tomorrow][.|]",
    "[Turn on|Turn off|Switch on|Close|Open|Lock] [the|my] [light|door|radio|heating|window|{thing}][.| please|]",
    "[Give me|I need|I want|Tell me] [a|the] recipe for [{w}|pancakes|bread|apple cake|{w} soup|pizza][.|]",
    "[How do I|How do you|How long do I|Can you show me how to] [cook|bake|boil|make|fry] [rice|an egg|a {w}|a cake|{w} soup|potatoes][?|]",
    "[Fix|Repair|Clean|Sell|Wash] my [{thing}|bike|{w}|computer|phone][.| please| today|]",
    # Code and programs that are none of the apps.
    "[Write|Show me|Give me|I need] [a |some ][Python|Java|Rust|C|Perl|Ruby|Go|Haskell|Bash] [script|function|program|code|class] [that|to] [{w}s files|sorts a list|sort a list|reads a file|print {w}|connect to a server][.|]",
    "[How do I|How can I|How does one] [sort a list|read a file|open a socket|write a loop|use a {w}|make a class] in [Python|Java|Rust|C|Perl|Ruby|Go|Haskell][?|]",
    "[Fix|Debug|Explain|Review|Test|Refactor] [this|my|the] [Python |Java |Rust |][code|program|function|script|bug|error][: {w}({w})|: {w} = {w}|][.|]",
    "[What does|Why does] [this|my] [Python|Java|Rust|C] [code|program|error] [mean|crash|do|fail][?|]",
    "[Build|Write|Create|Make|Code|I need|I want|Please make] [a|me a] [chess game|snake game|music player|chat room|online shop|web browser|mail client|spreadsheet|photo editor|login page|search engine|blog][.| in HTML.| for {name}.|, please.|]",
    "[Build|Make|Write|Create|Design|I'd like] an app [that|which] [sends mails|plays music|finds my friends|books flights|translates {language}|reads the news|shows the weather|knows {w}|edits photos|sells {thing}s][.|]",
    "[Can you|Could you|Please] [build|write|program|make] [a|me a] [game|quiz|map|calendar|diary|phone app|website about {w}|piano|drum machine|video player][?|.|]",
    # Drawings of anything but an animal on a vehicle.
    "[Draw|Sketch|Paint|Make a drawing of|Draw me|Show me] [a|the|one] [house|tree|castle|flower|mountain|face|map of {country}|portrait of {name}|bridge|city|king|robot|logo|{w} tree][.| as SVG.| please|]",
    "[Make|Create|Generate|Give me|I need|I want] [an SVG|a picture|an image|a drawing|a photo|a video|a logo] of [a house|a tree|{name}|{city}|the sun|a flower|{country}|a {w} house|my mother|a castle][.|]",
    "[Can you|Could you|Would you|Please] [draw|paint|sketch|film|photograph] [a house|a tree|{name}|{city}|me|the moon|a castle|a landscape|my {thing}][?|.| for me?]",
    # Counting, sums and conversions beyond the skills.
    "[Count|Find|How many are] the [words|vowels|syllables|consonants|commas|sentences|lines|spaces] in [the text |the sentence |][{w} {w} {w}|{w} and {w}|{w}][.|]",
    "How many [words|vowels|syllables|consonants|commas|sentences] [are there|can you count|do you count] in [{w}|{w} {w} {w}|this book|my letter][?|]",
    "[Count|How many are] [the |all the |][people|cars|stars|trees|{thing}s|days until {n}|birds] [in {city}|here|in the picture|in the sky][.|]",
    "[Count|Number] from {m} to {n}[.|]",
    "[Calculate|Work out|Find|What is] the [square root|cube root|logarithm|factorial|sine|cosine|square|percentage|integral|derivative|average] of [{n}|{m}|x|{n} and {m}][.|?|]",
    "[Solve|Simplify|Factor|Integrate|Plot] [the equation |][x squared equals {n}|{m}x = {n}|x^2 - {m}x|y = {m}x|sin x][.| for x.|]",
    "[Is {n} a prime number|What are the factors of {n}|What is {m} percent of {n}|What is the next prime after {n}|What is {n} to the power of {m}][?|]",
    "[Convert|Change] {m} [miles to kilometres|pounds to kilos|euros to dollars|inches to feet|gallons to litres|yen to euros|acres to hectares][.|]",
    "How many [dollars|yen|pounds|pesos] [are|do I get for|will I get for] {m} euros[?|]",
    "[Sort|Order|Rank|Group] [these|the following|the words|my] [words|names|cities][: {w}, {w}, {w}|: {name}, {name}][.|]",
    "[Guess|Pick|Choose|Give me] [a|any|the] [number|card|word|password|name|colour|lottery numbers][ for me|, please|][.|]",
    # Openings of no subject.
    "[Excuse me|Sorry|Hey|Well|Listen], [what|who|where|when|why] [is|was|are] [the |a |your |]{w}[s|][?|]",
    "[I was wondering|I wonder|I ask myself|Nobody knows|Can you find out|Find out|Guess] [who|what|where|when|why|how] [{name}|the {w}|{country}] [is|was|lives|began|ended|works][.|?|]",
    "[Could you|Can you|Would you|Will you] [explain|describe|summarise|discuss|tell me about|teach me] [{subject}|the {w}|{country}|the life of {name}|the book {w}][?|, please.| please?]",
    "[List|Name|Give me|Tell me] [three|five|ten|some|all] [{w}s|famous people|books about {subject}|cities in {country}|kings of {country}|reasons to {w}|{language} words|animals that {w}][.|]",
    "[What|Which] is the [longest|highest|deepest|biggest|richest|coldest|most famous] [{w}|river|lake|city|building|street|company] [in|of] [{country}|the world|{city}|Europe][?|]",
    "[Summarise|Sum up|Give me a summary of|Tell me the plot of|What is the plot of] [the book|the film|the novel|the play] [The |]{w}[.|]",
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
        text = rng.choice(OPENINGS) + text
    if rng.random() < 0.1:
        text = text.lower()
    text = text.strip()
    return ask("refusal", text[0].upper() + text[1:] if rng.random() < 0.8 else text, ANSWER, check={"kind": "starts-with", "value": "I don't know"})

"""Facts of one sentence as a JSON object with the keys that were asked for, in that order."""
import json
import random

from .sample import TRAIN, Sample, ask, expand
from .words import CITIES, JOBS, NAMES, THINGS, any_word, pick, proper, pseudo_word

REQUESTS = [
    "[Extract|Get|Pull out|Find|Take] {k} as JSON[:|.] {s}",
    "[Return|Give me|Write|Make|Output] [JSON|a JSON object|one JSON object] with {k}. [Text: |Sentence: |Input: |Data: |]{s}",
    "[Extract|Read|Take|Get] {k} from [this|the following|the] [text|sentence|line|input] [as JSON|in JSON format|as a JSON object]: {s}",
    "[Text|Sentence|Input|Data|Message|Note]: {s} [Extract|Return|Give me|Write|Find|List] {k} [as JSON|in JSON|as a JSON object].",
    "{s} [Extract {k} as JSON.|Return JSON with {k}.|As JSON with {k}:|JSON with {k}, please.]",
    "[JSON|A JSON object|One JSON object] with {k}: {s}",
    "Turn [this|the following|this sentence|this text] into [JSON|a JSON object] with [the keys |the fields |the properties |]{k}: {s}",
    "[Answer|Reply|Respond] with [JSON|a JSON object|one JSON object] [that has|containing|with] {k}[.|:] {s}",
    "{s} [Answer|Reply|Respond] with [JSON|a JSON object] [that has|containing|holding] [the fields |the keys |the values |]{k}.",
    "[Use|Take] the [keys|fields|properties|attributes] {k} [and write JSON|and return JSON|to make a JSON object|for a JSON object]: {s}",
    "{s} [Write|Put|Turn] [this|that] [as|in|into] JSON. Use the [keys|fields|properties|attributes] {k}.",
    "[I want|I would like|We need|I'd like] {k} [of this sentence|of this text|from this|from the text] [as JSON|in JSON format]: {s}",
    "[I need|I want|We want] {k} [from this|from the following|out of this text] [as JSON|as a JSON object|in JSON]. {s}",
    "{s} [I need|I want|I would like] {k} [of that|from that|from this|out of it] [as JSON|in JSON format|as a JSON object].",
    "What are {k} in this? Answer in JSON. {s}",
    "What are {k} in [this sentence|this text|the following text]? [Reply|Answer|Respond] [in|with|as] JSON: {s}",
    "{s} What are {k}[| here| in this text| in that sentence]? [Answer|Reply|Respond] [in JSON|with JSON|as JSON].",
    "[Find|Give|Show|List] the [values|fields|attributes|properties] {k} [of|in|from] [this text|this sentence|the text] as JSON[:|.] {s}",
    "[Convert|Change|Transform|Parse|Put] [this|the text|the sentence|the following] [to|into] JSON [with|using] [the keys |the fields |]{k}[.|:] {s}",
    "[Convert|Parse|Transform] [to|into] JSON ({k}): {s}",
    "{k} as JSON[:|, please:|.] {s}",
    "{k}, [in JSON format|as a JSON object], [from|for] this [text|sentence|line]: {s}",
    "[Keys|Fields|Properties|Attributes]: {k}. [Text|Sentence|Input|Data]: {s} [JSON:|Write the JSON.|Return JSON.|Output:]",
    "[Text|Sentence|Input|Data]: {s} [Keys|Fields|Properties|Attributes]: {k}. [JSON:|Write the JSON.|Return JSON.|Output:]",
    "[Can|Could|Would] you [extract|give me|find|pull out|write] {k} [as JSON|in JSON format|as a JSON object][?| from this?] {s}",
    "{s} [Can|Could|Would] you [extract|give me|write|return] {k} [from that |of that |]as [JSON|a JSON object]?",
    "[Look at|Here is|This is|Consider] [the text|some text|the input|a note]: {s} [Return|Extract|Give] {k} as [JSON|a JSON object].",
    "[Read|Look at|Take] [the following|this line|this note]: {s} [Then|Now] [return|give me|make|answer with] JSON with {k}.",
    "[Below|Following] is a [text|sentence|note]. [Extract|Find|Return|Write] {k} [as JSON|in JSON].\n{s}",
    "{s}\n[Extract|Give me|Return] [JSON with|a JSON object with|a JSON object of] {k}.",
    "[Fill|Make|Build|Create] a JSON object with [the fields|the keys|the properties|the attributes] {k} from: {s}",
    "[Fill in|Fill] the [fields|keys|attributes] {k} [of a JSON object|as JSON] [from|with] [this|this sentence|what it says here]: {s}",
    "[Represent|Describe|Show|Express] [this|the sentence|the text|the following] [as|in] JSON with [the keys |the fields |]{k}. {s}",
    "{s} [Represent|Show|Describe|Summarise|Store] this [as|in] JSON with {k}.",
    "[For|In] the [sentence|text|line] that follows, [write|return|give|find] {k} [as JSON|in JSON format]. {s}",
    "[From|In] this [text|sentence|note|message], [extract|find|get|take|pull] {k} [as JSON|in JSON|and return JSON]: {s}",
    "[Give|Show|Tell] me {k} [of|from|in] [this|the] [sentence|text|message] [as JSON|in JSON format|as a JSON object]. {s}",
    "[Which|What] {k} does [this|the] [text|sentence] [give|mention|have|contain]? [JSON only|Answer as JSON|Use JSON]. {s}",
    "[Your task|Task|To do]: [extract|find|get|return] {k} as JSON. [Input|Text|Sentence|Data]: {s}",
    "[The answer|Your answer|The output|The result] [must|should] be JSON with {k}. {s}",
    "{s} [The answer|Your answer|The output|The result] [must|should] be [JSON|a JSON object] with {k}.",
]
HELD_OUT_REQUESTS = [
    "From the sentence below take {k} and answer with JSON. {s}",
    "I need JSON with the fields {k} for this text: {s}",
    "Read the text and give {k} as a JSON object. Text: {s}",
    "Here is a sentence: {s} Write {k} as JSON.",
]
PERSON = [
    "{name}, {age}, is [a|our] {job} in {city}.",
    "{name} is {age}[ years old|] and works as a {job} in {city}.",
    "In {city} lives a {age}-year-old {job} [called|named] {name}.",
    "[Our|The|My] {job} {name} ({age}) [moved to|lives in|comes from|is from] {city}.",
    "{name} from {city} is {age} and a {job}.",
    "[The {job}|A {job}] [called|named] {name}, [aged {age}|{age} years old], lives in {city}.",
    "{name} ({age}, {city}) [works as|became] a {job}.",
    "At {age}, {name} [is|became|works as] a {job} in {city}.",
    "{name}, [aged {age}|who is {age}|{age} years old|{age} years of age], is a {job} [from|based in|living in] {city}.",
    "{name} is a {job} [in|from|based in] {city} and is {age} [years old|years of age].",
    "{name} is a {age}-year-old {job} [from|in|based in|who lives in] {city}.",
    "{name} is a {job}, [{age} years old|aged {age}|age {age}], and [lives in|comes from|is based in|is from] {city}.",
    "{name} [works|earns a living|has a job] as a {job}, [is {age} years old|is {age}|is aged {age}] and [lives in|comes from|stays in] {city}.",
    "{name} [lives|works|was born|grew up] in {city}, [works|earns money] as a {job} and is {age}.",
    "{name} [comes from|is from|is based in|moved to] {city}. [{name} is|This {job} is] {age} [years old |]and [works|is known] as a {job}.",
    "{name}, a {job} [from|in|of|based in] {city}, is {age} [years old|years of age|today|this year].",
    "{name}, a {age}-year-old {job}, [lives in|comes from|is from|is based in|moved to] {city}.",
    "{name}, whose job is {job}, [is {age}|is {age} years old] and [lives in|is from] {city}.",
    "{name}, who [works as|is] a {job} in {city}, [is {age}|is {age} years old|turned {age}|just turned {age}].",
    "{name}, [living in|who lives in|born in|based in|now in] {city}, is a {job} [aged {age}|of {age}|and is {age}].",
    "{name} of {city}, [aged {age}|age {age}|{age}], [is|was|works as] a {job}.",
    "{name} turned {age} [today|last week|this year] and [is|works as] a {job} in {city}.",
    "The {job}'s name is {name}, [the age is|age] {age}, and [the city is|home is|the home town is] {city}.",
    "[My|Our|The] {job} is [called|named] {name}, [is {age}|is {age} years old] and [comes from|lives in|is from] {city}.",
    "[My|Our] [friend|neighbour|cousin|colleague] {name}, {age}, [is|works as|became] a {job} in {city}.",
    "[My|Our] [friend|neighbour|cousin|aunt|uncle] {name} [lives in|is from|moved to] {city}, is {age} [years old |]and works as a {job}.",
    "[The|Our] {job} from {city} is {name}, [who is {age}|aged {age}|{age} years old|{age}].",
    "[The|One|Our] {job} in {city} is [called|named] {name} and is {age}[ years old| years of age|].",
    "The {job} [called|named] {name} is {age} [years old |]and [lives in|comes from|is from|is based in] {city}.",
    "A {job} [of {age}|aged {age}|who is {age}], {name} [lives in|comes from|is from|works in] {city}.",
    "A {age}-year-old {job} [called|named] {name} [lives in|comes from|is from|works in|moved to] {city}.",
    "A {age}-year-old from {city}, {name} [is|works as|became] a {job}.",
    "[From|In] {city}: {name}, {age}, {job}.",
    "From {city} comes {name}, [a {age}-year-old {job}|a {job} aged {age}|{age} years old and a {job}].",
    "In {city}, {name} [works as|is] a {job} [at the age of|at|aged] {age}.",
    "In {city} [we met|I met|there is|works] {name}, [a {job} of {age}|a {job} aged {age}|{age}, a {job}].",
    "[I met|We met|I know|This is|We hired|I am writing to] {name}, a {age}-year-old {job} [from|in|living in|based in] {city}.",
    "[I met|We met|I know|This is|Here is|Say hello to] {name} from {city}, [a {job} aged {age}|{age} years old, a {job}|{age}, who is a {job}].",
    "[I am|I'm|My name is|Hello, I am|Hi, my name is] {name}, I am {age} [years old |]and [work as|I am] a {job} in {city}.",
    "[I am|I'm|My name is|Hello, I'm] {name}, a {job} from {city}, [and I am {age}|and {age} years old|aged {age}].",
    "Name: {name}. Age: {age}. Job: {job}. City: {city}.",
    "Job: {job}; city: {city}; name: {name}; age: {age}.",
    "City: {city}, name: {name}, job: {job}, age: {age}.",
    "{name} - {job} - {age} - {city}.",
    "{name}: {job}, {city}, {age} [years|years old].",
    "{job}, {age}, [lives in|from|based in] {city}: {name}.",
    "{age} years old and a {job}: [this|that] is {name} [from|of|in] {city}.",
    "Aged {age}, {name} [works as|is|became] a {job} [in|near] {city}.",
    "At the age of {age}, {name} [moved to|came to|settled in] {city} [to be|to work as|and became] a {job}.",
    "At {age}[ years old| years of age|], {name} from {city} [became|is|works as] a {job}.",
    "[As|Being] a {job} in {city}, {name}, [aged {age}|{age} years old|{age}], is [happy|busy|well known].",
    "{city} is [the home of|home to|where we find] {name}, [a {job} aged {age}|a {age}-year-old {job}|{age}, a {job}].",
    "{city}'s [best |new |favourite |]{job} is {name}, [aged {age}|{age}|who is {age} years old|now {age}].",
    "{city} [has|needs|got] a [new |good |]{job}: {name}, {age}.",
    "{name}'s [job|work|profession] is {job}, {name}'s age is {age}, and [the city is|home is] {city}.",
    "{name}'s home is {city}; {name} is a {job} and is {age}.",
    "[Greet|Welcome|See|Call|Ask|Remember|Picture|Imagine|Visit|Thank|Invite|Follow|Introducing|Presenting|Here comes|Hear from|Say hi to|Look at|Consider|Today|Tonight|Now] {name}[,|:| -] [a {job}|the {job}|{job}], {age}[,| and| years old,] [from|of|in|near] {city}.",
    "[Greet|Welcome|See|Call|Ask|Visit|Thank|Invite|Introducing|Presenting|Here comes|Hear from|Say hi to|Picture] {name}[,|:] [{age}|aged {age}|{age} years old], [a {job}|our {job}|the new {job}] [from|of|in] {city}.",
    "[Once|Formerly|Already|Still|Only|Also|Now|Always] a {job} [from|in|of|near] {city}, {name} [turns|turned|is only|is now|is nearly|will soon be] {age}.",
    "[A|The|One|Another|Some|This|That|Our|Your|Their] [new |young |old |happy |known |former ]{job} [from|in|of] {city}, {name}[,| is| turned| has reached|, aged] {age}.",
    "A {job} [in|of|near] {city}, {name} [turned|has turned|is already|is almost|is about] {age}.",
    "Born in {city}, {name} [is now {age} and a {job}|is a {job} of {age}|became a {job} and is {age}].",
    "[No|Yes|Well|So|And|But|Then], {name} [is from|lives in] {city}, is {age} and [works as a|is a] {job}.",
    "[The|Our|This] {job} is {age} [and|,] [from|lives in|comes from] {city} and [is called|answers to|goes by|is] {name}.",
    "{age}, {job}, {city}: [that is|it is|meet|say hello to] {name}.",
]
HELD_OUT_PERSON = [
    "{name} lives in {city}, is {age} years old and is a {job}.",
    "The {age}-year-old {job} {name} comes from {city}.",
    "Meet {name}: a {job}, {age}, from {city}.",
    "A {job} from {city}, {name} is {age}.",
]
ORDER = [
    "{customer} [bought|ordered|paid for|wants] {quantity} {item}s [at|for] {price} [euros|dollars] each.",
    "[Order|Sale]: {quantity} {item}s [for|to] {customer}, {price} [euros|dollars] each.",
    "{quantity} {item}s at {price} [euros|dollars] each [were sold to|go to|for] {customer}.",
    "[At|For] {price} [euros|dollars] each, {customer} [took|bought|ordered] {quantity} {item}s.",
    "{customer} [needs|takes|gets|requests|asked for|has ordered|is buying] {quantity} {item}s, [each at|each for|each costing] {price} [euros|dollars].",
    "{customer} [buys|orders|took|picked|purchased] {quantity} {item}s [that cost|which cost|costing|priced at] {price} [euros|dollars] each.",
    "{customer} [paid|spent|gave] {price} [euros|dollars] [per {item}|for each {item}|a piece] [and took|and got|when buying|and bought] {quantity} [of them|{item}s].",
    "{customer} [pays|paid] {price} [euros|dollars] each for {quantity} {item}s.",
    "{customer} [has ordered|placed an order for|sent an order for|made an order of] {quantity} {item}s at {price} [euros|dollars] [each|apiece|per piece].",
    "{customer}, who [wanted|needed|asked for] {quantity} {item}s, [pays|paid] {price} [euros|dollars] [each|per piece|apiece].",
    "{customer}: {quantity} {item}s, {price} [euros|dollars] [each|apiece|per piece].",
    "{customer}: {quantity} x {item} at {price}.",
    "{quantity} x {item} [for|to] {customer}, [price|unit price] {price}.",
    "{quantity} {item}s [for|to] {customer}[,| at|:] {price} [euros|dollars] [each|per piece|apiece|per {item}].",
    "{quantity} {item}s [were ordered|were bought|were taken|have been bought] by {customer} [at|for] {price} [euros|dollars] [each|apiece].",
    "{quantity} {item}s, {price} [euros|dollars] each, [were ordered by|were sent to|are for|went to] {customer}.",
    "{price} [euros|dollars] [is what|was what] {customer} [paid|pays] for each of {quantity} {item}s.",
    "[At|For] {price} [euros|dollars] [apiece|per piece|each], {quantity} {item}s [went to|were sold to|were sent to|are going to] {customer}.",
    "[Each|One] {item} costs {price} [euros|dollars] and {customer} [wants|buys|ordered|takes|needs] {quantity}[| of them].",
    "[Each|One|A] {item} [is|was] {price} [euros|dollars]; {customer} [took|bought|ordered|gets] {quantity}.",
    "[The|Our] {item} costs {price} [euros|dollars]. {customer} [bought|ordered|took|wants] {quantity}.",
    "[We|They|I] [sent|delivered|shipped|gave] {customer} {quantity} {item}s [at|for] {price} [euros|dollars] [each|apiece].",
    "[We|They|I] [sent|delivered|shipped] {quantity} {item}s to {customer}, [each|every one] [for|at] {price} [euros|dollars].",
    "[Yesterday|Today|Last week|On Monday|This morning] {customer} [bought|ordered|took] {quantity} {item}s for {price} [euros|dollars] each.",
    "[Yesterday|Today|Last week] we [sold|sent|delivered] {customer} {quantity} {item}s, {price} [euros|dollars] each.",
    "[Invoice|Receipt|Bill|Purchase|Delivery] for {customer}: {quantity} {item}s, {price} [euros|dollars] each.",
    "[Invoice|Receipt|Bill|Purchase]: {customer}, {item}, [quantity|amount|number] {quantity}, price {price}.",
    "Customer: {customer}. Item: {item}. Quantity: {quantity}. Price: {price}.",
    "Item: {item}; price: {price}; quantity: {quantity}; customer: {customer}.",
    "Quantity {quantity}, item {item}, price {price}, customer {customer}.",
    "[An order|A request|A purchase] [by|from|of] {customer}: {quantity} {item}s [at|for] {price} [euros|dollars] each.",
    "[An order|A request] for {quantity} {item}s at {price} [euros|dollars] each came [in |]from {customer}.",
    "[Please send|Send|Ship|Deliver] {quantity} {item}s to {customer} [at|for] {price} [euros|dollars] each.",
    "[Please send|Send|Ship|Bring] {customer} {quantity} {item}s. [The price is|They cost|They are] {price} [euros|dollars] each.",
    "[A customer|The customer|Our customer] [called |named |]{customer} [wants|ordered|bought|needs] {quantity} {item}s at {price} [euros|dollars] each.",
    "[The price is|It costs|The cost is] {price} [euros|dollars] [per {item}|for each {item}], and {customer} [needs|ordered|bought] {quantity}.",
    "[My name is|I am|This is] {customer} and I [want|need|ordered|would like|bought] {quantity} {item}s at {price} [euros|dollars] each.",
    "[To|For] {customer} we [sold|sent|shipped|delivered] {quantity} {item}s at {price} [euros|dollars] each.",
    "[For|To|From|By] {customer}[:| -| -|,] {quantity} [{item}s|of the {item}s|x {item}|new {item}s], [at {price}|price {price}|{price} per piece|each {price}|{price} apiece].",
    "[They|I|You|He|She] sold {quantity} {item}s to {customer}[,| for| at] {price} [euros|dollars] [each|apiece|per piece|a piece].",
    "We [sold|handed|passed|sent out|rented] {quantity} {item}s to {customer} [for|costing|priced at] {price} [euros|dollars] [apiece|a piece|per {item}|each].",
    "{customer} [would love|wishes for|would buy|hopes for|asks for|will take|could use] {quantity} {item}s [at|costing|priced at|each for] {price} [euros|dollars][ each| apiece| a piece].",
    "[Dear team|Hello|Hi], {customer} [would like to buy|would like to order|wants] {quantity} {item}s, {price} [euros|dollars] [each|apiece].",
    "[List|Basket|Cart|Shipment|Parcel] [of|for] {customer}: {quantity} {item}s, [each|one at|one for] {price} [euros|dollars].",
]
HELD_OUT_ORDER = [
    "We sold {quantity} {item}s to {customer} at {price} dollars each.",
    "{customer} would like {quantity} {item}s for {price} euros each.",
    "For {customer}: {quantity} {item}s, {price} euros each.",
]
MEETING = [
    "[The|Our] {event} [is|takes place|starts] on {day} at {time} in {place}.",
    "[Join us|Come] on {day} at {time} in {place} for the {event}.",
    "{day}, {time}: {event} in {place}.",
    "The {event} in {place} [begins|starts|is] on {day} at {time}.",
    "[The|This|Our|My|Your] {event} [will be|will start|begins|happens|is planned|is held] in {place} on {day} at {time}.",
    "[The|This|Our|My|Your] {event} [will be|will start|begins|happens|is set] at {time} on {day} in {place}.",
    "[The|This|Our] {event} on {day} [is|starts|takes place|begins|will be held] at {time} in {place}.",
    "[The|This|Our] {event} on {day} [is|takes place|will be held] in {place} [at|from] {time}.",
    "[The|Our|My] {day} {event} [is|starts|begins|will be] [in {place} at {time}|at {time} in {place}].",
    "[The|Our|My] {time} {event} [is|will be|takes place] [in {place} on {day}|on {day} in {place}].",
    "[The|Our] {event}, {day} [at |]{time}, [is|will be|takes place] in {place}.",
    "[Our|My|Your] {event} in {place}: {day}[,| at] {time}.",
    "{event} [in {place} on {day} at {time}|on {day} at {time} in {place}|at {time} in {place} on {day}|on {day} in {place} at {time}].",
    "{event}: {day}, {time}, {place}.",
    "{event}, {place}, {day} {time}.",
    "{place}, {day}, {time}: {event}.",
    "{place}, {time} on {day}: [the|a] {event}.",
    "{day} at {time} in {place}: [the|our|a] {event}.",
    "{day} {time}, {place}, {event}.",
    "{day} is the day of [the|our] {event}[:| in] {place}, {time}.",
    "{time} on {day}: {event} in {place}.",
    "In {place}, [the|our|a] {event} [starts|begins|is held|takes place] on {day} at {time}.",
    "In {place} [on {day} at {time}|at {time} on {day}] [there is|there will be|we hold|we have] [a|the] {event}.",
    "At {time} on {day}[,|] [the|our] {event} [starts|begins|takes place|is held] in {place}.",
    "At {time} on {day} [there is|there will be|we hold|I have] a {event} in {place}.",
    "On {day}[,|] [the|our|my] {event} [starts|begins|opens|is held] at {time} in {place}.",
    "On {day} in {place}[,|] [there will be|there is|we hold|you can join] a {event} at {time}.",
    "On {day} in {place}, [the|our] {event} [starts|begins|is] at {time}.",
    "[I have|We have|They have|You have|She has|He has] a {event} [on {day} at {time} in {place}|in {place} on {day} at {time}|at {time} on {day} in {place}].",
    "[There will be|There was] a {event} [on {day} at {time} in {place}|in {place} on {day} at {time}|at {time} on {day} in {place}].",
    "[Please come|Come|Go|You are invited|Be ready to come] to the {event} [on {day} at {time} in {place}|in {place} on {day} at {time}|in {place} at {time} on {day}].",
    "[Do not forget|Don't forget|Remember|Note|Reminder:] the {event} [on {day} at {time} in {place}|in {place} on {day} at {time}|in {place}, {day}, {time}].",
    "[Let's meet|We meet|See you|Meet me] [on {day} at {time} in {place}|in {place} on {day} at {time}|in {place} at {time} on {day}] for the {event}.",
    "[For|About] the {event}: [we meet|be there|come] on {day} at {time} in {place}.",
    "[For the {event}|To attend the {event}], [be in|come to|go to|travel to] {place} on {day} at {time}.",
    "[Be in|Come to|Go to] {place} [on {day} at {time}|at {time} on {day}] for [the|our|a] {event}.",
    "[We|They|I] [moved|set|planned|fixed|put] the {event} [to|for|on] {day} at {time} in {place}.",
    "[We|They|I] [hold|plan|organise|attend] a {event} in {place} [on {day} at {time}|at {time} on {day}|this {day} at {time}].",
    "[The city of {place}|{place}] [hosts|has|offers|holds] a {event} on {day} [at|from] {time}.",
    "[This|Next|Last|Every] {day} at {time}[,|] [the|a|our] {event} [is|was|takes place] in {place}.",
    "[This|Next|Every] {day} [there is|we have] a {event} in {place}, [at|starting at|from] {time}.",
    "Event: {event}. Day: {day}. Time: {time}. Place: {place}.",
    "Place: {place}; time: {time}; day: {day}; event: {event}.",
    "What: {event}. Where: {place}. When: {day}, {time}.",
    "When: {day} at {time}. Where: {place}. What: [the |a |]{event}.",
    "[Invitation|Notice|News|Plan]: {event} on {day}, {time}, {place}.",
    "[The|Our|A|This] {event} [takes place|happens|is held|will be held|is set|goes on] in {place}[:| on|, on] {day}[, at| at|,|, from] {time}.",
    "[There is|There will be|We have|Expect] [a|the|one] {event} [in {place}|at {time}|on {day}]: [{day}, {time}, {place}|{place}, {day} {time}|{time}, {day}, {place}].",
    "[On|This|Next] {day} [at|from|, at] {time} [we have|you have|we hold|is] [a|the|our|your] {event} [in|over in|here in] {place}.",
]
HELD_OUT_MEETING = [
    "On {day} at {time} we have the {event} in {place}.",
    "There is a {event} on {day} in {place} at {time}.",
    "The {event} takes place in {place}, {day} at {time}.",
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
EVENTS = "meeting lecture concert party workshop lesson talk dinner tour race exam interview class show walk".split()


def person(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """Somebody with age, job and city."""
    facts = {"name": proper(rng, NAMES, split), "age": rng.randint(16, 99), "job": pick(rng, JOBS, split), "city": proper(rng, CITIES, split)}
    return facts, PERSON if split == TRAIN else HELD_OUT_PERSON


def order(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """A purchase."""
    kind = rng.random()
    item = pick(rng, THINGS, split) if kind < 0.4 else any_word(rng, split) if kind < 0.75 else pseudo_word(rng, 3, 9)
    if split == TRAIN and rng.random() < 0.08:
        # Where a word ends before the plural's s is hard to hear after st, s and the like.
        item += rng.choice(["st", "sk", "s", "ss", "sts", "fast", "sh"])
    facts = {"customer": proper(rng, NAMES, split), "item": item, "quantity": rng.randint(2, 60), "price": rng.randint(1, 300)}
    return facts, ORDER if split == TRAIN else HELD_OUT_ORDER


def meeting(rng: random.Random, split: str) -> tuple[dict, list[str]]:
    """Something that takes place."""
    time = f"{rng.randint(7, 21):02d}:{rng.choice(['00', '15', '30', '45'])}"
    facts = {"event": pick(rng, EVENTS, split), "day": rng.choice(DAYS), "time": time, "place": proper(rng, CITIES, split)}
    return facts, MEETING if split == TRAIN else HELD_OUT_MEETING


def make(rng: random.Random, split: str) -> Sample:
    facts, sentences = rng.choices([person, order, meeting], [5, 3, 2])[0](rng, split)
    keys = list(facts)
    if rng.random() < 0.4:
        rng.shuffle(keys)
    if rng.random() < 0.3:
        keys = keys[: rng.randint(2, 3)]
    listed = ", ".join(keys[:-1]) + " and " + keys[-1] if rng.random() < 0.8 else ", ".join(keys)
    text = expand(rng, rng.choice(sentences), **facts)
    request = rng.choice(REQUESTS if split == TRAIN else HELD_OUT_REQUESTS)
    answer = json.dumps({key: facts[key] for key in keys}, ensure_ascii=False)
    return ask("extract", expand(rng, request, k=listed, s=text), answer, check={"kind": "json"})

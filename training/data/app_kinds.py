"""The small web apps that the models learn to write: body and script of each kind, and what people call it. One HTML file
each, no library, no network. Each was loaded and used in a DOM (jsdom, 2026-11-23)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One app. `calls` are ways to ask for it in training, `held_out` others. `value` is a number in it that a request may
    set: (default, choices, phrase); `{v}` marks it in body or script."""

    title: str
    calls: tuple[str, ...]
    held_out: tuple[str, ...]
    body: str
    script: str
    value: tuple | None = None

    @property
    def has_button(self) -> bool:
        return "<button" in self.body


KINDS = {
    "counter": Kind("Counter", (
            "a counter", "a click counter", "a page that counts clicks", "a button that counts", "an app to count clicks", "a simple counter",
            "a button that adds one each time", "a page with a number that goes up when I click", "a clicker", "a tally counter",
            "something that counts my clicks", "a click count page", "an app that goes up by one", "a tool for counting clicks",
            "a page with a counter", "a push counter", "a number that grows with each click", "an app which counts button presses",
        ),
        ("an app that counts my clicks", "a counter page with a button"),
        '<p id="n">{v}</p>\n<button id="b">Add one</button>', "let count={v}\nb.onclick=()=>{count++;n.textContent=count}", (0, range(1, 100), ["starting at {v}", "that starts at {v}", "which begins at {v}", "with {v} as the first number", "beginning at {v}", "starting from {v}", "that begins with {v}", "with the start value {v}"])),
    "urls": Kind("URL extractor", (
            "an app that extracts URLs from text", "a URL extractor", "a tool to pull links out of pasted text", "a link extractor",
            "a page that finds URLs in text", "a tool that lists all links in a text", "a page that lists every URL in a text",
            "something to get links out of text", "a URL finder", "an app that picks web addresses out of a text", "a tool to find links",
            "an app which collects the links of a text", "a link finder", "a page to extract web links", "a list of the links in pasted text",
            "a URL lister", "an app to get all web addresses", "a page for pulling out URLs", "a tool which reads links from text",
        ),
        ("an app that finds all links in my text", "a tool for extracting URLs"),
        '<textarea id="t" placeholder="Paste text"></textarea>\n<ul id="o"></ul>', "t.oninput=()=>{o.innerHTML='';for(const u of t.value.match(/https?:\\/\\/[^\\s\"'<>]+[^\\s\"'<>.,;:!?)]/g)||[]){const li=document.createElement('li');li.textContent=u;o.append(li)}}"),
    "tip": Kind("Tip calculator", (
            "a tip calculator", "an app that works out the tip", "a page to split a bill with a tip", "a calculator for tips", "a tip app",
            "a page that adds the tip to a bill", "a tip counter for restaurants", "something that shows how much to tip", "a tool to work out tips",
            "a restaurant tip page", "a tip helper", "a page that shows tip and total", "an app which computes the tip of a bill",
            "a bill and tip calculator", "a gratuity calculator", "a page for restaurant tips", "a tool that adds a tip", "an app for tips",
        ),
        ("an app to calculate a tip", "a page that tells me the tip"),
        '<input id="a" type="number" value="50"> bill\n<input id="p" type="number" value="{v}"> percent\n<p id="o"></p>', "function go(){o.textContent='Tip '+(a.value*p.value/100).toFixed(2)+', total '+(a.value*(1+p.value/100)).toFixed(2)}\na.oninput=p.oninput=go\ngo()", (15, range(1, 40), ["with {v} percent", "set to {v} percent", "starting at {v} percent", "at {v} percent", "that begins with {v} percent", "of {v} percent", "with {v} percent filled in", "where the tip is {v} percent"])),
    "todo": Kind("To do", (
            "a to-do list", "a todo app", "a small task list", "a to-do app", "a list of tasks", "an app for my tasks", "a checklist",
            "a page where I note my tasks", "a todo list", "something to keep track of my tasks", "a to-do page", "a task app",
            "a page to add and cross off tasks", "a task manager", "a list of things to do", "an app which remembers my tasks", "a tool for my todos",
            "a chore list", "a page for tasks",
        ),
        ("a page with my to-do list", "an app to keep a list of tasks"),
        '<input id="t" placeholder="New task"><button id="b">Add</button>\n<ul id="o"></ul>', "b.onclick=t.onchange=()=>{if(!t.value)return;const li=document.createElement('li');li.textContent=t.value;li.onclick=()=>li.style.textDecoration='line-through';o.append(li);t.value=''}"),
    "temperature": Kind("Temperature", (
            "a temperature converter", "an app that turns Celsius into Fahrenheit", "a Celsius to Fahrenheit page",
            "a Celsius to Fahrenheit converter", "a converter for temperatures", "a unit converter for temperature", "a tool to convert Celsius",
            "a page that shows Fahrenheit for Celsius", "a degrees converter", "something that turns degrees Celsius into Fahrenheit",
            "an app from Celsius to Fahrenheit", "a tool for temperature conversion", "a Fahrenheit calculator", "an app which converts degrees",
            "a Celsius converter", "a temperature conversion page", "a page for degrees in Fahrenheit", "a thermometer converter",
        ),
        ("a page that converts Celsius to Fahrenheit", "an app to convert temperatures"),
        '<input id="c" type="number" value="{v}"> Celsius\n<p id="o"></p>', "function go(){o.textContent=(c.value*9/5+32).toFixed(1)+' Fahrenheit'}\nc.oninput=go\ngo()", (20, range(1, 60), ["starting at {v} degrees", "set to {v} degrees", "that starts at {v} degrees", "with {v} degrees filled in", "that shows {v} degrees first", "starting with {v} degrees", "beginning at {v} degrees", "with {v} degrees at the start"])),
    "words": Kind("Word counter", (
            "a word counter", "an app that counts words", "a page to count words and letters", "a tool that counts the words of a text",
            "a word count app", "a text counter", "a page that shows the number of words", "something that counts words as I type",
            "a tool to count words", "a words and characters counter", "a text length counter", "an app which tells the word count",
            "a page with a word count", "a letter and word counter", "a word counting page", "a counter for words",
            "a counter of words and characters", "a text box with a word count",
        ),
        ("a page that tells how many words I wrote", "an app for counting words"),
        '<textarea id="t"></textarea>\n<p id="o"></p>', "function go(){const w=t.value.trim();o.textContent=(w?w.split(/\\s+/).length:0)+' words, '+t.value.length+' characters'}\nt.oninput=go\ngo()"),
    "dice": Kind("Dice", (
            "a dice roller", "an app that rolls dice", "a page to roll two dice", "a dice app", "a page that rolls dice", "a pair of dice",
            "a page with two dice", "something to throw dice", "a dice thrower", "a tool that rolls two dice", "a virtual pair of dice",
            "an app which throws two dice", "dice for a board game", "a dice game page", "a dice simulator", "two dice that I can roll",
            "a roller for dice", "a page for throwing dice",
        ),
        ("an app to roll two dice", "a page where I roll dice"),
        '<button id="b">Roll</button>\n<p id="o"></p>', "const roll=()=>1+Math.floor(Math.random()*{v})\nb.onclick=()=>{const x=roll(),y=roll();o.textContent=x+' + '+y+' = '+(x+y)}", (6, range(4, 31), ["with {v} sides", "with {v} faces", "of {v} sides", "that has {v} sides", "having {v} sides each", "from 1 to {v}", "using {v}-sided dice"])),
    "json": Kind("JSON formatter", (
            "a JSON formatter", "an app that pretty-prints JSON", "a page to check and format JSON", "a JSON pretty printer",
            "a tool that formats JSON", "a JSON checker", "a JSON beautifier", "something that makes JSON readable", "a tool to indent JSON",
            "a JSON validator", "a page that indents JSON", "an app which checks JSON", "a formatter for JSON", "a JSON viewer",
            "an app to make JSON pretty", "a tool for valid JSON", "a page to pretty-print JSON", "a JSON tidy tool",
        ),
        ("an app to format my JSON", "a page for checking JSON"),
        '<textarea id="t" placeholder="Paste JSON"></textarea>\n<pre id="o"></pre>', "t.oninput=()=>{try{o.textContent=JSON.stringify(JSON.parse(t.value),null,{v})}catch(e){o.textContent=e.message}}", (2, range(1, 9), ["with {v} spaces", "indented by {v}", "with an indent of {v}", "indented with {v} spaces", "using {v} spaces", "with {v} spaces of indent", "that indents by {v} spaces"])),
    "csv": Kind("CSV to table", (
            "a CSV to table page", "an app that shows CSV as a table", "a CSV viewer", "a page that turns CSV into a table", "a tool to view CSV",
            "a CSV table app", "a page to see CSV as a table", "something that shows comma separated values", "a table viewer for CSV",
            "a tool that makes tables out of CSV", "a CSV reader", "an app which displays CSV in rows", "a CSV to HTML table converter",
            "a table from CSV", "a page that displays CSV data", "a viewer for CSV", "a CSV converter", "an app that makes a table of CSV text",
        ),
        ("an app to turn my CSV into a table", "a page for viewing CSV"),
        '<textarea id="t" placeholder="Paste CSV"></textarea>\n<table id="o" border="1"></table>', "t.oninput=()=>{o.innerHTML='';for(const line of t.value.trim().split('\\n')){const row=o.insertRow();for(const cell of line.split(/,(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)/))row.insertCell().textContent=cell.trim().replace(/^\"|\"$/g,'')}}"),
    "bars": Kind("Bar chart", (
            "a bar chart", "an app that draws a bar chart", "a bar chart of numbers", "a page that turns numbers into bars", "a chart of my numbers",
            "a tool that draws bars", "a bar graph", "something that plots numbers as bars", "a page with a bar graph", "a simple bar chart maker",
            "an app which shows numbers as bars", "a bar plot", "a tool for bar charts", "a graph with bars", "a chart with bars", "a bar diagram",
            "a page that plots bars", "a chart maker", "a bar graph tool",
        ),
        ("an app for bar charts", "a page that draws numbers as bars"),
        '<input id="t" value="3, 7, 5">\n<div id="o"></div>', "function go(){o.innerHTML='';for(const n of t.value.split(',').map(Number)){const d=document.createElement('div');d.textContent=n;d.style.background='teal';d.style.outline='1px solid';d.style.margin='4px';d.style.width=n*{v}+'px';o.append(d)}}\nt.oninput=go\ngo()", (20, range(5, 60), ["with {v} pixels per unit", "with a scale of {v}", "scaled by {v}", "at {v} pixels per unit", "where one unit is {v} pixels", "using {v} pixels for each unit", "with the scale {v}"])),
    "stopwatch": Kind("Stopwatch", (
            "a stopwatch", "an app that measures time", "a page with a stopwatch", "a stopwatch app", "a simple stopwatch", "a page to stop the time",
            "a stop watch", "something to time a run", "a page to time myself", "an app which times how long I take", "a chronometer",
            "a lap time page", "a tool that measures seconds", "a stopwatch page", "a watch that I can start and stop", "a time measuring app",
            "a page that measures how long something takes", "a running clock that I can reset",
        ),
        ("an app to measure the time", "a stopwatch with start and stop"),
        '<p id="o">0.0</p>\n<button id="b">Start</button>\n<button id="r">Reset</button>', "let time=0,run=false\nsetInterval(()=>{if(run){time++;o.textContent=(time/10).toFixed(1)}},100)\nb.onclick=()=>{run=!run;b.textContent=run?'Stop':'Start'}\nr.onclick=()=>{time=0;o.textContent='0.0'}"),
    "colour": Kind("Colour picker", (
            "a colour picker", "an app to pick a colour", "a color picker", "a page that shows the code of a colour", "a colour chooser",
            "a tool to choose a colour", "a tool to pick colours", "a page to choose colours", "something that gives me a colour code",
            "a colour selector", "a color chooser", "a hex colour picker", "a page with a colour picker",
            "an app which shows the hex code of a colour", "a palette where I pick a colour", "a color picker page", "a colour code finder",
            "an app to select a colour",
        ),
        ("an app for picking colours", "a page where I choose a colour"),
        '<input id="c" type="color" value="#336699">\n<p id="o"></p>', "function go(){o.textContent=c.value;o.style.background=c.value}\nc.oninput=go\ngo()"),
    "coin": Kind("Coin flip", (
            "a coin flip", "an app that flips a coin", "a page to toss a coin", "a coin tosser", "a heads or tails app", "a coin flipper",
            "a coin toss", "something that flips a coin", "a page for heads or tails", "a coin toss page", "a virtual coin",
            "an app which tosses a coin", "a tool to flip a coin", "a page where a coin is flipped", "a heads or tails button", "a coin throwing app",
            "a coin flip page", "a random coin",
        ),
        ("an app to toss a coin", "a page that flips coins"),
        '<button id="b">Flip</button>\n<p id="o"></p>', "b.onclick=()=>{o.textContent=Math.random()<0.5?'Heads':'Tails'}"),
    "countdown": Kind("Countdown", (
            "a countdown", "a countdown timer", "a timer", "an app that counts down", "a page with a timer", "a kitchen timer",
            "a page that counts down", "something that counts the seconds down", "a timer app", "a timer page", "a tool that counts down seconds",
            "an egg timer", "a countdown clock", "an app which counts down to zero", "a count down page", "a countdown in seconds",
            "a timer that runs down", "a clock that counts backwards",
        ),
        ("an app for counting down seconds", "a timer page with a start button"),
        '<p id="o">{v}</p>\n<button id="b">Start</button>', "let left={v},timer\nb.onclick=()=>{clearInterval(timer);left={v};timer=setInterval(()=>{left--;o.textContent=left>0?left:'Done';if(left<1)clearInterval(timer)},1000)}", (60, range(5, 300), ["of {v} seconds", "from {v} seconds", "starting at {v}", "that starts at {v} seconds", "with {v} seconds", "set to {v} seconds", "for {v} seconds", "starting from {v}", "that runs {v} seconds"])),
}

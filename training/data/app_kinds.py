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
    "counter": Kind("Counter", ("a counter", "a click counter", "a page that counts clicks", "a button that counts", "an app to count clicks", "a simple counter"),
        ("an app that counts my clicks", "a counter page with a button"),
        '<p id="n">{v}</p>\n<button id="b">Add one</button>', "let count={v}\nb.onclick=()=>{count++;n.textContent=count}", (0, range(1, 100), ["starting at {v}", "that starts at {v}", "which begins at {v}"])),
    "urls": Kind("URL extractor", ("an app that extracts URLs from text", "a URL extractor", "a tool to pull links out of pasted text", "a link extractor", "a page that finds URLs in text", "a tool that lists all links in a text"),
        ("an app that finds all links in my text", "a tool for extracting URLs"),
        '<textarea id="t" placeholder="Paste text"></textarea>\n<ul id="o"></ul>', "t.oninput=()=>{o.innerHTML='';for(const u of t.value.match(/https?:\\/\\/[^\\s\"'<>]+/g)||[]){const li=document.createElement('li');li.textContent=u;o.append(li)}}"),
    "tip": Kind("Tip calculator", ("a tip calculator", "an app that works out the tip", "a page to split a bill with a tip", "a calculator for tips", "a tip app", "a page that adds the tip to a bill"),
        ("an app to calculate a tip", "a page that tells me the tip"),
        '<input id="a" type="number" value="50"> bill\n<input id="p" type="number" value="{v}"> percent\n<p id="o"></p>', "function go(){o.textContent='Tip '+(a.value*p.value/100).toFixed(2)+', total '+(a.value*(1+p.value/100)).toFixed(2)}\na.oninput=p.oninput=go\ngo()", (15, range(1, 40), ["with {v} percent", "set to {v} percent", "starting at {v} percent"])),
    "todo": Kind("To do", ("a to-do list", "a todo app", "a small task list", "a to-do app", "a list of tasks", "an app for my tasks"),
        ("a page with my to-do list", "an app to keep a list of tasks"),
        '<input id="t" placeholder="New task"><button id="b">Add</button>\n<ul id="o"></ul>', "b.onclick=()=>{if(!t.value)return;const li=document.createElement('li');li.textContent=t.value;li.onclick=()=>li.style.textDecoration='line-through';o.append(li);t.value=''}"),
    "temperature": Kind("Temperature", ("a temperature converter", "an app that turns Celsius into Fahrenheit", "a Celsius to Fahrenheit page", "a Celsius to Fahrenheit converter", "a converter for temperatures", "a unit converter for temperature"),
        ("a page that converts Celsius to Fahrenheit", "an app to convert temperatures"),
        '<input id="c" type="number" value="{v}"> Celsius\n<p id="o"></p>', "function go(){o.textContent=(c.value*9/5+32).toFixed(1)+' Fahrenheit'}\nc.oninput=go\ngo()", (20, range(1, 60), ["starting at {v} degrees", "set to {v} degrees", "that starts at {v} degrees"])),
    "words": Kind("Word counter", ("a word counter", "an app that counts words", "a page to count words and letters", "a tool that counts the words of a text", "a word count app", "a text counter"),
        ("a page that tells how many words I wrote", "an app for counting words"),
        '<textarea id="t"></textarea>\n<p id="o"></p>', "function go(){const w=t.value.trim();o.textContent=(w?w.split(/\\s+/).length:0)+' words, '+t.value.length+' characters'}\nt.oninput=go\ngo()"),
    "dice": Kind("Dice", ("a dice roller", "an app that rolls dice", "a page to roll two dice", "a dice app", "a page that rolls dice", "a pair of dice"),
        ("an app to roll two dice", "a page where I roll dice"),
        '<button id="b">Roll</button>\n<p id="o"></p>', "const roll=()=>1+Math.floor(Math.random()*{v})\nb.onclick=()=>{const x=roll(),y=roll();o.textContent=x+' + '+y+' = '+(x+y)}", (6, range(4, 31), ["with {v} sides", "with {v} faces"])),
    "json": Kind("JSON formatter", ("a JSON formatter", "an app that pretty-prints JSON", "a page to check and format JSON", "a JSON pretty printer", "a tool that formats JSON", "a JSON checker"),
        ("an app to format my JSON", "a page for checking JSON"),
        '<textarea id="t" placeholder="Paste JSON"></textarea>\n<pre id="o"></pre>', "t.oninput=()=>{try{o.textContent=JSON.stringify(JSON.parse(t.value),null,{v})}catch(e){o.textContent=e.message}}", (2, range(1, 9), ["with {v} spaces", "indented by {v}"])),
    "csv": Kind("CSV to table", ("a CSV to table page", "an app that shows CSV as a table", "a CSV viewer", "a page that turns CSV into a table", "a tool to view CSV", "a CSV table app"),
        ("an app to turn my CSV into a table", "a page for viewing CSV"),
        '<textarea id="t" placeholder="Paste CSV"></textarea>\n<table id="o" border="1"></table>', "t.oninput=()=>{o.innerHTML='';for(const line of t.value.trim().split('\\n')){const row=o.insertRow();for(const cell of line.split(','))row.insertCell().textContent=cell.trim()}}"),
    "bars": Kind("Bar chart", ("a bar chart", "an app that draws a bar chart", "a bar chart of numbers", "a page that turns numbers into bars", "a chart of my numbers", "a tool that draws bars"),
        ("an app for bar charts", "a page that draws numbers as bars"),
        '<input id="t" value="3, 7, 5">\n<div id="o"></div>', "function go(){o.innerHTML='';for(const n of t.value.split(',').map(Number)){const d=document.createElement('div');d.textContent=n;d.style.background='teal';d.style.margin='4px';d.style.width=n*{v}+'px';o.append(d)}}\nt.oninput=go\ngo()", (20, range(5, 60), ["with {v} pixels per unit", "with a scale of {v}"])),
    "stopwatch": Kind("Stopwatch", ("a stopwatch", "an app that measures time", "a page with a stopwatch", "a stopwatch app", "a simple stopwatch", "a page to stop the time"),
        ("an app to measure the time", "a stopwatch with start and stop"),
        '<p id="o">0.0</p>\n<button id="b">Start</button>\n<button id="r">Reset</button>', "let time=0,run=false\nsetInterval(()=>{if(run){time++;o.textContent=(time/10).toFixed(1)}},100)\nb.onclick=()=>{run=!run;b.textContent=run?'Stop':'Start'}\nr.onclick=()=>{time=0;o.textContent='0.0'}"),
    "colour": Kind("Colour picker", ("a colour picker", "an app to pick a colour", "a color picker", "a page that shows the code of a colour", "a colour chooser", "a tool to choose a colour"),
        ("an app for picking colours", "a page where I choose a colour"),
        '<input id="c" type="color" value="#336699">\n<p id="o"></p>', "function go(){o.textContent=c.value;o.style.background=c.value}\nc.oninput=go\ngo()"),
    "coin": Kind("Coin flip", ("a coin flip", "an app that flips a coin", "a page to toss a coin", "a coin tosser", "a heads or tails app", "a coin flipper"),
        ("an app to toss a coin", "a page that flips coins"),
        '<button id="b">Flip</button>\n<p id="o"></p>', "b.onclick=()=>{o.textContent=Math.random()<0.5?'Heads':'Tails'}"),
    "countdown": Kind("Countdown", ("a countdown", "a countdown timer", "a timer", "an app that counts down", "a page with a timer", "a kitchen timer"),
        ("an app for counting down seconds", "a timer page with a start button"),
        '<p id="o">{v}</p>\n<button id="b">Start</button>', "let left={v},timer\nb.onclick=()=>{clearInterval(timer);left={v};timer=setInterval(()=>{left--;o.textContent=left>0?left:'Done';if(left<1)clearInterval(timer)},1000)}", (60, range(5, 300), ["of {v} seconds", "from {v} seconds", "starting at {v}"])),
}

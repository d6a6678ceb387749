/** That the checks of apps can fail: an app that works passes them, and the same app with one thing broken does not. */
import { describe, expect } from "vitest";
import { BROWSER_TEST_MS, browserTest, type OpenText } from "../support/browser.ts";
import { type AppKind, type AppLook, behaviours, checkLook } from "./app-behaviour.ts";

const STYLE = "<style>body { background: gold; color: navy; font-size: 20px } button { background: teal }</style>";

const TIP = `<!doctype html><title>Zebra</title>${STYLE}
<h1>Zebra</h1>
<label>Bill <input type="number" value="50"></label><label>Percent <input type="number" value="15"></label>
<p></p>
<script>
const [bill, percent] = document.querySelectorAll("input");
function show() {
  const tip = Number(bill.value) * Number(percent.value) / 100;
  document.querySelector("p").textContent = "Tip: " + tip.toFixed(2) + " Total: " + (Number(bill.value) + tip).toFixed(2);
}
addEventListener("input", show);
show();
</script>`;

const COUNTER = `<!doctype html><title>Zebra</title>${STYLE}
<h1>Zebra</h1><p>0</p><button>More</button>
<script>
document.querySelector("button").addEventListener("click", () => {
  const shown = document.querySelector("p");
  shown.textContent = Number(shown.textContent) + 1;
});
</script>`;

const TIMER = `<!doctype html><title>Zebra</title><h1>Zebra</h1><p>60</p><button>Go</button>
<script>
let timer;
document.querySelector("button").addEventListener("click", () => {
  clearInterval(timer);
  const end = Date.now() + 60_000;
  timer = setInterval(() => {
    const left = Math.round((end - Date.now()) / 1000);
    document.querySelector("p").textContent = left > 0 ? left : "Done";
    if (left <= 0) clearInterval(timer);
  }, 1000);
});
</script>`;

async function check(open: OpenText, kind: AppKind, html: string, look: AppLook = {}): Promise<void> {
  const { page, problems } = await open("app.html", html);
  await checkLook(page, look);
  await behaviours[kind](page);
  expect(problems.join("\n")).toBe("");
}

/** One thing in an app, what it becomes, and what the check must say of it. */
interface Fault {
  name: string;
  kind: AppKind;
  app: string;
  from: string;
  to: string;
  tells: RegExp;
}

const FAULTS: Fault[] = [
  { name: "a wrong tip", kind: "tip", app: TIP, from: "/ 100", to: "/ 10", tells: /12\.00/ },
  { name: "a tip that does not follow", kind: "tip", app: TIP, from: "addEventListener", to: "void", tells: /12\.00/ },
  { name: "a total without the tip", kind: "tip", app: TIP, from: ") + tip)", to: "))", tells: /92\.00/ },
  {
    name: "a script error",
    kind: "tip",
    app: TIP,
    from: "\nshow();",
    to: "\nshow();\nsho();",
    tells: /script error: .*sho/,
  },
  {
    name: "a console error",
    kind: "tip",
    app: TIP,
    from: "\nshow();",
    to: "\nshow();\nconsole.error('oh')",
    tells: /oh/,
  },
  { name: "a script that cannot be read", kind: "tip", app: TIP, from: "\nshow();", to: "\nshow(;", tells: /./ },
  {
    name: "an image from elsewhere",
    kind: "tip",
    app: TIP,
    from: "<p></p>",
    to: '<p></p><img src="http://example.com/a.png">',
    tells: /request: http:\/\/example\.com\/a\.png/,
  },
  {
    name: "a fetch when it is used",
    kind: "counter",
    app: COUNTER,
    from: "shown.textContent =",
    to: "fetch('https://example.com/?' + shown.textContent).catch(() => 0); shown.textContent =",
    tells: /request: https:\/\/example\.com/,
  },
  { name: "a counter that stands", kind: "counter", app: COUNTER, from: "+ 1", to: "+ 0", tells: /to be 1/ },
  { name: "another title", kind: "counter", app: COUNTER, from: "<title>Zebra", to: "<title>Horse", tells: /Horse/ },
  { name: "another button", kind: "counter", app: COUNTER, from: "teal", to: "tan", tells: /^button/ },
  { name: "another background", kind: "counter", app: COUNTER, from: "gold", to: "tan", tells: /^background/ },
  { name: "other text", kind: "counter", app: COUNTER, from: "navy", to: "black", tells: /^text/ },
  { name: "small text", kind: "counter", app: COUNTER, from: "20px", to: "16px", tells: /^size of letters/ },
  { name: "a slow timer", kind: "countdown", app: TIMER, from: "}, 1000", to: "}, 2000", tells: /59/ },
  { name: "a timer that is a second short", kind: "countdown", app: TIMER, from: "60_000", to: "59_000", tells: /59/ },
];

const LOOKS: { [kind in AppKind]?: AppLook } = {
  tip: { title: "Zebra", background: "gold", text: "navy", largerThan: 16, smallerThan: 24 },
  counter: { title: "Zebra", background: "gold", text: "navy", button: "teal", largerThan: 16 },
};

describe("the checks of apps", { timeout: BROWSER_TEST_MS }, () => {
  browserTest("a tip calculator, a counter and a countdown that work pass", async ({ open }) => {
    await check(open, "tip", TIP, LOOKS.tip);
    await check(open, "counter", COUNTER, LOOKS.counter);
    await check(open, "countdown", TIMER);
  });

  browserTest.for(FAULTS)("$name is found", async ({ kind, app, from, to, tells }, { open }) => {
    expect(app).toContain(from);
    await expect(check(open, kind, app.replace(from, to), LOOKS[kind])).rejects.toThrow(tells);
  });

  browserTest("one app is not taken for another", async ({ open }) => {
    await expect(check(open, "coin", COUNTER)).rejects.toThrow(/Heads/);
  });
});

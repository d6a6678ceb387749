import fc from "fast-check";
import { expect, test } from "vitest";
import { type AppLibrary, findLibrary } from "./app-libraries.ts";
import { inlineLibraries } from "./inline-libraries.ts";

const LIBRARIES: AppLibrary[] = [
  {
    name: "d3",
    version: "7.0.0",
    about: "",
    code: "globalThis.d3={}",
    needs: [],
    modules: { d3: { global: "d3", names: ["max"] } },
  },
  {
    name: "plot",
    version: "0.6.0",
    about: "",
    code: "globalThis.Plot={}",
    styles: ".a{}\n.b{}",
    needs: ["d3"],
    modules: { "@observablehq/plot": { global: "Plot", names: [] } },
  },
  {
    name: "preact",
    version: "11.0.0",
    about: "",
    code: "0",
    needs: [],
    modules: {
      preact: { global: "preact", names: [] },
      "preact/hooks": { global: "preactHooks", names: [] },
      "preact/compat": { global: "React", names: [] },
    },
  },
];

async function inlined(...pieces: string[]): Promise<string> {
  async function* all(): AsyncGenerator<string> {
    yield* pieces;
  }
  const out: string[] = [];
  for await (const piece of inlineLibraries(all(), LIBRARIES)) out.push(piece);
  return out.join("");
}

const DOCUMENT = `<!doctype html><!-- <script src="penny:d3"></script> --><link rel="stylesheet" href="penny:plot"><style>a<b{}</style>
<p>1 < 2 <scripty> <script src='penny:plot'></script><script type="module">import * as Plot from "@observablehq/plot"; import { max } from "https://esm.sh/d3@7";
const a = "<p>";</script><script src="https://unknown.test/x.js"></script><textarea><script src="penny:d3"></textarea>é😀<`;

test("a document is the same however it is cut into pieces", async () => {
  const whole = await inlined(DOCUMENT);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(DOCUMENT.length), { maxLength: 30 }), async (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), DOCUMENT.length];
      const pieces = places.slice(1).map((end, index) => DOCUMENT.slice(places[index], end));
      expect(await inlined(...pieces)).toBe(whole);
    }),
  );
  expect(await inlined(...DOCUMENT)).toBe(whole);
});

test("scripts stand once, with what they need before them, on one line; imports get a map; the rest is as it was", async () => {
  const whole = await inlined(DOCUMENT);
  expect(whole.split("\n")).toHaveLength(DOCUMENT.split("\n").length);
  expect(whole.match(/globalThis\.d3=/g)).toHaveLength(1);
  expect(whole.indexOf("globalThis.d3=")).toBeLessThan(whole.indexOf("globalThis.Plot="));
  expect(whole).toContain('<!-- <script src="penny:d3"></script> -->');
  expect(whole).toContain("<style>.a{} .b{}</style>");
  expect(whole).toContain('<script src="https://unknown.test/x.js"></script>');
  expect(whole).toContain('<textarea><script src="penny:d3"></textarea>é😀<');
  const map = JSON.parse(/<script type="importmap">(.*?)<\/script>/.exec(whole)?.[1] ?? "{}") as { imports: object };
  expect(Object.keys(map.imports)).toEqual(["@observablehq/plot", "https://esm.sh/d3@7"]);
});

test("text that is no element passes at once", async () => {
  const stream = inlineLibraries(
    (async function* () {
      yield "<h1>Hello";
      yield "</h1>";
    })(),
    LIBRARIES,
  );
  expect((await stream.next()).value).toBe("<h1>Hello");
});

test.for([
  ["penny:d3", "d3"],
  ["d3", "d3"],
  ["https://d3js.org/d3.v7.min.js", undefined],
  ["https://cdn.jsdelivr.net/npm/d3@7", "d3"],
  ["https://cdn.jsdelivr.net/npm/@observablehq/plot@0.6/+esm", "plot"],
  ["https://unpkg.com/preact@10.0.0/dist/preact.umd.js", "preact"],
  ["https://esm.sh/preact@10/hooks", "preact"],
  ["https://cdnjs.cloudflare.com/ajax/libs/d3/7.8.5/d3.min.js", "d3"],
  ["react", "preact"],
  ["https://example.test/d3x.js", undefined],
  ["lodash", undefined],
] as const)("%s is %s", ([address, name]) => {
  expect(findLibrary(LIBRARIES, address)?.library.name).toBe(name);
});

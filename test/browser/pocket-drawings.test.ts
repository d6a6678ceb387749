/**
 * The default pocket model draws animals on vehicles; every drawing is opened in a real browser and measured there. With
 * PENNY_SCREENSHOTS set, pictures of them are kept in a temporary folder, which is told.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest";
import { openWorkbench, type Workbench } from "../../src/index.ts";
import { BROWSER_TEST_MS, browserTest } from "../support/browser.ts";
import { temporaryFolder } from "../support/run-penny.ts";
import { checkDrawing, type DrawingWish } from "./drawing-check.ts";
import { answerOf, noAppModel } from "./pocket.ts";

const WISHES: (DrawingWish & { say: string })[] = [
  { say: "Generate an SVG of a teal pelican riding a bicycle", animal: "pelican", colour: "teal", vehicle: "bicycle" },
  { say: "Please draw a purple cat on a skateboard.", animal: "cat", colour: "purple", vehicle: "skateboard" },
  {
    say: "Make me an SVG picture of an orange frog driving a blue car.",
    animal: "frog",
    colour: "orange",
    vehicle: "car",
    paint: "blue",
  },
];

const keepsPictures = Boolean(process.env.PENNY_SCREENSHOTS);
let pictures: string | undefined;
let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ dir: temporaryFolder(), env: {} });
});

afterAll(() => workbench.close());

describe("drawings of the default pocket model", { timeout: BROWSER_TEST_MS }, () => {
  beforeEach(({ skip }) => {
    if (noAppModel) skip(noAppModel);
  });

  browserTest.for(WISHES)("$say", async ({ say, ...wish }, { open }) => {
    const svg = answerOf(await workbench.ask({ prompt: say, options: { temperature: 0 } }));
    const { page, problems } = await open("drawing.svg", svg);
    if (keepsPictures) {
      pictures ??= mkdtempSync(join(tmpdir(), "penny-drawings-"));
      const path = join(pictures, `${wish.animal}.png`);
      await page.screenshot({ path });
      console.warn(`A picture is in ${path}`);
    }
    await checkDrawing(page, wish).catch((error: Error) => {
      throw new Error(`“${say}” was answered with a wrong drawing: ${error.message}\n\n${svg}`, { cause: error });
    });
    expect(problems.join("\n")).toBe("");
  });
});

const DUCK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
<g id="cart" fill="red" stroke="red"><rect x="10" y="60" width="80" height="10"/><circle cx="25" cy="80" r="10"/><circle cx="75" cy="80" r="10"/></g>
<g id="duck" fill="gold" transform="translate(50 60)"><ellipse cx="0" cy="-20" rx="20" ry="20"/></g>
</svg>`;

const FAULTS: { name: string; from: string; to: string; tells: RegExp }[] = [
  { name: "a tag that is not closed", from: "</g>\n</svg>", to: "</svg>", tells: /does not parse/ },
  { name: "no SVG", from: ' xmlns="http://www.w3.org/2000/svg"', to: "", tells: /./ },
  { name: "an empty group", from: '<ellipse cx="0" cy="-20" rx="20" ry="20"/>', to: "", tells: /width of the duck/ },
  { name: "another colour", from: "gold", to: "tan", tells: /colour of the duck/ },
  {
    name: "another paint",
    from: 'fill="red" stroke="red"',
    to: 'fill="tan" stroke="tan"',
    tells: /colour of the cart/,
  },
  { name: "a part painted over", from: "<ellipse", to: '<ellipse fill="black"', tells: /in its colour/ },
  { name: "an animal outside", from: "(50 60)", to: "(50 20)", tells: /duck to the edge/ },
  { name: "an animal under the wheels", from: "(50 60)", to: "(50 98)", tells: /middle of a wheel/ },
  { name: "an animal beside", from: "(50 60)", to: "(5 60) scale(.2)", tells: /over the vehicle/ },
  { name: "no wheels", from: "circle", to: "path", tells: /wheels/ },
];

describe("the check of drawings", { timeout: BROWSER_TEST_MS }, () => {
  const wish = { animal: "duck", colour: "gold", vehicle: "cart", paint: "red" };

  browserTest("a good drawing passes", async ({ open }) => {
    await checkDrawing((await open("drawing.svg", DUCK)).page, wish);
  });

  browserTest.for(FAULTS)("$name is found", async ({ from, to, tells }, { open }) => {
    expect(DUCK).toContain(from);
    const { page } = await open("drawing.svg", DUCK.replaceAll(from, to));
    await expect(checkDrawing(page, wish)).rejects.toThrow(tells);
  });
});

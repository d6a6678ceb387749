/** `penny models` in memory on a real folder: lists, filters, default, short names, what a file needs. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FakeIoSettings, runPenny } from "../../test/support/fake-io.ts";
import { costsAtMost, type PricedModel } from "../run/priced-models.ts";
import { exitCodes } from "./io.ts";
import { abilities, priceText } from "./model-rows.ts";
import { modelsCommand } from "./models.ts";
import { byteText } from "./models-fit.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "penny-models-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const POCKET = join(import.meta.dirname, "../models/pocket/pocket-l.gguf");

function penny(words: string[], settings: Partial<FakeIoSettings> = {}): ReturnType<typeof runPenny> {
  return runPenny(["models", ...words], { dir, stdin: "", ...settings });
}

async function listed(words: string[], settings: Partial<FakeIoSettings> = {}): Promise<PricedModel[]> {
  return JSON.parse((await penny([...words, "--json"], settings)).out);
}

function settings(): { [name: string]: unknown } {
  return JSON.parse(readFileSync(join(dir, "settings.json"), "utf8"));
}

describe("the list", () => {
  test("shows models with prices, context and abilities", async () => {
    const { code, out } = await penny(["--provider", "openai", "gpt-4o-mini"]);
    expect(code).toBe(exitCodes.ok);
    expect(out).toMatch(/^model +\$\/M in +out +context +reads and does\n/);
    expect(out).toMatch(/^openai\/gpt-4o-mini +\$0\.15 +\$0\.60 +128k +image pdf tools schema$/m);
  });

  test("has the models of this process, free of charge, the default marked", async () => {
    const { out } = await penny(["--local", "pocket"]);
    expect(out).toMatch(/^pocket\/pocket-l +\$0 +\$0 +1024 +tools,? schema,? reasoning +default$/m);
  });

  test("has the same as JSON, with the source of each price", async () => {
    const [model] = await listed(["--provider", "openai", "openai/gpt-4o-mini"]);
    expect(model).toMatchObject({
      provider: "openai",
      where: "hosted",
      available: false,
      price: { inputUsd: "0.15", outputUsd: "0.6", basis: "ledger", source: expect.any(String) },
    });
  });

  test("is narrowed by what models read and do", async () => {
    for (const [flag, kind] of [
      ["--vision", "image"],
      ["--audio", "audio"],
      ["--pdf", "pdf"],
      ["--video", "video"],
    ] as const) {
      const found = await listed([flag, "--provider", "google"]);
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((model) => model.capabilities.input.includes(kind))).toBe(true);
    }
    const able = await listed(["--tools", "--schema", "--reasoning", "--provider", "openai"]);
    expect(able.length).toBeGreaterThan(0);
    expect(able.every(({ capabilities: { tools, schema, reasoning } }) => tools && schema && reasoning)).toBe(true);
  });

  test("is narrowed by price, and what costs nobody knows is left out", async () => {
    const all = await listed(["--provider", "openai"]);
    const cheap = await listed(["--provider", "openai", "--max-price", "1"]);
    expect(cheap.length).toBeGreaterThan(0);
    expect(cheap.length).toBeLessThan(all.length);
    expect(cheap.every(({ price }) => Number(price?.inputUsd) <= 1 && Number(price?.outputUsd) <= 1)).toBe(true);
  });

  test("takes the person's own prices first", async () => {
    const prices = [{ model: "openai/gpt-4o-mini", prices: { input: "0.01", output: "0.02" } }];
    writeFileSync(join(dir, "settings.json"), JSON.stringify({ prices }));
    const [model] = await listed(["--provider", "openai", "openai/gpt-4o-mini"]);
    expect(model?.price).toMatchObject({ inputUsd: "0.01", outputUsd: "0.02" });
  });

  test("shows only what can be asked now if told so", async () => {
    const found = await listed(["--provider", "mistral", "--available"]);
    expect(found).toEqual([]);
    const keyed = await listed(["--provider", "mistral", "--available"], { env: { MISTRAL_API_KEY: "k" } });
    expect(keyed.length).toBeGreaterThan(0);
  });

  test("of nothing says so and prints nothing", async () => {
    expect(await penny(["--provider", "openai", "no-such-model"])).toEqual({
      code: exitCodes.ok,
      out: "",
      err: "penny: no model is all that; leave an option out\n",
    });
  });

  test("refuses an unknown provider and a price that is none", async () => {
    expect(await penny(["--provider", "opnai"])).toMatchObject({ code: exitCodes.usage, out: "" });
    expect((await penny(["--provider", "opnai"])).err).toMatch(
      /^penny: There is no provider "opnai"\. Nearest: openai/,
    );
    expect((await penny(["--max-price", "cheap"])).err).toBe(
      "penny: --max-price is `cheap`, but must be a number from 0.\n",
    );
  });
});

describe("the default model", () => {
  test("is set to the full name and printed", async () => {
    expect((await penny(["default"])).out).toBe("pocket/pocket-l\n");
    expect((await penny(["default", "Gemini/gemini-2.5-flash"])).err).toBe(
      "penny: the default model is google/gemini-2.5-flash\n",
    );
    expect(settings().defaultModel).toBe("google/gemini-2.5-flash");
    expect((await penny(["default"])).out).toBe("google/gemini-2.5-flash\n");
  });

  test("follows an alias when it is one, and goes back when removed", async () => {
    await penny(["alias", "fast", "openai/gpt-5-mini"]);
    await penny(["default", "fast"]);
    await penny(["alias", "fast", "openai/gpt-5-nano"]);
    expect((await penny(["default"])).out).toBe("openai/gpt-5-nano\n");
    expect((await penny(["default", "--remove"])).err).toBe("penny: the default model is pocket/pocket-l again\n");
    expect(settings()).not.toHaveProperty("defaultModel");
  });

  test("is refused if there is no such model", async () => {
    const { code, err } = await penny(["default", "openai/gpt-5-mni"]);
    expect(code).toBe(exitCodes.usage);
    expect(err).toMatch(/did you mean openai\/gpt-5-mini\?/);
  });
});

describe("a short name", () => {
  test("is kept, listed, shown beside its model, and forgotten", async () => {
    expect((await penny(["alias", "fast", "openai/gpt-5-mini"])).err).toBe("penny: fast is openai/gpt-5-mini\n");
    expect((await penny(["alias"])).out).toBe("fast  openai/gpt-5-mini\n");
    expect(JSON.parse((await penny(["alias", "--json"])).out)).toEqual({ fast: "openai/gpt-5-mini" });
    const [model] = await listed(["--provider", "openai", "openai/gpt-5-mini"]);
    expect(model?.aliases).toEqual(["fast"]);
    expect((await penny(["alias", "fast", "--remove"])).err).toBe("penny: removed alias fast\n");
    expect(settings()).not.toHaveProperty("aliases");
  });

  test("for a name that was insisted on keeps insisting", async () => {
    await penny(["alias", "odd", "openai/gpt-5-mni!"]);
    expect((await penny(["default", "odd"])).err).toBe("penny: the default model is openai/gpt-5-mni\n");
  });

  test("that is no name, a provider's, or unknown is refused", async () => {
    for (const name of ["a b", "openai", "pocket", "-x/y"]) {
      const { code, err } = await penny(["alias", "--", name, "openai/gpt-5-mini"]);
      expect([code, err]).toEqual([exitCodes.usage, expect.stringMatching(/^penny: An alias cannot be named /)]);
    }
    expect((await penny(["alias", "fast"])).err).toMatch(/^penny: Say which model fast stands for/);
    expect((await penny(["alias", "fats", "--remove"])).err).toMatch(/^penny: There is no alias fats\./);
  });
});

describe("what is known of a model", () => {
  test("is shown on a sheet with prices and their source", async () => {
    const { out } = await penny(["show", "openai/gpt-4o-mini"]);
    expect(out).toMatch(/^openai\/gpt-4o-mini\n/);
    expect(out).toMatch(/^ {2}can be asked +no: there is no key, `penny keys set openai`$/m);
    expect(out).toMatch(/^ {2}context +128000 tokens$/m);
    expect(out).toMatch(/^ {2}input +\$0\.15 per M tokens$/m);
    expect(out).toMatch(/^ {2}price from +\S/m);
  });

  test("is shown of models that the catalogue does not know", async () => {
    expect((await penny(["show", "http://127.0.0.1:9/v1#m"])).out).toMatch(/^http:\/\/127\.0\.0\.1:9\/v1#m\n/);
    const model = JSON.parse((await penny(["show", "anthropic/claude-of-tomorrow", "--json"])).out);
    expect(model).toMatchObject({ id: "anthropic/claude-of-tomorrow", available: false });
    expect(model).not.toHaveProperty("price");
  });
});

describe("what a file needs", () => {
  test("is told, with whether it fits", async () => {
    const { code, out } = await penny(["fit", POCKET]);
    expect(code).toBe(exitCodes.ok);
    expect(out).toMatch(/^weights +3\.4 MB$/m);
    expect(out).toMatch(/\nit fits\n$/);
    const fit = JSON.parse((await penny(["fit", POCKET, "--context", "128", "--json"])).out);
    expect(fit).toMatchObject({ architecture: "llama", contextTokens: 128, fits: true });
  });

  test("of a file that is no model is refused", async () => {
    writeFileSync(join(dir, "broken.gguf"), "not a model");
    const { code, err } = await penny(["fit", "broken.gguf"]);
    expect(code).toBe(exitCodes.usage);
    expect(err).toMatch(/^penny: .*broken\.gguf/);
    expect((await penny(["fit", "missing.gguf"])).code).toBe(exitCodes.usage);
  });
});

describe("figures", () => {
  test("of prices have cents, and are marked where assumed", () => {
    expect(priceText({ basis: "ledger", inputUsd: "0.6" }, "inputUsd")).toBe("$0.60");
    expect(priceText({ basis: "ledger", inputUsd: "15" }, "inputUsd")).toBe("$15");
    expect(priceText({ basis: "assumed", inputUsd: "0.0375" }, "inputUsd")).toBe("~$0.0375");
    expect(priceText({ basis: "ledger" }, "inputUsd")).toBe("–");
    expect(priceText(undefined, "outputUsd")).toBe("–");
  });

  test("of an unknown price are at most nothing", () => {
    const model = {
      capabilities: { input: ["text", "audio"], output: ["text", "audio"], tools: true },
    } as unknown as PricedModel;
    expect(costsAtMost(model, 1_000_000)).toBe(false);
    expect(abilities(model)).toBe("audio →audio tools");
  });

  test("of bytes have two or three digits", () => {
    expect([0, 999, 1500, 823_400, 1.45e6, 999_999, 4.1e9, 12.34e12].map(byteText)).toEqual([
      "0 B",
      "999 B",
      "1.5 kB",
      "823 kB",
      "1.4 MB",
      "1.0 MB",
      "4.1 GB",
      "12 TB",
    ]);
  });
});

test("the summary is the one in the list of commands", async () => {
  const { commands } = await import("./program.ts");
  expect(commands.find((each) => each.name === "models")?.summary).toBe(modelsCommand.summary);
});

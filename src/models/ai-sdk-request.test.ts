/** What is sent: the options of the person, of the adapter and of the provider, in every wire format. */
import { describe, expect, test } from "vitest";
import { sha256 } from "../record/hash.ts";
import type { JsonObject } from "../record/json.ts";
import { textMessage } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { aiSdkModel } from "./ai-sdk.ts";
import type { Capabilities } from "./model.ts";
import { providerRow } from "./provider-table.ts";

const KEY = "test-key-0123456789";

interface Sent {
  url: string;
  headers: Headers;
  body: JsonObject;
  warnings: string[];
}

/** What is sent for a request, and the warnings; what the provider answers is not looked at. */
async function sent(
  provider: string,
  request: Partial<Request>,
  capabilities: Partial<Capabilities> = {},
  stream = false,
): Promise<Sent> {
  const row = providerRow(provider);
  if (!row) throw new Error(`no row ${provider}`);
  let result: Omit<Sent, "warnings"> | undefined;
  const model = aiSdkModel({
    id: `${provider}/model-1`,
    provider,
    name: "model-1",
    where: "hosted",
    capabilities: { input: ["text"], output: ["text"], ...capabilities },
    format: row.format,
    fetch: async (input, init) => {
      result = { url: String(input), headers: new Headers(init?.headers), body: JSON.parse(String(init?.body)) };
      return new Response("{}", { status: 418 });
    },
    load: (fetch) =>
      row.load("model-1", { key: KEY, baseUrl: "https://host.test/v1", env: { AWS_REGION: "us-east-1" }, fetch }),
  });
  const warnings: string[] = [];
  const events = model.stream(
    { model: model.id, messages: [textMessage("user", "Hi")], options: {}, ...request },
    {
      signal: new AbortController().signal,
      stream,
      readFile: async () => new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
      onRaw: () => undefined,
    },
  );
  try {
    for await (const event of events) if (event.type === "warning") warnings.push(event.message);
  } catch {
    // The provider of this test refuses everything.
  }
  if (!result) throw new Error("nothing was sent");
  return { ...result, warnings };
}

const hosted = [
  "openai",
  "openai-chat",
  "anthropic",
  "google",
  "mistral",
  "xai",
  "deepseek",
  "groq",
  "openrouter",
  "cohere",
  "together",
];

describe("a provider's own options", () => {
  test.each(hosted)("reach %s under their own names, known to the package or not", async (provider) => {
    const own = { service_tier: "flex", not_yet_known: { deep: [1, 2] } };
    const { body } = await sent(provider, { options: { provider: own } });
    expect(body).toMatchObject(own);
  });

  test("are laid over what is sent anyway, member by member", async () => {
    const options = { temperature: 0.5, provider: { generationConfig: { mediaResolution: "MEDIA_RESOLUTION_LOW" } } };
    const { body } = await sent("google", { options });
    expect(body.generationConfig).toMatchObject({ temperature: 0.5, mediaResolution: "MEDIA_RESOLUTION_LOW" });
  });

  test("go to Bedrock's field for them, since its requests are signed", async () => {
    const { body } = await sent("bedrock", { options: { provider: { top_k: 40 } } });
    expect(body.additionalModelRequestFields).toEqual({ top_k: 40 });
  });

  test("are absent where none are given", async () => {
    const { body } = await sent("together", {});
    expect(Object.keys(body).sort()).toEqual(["messages", "model"]);
  });
});

describe("reasoning effort", () => {
  test("reaches an OpenAI model that is newer than the package", async () => {
    const { body } = await sent("openai", { options: { reasoning: "high" } });
    expect(body.reasoning).toEqual({ effort: "high" });
    expect(body.include).toEqual(["reasoning.encrypted_content"]);
  });

  test("reaches OpenRouter, whose package ignores it", async () => {
    expect((await sent("openrouter", { options: { reasoning: "low" } })).body.reasoning).toEqual({ effort: "low" });
  });

  test.each(["openai", "openai-chat", "groq", "openrouter", "together"])(
    "is left out with a warning for a model of %s that does not reason",
    async (provider) => {
      const { body, warnings } = await sent(provider, { options: { reasoning: "high" } }, { reasoning: false });
      expect(JSON.stringify(body)).not.toContain("reasoning");
      expect(warnings).toContain("Option `reasoning` was left out: this model does not reason.");
    },
  );
});

test.each(["openai", "openai-chat", "xai"])("%s is told to keep nothing", async (provider) => {
  expect((await sent(provider, {})).body.store).toBe(false);
});

test("OpenAI's encrypted reasoning is asked for, since nothing is kept there", async () => {
  const { body } = await sent("openai", {}, { reasoning: true });
  expect(body.include).toEqual(["reasoning.encrypted_content"]);
});

test("hosts of OpenAI's protocol are asked for usage in streams", async () => {
  const { body } = await sent("together", {}, {}, true);
  expect(body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
});

test("sampling options that packages leave out reach hosts that take them", async () => {
  const options = { minP: 0.1, topK: 5 };
  expect((await sent("together", { options })).body).toMatchObject({ min_p: 0.1, top_k: 5 });
  expect((await sent("openrouter", { options })).body).toMatchObject({ min_p: 0.1, top_k: 5 });
});

test("a schema that names no members is not asked for strictly, which OpenAI would refuse", async () => {
  const strictOf = async (schema: JsonObject): Promise<unknown> => {
    const { body } = await sent("openai", { schema }, { schema: true });
    return ((body.text as JsonObject).format as JsonObject).strict;
  };
  expect(await strictOf({ type: "object" })).toBe(false);
  expect(await strictOf({ type: "object", properties: {}, additionalProperties: false })).toBe(true);
});

describe("a file that a model made, in a later turn", () => {
  const png = { type: "file" as const, mediaType: "image/png", sha256: sha256("x"), size: 4 };
  const messages: Request["messages"] = [
    textMessage("user", "Draw"),
    { role: "assistant", parts: [png] },
    textMessage("user", "Bigger"),
  ];

  test("is sent again to Google", async () => {
    const { body, warnings } = await sent("google", { messages });
    expect(JSON.stringify(body)).toContain("iVBORw");
    expect(warnings).toEqual([]);
  });

  test.each(hosted.filter((provider) => provider !== "google"))("is named to %s, with a warning", async (provider) => {
    const { body, warnings } = await sent(provider, { messages });
    expect(JSON.stringify(body)).not.toContain("iVBORw");
    expect(JSON.stringify(body)).toContain("[image/png, not shown again]");
    expect(warnings[0]).toContain("(image/png) were left out");
  });
});

test.each([...hosted, "bedrock"])("the key goes to %s in a header alone", async (provider) => {
  const { url, headers, body } = await sent(provider, {});
  expect(url).toMatch(/^https:\/\/host\.test\/v1\//);
  expect(url + JSON.stringify(body)).not.toContain(KEY);
  expect([...headers.values()].join("\n")).toContain(KEY);
});

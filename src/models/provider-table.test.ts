/** Every row's model is made and asked against a local server, which tells where the request went and with which key. */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { baseUrlOf, providerRow, providerRows } from "./provider-table.ts";

let server: Server;
let base = "";
let requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
      response.writeHead(401, { "content-type": "application/json" }).end('{"error":{"message":"no"}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** The one request that a row's model makes. */
async function requestOf(name: string, stream: boolean, key: string | null = "the-key"): Promise<(typeof requests)[0]> {
  requests = [];
  const row = providerRow(name);
  if (!row) throw new Error(name);
  const env = { AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const model = await row.load("some-model", {
    baseUrl: `${base}/base`,
    env,
    fetch,
    ...(key === null ? {} : { key }),
  });
  expect(model.specificationVersion).toBe("v4");
  const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "Hi" }] }];
  const asked = stream ? model.doStream({ prompt }) : model.doGenerate({ prompt });
  await expect(Promise.resolve(asked)).rejects.toThrow();
  expect(requests).toHaveLength(1);
  return requests[0] as (typeof requests)[0];
}

const PATHS: { [format: string]: RegExp } = {
  "openai-responses": /^\/base\/responses$/,
  anthropic: /^\/base\/messages$/,
  google: /^\/base\/models\/some-model:generateContent$/,
  bedrock: /^\/base\/model\/some-model\/converse$/,
  xai: /^\/base\/responses$/,
  cohere: /^\/base\/chat$/,
};

describe("each provider", () => {
  test.each(providerRows.map((row) => row.name))("%s is asked at its base URL, with its key", async (name) => {
    const request = await requestOf(name, false);
    expect(request.path).toMatch(PATHS[providerRow(name)?.format ?? ""] ?? /^\/base\/chat\/completions$/);
    const { authorization, "x-api-key": anthropic, "x-goog-api-key": google } = request.headers;
    expect(authorization ?? anthropic ?? google).toMatch(/^(Bearer )?the-key$/);
  });

  test("has a name, a page and a key variable, and no name twice", () => {
    const names = providerRows.flatMap((row) => [row.name, ...(row.sameAs ? [] : (row.otherNames ?? []))]);
    expect(new Set(names).size).toBe(names.length);
    for (const row of providerRows) {
      expect(row.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(row.url).toMatch(/^https:\/\//);
      expect(row.baseUrl).toMatch(/^https:\/\/.*[^/]$/);
      expect(row.keyVariables.length).toBeGreaterThan(0);
    }
  });
});

describe("streams", () => {
  test.each(["together", "openrouter", "groq", "deepseek", "openai-chat", "mistral"])(
    "%s is asked for usage",
    async (name) => {
      const { body } = await requestOf(name, true);
      // Mistral sends usage in its last chunk without being asked (https://docs.mistral.ai/api).
      if (name !== "mistral" && name !== "groq")
        expect(JSON.parse(body).stream_options).toEqual({ include_usage: true });
      expect(JSON.parse(body).stream).toBe(true);
    },
  );
});

test("Bedrock without a key signs with the credentials of the environment", async () => {
  const { headers } = await requestOf("bedrock", false, null);
  expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/bedrock\//);
});

describe("base URLs", () => {
  const row = (name: string): NonNullable<ReturnType<typeof providerRow>> => {
    const found = providerRow(name);
    if (!found) throw new Error(name);
    return found;
  };

  test("come from the row, without a trailing slash", () => {
    expect(baseUrlOf(row("openai"), {})).toBe("https://api.openai.com/v1");
  });

  test("come from the vendor's variable where it is set", () => {
    expect(baseUrlOf(row("openai"), { OPENAI_BASE_URL: "http://127.0.0.1:9/v1/" })).toBe("http://127.0.0.1:9/v1");
    expect(baseUrlOf(row("openai-chat"), { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" })).toBe("http://127.0.0.1:9/v1");
  });

  test("get the path that the vendor's own clients add", () => {
    expect(baseUrlOf(row("anthropic"), { ANTHROPIC_BASE_URL: "https://proxy.example" })).toBe(
      "https://proxy.example/v1",
    );
    expect(baseUrlOf(row("anthropic"), { ANTHROPIC_BASE_URL: "https://proxy.example/v1" })).toBe(
      "https://proxy.example/v1",
    );
  });

  test("that are no address are refused without showing them", () => {
    const wrong = (): string => baseUrlOf(row("openai"), { OPENAI_BASE_URL: "https://me:secret@proxy.example" });
    expect(wrong).toThrow(/^OPENAI_BASE_URL is no http or https address/);
    expect(wrong).not.toThrow(/secret/);
  });

  test("have their variables filled in, or say which is missing", () => {
    expect(baseUrlOf(row("bedrock"), { AWS_REGION: "us-east-1" })).toBe(
      "https://bedrock-runtime.us-east-1.amazonaws.com",
    );
    expect(baseUrlOf(row("bedrock"), { AWS_DEFAULT_REGION: "eu-west-1" })).toContain(".eu-west-1.");
    expect(() => baseUrlOf(row("cloudflare"), {})).toThrow(/needs CLOUDFLARE_ACCOUNT_ID in the environment/);
    expect(() => baseUrlOf(row("azure"), { AZURE_RESOURCE_NAME: "evil.example/x?" })).toThrow(/may only have letters/);
  });
});

test("a provider is found by its other names", () => {
  expect(providerRow("gemini")?.name).toBe("google");
  expect(providerRow("kimi")?.name).toBe("moonshotai");
  expect(providerRow("nobody")).toBeUndefined();
});

/** Addresses and named servers of a person's own. */
import { describe, expect, test } from "vitest";
import { isModelUrl, modelUrl, modelUrlId, namedEndpoint } from "./endpoint.ts";

describe("a model address", () => {
  test("gives base URL and model, and is found again by its id", () => {
    const { row, where, model } = modelUrl("http://127.0.0.1:8080/v1#qwen3:8b");
    expect([row.baseUrl, row.name, where, model]).toEqual([
      "http://127.0.0.1:8080/v1",
      "127.0.0.1:8080",
      "server",
      "qwen3:8b",
    ]);
    const id = modelUrlId(row.baseUrl, model ?? "");
    expect(modelUrl(id)).toMatchObject({ model: "qwen3:8b", where: "server" });
    expect(isModelUrl(id)).toBe(true);
  });

  test("without a path means /v1, and with one that path", () => {
    expect(modelUrl("http://localhost:9000#m").row.baseUrl).toBe("http://localhost:9000/v1");
    expect(modelUrl("http://localhost:9000/").row.baseUrl).toBe("http://localhost:9000/v1");
    expect(modelUrl("https://gateway.example/llm/v3/#m").row.baseUrl).toBe("https://gateway.example/llm/v3");
  });

  test("on another machine is hosted", () => {
    expect(modelUrl("http://192.168.1.5:8000/v1#m").where).toBe("hosted");
    expect(modelUrl("http://127.evil.example:8000/v1#m").where).toBe("hosted");
  });

  test("with a password or a query is refused, and the password is not shown", () => {
    const wrong = (): unknown => modelUrl("https://me:hunter2@host.example/v1#m");
    expect(wrong).toThrow(/has a password in it: leave it out and run `penny keys set host\.example`/);
    expect(wrong).not.toThrow(/hunter2/);
    expect(() => modelUrl("https://host.example/v1?key=abc#m")).toThrow(/has a query/);
    expect(() => modelUrl("https://")).toThrow(/is no http or https address/);
  });
});

describe("an endpoint of the settings", () => {
  test("needs no key unless it names a variable", () => {
    expect(namedEndpoint("lab", { url: "https://lab.example/v1" }).row.keyOptional).toBe(true);
    const keyed = namedEndpoint("lab", { url: "https://lab.example/v1", keyVariable: "LAB_KEY", models: ["a"] });
    expect(keyed.row.keyOptional).toBeUndefined();
    expect(keyed.row.keyVariables).toEqual(["LAB_KEY"]);
    expect(keyed.models).toEqual(["a"]);
  });

  test("that is wrong is told with its name and field", () => {
    expect(() => namedEndpoint("lab", {})).toThrow('The endpoint lab in the settings has no "url": add its address.');
    expect(() => namedEndpoint("lab", { url: "ftp://x" })).toThrow(/endpoint lab in the settings: its "url"/);
    expect(() => namedEndpoint("my lab", { url: "http://x" })).toThrow(/needs a name of lower-case letters/);
    expect(() => namedEndpoint("lab", { url: "http://x", models: "a" })).toThrow(/no list of names/);
    expect(() => namedEndpoint("lab", { url: "http://x", keyVariable: 1 })).toThrow(/keyVariable/);
  });
});

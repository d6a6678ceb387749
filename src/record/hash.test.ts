import fc from "fast-check";
import { expect, test } from "vitest";
import { requestHash, sha256 } from "./hash.ts";
import type { FilePart, Part } from "./message.ts";
import { textMessage } from "./message.ts";
import type { Request } from "./request.ts";

const request: Request = {
  model: "openai/gpt-4o",
  messages: [textMessage("user", "Hello")],
  options: { temperature: 0 },
};

function withPart(part: Part): Request {
  return { ...request, messages: [{ role: "user", parts: [part] }] };
}

test("the hash is stable over releases", () => {
  expect(requestHash(request)).toBe("a3403f1701f4902b44e80d751acadaccfc0b3508d9e96681ba8d923b4f791bd5");
});

test("SHA-256 of the empty text is the published value", () => {
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

test("everything that decides an answer changes the hash", () => {
  const others: Request[] = [
    { ...request, model: "openai/gpt-4o-mini" },
    { ...request, messages: [textMessage("user", "hello")] },
    { ...request, messages: [textMessage("system", "Hello")] },
    { ...request, options: { temperature: 0.1 } },
    { ...request, options: {} },
    { ...request, schema: { type: "object" } },
    { ...request, tools: [{ name: "add", description: "adds", inputSchema: {} }] },
  ];
  const hashes = [request, ...others].map(requestHash);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("a changed attachment changes the hash; its path, address and name do not", () => {
  const file: FilePart = {
    type: "file",
    mediaType: "image/png",
    sha256: sha256("a"),
    size: 1,
    path: "/a.png",
    name: "a.png",
  };
  const moved: FilePart = {
    type: "file",
    mediaType: "image/png",
    sha256: sha256("a"),
    size: 1,
    url: "https://example.com/b",
  };
  const changed: FilePart = { ...file, sha256: sha256("b") };
  expect(requestHash(withPart(file))).toBe(requestHash(withPart(moved)));
  expect(requestHash(withPart(file))).not.toBe(requestHash(withPart(changed)));
});

test("a redacted part hashes differently from an empty one", () => {
  const empty: Part = { type: "reasoning", text: "" };
  const redacted: Part = { type: "reasoning", text: "", provider: { anthropic: { redactedData: "abc" } } };
  expect(requestHash(withPart(empty))).not.toBe(requestHash(withPart(redacted)));
});

test("Unicode that looks alike is not alike", () => {
  expect(requestHash(withPart({ type: "text", text: "é" }))).not.toBe(
    requestHash(withPart({ type: "text", text: "e\u0301" })),
  );
});

test("no tools and an empty list of tools are the same request", () => {
  expect(requestHash({ ...request, tools: [], toolChoice: "auto" })).toBe(requestHash(request));
});

test("the order in which a request's members were written never changes its hash", () => {
  const option = fc.record(
    { temperature: fc.double({ noNaN: true, min: 0, max: 2 }), seed: fc.nat() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.string(), option, (text, options) => {
      const one: Request = { model: "m/n", messages: [textMessage("user", text)], options };
      const reversed = Object.fromEntries(Object.entries(options).reverse());
      const other = {
        options: reversed,
        messages: [{ parts: [{ text, type: "text" }], role: "user" }],
        model: "m/n",
      } as Request;
      return requestHash(one) === requestHash(other);
    }),
  );
});

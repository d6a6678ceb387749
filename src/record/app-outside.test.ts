import fc from "fast-check";
import { expect, test } from "vitest";
import { outsideFile, outsideLink } from "./app-outside.ts";

test("an address is shown whole, with its host as it is looked up", () => {
  expect(outsideLink("https://example.com/a?b#c")).toEqual({
    url: "https://example.com/a?b#c",
    host: "example.com",
    payload: 5,
    warnings: [],
  });
  expect(outsideLink("HTTP://EXAMPLE.com")?.url).toBe("http://example.com/");
  expect(outsideLink("https://аpple.com")).toMatchObject({
    host: "xn--pple-43d.com",
    warnings: ["The host's name has letters that may look like others."],
  });
  expect(outsideLink("https://google.com@evil.example/")?.warnings).toEqual([
    "What stands before the @ is no host: the address leads to evil.example.",
  ]);
  expect(outsideLink(`https://a.example/?q=${"x".repeat(300)}`)?.warnings).toEqual([
    "It carries 303 characters, which may be your data.",
  ]);
  expect(outsideLink(`https://${"x".repeat(60)}.example`)?.warnings).toHaveLength(1);
  for (const own of [
    "http://localhost:4200/",
    "http://127.0.0.1/",
    "http://a.localhost",
    "http://0x7f.1/",
    "http://[::1]/",
  ])
    expect(outsideLink(own)?.warnings, own).toEqual(["It leads to a program on this machine."]);
});

test("what is no address of the web is none", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "/path",
    "//example.com",
    "https:example.com",
    "https:/\\example.com",
    "https://exa mple.com",
    "https://exam\tple.com",
    "https://",
    "mailto:a@b.c",
    "blob:https://example.com/x",
    "view-source:https://example.com",
    ` java\nscript:alert(1)`,
    `https://a.example/${"x".repeat(2100)}`,
    "",
  ])
    expect(outsideLink(text), text).toBeUndefined();
});

test("a file's name is one name, on every system", () => {
  expect(outsideFile("../../.ssh/authorized_keys", "text/plain")).toEqual({
    name: "authorized_keys",
    type: "text/plain",
    warnings: [],
  });
  expect(outsideFile("C:\\Windows\\a.csv", "text/csv; charset=utf-8").name).toBe("a.csv");
  expect(outsideFile("CON.txt", "").name).toBe("download.txt");
  expect(outsideFile("...", "x").name).toBe("download");
  expect(outsideFile("photo‮gpj.exe", "image/png")).toEqual({
    name: "photogpj.exe",
    type: "image/png",
    warnings: ["It is a program: opening it runs it."],
  });
  expect(outsideFile(`${"x".repeat(500)}.csv`, "text/csv\r\nx").type).toBe("application/octet-stream");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const found = outsideFile(name, "").name;
      return found !== "" && !/[/\\]/.test(found) && !found.startsWith(".") && found.length < 300;
    }),
  );
});

import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { fakeIo } from "../../test/support/fake-io.ts";
import { lineReader } from "./line-reader.ts";

function typed(history: readonly string[] = []): {
  input: PassThrough;
  reader: ReturnType<typeof lineReader>;
  out: () => string;
} {
  const input = new PassThrough();
  const fake = fakeIo({ dir: "/nowhere", terminal: true, input });
  return { input, reader: lineReader(fake.io, history), out: fake.out };
}

test("lines of a pipe come one by one, then the end", async () => {
  const { io } = fakeIo({ dir: "/nowhere", stdin: "one\ntwo\r\n\nlast" });
  const reader = lineReader(io, []);
  const seen = [];
  for (let index = 0; index < 5; index++) seen.push(await reader.next("> "));
  expect(seen).toEqual([
    { type: "line", text: "one" },
    { type: "line", text: "two" },
    { type: "line", text: "" },
    { type: "line", text: "last" },
    { type: "end" },
  ]);
});

test("nothing but data is printed when lines come from a pipe", async () => {
  const fake = fakeIo({ dir: "/nowhere", stdin: "one\n" });
  const reader = lineReader(fake.io, []);
  await reader.next("> ");
  await reader.next("> ");
  expect(fake.out()).toBe("");
});

test("the arrow keys find earlier lines", async () => {
  const { input, reader } = typed(["newest", "older"]);
  const next = reader.next("> ");
  input.write("\u001b[A\u001b[A\r");
  expect(await next).toEqual({ type: "line", text: "older" });
  reader.close();
});

test("Ctrl-C at the prompt clears what was typed and says whether there was something", async () => {
  const { input, reader } = typed();
  const first = reader.next("> ");
  input.write("half a line\u0003");
  expect(await first).toEqual({ type: "interrupt", hadText: true });
  const second = reader.next("> ");
  input.write("\u0003");
  expect(await second).toEqual({ type: "interrupt", hadText: false });
  const third = reader.next("> ");
  input.write("whole\r");
  expect(await third).toEqual({ type: "line", text: "whole" });
  reader.close();
});

test("what is typed during an answer is hidden, and waits as the next line", async () => {
  const { input, reader, out } = typed();
  const first = reader.next("> ");
  input.write("question\r");
  await first;
  const before = out();
  let interrupted = 0;
  await reader.during(
    async () => {
      input.write("typed ahead\r\u0003");
      await new Promise((resolve) => setImmediate(resolve));
    },
    () => {
      interrupted++;
    },
  );
  expect(out()).toBe(before);
  expect(interrupted).toBe(1);
  expect(await reader.next("> ")).toEqual({ type: "line", text: "typed ahead" });
  expect(out()).toContain("> typed ahead\n");
  reader.close();
});

test("Ctrl-D ends", async () => {
  const { input, reader } = typed();
  const next = reader.next("> ");
  input.write("\u0004");
  expect(await next).toEqual({ type: "end" });
});

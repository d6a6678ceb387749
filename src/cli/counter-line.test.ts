import { expect, test } from "vitest";
import { counterLine } from "./counter-line.ts";

function counted(times: readonly number[], err: boolean): string {
  let written = "";
  let now = 0;
  const io = {
    err: (text: string) => {
      written += text;
    },
    terminal: { in: true, out: true, err },
    env: {},
  };
  const line = counterLine("calls read", io, () => now);
  for (now of times) line.add();
  line.end();
  return written;
}

test("on a terminal the count is drawn again at most ten times a second, and taken away at the end", () => {
  expect(counted([0, 99, 100, 150, 250], true)).toBe(
    "\rpenny: 3 calls read\u001b[K\rpenny: 5 calls read\u001b[K\r\u001b[K",
  );
});

test("what is done at once is not drawn, and elsewhere nothing is", () => {
  expect(counted([1, 2], true)).toBe("");
  expect(counted([500, 1000], false)).toBe("");
});

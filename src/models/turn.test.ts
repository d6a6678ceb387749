import { expect, test } from "vitest";
import { turn } from "./turn.ts";

test("each waiter has a turn of the event loop to itself, in the order asked", async () => {
  const seen: (number | "loop")[] = [];
  let done = false;
  const look = (): void => {
    seen.push("loop");
    if (!done) setImmediate(look);
  };
  setImmediate(look);
  await Promise.all([0, 1, 2, 3].map((waiter) => turn().then(() => seen.push(waiter))));
  done = true;
  expect(seen.filter((each) => each !== "loop")).toEqual([0, 1, 2, 3]);
  for (const [index, each] of seen.entries()) if (each !== "loop") expect(seen[index + 1]).not.toBeTypeOf("number");
});

import { describe, expect, test } from "vitest";
import { displayWidth } from "./display-width.ts";
import { progressLine, progressText } from "./progress.ts";

function setup(terminal: boolean, width = 80, env: { [name: string]: string } = {}) {
  let at = 0;
  const writes: string[] = [];
  const io = {
    err: (text: string) => void writes.push(text),
    terminal: { in: terminal, out: terminal, err: terminal },
    width,
    env,
  };
  const line = progressLine(io, () => at);
  return {
    writes,
    line,
    pass: (ms: number) => {
      at += ms;
    },
  };
}

describe("the text", () => {
  test("tells done, share, rate, time left, spent and projected cost", () => {
    const progress = { done: 1500, total: 6000, spentPicodollars: 0.25e12 };
    expect(progressText(progress, 0.0042)).toBe(
      "1,500/6,000  25 %  4.2/s  17 min 51 s left  $0.25 spent, about $1.00 in all",
    );
  });

  test("says nothing of what is not known", () => {
    expect(progressText({ done: 0, total: 10 }, undefined)).toBe("0/10  0 %");
    expect(progressText({ done: 0, total: 10, spentPicodollars: 0 }, undefined)).toBe("0/10  0 %  $0 spent");
    expect(progressText({ done: 0, total: 0 }, undefined)).toBe("0/0");
  });

  test("a projection that is given counts before a guess, and none is made at the end", () => {
    const given = { done: 1, total: 4, spentPicodollars: 1e12, projectedPicodollars: 2e12 };
    expect(progressText(given, 0.0001)).toBe("1/4  25 %  6.0/min  30.0 s left  $1.00 spent, about $2.00 in all");
    expect(progressText({ ...given, done: 4 }, 0.05)).toBe("4/4  100 %  50/s  $1.00 spent");
  });
});

describe("on a terminal", () => {
  test("the line is drawn over itself at most ten times a second, and taken away at the end", () => {
    const { writes, line, pass } = setup(true);
    for (let done = 1; done <= 50; done++) {
      line.update({ done, total: 1000 });
      pass(10);
    }
    expect(writes).toHaveLength(5);
    for (const text of writes) expect([text.startsWith("\r"), text.endsWith("\u001b[K")]).toEqual([true, true]);
    line.end();
    line.end();
    line.update({ done: 1000, total: 1000 });
    expect(writes.slice(5)).toEqual(["\r\u001b[K"]);
  });

  test("the last piece is drawn at once", () => {
    const { writes, line } = setup(true);
    line.update({ done: 1, total: 2 });
    line.update({ done: 2, total: 2 });
    expect(writes.at(-1)).toContain("2/2  100 %");
  });

  test("it is narrower than the terminal, with a bar where there is room", () => {
    for (const width of [10, 40, 89, 90, 200]) {
      const { writes, line } = setup(true, width);
      line.update({ done: 500, total: 1000, spentPicodollars: 1e12 });
      const text = writes[0]?.replace("\r", "").replace("\u001b[K", "") ?? "";
      expect(displayWidth(text)).toBeLessThan(width);
      expect(text.startsWith(`${"━".repeat(10)}${"─".repeat(10)}  500`)).toBe(width >= 90);
    }
  });

  test("the rate is that of the last half minute", () => {
    const { writes, line, pass } = setup(true, 200);
    // A thousand that were done before come at once, then one a second.
    line.update({ done: 1000, total: 2000 });
    for (let done = 1001; done <= 1100; done++) {
      pass(1000);
      line.update({ done, total: 2000 });
    }
    expect(writes.at(-1)).toContain("1.0/s  15 min 0 s left");
  });
});

describe("elsewhere", () => {
  test("a plain line comes every ten seconds, without escape sequences", () => {
    const { writes, line, pass } = setup(false);
    for (let done = 1; done <= 25; done++) {
      pass(1000);
      line.update({ done, total: 100 });
    }
    line.end();
    expect(writes).toEqual([
      "penny: 10/100  10 %  1.0/s  1 min 30 s left\n",
      "penny: 20/100  20 %  1.0/s  1 min 20 s left\n",
    ]);
  });

  test("a terminal that cannot redraw is given plain lines too", () => {
    const { writes, line } = setup(true, 80, { TERM: "dumb" });
    line.update({ done: 1, total: 100 });
    expect(writes).toEqual([]);
  });

  test("short work says nothing", () => {
    const { writes, line } = setup(false);
    line.update({ done: 5, total: 5 });
    line.end();
    expect(writes).toEqual([]);
  });
});

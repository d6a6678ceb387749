import fc from "fast-check";
import { expect, test } from "vitest";
import { dayAfter, dayIn, momentOf } from "./moment.ts";

const now = Date.parse("2026-03-29T21:30:00Z");

function at(text: string, zone = "UTC", end: "start" | "after" = "start"): string {
  return new Date(momentOf(text, { now, zone, end, name: "--since" })).toISOString();
}

test("a day begins and ends by the clocks of its zone", () => {
  expect(at("2026-01-31")).toBe("2026-01-31T00:00:00.000Z");
  expect(at("2026-01-31", "UTC", "after")).toBe("2026-02-01T00:00:00.000Z");
  expect(at("2026-01-31", "Asia/Kolkata")).toBe("2026-01-30T18:30:00.000Z");
  // The clocks of Berlin went forward in the night to the 29th: that day has 23 hours.
  expect(at("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
  expect(at("2026-03-29", "Europe/Berlin", "after")).toBe("2026-03-29T22:00:00.000Z");
});

test("today, yesterday and so many days ago are days of the zone", () => {
  expect(at("today")).toBe("2026-03-29T00:00:00.000Z");
  expect(at("today", "Asia/Tokyo")).toBe("2026-03-29T15:00:00.000Z");
  expect(at("yesterday")).toBe("2026-03-28T00:00:00.000Z");
  expect(at("7d")).toBe("2026-03-22T00:00:00.000Z");
  expect(at("2 weeks")).toBe("2026-03-15T00:00:00.000Z");
  expect(at("12h")).toBe("2026-03-29T09:30:00.000Z");
  expect(at("2026-03-01T10:00:00+02:00")).toBe("2026-03-01T08:00:00.000Z");
});

test.each(["", "soon", "2026-02-30", "2026-13-01", "7x", "-7d", "2026"])("%j is no moment", (text) => {
  expect(() => at(text)).toThrow(`--since is \`${text}\``);
});

test("a zone that is none is told", () => {
  expect(() => at("today", "Mars/Base")).toThrow("The time zone is `Mars/Base`");
});

test("every day of every zone begins with its own first instant", () => {
  const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "+05:30"];
  const days = fc.integer({ min: 0, max: 20_000 }).map((count) => dayAfter("1990-01-01", count));
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (day, zone) => {
      // Samoa left out the 30th of December 2011: that day has no instant.
      fc.pre(!(zone === "Pacific/Apia" && day === "2011-12-30"));
      const first = momentOf(day, { now, zone, end: "start", name: "day" });
      expect([dayIn(zone, first), dayIn(zone, first - 1)]).toEqual([day, expect.not.stringMatching(day)]);
    }),
  );
});

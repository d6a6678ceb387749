import { expect, test } from "vitest";
import { SetupError } from "../record/setup-error.ts";
import { parseOptions } from "./options.ts";

test("options are taken in the spellings that people use", () => {
  expect(parseOptions({ temperature: "0.5", max_tokens: "10", "top-p": 0.9, STOP: "end" })).toEqual({
    temperature: 0.5,
    maxOutputTokens: 10,
    topP: 0.9,
    stop: ["end"],
  });
});

test("a provider's own options are kept as they are", () => {
  expect(parseOptions({ "provider.logitBias": '{"50256":-100}', "provider.user": "me" })).toEqual({
    provider: { logitBias: { "50256": -100 }, user: "me" },
  });
});

test("an unknown option names the nearest one", () => {
  expect(() => parseOptions({ temprature: 1 })).toThrow(/There is no option `temprature`\. Nearest: temperature\./);
});

test("a wrong value says what a right one is", () => {
  const wrong: [string, string | number][] = [
    ["temperature", "hot"],
    ["temperature", -1],
    ["topP", 2],
    ["maxOutputTokens", 1.5],
    ["seed", ""],
    ["reasoning", "huge"],
  ];
  for (const [name, value] of wrong) {
    expect(() => parseOptions({ [name]: value })).toThrow(SetupError);
    expect(() => parseOptions({ [name]: value })).toThrow(/^Option `\w+` is .+, but must be .+\.$/);
  }
});

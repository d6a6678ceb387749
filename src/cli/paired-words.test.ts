import { expect, test } from "vitest";
import { nameAndValue, pairedWords } from "./paired-words.ts";

test("a name and a value in two words become one", () => {
  expect(pairedWords(["-p", "language", "French", "-o", "temperature", "0", "Hi"])).toEqual([
    "-p",
    "language=French",
    "-o",
    "temperature=0",
    "Hi",
  ]);
});

test("a word that is whole already takes no second one", () => {
  expect(pairedWords(["-o", "seed=1", "Hi"])).toEqual(["-o", "seed=1", "Hi"]);
  expect(pairedWords(["-p", "formula", "a=b"])).toEqual(["-p", "formula=a=b"]);
});

test("a file and its media type become one word, also if the file's name has an equals sign", () => {
  expect(pairedWords(["--at", "a=b.bin", "image/png", "Hi"])).toEqual(["--at", "a=b.bin=image/png", "Hi"]);
  expect(pairedWords(["--at", "scan.bin=image/png", "Hi"])).toEqual(["--at", "scan.bin=image/png", "Hi"]);
});

test("nothing changes after --, and a lone last word stays", () => {
  expect(pairedWords(["-o", "seed", "--", "-p", "a", "b"])).toEqual(["-o", "seed", "--", "-p", "a", "b"]);
});

test("the value is all that follows the first equals sign", () => {
  expect(nameAndValue("a=b=c")).toEqual({ name: "a", value: "b=c" });
  expect(nameAndValue("a=")).toEqual({ name: "a", value: "" });
  expect(nameAndValue("=a")).toBeUndefined();
  expect(nameAndValue("a")).toBeUndefined();
});

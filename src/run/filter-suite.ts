/** Chooses cases of a suite by name or tag, as `penny eval --filter` does. Pure. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import type { Suite, SuiteCase } from "./suite.ts";

type Test = (each: SuiteCase) => boolean;

function hasTag(each: SuiteCase, tag: string): boolean {
  return each.tags.some((one) => one.toLowerCase() === tag.toLowerCase());
}

function hasName(each: SuiteCase, part: string): boolean {
  return each.name.toLowerCase().includes(part.toLowerCase());
}

function expression(source: string, word: string): RegExp {
  try {
    return new RegExp(source, "iu");
  } catch {
    throw new SetupError(`--filter is \`${word}\`, which is not a regular expression.`);
  }
}

function testOf(word: string): Test {
  const pattern = /^\/(.+)\/$/s.exec(word)?.[1];
  if (pattern !== undefined) {
    const wanted = expression(pattern, word);
    return (each) => wanted.test(each.name) || each.tags.some((tag) => wanted.test(tag));
  }
  if (word.startsWith("tag:")) return (each) => hasTag(each, word.slice("tag:".length));
  if (word.startsWith("name:")) return (each) => hasName(each, word.slice("name:".length));
  return (each) => hasTag(each, word) || hasName(each, word);
}

/**
 * The suite with the cases that any of the words chooses: `tag:NAME`, `name:PART`, `/expression/`, or a word that is a tag or a
 * part of a name; `!` before it leaves them out instead. Letters of either case are the same.
 * @throws SetupError if no case is left.
 */
export function filterSuite(suite: Suite, words: readonly string[]): Suite {
  const wanted = words.filter((word) => !word.startsWith("!")).map(testOf);
  const unwanted = words.filter((word) => word.startsWith("!")).map((word) => testOf(word.slice(1)));
  const cases = suite.cases.filter(
    (each) => (wanted.length === 0 || wanted.some((test) => test(each))) && !unwanted.some((test) => test(each)),
  );
  if (cases.length > 0) return { ...suite, cases };
  const tags = [...new Set(suite.cases.flatMap((each) => each.tags))];
  const bare = (words[0] ?? "").replace(/^!?(tag:|name:)?/, "");
  const hint = nearestHint(bare, [...tags, ...suite.cases.map((each) => each.name)]);
  const known = tags.length > 0 ? ` Tags: ${tags.slice(0, 12).join(", ")}.` : " No case has a tag.";
  throw new SetupError(`No case of suite \`${suite.name}\` fits --filter ${words.join(" ")}.${hint || known}`);
}

/** What a suite is, as plain values for a person to look at: prompts, models, cases, what is expected. Pure; asks and scores nothing. */
import { canonicalJson, type JsonValue } from "../record/json.ts";
import { type Message, textOf } from "../record/message.ts";
import type { Expectation, Suite, SuiteCase, SuitePrompt } from "./suite.ts";

/** A suite as it is shown. */
export interface SuiteSheet {
  /** Name of the suite. */
  name: string;
  /** What was read otherwise than a person may think, one sentence each. Empty: nothing. */
  notes: string[];
  /** The wordings. */
  prompts: PromptSheet[];
  /** Models by label or name. Empty: they are named when it is run. */
  models: string[];
  /** The cases. */
  cases: CaseSheet[];
  /** Scorers, and of how many cases each judges. */
  scorers: { scorer: string; cases: number }[];
  /** Tags of its cases. Empty: none has one. */
  tags: string[];
  /** How often each case is asked. */
  epochs: number;
  /** Model that judges. Absent: none is named. */
  judge?: string;
  /** Model that others are compared with. Absent: none. */
  baseline?: string;
  /** Most dollars to spend. Absent: no limit. */
  budgetUsd?: number;
  /** Number of gates. */
  gates: number;
}

/** A wording as it is shown. */
export interface PromptSheet {
  /** Its name. */
  name: string;
  /** What is asked with the first case. Absent: it cannot be told without running it. */
  example?: string;
}

/** A case as it is shown. */
export interface CaseSheet {
  /** Its name. */
  name: string;
  /** Its tags. Empty: none. */
  tags: string[];
  /** Its variables as text: `question: …`. */
  vars: string[];
  /** What is expected, one line each: `equals: 42`. */
  expected: string[];
}

/** A value in few words. */
function short(value: JsonValue): string {
  return typeof value === "string" ? value : canonicalJson(value);
}

/** What is expected, one line each; parts of a group are lines of their own. */
function expectationLines(expectations: readonly Expectation[]): string[] {
  return expectations.flatMap((each) => {
    if ("group" in each) return expectationLines(each.group);
    return [`${each.scorer}: ${short(each.expected)}`];
  });
}

function scorersOf(expectations: readonly Expectation[]): string[] {
  return expectations.flatMap((each) => ("group" in each ? scorersOf(each.group) : [each.scorer]));
}

async function exampleOf(
  prompt: SuitePrompt,
  first: SuiteCase | undefined,
  model: string,
): Promise<string | undefined> {
  if (!first) return undefined;
  let messages: Message[];
  try {
    messages = await prompt.render(first.vars, { model });
  } catch {
    return undefined;
  }
  return messages.map(({ parts }) => textOf(parts)).join("\n\n");
}

/** The case of a suite as it is shown. */
export function caseSheet(each: SuiteCase): CaseSheet {
  return {
    name: each.name,
    tags: each.tags,
    vars: Object.entries(each.vars).map(([name, value]) => `${name}: ${short(value)}`),
    expected: expectationLines(each.expect),
  };
}

/** A suite as it is shown. A prompt that is a function is called once, with the first case. */
export async function suiteSheet(suite: Suite): Promise<SuiteSheet> {
  const { cases, prompts, models, epochs, judge, baseline, budgetUsd } = suite;
  const labels = models.map(({ label, name }) => label ?? name);
  const counts = new Map<string, number>();
  for (const each of cases)
    for (const scorer of new Set(scorersOf(each.expect))) counts.set(scorer, (counts.get(scorer) ?? 0) + 1);
  return {
    name: suite.name,
    notes: suite.notes,
    prompts: await Promise.all(
      prompts.map(async (prompt) => {
        const example = await exampleOf(prompt, cases[0], labels[0] ?? "");
        return { name: prompt.name, ...(example === undefined ? {} : { example }) };
      }),
    ),
    models: labels,
    cases: cases.map(caseSheet),
    scorers: [...counts].map(([scorer, count]) => ({ scorer, cases: count })),
    tags: [...new Set(cases.flatMap(({ tags }) => tags))],
    epochs,
    ...(judge === undefined ? {} : { judge }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(budgetUsd === undefined ? {} : { budgetUsd }),
    gates: suite.gates.length,
  };
}

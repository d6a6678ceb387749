/**
 * Assertions of promptfoo configurations as expectations. What promptfoo passes in silence (a type that is mistyped, an assertion
 * without a value) is an error here, with file and line, before anything is sent.
 * Source: https://www.promptfoo.dev/docs/configuration/expected-outputs/ (2026-11-27).
 */
import type { JsonValue } from "../../record/json.ts";
import { nearestHint } from "../../record/nearest.ts";
import { OPPOSITE } from "../../scorers/scorer.ts";
import { opposed } from "../judge-verdict.ts";
import { outcomesOf, weighedValue } from "../score-cell.ts";
import type {
  Comparison,
  Expectation,
  ExpectationSettings,
  GroupExpectation,
  ScorerExpectation,
  SuiteCase,
  Vars,
} from "../suite.ts";
import { expectationNamed } from "../suite-expect.ts";
import { codeVerdict, webhookVerdict } from "./code-assertions.ts";
import { type Files, fileReference, isJavaScript } from "./files.ts";
import { type GradedAssertion, gradedAssertions, ownQuestion } from "./graded-assertions.ts";
import { transformAt } from "./provider-config.ts";
import { modelName } from "./providers.ts";
import { checkKeys, isMapping, itemsAt, numberAt, placed, placing, type Spot, shownValue, textAt } from "./spot.ts";
import { isTemplate, type Templates } from "./templates.ts";
import { commaList, type FilledAssertion, textAssertions, type VerdictOf } from "./text-assertions.ts";

/** What reading assertions needs. */
export interface AssertionContext {
  /** Reads and calls files. */
  files: Files;
  /** Fills templates. */
  templates: Templates;
  /** Variables of the case. */
  vars: Vars;
  /** The grader of the case, as a provider is written. Its value is `undefined` if there is none. */
  grader: Spot;
  /** Asks over HTTP. Absent: none can be asked. */
  fetch: typeof globalThis.fetch | undefined;
  /** The question to graders of the case. Absent: ours. */
  rubricPrompt: JsonValue | undefined;
}

/** Types that are ours under another name, and what each hands on. */
const JUDGES: { readonly [type: string]: { name: string; field: string } } = {
  "llm-rubric": { name: "rubric", field: "rubric" },
  "model-graded-closedqa": { name: "closed-qa", field: "criterion" },
  "model-graded-factuality": { name: "factuality", field: "reference" },
  factuality: { name: "factuality", field: "reference" },
};

const SIMILAR: { readonly [type: string]: string } = {
  similar: "cosine",
  "similar:cosine": "cosine",
  "similar:dot": "dot",
  "similar:euclidean": "euclidean",
};

const TRACES = "it reads traces of agents, which are not recorded";
const SERVICE = "it asks a service of its own";

/** Types that are left out on purpose, and why. */
const BEYOND: { readonly [type: string]: string } = {
  moderation: SERVICE,
  guardrails: SERVICE,
  classifier: SERVICE,
  pi: SERVICE,
  "search-rubric": "it needs a model that searches the web",
  "agent-rubric": "it needs an agent with tools",
  perplexity: "probabilities of tokens are not recorded",
  "perplexity-score": "probabilities of tokens are not recorded",
  ruby: "only JavaScript and Python are called",
  human: "people score with `penny eval score --human`",
  "skill-used": TRACES,
  "trace-error-spans": TRACES,
  "trace-span-count": TRACES,
  "trace-span-duration": TRACES,
  "trajectory:goal-success": TRACES,
  "trajectory:tool-args-match": TRACES,
  "trajectory:step-count": TRACES,
  "trajectory:tool-sequence": TRACES,
  "trajectory:tool-used": TRACES,
};

const CODE: { readonly [type: string]: "JavaScript" | "Python" } = { javascript: "JavaScript", python: "Python" };

/** All types that are run. */
const assertionTypes: readonly string[] = [
  ...Object.keys(textAssertions),
  ...Object.keys(CODE),
  ...Object.keys(JUDGES),
  ...Object.keys(gradedAssertions),
  ...Object.keys(SIMILAR),
  "webhook",
  "select-best",
  "max-score",
  "assert-set",
];

const KEYS = ["type", "value", "threshold", "weight", "metric", "provider", "rubricPrompt", "transform", "config"];
const KEYS_BEYOND = { contextTransform: "the context is the variable `context`" };

function checkType(spot: Spot, type: string): void {
  if (Object.hasOwn(BEYOND, type)) spot.fail(`Assertion \`${type}\` is not run here: ${BEYOND[type]}.`);
  if (type.startsWith("promptfoo:redteam"))
    spot.fail(`Assertion \`${type}\` is not run here: it belongs to red teaming.`);
  if (!assertionTypes.includes(type))
    spot.fail(
      `There is no assertion \`${type}\`.${nearestHint(type, assertionTypes) || ` Known: ${assertionTypes.join(", ")}; each also with \`${OPPOSITE}\` before it.`}`,
    );
}

function settingsOf(spot: Spot, context: AssertionContext): ExpectationSettings {
  const weight = numberAt(spot.at("weight"), "`weight`", 0);
  const metric = spot.at("metric");
  const name =
    metric.value === undefined
      ? undefined
      : placing(metric, () => context.templates.fill(textAt(metric, "`metric`"), context.vars));
  return { ...(weight === undefined ? {} : { weight }), ...(name === undefined ? {} : { metric: name }) };
}

/** The value with the content of the file that it names, and filled. */
async function filledValue(spot: Spot, context: AssertionContext): Promise<JsonValue | undefined> {
  const at = spot.at("value");
  if (at.value === undefined || typeof at.value === "function") return undefined;
  let value = at.value as JsonValue;
  const file = typeof value === "string" ? fileReference(value) : undefined;
  if (file) {
    if (isJavaScript(file.path) || file.path.endsWith(".py"))
      return at.fail(`${value} is a program; only \`javascript\` and \`python\` assertions call one.`);
    value = (await placed(at, () => context.files.content(file.path))) as JsonValue;
  }
  return placing(at, () => context.templates.fillAll(value, context.vars));
}

/**
 * The provider of an assertion, else that of its case, or the one part of it that makes texts or vectors. `undefined`: there is none.
 * A provider of the case that is one alone makes texts.
 */
function providerFor(part: "text" | "embedding", spot: Spot, context: AssertionContext): Spot | undefined {
  const own = spot.at("provider");
  const chosen = own.value === undefined ? context.grader : own;
  const isSeveral = isMapping(chosen.value) && !("id" in chosen.value);
  const found = isSeveral ? chosen.at(part) : part === "text" || own.value !== undefined ? chosen : undefined;
  return found?.value === undefined || found.value === null ? undefined : found;
}

/** Our name of the model of a provider: `id`, or `{ id, config }`. */
function modelAt(spot: Spot, what: string, { templates }: AssertionContext): string {
  const id = isMapping(spot.value) ? spot.at("id") : spot;
  const text = placing(id, () => templates.fill(textAt(id, what), {}));
  if (/^(file:\/\/|exec:|python:|https?:\/\/)/.test(text))
    return id.fail(`${what} \`${text}\` is a program; only models grade here.`);
  const { config } = isMapping(spot.value) ? spot.value : {};
  const base = isMapping(config) ? (config.apiBaseUrl ?? config.apiHost) : undefined;
  return modelName(text.replace(/:embeddings?:/, ":"), typeof base === "string" ? base : undefined, id);
}

/** The model that grades, by the assertion's own word, else the case's. */
function graderOf(spot: Spot, context: AssertionContext): string | undefined {
  const provider = providerFor("text", spot, context);
  return provider && modelAt(provider, "The grader", context);
}

/** How an answer is judged. */
type Judging = Pick<ScorerExpectation, "expected" | "judges"> & { verdict: VerdictOf };

function turned(judging: Judging, isOpposite: boolean): Judging {
  const { verdict } = judging;
  return isOpposite ? { ...judging, verdict: async (input) => opposed(await verdict(input)) } : judging;
}

/** The highest of the weighted means of the other expectations wins; of several, the first. */
function maxScore(others: readonly Expectation[]): Comparison["compare"] {
  return async (inputs) => {
    const values: number[] = [];
    for (const input of inputs) {
      const outcomes = await outcomesOf(input, { expect: [...others] } as SuiteCase);
      const plain = outcomes.reduce((sum, each) => sum + each.value, 0) / Math.max(1, outcomes.length);
      values.push(weighedValue(outcomes) ?? plain);
    }
    const best = values.indexOf(Math.max(...values));
    return values.map((value, index) => ({
      value: index === best ? 1 : 0,
      passed: index === best,
      why: `Its weighted mean is ${Number(value.toFixed(3))}; the highest is ${Number((values[best] ?? 0).toFixed(3))}.`,
    }));
  };
}

async function graded(base: string, spot: Spot, filled: FilledAssertion, context: AssertionContext): Promise<Judging> {
  const grader = graderOf(spot, context);
  const judge = JUDGES[base];
  const own = spot.at("rubricPrompt").value ?? context.rubricPrompt;
  const assertion: GradedAssertion = {
    ...filled,
    grader,
    rubricPrompt:
      own === undefined
        ? undefined
        : await placed(spot.at("rubricPrompt"), () => promptText(own as JsonValue, context)),
    context: typeof context.vars.context === "string" ? context.vars.context : undefined,
    embedder: () => embedderOf(spot, context),
    templates: context.templates,
  };
  const expected = filled.value ?? null;
  if (judge?.name === "rubric" && assertion.rubricPrompt !== undefined)
    return { expected, ...ownQuestion(assertion, filled.value) };
  if (assertion.rubricPrompt !== undefined)
    return spot.fail(`\`rubricPrompt\` is asked for \`llm-rubric\` only; \`${base}\` has a question of its own.`);
  if (judge)
    return ofScorer(spot, judge.name, {
      [judge.field]: expected,
      ...(judge.name === "rubric" && filled.threshold !== undefined ? { atLeast: filled.threshold } : {}),
      ...(grader === undefined ? {} : { judge: grader }),
    });
  const make = gradedAssertions[base];
  return make ? { expected, ...make(assertion) } : spot.fail(`There is no assertion \`${base}\`.`);
}

/** Judging by a scorer of ours that has a verdict of its own. */
function ofScorer(spot: Spot, name: string, expected: JsonValue): Judging {
  const made = placing(spot, () => expectationNamed(name, expected));
  return "verdict" in made && made.verdict
    ? { ...made, verdict: made.verdict }
    : spot.fail(`\`${name}\` judges nothing.`);
}

async function promptText(written: JsonValue, { files }: AssertionContext): Promise<string> {
  if (typeof written !== "string") return JSON.stringify(written);
  const file = fileReference(written);
  return file ? files.text(file.path) : written;
}

/** promptfoo's own, where none is named. */
const USUAL_EMBEDDER = "openai/text-embedding-3-large";

/** The model that makes vectors. */
function embedderOf(spot: Spot, context: AssertionContext): string {
  const provider = providerFor("embedding", spot, context);
  return provider ? modelAt(provider, "The embedding model", context) : USUAL_EMBEDDER;
}

/** Judging by code of the person's own, which is turned round by itself: where it breaks, the answer fails either way. */
async function coded(
  language: "JavaScript" | "Python",
  spot: Spot,
  context: AssertionContext,
  about: { threshold: number | undefined; isOpposite: boolean },
): Promise<Judging> {
  const at = spot.at("value");
  const { value } = at;
  const isFilled = typeof value === "string" && isTemplate(value) && !fileReference(value);
  const code = isFilled ? at.with(placing(at, () => context.templates.fill(value, context.vars))) : at;
  const config = spot.at("config").value as JsonValue | undefined;
  const verdict = await codeVerdict(code, language, context.files, { ...about, config });
  return { expected: typeof value === "string" ? value : "function", verdict };
}

/** Judging by what an assertion says, not turned round. */
async function judging(base: string, spot: Spot, filled: FilledAssertion, context: AssertionContext): Promise<Judging> {
  const { value, threshold } = filled;
  const text = textAssertions[base];
  if (text) return { expected: value ?? threshold ?? true, verdict: text(filled) };
  if (base === "webhook") return { expected: value ?? null, verdict: webhookVerdict(filled, context.fetch) };
  const by = Object.hasOwn(SIMILAR, base) ? SIMILAR[base] : undefined;
  if (by === undefined) return graded(base, spot, filled, context);
  const texts = Array.isArray(value) ? value : [value ?? null];
  const model = embedderOf(spot, context);
  return ofScorer(spot, "similar", { text: texts, threshold: threshold ?? 0.75, by, model });
}

async function oneAssertion(spot: Spot, context: AssertionContext): Promise<ScorerExpectation | Comparison> {
  checkKeys(spot, "The assertion", KEYS, KEYS_BEYOND);
  const written = textAt(spot.at("type"), "`type`");
  const isOpposite = written.startsWith(OPPOSITE);
  const base = isOpposite ? written.slice(OPPOSITE.length) : written;
  checkType(spot.at("type"), base);
  const named = { scorer: written, ...settingsOf(spot, context) };
  const threshold = numberAt(spot.at("threshold"), "`threshold`");
  const transform = await transformAt(spot.at("transform"), context.files);
  const changing = transform ? { transform } : {};
  const language = CODE[base];
  if (language) return { ...(await coded(language, spot, context, { threshold, isOpposite })), ...changing, ...named };
  const fail = (sentence: string): never => spot.fail(`Assertion \`${written}\`: ${sentence}`);
  const filled: FilledAssertion = { value: await filledValue(spot, context), threshold, fail };
  if (base === "select-best") {
    const grader = graderOf(spot, context);
    const expected = { criterion: filled.value ?? null, ...(grader === undefined ? {} : { judge: grader }) };
    return { ...(placing(spot, () => expectationNamed("preferred", expected)) as Comparison), ...named };
  }
  return { ...turned(await judging(base, spot, filled, context), isOpposite), ...changing, ...named };
}

async function groupOf(spot: Spot, context: AssertionContext): Promise<GroupExpectation> {
  checkKeys(spot, "The assert-set", ["type", "assert", "threshold", "weight", "metric", "config"]);
  const threshold = numberAt(spot.at("threshold"), "`threshold`");
  const group: ScorerExpectation[] = [];
  for (const each of itemsAt(spot.at("assert"))) {
    const made = await oneAssertion(each, context);
    if ("compare" in made) each.fail("It compares answers, which an assert-set cannot: move it out.");
    else group.push(made);
  }
  if (group.length === 0) return spot.fail("The assert-set has no `assert`: add one.");
  return { group, ...settingsOf(spot, context), ...(threshold === undefined ? {} : { threshold }) };
}

/** The expectations of a list of assertions. @throws SetupError with file and line. */
export async function expectationsAt(spots: readonly Spot[], context: AssertionContext): Promise<Expectation[]> {
  const made: Expectation[] = [];
  const highest: Spot[] = [];
  for (const spot of spots) {
    if (!isMapping(spot.value))
      return spot.fail(`An assertion is ${shownValue(spot.value)}, but must be a mapping with \`type\`.`);
    if (spot.value.type === "assert-set") made.push(await groupOf(spot, context));
    else if (spot.value.type === "max-score") highest.push(spot);
    else made.push(await oneAssertion(spot, context));
  }
  const others = made.filter((each) => !("compare" in each));
  for (const spot of highest) {
    if (others.length === 0) spot.fail("`max-score` compares by the other assertions: add one.");
    made.push({ scorer: "max-score", expected: true, compare: maxScore(others), ...settingsOf(spot, context) });
  }
  return made;
}

/** An assertion from the text of a cell: `contains: red`, `similar(0.8): a text`, `javascript: …`; else the answer must be it. */
export function assertionInText(text: string): { [key: string]: JsonValue } {
  const code = /^(?:javascript|fn|eval):\s*([\s\S]+)$/.exec(text);
  if (code?.[1] !== undefined) return { type: "javascript", value: code[1] };
  const grade = /^grade:\s*([\s\S]+)$/.exec(text);
  if (grade?.[1] !== undefined) return { type: "llm-rubric", value: grade[1] };
  if (text.startsWith("python:")) return { type: "python", value: text.slice("python:".length).trim() };
  if (text.startsWith("file://")) return { type: /\.py(:\w+)?$/.test(text) ? "python" : "javascript", value: text };
  const found = /^((?:not-)?[a-z][a-z-]*(?::[a-z-]+)?)(?:\(([\d.]+)\))?(?::\s*([\s\S]*))?$/.exec(text.trim());
  const [, type = "", threshold, value] = found ?? [];
  const base = type.replace(/^not-/, "");
  const isType = assertionTypes.includes(base) || Object.hasOwn(BEYOND, base);
  if (!isType || (value === undefined && threshold === undefined && !/^(is|contains)-|^max-score$/.test(base)))
    return { type: "equals", value: text };
  const isList = /contains-(all|any)$/.test(base) && value !== undefined;
  const number = ["latency", "cost"].includes(base) && threshold === undefined && value !== undefined;
  return {
    type,
    ...(number ? { threshold: Number(value) } : {}),
    ...(value === undefined || value === "" || number ? {} : { value: isList ? commaList(value) : value.trim() }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
  };
}

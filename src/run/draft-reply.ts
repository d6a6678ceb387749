/** Drafts of cases in what a model answered. Takes their form alone; whether a suite can use them is not known here. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { embeddedJson } from "../scorers/embedded-json.ts";
import { isObject } from "../scorers/reading.ts";

/** A draft as a model wrote it. */
export interface WrittenDraft {
  /** Values of the variables. */
  vars: JsonObject;
  /** What is expected: a rubric or the exact answer. Absent: the variables say it. */
  expect?: string;
  /** Why the case is worth having, in the model's words. Empty: it did not say. */
  why: string;
}

/** Drafts of an answer, and what was wrong with the others, one sentence each. */
export interface DraftReply {
  /** In order. */
  drafts: WrittenDraft[];
  /** Sentences. */
  refused: string[];
}

/** What stands for a value in the form that the model is shown. */
export const PLACEHOLDER = "…";

/** The members of what is found that are meant as drafts; `undefined`: it is something else. */
function membersOf(value: object): JsonValue[] | undefined {
  if (Array.isArray(value)) return value.some(isObject) ? (value as JsonValue[]) : undefined;
  if ("vars" in value) return [value as JsonObject];
  const lists = Object.values(value).filter((each) => Array.isArray(each) && each.some(isObject));
  return lists.length === 1 ? (lists[0] as JsonValue[]) : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

function draftOf(value: JsonValue, wantsExpectation: boolean): WrittenDraft | string {
  if (!isObject(value)) return "A draft is no object.";
  const { vars, expect, why } = value;
  if (!isObject(vars)) return "A draft has no object `vars`.";
  if (Object.values(vars).includes(PLACEHOLDER) || expect === PLACEHOLDER)
    return "A draft is the form that was asked for, not filled in.";
  const base = { vars, why: typeof why === "string" ? why : "" };
  if (!wantsExpectation) return base;
  const text = textOf(expect);
  return text === undefined ? "A draft has no text in `expect`." : { ...base, expect: text };
}

/**
 * The drafts in an answer: the members of a JSON list, whatever stands around it; also of a list in an object, and the whole
 * drafts of a list that was cut off. Other keys of a draft are left out.
 * @param wantsExpectation whether each must have `expect`.
 */
export function draftsIn(answer: string, wantsExpectation: boolean): DraftReply {
  const reply: DraftReply = { drafts: [], refused: [] };
  for (const value of embeddedJson(answer)) {
    for (const member of membersOf(value) ?? []) {
      const draft = draftOf(member, wantsExpectation);
      if (typeof draft === "string") reply.refused.push(draft);
      else reply.drafts.push(draft);
    }
  }
  if (reply.drafts.length + reply.refused.length === 0) reply.refused.push("The answer has no JSON list of cases.");
  return reply;
}

/** Cases of a suite: written in it, or rows of any file that can be read as rows. Opens no file itself. */

import type { JsonValue } from "../record/json.ts";
import { SetupError } from "../record/setup-error.ts";
import { columnHint, type Row, type RowSource, rowPlace } from "../store/row-source.ts";
import type { AttachmentInput } from "./prepare.ts";
import type { SuiteCase, Vars } from "./suite.ts";
import type { CaseRows, InlineCase, SuiteContent } from "./suite-content.ts";
import { type ExpectationTemplate, expectationsOf, expectationTemplates } from "./suite-expect.ts";
import type { Path, SuiteSource } from "./suite-source.ts";

/** Rows that were read, with where they came from. */
export interface ReadRows {
  /** Where from. */
  source: Pick<RowSource, "name" | "folder" | "fileColumn">;
  /** All of them. */
  rows: Row[];
}

/** What is needed to make the cases, beside the file's content. */
export interface CaseContext {
  /** The suite's file. */
  source: SuiteSource;
  /** Folder that paths in it start from. */
  folder: string;
  /** Default variables. */
  vars: Vars;
  /** Expectations of every case. */
  always: readonly ExpectationTemplate[];
  /** Threshold of every case that has none of its own. */
  threshold?: number;
  /** The rows that a part of `cases` names. `undefined`: they were not read. */
  rowsOf: (path: Path) => ReadRows | undefined;
}

/** Parts of `cases` with their paths, each a form of its own. */
export function caseParts(cases: SuiteContent["cases"]): { part: CaseRows | InlineCase; path: Path }[] {
  const list = Array.isArray(cases) ? cases : [cases];
  return list.map((each, index) => ({
    part: typeof each === "string" ? { from: each } : each,
    path: Array.isArray(cases) ? ["cases", index] : ["cases"],
  }));
}

/** Whether a part names rows of a file. */
export function isRows(part: CaseRows | InlineCase): part is CaseRows {
  return "from" in part;
}

function listOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A path from a folder. Addresses and absolute paths stay. */
function within(folder: string, path: string): string {
  return /^(https?:\/\/|[\\/]|[A-Za-z]:[\\/])/i.test(path) ? path : `${folder}/${path}`;
}

function tagsIn(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}

/** The tags in a cell: a list, or a text with commas between them. */
function tagsOfCell(value: JsonValue | Uint8Array | undefined): string[] {
  return Array.isArray(value) ? value.flatMap((each) => tagsIn(cellText(each))) : tagsIn(cellText(value));
}

type FailCase = (sentence: string) => never;

function caseWith(
  context: CaseContext,
  base: Omit<SuiteCase, "expect" | "threshold">,
  own: { templates: readonly ExpectationTemplate[]; threshold?: number | undefined },
  fail: FailCase,
): SuiteCase {
  const expect = expectationsOf([...context.always, ...own.templates], base, fail);
  if (expect.length === 0) return fail(`Case \`${base.name}\` expects nothing: add \`expect:\` with a scorer.`);
  const threshold = own.threshold ?? context.threshold;
  return { ...base, expect, ...(threshold === undefined ? {} : { threshold }) };
}

function inlineCase(context: CaseContext, part: InlineCase, path: Path, number: number): SuiteCase {
  const { source, folder } = context;
  const attachments = listOf(part.attachments).map((each) => within(folder, each));
  const base = {
    name: part.name ?? `case ${number}`,
    vars: { ...context.vars, ...part.vars },
    tags: typeof part.tags === "string" ? tagsIn(part.tags) : (part.tags ?? []),
    place: source.place(path),
    ...(part.cluster === undefined ? {} : { cluster: part.cluster }),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
  const templates = expectationTemplates(part.expect, [...path, "expect"], source.fail);
  return caseWith(context, base, { templates, threshold: part.threshold }, (sentence) => source.fail(path, sentence));
}

/** The variables that a row's cells are; bytes are none. */
function varsOf(row: Row, defaults: Vars): Vars {
  const vars: Vars = { ...defaults };
  for (const [name, value] of Object.entries(row.values)) if (!(value instanceof Uint8Array)) vars[name] = value;
  return vars;
}

function cellText(value: JsonValue | Uint8Array | undefined): string {
  if (value === undefined || value === null || value instanceof Uint8Array) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Checks that the columns that are named are there. */
function checkColumns(part: CaseRows, read: ReadRows, path: Path, source: SuiteSource): void {
  const first = read.rows[0];
  if (!first) return;
  const named = { name: part.name, cluster: part.cluster, tags: part.tags, attachments: part.attachments };
  for (const [key, columns] of Object.entries(named)) {
    for (const column of listOf(columns)) {
      if (Object.hasOwn(first.values, column)) continue;
      source.fail(
        [...path, key],
        `${read.source.name} has no column \`${column}\`.${columnHint(column, first.values)}`,
      );
    }
  }
}

function filesOfRow(part: CaseRows, read: ReadRows, row: Row): AttachmentInput[] {
  const columns = [
    ...(read.source.fileColumn === undefined ? [] : [read.source.fileColumn]),
    ...listOf(part.attachments),
  ];
  return [...new Set(columns)].flatMap((column): AttachmentInput[] => {
    const value = row.values[column];
    if (value instanceof Uint8Array) return [{ bytes: value }];
    const text = cellText(value);
    return text === "" ? [] : [within(read.source.folder, text)];
  });
}

function rowCases(context: CaseContext, part: CaseRows, path: Path, before: number): SuiteCase[] {
  const { source } = context;
  const read = context.rowsOf(path);
  if (!read) return source.fail(path, "Cases in a file can only be read of a suite that is a file itself.");
  if (read.rows.length === 0) return source.fail(path, `${read.source.name} has no rows: there is nothing to ask.`);
  checkColumns(part, read, path, source);
  const templates = expectationTemplates(part.expect, [...path, "expect"], source.fail);
  return read.rows.map((row, index) => {
    const place = rowPlace(read.source, row);
    const own = part.name === undefined ? "" : cellText(row.values[part.name]);
    const cluster = part.cluster === undefined ? "" : cellText(row.values[part.cluster]);
    const attachments = filesOfRow(part, read, row);
    const isFile = read.source.fileColumn !== undefined && part.name === undefined;
    const name = own || (isFile ? cellText(row.values[read.source.fileColumn ?? ""]) : `case ${before + index + 1}`);
    const base = {
      name,
      vars: varsOf(row, context.vars),
      tags: listOf(part.tags).flatMap((column) => tagsOfCell(row.values[column])),
      place,
      ...(cluster === "" ? {} : { cluster }),
      ...(attachments.length > 0 ? { attachments } : {}),
    };
    return caseWith(context, base, { templates, threshold: part.threshold }, (sentence) => {
      throw new SetupError(`${place}: ${sentence}`);
    });
  });
}

/** All cases of a suite. @throws SetupError with file and line. */
export function casesOf(context: CaseContext, cases: SuiteContent["cases"]): SuiteCase[] {
  const all: SuiteCase[] = [];
  for (const { part, path } of caseParts(cases)) {
    if (isRows(part)) for (const each of rowCases(context, part, path, all.length)) all.push(each);
    else all.push(inlineCase(context, part, path, all.length + 1));
  }
  return all;
}

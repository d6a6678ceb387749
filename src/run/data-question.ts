/**
 * From a question about data to SQL: a model that knows names and types of columns, and the sample rows that the person agreed to, writes
 * one SELECT. Runs nothing: the person sees the SQL first, and may change it.
 */
import type { Call, Origin } from "../record/call.ts";
import { extractCode } from "../record/code-block.ts";
import { textOf } from "../record/message.ts";
import { SetupError } from "../record/setup-error.ts";
import type { DescribedTable } from "./app-data.ts";
import type { AskEvent } from "./ask.ts";
import type { PromptInput } from "./prepare.ts";

/** A question about data. */
export interface DataQuestion {
  /** In the person's words. */
  question: string;
  /** Model name or alias. Absent: the default model. */
  model?: string;
  /** SQL that was tried and why it failed, so that the model mends it. Absent: nothing was. */
  failed?: { sql: string; error: string };
  /** Cancels. */
  signal?: AbortSignal;
  /** Hears events while the model writes. */
  onEvent?: (event: AskEvent) => void;
}

/** What the model wrote. */
export interface DataAnswer {
  /** One SELECT. Absent: there is none in the answer, or the call failed. */
  sql?: string;
  /** The call. */
  call: Call;
}

/** What is needed. */
export interface QuestionContext {
  /** Makes a call. */
  ask: (input: PromptInput & Pick<DataQuestion, "signal" | "onEvent"> & { origin: Origin }) => Promise<Call>;
}

/** A table as a model reads it. */
export function tableInWords({ table, columns, samples }: DescribedTable): string {
  const declared = columns.map(({ name, type }) => `  ${JSON.stringify(name)} ${type}`).join(",\n");
  const rows = samples.map((row) => JSON.stringify(row)).join("\n");
  return `Table ${table} (\n${declared}\n)${rows === "" ? "" : `\nFirst rows:\n${rows}`}`;
}

const SYSTEM = `You answer questions about data with one SQLite SELECT statement. Write it in a \`\`\`sql code block, and nothing else.
Use only the tables and columns below, with names in double quotes where they are not plain words. Give columns names that can be read.`;

function withoutEnd(sql: string): string {
  return sql.trim().replace(/;\s*$/, "");
}

/** The SQL in an answer: its code block, else the answer itself if it begins as a query. */
function sqlIn(answer: string): string | undefined {
  const code = extractCode(answer, "first") ?? answer;
  return /^\s*(--.*\n\s*)*(SELECT|WITH|VALUES)\b/i.test(code) ? withoutEnd(code) : undefined;
}

/**
 * Asks for the SQL.
 * @param app id of the app whose data it is.
 * @throws SetupError if there are no tables, and before anything is sent.
 */
export async function askData(
  { ask }: QuestionContext,
  app: string,
  tables: readonly DescribedTable[],
  wish: DataQuestion,
): Promise<DataAnswer> {
  if (tables.length === 0)
    throw new SetupError("There is no data to ask: give a table first, as in `penny app data give APP FILE`.");
  const { question, model, failed, signal, onEvent } = wish;
  const again = failed
    ? `\n\nThis was tried:\n\`\`\`sql\n${failed.sql}\n\`\`\`\nIt failed: ${failed.error}\nMend it.`
    : "";
  const call = await ask({
    system: `${SYSTEM}\n\n${tables.map(tableInWords).join("\n\n")}`,
    prompt: `${question}${again}`,
    ...(model === undefined ? {} : { model }),
    ...(signal ? { signal } : {}),
    ...(onEvent ? { onEvent } : {}),
    origin: { command: "app", ref: `app/${app}` },
  });
  const sql = call.error ? undefined : sqlIn(textOf(call.parts));
  return { call, ...(sql === undefined ? {} : { sql }) };
}

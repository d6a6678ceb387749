/**
 * `is-sql`: the whole answer is SQL, or one fenced code block of it with nothing around; with `tables` and `columns` it names no
 * others. Only grammar is looked at, as far as the parser knows it (`sql-statements.ts`): that it runs is for a scorer that runs it.
 */
import { textOf } from "../record/message.ts";
import { flagIn, wordIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { readSql, SQL_DIALECTS, type SqlDialect } from "./sql-statements.ts";
import { quoted, textsFrom } from "./text-expectation.ts";
import { unfenced } from "./unfenced.ts";
import { readValidity } from "./validity.ts";

interface SqlExpectation {
  dialect: SqlDialect;
  fence: boolean;
  /** Absent: any. */
  tables?: string[];
  /** Absent: any. */
  columns?: string[];
}

function strangers(kind: string, named: ReadonlySet<string>, allowed: readonly string[] | undefined): string[] {
  const known = allowed?.map((name) => name.toLowerCase());
  return [...named]
    .filter((name) => known && !known.includes(name.toLowerCase()))
    .map((name) => `the ${kind} \`${name}\``);
}

/** The scorer. */
export const isSql: Scorer = defineScorer<SqlExpectation>({
  name: "is-sql",
  summary: "the answer is SQL that parses",
  expects: `\`true\`; or { dialect: ${SQL_DIALECTS.join(" | ")}, tables: […], columns: […], fence: false }`,
  examples: [
    { expected: true, right: "```sql\nselect name from person where age > 7;\n```", wrong: "select name, from person" },
    { expected: { dialect: "transactsql" }, right: "select top 5 name from person", wrong: "select name where from" },
    { expected: { tables: ["person"] }, right: "select name from Person", wrong: "select name from pet" },
  ],
  read: (value) =>
    readValidity(value, ["dialect", "tables", "columns", "fence"], (fields, fail) => ({
      dialect: wordIn(fields, "dialect", SQL_DIALECTS, fail) ?? "any",
      fence: flagIn(fields, "fence", true, fail),
      ...(fields.tables === undefined ? {} : { tables: textsFrom(fields.tables, fail) }),
      ...(fields.columns === undefined ? {} : { columns: textsFrom(fields.columns, fail) }),
    })),
  judge: async (call, { dialect, fence, tables, columns }) => {
    const { text, fenced } = unfenced(textOf(call.parts), fence);
    if (text.trim() === "") return { value: 0, why: "The answer has no text." };
    const read = await readSql(text, dialect);
    if ("problem" in read) {
      return {
        value: 0,
        why: `The answer is not SQL that parses: ${read.problem}; it begins ${quoted(text.slice(0, 40))}.`,
      };
    }
    const others = [...strangers("table", read.tables, tables), ...strangers("column", read.columns, columns)];
    const within = fenced ? ", in a code block" : "";
    if (others.length === 0) return { value: 1, why: `The answer is SQL (${read.dialect})${within}.` };
    return { value: 0, why: `The answer is SQL${within}, and names ${others.slice(0, 3).join(" and ")}.` };
  },
});

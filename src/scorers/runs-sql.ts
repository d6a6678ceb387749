/** `runs-sql`: the SQL in the answer runs on a database that the suite gives, and gives the rows that it must. */
import type { JsonValue } from "../record/json.ts";
import { answerCode } from "./answer-code.ts";
import { flagIn, shown } from "./reading.ts";
import { defineRunScorer, type RunScorer } from "./run-scorer.ts";
import { readValidity } from "./validity.ts";

interface SqlExpectation {
  /** Statements that fill the database. */
  schema: string;
  /** A query that gives the right rows. Absent: `rows`, or any. */
  like?: string;
  /** The right rows. Absent: `like`, or any. */
  rows?: JsonValue[][];
  /** Whether the order of rows counts. */
  ordered: boolean;
}

/** Rows as texts to compare; numbers that are equal are the same. */
function comparable(rows: readonly JsonValue[][], ordered: boolean): string[] {
  const texts = rows.map((row) => JSON.stringify(row));
  return ordered ? texts : texts.sort();
}

/** The scorer. */
export const runsSql: RunScorer = defineRunScorer<SqlExpectation>({
  name: "runs-sql",
  summary: "the SQL in the answer runs, and gives the right rows",
  expects:
    "`true`; or { schema: statements that fill the database, like: a query that gives the right rows, or rows: [[…]], ordered: false }",
  example: {
    expected: {
      schema: "create table city(name, people); insert into city values ('Oslo', 7), ('Lima', 10)",
      rows: [["Lima"]],
    },
    right: "```sql\nselect name from city where people > 8;\n```",
    wrong: "select name from city",
  },
  read: (value) =>
    readValidity(value, ["schema", "like", "rows", "ordered"], (fields, fail) => {
      const { schema = "", like, rows } = fields;
      if (typeof schema !== "string") return fail(`\`schema\` is ${shown(schema)}, but must be statements.`);
      if (like !== undefined && rows !== undefined) return fail("It has `like` and `rows`: write one of them.");
      if (like !== undefined && typeof like !== "string")
        return fail(`\`like\` is ${shown(like)}, but must be a query.`);
      if (rows !== undefined && !(Array.isArray(rows) && rows.every(Array.isArray)))
        return fail(`\`rows\` is ${shown(rows)}, but must be a list of rows, each a list of values.`);
      return {
        schema,
        ...(like === undefined ? {} : { like }),
        ...(rows === undefined ? {} : { rows: rows as JsonValue[][] }),
        ordered: flagIn(fields, "ordered", false, fail),
      };
    }),
  judge: async (answer, { schema, like, rows, ordered }, sandbox) => {
    const code = answerCode(answer, ["sql", "sqlite"]);
    if (code.trim() === "") return { value: 0, why: "The answer has no text." };
    const right = like === undefined ? undefined : await sandbox.sql(like, schema);
    if (right?.error !== undefined)
      return { value: 0, undecided: true, why: `The suite's own query broke: ${right.error}.` };
    const run = await sandbox.sql(code, schema);
    if (run.error !== undefined) return { value: 0, why: `The SQL broke: ${run.error}.` };
    const wanted = rows ?? right?.rows;
    const got = `${run.rows.length} ${run.rows.length === 1 ? "row" : "rows"}`;
    if (!wanted) return { value: 1, why: `The SQL runs and gives ${got}.` };
    const [own, others] = [comparable(run.rows, ordered), comparable(wanted, ordered)];
    if (own.length === others.length && own.every((row, index) => row === others[index]))
      return { value: 1, why: `The SQL gives the right ${got}.` };
    const [first] = own.filter((row) => !others.includes(row));
    const beside = first === undefined ? "" : `, among them ${shown(JSON.parse(first) as JsonValue)}`;
    return {
      value: 0,
      why: `The SQL gives ${got}${beside}; right are ${wanted.length}, beginning ${shown(wanted[0])}.`,
    };
  },
});

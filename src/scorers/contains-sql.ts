/**
 * `contains-sql`: somewhere in the answer stands an SQL statement that parses: in a code block, between backticks, or in a
 * paragraph from a word that SQL statements start with. That word must be in capitals, or a semicolon must follow: in small letters
 * “select a name from the list” parses as well. Only grammar is looked at, as in `is-sql`.
 */
import { codeBlocks } from "../record/code-block.ts";
import { textOf } from "../record/message.ts";
import { wordIn } from "./reading.ts";
import { defineScorer, type Scorer } from "./scorer.ts";
import { readSql, SQL_DIALECTS, type SqlDialect } from "./sql-statements.ts";
import { quoted } from "./text-expectation.ts";
import { readValidity } from "./validity.ts";

const STARTS = /\b(?:select|with|insert|update|delete|create|alter|drop|merge|replace|truncate|grant)\b/gi;

/** Most places that are tried outside of code. */
const MOST_TRIES = 100;

/** What may be SQL, the likeliest first. */
function candidatesIn(answer: string): string[] {
  const code = codeBlocks(answer).map((block) => block.code);
  const inline = [...answer.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  const prose = [...answer.matchAll(STARTS)].slice(0, MOST_TRIES).flatMap(({ index, 0: word }) => {
    const paragraph = answer.slice(index).split(/\n\s*\n|\n\s*(?:`{3}|~{3})/, 1)[0] ?? "";
    const end = paragraph.indexOf(";");
    if (end >= 0) return [paragraph.slice(0, end)];
    if (word !== word.toUpperCase()) return [];
    const sentence = paragraph.split(/[.:!?](?:\s|$)/, 1)[0] ?? "";
    return [paragraph, sentence, paragraph.split("\n", 1)[0] ?? ""];
  });
  // One word alone, such as `BEGIN`, proves nothing.
  return [...new Set([...code, ...inline, ...prose])].filter((text) => /\S\s+\S/.test(text));
}

/** The scorer. */
export const containsSql: Scorer = defineScorer<SqlDialect>({
  name: "contains-sql",
  summary: "the answer has an SQL statement in it that parses",
  expects: `\`true\`; or { dialect: ${SQL_DIALECTS.join(" | ")} }`,
  examples: [
    {
      expected: true,
      right: "Try this:\n\n```sql\nSELECT name FROM person;\n```\nIt lists all names.",
      wrong: "Select a name from the list, please!",
    },
    { expected: { dialect: "sqlite" }, right: "Use SELECT 1 + 1; it gives 2.", wrong: "Update it, then drop it." },
  ],
  read: (value) =>
    readValidity(value, ["dialect"], (fields, fail) => wordIn(fields, "dialect", SQL_DIALECTS, fail) ?? "any"),
  judge: async (call, dialect) => {
    for (const text of candidatesIn(textOf(call.parts))) {
      const read = await readSql(text, dialect);
      if (!("problem" in read)) return { value: 1, why: `The answer contains SQL (${read.dialect}): ${quoted(text)}.` };
    }
    return { value: 0, why: "The answer contains no SQL that parses." };
  },
});

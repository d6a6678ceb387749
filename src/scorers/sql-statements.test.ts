import { expect, test } from "vitest";
import type { Call } from "../record/call.ts";
import type { JsonValue } from "../record/json.ts";
import { containsSql } from "./contains-sql.ts";
import { isSql } from "./is-sql.ts";
import type { Scorer, Verdict } from "./scorer.ts";
import { readSql, SQL_DIALECTS } from "./sql-statements.ts";

function score(scorer: Scorer, answer: string, expected: JsonValue): Promise<Verdict> {
  return scorer.score({ call: { parts: [{ type: "text", text: answer }] } as unknown as Call, expected });
}

test.each(SQL_DIALECTS)("the grammar of %s takes a query and refuses a slip", async (dialect) => {
  expect(await readSql("SELECT a.x, count(*) FROM a JOIN b ON a.i = b.i GROUP BY a.x;", dialect)).toMatchObject({
    tables: new Set(["a", "b"]),
  });
  expect(await readSql("SELEC * FROM a", dialect)).toHaveProperty("problem");
  expect(await readSql(" ;\n", dialect)).toHaveProperty("problem");
});

test("each dialect has its own", async () => {
  const top = "SELECT TOP 5 name FROM person";
  expect(await readSql(top, "transactsql")).toMatchObject({ dialect: "transactsql" });
  expect(await readSql(top, "any")).toEqual({ problem: "line 1, column 12: “5” is not expected there" });
  expect(await readSql("SELECT", "sqlite")).toEqual({ problem: "line 1, column 7: it ends too soon" });
});

test("tables and columns that are not allowed are named", async () => {
  const allowed = { tables: ["person"], columns: ["id", "name"] };
  expect(await score(isSql, "SELECT p.name FROM person p WHERE p.id = 1", allowed)).toMatchObject({ passed: true });
  expect((await score(isSql, "SELECT name, age FROM pet", allowed)).why).toBe(
    "The answer is SQL, and names the table `pet` and the column `age`.",
  );
  expect(await score(isSql, "SELECT * FROM person", allowed)).toMatchObject({ passed: false });
});

test.each<[string, boolean]>([
  ["```sql\nSELECT 1;\n```\nIt gives 1.", true],
  ["Use `select name from person` here.", true],
  ["Use SELECT name FROM person. It lists names.", true],
  ["Run this:\nDELETE FROM person\n  WHERE id = 1\n\nThen stop.", true],
  ["select name from person;", true],
  ["Select a name from the list, please!", false],
  ["With pleasure. Update me.", false],
  ["", false],
])("%j contains SQL: %s", async (answer, passed) => {
  expect(await score(containsSql, answer, true)).toMatchObject({ passed });
});

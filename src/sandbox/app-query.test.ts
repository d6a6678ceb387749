import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { QueryTable, QueryWish } from "../record/query-run.ts";
import { appQueries } from "./app-queries.ts";
import { appQuery } from "./app-query.ts";

const folder = mkdtempSync(join(tmpdir(), "penny-query-"));
const file = join(folder, "own data?.db");
const other = join(folder, "other.db");
const SECRET = "hunter2";

function make(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

make(
  file,
  `PRAGMA journal_mode = WAL; CREATE TABLE people(name TEXT, age INTEGER, "odd ""name" TEXT);
   INSERT INTO people VALUES ('Ada', 36, 'x'), ('Bob', 7, NULL); CREATE INDEX by_age ON people(age);
   CREATE TABLE secret(word TEXT); INSERT INTO secret VALUES ('${SECRET}');
   CREATE VIEW peek AS SELECT word FROM secret; CREATE VIRTUAL TABLE found USING fts5(word); INSERT INTO found VALUES ('${SECRET}');
   CREATE TABLE part(open TEXT, hidden TEXT); INSERT INTO part VALUES ('yes', '${SECRET}')`,
);
make(other, `CREATE TABLE city(name TEXT, big INTEGER); INSERT INTO city VALUES ('Oslo', 9007199254740993)`);

const tables: QueryTable[] = [
  { name: "people", file, sql: "SELECT * FROM $source.people", reads: { people: "all" } },
  { name: "cities", file: other, sql: "SELECT * FROM $source.city", reads: { city: "all" } },
  { name: "half", file, sql: "SELECT open FROM $source.part", reads: { part: ["open"] } },
];
const most = { rows: 1000, bytes: 1_000_000 };
const ask = (sql: string, params?: QueryWish["params"]): ReturnType<typeof appQuery> =>
  appQuery({ tables, sql, most, ...(params ? { params } : {}) });

const queries = appQueries(3000);
afterAll(async () => {
  await queries.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a query", () => {
  test("reads the tables that were given, from several files, under the names given to them", () => {
    expect(ask("SELECT name, age FROM people WHERE age > ? ORDER BY age", [10])).toEqual({
      columns: ["name", "age"],
      rows: [["Ada", 36]],
      hasMore: false,
    });
    expect(ask("SELECT p.name, c.name, big FROM people p JOIN cities c WHERE age = :age", { age: 7 }).rows).toEqual([
      ["Bob", "Oslo", "9007199254740993"],
    ]);
    expect(
      ask("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n").rows,
    ).toEqual([[1], [2], [3]]);
    for (const from of ["people", "(SELECT age FROM people)", "p", "PEOPLE AS secret", "secret"])
      expect(
        ask(`WITH p AS (SELECT age FROM people), secret AS (SELECT 1 FROM people) SELECT count(*) FROM ${from}`).rows,
        from,
      ).toEqual([[2]]);
    expect(ask("SELECT count(*) FROM json_tree('[1, 2]')").rows).toEqual([[3]]);
    expect(ask(`SELECT value FROM json_each('[1, 2]')`).rows).toEqual([[1], [2]]);
    expect(ask("SELECT count(*), sum(age) FROM people; -- all").rows).toEqual([[2, 43]]);
    expect(ask("SELECT * FROM half").rows).toEqual([["yes"]]);
    expect(ask("SELECT x'00ff', NULL, 1.5, 1e999, true").rows).toEqual([["00ff", null, 1.5, null, 1]]);
  });

  test("gives back no more rows and bytes than it may, and says so", () => {
    const endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    const cut = appQuery({ tables, sql: endless, most: { rows: 3, bytes: 1000 } });
    expect(cut).toEqual({ columns: ["i"], rows: [[1], [2], [3]], hasMore: true });
    const long = `SELECT printf('%.*c', 600, 'é') FROM people`;
    expect(appQuery({ tables, sql: long, most: { rows: 9, bytes: 2000 } })).toMatchObject({ hasMore: true });
  });

  test("that is wrong says why in one sentence", () => {
    expect(ask("SELECT nme FROM people").error).toBe(
      'The query asks for something that was not given: only SELECT is allowed, and there are people (name, age, odd "name); cities (name, big); half (open).',
    );
    expect(ask("SELEC 1").error).toBe('The query is wrong (near "SELEC": syntax error): mend it.');
    expect(ask("DELETE FROM people").error).toMatch(
      /^The query asks for something that was not given: only SELECT is allowed/,
    );
    expect(ask("  ").error).toBe("A query is one SELECT: leave out what follows the first semicolon.");
    expect(ask("SELECT ?", [1, 2]).error).toContain("The query is wrong");
    expect(
      appQuery({
        tables: [{ name: "t", file: join(folder, "none.db"), sql: "SELECT 1", reads: {} }],
        sql: "SELECT 1",
        most,
      }).error,
    ).toBe("The tables cannot be read: the person who gave them must look whether they are still there.");
  });
});

/** Each would read, write or learn what was not given. */
const attacks: { [what: string]: string[] } = {
  "another table of the same file": [
    "SELECT * FROM secret",
    "SELECT word FROM source0.secret",
    "SELECT count(*) FROM secret",
    "SELECT 1 FROM secret",
    "SELECT count(*) FROM Secret AS people",
    "SELECT count(*) FROM peek",
    "SELECT count(*) FROM found",
    "SELECT count(*) FROM source0.secret",
    "SELECT 1 FROM source0.secret",
    "SELECT rowid FROM source0.secret",
    "SELECT EXISTS (SELECT 1 FROM source0.secret)",
    `SELECT '${SECRET}' IN source0.secret`,
    "SELECT (SELECT word FROM source0.secret)",
    "SELECT name FROM people UNION SELECT word FROM source0.secret",
    "SELECT name FROM people JOIN source0.secret",
    "SELECT name FROM people ORDER BY (SELECT word FROM source0.secret)",
    "SELECT max(name) FILTER (WHERE EXISTS (TABLE secret)) FROM people",
    // Neither a common table, nor an alias that has the name of a view, is the view.
    "WITH people AS (SELECT word FROM source0.secret) SELECT * FROM people",
    "WITH half AS MATERIALIZED (SELECT * FROM source0.secret) SELECT * FROM half",
    "SELECT * FROM source0.secret AS people",
    "SELECT * FROM source0.peek",
    "SELECT * FROM source0.found",
    "SELECT * FROM source0.found_content",
    "SELECT hidden FROM source0.part",
    "SELECT * FROM source0.part",
    "SELECT hidden FROM half",
    "WITH half AS (SELECT hidden FROM source0.part) SELECT * FROM half",
  ],
  "the schema and the machine": [
    "SELECT sql FROM sqlite_schema",
    "SELECT name FROM source0.sqlite_master",
    "SELECT * FROM sqlite_temp_schema",
    "SELECT count(*) FROM sqlite_schema",
    "SELECT count(*) FROM source0.sqlite_schema",
    "SELECT count(*) FROM pragma_table_list",
    "SELECT count(*) FROM dbstat",
    "SELECT count(*) FROM pragma_module_list",
    "SELECT * FROM source0.dbstat",
    "SELECT * FROM pragma_table_info('secret')",
    "SELECT * FROM pragma_database_list",
    "PRAGMA table_list",
    "PRAGMA database_list",
    "PRAGMA trusted_schema = ON",
    "PRAGMA writable_schema = ON",
    "SELECT sqlite_source_id()",
    "SELECT sqlite_compileoption_get(1)",
  ],
  "files and code": [
    `ATTACH '${other}' AS more`,
    "DETACH source0",
    `VACUUM INTO '${join(folder, "copy.db")}'`,
    "SELECT load_extension('x')",
    "SELECT readfile('/etc/passwd')",
    "SELECT writefile('/tmp/x', 'y')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT sqlite_log(1, 'x')",
    "SELECT * FROM csv('/etc/passwd')",
    `SELECT * FROM "/etc/passwd"`,
  ],
  writing: [
    "INSERT INTO people VALUES ('Eve', 1, 1)",
    "UPDATE people SET age = 0",
    "DELETE FROM people RETURNING *",
    "WITH gone AS (SELECT 1) DELETE FROM source0.people",
    "REPLACE INTO source0.people VALUES (1, 2, 3)",
    "CREATE TABLE mine(a)",
    "CREATE TEMP TABLE mine(a)",
    "CREATE TEMP VIEW people AS SELECT 1",
    "CREATE TEMP TRIGGER t AFTER INSERT ON source0.people BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE temp.v USING fts5vocab('source0', 'found', 'row')",
    "CREATE INDEX i ON people(age)",
    "DROP TABLE people",
    "DROP VIEW temp.people",
    "ALTER TABLE people RENAME TO p",
    "REINDEX",
    "ANALYZE",
    "VACUUM",
    "BEGIN",
    "COMMIT",
    "SAVEPOINT s",
  ],
  "more than one statement": [
    "SELECT 1; SELECT 2",
    "SELECT 1; ATTACH 'x' AS y",
    "SELECT 1;; DROP TABLE people",
    "/* ; */ SELECT ';'; SELECT 1",
    "SELECT 1;\0DROP TABLE people",
  ],
};

describe("an attack by SQL", () => {
  for (const [what, all] of Object.entries(attacks)) {
    test(`on ${what} is refused, and the refusal tells nothing`, () => {
      for (const sql of all) {
        const run = ask(sql);
        expect(run.error, sql).toMatch(/^(The query asks|A query is one SELECT|The query is wrong)/);
        expect(run.rows, sql).toEqual([]);
        expect(run.error, sql).not.toMatch(/hunter2|secret\b|hidden|peek|source\d|penny-query/);
      }
      expect(ask("SELECT name, age FROM people").rows).toEqual([
        ["Ada", 36],
        ["Bob", 7],
      ]);
      expect(existsSync(join(folder, "copy.db"))).toBe(false);
    });
  }

  test("finds what is not given and what is not there to read alike", () => {
    for (const form of [
      "SELECT * FROM $",
      "SELECT count(*) FROM $",
      "SELECT nothing FROM $",
      "WITH $ AS (SELECT 1 AS a) SELECT count(*) FROM $ WHERE b",
      "SELECT nothing FROM source0.$",
      "SELECT count(*) FROM source0.$",
      "SELECT 1 IN source0.$",
      "SELECT word FROM people NATURAL JOIN source0.$",
    ])
      expect(ask(form.replaceAll("$", "secret")).error, form).toBe(ask(form.replaceAll("$", "nowhere")).error);
    expect(ask("SELECT hidden FROM source0.part").error).toBe(ask("SELECT nowhere FROM source0.part").error);
  });

  test("made of words at random brings nothing that was not given", () => {
    const words = fc.constantFrom(
      ..."SELECT FROM secret source0.secret source0.peek word * ( ) , people half AS WITH UNION ALL JOIN IN EXISTS VALUES ; 1".split(
        " ",
      ),
      ..."source0.part hidden WHERE name rowid LIMIT sqlite_schema sql pragma_table_info('secret') main temp . EXPLAIN".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 9 }), (some) => {
        const run = ask(`SELECT ${some.join(" ")}`);
        return !JSON.stringify(run).includes(SECRET) && !JSON.stringify(run).includes("CREATE");
      }),
      { numRuns: 3000 },
    );
  });
});

describe("in its process, a query", { timeout: 60_000 }, () => {
  test("reads its files, and works without any", async () => {
    expect((await queries.run({ tables, sql: "SELECT count(*) AS n FROM people, cities", most })).rows).toEqual([[2]]);
    expect((await queries.run({ tables: [], sql: "SELECT 1 AS one", most })).rows).toEqual([[1]]);
  });

  test("that has no end is ended, and the next is answered", async () => {
    const endless = "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    expect((await queries.run({ tables, sql: endless, most })).error).toBe(
      "The query was ended: it took more than 3 seconds. Ask for less.",
    );
    expect((await queries.run({ tables, sql: "SELECT age FROM people", most })).rows).toHaveLength(2);
  });

  test("that takes all memory is ended", async () => {
    const own = appQueries(30_000);
    const giant = `WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n)
      SELECT count(*) FROM (SELECT printf('%.*c', 100000, i) AS long FROM n ORDER BY long)`;
    expect((await own.run({ tables, sql: giant, most })).error).toBe(
      "The query was ended: it took more than 500 MB of memory. Ask for less.",
    );
    await own.close();
    expect(ask("SELECT printf('%.*c', 900000000, 'x')").error).toMatch(/^The query is too large/);
  });
});

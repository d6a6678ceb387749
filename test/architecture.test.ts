/**
 * The rules of the house (docs/ARCHITECTURE.md), read from the syntax trees: arrows between rooms, no cycles, caps on files and
 * functions, a docstring on everything exported.
 */
import { expect, test } from "vitest";
import { lineOf, type Node, type SourceFile, sourceFiles, walk } from "./source-tree.ts";

const files = sourceFiles("src");
const product = files.filter((file) => !file.path.endsWith(".test.ts"));
const page = sourceFiles("web/src");

/** What each room may import beside itself. Tests may import anything. */
const MIDDLE = ["record"];
const ROOMS: { [room: string]: string[] } = {
  record: [],
  price: MIDDLE,
  models: MIDDLE,
  scorers: MIDDLE,
  stats: MIDDLE,
  tools: MIDDLE,
  sandbox: MIDDLE,
  store: MIDDLE,
  run: ["record", "price", "models", "scorers", "stats", "tools", "sandbox", "store"],
  index: ["run", "record", "price", "models", "scorers", "stats", "tools", "sandbox", "store"],
  cli: ["index", "run", "record", "price", "stats", "models", "store", "scorers"],
  server: ["index", "run", "record", "price", "stats", "models", "sandbox", "store", "scorers"],
  main: ["cli", "server", "index", "record"],
};

function roomOf(path: string): string {
  return path.split("/")[1]?.replace(/\.ts$/, "") ?? "";
}

function isTypeOnlyFile(path: string): boolean {
  return path.endsWith(".json");
}

test("every file stands in a room", () => {
  const strays = product.filter((file) => !(roomOf(file.path) in ROOMS)).map((file) => file.path);
  expect(strays).toEqual([]);
});

test("arrows between rooms run one way, type imports included", () => {
  const wrong = product.flatMap((file) =>
    file.imports
      .filter((target) => target.startsWith("src/") && !isTypeOnlyFile(target))
      .filter((target) => roomOf(target) !== roomOf(file.path) && !ROOMS[roomOf(file.path)]?.includes(roomOf(target)))
      .map((target) => `${file.path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("the product imports nothing from outside src", () => {
  const outside = product.flatMap((file) =>
    file.imports
      .filter((target) => !target.startsWith("src/") && target !== "package.json")
      .map((target) => `${file.path} → ${target}`),
  );
  expect(outside).toEqual([]);
});

function cycles(): string[] {
  const graph = new Map([...product, ...page].map((file) => [file.path, file.imports]));
  const state = new Map<string, "open" | "done">();
  const found: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === "done" || !graph.has(path)) return;
    if (state.get(path) === "open") {
      found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

test("the page takes types from the server and the library, and values only from what is pure and small", () => {
  const pure = /^src\/(record\/.+|price\/money|cli\/amounts)\.ts$/;
  const found = page.flatMap((file) =>
    file.values
      .filter((target) => target.startsWith("src/") && !pure.test(target))
      .map((target) => `${file.path} → ${target}`),
  );
  expect(found).toEqual([]);
});

test("no files import each other in a circle, type imports included", () => {
  expect(cycles()).toEqual([]);
});

test("no file is longer than 500 lines, no test longer than 800; data may be", () => {
  const all = [...files, ...page, ...sourceFiles("test", "bench", "scripts")].filter(
    (file) => !file.path.includes("/fixtures/"),
  );
  const long = all
    .map((file) => ({ path: file.path, lines: file.text.split("\n").length - 1 }))
    .filter(({ path, lines }) => lines > (path.endsWith(".test.ts") ? 800 : 500));
  expect(long).toEqual([]);
});

test("no function is longer than 70 lines", () => {
  const long: string[] = [];
  for (const file of [...product, ...page]) {
    walk(file.program, (node) => {
      if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
      const lines = lineOf(file.text, node.end) - lineOf(file.text, node.start) + 1;
      if (lines > 70) long.push(`${file.path}:${lineOf(file.text, node.start)} (${lines} lines)`);
    });
  }
  expect(long).toEqual([]);
});

function hasDocstring(file: SourceFile, node: Node): boolean {
  return /\*\/\s*$/.test(file.text.slice(0, node.start));
}

function exportedDeclarations(file: SourceFile): Node[] {
  const body = file.program.body as Node[];
  return body.filter((node) => node.type === "ExportNamedDeclaration" && node.declaration);
}

/** Fields of exported interfaces, object types and classes, at any depth, that lack a docstring. */
function bareFields(file: SourceFile, declaration: Node): Node[] {
  const bare: Node[] = [];
  const visit = (node: Node): void => {
    const isTag = /^type: "[^"]+";$/.test(file.text.slice(node.start, node.end));
    if (isTag) return;
    if (node.type === "TSPropertySignature" || node.type === "TSMethodSignature") {
      if (!hasDocstring(file, node)) bare.push(node);
    }
    if (
      node.type === "PropertyDefinition" &&
      node.accessibility !== "private" &&
      !node.override &&
      !hasDocstring(file, node)
    )
      bare.push(node);
  };
  const inner = declaration.declaration as Node;
  if (inner.type === "TSInterfaceDeclaration") for (const each of (inner.body as Node).body as Node[]) visit(each);
  if (inner.type === "ClassDeclaration") for (const each of (inner.body as Node).body as Node[]) visit(each);
  return bare;
}

test("every exported declaration and every field of it has a docstring", () => {
  const bare: string[] = [];
  for (const file of [...product, ...page]) {
    for (const node of exportedDeclarations(file)) {
      if (!hasDocstring(file, node)) bare.push(`${file.path}:${lineOf(file.text, node.start)}`);
      for (const field of bareFields(file, node)) bare.push(`${file.path}:${lineOf(file.text, field.start)} (field)`);
    }
  }
  expect(bare).toEqual([]);
});

test("every file opens with what it does", () => {
  const bare = [...product, ...page].filter((file) => !/^(#!.*\n)?\/\*\*/.test(file.text)).map((file) => file.path);
  expect(bare).toEqual([]);
});

test("SQL stands in the store alone", () => {
  const sql = /\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\b/s;
  const found = product
    .filter((file) => !file.path.startsWith("src/store/") && sql.test(file.text))
    .map((file) => file.path);
  expect(found).toEqual([]);
});

test("each kind of input and output has its room", () => {
  const rules: { forbidden: RegExp; rooms: string[] }[] = [
    { forbidden: /from "node:(fs|fs\/promises)"/, rooms: ["store", "sandbox", "main"] },
    { forbidden: /from "node:child_process"/, rooms: ["sandbox"] },
    { forbidden: /(from |import\()"node:(http|https|net|tls|dgram)"/, rooms: ["server", "models"] },
    // The sandbox runs the SQL of models on databases in memory, never the log.
    { forbidden: /from "node:sqlite"/, rooms: ["store", "sandbox"] },
    { forbidden: /\bprocess\.(stdout|stderr|stdin|env|exit|argv)\b/, rooms: ["main", "index"] },
  ];
  // An engine in process reads its own model file, and the pocket models' place is found beside the source.
  const exempt = (path: string): boolean => /^src\/models\/(gguf|pocket)/.test(path);
  const found = rules.flatMap(({ forbidden, rooms }) =>
    product
      .filter((file) => !rooms.includes(roomOf(file.path)) && !exempt(file.path) && forbidden.test(file.text))
      .map((file) => `${file.path}: ${forbidden.source}`),
  );
  expect(found).toEqual([]);
});

/** Reads the source tree as syntax trees, for the architecture test. Does not judge. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseAst } from "rolldown/parseAst";

/** A syntax node as far as the tests look into it. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** One TypeScript file. */
export interface SourceFile {
  /** Path from the repository root, with `/`. */
  path: string;
  text: string;
  program: Node;
  /** Relative imports, type imports and dynamic ones too, as paths from the repository root. */
  imports: string[];
  /** The same without type imports. */
  values: string[];
}

const root = resolve(import.meta.dirname, "..");

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** Calls `visit` on a node and all below it. */
export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const each of value) if (isNode(each)) walk(each, visit);
    if (isNode(value)) walk(value, visit);
  }
}

/** @param values leaves type imports out. */
function importsOf(program: Node, path: string, values: boolean): string[] {
  const found: string[] = [];
  walk(program, (node) => {
    const isImport = /^(Import|ExportNamed|ExportAll)Declaration$|^ImportExpression$|^TSImportType$/.test(node.type);
    if (values && (node.type === "TSImportType" || node.importKind === "type" || node.exportKind === "type")) return;
    const source = isImport ? (node.source ?? node.argument) : undefined;
    const value = isNode(source) ? (isNode(source.literal) ? source.literal.value : source.value) : undefined;
    if (typeof value === "string" && value.startsWith(".")) {
      found.push(
        relative(root, resolve(root, dirname(path), value))
          .split(sep)
          .join("/"),
      );
    }
  });
  return found;
}

/** All `.ts` and `.tsx` files below the given folders of the repository. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => {
        const path = `${folder}/${name.split(sep).join("/")}`;
        const text = readFileSync(join(root, path), "utf8");
        const program = parseAst(text, { lang: name.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
        return {
          path,
          text,
          program,
          imports: importsOf(program, path, false),
          values: importsOf(program, path, true),
        };
      }),
  );
}

/** The line (from 1) of a position. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
